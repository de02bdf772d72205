"""A private PostgreSQL cluster on a loopback port, for data that need not survive a power cut.

PostgreSQL refuses to run as root; started by root, it runs as its own user, or as `nobody`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql

from .daemon import HOST, SEARCH_PATH, Daemon, Unavailable, free_ports, temporary_folder

USER = "mailbot"
_FAST = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "shared_buffers=32MB",
    "log_checkpoints=off",
)


class Postgres:
    """The cluster; `create` makes databases, `url` names them for SQLAlchemy."""

    host = HOST
    port: int
    folder: Path
    _daemon: Daemon

    def __init__(self) -> None:
        self._programs = _programs()
        self._owner = _owner()
        self._made = 0

    def __enter__(self) -> Self:
        self.folder = temporary_folder("postgres")
        [self.port] = free_ports(1)
        data = self.folder / "data"
        settings = [f"port={self.port}", f"listen_addresses={HOST}", f"unix_socket_directories={self.folder}"]
        argv = [str(self._programs / "postgres"), "-D", str(data)]
        for setting in (*settings, *_FAST):
            argv += ["-c", setting]
        self._daemon = Daemon(argv, self.folder, user=self._owner)
        try:
            if self._owner is not None:
                owner = pwd.getpwnam(self._owner)
                os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self._make_cluster(data)
            self._daemon.start()
            self._daemon.wait_until(self.port, b"")
            self._wait_for_queries()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """End all processes and remove the folder."""
        # SIGINT ends connected clients; at SIGTERM PostgreSQL would wait for them to leave.
        self._daemon.stop(signal.SIGINT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str = "postgres") -> str:
        """The address of a database for SQLAlchemy and for mailbot's `database.url`."""
        return f"postgresql+psycopg://{USER}@{HOST}:{self.port}/{database}"

    def create(self, name: str | None = None, template: str = "template0") -> str:
        """Make a database, empty or as a copy of another that nobody is connected to; returns its `url`."""
        self._made += 1
        name = name or f"test_{self._made}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(template)
        )
        with self._connect() as connection:
            if connection.info.server_version >= 150000:
                # The default since then writes the copy to the log as well, which takes twice as long.
                statement += sql.SQL(" STRATEGY file_copy")
            connection.execute(statement)
        return self.url(name)

    def template(self, name: str, fill: Callable[[str], None]) -> None:
        """Make a database once, to be copied by ``create(template=name)``; `fill` is given its `url`."""
        fill(self.create(name))

    def drop(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        with self._connect() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )

    @property
    def log(self) -> str:
        """What PostgreSQL has to say."""
        return self._daemon.output

    def _connect(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(host=HOST, port=self.port, user=USER, dbname="postgres", autocommit=True)

    def _wait_for_queries(self) -> None:
        """The port is open a moment before the server is ready to be asked."""
        for _ in range(500):
            try:
                self._connect().close()
            except psycopg.OperationalError as error:
                if "starting up" not in str(error):
                    raise
            else:
                return

    def _make_cluster(self, data: Path) -> None:
        made = subprocess.run(
            [
                *[str(self._programs / "initdb"), "-D", str(data), "-U", USER, "--auth=trust"],
                *["--encoding=UTF8", "--locale=C", "--no-sync"],
            ],
            capture_output=True,
            text=True,
            cwd=self.folder,
            user=self._owner,
            group=self._owner,
            extra_groups=None if self._owner is None else [],
        )
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{made.stdout}{made.stderr}")


def _programs() -> Path:
    """The folder with PostgreSQL's server programs: the newest of Debian's, else the one on PATH."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(debian, key=lambda folder: float(folder.parent.name), reverse=True)
    on_path = shutil.which("initdb", path=SEARCH_PATH)
    folders = [*newest_first, *([Path(on_path).resolve().parent] if on_path else [])]
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Unavailable("initdb is not installed (Debian package postgresql; tools/install-test-servers)")


def _owner() -> str | None:
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"
