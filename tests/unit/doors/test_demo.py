"""The demo tells the whole story, and what it leaves behind can be used."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from rich.console import Console

from mailbot.doors.cli.main import run
from mailbot.doors.demo.narrator import Narrator
from mailbot.doors.demo.stage import Stage
from mailbot.doors.demo.story import Story


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder the demo leaves, and what it printed."""
    folder, out = tmp_path_factory.mktemp("demo") / "x", io.StringIO()
    with Stage(folder, run) as stage:
        Story(stage, Narrator(Console(file=out, width=100, highlight=False))).run()
    return folder, out.getvalue()


def test_the_story_is_complete(told: tuple[Path, str]) -> None:
    story = told[1]
    position = -1
    for moment in (
        "18 mails by SMTP", "Four people answer", "4 mails kept, 4 read", "To decide: CEPT, Annelie Sjögren: phone",
        "+46846500442   +46846500477", "SUP            MOD", "ENTERED IN OUR RECORDS",
        "6 reminders to the focal points", "12 mails to focal points", "METHOD      REQUEST",
        "Tue 19 Jan 2021 12:30 CET", "calendar.ics", "What to try next",
    ):  # fmt: skip
        assert moment in story[position + 1 :], moment
        position = story.index(moment, position + 1)
    assert "Traceback" not in story


def test_every_mail_lies_there_and_is_sound(told: tuple[Path, str]) -> None:
    files = sorted((told[0] / "sent").glob("*.eml"))
    assert len(files) == 18 + 1 + 3 + 6 + 6 + 12
    for file in files:
        mail = message_from_bytes(file.read_bytes(), policy=policy.default)
        assert not mail.defects
        assert mail["Message-ID"]
        assert mail["Auto-Submitted"]
        assert all(not part.defects for part in mail.walk())


def test_what_it_suggests_works(told: tuple[Path, str], capfd: pytest.CaptureFixture[str]) -> None:
    config = str(told[0] / "mailbot.toml")
    assert run(["--config", config, "review", "show", "1"]) == 0
    assert run(["--config", config, "plan", "--from", "2021-01-01", "--to", "2021-02-28", "--json"]) == 0
    entries = json.loads(capfd.readouterr().out.splitlines()[-1])
    named = [e for e in entries if e["kind"] in ("call-notice", "call-reminder", "circular-reminder")]
    assert len(named) == 21  # ten calls twice, one reminder left


def test_the_command_itself(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "mailbot", "demo"], capture_output=True, text=True, timeout=120,
        cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "What to try next" in done.stdout
