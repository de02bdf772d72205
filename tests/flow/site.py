"""An installed mailbot for flow tests: a folder with a configuration, and its commands run as processes."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from .nursery import Child, nursery, start
from .servers.dovecot import Dovecot
from .servers.postfix import Postfix

BOT, OFFICER = "tsb-irc@itu.example", "officer@itu.example"
PASSWORD = "secret"


@dataclass
class Site:
    """Commands of one installation. ``now`` freezes their clock."""

    folder: Path
    now: str = "2020-12-14T08:00"

    def run(self, *arguments: str, status: int = 0, stdin: bytes | None = None) -> str:
        """Standard output of a command that must end with `status`."""
        with TemporaryFile() as given, TemporaryFile() as printed, TemporaryFile() as said:
            given.write(stdin or b"")
            given.seek(0)
            files = (given.fileno(), printed.fileno(), said.fileno())
            ended = nursery().start(self.arguments(*arguments), self.environment(), *files)
            code = Child(*ended).wait()
            printed.seek(0)
            said.seek(0)
            output, errors = printed.read().decode(), said.read().decode()
        assert code == status, f"{arguments}: {code}\n{output!r}\n{errors}"
        assert "Traceback" not in errors, errors
        return output

    def start(self, *arguments: str) -> Child:
        """A command in the background; its messages can be read from `stderr`."""
        return start(self.arguments(*arguments), self.environment())

    def line(self, *arguments: str) -> list[str]:
        """The same command for an interpreter of its own."""
        return [sys.executable, "-m", "mailbot", *self.arguments(*arguments)]

    def arguments(self, *arguments: str) -> list[str]:
        return ["--config", str(self.folder / "mailbot.toml"), "--now", self.now, *arguments]

    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONWARNINGS": "default", "NO_COLOR": "1"}

    def queue(self) -> list[dict[str, Any]]:
        """The open change sets."""
        return [json.loads(line) for line in self.run("review", "list", "--json").splitlines()]

    def exported(self) -> dict[str, Any]:
        """The directory."""
        found: dict[str, Any] = json.loads(self.run("export", "--format", "json"))
        return found


def make_site(folder: Path, dovecot: Dovecot, postfix: Postfix, database: str) -> Site:
    """A configuration for the private servers."""
    (folder / "mailbot.toml").write_text(
        f"""\
[database]
url = "{database}"
[identity]
address = "{BOT}"
[imap]
host = "127.0.0.1"
port = {dovecot.port}
security = "none"
username = "{BOT}"
password = "{PASSWORD}"
[smtp]
host = "127.0.0.1"
port = {postfix.port}
security = "none"
timeout = 20
[review]
approvers = ["{OFFICER}"]
[trust]
authserv_ids = ["mx.itu.example"]
"""
    )
    return Site(folder)
