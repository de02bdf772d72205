"""Bounces as a user sees them: in `parse --json`, and as addresses in `status`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mailbot.doors.cli.main import run
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.conftest import NOON
from tests.unit.inbound.bounce_cases import dsn

ADA = "ada.verne@far.example"
BOUNCE = dsn(
    "x",
    f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 No such user",
).raw


def parsed(folder: Path, raw: bytes, capfd: pytest.CaptureFixture[str]) -> dict[str, Any]:
    (folder / "x.eml").write_bytes(raw)
    assert run(["parse", "--state", "programme.yaml", "--json", "x.eml"]) == 0
    found: dict[str, Any] = json.loads(capfd.readouterr().out)
    return found


def test_parse_shows_who_failed_and_which_mail_came_back(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    found = parsed(folder, BOUNCE, capfd)
    assert found["classification"] == "bounce"
    assert found["changes"] == []
    assert found["bounce"] == {
        "recipients": [
            {
                "address": ADA,
                "action": "failed",
                "status": "5.1.1",
                "permanent": True,
                "diagnostic": "550 No such user",
            }
        ],
        "returned_message_id": "<call-7.ada@itu.example>",
    }
    assert "detail" not in found


def test_parse_shows_the_finer_kind_and_the_mark_of_a_filter(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    raw = b"From: a@b.example\nSubject: Read: Call notice\nX-Spam-Flag: YES\n\nIt was read.\n"
    found = parsed(folder, raw, capfd)
    assert (found["classification"], found["detail"]) == ("auto-reply", "read-receipt")
    assert found["spam_marked"] == "x-spam-flag: YES"
    assert "bounce" not in found
    plain = parsed(folder, b"From: a@b.example\nSubject: hello\n\nGood morning.\n", capfd)
    assert not {"detail", "bounce", "spam_marked"} & set(plain)


def test_status_shows_dead_addresses_and_bounces_that_do_not_count(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    store = Store(f"sqlite:///{folder / 'var' / 'mailbot.db'}").prepare()
    with store.begin() as session:
        session.add(
            OutboxRow(
                kind="liaison", recipient=ADA, subject="LS", message_id="<call-7.ada@itu.example>", content=b"", shown=[],
                state="sent", created_at=NOON, not_before=NOON, sent_at=NOON,
            )
        )  # fmt: skip
    store.close()
    (folder / "1.eml").write_bytes(BOUNCE)
    (folder / "2.eml").write_bytes(BOUNCE.replace(b"call-7.ada", b"forged"))
    assert run(["ingest", "1.eml", "2.eml"]) == 0
    capfd.readouterr()
    assert run(["status", "--json"]) == 0
    addresses = json.loads(capfd.readouterr().out)["addresses"]
    assert (addresses["dead"], addresses["soft"]) == (1, 0)
    (dead,) = addresses["list"]
    assert (dead["address"], dead["state"], dead["reason"]) == (ADA, "dead", "5.1.1 550 No such user")
    (forged,) = addresses["untied"]
    assert "none of ours" in forged["why"]
    assert run(["status"]) == 0
    shown = capfd.readouterr().out
    assert "1 dead, 0 soft" in shown
    assert ADA in shown
    assert "not counted" in shown
