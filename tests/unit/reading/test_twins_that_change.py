"""The positive twins: the same words where they do tell something, in the six languages."""

from __future__ import annotations

import pytest

from tests.unit.reading.twins_case import found

CHANGES = [
    (
        "cept-2",
        "en",
        "The draft on Resolution 2 was agreed yesterday.",
        ["position CEPT/Resolution 2 agreed"],
    ),
    (
        "cept-2",
        "en",
        "After the discussion on Resolution 35 it was agreed.",
        ["position CEPT/Resolution 35 agreed"],
    ),
    (
        "cept-2",
        "en",
        "In line with the decision of the plenary, Resolution 35 is submitted.",
        ["position CEPT/Resolution 35 submitted"],
    ),
    (
        "cept-2",
        "en",
        "Resolution 45, which duplicates Council Resolution 1, was withdrawn.",
        ["position CEPT/Resolution 45 withdrawn"],
    ),
    (
        "cept-2",
        "en",
        "In 2016 Resolution 20 was left as it was, but now we propose to modify it.",
        ["position CEPT/Resolution 20 MOD"],
    ),
    (
        "cept-2",
        "en",
        "Our members now prefer to modify Resolution 20 (you show NOC).",
        ["position CEPT/Resolution 20 MOD"],
    ),
    (
        "cept-4",
        "fr",
        "La Résolution 35 a été approuvée par le groupe.",
        ["position CEPT/Resolution 35 agreed"],
    ),
    ("citel-3", "es", "Retiramos la Resolución 35.", ["position CITEL/Resolution 35 withdrawn"]),
    ("rcc-2", "ru", "Резолюция 67 согласована группой.", ["position RCC/Resolution 67 agreed"]),
    ("las-1", "ar", "اعتمدت المجموعة القرار 64.", ["position LAS/Resolution 64 agreed"]),
    ("apt-3", "zh", "小组已就第50号决议达成一致。", ["position APT/Resolution 50 agreed"]),
    (
        "cept-2",
        "en",
        "My flight was cancelled, and the plenary is postponed too.",
        ["meeting cept-m2 postponed"],
    ),
    ("cept-2", "en", "The flight ban forces us to hold the plenary online.", ["meeting cept-m2 virtual"]),
    (
        "cept-2",
        "en",
        "The hotels being full, the plenary moves to Oslo, Norway.",
        ["meeting cept-m2 Oslo, Norway"],
    ),
    ("cept-2", "en", "The project team meeting in January is postponed.", ["meeting cept-m1 postponed"]),
    ("cept-4", "fr", "La plénière de Copenhague est annulée.", ["meeting cept-m2 cancelled"]),
    ("citel-3", "es", "Nuestra reunión de marzo se cancela.", ["meeting citel-m1 cancelled"]),
    ("rcc-2", "ru", "Весеннее заседание в Ташкенте отменено.", ["meeting rcc-m2 cancelled"]),
    ("las-1", "ar", "أُلغي الاجتماع الختامي في القاهرة.", ["meeting las-m2 cancelled"]),
    ("apt-3", "zh", "第五次会议取消。", ["meeting apt-m2 cancelled"]),
    (
        "cept-2",
        "en",
        "On 19 January I shall be in Brussels and cannot attend the call.",
        ["participation com3-calls-1 no Oliver Pemberton"],
    ),
    (
        "cept-2",
        "en",
        "If all goes well, I will attend the call on 19 January.",
        ["participation com3-calls-1 tentative Oliver Pemberton"],
    ),
    (
        "citel-3",
        "es",
        "El Sr. Halloran participará en la llamada del 19 de enero.",
        ["participation com3-calls-1 yes Gregory Halloran"],
    ),
    (
        "rcc-2",
        "ru",
        "Я не смогу участвовать в звонке 19 января.",
        ["participation com3-calls-1 no Alesya Karpovich"],
    ),
    (
        "las-1",
        "ar",
        "لن أتمكن من المشاركة في مكالمة 19 يناير.",
        ["participation com3-calls-1 no Nadia El-Sherbini"],
    ),
    ("apt-3", "zh", "我不能参加1月19日的电话会议。", ["participation com3-calls-1 no Zhang Weiming"]),
    (
        "cept-4",
        "fr",
        "Nous soutenons la proposition africaine sur la Résolution 20.",
        ["view ATU Resolution 20 support"],
    ),
]

# behind a sentence about an event, in the same paragraph: none of these is an answer to it
INVITED = "Oliver Pemberton will attend the call on 19 January."
ANSWERED = ["participation com3-calls-1 yes Oliver Pemberton"]
COURTESIES = [
    "I am available for any question you may have.",
    "I regret the late reply.",
    "Please excuse my late answer.",
    "I cannot open the file.",
    "Mr Althoff joins me in thanking you.",
    "I join the thanks of my colleagues.",
    "I was away last week.",
    "I shall be on leave until 6 January.",
    "Mr Althoff is on holiday this week.",
    "We look forward to working with you.",
    "I hope to see you again soon.",
    "We accept the agenda.",
]


@pytest.mark.parametrize(("sender", "language", "text", "wanted"), CHANGES)
def test_the_twin_that_changes(sender: str, language: str, text: str, wanted: list[str]) -> None:
    assert found(sender, language, text) == wanted


@pytest.mark.parametrize("courtesy", COURTESIES)
def test_a_courtesy_answers_nothing(courtesy: str) -> None:
    assert found("cept-1", "en", f"{INVITED} {courtesy}") == ANSWERED


def test_a_list_of_those_to_expect() -> None:
    """The lead says that they come; a position named in a line does not take the line away."""
    text = (
        "Thank you for the invitation to the second inter-regional meeting on 8 January. From our side you may expect:"
        "\r\n\r\n- Mr Oliver Pemberton\r\n- Mr Jürgen Althoff, who would like to introduce our proposal on Resolution 2"
    )
    assert found("cept-1", "en", text) == [
        "participation irm-2 yes Oliver Pemberton",
        "participation irm-2 yes Jürgen Althoff",
    ]


def test_who_was_at_a_meeting_that_is_over_is_no_answer() -> None:
    assert found("cept-2", "en", "I will not attend the first inter-regional meeting.") == []
