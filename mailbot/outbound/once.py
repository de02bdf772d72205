"""One automatic answer a person, thread and day: a key in the database, whoever answers.

A thread is named by its first mail, and by ours where a reply names one of our automatic answers, so that an
automaton that answers answers gets one a day. Mails that say the same are one thread, too, whatever they
refer to: a storm is answered once. Nobody gets more than `MOST_A_DAY`. Answers to an officer's decision do
not count. Days are the programme's.
"""

from __future__ import annotations

import hashlib
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from mailbot.mail.message import Message
from mailbot.store.tables import AutomaticAnswerRow, OutboxRow

MOST_A_DAY = 20
_NAMED = 50


def claim(
    session: Session, recipient: str, message: Message, words: str, day: date, occasion_id: int
) -> str | None:
    """Take the right to answer in the caller's transaction; the reason where it is taken already.

    ``words`` is what the mail asks, in a form that is the same when it asks the same.
    """
    person = recipient.casefold()
    given = select(func.count(AutomaticAnswerRow.occasion_id.distinct())).where(
        AutomaticAnswerRow.recipient == person, AutomaticAnswerRow.day == day
    )
    if (session.scalar(given) or 0) >= MOST_A_DAY:
        return f"{recipient} had {MOST_A_DAY} automatic answers on {day}"
    keys = sorted({_key("words", words), _thread(session, message)})
    taken = {key for key in keys if session.get(AutomaticAnswerRow, (person, day, key)) is not None}
    if not taken:
        rows = [AutomaticAnswerRow(recipient=person, day=day, about=key, occasion_id=occasion_id)
                for key in keys]  # fmt: skip
        try:
            with session.begin_nested():
                session.add_all(rows)
            return None
        except IntegrityError:  # another worker answers at this moment
            taken = set(keys)
    what = "this thread" if any(key.startswith("thread") for key in taken) else "the same words"
    return f"{recipient} had an automatic answer to {what} on {day}"


def _thread(session: Session, message: Message) -> str:
    """The thread's name: that of the answer of ours which the mail answers, else its first mail's."""
    named = [*message.in_reply_to, *message.references]
    ours = (
        select(AutomaticAnswerRow.about)
        .join(OutboxRow, OutboxRow.occasion_id == AutomaticAnswerRow.occasion_id)
        .where(OutboxRow.message_id.in_([*named[:_NAMED], *named[-_NAMED:]]),
               AutomaticAnswerRow.about.startswith("thread "))
        .order_by(AutomaticAnswerRow.occasion_id)
    )  # fmt: skip
    if named and (known := session.scalar(ours.limit(1))) is not None:
        return known
    first = next(iter((*message.references, *message.in_reply_to)), None)
    return _key("thread", first or message.message_id or hashlib.sha256(message.raw).hexdigest())


def _key(kind: str, text: str) -> str:
    return f"{kind} {hashlib.sha256(text.encode()).hexdigest()[:32]}"
