"""Which of our papers a letter answers: it names the paper's mail, and comes from the one it went to.

Noted in the transaction that settles the mail. Held mails, automatic ones and what no person wrote answer
nothing.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.inbound import cases, thread
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.thread import Ours
from mailbot.store.tables import PaperAnswerRow, PaperMailRow


def note(session: Session, mail_id: int, found: Interpretation, ours: Ours, now: datetime) -> int:
    """Note each paper that the mail answers; returns how many."""
    if found.kind.kind != "letter" or found.classification in cases.AUTOMATIC:
        return 0
    if not (found.message.in_reply_to or found.message.references) or cases.why_held(session, found):
        return 0
    named = [row.id for row in thread.answered(session, ours, found.message)]
    mails = select(PaperMailRow).where(PaperMailRow.outbox_id.in_(named)).order_by(PaperMailRow.outbox_id)
    papers = {mail.paper_id: mail.outbox_id for mail in session.scalars(mails)}
    session.add_all(
        PaperAnswerRow(paper_id=paper, mail_id=mail_id, outbox_id=outbox_id, at=now)
        for paper, outbox_id in papers.items()
    )
    return len(papers)
