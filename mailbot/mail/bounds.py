"""What a mail may cost, and why one is not read: the typed reasons of the quarantine.

A mail that breaches a bound raises `Unreadable` with its reason; the bytes are kept, and a person looks.
"""

from __future__ import annotations

from enum import StrEnum

from mailbot.errors import AskPerson

MAX_SIZE = 50 * 1024 * 1024  # as much as a mailbox hands over
MAX_HEADER = 2 * 1024 * 1024  # of one header block, bytes
MAX_HEADERS = 2_000
MAX_HEADER_LINES = 20_000
MAX_FIELD = 256 * 1024
MAX_DEPTH = 25
MAX_PARTS = 1_000
MAX_BODY = 2_000_000  # bytes of a text part that are decoded; markup takes many for little text
MAX_TEXT = 100_000  # characters of the body that are read, some fifty pages; the rest is kept
MAX_SUBJECT = 1_000  # characters
MAX_LINE = 2_000  # characters; longer lines are broken


class Reason(StrEnum):
    """Why a mail is in quarantine."""

    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    TOO_MANY_PARTS = "too-many-parts"
    TOO_MANY_ADDRESSES = "too-many-addresses"
    HEADERS = "headers"
    EXPANSION = "expansion"
    STORM = "storm"
    READER_FAILED = "reader-failed"
    FROM_MAILBOX = "unreadable-from-mailbox"


class Unreadable(AskPerson):
    """A mail breaches a bound: kept unread until somebody looks. ``reason`` is the quarantine's."""

    def __init__(self, reason: Reason, message: str) -> None:
        super().__init__(message)
        self.reason = reason
