"""What RFC 5322, 2045-2047 and 2369 ask of a mail, checked on its octets: independent of what wrote them.

Header blocks are taken apart by dkimpy, bodies by hand; Python's `email` is asked for its defects besides.
"""

from __future__ import annotations

import base64
import binascii
import email
import quopri
import re
from collections import Counter
from email.policy import default
from email.utils import parsedate_to_datetime

import dkim

ONCE = {
    "from", "to", "cc", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version",
    "content-type", "content-transfer-encoding", "list-id", "list-help", "list-unsubscribe",
    "list-unsubscribe-post", "auto-submitted",
}  # fmt: skip
NEEDED = {"from", "to", "subject", "date", "message-id", "mime-version", "content-type"}
_ID = r"<[!-;=?-~]+@[A-Za-z0-9.\[\]-]+>"
_URI = r"<(?:https|mailto):[!-;=?-~]+>"
SYNTAX = {
    "message-id": _ID,
    "in-reply-to": _ID,
    "references": rf"{_ID}(?:\s+{_ID})*",
    "mime-version": r"1\.0",
    "list-help": _URI,
    "list-unsubscribe": rf"{_URI}(?:,\s+{_URI})*",
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    "list-id": r"(?:[^<>]*\s)?<[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+>",
    "auto-submitted": r"auto-(?:generated|replied)",
}


def flaws(content: bytes, *, utf8: bool = False) -> list[str]:
    """Everything that is wrong; ``utf8``: the header may be in UTF-8 (RFC 6532)."""
    found = [] if utf8 or content.partition(b"\r\n\r\n")[0].isascii() else ["a header beyond ASCII"]
    if re.search(rb"(?<!\r)\n|\r(?!\n)|\0", content):
        found.append("a bare CR, LF or NUL")
    found += [f"a line of {len(line)}" for line in content.split(b"\r\n") if len(line) > 998]
    headers, body = dkim.rfc822_parse(content)
    fields = [(name.decode("ascii").lower(), value.decode()) for name, value in headers]
    count = Counter(name for name, _ in fields)
    found += [f"{name} {count[name]} times" for name in ONCE if count[name] > 1]
    found += [f"no {name}" for name in NEEDED if not count[name]]
    found += [flaw for name, value in fields for flaw in _field(name, value)]
    found += _part(dict(fields), body)
    message = email.message_from_bytes(content, policy=default)
    found += [str(defect) for part in message.walk() for defect in part.defects]
    if not utf8:  # which this parser does not know
        found += [str(defect) for _, value in message.items() for defect in getattr(value, "defects", ())]
    return found


def _field(name: str, value: str) -> list[str]:
    found = []
    lines = value.removesuffix("\r\n").split("\r\n")
    if any(not line.strip() or line[0] not in " \t" for line in lines[1:]):
        found.append(f"{name}: folded wrongly")
    plain = " ".join(line.strip() for line in lines)
    if re.search(r"[\x00-\x08\x0b-\x1f\x7f]", plain):
        found.append(f"{name}: control characters")
    words = re.findall(r"=\?[^?\s]+\?[^?\s]+\?[^?\s]*\?=", plain)
    whole = r"=\?[\w-]+\?[bq]\?[!->@-~]*\?="
    found += [f"{name}: {word} is no encoded word" for word in words
              if len(word) > 75 or not re.fullmatch(whole, word)]  # fmt: skip
    if name in SYNTAX and not re.fullmatch(SYNTAX[name], plain):
        found.append(f"{name}: {plain}")
    if name == "date" and parsedate_to_datetime(plain).tzinfo is None:
        found.append(f"date: {plain}")
    return found


def _part(fields: dict[str, str], body: bytes) -> list[str]:
    kind = " ".join(fields.get("content-type", "text/plain").split())
    if kind.startswith("multipart/"):
        match = re.search(r'boundary="([^"]{1,70})"', kind)
        if not match:
            return [f"{kind}: no boundary"]
        mark = b"\r\n--" + match[1].encode()
        pieces = (b"\r\n" + body).split(mark)
        if len(pieces) < 3 or not pieces[-1].startswith(b"--"):
            return [f"{kind}: not ended"]
        found = []
        for piece in pieces[1:-1]:
            headers, inner = dkim.rfc822_parse(piece.removeprefix(b"\r\n"))
            found += _part({name.decode().lower(): value.decode() for name, value in headers}, inner)
        return found
    encoding = fields.get("content-transfer-encoding", "7bit").strip().lower()
    try:
        decoded = _decoded(encoding, body)
        if kind.startswith("text/"):
            decoded.decode(re.search(r'charset="?([\w-]+)', kind)[1])  # type: ignore[index]
    except (ValueError, TypeError, LookupError, binascii.Error) as exc:
        return [f"{kind} in {encoding}: {exc}"]
    return [f"{kind}: an encoded line of {len(line)}" for line in body.split(b"\r\n") if len(line) > 76]


def _decoded(encoding: str, body: bytes) -> bytes:
    if encoding == "base64":
        return base64.b64decode(body.replace(b"\r\n", b""), validate=True)
    if encoding == "quoted-printable":
        if re.search(rb"[ \t]\r\n|=(?![0-9A-F]{2}|\r\n)|[^\t\r\n -~]", body):
            raise ValueError("no quoted-printable")
        return quopri.decodestring(body)
    if encoding == "7bit":
        body.decode("ascii")
        return body
    raise ValueError("unknown encoding")
