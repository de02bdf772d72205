"""Charsets, transfer encodings and encoded words undone (RFC 2045 section 6, RFC 2047, RFC 2231).

Nothing here raises: what cannot be decoded stays readable, with U+FFFD where a character is lost. Codecs that
are no charsets, and those whose time grows with the square of the length, are taken for UTF-8.
"""

from __future__ import annotations

import binascii
import codecs
import quopri
import re

_PLAIN_7BIT = {"us-ascii", "ascii", "", "unknown-8bit", "default", "x-unknown", "unknown"}
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"}
_MEANT = {  # by mailers, whatever they write (WHATWG Encoding Standard)
    "iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "hz-gb-2312": "hz", "ks_c_5601-1987": "cp949",
    "iso-8859-8-i": "iso-8859-8", "iso-8859-8-e": "iso-8859-8", "x-sjis": "cp932", "shift_jis": "cp932",
}  # fmt: skip
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,60})?\?([bBqQ])\?([^?]{0,20000})\?=")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MAX_WORDS = 20_000  # characters of a field's value in which encoded words are looked for


def text_of(content: bytes, charset: str | None) -> str:
    """Bytes as text; what the charset does not allow becomes U+FFFD, never an error."""
    name = (charset or "").strip().strip("'\"").lower()
    if name in _PLAIN_7BIT:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("windows-1252", "replace")
    try:
        name = codecs.lookup(_MEANT.get(name, name)).name
        if name in _NO_CHARSETS:
            name = "utf-8"
        text = content.decode(name, "replace")  # LookupError, too, for codecs that make no text
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return _SURROGATE.sub("\ufffd", text)  # UTF-7 lets halves of characters through; no output takes them


def decoded(body: bytes, encoding: str) -> bytes:
    """The body with its Content-Transfer-Encoding undone; a broken encoding gives what can be read."""
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencoded(body)
    return body


def _base64(body: bytes) -> bytes:
    """Noise is skipped, padding in the middle too, and what is missing at the end is made up."""
    try:
        if b"=" not in body[:-8]:
            return binascii.a2b_base64(body)
    except binascii.Error:
        pass
    clean = re.sub(rb"[^A-Za-z0-9+/]+", b"", body)
    if len(clean) % 4 == 1:
        clean = clean[:-1]  # six bits make no octet
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _uuencoded(body: bytes) -> bytes:
    out: list[bytes] = []
    for line in body.splitlines():
        if line.startswith(b"begin ") or not line.strip():
            continue
        if line.strip() in {b"end", b"`"}:
            break
        length = (((line[0] - 32) & 63) * 4 + 5) // 3
        for attempt in (line, line[:length]):  # some encoders write more than they announce
            try:
                out.append(binascii.a2b_uu(attempt))
            except binascii.Error:
                continue
            break
    return b"".join(out)


def words(value: str) -> str:
    """A field's value on one line with its encoded words decoded; broken words stay as they are written.

    Neighbouring words of one charset are joined before they are decoded, for mailers cut within characters.
    """
    if "=?" in value[:_MAX_WORDS]:
        value = _decoded_words(value[:_MAX_WORDS]) + value[_MAX_WORDS:]
    return " ".join(value.replace("\0", "\ufffd").split())


def _decoded_words(value: str) -> str:
    out: list[str] = []
    pending, charset, at = b"", "", 0
    for found in _WORD.finditer(value):
        between = value[at : found.start()]
        content = _word_content(found[2].lower(), found[3])
        if content is None:
            continue
        if not pending or between.strip() or found[1].lower() != charset:
            out += [text_of(pending, charset), "" if pending and not between.strip() else between]
            pending = b""
        pending, charset, at = pending + content, found[1].lower(), found.end()
    return "".join([*out, text_of(pending, charset), value[at:]])


def _word_content(encoding: str, text: str) -> bytes | None:
    try:
        raw = text.encode("ascii")
    except UnicodeEncodeError:
        return None
    if encoding == "b":
        return _base64(raw) if re.fullmatch(rb"[A-Za-z0-9+/=\s]*", raw) else None
    return quopri.decodestring(raw.replace(b"_", b"=20"), header=True)


def safe_name(name: str) -> str | None:
    """A file name that names a file and nothing else: no folders, no control characters, 150 characters."""
    last = re.split(r"[/\\]", re.sub(r"^[A-Za-z]:", "", name))[-1]
    last = re.sub(r"[\x00-\x1f\x7f\ufffd]+", "_", last).strip().strip(".").strip()
    stem, dot, ending = last.rpartition(".")
    if len(last) > 150:
        last = f"{stem[:120]}{dot}{ending[:20]}" if stem else last[:150]
    return last or None
