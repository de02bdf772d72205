"""A mail from the MTA's pipe while the database is away: the MTA keeps it and comes again, and it is there once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.doors.cli.pipe import EX_TEMPFAIL

from .servers.daemon import Unavailable
from .servers.postgres import Postgres
from .site import Site
from .test_kill import programme

MAIL = b"From: p1@x.example\nTo: tsb-irc@itu.example\nMessage-ID: <1@x.example>\nSubject: hello\n\nhello\n"


@pytest.fixture
def own_postgres() -> Iterator[Postgres]:
    try:
        server = Postgres()
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server


def test_nothing_is_lost_while_the_database_is_away(own_postgres: Postgres, tmp_path: Path) -> None:
    site = Site(tmp_path)
    (tmp_path / "mailbot.toml").write_text(f'[database]\nurl = "{own_postgres.create()}"\n')
    (tmp_path / "p.yaml").write_text(programme())
    site.run("import", str(tmp_path / "p.yaml"))
    own_postgres._daemon.stop(signal.SIGINT)
    for _ in range(2):
        site.run("ingest", "-", status=EX_TEMPFAIL, stdin=MAIL)
    own_postgres._daemon.start()
    own_postgres._daemon.wait_until(own_postgres.port, b"")
    own_postgres._wait_for_queries()
    assert "1 taken in" in site.run("ingest", "-", stdin=MAIL)
    assert "0 taken in" in site.run("ingest", "-", stdin=MAIL)  # the MTA had no answer and comes again
