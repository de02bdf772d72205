"""Mails to a list: `posting` to its members, `posting-request` to officers, `posting-answer`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from mailbot.directory.snapshot import Directory
from mailbot.mail.message import Message, Part
from mailbot.outbound.cases.answers import thread_of
from mailbot.outbound.composing import Identity, Mail, compose
from mailbot.outbound.mime import Attachment
from mailbot.outbound.recipients import Recipient

POSTING, REQUEST, ANSWER = "posting", "posting-request", "posting-answer"
MAX_ATTACHED = 10_000_000  # bytes of all attachments of a mail that goes to a list


@dataclass(frozen=True)
class Posting:
    """A mail to a list, with how many would get it and who cannot be reached."""

    id: int
    list_name: str
    state: str
    message: Message
    members: int = 0
    reason: str | None = None

    @property
    def key(self) -> str:
        return f"posting-{self.id}"

    @property
    def author(self) -> str:
        """`Ada Verne`, else the address."""
        return self.message.from_name or self.message.from_address or "?"

    @property
    def files(self) -> tuple[Part, ...]:
        """What is attached; pictures inside the text and signatures are no files."""
        return tuple(part for part in self.message.parts if part.filename and not part.inline)

    @property
    def too_large(self) -> bool:
        return sum(len(part.content) for part in self.files) > MAX_ATTACHED


def posting(
    what: Posting, recipient: Recipient, directory: Directory, identity: Identity, now: datetime
) -> Mail:
    """The mail as its author wrote it, to one member. Raises ValueError for a bad address."""
    attached = tuple(
        Attachment(part.filename or "attachment", part.content, _type(part)) for part in what.files
    )
    return compose(
        POSTING, what.key, _facts(what),
        directory=directory, identity=identity, recipient=recipient, now=now, attachments=attached,
        mailing_list=what.list_name,
    )  # fmt: skip


def request(what: Posting, officer: str, directory: Directory, identity: Identity, now: datetime) -> Mail:
    """What an officer is asked: shall this go to the list? Raises ValueError for a bad address."""
    own = what.state == "draft" and (what.message.from_address or "").casefold() == officer.casefold()
    return compose(
        REQUEST, what.key, _facts(what) | {"own": own},
        directory=directory, identity=identity, recipient=Recipient(officer), now=now, listed=False,
    )  # fmt: skip


def answer(
    what: Posting, recipient: Recipient, directory: Directory, identity: Identity, now: datetime
) -> Mail:
    """What the author is told: it was sent, or why it was not. Raises ValueError for a bad address."""
    return compose(
        ANSWER, what.key, _facts(what),
        directory=directory, identity=identity, recipient=recipient, now=now, listed=False,
        auto_submitted="auto-replied", answers=thread_of(what.message),
    )  # fmt: skip


def _facts(what: Posting) -> dict[str, object]:
    return {
        "posting": what,
        "text": what.message.text.strip(),
        "original_subject": what.message.subject,
        "files": [part.filename for part in what.files],
    }


def _type(part: Part) -> str:
    """A nested mail goes out as a file: it could not be encoded as what it is."""
    return (
        "application/octet-stream"
        if part.content_type.startswith(("message/", "multipart/"))
        else part.content_type
    )
