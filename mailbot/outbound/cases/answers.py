"""What the sender is told after a decision: entered, entered as we changed it, refused, still waiting, taken
back, not understood. Pure.

Nobody is answered whose mail failed authentication or was sent by a machine (RFC 3834): `silent_because` says
why. Occasion and template folder: `answer`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.directory.change import Change
from mailbot.directory.snapshot import Directory
from mailbot.mail.message import Message
from mailbot.outbound.cases.lines import ChangeLine, change_line
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.mime import is_message_id
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.review import silence
from mailbot.review.case import Case, Item
from mailbot.wording import N_, Wording

KIND = "answer"
SUGGEST = "suggest"  # the page below web.base_url where anybody can write what should be corrected


@dataclass(frozen=True)
class Entered:
    """A field of an amended change: what he ``wrote``, what was ``entered`` instead; ``left``: nothing was,
    the field stays as it is on file. Not ``said``: he wrote nothing of it."""

    name: str
    wrote: str | None
    entered: str | None
    left: bool = False
    said: bool = True

    @property
    def differs(self) -> bool:
        return self.left or not self.said or self.wrote != self.entered


def silent_because(case: Case, message: Message | None, identity: Identity) -> str | None:
    """Why this sender gets no answer, None where he gets one."""
    if _accepted_by_calendar(case):
        return "a calendar's answer, entered as it came; its owner wrote nothing"
    if case.held_because and case.authenticity != "authenticated" and case.state in ("held", "rejected"):
        return "the sender is not proven, and nobody has released his mail"
    return silence.silent_because(
        case.sender, case.authenticity, case.classification, message, identity.address
    )


def _accepted_by_calendar(case: Case) -> bool:
    """Whether there is nothing to tell: somebody pressed a button, and what it says is in our records."""
    read = case.interpretation
    pressed = read.get("detail") == "calendar-reply" and not read.get("new_text")
    return pressed and not case.questions and all(item.state == "approved" for item in case.items)


def answer(
    case: Case,
    message: Message | None,
    directory: Directory,
    identity: Identity,
    key: str,
    now: datetime,
    reason: str | None = None,
) -> Mail:
    """The itemized answer. ``reason`` is that of a refusal, for a mail of which no change was made. Raises
    ValueError for an address that cannot be written."""
    assert case.sender is not None
    recipient = sender_of(case.sender, message, directory, case.organization)
    say = wording_for(recipient, directory, identity)
    groups = [(say(title), _lines(items, directory, say)) for title, items in _groups(case.items) if items]
    facts = {
        "groups": groups,
        "questions": case.open_questions,
        "suggestions": case.suggestions,
        "refused": reason if not case.items else None,
        "read": not case.items and not case.questions and reason is None,
        "replied": bool(case.replies) and not case.items,
        "original_subject": case.subject,
        "received": message.date if message else None,
        "page": f"{identity.site}/{SUGGEST}" if identity.site else None,
    }
    return compose(
        KIND, key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now,
        listed=False, auto_submitted="auto-replied", answers=thread_of(message),
    )  # fmt: skip


def _groups(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    def amended(item: Item) -> bool:
        return item.original is not None

    approved = [item for item in items if item.state == "approved"]
    yield N_("Entered in our records"), [item for item in approved if not amended(item)]
    yield N_("Entered with changes of ours"), [item for item in approved if amended(item)]
    for title, state in (
        (N_("Not entered"), "rejected"),
        (N_("Still under review"), "pending"),
        (N_("Taken back"), "undone"),
    ):
        yield title, [item for item in items if item.state == state]


def _lines(
    items: Sequence[Item], directory: Directory, say: Wording
) -> list[tuple[Item, ChangeLine, tuple[Entered, ...]]]:
    """Each change in words: what was entered, else what he asked for."""
    found = []
    for item in items:
        entered = item.state in ("approved", "undone") or item.original is None
        line = change_line(item.change if entered else item.original or item.change, directory, say)
        compared = tuple(_compared(item.original, item.change, directory, say)) if item.original else ()
        found.append((item, line, compared if item.state == "approved" else ()))
    return found


def _compared(wrote: Change, entered: Change, directory: Directory, say: Wording) -> Iterator[Entered]:
    before = dict(zip(wrote.fields, change_line(wrote, directory, say).fields, strict=True))
    after = dict(zip(entered.fields, change_line(entered, directory, say).fields, strict=True))
    for name, line in before.items():
        yield Entered(line.name, line.new, after[name].new if name in after else None, name not in after)
    for name, line in after.items():
        if name not in before:
            yield Entered(line.name, None, line.new, said=False)


def sender_of(
    address: str, message: Message | None, directory: Directory, organization: str | None
) -> Recipient:
    """The sender as the contact sheet knows him, else as he calls himself."""
    if contact := directory.contact_at(address):
        return Recipient(address, as_recipient(contact).name, None, contact.language, contact.organization)
    return Recipient(address, message.from_name if message else "", organization=organization)


def thread_of(message: Message | None) -> tuple[str, tuple[str, ...]] | None:
    """(Message-ID, References) of a mail that is answered; None where it has no id that can be written."""
    if message is None or message.message_id is None or not is_message_id(message.message_id):
        return None
    return message.message_id, tuple(filter(is_message_id, message.references or message.in_reply_to))
