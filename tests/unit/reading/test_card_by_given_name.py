"""A person of a card whom the letter calls by the given name alone."""

from __future__ import annotations

import pytest

from mailbot.inbound.interpret import interpret
from tests.unit.reading.office_files import STATE, changes, mail

CARD = (
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Mets;Ott;;Mr;\r\nFN:Ott Mets\r\n"
    b"EMAIL;type=WORK:ott.mets@tja-ee.example\r\nEND:VCARD\r\n"
)
JAAK = "Jaak Tamm <jaak.tamm@tja-ee.example>"
FIRST = "My colleague Ott (card attached) will be my alternate on Committee 3 from now on."


def coming(body: str, card: bytes = CARD) -> list[tuple[str, str]]:
    found = interpret(mail("ott.vcf", card, body, JAAK), STATE, ())
    return sorted((v["name"], v["attending"]) for _, _, v in changes(found) if "attending" in v)


@pytest.mark.parametrize(
    "said",
    ["On 19 January we shall both be connected.", "Ott and I will both take part in the call on 19 January."],
)
def test_both_come(said: str) -> None:
    assert coming(f"{FIRST}\n{said}\n\nJaak") == [("Jaak Tamm", "yes"), ("Ott Mets", "yes")]


@pytest.mark.parametrize(
    "said",
    [
        "I will take part in the call on 19 January.",
        "Ott is on leave this week. I will take part in the call on 19 January.",
    ],
)
def test_one_comes(said: str) -> None:
    assert coming(f"{FIRST}\n{said}\n\nJaak") == [("Jaak Tamm", "yes")]


def test_a_given_name_that_is_on_file_is_left_alone() -> None:
    card = CARD.replace(b"Ott", b"Oskar")
    assert ("Oskar Mets", "yes") not in coming(
        "Oskar and I will both take part in the call on 19 January.", card
    )
