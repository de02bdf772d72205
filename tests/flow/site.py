"""An installed mailbot for flow tests: a folder with a configuration, and its commands run as processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        done = subprocess.run(
            self.line(*arguments), input=stdin, capture_output=True, env=self.environment(), timeout=120
        )
        assert done.returncode == status, (
            f"{arguments}: {done.returncode}\n{done.stdout!r}\n{done.stderr.decode()}"
        )
        assert b"Traceback" not in done.stderr, done.stderr.decode()
        return done.stdout.decode()

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """A command in the background; its messages can be read from `stderr`."""
        return subprocess.Popen(
            self.line(*arguments),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            env=self.environment(),
        )

    def line(self, *arguments: str) -> list[str]:
        config = str(self.folder / "mailbot.toml")
        return [sys.executable, "-m", "mailbot", "--config", config, "--now", self.now, *arguments]

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
