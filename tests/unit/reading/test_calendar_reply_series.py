"""A REPLY to one call of a series: RECURRENCE-ID, or the very moment where the UID is not ours."""

from __future__ import annotations

import pytest

from mailbot.inbound.interpret import interpret
from tests.unit.reading.second_state import directory

CASES = [
    ("UID:com3-calls@itu.example\r\nRECURRENCE-ID;TZID=Asia/Kolkata:20240717T163000\r\nSUMMARY:x", "com3-calls-3"),
    ("UID:com4-calls-2@itu.example\r\nSUMMARY:x", "com4-calls-2"),
    (
        "UID:0400-abc\r\nDTSTART;TZID=Asia/Kolkata:20240719T163000\r\n"
        "SUMMARY:Declined: Inter-regional call on Committee 4 matters",
        "com4-calls-3",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("event", "call"), CASES)
def test_reply(event: str, call: str) -> None:
    who = "joerg.brandstaetter@rtr-at.example"
    raw = (
        f"From: {who}\r\nTo: tsb-irc@itu.example\r\nSubject: Declined\r\nDate: Mon, 24 Jun 2024 10:20:30 +0000\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/calendar; method=REPLY\r\n\r\n"
        f"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n{event}\r\n"
        f"ATTENDEE;PARTSTAT=DECLINED:mailto:{who}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    (change,) = interpret(raw.encode(), directory(), ()).changes
    assert (change.fields["event"].new, change.fields["attending"].new) == (call, "no")
