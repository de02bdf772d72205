"""A signed mail as DKIM sees it (RFC 6376, section 3), and the cryptography.

dkimpy does that of RSA; what it gets is taken apart here, and canonicalized in linear time. A header that can
be read in two ways makes every signature worthless: a bare CR, a line that is no field, a field twice that
may be there once. Pure.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dkim import DKIM

MAX_SIZE = 20 * 1024 * 1024
MAX_FIELD = 8_192
MIN_RSA, MAX_RSA = 1024, 4096  # bits
_MAX_EXPONENT = 32  # bits: more costs time and is used by nobody
_ONCE = frozenset({
    b"from", b"subject", b"date", b"message-id", b"to", b"cc", b"reply-to", b"in-reply-to", b"references",
    b"content-type", b"content-transfer-encoding", b"content-disposition", b"mime-version",
})  # fmt: skip
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_LINE = re.compile(rb"[!-9;-~]{1,200}:.*", re.S)
_BLANKS = re.compile(rb"[ \t]+")

Tags = Mapping[bytes, bytes]


class Worthless(Exception):
    """Why a signature counts for nothing."""


@dataclass(frozen=True)
class Signed:
    """The fields as they stand (value with its line ends, CRLF), and the body with CRLF."""

    fields: list[tuple[bytes, bytes]]
    body: bytes


def taken_apart(raw: bytes) -> Signed:
    """Raises Worthless."""
    if len(raw) > MAX_SIZE:
        raise Worthless(f"the mail is larger than {MAX_SIZE // 1024 // 1024} MB")
    end = _HEADER_END.search(raw)
    head, body = (raw[: end.start()], raw[end.end() :]) if end else (raw.rstrip(b"\r\n"), b"")
    lines = head.replace(b"\r\n", b"\n").split(b"\n")
    if b"\r" in head.replace(b"\r\n", b"") or not lines:
        raise Worthless("the header has line ends that can be read in two ways")
    fields: list[list[Any]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t") and fields and line.strip():
            fields[-1][1].append(line)
        elif _LINE.fullmatch(line):
            name, _, value = line.partition(b":")
            fields.append([name, [value]])
        else:
            raise Worthless("the header has a line that is no field")
    names = [name.lower() for name, _ in fields]
    if twice := sorted(name for name in _ONCE if names.count(name) > 1):
        raise Worthless(f"the header has two {twice[0].decode()} fields")
    body = body.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    return Signed([(name, b"\r\n".join(parts) + b"\r\n") for name, parts in fields], body)


def tags_of(value: bytes) -> Tags:
    """The tags of a signature or a key record (RFC 6376 section 3.2); empty where one is there twice."""
    tags: dict[bytes, bytes] = {}
    if len(value) > MAX_FIELD:
        return tags
    for part in value.strip().split(b";"):
        name, sign, text = part.partition(b"=")
        if not sign and not part.strip():
            continue
        if not sign or name.strip() in tags:
            return {}
        tags[name.strip()] = text.strip()
    return tags


def packed(value: bytes) -> bytes:
    return b"".join(value.split())


def covered(tags: Tags) -> list[bytes]:
    return [name.strip().lower() for name in tags[b"h"].split(b":")]


def verified(mail: Signed, field: tuple[bytes, bytes], tags: Tags, key: Tags) -> bool:
    """Whether the signature fits. Raises Worthless, and what the libraries raise at garbage."""
    import dkim

    signer: DKIM = dkim.DKIM(None, minkey=MIN_RSA)
    signer.headers = [list(each) for each in mail.fields]
    canonical = tags.get(b"c", b"simple/simple").partition(b"/")[2] or b"simple"
    signer.body = _relaxed(mail.body) if canonical == b"relaxed" else mail.body
    signer.seqtlsrpt = False
    witness = _Ed25519(key) if tags[b"a"] == b"ed25519-sha256" else None
    if witness is not None:
        signer.pk, signer.keysize, signer.ktag = witness, 256, b"ed25519"
    else:
        signer.pk, signer.keysize, signer.ktag, _ = dkim.evaluate_pk("key", b"k=rsa; p=" + packed(key[b"p"]))
        _bounded(signer.keysize, signer.pk["publicExponent"])
    try:
        good = bool(signer.verify_sig_process(dict(tags), covered(tags), list(field), None))
    except dkim.ValidationError:  # the body's hash is another
        return False
    return good and (witness is None or witness.good)


def _bounded(bits: int, exponent: int) -> None:
    """Raises Worthless for an RSA key that is too short, or costs too much."""
    if not MIN_RSA <= bits <= MAX_RSA or exponent.bit_length() > _MAX_EXPONENT:
        raise Worthless(f"its key has {bits} bits")


def _relaxed(body: bytes) -> bytes:
    """RFC 6376 section 3.4.4 in linear time, but for the last empty lines; doing it twice changes nothing."""
    return _BLANKS.sub(b" ", body).replace(b" \r\n", b"\r\n")


class _Ed25519:
    """A key in dkimpy's manner (RFC 8463): it asks for PyNaCl, which we do without."""

    def __init__(self, key: Tags) -> None:
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

        self._key = Ed25519PublicKey.from_public_bytes(base64.b64decode(packed(key[b"p"]), validate=True))
        self.good = False

    def verify(self, digest: bytes, signature: bytes) -> None:
        """Remembers the outcome; dkimpy takes silence for success, so `good` decides."""
        from cryptography.exceptions import InvalidSignature

        try:
            self._key.verify(signature, digest)
        except InvalidSignature:
            return
        self.good = True
