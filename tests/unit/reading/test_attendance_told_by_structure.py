"""Attendance told by structure: the call that was left out, and what is said beside."""

from __future__ import annotations

import pytest

from tests.unit.reading.structure_case import found


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "cept-2",
            "You will see me on every one of the Committee 3 calls with the exception of 9 February. For that one call Jakub Nowak of UKE kindly sits in for me.",
            [
                "Jakub Nowak event=com3-calls-4 attending=yes",
                "Mirela Ionescu event=com3-calls-1 attending=yes",
                "Mirela Ionescu event=com3-calls-2 attending=yes",
                "Mirela Ionescu event=com3-calls-3 attending=yes",
                "Mirela Ionescu event=com3-calls-4 attending=no",
                "Mirela Ionescu event=com3-calls-5 attending=yes",
            ],
        ),
        (
            "cept-2",
            "J'assisterai à toutes les réunions de la Commission 3 sauf celle du 9 février. Ce jour-là, M. Koskinen me remplacera.",
            [
                "Antti Koskinen event=com3-calls-4 attending=yes",
                "Mirela Ionescu event=com3-calls-1 attending=yes",
                "Mirela Ionescu event=com3-calls-2 attending=yes",
                "Mirela Ionescu event=com3-calls-3 attending=yes",
                "Mirela Ionescu event=com3-calls-4 attending=no",
                "Mirela Ionescu event=com3-calls-5 attending=yes",
            ],
        ),
        (
            "citel-2",
            "Participaré en todas las llamadas de la Comisión 3 salvo la del 9 de febrero. En esa única ocasión me sustituye la Sra. Holloway.",
            [
                "Andrea Holloway event=com3-calls-4 attending=yes",
                "Hernán Quiroga event=com3-calls-1 attending=yes",
                "Hernán Quiroga event=com3-calls-2 attending=yes",
                "Hernán Quiroga event=com3-calls-3 attending=yes",
                "Hernán Quiroga event=com3-calls-4 attending=no",
                "Hernán Quiroga event=com3-calls-5 attending=yes",
            ],
        ),
        (
            "rcc-2",
            "Буду на всех звонках Комитета 3, кроме 9 февраля. В этот день меня заменит г-н Лысенко.",
            [
                "Gulnara Ismailova event=com3-calls-1 attending=yes",
                "Gulnara Ismailova event=com3-calls-2 attending=yes",
                "Gulnara Ismailova event=com3-calls-3 attending=yes",
                "Gulnara Ismailova event=com3-calls-4 attending=no",
                "Gulnara Ismailova event=com3-calls-5 attending=yes",
                "Viktor Lysenko event=com3-calls-4 attending=yes",
            ],
        ),
        (
            "apt-2",
            "我将参加第三委员会的所有电话会议，2月9日除外。那次会议由阮文科先生代我出席。",
            [
                "Nguyen Duc Thanh event=com3-calls-1 attending=yes",
                "Nguyen Duc Thanh event=com3-calls-2 attending=yes",
                "Nguyen Duc Thanh event=com3-calls-3 attending=yes",
                "Nguyen Duc Thanh event=com3-calls-4 attending=no",
                "Nguyen Duc Thanh event=com3-calls-5 attending=yes",
                "阮文科 event=com3-calls-4 attending=yes",
            ],
        ),
        (
            "las-2",
            "سأحضر جميع مكالمات اللجنة 3 باستثناء 9 فبراير. في تلك المكالمة سينوب عني السيد فهد الحربي.",
            [
                "Abdullah Al-Harbi event=com3-calls-1 attending=yes",
                "Abdullah Al-Harbi event=com3-calls-2 attending=yes",
                "Abdullah Al-Harbi event=com3-calls-3 attending=yes",
                "Abdullah Al-Harbi event=com3-calls-4 attending=no",
                "Abdullah Al-Harbi event=com3-calls-5 attending=yes",
                "Fahad Al-Harbi event=com3-calls-4 attending=yes",
            ],
        ),
        (
            "cept-2",
            "I attend all Committee 3 calls but 9 February. The others I shall join from Bucharest.",
            [
                "Mirela Ionescu event=com3-calls-1 attending=yes",
                "Mirela Ionescu event=com3-calls-2 attending=yes",
                "Mirela Ionescu event=com3-calls-3 attending=yes",
                "Mirela Ionescu event=com3-calls-4 attending=no",
                "Mirela Ionescu event=com3-calls-5 attending=yes",
            ],
        ),
        ("cept-2", "There will be an agenda on every one of the Committee 3 calls.", []),
    ],
)
def test_the_call_that_was_left_out(who: str, text: str, wanted: list[str]) -> None:
    """`That one` is the call excepted just before."""
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "cept-2",
            "Ms Dubreuil will be on the call of 4 February, whatever the chat may have said.",
            ["Claire Dubreuil event=com4-calls-3 attending=yes"],
        ),
        (
            "rcc-3",
            "Буду на звонке 4 февраля, что бы ни говорили коллеги.",
            ["Viktor Lysenko event=com4-calls-3 attending=yes"],
        ),
        (
            "citel-3",
            "Estaré en la llamada del 4 de febrero, digan lo que digan.",
            ["Andrea Holloway event=com4-calls-3 attending=yes"],
        ),
        (
            "cept-2",
            "I may be on the call of 4 February.",
            ["Mirela Ionescu event=com4-calls-3 attending=tentative"],
        ),
        (
            "cept-2",
            "The team will not meet for one day only in February: both the 3rd and the 4th are needed. And Ms Dubreuil has not been posted to Strasbourg, whatever the chat may have said.",
            [],
        ),
        (
            "cept-2",
            "I cannot join the call of 4 February: I have been seconded to another project.",
            ["Mirela Ionescu event=com4-calls-3 attending=no"],
        ),
    ],
)
def test_whatever_may_be_said(who: str, text: str, wanted: list[str]) -> None:
    """A concession is no doubt about who comes, and a posting nobody's attendance."""
    assert found(who, text) == wanted
