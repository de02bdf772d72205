"""Talk that decides nothing, actions behind a denial, forms of new texts, and who moves a meeting where."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.namesakes_state import changed, read

NEW = "New: Digital identity of public services"


@pytest.mark.parametrize(
    "text",
    [
        "There is talk in the project team of giving up the suppression of Resolution 89 and of presenting "
        "amendments instead. If the plenary goes that way, we will write to you.",
        "Some colleagues talk about dropping the suppression of Resolution 89 and proposing amendments instead.",
        "Il est question de renoncer à la suppression de la Résolution 89 et de présenter des amendements.",
        "Se habla de renunciar a la supresión de la Resolución 89 y de presentar enmiendas en su lugar.",
        "Идут разговоры о том, чтобы отказаться от исключения Резолюции 89 и представить поправки.",
        "有人提议放弃废止第89号决议，改为提出修正案。",
        "يدور الحديث عن التخلي عن إلغاء القرار 89 وتقديم تعديلات بدلاً من ذلك.",
        "There was also talk of Resolution 44, but nobody offered to draft it and so there is nothing to record.",
        "This does not touch our other new Resolution, on digital identity, which is already there.",
    ],
)
def test_talk_changes_nothing(text: str) -> None:
    found = read("focal", text)
    assert found["changes"] == [] and found["questions"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We have given up the suppression of Resolution 89 and will present amendments.", {"action": "MOD"}),
        ("A.7: we do not intend to modify it any more, the action should be NOC.", {"action": "NOC"}),
        (
            "There was not enough backing for our text on Resolution 44, so we withdraw it.",
            {"status": "withdrawn"},
        ),
        (
            'Could you tell Geneva that the summary of our proposal on Resolution 22 should be "Common data models"?',
            {"summary": "Common data models"},
        ),
        (
            "On Resolution 22 the group concluded that no change is needed, so our row becomes NOC.",
            {"action": "NOC"},
        ),
        ("Our new Resolution on digital identity has been withdrawn.", {"status": "withdrawn"}),
    ],
)
def test_what_is_decided_counts(text: str, expected: dict[str, Any]) -> None:
    (values,) = changed("focal", text, "position").values()
    assert values == expected


@pytest.mark.parametrize(
    "form",
    [
        "One more new Resolution:\n\nTitle: Participation of firms\nStage: preliminary\nCITEL coordinator: myself\n",
        "Nueva resolución:\n\nTítulo: Participación de pymes\nEstado: preliminar\nNuestro coordinador: yo mismo\n",
        "Une nouvelle résolution :\n\nTitre : Participation des PME\nStatut : préliminaire\n"
        "Coordinateur CITEL : moi-même\n",
    ],
)
def test_the_coordinator_of_a_form_may_be_the_writer(form: str) -> None:
    (values,) = changed("hector", form, "position").values()
    assert values and (values["coordinator"], values["status"]) == ("hector", "preliminary")


def test_the_words_of_a_summary_are_no_stage() -> None:
    text = (
        "We work on one more new Resolution, with status preliminary. The working title is "
        '"Counteracting telephone fraud".\n\nSummary for your table: The draft asks for technical measures.'
    )
    values = changed("focal", text, "position")["+New: Counteracting telephone fraud"]
    assert values and values["status"] == "preliminary"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The fifth meeting will be hosted by Peru, as Colombia cannot do so. It will take place in Lima.",
            {"place": "Lima, Peru"},
        ),
        (
            "The fifth meeting, which was to gather in Bogotá in July, has been postponed by the Management "
            "Committee; new dates will be looked for.",
            {"status": "postponed"},
        ),
        (
            "There may be some news after the fifth meeting, which, by the way, will now be a purely virtual one.",
            {"mode": "virtual"},
        ),
        (
            "La cinquième réunion, qui devait se tenir à Bogotá, a été reportée par le Comité de gestion.",
            {"status": "postponed"},
        ),
        (
            "Пятое заседание, которое должно было состояться в Боготе, отложено Руководящим комитетом.",
            {"status": "postponed"},
        ),
        (
            "يؤجل الاجتماع الخامس المقرر عقده في بوغوتا، وسنوافيكم بالموعد الجديد لاحقاً.",
            {"status": "postponed"},
        ),
        ("第五次筹备组会议原定在波哥大召开，现改为线上会议，日期不变。", {"mode": "virtual"}),
    ],
)
def test_a_meeting_moved_by_somebody(text: str, expected: dict[str, Any]) -> None:
    assert changed("focal", text, "meeting") == {"m5": expected}


@pytest.mark.parametrize(
    "text",
    ["The Management Committee has not postponed the fifth meeting.", "We may send more after the fifth meeting, which may now be virtual.", "第五次筹备组会议可能改为线上会议。",
     "قد يؤجل الاجتماع الخامس.", "لن يؤجل الاجتماع الخامس."],
)  # fmt: skip
def test_a_meeting_left_alone(text: str) -> None:
    assert changed("focal", text, "meeting") == {}


def test_another_organization_in_the_title_of_a_new_meeting() -> None:
    text = 'Please add one more meeting to the calendar: "Joint CITEL-APT session on working methods", 9 April 2021.'
    (values,) = changed("focal", text, "meeting").values()
    assert values and (values["title"], values["starts"]) == (
        "Joint CITEL-APT session on working methods",
        "2021-04-09",
    )
