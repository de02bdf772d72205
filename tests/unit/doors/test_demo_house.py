"""The demo's open house: pages and console with the story's data, and people who go on writing."""

from __future__ import annotations

import io
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.console import Console

from mailbot.doors.cli.main import run
from mailbot.doors.demo.drip import DRIP
from mailbot.doors.demo.house import OpenHouse, free_port
from mailbot.doors.demo.narrator import Narrator
from mailbot.doors.demo.stage import Stage
from mailbot.review.queue import open_cases


@pytest.fixture
def house(tmp_path: Path) -> Iterator[OpenHouse]:
    with Stage(tmp_path / "x", run, free_port()) as stage:
        stage.command("import", str(stage.programme))
        stage.go_to(2021, 1, 14, 9, 0)
        tell = Narrator(Console(file=io.StringIO(), width=100))
        with OpenHouse(stage, tell, threading.Event()) as open_house:
            yield open_house


def fetched(house: OpenHouse, path: str) -> str:
    base = house.stage.wiring.settings.web.base_url
    with urllib.request.urlopen(base + path, timeout=20) as answer:
        return str(answer.read().decode())


def test_the_pages_are_open(house: OpenHouse) -> None:
    assert "Inter-regional call on Committee 3 matters" in fetched(house, "/")
    assert "Stands in for" in fetched(house, "/documents/TD831").replace("stands", "Stands")
    house.welcome()
    assert house.stage.password in house.tell.out.file.getvalue()  # type: ignore[attr-defined]


def test_everybody_who_writes_gives_an_officer_something_to_look_at(house: OpenHouse) -> None:
    for answer in DRIP:
        house.receive(answer)
    house.tick()
    with house.stage.wiring.store.begin() as session:
        cases = open_cases(session)
    assert len(cases) == len(DRIP)
    assert [case.state for case in cases].count("held") == 1
    assert sum(bool(case.open_questions) for case in cases) >= 2
    assert house.stage.sent("approval-request")


def test_it_ends_on_ctrl_c(tmp_path: Path) -> None:
    environment = {"PATH": "/usr/bin:/bin", "TMPDIR": str(tmp_path), "HOME": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "mailbot", "demo", "--serve"], stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True, cwd=tmp_path, env=environment,
    ) as process:  # fmt: skip
        try:
            told = _until(process, "Ctrl-C")
            address = re.search(r"http://127\.0\.0\.1:\d+/", told)
            assert address, told + (process.stderr.read() if process.stderr else "")
            with urllib.request.urlopen(address[0] + "health", timeout=20) as answer:
                assert answer.status == 200
            process.send_signal(signal.SIGINT)
            out, error = process.communicate(timeout=30)
        finally:
            process.kill()
    assert process.returncode == 0, error
    assert "Traceback" not in out + error


def _until(process: subprocess.Popen[str], word: str) -> str:
    """What it prints up to the line with this word."""
    told = ""
    assert process.stdout is not None
    for line in process.stdout:
        told += line
        if word in line:
            break
    return told
