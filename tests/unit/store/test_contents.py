"""The bytes of mails, in pieces."""

from __future__ import annotations

import pytest

from mailbot.store import contents
from mailbot.store.session import Store
from mailbot.store.tables import MailRow
from tests.conftest import NOON

SIZES = [0, 1, contents.PIECE - 1, contents.PIECE, contents.PIECE + 1, 3 * contents.PIECE]


@pytest.mark.parametrize("size", SIZES)
def test_what_was_kept_is_read(empty_store: Store, size: int) -> None:
    check(empty_store, size)


def check(empty_store: Store, size: int) -> None:
    """Two mails, the first of that size, on any database."""
    raw = (bytes(range(251)) * (size // 251 + 1))[:size]
    with empty_store.begin() as session:
        for number in (1, 2):
            session.add(MailRow(id=number, digest=str(number), source="t", arrived_at=NOON))
        session.flush()
        contents.keep(session, 1, raw)
        contents.keep(session, 2, b"another mail")
    with empty_store.begin() as session:
        assert contents.read(session, 1) == raw
        assert contents.head(session, 1) == raw[: contents.PIECE]
        assert contents.size(session, 1) == size
        contents.drop(session, 1)
        assert (contents.read(session, 1), contents.size(session, 1)) == (b"", 0)
        assert contents.read(session, 2) == b"another mail"
