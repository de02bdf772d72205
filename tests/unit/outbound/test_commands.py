"""`mailbot plan` and `mailbot send` as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot.doors.cli.main import run


@pytest.fixture
def config(tmp_path: Path, imported: Path) -> Path:
    path = tmp_path / "mailbot.toml"
    path.write_text(f'[database]\nurl = "sqlite:///{imported}"\n', encoding="utf-8")
    return path


CONTRACT = ("call-notice", "call-reminder", "circular-reminder")


def mailbot(config: Path, *arguments: str) -> int:
    return run(["--config", str(config), "--now", "2020-12-14T12:00", *arguments])


def test_plan_as_the_contract_has_it(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbot(config, "plan", "--from", "2020-12-01", "--to", "2021-02-28", "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    assert all(set(entry) == {"at", "kind", "subject", "event", "recipients"} for entry in entries)
    assert all(entry["recipients"] == sorted(set(entry["recipients"])) for entry in entries)
    assert [entry["at"] for entry in entries] == sorted(entry["at"] for entry in entries)
    named = [entry for entry in entries if entry["kind"] in CONTRACT]
    assert len(named) == 22
    first = named[0]
    assert (first["at"], first["kind"], first["event"]) == (
        "2020-12-18T09:00:00+01:00", "circular-reminder", "irm-2",
    )  # fmt: skip
    assert len(first["recipients"]) == 6
    notice = next(entry for entry in named if entry["kind"] == "call-notice")
    assert notice["subject"] == (
        "Inter-regional call on Committee 3 matters, call 1 of 5: Tuesday 19 January 2021, 12:30-15:30 CET"
    )


def test_plan_for_people(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbot(config, "plan") == 0
    shown = capsys.readouterr().out
    assert "Fri 18 Dec 2020 09:00" in shown
    assert "8 occasions" in shown  # two circular reminders, six organizations asked
    assert "hour-reminder" not in shown  # nobody has asked for one


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("--from", "soon"), "'soon' is no date"),
        (("--from", "2021-02-01", "--to", "2021-01-01"), "lies before"),
    ],
)
def test_plan_refuses_wrong_days(
    config: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], error: str
) -> None:
    assert mailbot(config, "plan", *arguments) == 2
    assert error in capsys.readouterr().err


def test_send_lists_its_kinds(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbot(config, "send", "--list") == 0
    kinds = {line.split()[0] for line in capsys.readouterr().out.splitlines()}
    assert kinds >= {"liaison", "invitation", "hour-reminder", *CONTRACT}


@pytest.mark.parametrize(("suffix", "start"), [(".eml", "From: "), (".html", "<!DOCTYPE"), (".txt", "Dear ")])
def test_a_preview_is_written_and_nothing_is_sent(
    config: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, start: str
) -> None:
    file = tmp_path / f"preview{suffix}"
    assert mailbot(config, "send", "call-notice", "com3-calls-1", "--preview", str(file)) == 0
    assert file.read_text(encoding="utf-8").startswith(start)
    shown = capsys.readouterr().out
    assert "To 12 people:" in shown
    assert "Nothing was sent" in shown


def test_an_incomplete_statement_is_refused_in_one_line(
    config: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mailbot(config, "send", "liaison", "--confirm") == 1
    assert capsys.readouterr().err.strip().endswith("TSB to add: file of TD831, URL of TD852")
