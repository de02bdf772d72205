"""Texts named by subject or bare number, lists with exceptions, and what must change nothing."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.second_state import read

GREETING = {
    "jb": "Dear colleagues,",
    "rim": "Chers collègues du TSB,",
    "rod": "Estimados colegas de la TSB:",
    "kate": "Уважаемые коллеги,",
    "faisal": "السادة الزملاء المحترمون،",
    "wei": "各位同事：",
}
Wanted = dict[str, dict[str, Any]]


def found(who: str, sentence: str) -> Wanted:
    """Text -> new values of every position."""
    got: Wanted = {}
    for change in read(who, f"{GREETING[who]}\n\n{sentence}").to_json()["changes"]:
        if change["target"] == "position":
            values = {name: value["new"] for name, value in change["fields"].items()}
            got[change["id"].split("/", 1)[1] if change["id"] else values.pop("text")] = values
    return got


def asks(who: str, sentence: str) -> bool:
    return bool(read(who, f"{GREETING[who]}\n\n{sentence}").to_json()["questions"])


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        ("jb", "Our text on roaming is a draft by now.", {"Resolution 88": {"status": "draft"}}),
        (
            "jb",
            "As regards multilingual domain names, we modify the Resolution instead.",
            {"Resolution 48": {"action": "MOD"}},
        ),
        (
            "rim",
            "Notre proposition relative aux déchets électroniques a été approuvée.",
            {"Resolution 79": {"status": "agreed"}},
        ),
        (
            "rod",
            "Ciberseguridad: la propuesta ya es un borrador.",
            {"Resolution 50": {"status": "draft"}},
        ),
        (
            "kate",
            "Предложение РСС по ресурсам нумерации стало проектом.",
            {"Resolution 20": {"status": "draft"}},
        ),
        ("wei", "关于服务质量的提案已提交国际电联。", {"Resolution 95": {"status": "submitted"}}),
        ("rod", "La 91 se retira.", {"Resolution 91": {"status": "withdrawn"}}),
        ("kate", "По 20-й у нас теперь проект.", {"Resolution 20": {"status": "draft"}}),
        ("jb", "Please note that 88 has become a MOD.", {"Resolution 88": {"action": "MOD"}}),
        ("jb", "The status of A8 is now agreed.", {"A.8": {"status": "agreed"}}),
    ],
)
def test_texts_by_subject_and_bare_number(who: str, sentence: str, wanted: Wanted) -> None:
    assert found(who, sentence) == wanted


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("jb", "Our workshop on roaming was a success and its programme was agreed."),
        ("jb", "Mr Weber is our expert on multilingual domain names."),
        ("jb", "We had 22 participants and 48 contributions, and the agenda was agreed."),
        ("jb", "Item 22 of the agenda was agreed."),
        ("rod", "La 43.ª reunión fue aprobada."),
        ("kate", "На 20-м заседании повестка принята."),
    ],
)
def test_subjects_and_numbers_of_other_things(who: str, sentence: str) -> None:
    assert found(who, sentence) == {}


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "jb",
            "No changes to Resolutions 18, 20 and 34, except 34, which we want to suppress.",
            {
                "Resolution 18": {"action": "NOC"},
                "Resolution 20": {"action": "NOC"},
                "Resolution 34": {"action": "SUP"},
            },
        ),
        (
            "jb",
            "Resolution 50: MOD, draft.\nResolution 58: likewise.\nResolution 65: the same, but preliminary.",
            {
                "Resolution 50": {"action": "MOD", "status": "draft"},
                "Resolution 58": {"action": "MOD", "status": "draft"},
                "Resolution 65": {"action": "MOD", "status": "preliminary"},
            },
        ),
        (
            "rod",
            "Ya están acordadas las siguientes:\n- Resolución 43\n- Resolución 50",
            {"Resolution 43": {"status": "agreed"}, "Resolution 50": {"status": "agreed"}},
        ),
        (
            "wei",
            "第44号、第50号决议不作修改，但第50号除外，我们建议废止。",
            {"Resolution 44": {"action": "NOC"}, "Resolution 50": {"action": "SUP"}},
        ),
        (
            "rim",
            "Ce n'est pas la Résolution 58 mais la 44 que nous voulons modifier.",
            {"Resolution 44": {"action": "MOD"}},
        ),
    ],
)
def test_lists_exceptions_and_likewise(who: str, sentence: str, wanted: Wanted) -> None:
    assert found(who, sentence) == wanted


@pytest.mark.parametrize(
    ("who", "sentence", "wanted"),
    [
        (
            "jb",
            "We have abandoned the idea of suppressing Resolution 48 and now modify it.",
            {"Resolution 48": {"action": "MOD"}},
        ),
        (
            "kate",
            "От исключения Резолюции 99 мы отказались, вместо этого внесём изменения.",
            {"Resolution 99": {"action": "MOD"}},
        ),
        (
            "wei",
            "我们放弃了修改第1号决议的想法，改为废止。",
            {"Resolution 1": {"action": "SUP"}},
        ),
        (
            "jb",
            "Where you have SUP for Resolution 48, please put MOD.",
            {"Resolution 48": {"action": "MOD"}},
        ),
        (
            "rod",
            "Retiramos nuestra propuesta de supresión de la Resolución 91.",
            {"Resolution 91": {"status": "withdrawn"}},
        ),
        ("rod", "Hemos resuelto dejar la Resolución 91 tal como está.", {"Resolution 91": {"action": "NOC"}}),
        ("jb", "Please delete the summary of Resolution 22.", {"Resolution 22": {"summary": None}}),
        ("jb", "Resolution 22 has no coordinator for the moment.", {"Resolution 22": {"coordinator": None}}),
    ],
)
def test_actions_given_up_and_values_deleted(who: str, sentence: str, wanted: Wanted) -> None:
    assert found(who, sentence) == wanted


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("jb", "A proposal on Resolution 50 (MOD) is expected in June."),
        ("jb", "The draft of Resolution 88 is attached."),
        ("jb", "Last year Resolution 88 was still a draft."),
        ("jb", "We first wanted to revise Resolution 50 but changed our mind; no entry is needed."),
        ("jb", "Somebody said that CEPT has withdrawn Resolution 22. This is not true."),
        ("rod", "No es cierto que hayamos retirado la Resolución 91."),
        ("kate", "Резолюция 20, возможно, станет проектом осенью."),
        ("wei", "去年第68号决议还是草案。"),
    ],
)
def test_plans_past_and_denials_change_nothing(who: str, sentence: str) -> None:
    assert found(who, sentence) == {}


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("jb", "Resolution 123 should be shown as MOD."),
        ("rod", "También se mencionó una tal Resolución 123."),
        ("kate", "Упоминалась и Резолюция 123, но в вашем перечне я её не нашла."),
        ("jb", "I hear that RCC has dropped its text on Resolution 20."),
        ("jb", "RCC wants to suppress Resolution 20."),
    ],
)
def test_unknown_texts_and_news_of_others_are_questions(who: str, sentence: str) -> None:
    assert found(who, sentence) == {}
    assert asks(who, sentence)


def test_what_the_table_says_of_others_is_no_question() -> None:
    assert not asks("jb", "RCC proposes to suppress Resolution 99.")


@pytest.mark.parametrize(
    ("who", "sentence", "summary"),
    [
        ("jb", 'The summary of 22 should be: "Mandate of TSAG".', "Mandate of TSAG"),
        (
            "jb",
            'Resolution 22: the words "Mandate of TSAG on strategic review" are out of date. Please put instead:\n\n'
            "Powers of TSAG between assemblies",
            "Powers of TSAG between assemblies",
        ),
        ("rod", "El resumen de la 43 debe decir: «Reuniones más tempranas».", "Reuniones más tempranas"),
        ("wei", "第95号决议的摘要应为：“网络服务质量”。", "网络服务质量"),
    ],
)
def test_summaries(who: str, sentence: str, summary: str) -> None:
    assert [values.get("summary") for values in found(who, sentence).values()] == [summary]
