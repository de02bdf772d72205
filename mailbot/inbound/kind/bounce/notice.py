"""A bounce taken apart: the words of the mail system, its status fields, and the mail that came back.

Systems that know RFC 3464 send three parts; the others put all of it into one text, with a line of dashes
before the returned mail, or only its header fields. Text is bounded before any pattern sees it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.message import Message, Part, Unreadable
from mailbot.mail.mime import header_block, text_of, words

MAX_TEXT = 60_000
MAX_LINE = 1_000
_RETURNED = {
    "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "text/rfc822", "message/partial",
    "message/global", "message/global-headers",
}  # fmt: skip
_STATUS = {"message/delivery-status", "message/global-delivery-status"}
_FIELD = re.compile(r"[>| \t]{0,8}([A-Za-z][A-Za-z0-9-]{1,40})\s?:(?!/)")
_LETTER_FIELDS = {
    "from", "to", "subject", "date", "message-id", "received", "return-path", "mime-version", "cc",
    "reply-to",
    "content-type", "x-mailer", "dkim-signature", "sender",
}  # fmt: skip
_TRACE = {"received", "return-path", "mime-version", "dkim-signature", "content-type", "x-mailer"}
_SEPARATOR = re.compile(
    r"(?im)^[>\s]{0,8}(?:[-=_*~]{2,}[^\n]{0,20})?(?:"
    r"below this line is (?:a|the) copy of (?:the|your) message|this is (?:a )?copy of (?:the|"
    r"your) message|"
    r"(?:the )?(?:header of the )?original message (?:is )?(?:follow(?:s|ing)|attached)|"
    r"(?:the )?original message(?: headers?)?\s*[-=_*:.]*\s*$|"
    r"unsent message (?:below|follows)|returned (?:message|mail)(?: follows)?\s*[-=_*:.]*\s*$|"
    r"message (?:text|headers?) follows?|included is a copy of the message|start of returned message|"
    r"here is your returned mail|old message:|original message (?:headers?|header)\b|"
    r"(?:the )?(?:text|body|header) of (?:the|your) (?:original )?message|your message reads|"
    r"undelivered message\s*[-=_*:.]*\s*$|(?:this|here) is (?:a|the) copy of|your original message|"
    r"content of (?:the )?original message|исходное сообщение|копия (?:вашего )?(?:письма|сообщения)|"
    r"原始邮件|邮件原文|原邮件|mensaje original|message d'origine|original-?nachricht)[^\n]*$"
)


@dataclass(frozen=True)
class Notice:
    """``text`` are the mail system's words; ``status`` the texts of delivery-status parts; ``returned`` the
    fields of the mail that came back (name in lower case, value), empty where it did not."""

    text: str
    status: tuple[str, ...]
    returned: tuple[tuple[str, str], ...]

    def returned_field(self, name: str) -> str | None:
        return next((value for key, value in self.returned if key == name), None)

    def returned_fields(self, name: str) -> list[str]:
        return [value for key, value in self.returned if key == name]


def take_apart(message: Message) -> Notice:
    """The parts of a notice. Pure; of any mail."""
    own = message.text if message.text.strip() else _beside(message)
    text = _bounded(own)
    status = [part.text for part in message.parts if part.content_type in _STATUS]
    named = [part.text for part in message.parts if part.content_type == "text/plain" and part.filename]
    status += [each for each in named if re.search(r"(?im)^final-recipient\s*:", each)]
    returned = next((part.content for part in message.parts if part.content_type in _RETURNED), None)
    if returned is None:
        returned = next((part.content for part in message.parts if _is_header(part)), None)
    fields = _fields(returned) if returned is not None else ()
    text, inline = _cut(text)
    return Notice(text, tuple(_bounded(each) for each in status), fields or inline)


def _is_header(part: Part) -> bool:
    """A text file that holds the header of the returned mail."""
    if part.content_type != "text/plain" or not part.filename:
        return False
    names = {name for name, _ in _fields(part.content[:20_000])}
    return len(names & _LETTER_FIELDS) >= 3 and "received" in names


def _beside(message: Message) -> str:
    """The text of a mail whose body is in no text part: broken structure, or a text file only."""
    texts = [
        part.text for part in message.parts if part.content_type.startswith("text/") and part.text.strip()
    ]
    if texts:
        return texts[0]
    if message.parts:
        return ""
    return text_of(header_block(message.raw)[1][:MAX_TEXT], None)


def _bounded(text: str) -> str:
    lines = text[: 2 * MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\ufffd", " ").split("\n")
    return "\n".join(line[:MAX_LINE] for line in lines)[:MAX_TEXT]


def _fields(returned: bytes) -> tuple[tuple[str, str], ...]:
    try:
        headers, _ = header_block(returned[: 256 * 1024].lstrip(b"\r\n"))
    except Unreadable:  # a returned mail beyond our bounds: the bounce itself is none
        return ()
    return tuple((name.lower(), words(value)) for name, value in headers[:400])


def _cut(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The words before the returned mail, and the fields of that mail where it stands in the same text."""
    separator = _separator(text)
    head, tail = (text[: separator.start()], text[separator.end() :]) if separator else (text, "")
    lines = head.split("\n")
    runs = list(_runs(lines))
    for begin, end in runs:
        names = {found[1].lower() for line in lines[begin:end] if (found := _FIELD.match(line))}
        if names & _TRACE and begin > 0:
            return "\n".join(lines[:begin]), _of_lines(lines[begin:])
    fields = _of_lines(tail.split("\n")) if tail else ()
    for begin, end in runs:  # a summary of the mail amid the notice: not its words, yet its fields
        fields = fields or _of_lines(lines[begin:end])
    kept = [line for i, line in enumerate(lines) if not any(b <= i < e for b, e in runs)]
    return "\n".join(kept), fields


def _separator(text: str) -> re.Match[str] | None:
    """The line before the returned mail; what stands at the very top introduces the notice itself."""
    for found in _SEPARATOR.finditer(text):
        if len(text[: found.start()].strip()) > 20:
            return found
    return None


def _runs(lines: list[str]) -> list[tuple[int, int]]:
    """Where three or more header fields of a letter stand together: (first line, line after the last)."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(lines):
        end, names = _run(lines, index)
        if len(names & _LETTER_FIELDS) >= 3 and names & {"from", "to", "received", "message-id", "date"}:
            runs.append((index, end))
        index = max(end, index + 1)  # what begins later within a run has fewer fields
    return runs


def _run(lines: list[str], begin: int) -> tuple[int, set[str]]:
    names: set[str] = set()
    index = begin
    while index < len(lines):
        found = _FIELD.match(lines[index])
        if found is not None:
            names.add(found[1].lower())
        elif index == begin or not re.match(r"[> ]{0,4}[ \t]+\S", lines[index]):
            break
        index += 1
    return index, names


def _of_lines(lines: list[str]) -> tuple[tuple[str, str], ...]:
    """Header fields, folded lines joined, up to the first blank line after the first field."""
    fields: list[list[str]] = []
    for line in lines:
        found = _FIELD.match(line)
        if found is not None:
            fields.append([found[1].lower(), line[found.end() :].strip()])
        elif fields and line.strip() and line[:1] in " \t>":
            fields[-1][1] += " " + line.strip(" \t>")
        elif fields:
            break
    return tuple((name, words(value)) for name, value in fields[:400])
