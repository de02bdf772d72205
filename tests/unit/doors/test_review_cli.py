"""`mailbot review` as an officer types it: looking, amending, adding, asking, deciding by two."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.doors.cli.main import run
from tests.unit.doors.terminal import LETTER, err, out, said

ADA, BOB = "ada@itu.example", "bob@itu.example"
NOW = "2020-12-16T12:00"


@pytest.fixture
def queue(folder: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """Change set 1: the focal point's new number."""
    (folder / "a.eml").write_bytes(LETTER)
    assert mailbot("ingest", "a.eml") == 0
    capfd.readouterr()
    return folder


def mailbot(*command: str, now: str = NOW) -> int:
    return run(["--now", now, *command])


def review(*command: str, now: str = NOW) -> int:
    return mailbot("review", *command, now=now)


def shown(capfd: pytest.CaptureFixture[str], set_id: str = "1") -> dict[str, Any]:
    capfd.readouterr()
    assert review("show", set_id, "--json") == 0
    found: dict[str, Any] = json.loads(out(capfd))
    return found


def test_amend_then_approve(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert review("amend", "1", "1", "phone=+46 8 465 004 78", "job_title=Head", "--officer", ADA) == 0
    assert "change 1 of change set 1: amended" in out(capfd)
    (change,) = shown(capfd)["changes"]
    assert {name: field["new"] for name, field in change["fields"].items()} == {
        "phone": "+46846500478", "job_title": "Head",
    }  # fmt: skip
    assert (change["original"]["fields"]["phone"]["new"], change["amended_by"]) == ("+46846500477", ADA)
    assert review("show", "1") == 0
    assert f"amended by {ADA}; the reader proposed phone: +46846500477" in out(capfd)
    assert review("amend", "1", "1", "--drop", "job_title", "country=", "--json") == 0
    assert list(json.loads(out(capfd))["changes"][0]["fields"]) == ["phone", "country"]
    assert review("approve", "1", "--officer", ADA, "--json") == 0
    assert json.loads(out(capfd)) == {"id": "1", "state": "approved", "done": [1], "seconded": [], "left": {}}


@pytest.mark.parametrize(
    ("command", "status", "because"),
    [
        (("amend", "1", "1"), 2, "name a field and its value"),
        (("amend", "1", "1", "phone"), 2, "write FIELD=VALUE"),
        (("amend", "1", "1", "phone=1", "phone=2"), 2, "phone is given twice"),
        (("amend", "1", "1", "phone=12"), 1, "phone: '12': write + and 7 to 15 digits"),
        (("amend", "1", "2", "phone=+41227305111"), 1, "no change 2"),
        (("amend", "1", "x", "phone=+41227305111"), 1, "is no change's number"),
        (("ask", "1", ""), 1, "1 to 4000 characters"),
        (("ask", "1", "Who?", "--only", "7"), 1, "no change 7"),
        (("ask", "7", "Who?"), 1, "no change set 7"),
        (("add", "1", "--target", "contact", "--remove", "--evidence", "new one"), 2, "--remove goes with --id"),
        (("add", "1", "--target", "boat", "x=1", "--evidence", "new one"), 1, "'boat' is none of contact,"),
        (("add", "1", "--target", "contact", "--id", "cept-2", "phone=+41227305111", "--evidence", "never said"), 1,
         "the mail does not say 'never said'"),
        (("approve", "1", "--only", "x"), 2, "write the numbers of changes"),
    ],
)  # fmt: skip
def test_errors_are_one_clear_line(
    queue: Path, capfd: pytest.CaptureFixture[str], command: tuple[str, ...], status: int, because: str
) -> None:
    assert review(*command) == status
    assert because in err(capfd)
    assert shown(capfd)["version"] == 1


def test_add_what_the_reader_missed(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    common = ("--target", "contact", "--evidence", "the new one is +46 8 465 004 77", "--officer", ADA)
    assert review("add", "1", "--id", "cept-2", "phone=+46846500477", *common) == 0
    assert "change 2 added; it waits for its approval" in out(capfd)
    assert review("add", "1", "name=J. Smith", "role=alternate", "committee=COM3", *common, "--json") == 0
    added = json.loads(out(capfd))["changes"][2]
    assert (added["op"], added["organization"], added["added_by"]) == ("add", "CEPT", ADA)
    assert review("add", "1", "--id", "cept-3", "--remove", *common) == 0
    assert review("show", "1") == 0
    assert out(capfd).count(f"added by {ADA}") == 3
    assert review("approve", "1") == 0
    assert shown(capfd)["state"] == "approved"


def test_ask_and_see_that_it_is_not_answered_yet(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert review("ask", "1", "Is it yours alone?", "--only", "1", "--officer", ADA) == 0
    assert "question 1 goes to the sender" in out(capfd)
    assert review("show", "1") == 0
    text = out(capfd)
    assert f"Asked about 1 on 2020-12-16 11:00 by {ADA}" in text
    assert "» Is it yours alone?" in text
    assert "not answered yet" in text
    (asked,) = shown(capfd)["asked"]
    assert (asked["text"], asked["numbers"], asked["answer"]) == ("Is it yours alone?", [1], None)


def two_officers(folder: Path, words: str) -> None:
    config = (folder / "mailbot.toml").read_text()
    assert "two_officers = [] " in config
    (folder / "mailbot.toml").write_text(config.replace("two_officers = [] ", f"two_officers = {words} ", 1))


def test_two_officers(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    two_officers(queue, '["focal_point"]')
    assert review("approve", "1", "--officer", ADA) == 0
    assert "approved by one officer (change 1); another officer has to approve it too" in out(capfd)
    assert review("approve", "1", "--officer", ADA.upper()) == 1
    assert f"a second officer must approve it too; {ADA} has done so" in said(capfd)
    assert review("list") == 0
    assert "pending, 1 of 2" in out(capfd)
    assert review("show", "1") == 0
    assert f"approved by {ADA}; another officer has to, too" in out(capfd)
    assert review("approve", "1", "--officer", BOB) == 0
    assert review("show", "1") == 0
    assert f"approved by {BOB} and {ADA}" in out(capfd)


def test_the_user_of_the_terminal_is_one_officer(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    two_officers(queue, '["contact.phone"]')
    assert review("approve", "1") == 0
    assert review("approve", "1") == 1
    assert shown(capfd)["state"] == "pending"


def test_a_wrong_word_in_the_settings_is_told(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    two_officers(queue, '["focalpoint"]')
    assert review("approve", "1") == 2
    assert "review.two_officers: 'focalpoint' is neither" in err(capfd)
    mailbot("doctor")
    assert "FIX   config: review.two_officers" in said(capfd)


def test_the_list_says_how_urgent_how_old_how_sure_and_what_contradicts(
    queue: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (queue / "b.eml").write_bytes(LETTER.replace(b"<1@", b"<2@").replace(b"004 77", b"004 99"))
    mailbot("ingest", "b.eml", now="2020-12-20T09:00")
    capfd.readouterr()
    assert review("list", now="2020-12-20T12:00") == 0
    heading, first, *_ = out(capfd).splitlines()
    assert heading.split()[:8] == ["ID", "State", "Urgency", "Age", "Sure", "Conflicts", "For", "Asks"]
    assert first.split()[:5] == ["1", "pending", "overdue", "4", "d"]
    assert first.split()[5].endswith("%")
    assert first.split()[6:8] == ["1", "CEPT"]
    assert review("list", "--json", now="2020-12-20T12:00") == 0
    one, two = map(json.loads, out(capfd).splitlines())
    assert (one["id"], one["urgency"]["level"], two["urgency"]["level"]) == ("1", "overdue", "normal")
    assert one["rivals"]["1"][0]["change_set"] == "2"
    assert review("show", "1", now="2020-12-20T12:00") == 0
    shown = out(capfd)
    assert "Urgency: overdue: it has waited for days" in shown
    assert "change set 2 wants something else, phone: +46846500499" in shown


def test_decisions_in_json(queue: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert review("reject", "1", "77", "--reason", "no", "--json") == 1
    one, two = map(json.loads, capfd.readouterr().out.splitlines())
    assert (one["state"], one["done"]) == ("rejected", [1])
    assert two == {"id": "77", "error": "there is no change set 77; see: mailbot review list"}
    assert review("undo", "1", "--json") == 1
    assert "cannot be undone" in json.loads(capfd.readouterr().out)["error"]


def test_a_conflict_names_its_remedy_and_other_waits_do_not(
    queue: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (queue / "b.eml").write_bytes(LETTER.replace(b"<1@", b"<2@").replace(b"004 77", b"004 99"))
    mailbot("ingest", "b.eml")
    assert review("approve", "1") == 0
    capfd.readouterr()
    assert review("approve", "2") == 1
    assert "--overwrite applies it" in err(capfd)
    assert review("approve", "2", "--overwrite") == 0
