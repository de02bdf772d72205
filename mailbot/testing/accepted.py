"""What the embedded SMTP server took in: the message with its envelope, and the folder of .eml files."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.parser import BytesHeaderParser
from email.utils import format_datetime
from pathlib import Path

_SLUG_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Accepted:
    """One message that was answered with 250 (or would have been, had the connection not been dropped).

    ``envelope_from`` is empty for the null sender; ``content`` is what came after DATA, CRLF and all.
    """

    envelope_from: str
    recipients: tuple[str, ...]
    content: bytes
    at: datetime

    @property
    def subject(self) -> str:
        """The decoded subject, empty if there is none or nobody can read it."""
        try:
            headers = BytesHeaderParser(policy=policy.default).parsebytes(self.content)
            return str(headers["Subject"] or "")
        except Exception:  # email.headerregistry raises what it likes on a strange header
            return ""

    def file_name(self, number: int) -> str:
        """`0007-ada-verne-cept-example-call-on-committee-3.eml`."""
        recipient = slug(self.recipients[0]) if self.recipients else "nobody"
        return f"{number:04d}-{recipient}-{slug(self.subject) or 'no-subject'}.eml"

    def write(self, folder: Path, number: int) -> Path:
        """Keep the message as a file; the folder is made if need be."""
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / self.file_name(number)
        path.write_bytes(self.content)
        return path

    def as_delivered(self, recipient: str, host: str, client: str) -> bytes:
        """The message with the trace headers that the last mail server on its way puts on top."""
        received = (
            f"from {client} by {host} (embedded) with ESMTP\r\n"
            f"\tfor <{recipient}>; {format_datetime(self.at)}"
        )
        trace = (
            f"Return-Path: <{self.envelope_from}>\r\nDelivered-To: {recipient}\r\nReceived: {received}\r\n"
        )
        return trace.encode() + self.content


def slug(text: str) -> str:
    """The text as part of a file name: lower case, letters of any script and digits, words joined by `-`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"[\W_]+", "-", plain.lower()).strip("-")
    # Cut by bytes: file systems allow 255 of them, and a letter may take three.
    return words.encode()[: _SLUG_LENGTH * 2].decode(errors="ignore")[:_SLUG_LENGTH].strip("-")
