"""`mailbot freshness`, and what `status` and `plan` say of the schedule."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.directory import choices, freshness
from mailbot.doors.cli.main import run
from mailbot.store.session import Store
from tests.conftest import NOON

ADA = "annelie.sjogren@cept.example"


@pytest.fixture
def config(tmp_path: Path, store: Store) -> Path:
    path = tmp_path / "mailbot.toml"
    path.write_text(
        f'[database]\nurl = "{store.engine.url}"\n[review]\napprovers = ["officer@itu.example"]\n'
    )
    return path


def mailbot(config: Path, *arguments: str, now: str = "2021-01-18T12:00") -> int:
    return run(["--config", str(config), "--now", now, *arguments])


def confirm(store: Store) -> None:
    with store.begin() as session:
        freshness.confirm(session, [("contact", "cept-1")], ADA, NOON, None)
        freshness.became(session, "position", "CEPT/A.7", ADA, NOON, None)


def test_one_line_an_organization(config: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    confirm(store)
    assert mailbot(config, "freshness") == 0
    shown = capsys.readouterr().out
    assert "2 of 13 rows" in shown
    assert shown.count("never") >= 12


def test_each_row_of_an_organization(config: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    confirm(store)
    assert mailbot(config, "freshness", "CEPT") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].split()[:2] == ["never", "confirmed"]
    assert {" ".join(line.split()) for line in lines[-2:]} == {
        "2020-12-14 confirmed contact cept-1: Annelie Sjögren", "2020-12-14 changed position CEPT/A.7",
    }  # fmt: skip


def test_as_json(config: Path, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    confirm(store)
    assert mailbot(config, "freshness", "CEPT", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    rows = {row["id"]: row for row in found["rows"]}
    assert rows["cept-1"] == {
        "target": "contact", "id": "cept-1", "confirmed": NOON.isoformat(), "by": ADA, "changed": False,
    }  # fmt: skip
    assert rows["CEPT/A.7"]["changed"]
    assert rows["cept-2"]["confirmed"] is None


def test_an_unknown_organization_is_refused(config: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert mailbot(config, "freshness", "XYZ") == 2
    assert "there is no organization XYZ; there are APT" in capsys.readouterr().err


def test_the_exported_directory_says_nothing_of_it(
    config: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    assert mailbot(config, "export", "--format", "json") == 0
    before = capsys.readouterr().out
    confirm(store)
    assert mailbot(config, "export", "--format", "json") == 0
    assert capsys.readouterr().out == before


def test_status_names_the_next_occasions_and_what_is_confirmed(
    config: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    confirm(store)
    with store.begin() as session:
        choices.subscribe(session, ADA, "reminders", NOON, None)
    assert mailbot(config, "status", "--json") == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    ahead = [(each["at"][:16], each["kind"], each["event"]) for each in found["next"]]
    assert ahead[:2] == [
        ("2021-01-19T09:00", "freshness-silence", None), ("2021-01-19T11:30", "hour-reminder", "com3-calls-1"),
    ]  # fmt: skip
    assert len(set(ahead)) == len(ahead)
    (cept,) = (each for each in found["freshness"] if each["organization"] == "CEPT")
    assert (cept["rows"], cept["confirmed"]) == (13, 2)
    assert mailbot(config, "status") == 0
    assert "CEPT 2 of 13" in capsys.readouterr().out


def test_the_plan_shows_opt_ins_only_where_somebody_has_opted_in(
    config: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    days = ("--from", "2021-01-18", "--to", "2021-01-25", "--json")
    assert mailbot(config, "plan", *days) == 0
    kinds = {entry["kind"] for entry in json.loads(capsys.readouterr().out)}
    assert kinds == {"call-notice", "call-reminder", "freshness-silence"}
    with store.begin() as session:
        choices.subscribe(session, "c.okafor@ncc-ng.example", "reminders", NOON, None)
        choices.subscribe(session, ADA, "digest", NOON, None)
    assert mailbot(config, "plan", *days) == 0
    entries = json.loads(capsys.readouterr().out)
    opted = [(entry["kind"], entry["event"], entry["recipients"]) for entry in entries
             if entry["kind"] in ("hour-reminder", "digest")]  # fmt: skip
    assert opted == [
        ("digest", None, [ADA]),
        ("hour-reminder", "com3-calls-1", ["c.okafor@ncc-ng.example"]),
        ("digest", None, [ADA]),
    ]
