"""Letter → the bytes of one mail (RFC 5322, 2045-2047, 3834, 2919). Pure and deterministic.

The header block is written here, not by `email`'s header classes: data (names, titles, subjects) reaches a
header only as one line without control characters, quoted or as encoded words, and message ids are never
folded into encoded words. The MIME body is `email.message.EmailMessage`'s, all of it encoded, so that no line
is longer than 76 characters and bare CR or LF cannot occur.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

import idna

from mailbot.tokens import Signer

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_MESSAGE_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\\\"@]+@[^\s<>(),;:\\\"@]+")
_NAME_LIMIT, _SUBJECT_LIMIT = 200, 400
_REFERENCES_KEPT = 20
_POLICY = SMTP.clone(max_line_length=76)  # of an encoded line (RFC 2045 section 6.7); 78 as a rule


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes
    content_type: str = "application/octet-stream"


@dataclass(frozen=True)
class Letter:
    """Everything that makes one mail. ``calendar`` is an iTIP message; ``html`` and ``text`` say the same."""

    sender: tuple[str, str]
    recipient: tuple[str, str]
    subject: str
    message_id: str
    date: datetime
    text: str
    html: str
    list_id: tuple[str, str] | None = None
    list_help: str | None = None
    auto_submitted: str = "auto-generated"
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    calendar: bytes | None = None
    attachments: tuple[Attachment, ...] = ()


def one_line(text: str) -> str:
    """The text with every run of control characters and line ends as one space: fit for a header."""
    return _CONTROL.sub(" ", text).strip()


def message_id(domain: str, *parts: str, signer: Signer | None = None) -> str:
    """The same id for the same parts: what is composed again after a crash is recognized as the same mail.

    Without a ``signer`` it can be guessed: good enough for what is only looked at.
    """
    digest = signer.name(*parts) if signer else hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:32]
    kind = re.sub(r"[^a-z0-9-]", "", parts[0].lower())[:32] or "mail"
    return f"<{kind}.{digest}@{_domain(domain)}>"


def to_bytes(letter: Letter) -> bytes:
    """The mail with CRLF line ends. Raises ValueError for an address or message id that cannot be written."""
    body = _body(letter).as_bytes(policy=_POLICY)
    head = "".join(f"{name}: {value}\r\n" for name, value in _headers(letter))
    return head.encode("utf-8") + body


def _headers(letter: Letter) -> list[tuple[str, str]]:
    headers = [
        ("From", mailbox(*letter.sender)),
        ("To", mailbox(*letter.recipient)),
        ("Subject", _unstructured("Subject", letter.subject[:_SUBJECT_LIMIT])),
        ("Date", format_datetime(letter.date)),
        ("Message-ID", checked_id(letter.message_id)),
    ]
    if letter.in_reply_to:
        known = [each for each in letter.references if each != letter.in_reply_to]
        thread = [*known[-_REFERENCES_KEPT:], letter.in_reply_to]
        headers += [
            ("In-Reply-To", checked_id(letter.in_reply_to)),
            ("References", "\r\n ".join(map(checked_id, thread))),
        ]
    if letter.list_id:
        phrase, name = letter.list_id
        headers.append(("List-Id", _folded(_phrase(phrase), f"<{_list_name(name)}>")))
    if letter.list_help:
        headers.append(("List-Help", f"<{mailto(letter.list_help, subject='help', body='help')}>"))
    headers.append(("Auto-Submitted", one_line(letter.auto_submitted)))
    return headers


def mailbox(address: str, name: str = "") -> str:
    """`Ada Verne <ada@cept.example>`, quoted or encoded as needed. Raises ValueError for a bad address."""
    written = ascii_address(address)
    name = one_line(name)[:_NAME_LIMIT]
    return _folded(_phrase(name), f"<{written}>") if name else written


def mailto(address: str, **fields: str) -> str:
    """`mailto:tsb-irc@itu.example?subject=help` (RFC 6068). Raises ValueError for a bad address."""
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"mailto:{quote(ascii_address(address), safe='@+')}" + (f"?{asked}" if asked else "")


def ascii_address(address: str) -> str:
    """The address with its domain in ASCII (RFC 5891); a local part beyond ASCII stays and needs SMTPUTF8.

    Raises ValueError for what is not exactly one plain address: no lists, comments, quotes, line ends.
    """
    if _CONTROL.search(address) or not _ADDRESS.fullmatch(address):
        raise ValueError(f"{address!r} cannot be written to")
    local, _, domain = address.rpartition("@")
    return f"{local}@{_domain(domain)}"


def _domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except idna.IDNAError as exc:
        raise ValueError(f"{domain!r} is no domain: {exc}") from None


def _list_name(name: str) -> str:
    return ".".join(part for part in re.sub(r"[^A-Za-z0-9.-]", "-", name).split(".") if part)


def is_message_id(text: str) -> bool:
    """Whether the text can stand in a Message-ID, In-Reply-To or References header as it is."""
    return bool(_MESSAGE_ID.fullmatch(text))


def checked_id(text: str) -> str:
    """The Message-ID itself. Raises ValueError for what is none."""
    if not is_message_id(text):
        raise ValueError(f"{text!r} is no message id")
    return text


def _folded(phrase: str, angle: str) -> str:
    last = phrase.rpartition("\n")[2]
    return f"{phrase} {angle}" if len(last) + len(angle) < 68 else f"{phrase}\r\n {angle}"


def _phrase(text: str) -> str:
    text = one_line(text)
    if not text.isascii() or "=?" in text or len(text) > 70:
        return _encoded(text, "List-Id")
    if re.fullmatch(r"[\w !#$%&'*+/=?^`{|}~-]*", text):
        return text
    return '"' + re.sub(r'(["\\])', r"\\\1", text) + '"'


def _unstructured(name: str, text: str) -> str:
    text = one_line(text)
    if text.isascii() and "=?" not in text and all(len(word) < 75 for word in text.split()):
        return Header(text, "us-ascii", maxlinelen=76, header_name=name).encode(linesep="\r\n")
    return _encoded(text, name)


def _encoded(text: str, name: str) -> str:
    safe = text.encode("utf-8", "replace").decode("utf-8")
    return Header(safe, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")


def _method(calendar: bytes) -> str:
    found = re.search(rb"(?m)^METHOD:([A-Z]+)\r?$", calendar)
    return found[1].decode("ascii") if found else "PUBLISH"


def _body(letter: Letter) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    message.set_content(_text(letter.text), cte="quoted-printable")
    message.add_alternative(_text(letter.html), subtype="html", cte="quoted-printable")
    if letter.calendar is not None:
        message.add_alternative(
            letter.calendar.decode("utf-8"),
            subtype="calendar",
            cte="base64",
            params={"method": _method(letter.calendar)},
        )
    digest = hashlib.sha256(letter.message_id.encode()).hexdigest()[:24]
    message.set_boundary(f"=_alternative_{digest}")  # `=_` cannot occur in what is encoded
    for attachment in letter.attachments:
        maintype, _, subtype = attachment.content_type.partition("/")
        message.add_attachment(
            attachment.content, maintype=maintype, subtype=subtype, filename=_file_name(attachment.filename)
        )
    if letter.attachments:
        message.set_boundary(f"=_mixed_{digest}")
    return message


def _text(text: str) -> str:
    """Line ends as `\\n` and one at the end, no other control characters, nothing that UTF-8 has not."""
    lines = text.encode("utf-8", "replace").decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", "\N{REPLACEMENT CHARACTER}", lines).rstrip("\n") + "\n"


def _file_name(name: str) -> str:
    plain = re.split(r"[\\/]", one_line(name))[-1]
    return re.sub(r'[<>:"|?*]', "_", plain).lstrip(".")[:120] or "attachment"
