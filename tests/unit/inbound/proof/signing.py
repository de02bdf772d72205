"""Mails signed as their authors' servers sign them, with keys made for the run."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

import dkim
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

FIELDS = [b"from", b"to", b"subject", b"date", b"message-id"]


@cache
def key_pair(bits: int) -> tuple[bytes, bytes]:
    """A private key in PEM, and the text of its key record."""
    private = rsa.generate_private_key(65537, bits)
    pem = private.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.TraditionalOpenSSL,
        serialization.NoEncryption(),
    )
    public = private.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return pem, b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def unsigned(sender: str = "Ada Verne <ada.verne@cept.example>", body: str = "Hello.", *extra: str) -> bytes:
    head = [
        f"From: {sender}", "To: tsb-irc@itu.example", "Subject: contact sheet",
        "Date: Tue, 15 Dec 2020 10:00:00 +0100", "Message-ID: <1@cept.example>", *extra,
    ]  # fmt: skip
    return ("\r\n".join(head) + "\r\n\r\n" + body + "\r\n").encode()


def signed(
    mail: bytes, domain: str = "cept.example", selector: str = "s1", bits: int = 2048, **options: Any
) -> bytes:
    """The mail with a signature on top."""
    options.setdefault("include_headers", FIELDS)
    signature = dkim.sign(mail, selector.encode(), domain.encode(), key_pair(bits)[0], **options)
    return bytes(signature) + mail


def records(
    domain: str = "cept.example", selector: str = "s1", bits: int = 2048
) -> dict[str, tuple[bytes, ...]]:
    return {f"{selector}._domainkey.{domain}": (key_pair(bits)[1],)}
