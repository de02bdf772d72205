"""bytes → frozen Message.

`parse` reads any bytes: unknown charsets, NULs, absurd dates and broken structures give placeholder text
and an entry in ``flaws``. Only a breached bound (size, depth, parts, comments in an address) raises, and
then `Unreadable`, an `AskPerson`: the raw mail is kept until somebody looks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.mail.addresses import Mailbox, author, mailbox, split
from mailbot.mail.bounds import MAX_BODY, MAX_LINE, MAX_SUBJECT, MAX_TEXT, Reason, Unreadable
from mailbot.mail.decoding import text_of, words
from mailbot.mail.html import COLOURED, has_marks, to_text
from mailbot.mail.mime import Entity, walk
from mailbot.mail.spacing import single_spaced

__all__ = ["Mailbox", "Message", "Part", "Reason", "Unreadable", "parse"]

# blanks that no line is broken at mean no more than others; U+2028 is a line end
_BLANKS = str.maketrans("\u00a0\u202f\u2007\u2009\u2028", "    \n")
_ID = re.compile(r"<[^<>\s]{1,990}>")
LONG = 5_000  # characters; a shorter text costs little, whatever it says
MAX_RUN = 400  # characters of one thing said over and over: dashes, blank lines, "On On On"
_REPEATED = re.compile(r"(.{1,20}?)\1{40,}", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class Part:
    """An attachment or inline part that is not the body; a nested mail is `message/rfc822` with its bytes."""

    content_type: str
    filename: str | None
    content: bytes
    charset: str | None = None
    inline: bool = False
    method: str | None = None  # of a text/calendar part

    @property
    def text(self) -> str:
        return text_of(self.content, self.charset)


@dataclass(frozen=True)
class Message:
    """One mail as it arrived, decoded; built by :func:`parse`."""

    raw: bytes
    message_id: str | None
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    from_address: str | None
    from_name: str
    from_problem: str | None
    to: tuple[str, ...]
    subject: str
    date: datetime | None
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str | None
    parts: tuple[Part, ...]
    flaws: tuple[str, ...]

    def header(self, name: str) -> str | None:
        """The first field of that name, encoded words decoded."""
        return next((words(value) for key, value in self.headers if key.lower() == name.lower()), None)

    def all_headers(self, name: str) -> tuple[str, ...]:
        """Every field of that name, topmost first, as received."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def content_type(self) -> str:
        return (self.header("content-type") or "text/plain").split(";")[0].strip().lower()


def parse(raw: bytes) -> Message:
    """The mail as a value. Raises only `Unreadable`."""
    entities = walk(raw)
    root = entities[0]
    flaws: list[str] = []
    headers = root.headers
    if not headers:
        flaws.append("no-headers")

    def field(name: str) -> list[str]:
        return [value for key, value in headers if key.lower() == name]

    sender, problem = author(field("from"))
    if problem:
        flaws.append(f"from: {problem}")
    recipients: list[str] = []
    for value in field("to")[:20]:
        entries, found = split(value)
        recipients += [box.address for entry in entries if (box := mailbox(entry)).address]
        flaws += [f"to: {flaw}" for flaw in sorted(found & {"too-many", "unbalanced"})]
    date = _date(field("date"), flaws)
    text, html, parts = _contents(entities, flaws)
    ids = _ID.findall(" ".join(field("message-id"))[:4000])
    return Message(
        raw=raw,
        message_id=ids[0] if ids else None,
        in_reply_to=tuple(_ID.findall(" ".join(field("in-reply-to"))[:20_000])[:100]),
        references=tuple(_ID.findall(" ".join(field("references"))[:100_000])[:500]),
        from_address=sender.address if sender and not problem else None,
        from_name=words(sender.name) if sender else "",
        from_problem=problem,
        to=tuple(recipients),
        subject=words(field("subject")[0])[:MAX_SUBJECT] if field("subject") else "",
        date=date,
        headers=headers,
        text=text,
        html=html,
        parts=parts,
        flaws=tuple(dict.fromkeys(flaws)),
    )


def _date(values: list[str], flaws: list[str]) -> datetime | None:
    """The Date field, aware; None and a flaw where it is missing or absurd (before 1990, after 2100)."""
    try:
        moment = parsedate_to_datetime(values[0][:200]) if values else None
    except (ValueError, TypeError, IndexError, OverflowError):
        moment = None
    if moment is not None and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    if moment is None or not 1990 <= moment.year <= 2100:
        flaws.append("date")
        return None
    return moment


def _is_body(node: Entity) -> bool:
    return (
        node.content_type in ("text/plain", "text/html")
        and not node.attached
        and not node.disposition.startswith("attachment")
        and (node.filename is None or node.in_alternative)
    )


def _contents(entities: list[Entity], flaws: list[str]) -> tuple[str, str | None, tuple[Part, ...]]:
    plain: list[str] = []
    html: list[str] = []
    parts: list[Part] = []
    for node in entities:
        if node.attached or node.content_type.startswith("multipart/"):
            continue
        if _is_body(node):
            text = _text(node, flaws)
            if node.content_type == "text/html":
                html.append(text)
            else:
                plain.append(
                    unflow(text, node.params.get("delsp", "").lower() == "yes")
                    if node.params.get("format", "").lower() == "flowed"
                    else text
                )
            continue
        charset = node.params.get("charset")
        inline = node.disposition.startswith("inline") or not node.disposition
        method = node.params.get("method", "").upper() or None
        parts.append(Part(node.content_type, node.filename, node.content(), charset, inline, method))
    markup = "\n".join(html) if html else None
    text = single_spaced("\n".join(plain))
    if markup is not None and (not text.strip() or has_marks(markup) or _answers_in_colour(markup)):
        # a plain alternative loses strike-through and colour, and with them what was deleted or added
        text = to_text(markup, colours=True)
    return _CONTROL.sub("\ufffd", _tamed(text, flaws)), markup, tuple(parts)


def _tamed(text: str, flaws: list[str]) -> str:
    """What readers can take in a moment: so much text, in lines that are broken at a blank where too long.

    In a long text a thing said over and over is cut to its first `MAX_RUN` characters.
    """
    if len(text) > LONG:
        text = _REPEATED.sub(lambda run: run[0][:MAX_RUN], text[: 2 * MAX_TEXT])
    if len(text) > MAX_TEXT:
        flaws.append("body cut")
        text = text[:MAX_TEXT]
    if max(map(len, text.split("\n"))) <= MAX_LINE:
        return text
    return "\n".join(piece for line in text.split("\n") for piece in _broken(line))


def _broken(line: str) -> Iterator[str]:
    while len(line) > MAX_LINE:
        at = line.rfind(" ", MAX_LINE // 2, MAX_LINE)
        at = at if at > 0 else MAX_LINE
        yield line[:at]
        line = line[at:].lstrip(" ")
    yield line


def _answers_in_colour(markup: str) -> bool:
    """Whether a coloured line stands under an uncoloured one, as it does among quoted text."""
    if "color" not in markup.lower():
        return False
    lines = [line for line in to_text(markup, colours=True).split("\n") if line.strip(" >")]
    first = next((i for i, line in enumerate(lines) if COLOURED not in line), len(lines))
    return any(COLOURED in line for line in lines[first:])


def _text(node: Entity, flaws: list[str]) -> str:
    content = node.content()
    if len(content) > MAX_BODY:
        flaws.append("body cut")
        content = content[:MAX_BODY]
    text = text_of(content, node.params.get("charset"))
    if "\ufffd" in text or "\0" in text:
        flaws.append("charset")
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_BLANKS)


def unflow(text: str, delete_space: bool = False) -> str:
    """format=flowed undone (RFC 3676 section 4): soft-broken lines of one quote depth are joined."""
    out: list[str] = []
    open_depth: int | None = None
    for line in text.split("\n"):
        marks = re.match(r">*", line)
        depth = marks.end() if marks else 0
        content = line[depth:]
        if content.startswith(" "):
            content = content[1:]
        if open_depth == depth and out and content.rstrip() != "--":
            out[-1] += content
        else:
            out.append((">" * depth + " " if depth else "") + content)
        soft = line.endswith(" ") and content.rstrip() != "--" and content.strip() != ""
        open_depth = depth if soft else None
        if soft and delete_space:
            out[-1] = out[-1][:-1]
    return "\n".join(line.rstrip() if line.strip() != "--" else line for line in out)
