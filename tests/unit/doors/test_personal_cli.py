"""What is kept about a person is handed over in whole, and erased in whole; and `mailbot consent`."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from mailbot.doors.cli.main import run
from mailbot.store.append_only import TABLES

ADA = "annelie.sjogren@cept.example"
LETTER = f"""From: Annelie =?utf-8?q?Sj=C3=B6gren?= <{ADA}>
To: tsb-irc@itu.example
Subject: my number
Message-ID: <1@cept.example>
Date: Mon, 11 Jan 2021 09:00:00 +0000

Dear colleagues,

my phone number has changed, the new one is +46 8 465 004 77.

Best regards,
Annelie
""".encode()
COMMAND = (
    LETTER.replace(b"<1@", b"<2@").replace(b"my number", b"commands").split(b"\n\n")[0]
    + b"\n\npublish phone\nsubscribe irm-com4\n"
)


@pytest.fixture
def known(folder: Path, capfd: pytest.CaptureFixture[str]) -> Path:
    """The folder, where she has written twice, and her change was approved."""
    for number, raw in enumerate((LETTER, COMMAND)):
        (folder / f"{number}.eml").write_bytes(raw)
        assert run(["--now", "2021-01-11T10:00", "ingest", f"{number}.eml"]) == 0
    assert run(["--now", "2021-01-11T11:00", "review", "approve", "--all"]) == 0
    capfd.readouterr()
    return folder


def told(capfd: pytest.CaptureFixture[str], address: str = ADA) -> dict[str, Any]:
    capfd.readouterr()
    assert run(["personal-data", "export", address]) == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def everything(folder: Path) -> str:
    """All that the database holds, as text; blobs of mails as they are."""
    with sqlite3.connect(folder / "var" / "mailbot.db") as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [row for name in names for row in database.execute(f'SELECT * FROM "{name}"')]
    return (
        "\n".join(
            cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell)
            for row in rows
            for cell in row
        )
        .encode()
        .decode("unicode_escape", "replace")
        .encode("latin-1", "replace")
        .decode("utf-8", "replace")
    )


def test_all_that_is_kept_is_handed_over(known: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = told(capfd, "Annelie.SJOGREN@cept.example")
    assert found["address"] == ADA
    assert found["contacts"][0]["phone"] == "+46846500477"
    assert [(m["subject"], m["classification"]) for m in found["mails"]] == [
        ("my number", "changes"), ("commands", "command"),
    ]  # fmt: skip
    assert found["consents"][0]["fields"] == ["phone", "job_title", "affiliation", "country"]
    assert [(r["target"], r["op"]) for r in found["revisions"]] == [("contact", "add"), ("contact", "update")]
    assert found["revisions"][1]["fields"]["phone"] == {"old": "+46846500442", "new": "+46846500477"}
    assert found["changes"][0]["state"] == "approved"
    assert found["subscriptions"] == [] or found["subscriptions"][0]["list"] == "irm-com4"
    assert [line["verb"] for line in found["commands"][0]["lines"]] == ["publish", "subscribe"]
    assert ("consent", "mail") in {(line["verb"], line["door"]) for line in found["audit"]}
    assert "my phone number has changed" not in json.dumps(found["mails"])


def test_of_a_stranger_nothing_is_kept(known: Path, capfd: pytest.CaptureFixture[str]) -> None:
    found = told(capfd, "nobody@x.example")
    assert not any(value for name, value in found.items() if name != "address")
    assert run(["personal-data", "erase", "nobody@x.example", "--reason", "asked"]) == 1
    assert "nothing is kept about nobody@x.example" in capfd.readouterr().err
    assert run(["personal-data", "export", "nobody"]) == 1


def test_first_it_is_only_shown(known: Path, capfd: pytest.CaptureFixture[str]) -> None:
    before = everything(known)
    assert run(["personal-data", "erase", ADA, "--reason", "asked on 12 January", "--remove-contact"]) == 0
    said = capfd.readouterr().out
    assert "mails erased: 2" in said and "contacts removed: 1" in said and "add --yes" in said
    assert everything(known) == before


def test_nothing_of_her_is_left(known: Path, capfd: pytest.CaptureFixture[str]) -> None:
    held = everything(known)
    for piece in (ADA, "Annelie", "+46846500477", "the new one is"):
        assert piece in held
    assert (
        run(["personal-data", "erase", ADA, "--reason", "asked on 12 January", "--remove-contact", "--yes"])
        == 0
    )
    capfd.readouterr()
    held = everything(known)
    for piece in (ADA, "Annelie", "Sjögren", "+46846500477", "+46846500442", "the new one is", "46 8 465"):
        assert piece not in held
    found = told(capfd)
    gone = (
        "contacts",
        "consents",
        "participations",
        "mails",
        "changes",
        "commands",
        "outbox",
        "subscriptions",
    )
    assert not any(found[name] for name in gone)
    # and the rest goes on: the queue, the exports; a file that still has her is refused there
    for command in (["review", "list", "--json"], ["status"], ["export", "--format", "csv"]):
        assert run(command) == 0, command
    capfd.readouterr()
    assert run(["import", "programme.yaml"]) == 1
    assert "cept-1" in capfd.readouterr().err
    assert not told(capfd)["contacts"]


def test_that_it_happened_is_kept_and_the_tables_are_closed_again(known: Path) -> None:
    for more in ([], ["--yes"]):
        assert (
            run(["personal-data", "erase", ADA, "--reason", "asked on 12 January", "--remove-contact", *more])
            == 0
        )
        with sqlite3.connect(known / "var" / "mailbot.db") as database:
            triggers = {
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            }
            assert {f"{table}_no_{verb}" for table in TABLES for verb in ("update", "delete")} <= triggers
            with pytest.raises(sqlite3.IntegrityError, match="revisions is append-only"):
                database.execute("UPDATE revisions SET excerpt = 'x'")
    (line,) = [each for each in audit(known) if each[0] == "erasure"]
    assert line[1].startswith("sha256:") and ADA not in line[1]
    assert json.loads(line[2])["reason"] == "asked on 12 January"


def audit(folder: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(folder / "var" / "mailbot.db") as database:
        return list(database.execute("SELECT verb, what, detail FROM audit"))


def test_who_stays_on_the_sheet_keeps_what_stands(known: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["personal-data", "erase", ADA, "--reason", "old mails", "--yes"]) == 0
    assert "left: on the contact sheet still: cept-1" in capfd.readouterr().out
    held = everything(known)
    assert "+46846500477" in held and ADA in held
    assert "the new one is" not in held
    assert "+46846500442" not in json.dumps(told(capfd)["revisions"])
    assert told(capfd)["consents"][0]["fields"][0] == "phone"


def test_what_waits_is_decided_first(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.eml").write_bytes(LETTER)
    assert run(["ingest", "a.eml"]) == 0
    assert run(["personal-data", "erase", ADA, "--reason", "asked", "--yes"]) == 1
    assert "wait for a decision: 1; decide them first" in capfd.readouterr().err
    assert run(["personal-data", "erase", ADA, "--reason", " ", "--yes"]) == 1


def test_the_directory_as_of_before_is_still_there(known: Path) -> None:
    from datetime import UTC, datetime

    from mailbot.directory.replay import as_of
    from mailbot.store.session import Store

    assert run(["personal-data", "erase", ADA, "--reason", "asked", "--remove-contact", "--yes"]) == 0
    store = Store(f"sqlite:///{known / 'var' / 'mailbot.db'}")
    with store.read() as session:
        then = as_of(session, datetime.now(UTC))
        assert then.get("contact", "cept-1") is None and len(then.contacts) > 10
    store.close()


def test_consent_by_command(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def shown(contact: str = "cept-1") -> dict[str, Any]:
        capfd.readouterr()
        assert run(["consent", "show", contact, "--json"]) == 0
        found: dict[str, Any] = json.loads(capfd.readouterr().out)
        return found

    assert shown() == {
        "contact": "cept-1", "listed": True, "fields": ["job_title", "affiliation", "country"], "since": None,
        "by": None,
    }  # fmt: skip
    assert run(["consent", "set", "cept-1", "--fields", "phone, email", "--by", "ada by phone"]) == 0
    assert (shown()["fields"], shown()["by"]) == (["email", "phone"], "ada by phone")
    assert run(["consent", "set", "cept-1", "--hide"]) == 0
    assert (shown()["listed"], shown()["fields"]) == (False, [])
    assert run(["consent", "show"]) == 0
    text = capfd.readouterr().out
    assert "not listed" in text and "web.publish" in text and text.count("\n") > 15
    assert run(["consent", "clear", "cept-1"]) == 0
    assert shown()["listed"] is True
    for wrong in (
        ["set", "cept-1", "--fields", "name"],
        ["set", "nobody"],
        ["clear", "nobody"],
        ["show", "nobody"],
    ):
        assert run(["consent", *wrong]) == 2
