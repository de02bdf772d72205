"""People who share a name, change places, leave with a successor, or get another title."""

from __future__ import annotations

import pytest

from tests.unit.reading.namesakes_state import changed, read

NUMBER, ADDRESS = "+52 55 5015 4099", "molina@wtsa.example"


@pytest.mark.parametrize(
    "text",
    [
        f"Mr Molina has a new number. It is {NUMBER}.",
        f"Mr. Molina called us. He would prefer that you write to {ADDRESS} from now on.",
        f"Mr Molina has moved to another office. Please call him on {NUMBER} in future.",
        f"El Sr. Molina cambió de oficina. Su teléfono es el {NUMBER}.",
        f"M. Molina a changé de bureau. On le joint désormais au {NUMBER}.",
        f"Г-н Молина переехал. Его номер теперь {NUMBER}.",
        f"Molina先生换了办公室。他的新电话是 {NUMBER}。",
        f"They told me that the extension is old and that the correct number of Mr Molina would be {NUMBER}.",
    ],
)
def test_a_value_for_one_of_two_namesakes_is_a_question(text: str) -> None:
    found = read("focal", text)
    assert found["changes"] == [] and found["questions"]


@pytest.mark.parametrize(
    "text",
    [
        "Mr Molina wrote to us about the workshop. For the hotel please call +52 55 5015 4099.",
        "Mr Molina is correctly listed: his number is +52 55 5015 4020.",
    ],
)
def test_what_is_on_file_or_of_a_hotel_asks_nothing(text: str) -> None:
    found = read("focal", text)
    assert found["changes"] == [] and found["questions"] == []


def test_a_full_name_tells_which() -> None:
    text = "Mr Julián Molina has a new number. It is +57 1 319 8399."
    assert changed("focal", text, "contact") == {"julian": {"phone": "+5713198399"}}


@pytest.mark.parametrize(
    "text",
    [
        "As of 1 February Ms Eva Duarte acts as coordinator for Committee 3, with Mr Héctor Molina supporting "
        "him as the alternate.",
        "Eva Duarte is the coordinator from today on. Héctor Molina does not leave us: the two change places, "
        "so he becomes the alternate.",
    ],
)
def test_two_change_places(text: str) -> None:
    told = changed("focal", text, "contact")
    assert told == {"eva": {"role": "coordinator"}, "hector": {"role": "alternate"}}


def test_who_stays_keeps_the_role() -> None:
    assert changed("focal", "Héctor Molina does not leave us: he remains coordinator.", "contact") == {}


@pytest.mark.parametrize(
    "text",
    [
        "Je quitte la FCC à la fin de cette semaine pour rejoindre un autre ministère. À compter d'aujourd'hui, "
        "c'est mon collègue M. Karim Haddad qui assure la coordination pour la Commission 4. Vous voudrez bien "
        "lui adresser toute la correspondance : kh@fcc-us.example.",
        "I am leaving the FCC this week. From today my colleague Mr Karim Haddad takes care of the coordination "
        "for Committee 4. Please address all correspondence to him: kh@fcc-us.example.",
        "В конце этой недели я ухожу из FCC. С сегодняшнего дня координацию по Комитету 4 обеспечивает мой коллега "
        "г-н Karim Haddad, kh@fcc-us.example.",
        "我本周末将离开FCC。从今天起，由我的同事Karim Haddad先生负责第4委员会的协调工作，邮箱 kh@fcc-us.example。",
    ],
)
def test_who_leaves_names_a_successor(text: str) -> None:
    told = changed("ann", text, "contact")
    comes = {"honorific": "Mr", "name": "Karim Haddad", "role": "coordinator", "committee": "COM4"}
    assert told == {"ann": None, "+Karim Haddad": {**comes, "email": "kh@fcc-us.example"}}


def test_the_role_that_ends_may_stand_before_the_verb() -> None:
    text = (
        "Госпожа Ann Larsen переходит на работу в министерство и координатором по Комитету 4 больше не является. "
        "Вместо неё назначен г-н Karim Haddad, эл. почта kh@fcc-us.example."
    )
    assert changed("focal", text, "contact")["ann"] is None


@pytest.mark.parametrize(
    ("text", "post"),
    [
        (
            "My position has been retitled; it reads Executive Director as of this month.",
            "Executive Director",
        ),
        ("Ma fonction a été renommée. Elle s'intitule désormais Directeur exécutif.", "Directeur exécutif"),
        ("Mi cargo ha cambiado de nombre. Ahora es Director Ejecutivo.", "Director Ejecutivo"),
        (
            "С 1 января я занимаю должность начальника отдела стандартизации.",
            "начальник отдела стандартизации",
        ),
        ("С 1 января я работаю в должности главного инженера.", "главный инженер"),
        ("我的职务已更名。现为国际事务执行主任。", "国际事务执行主任"),
    ],
)
def test_another_title(text: str, post: str) -> None:
    assert changed("ann", text, "contact") == {"ann": {"job_title": post}}


@pytest.mark.parametrize(
    "text",
    [
        "My title has not changed; it is Director General.",
        "Our position on Resolution 22 has changed; it now reads well.",
        "В 2015 году я занимала должность начальника отдела стандартизации.",
    ],
)
def test_no_other_title(text: str) -> None:
    assert changed("ann", text, "contact") == {}


@pytest.mark.parametrize(
    "text",
    [
        "The fifth meeting has been moved to Lima by the Steering Committee of PCC.I.",
        "The fifth meeting has been moved to Lima, see Annex I.",
    ],
)
def test_a_numeral_is_not_the_writer(text: str) -> None:
    assert changed("focal", text, "contact") == {}
