"""`mailbot history`, `mailbot audit`, `mailbot export --as-of`: a mail approved and taken back, told in full."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from mailbot.doors.cli.main import run
from mailbot.store import audit
from mailbot.store.session import Store
from tests.conftest import NOON

from .terminal import LETTER, err, out

OLD, NEW = "+46846500442", "+46846500477"


def mailbot(now: str, *arguments: str) -> int:
    return run(["--now", now, *arguments])


@pytest.fixture
def told(folder: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """At ten the mail, at eleven its approval, at noon its undoing."""
    (folder / "mailbot.toml").write_text(
        '[database]\nurl = "sqlite:///var/mailbot.db"\n[trust]\nauthserv_ids = []\n'
    )
    (folder / "letter.eml").write_bytes(LETTER)
    assert mailbot("2030-12-16T10:00", "ingest", "letter.eml") == 0
    assert mailbot("2030-12-16T11:00", "review", "approve", "1", "--officer", "officer@itu.example") == 0
    assert mailbot("2030-12-16T12:00", "review", "undo", "1", "--officer", "officer@itu.example") == 0
    capfd.readouterr()
    return folder


def history(capfd: pytest.CaptureFixture[str], *arguments: str) -> Any:
    assert run(["history", *arguments, "--json"]) == 0
    return json.loads(out(capfd))


def test_every_step_says_who_in_which_words_and_who_approved(
    told: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = history(capfd, "contact", "cept-1")
    added, changed, undone = found["history"]
    assert (added["op"], added["import"]) == ("add", "programme.yaml")
    assert changed["fields"] == {"phone": {"old": OLD, "new": NEW}}
    assert (changed["by"], changed["from"], changed["organization"], changed["message_id"], changed["change_set"]) == (
        "officer@itu.example", "annelie.sjogren@cept.example", "CEPT", "<1@cept.example>", 1,
    )  # fmt: skip
    assert "+46 8 465 004 77" in changed["excerpt"]
    assert undone["undoes"] == changed["revision"]


def test_a_value_that_came_back_is_not_the_words_of_who_was_wrong(
    told: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    phone = history(capfd, "contact", "cept-1")["cells"]["phone"]
    assert (phone["value"], phone["import"], phone["from"], phone["restored_by"]) == (
        OLD, "programme.yaml", None, "officer@itu.example",
    )  # fmt: skip
    assert phone["since"].startswith("2030-12-16T11:00")  # noon in Geneva


def test_for_people_it_is_a_table(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "contact", "cept-1"]) == 0
    shown = " ".join(out(capfd).split())
    assert "annelie.sjogren@cept.example" in shown
    assert "taken back" in shown


def test_what_there_is_not_is_refused(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["history", "contact", "nobody-1"]) == 1
    assert "there is and was no contact nobody-1" in err(capfd)
    assert run(["history", "person", "cept-1"]) == 2
    assert "known are committee" in err(capfd)


@pytest.mark.parametrize(("moment", "phone"), [("10:30", OLD), ("11:30", NEW), ("12:30", OLD)])
def test_the_directory_as_it_was_is_a_programme_file(
    told: Path, capfd: pytest.CaptureFixture[str], moment: str, phone: str
) -> None:
    assert run(["export", "--format", "yaml", "--as-of", f"2030-12-16T{moment}"]) == 0
    contacts = yaml.safe_load(out(capfd))["contacts"]
    assert next(each["phone"] for each in contacts if each["id"] == "cept-1") == phone


def test_before_there_was_anything_and_what_is_no_moment(
    told: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["export", "--format", "yaml", "--as-of", "2001-01-01"]) == 2
    assert "there was no programme yet" in err(capfd)
    assert run(["export", "--format", "yaml", "--as-of", "yesterday"]) == 2
    assert "--as-of: 'yesterday' is no date" in err(capfd)
    assert run(["export", "--format", "roster", "--as-of", "2031-01-01"]) == 2


def lines(capfd: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    assert run(["audit", *arguments]) == 0
    return [json.loads(line) for line in out(capfd).splitlines()]


def test_the_trail_has_all_in_one_order(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = lines(capfd)
    assert [line["at"] for line in found] == sorted(line["at"] for line in found)
    late = lines(capfd, "--since", "2030-12-16T10:30")
    assert [(line["record"], line["verb"], line["what"]) for line in late if line["record"] != "audit"] == [
        ("decision", "approve", "change set 1"), ("revision", "update", "contact cept-1"),
        ("decision", "undo", "change set 1"), ("revision", "update", "contact cept-1"),
    ]  # fmt: skip
    assert {line["record"] for line in found} >= {"decision", "revision"}
    assert late == [line for line in found if line["at"] >= "2030-12-16T09:30"]


def test_the_trail_as_csv_holds_no_formula(told: Path, capfd: pytest.CaptureFixture[str]) -> None:
    store = Store(f"sqlite:///{told / 'var' / 'mailbot.db'}").prepare()
    with store.begin() as session:
        audit.note(session, NOON, "=cmd()", "web", "sign-in", "@x", {"why": "a, b"})
    store.close()
    assert run(["audit", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(out(capfd))))
    evil = next(row for row in rows if row["verb"] == "sign-in")
    assert (evil["actor"], evil["what"]) == ("'=cmd()", "'@x")
    assert json.loads(evil["detail"]) == {"door": "web", "why": "a, b"}
    assert run(["audit", "--format", "xml"]) == 2
