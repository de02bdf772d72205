"""What the errors of an IMAP connection mean for mailbot; pure.

Network trouble, BYE and the temporary response codes of RFC 5530 are Retry. Whatever the operator has to
change (certificate, password, folder) is MailboxRefused, and says which key. Secrets are taken out of
what is shown.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from imaplib import IMAP4

from mailbot.errors import MailbotError, Retry
from mailbot.inbound.mailbox.protocol import MailboxRefused

LIBRARY_ERRORS = (OSError, IMAP4.error, ValueError)
"""What IMAPClient raises: of the network, of the protocol, and for answers it cannot parse."""

_TEMPORARY_CODES = {"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "EXPUNGEISSUED"}
_TEMPORARY_WORDS = re.compile(  # "User is authenticated but not connected" is Exchange's backend being away
    r"temporar|try again|too many|unavailable|time[d ]*out|but not connected", re.IGNORECASE
)
_CODE = re.compile(r"\[([A-Z][A-Z-]+)[\] ]")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{40,}={0,2}")  # what a server echoes of AUTHENTICATE's base64
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def refuse_control_characters(key: str, value: str, *, show: bool = True) -> None:
    """A line end in a name would begin a command of its own (RFC 9051 §4.3)."""
    if _CONTROL.search(value):
        shown = f"{value!r} " if show else ""
        raise MailboxRefused(f"{key}: {shown}holds a line end or another control character; remove it")


@contextmanager
def explained(where: str, secret: str = "") -> Iterator[None]:
    """Turns the library's exceptions into ours, which do not show them."""
    try:
        yield
    except LIBRARY_ERRORS as error:
        raise as_mailbot_error(error, where, secret) from None


def as_mailbot_error(error: Exception, where: str, secret: str = "") -> MailbotError:
    """Retry, or MailboxRefused with the key to change."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return MailboxRefused(
            f"{where}: the server's certificate is not accepted: {error.verify_message}; "
            "correct imap.host, or name the server's CA in imap.ca_file"
        )
    if isinstance(error, ssl.SSLError) and error.reason in {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE"}:
        return MailboxRefused(f"{where}: no TLS on this port; correct imap.port or imap.security")
    said = _cleaned(error, secret)
    if isinstance(error, OSError):
        return Retry(f"{where}: {error.strerror or said or type(error).__name__}")
    if isinstance(error, IMAP4.abort | ValueError) or isinstance(error.__context__, IMAP4.abort):
        return Retry(f"{where}: {said}")
    if is_temporary(said) or said.startswith("* BYE"):
        return Retry(f"{where}: {said}")
    return MailboxRefused(f"{where}: the server refuses: {said}")


def is_temporary(said: str) -> bool:
    """Whether a NO may be a yes later (RFC 5530 §3)."""
    code = response_code(said)
    if code in {"AUTHENTICATIONFAILED", "NONEXISTENT", "NOPERM", "EXPIRED"}:
        return False
    return code in _TEMPORARY_CODES or _TEMPORARY_WORDS.search(said) is not None


def response_code(said: str) -> str:
    """The `UNAVAILABLE` of `[UNAVAILABLE] come back later`."""
    found = _CODE.search(said)
    return found[1] if found else ""


def _cleaned(error: Exception, secret: str) -> str:
    said = " ".join(
        arg.decode("utf-8", "replace") if isinstance(arg, bytes) else str(arg) for arg in error.args
    )
    said = re.sub(r"""\bb(['"])(.*?)\1""", r"\2", said)
    if secret:
        said = said.replace(secret, "***")
    return _CONTROL.sub(" ", _ENCODED.sub("***", said))[:300]
