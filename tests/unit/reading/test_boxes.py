"""Lines of boxes: what is ticked is what they say; the evidence is the line as written."""

from __future__ import annotations

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret
from mailbot.reading.boxes import is_box_line, ticked


@pytest.mark.parametrize(
    ("line", "label", "options"),
    [
        ("Ms X ....... [ ] yes   [x] no", "Ms X", ["no"]),
        ("Format: ☐ physical ☑ virtual ☐ hybrid", "Format", ["virtual"]),
        ("Role ( ) focal point (x) coordinator", "Role", ["coordinator"]),
        ("Days [x] Tuesday [x] Thursday", "Days", ["Tuesday", "Thursday"]),
        ("[x] agreed [ ] not agreed", "", []),
        ("see [1] for this", "", []),
    ],
)
def test_what_is_ticked(line: str, label: str, options: list[str]) -> None:
    assert ticked(line) == (label, options)
    assert is_box_line(line) == (line.count("[") + line.count("(") + sum(line.count(c) for c in "☐☑") > 1)


def test_a_list_of_people_with_boxes(shipped: Directory) -> None:
    body = (
        "Our participants:\n\nPARTICIPATION IN THE MEETING OF 8 JANUARY 2021\n"
        "Mr Jürgen Althoff ....... [x] yes   [ ] no\nMr Oliver Pemberton ...... [ ] yes   [x] no\n"
    )
    mail = (
        "From: Annelie =?utf-8?q?Sj=C3=B6gren?= <annelie.sjogren@cept.example>\r\nMessage-ID: <1@x.example>\r\n"
        f"Date: Wed, 16 Dec 2020 10:00:00 +0100\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}"
    )
    found = interpret(mail.encode(), shipped, ()).changes
    assert {(c.fields["name"].new, c.fields["attending"].new) for c in found} == {
        ("Jürgen Althoff", "yes"), ("Oliver Pemberton", "no"),
    }  # fmt: skip
    assert all(words in body for change in found for words in change.evidence)
