"""A database on which everything can be tried: whoever works with it sees his own changes, nobody else does,
and at the end they are taken back.

All of it is one transaction on one connection, each `begin()` a savepoint in it. On SQLite it holds the write
lock meanwhile; on PostgreSQL the rows it touches, which other workers pass over.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from mailbot.store.session import Store


class Rehearsal(Store):
    """Use it with `with`; for one thread."""

    def __init__(self, store: Store) -> None:
        self.engine = store.engine
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        self._connection = self.engine.connect()
        self._connection.begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.rollback()
            connection.close()

    @contextmanager
    def begin(self) -> Iterator[Session]:
        assert self._connection is not None
        joined = Session(self._connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        with joined as session, session.begin():
            yield session

    def close(self) -> None:
        """The database stays open: it is another's."""
