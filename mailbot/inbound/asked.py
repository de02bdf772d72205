"""Which case of ours a letter comes back to: an officer's question, or what the sender was told.

It counts as the answers to our papers do (`inbound.thread`): it names the mail of ours, or comes to the
address that was given out with it, and from the one that it went to. An absence notice comes back to nothing,
nor does a mail that is held; each is a case of its own then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.inbound import cases, thread
from mailbot.inbound.interpret import Interpretation
from mailbot.inbound.thread import Ours
from mailbot.review.asking import KIND
from mailbot.store.tables import AskRow, ChangeSetRow, DecisionRow, OccasionRow, OutboxRow

_ANSWER = "answer"
_MOST = 4_000  # characters of an answer that are shown as one passage


def settle(
    session: Session, mail_id: int, found: Interpretation, questions: list[dict[str, Any]], ours: Ours
) -> tuple[int | None, list[dict[str, Any]]]:
    """Note what comes back, in the transaction that settles the mail. Returns the case that the whole
    exchange belongs to (None for a mail that comes back to none), and what the officers are shown besides
    ``questions``: the answer to a question is always shown to them."""
    rows = _ours(session, found, ours)
    asked, told = (_ids(session, rows, kind) for kind in (KIND, _ANSWER))
    ask = session.scalar(select(AskRow).where(AskRow.id.in_(asked)).order_by(AskRow.id.desc()).limit(1))
    if ask is not None:
        ask.answered_by = mail_id if ask.answered_by is None else ask.answered_by
        return _root(session, ask.change_set_id), _unread(ask, found, questions)
    decided = (
        select(DecisionRow.change_set_id).where(DecisionRow.id.in_(told)).order_by(DecisionRow.id.desc())
    )
    set_id = session.scalar(decided.limit(1))
    return None if set_id is None else _root(session, set_id), []


def _ours(session: Session, found: Interpretation, ours: Ours) -> list[OutboxRow]:
    """The mails of ours that it comes back to."""
    if found.kind.kind != "letter" or found.classification in cases.AUTOMATIC:
        return []
    rows = [*thread.answered(session, ours, found.message), *thread.addressed(session, ours, found.message)]
    rows = [row for row in rows if row.kind in (KIND, _ANSWER) and row.occasion_id is not None]
    return [] if not rows or cases.why_held(session, found) else rows


def _ids(session: Session, rows: Iterable[OutboxRow], kind: str) -> list[int]:
    """The numbers in the keys of the mails' occasions: `ask-5`, `decision-7`."""
    named = [row.occasion_id for row in rows if row.kind == kind]
    keys = session.scalars(select(OccasionRow.key).where(OccasionRow.id.in_(named)))
    return [int(key.rpartition("-")[2]) for key in keys]


def _root(session: Session, set_id: int) -> int:
    row = session.get_one(ChangeSetRow, set_id)
    return row.follows if row.follows is not None else row.id


def _unread(ask: AskRow, found: Interpretation, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the officers are shown of an answer in which the readers found nothing: its words."""
    if found.changes or questions:
        return []
    words = found.reply.new_text.strip()[:_MOST] or found.message.subject or "-"
    first = ask.text.splitlines()[0]
    shown = first if len(first) <= 80 else f"{first[:79]}…"
    return [{"text": f"Answer to your question “{shown}”", "evidence": [words], "answers": ask.id}]
