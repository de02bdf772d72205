"""A mail as it was, for officers: who wrote, the text with what was read of it marked, what hangs on it.

Nothing of it acts. The text and the header lines are escaped by the templates, with what hides or turns
characters written out; the HTML form is cleaned (`mail.markup`) and served by itself, without script, form
or anything that loads (`mail_files`); attachments are only ever downloaded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from mailbot.mail.bounds import Unreadable
from mailbot.mail.decoding import safe_name, words
from mailbot.mail.excerpts import Run, marked
from mailbot.mail.message import Message, Part, parse
from mailbot.review.case import Case
from mailbot.store import contents
from mailbot.store.tables import MailRow
from mailbot.text import visible
from mailbot.wording import N_

HEADERS = (
    "from", "sender", "reply-to", "to", "cc", "date", "subject", "message-id", "in-reply-to", "list-id",
    "auto-submitted", "resent-from",
)  # fmt: skip
MOST_LINES = 20  # header fields that matter
MOST_PARTS = 100
_SHORT = 400  # characters of a header field that are shown
KINDS = {
    "text/calendar": N_("calendar entry"), "text/vcard": N_("business card"),
    "text/x-vcard": N_("business card"),
    "text/plain": N_("text"), "text/html": N_("web page"), "text/csv": N_("table (CSV)"),
    "application/pdf": N_("PDF document"), "message/rfc822": N_("forwarded mail"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": N_("Word document"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": N_("Excel sheet"),
    "application/msword": N_("Word document (old)"), "application/vnd.ms-excel": N_("Excel sheet (old)"),
    "application/zip": N_("archive"),
}  # fmt: skip
PICTURE = N_("picture")


@dataclass(frozen=True)
class Attachment:
    """One part of a mail besides its body; ``number`` counts from 1. ``kind`` is a text of the catalogues,
    empty for a type that has none; ``size`` is in octets."""

    number: int
    name: str
    content_type: str
    kind: str
    size: int


@dataclass(frozen=True)
class MailView:
    """What a page shows of a mail. ``unreadable`` says why there is nothing more than the source."""

    mail_id: int
    arrived_at: datetime
    headers: tuple[tuple[str, str], ...] = ()
    runs: tuple[Run, ...] = ()
    has_html: bool = False
    attachments: tuple[Attachment, ...] = ()
    flaws: tuple[str, ...] = ()
    unreadable: str | None = None


def view_of(session: Session, case: Case) -> MailView | None:
    """The mail of a case with its excerpts marked; None where the case has none."""
    if case.mail_id is None:
        return None
    arrived = session.scalar(select(MailRow.arrived_at).where(MailRow.id == case.mail_id))
    if arrived is None:
        return None
    message, problem = open_message(session, case.mail_id)
    if message is None:
        return MailView(case.mail_id, arrived, unreadable=problem)
    return MailView(
        case.mail_id, arrived, tuple(headers_of(message)), runs_of(message, case),
        message.html is not None, tuple(attachments_of(message)), message.flaws,
    )  # fmt: skip


def open_message(session: Session, mail_id: int) -> tuple[Message | None, str | None]:
    """The mail, or why there is none: it was dropped, or it breaches a bound."""
    raw = contents.read(session, mail_id)
    if not raw:
        return None, N_("The mail itself is not kept any more.")
    try:
        return parse(raw), None
    except Unreadable as exc:
        return None, str(exc)


def runs_of(message: Message, case: Case) -> tuple[Run, ...]:
    """The text in what is new and what is quoted, with the excerpts marked."""
    return tuple(
        replace(run, pieces=tuple(replace(piece, text=readable(piece.text)) for piece in run.pieces))
        for run in marked(message.text, excerpts_of(case))
    )


def readable(text: str) -> str:
    """Text of many lines with what hides or turns characters written out; line ends stay, tabs are blanks."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").expandtabs(4).split("\n")
    return "\n".join(map(visible, lines))


def excerpts_of(case: Case) -> Mapping[str, Sequence[str]]:
    """What the readers quote, by what quotes it: `1` for change 1, `q1` for the first question."""
    found: dict[str, Sequence[str]] = {
        str(item.number): item.change.evidence for item in case.items if item.change.source == "body"
    }
    return found | {f"q{n}": each.evidence for n, each in enumerate(case.questions, 1)}


def headers_of(message: Message) -> list[tuple[str, str]]:
    """The fields that matter, in the mail's order, encoded words decoded, on one line each."""
    return [
        (name, visible(words(value)[:_SHORT])) for name, value in message.headers if name.lower() in HEADERS
    ][:MOST_LINES]


def attachments_of(message: Message) -> list[Attachment]:
    return [
        Attachment(number, file_name(part, number), part.content_type, _kind(part), len(part.content))
        for number, part in enumerate(message.parts[:MOST_PARTS], 1)
    ]


def file_name(part: Part, number: int) -> str:
    """A name to save it by: no folder, nothing that hides or turns, never empty."""
    name = safe_name(visible(part.filename or "")) or f"part-{number}"
    return name.replace("<", "").replace(">", "")


def _kind(part: Part) -> str:
    return PICTURE if part.content_type.startswith("image/") else KINDS.get(part.content_type, "")
