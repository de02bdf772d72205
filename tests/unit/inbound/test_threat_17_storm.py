"""THREATS 17 on the real path: a storm of looping mails comes by `mailbot ingest`, and what is due is planned.

`python -m benchmarks.storm --count 10000` does the same with as many as are wanted.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from mailbot.doors.cli.main import run
from mailbot.outbound.planner import plan
from mailbot.settings import load_settings
from mailbot.store.session import Store
from mailbot.store.tables import ChangeSetRow, MailRow, OutboxRow
from mailbot.wiring import Wiring
from tests.unit.inbound.storms import ASKER, LOOPING, ROBOT, SILENT, VACATION, write_mbox

OFFICER = "officer@itu.example"


def outcome(count: int) -> tuple[Counter[str], Counter[str], Counter[str | None]]:
    """The states of the mails, the recipients of ours and the senders of cases after such a storm, in a folder
    that `mailbot init` has made."""
    write_mbox(Path("storm.mbox"), count)
    run(["ingest", "storm.mbox"])
    settings = load_settings(Path("mailbot.toml"))
    wired = Wiring(settings)
    plan(wired.store, settings, wired.clock.now())
    wired.close()
    store = Store(settings.database.url)
    with store.begin() as session:
        states = Counter(session.scalars(select(MailRow.state)))
        recipients = Counter(session.scalars(select(OutboxRow.recipient)))
        senders = Counter(session.scalars(select(ChangeSetRow.sender)))
    store.close()
    return states, recipients, senders


def check(count: int, states: Counter[str], recipients: Counter[str], senders: Counter[str | None]) -> None:
    """Nothing lost; no mail to any machine, one answer to whoever asked, one mail to the officer."""
    assert states.total() == count
    assert states["kept"] == 0
    assert not {VACATION, SILENT, ROBOT, LOOPING} & set(recipients)
    assert recipients == {ASKER: 1, OFFICER: 1}
    assert set(senders) == {ROBOT}
    assert senders[ROBOT] == 10
    assert states["quarantined"] == (count + 2) // 5 - 10  # its other receipts


def test_threat_17_a_storm_leads_to_one_answer_at_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init"]) == 0
    assert run(["import", "programme.yaml"]) == 0
    check(1_500, *outcome(1_500))
