"""`mailbot quarantine`, `mailbot reread` and `status` as an officer types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mailbot.doors.cli.main import run
from tests.unit.doors.terminal import LETTER, said
from tests.unit.inbound.hostile import BREACHES, attached, workbook


def test_from_quarantine_and_back(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    big = workbook("", extra={f"xl/{n}": b"" for n in range(3000)})
    (folder / "a.eml").write_bytes(
        attached("\u202econtacts.xlsx", big).replace(b"sheet\r\n", b"sheet [red]\x1b[2J\r\n", 1)
    )
    (folder / "b.eml").write_bytes(BREACHES["29 nested multiparts"][0]())
    assert run(["ingest", "a.eml"]) == 1
    assert run(["ingest", "b.eml"]) == 1
    capfd.readouterr()
    assert run(["quarantine", "list", "--json"]) == 0
    first, second = [json.loads(line) for line in said(capfd).splitlines()]
    assert (first["id"], first["reason"], second["reason"]) == (1, "expansion", "too-deep")
    assert run(["quarantine", "list"]) == 0
    listed = said(capfd)
    assert "expansion" in listed
    assert "retry reads the mail without that attachment" in listed
    assert run(["quarantine", "show", "1"]) == 0
    shown = said(capfd)
    assert "contact sheet [red]<U+001B>[2J" in shown
    assert not any((ord(char) < 32 and char != "\n") or char in "\u202e\x7f" for char in listed + shown)
    assert run(["status", "--json"]) == 0
    found = json.loads(said(capfd))
    assert found["quarantine"] == {"expansion": 1, "too-deep": 1}
    assert run(["status"]) == 0
    assert "mail 2 quarantined (too-deep)" in said(capfd)
    assert run(["quarantine", "retry", "1", "2", "--officer", "Ada"]) == 0
    assert said(capfd).splitlines() == ["mail 1: other", "mail 2: quarantined"]
    assert run(["quarantine", "drop", "2"]) == 2
    assert "--reason" in said(capfd)
    assert run(["quarantine", "drop", "2", "1", "--reason", "junk"]) == 1
    assert "mail 2: dropped" in said(capfd)
    assert run(["quarantine", "list"]) == 0
    assert "Nothing is in quarantine" in said(capfd)


def test_reread_after_the_programme_was_mended(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The sender was on no sheet when his mail was read; now he is."""
    (folder / "a.eml").write_bytes(LETTER.replace(b"annelie.sjogren@cept", b"annelie@pts"))
    assert run(["ingest", "a.eml"]) == 0
    text = (folder / "programme.yaml").read_text()
    assert "annelie.sjogren@cept.example" in text
    (folder / "mended.yaml").write_text(text.replace("annelie.sjogren@cept.example", "annelie@pts.example"))
    assert run(["import", "mended.yaml"]) == 0
    capfd.readouterr()
    assert run(["reread", "--all", "--dry-run"]) == 0
    told = said(capfd)
    assert "phone: +46846500442 → +46846500477" in told
    assert "1 would change" in told
    assert run(["reread", "1", "--json"]) == 0
    (found,) = [json.loads(line) for line in said(capfd).splitlines()]
    assert (found["mail"], found["now"], len(found["came"])) == (1, "changes", 1)
    assert run(["review", "approve", "1"]) == 0
    assert run(["reread", "--since", "2020-01-01"]) == 0
    assert "1 read again, 0 changed" in said(capfd)
    assert run(["export", "--format", "yaml"]) == 0
    assert "+46846500477" in said(capfd)
