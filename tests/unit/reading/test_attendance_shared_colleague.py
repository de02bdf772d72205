"""Attendance told beside something else: delegations with the writer in them, absences, one of two."""

from __future__ import annotations

import pytest

from tests.unit.reading.namesakes_state import attending, changed

BOTH = {("irm-2", "Eva Duarte", "yes"), ("irm-2", "Paola Rivas", "yes")}


@pytest.mark.parametrize(
    "text",
    [
        "On 8 January CITEL will be represented by Ms Eva Duarte and by me.",
        "On 8 January you will see Ms Eva Duarte and me.",
        "Le 8 janvier, vous verrez Mme Eva Duarte et moi-même.",
        "El 8 de enero la CITEL estará representada por la Sra. Duarte y por mí.",
    ],
)
def test_the_writer_among_those_who_come(text: str) -> None:
    assert attending("focal", text) == BOTH


@pytest.mark.parametrize(
    "text",
    [
        "Participants in the meeting of 8 January:\n- Paola Rivas\n\nMs Duarte is on leave until 11 January and "
        "will not be present.",
        "Participants dans la réunion du 8 janvier :\n- Paola Rivas\n\nMme Duarte est en congé jusqu'au 11 janvier "
        "et ne sera pas présente.",
        "Participantes en la reunión del 8 de enero:\n- Paola Rivas\n\nLa Sra. Duarte está de vacaciones hasta el "
        "11 de enero y no participará.",
        "1月8日会议的参会人员：\n- Paola Rivas\n\nDuarte女士休假至1月11日，不能参加。",
    ],
)
def test_who_is_away_until_a_day_is_absent_from_the_meeting_spoken_of(text: str) -> None:
    assert attending("focal", text) == {("irm-2", "Paola Rivas", "yes"), ("irm-2", "Eva Duarte", "no")}


def test_another_date_is_another_occasion() -> None:
    text = "Participants in the meeting of 8 January:\n- Paola Rivas\n\nMs Duarte will not be present at our dinner "
    assert attending("focal", f"{text}of 11 January.") == {("irm-2", "Paola Rivas", "yes")}


@pytest.mark.parametrize(
    "text",
    [
        "Mr Karim Keita from Mali will be alternate at my side, so that one of us can always be on the calls. You "
        "reach him at kk@arp.example.",
        "M. Karim Keita, du Mali, sera suppléant à mes côtés, de sorte que l'un de nous deux puisse toujours être "
        "présent aux appels. Vous le joindrez à kk@arp.example.",
        "El Sr. Karim Keita, de Malí, será suplente a mi lado, para que uno de los dos pueda estar siempre en las "
        "llamadas. Su correo: kk@arp.example.",
    ],
)
def test_one_of_us_is_nobodys_attendance_but_the_alternate_joins(text: str) -> None:
    assert attending("hector", text) == set()
    joined = changed("hector", text, "contact")["+Karim Keita"]
    assert joined and (joined["role"], joined["email"]) == ("alternate", "kk@arp.example")


def test_put_her_down_is_said_of_her() -> None:
    text = (
        "A la reunión interregional del viernes asistiremos Héctor Molina y yo. Eva Duarte todavía no sabe si podrá; "
        "ténganla por provisional."
    )
    said = {("irm-2", "Héctor Molina", "yes"), ("irm-2", "Paola Rivas", "yes")}
    assert attending("focal", text) == said | {("irm-2", "Eva Duarte", "tentative")}
