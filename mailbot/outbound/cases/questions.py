"""What an officer asks the sender of a case: his own words quoted, the officer's below. Pure.

Occasion and template folder: `question`. The mail goes out as all do, with a reply address that only its
recipient was given; what comes back to it belongs to the case (`inbound.asked`).
"""

from __future__ import annotations

from datetime import datetime

from mailbot.directory.snapshot import Directory
from mailbot.mail.message import Message
from mailbot.outbound.cases.answers import sender_of, thread_of
from mailbot.outbound.cases.lines import change_line
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.review.asking import KIND as KIND
from mailbot.review.case import Case, Exchange

MOST_QUOTED = 1_500  # characters of a mail that is asked about as a whole


def question(
    case: Case,
    asked: Exchange,
    message: Message | None,
    directory: Directory,
    identity: Identity,
    key: str,
    now: datetime,
) -> Mail:
    """The question to the sender, in his language. Raises ValueError for a bad address."""
    assert case.sender is not None
    recipient = sender_of(case.sender, message, directory, case.organization)
    say = wording_for(recipient, directory, identity)
    items = [item for item in case.items if item.number in asked.numbers]
    facts = {
        "text": asked.text,
        "lines": [(item, change_line(item.original or item.change, directory, say)) for item in items],
        "wrote": "" if items else _own_words(case),
        "original_subject": case.subject,
        "received": message.date if message else None,
    }
    return compose(
        KIND, key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        listed=False, auto_submitted="auto-replied", answers=thread_of(message),
    )  # fmt: skip


def _own_words(case: Case) -> str:
    """What he wrote, without what he quoted; a long mail's beginning."""
    text = str(case.interpretation.get("new_text") or "").strip()
    return text if len(text) <= MOST_QUOTED else f"{text[:MOST_QUOTED].rstrip()} […]"
