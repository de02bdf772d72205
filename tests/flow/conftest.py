"""Servers for the tests in this folder: started on first use, shared by all tests of a run.

A server that is not installed skips its tests, and the reason names the Debian package;
`tools/install-test-servers` installs all of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .browser import browser, visit
from .servers.daemon import Unavailable
from .servers.dovecot import Dovecot
from .servers.postfix import Postfix
from .servers.postgres import Postgres
from .signing_in_scene import scene

__all__ = ["browser", "scene", "visit"]
ACCOUNTS = {"tsb-irc@itu.example": "secret", "officer@itu.example": "other secret"}


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """A Dovecot with the accounts of `ACCOUNTS`."""
    try:
        server = Dovecot(ACCOUNTS)
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server


@pytest.fixture(scope="session")
def shared_postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    """The Postfix behind `postfix`."""
    try:
        server = Postfix(dovecot)
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server


@pytest.fixture
def postfix(shared_postfix: Postfix) -> Iterator[Postfix]:
    """A Postfix that delivers into `dovecot`; no faults and empty mailboxes at the start of each test."""
    shared_postfix.clear()
    yield shared_postfix
    shared_postfix.accept_all()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL cluster; each test makes its own databases."""
    try:
        server = Postgres()
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server
