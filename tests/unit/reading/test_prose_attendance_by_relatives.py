"""Who comes to what, where a clause goes on from the one before: `save that of 12 July, on which Mr X sits in`."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import JUNE, MAY, read

FRIDAYS = [f"com4-calls-{n}" for n in range(1, 6)]


def _all_but(number: int, name: str, deputy: str) -> dict[str, str]:
    said = {f"{c} {name}": "no" if c.endswith(str(number)) else "yes" for c in FRIDAYS}
    return said | {f"com4-calls-{number} {deputy}": "yes"}


RIM, FAISAL, HANH = "Rim Ben Youssef", "Faisal Al-Otaibi", "Nguyễn Thị Hạnh"
ATTENDANCE = [
    # a deputy for the one call that is excepted
    (
        "rim",
        "I shall follow the Friday calls from the first to the last, save only that of 12 July, on which I must ask you "
        "to excuse me because our Council meets that day and for which Mr Al-Otaibi, without taking over the committee, "
        "will sit in.",
        JUNE,
        _all_but(2, RIM, FAISAL),
    ),
    (
        "rim",
        "J'assisterai à tous les appels du vendredi, sauf celui du 12 juillet, pour lequel M. Al-Otaibi me remplacera.",
        JUNE,
        _all_but(2, RIM, FAISAL),
    ),
    ("rim", "سأشارك في جميع مكالمات الجمعة باستثناء يوم 12 يوليو، حيث سينوب عني السيد فيصل العتيبي.", JUNE, _all_but(2, RIM, FAISAL)),
    (
        "hanh",
        "我将参加所有星期五的电话会议，7月12日除外，当天由Zhang Wei先生代为参加。",
        JUNE,
        _all_but(2, HANH, "Zhang Wei"),
    ),
    # a delegation in one sentence
    (
        "jb",
        "I shall myself lead the delegation to the meeting of 11 June, in which Mr Iriarte will take his seat beside me "
        "and which Ms Papadaki hopes to join if her flight allows.",
        MAY,
        {"irm-3 Jörg Brandstätter": "yes", "irm-3 Joaquín Iriarte": "yes", "irm-3 Eleftheria Papadaki": "tentative"},
    ),
    (
        "jb",
        "On 11 June we shall be represented by Mr Iriarte; I myself am detained in Vienna and Ms Papadaki has not yet "
        "decided.",
        MAY,
        {"irm-3 Jörg Brandstätter": "no", "irm-3 Joaquín Iriarte": "yes", "irm-3 Eleftheria Papadaki": "tentative"},
    ),
    (
        "jb",
        "On 11 June I shall be connected; Mr Iriarte has not answered me yet.",
        MAY,
        {"irm-3 Jörg Brandstätter": "yes"},
    ),
    # in turns
    (
        "hanh",
        "Alternating with Mr Zhang Wei: I take the calls of 5 and 19 July, he those of 12 and 26 July.",
        JUNE,
        {
            f"com4-calls-1 {HANH}": "yes",
            f"com4-calls-3 {HANH}": "yes",
            "com4-calls-2 Zhang Wei": "yes",
            "com4-calls-4 Zhang Wei": "yes",
        },
    ),
    (
        "hanh",
        "Mr Zhang Wei: Wednesdays. Me: Fridays.",
        JUNE,
        {"com3-calls Zhang Wei": "yes", f"com4-calls {HANH}": "yes"},
    ),
    # who stands in, and for how long
    (
        "rim",
        "On a plane on 11 June, so no. Salma Haddad sits in for me, just this once - do not put her on the contact sheet.",
        MAY,
        {f"irm-3 {RIM}": "no", "irm-3 Salma Haddad": "yes"},
    ),
    (
        "rim",
        "Mr Al-Otaibi will sit in the inter-regional meeting in my place; all papers should continue to come to me.",
        MAY,
        {f"irm-3 {RIM}": "no", f"irm-3 {FAISAL}": "yes"},
    ),
    ("wei", "王晓琳女士将出席6月11日的会议。7月3日王女士来不了。", MAY, {"irm-3 王晓琳": "yes", "com3-calls-1 王晓琳": "no"}),
    ("rim", "We will send two colleagues to the meeting on 11 June; names to follow.", MAY, {}),
    ("rim", "I'm in for the first three Fridays; the other two I have to see.", JUNE, {f"com4-calls-{n} {RIM}": "yes" for n in (1, 2, 3)}),
]  # fmt: skip


@pytest.mark.parametrize(("who", "body", "date", "expected"), ATTENDANCE)
def test_each_clause_speaks_of_its_own_event(
    who: str, body: str, date: str, expected: dict[str, str]
) -> None:
    found = {
        f"{c.fields['event'].new} {c.fields['name'].new}": c.fields["attending"].new
        for c in read(who, body, date).changes
        if c.target == "participation"
    }
    assert found == expected


@pytest.mark.parametrize(
    ("body", "classification"),
    [
        (
            "The lists coincide with our own, so please consider our data valid until further notice.",
            "confirmation",
        ),
        (
            "Should the plenary so decide, the July session would move; nothing is to be changed before.",
            "other",
        ),
    ],
)
def test_what_confirms(body: str, classification: str) -> None:
    assert read("jb", body, MAY).classification == classification


def test_what_somebody_of_another_region_told_is_a_question() -> None:
    seen = read(
        "jb", "Mr Ellery (CITEL) told me he has a new number, +1 202 555 0199, maybe you want it.", MAY
    )
    assert seen.questions
    assert not seen.changes
