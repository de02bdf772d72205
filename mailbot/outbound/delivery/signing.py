"""DKIM signatures of what is handed over (RFC 6376, 8301, 8463): one with every key there is.

Relaxed canonicalization of header and body, SHA-256, the whole body (no l=). Signed is what a reader relies
on; each of these fields is named once more than it is there, so that nobody can add another one (oversigned,
RFC 6376 section 8.15). The content is signed as it will travel, with CRLF line ends.

Failure semantics: key files are read when the signer is made; one that is missing, is no such key or is too
short raises UsageError with the file's name. Signing itself does not fail.
"""

from __future__ import annotations

import base64
import hashlib
import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from mailbot.clock import aware
from mailbot.errors import UsageError
from mailbot.outbound.delivery.smtp import canonical
from mailbot.outbound.heads import Field, fields_of

MIN_RSA, USUAL_RSA = 1024, 2048  # bits
SIGNED = (
    "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References",
    "List-Id", "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe", "List-Post",
    "List-Owner", "List-Archive", "Auto-Submitted", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding",
)  # fmt: skip
_BLANKS = re.compile(rb"[ \t]+")


@dataclass(frozen=True)
class Key:
    """One private key, under its selector."""

    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)

    @property
    def algorithm(self) -> str:
        return "rsa" if isinstance(self.private, RSAPrivateKey) else "ed25519"

    def sign(self, signed: bytes) -> bytes:
        """RFC 8463 section 3: Ed25519 signs the SHA-256 digest; RSA is PKCS #1 1.5 over the same."""
        if isinstance(self.private, RSAPrivateKey):
            return self.private.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(hashlib.sha256(signed).digest())

    @property
    def public(self) -> str:
        """The p= of the key record: SubjectPublicKeyInfo of RSA, the 32 octets of Ed25519, in base64."""
        key = self.private.public_key()
        if isinstance(self.private, RSAPrivateKey):
            raw = key.public_bytes(
                serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        else:
            raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        return base64.b64encode(raw).decode()

    @property
    def record(self) -> str:
        """The TXT record to publish at `<selector>._domainkey.<domain>` (RFC 6376 section 3.6.1)."""
        return f"v=DKIM1; k={self.algorithm}; h=sha256; s=email; p={self.public}"


def zone_line(key: Key, domain: str) -> str:
    """The record as a zone file has it: strings of 255 octets at most (RFC 1035 section 3.3.14)."""
    strings = " ".join(f'"{part}"' for part in textwrap.wrap(key.record, 250, break_on_hyphens=False))
    return f"{key.selector}._domainkey.{domain}. IN TXT ( {strings} )"


def load_key(selector: str, path: Path) -> Key:
    """Raises UsageError that names the file."""
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except OSError as exc:
        raise UsageError(f"dkim.keys: {path}: {exc.strerror}; make one: mailbot dkim keygen") from exc
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise UsageError(f"dkim.keys: {path}: no private key in PEM without a password") from None
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
        raise UsageError(f"dkim.keys: {path}: DKIM knows keys of RSA and Ed25519 only (RFC 8463)")
    if isinstance(private, RSAPrivateKey) and not MIN_RSA <= private.key_size <= 4096:
        raise UsageError(f"dkim.keys: {path}: {private.key_size} bits; take {USUAL_RSA} (RFC 8301)")
    return Key(selector, private)


def new_key(algorithm: str) -> bytes:
    """A new private key, `rsa` or `ed25519`, in PEM."""
    private = (
        Ed25519PrivateKey.generate() if algorithm == "ed25519" else generate_private_key(65537, USUAL_RSA)
    )
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


@dataclass(frozen=True)
class DkimSigner:
    """Signs for ``domain`` with every key."""

    domain: str
    keys: Sequence[Key]

    def signed(self, content: bytes, at: datetime) -> bytes:
        """The mail with a signature of each key on top."""
        content = canonical(content)
        fields = fields_of(content)
        digest = hashlib.sha256(_relaxed_body(content.partition(b"\r\n\r\n")[2])).digest()
        named = [name for name in SIGNED for _ in range(_count(fields, name) + 1)]
        head = _relaxed_head(fields, named)
        made = [self._field(key, head, named, digest, at) for key in self.keys]
        return "".join(f"DKIM-Signature: {value}\r\n" for value in made).encode() + content

    def _field(self, key: Key, head: bytes, named: list[str], digest: bytes, at: datetime) -> str:
        names = textwrap.wrap(": ".join(named), 70, break_long_words=False, break_on_hyphens=False)
        value = "\r\n ".join((
            f"v=1; a={key.algorithm}-sha256; c=relaxed/relaxed;",
            f"d={self.domain}; s={key.selector}; t={int(aware(at).timestamp())};",
            "h=" + "\r\n  ".join(names) + ";",
            f"bh={base64.b64encode(digest).decode()};",
            "b=",
        ))  # fmt: skip
        own = _relaxed("DKIM-Signature", value)
        signature = base64.b64encode(key.sign(head + own)).decode()
        return value + "\r\n  ".join(textwrap.wrap(signature, 70))


def _count(fields: list[Field], name: str) -> int:
    return sum(each.lower() == name.lower() for each, _ in fields)


def _relaxed_head(fields: list[Field], named: list[str]) -> bytes:
    """The named fields, of several with one name the last first; what is not there is nothing (RFC 6376
    section 5.4.2)."""
    left = list(fields)
    lines = []
    for name in named:
        place = next((i for i in reversed(range(len(left))) if left[i][0].lower() == name.lower()), None)
        if place is not None:
            lines.append(_relaxed(*left.pop(place)) + b"\r\n")
    return b"".join(lines)


def _relaxed(name: str, value: str) -> bytes:
    """RFC 6376 section 3.4.2."""
    unfolded = value.replace("\r\n", "").encode("utf-8")
    return name.lower().encode() + b":" + _BLANKS.sub(b" ", unfolded).strip(b" \t")


def _relaxed_body(body: bytes) -> bytes:
    """RFC 6376 section 3.4.4."""
    lines = [_BLANKS.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    while lines and not lines[-1]:
        lines.pop()
    return b"\r\n".join(lines) + b"\r\n" if lines else b""
