"""Which question of an officer a letter answers: the letter belongs to the case that he asked about.

It counts as the answers to our papers do (`inbound.thread`): it names the question's mail, or comes to the
address that was given out with it, and from the one that was asked. An absence notice answers nothing, nor
does a mail that is held; each is a case of its own then.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.inbound import cases, thread
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.thread import Ours
from mailbot.review.asking import KIND
from mailbot.store.tables import AskRow, ChangeSetRow, OccasionRow

_MOST = 4_000  # characters of an answer that are shown as one passage


def question_of(session: Session, found: Interpretation, ours: Ours) -> AskRow | None:
    """The question that the mail answers; of several the newest."""
    if found.kind.kind != "letter" or found.classification in cases.AUTOMATIC:
        return None
    rows = [*thread.answered(session, ours, found.message), *thread.addressed(session, ours, found.message)]
    named = [row.occasion_id for row in rows if row.kind == KIND and row.occasion_id is not None]
    if not named or cases.why_held(session, found):
        return None
    keys = session.scalars(select(OccasionRow.key).where(OccasionRow.id.in_(named)))
    ids = [int(key.rpartition("-")[2]) for key in keys]
    return session.scalar(select(AskRow).where(AskRow.id.in_(ids)).order_by(AskRow.id.desc()).limit(1))


def settle(
    session: Session, mail_id: int, found: Interpretation, questions: list[dict[str, Any]], ours: Ours
) -> tuple[int | None, list[dict[str, Any]]]:
    """Note the answer in the transaction that settles the mail. Returns the case that the whole exchange
    belongs to (None for a mail that answers no question), and what the officers are shown besides
    ``questions``."""
    ask = question_of(session, found, ours)
    if ask is None:
        return None, []
    ask.answered_by = mail_id if ask.answered_by is None else ask.answered_by
    row = session.get_one(ChangeSetRow, ask.change_set_id)
    return row.follows if row.follows is not None else row.id, _unread(ask, found, questions)


def _unread(ask: AskRow, found: Interpretation, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the officers are shown of an answer in which the readers found nothing: its words."""
    if found.changes or questions:
        return []
    words = found.reply.new_text.strip()[:_MOST] or found.message.subject or "-"
    first = ask.text.splitlines()[0]
    shown = first if len(first) <= 80 else f"{first[:79]}…"
    return [{"text": f"Answer to your question “{shown}”", "evidence": [words], "answers": ask.id}]
