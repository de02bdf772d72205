"""Rows told together or in two sentences: groups, new rows, the subject of the mail, intentions, corrections."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.second_state import read
from tests.unit.reading.test_prose_positions_named import GREETING, Wanted, asks, found


def rows(numbers: tuple[int, ...], **values: str) -> Wanted:
    return {f"Resolution {number}": dict(values) for number in numbers}


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        (
            "jb",
            "Please insert these rows:\n\n- Resolutions 43, 68 and 90: we intend to propose modifications. These"
            " are first ideas (preliminary).\n- Resolution 34: no change.\n\nMs Papadaki holds the pen for all four.",
            rows((43, 68, 90), action="MOD", status="preliminary", coordinator="cept-4")
            | rows((34,), action="NOC", coordinator="cept-4"),
        ),
        (
            "jb",
            "Resolution 22: agreed.\nResolution 43: new in the list, MOD.\nResolution 90: new, NOC.\n\n"
            "For the two new rows Mr Iriarte is the coordinator.",
            rows((22,), status="agreed")
            | rows((43,), action="MOD", coordinator="cept-3")
            | rows((90,), action="NOC", coordinator="cept-3"),
        ),
        (
            "rim",
            "Résolution 43 : nouvelle ligne, MOD.\nRésolution 90 : nouvelle ligne, NOC.\n\nPour ces deux nouvelles"
            " lignes, je tiens la plume.",
            rows((43,), action="MOD", coordinator="las-3") | rows((90,), action="NOC", coordinator="las-3"),
        ),
        (
            "rod",
            "Sírvanse inscribir MOD para las Resoluciones 68, 74 y 90. Estado: proyecto. Coordinador: Marcus Ellery.",
            rows((68, 74, 90), action="MOD", status="draft", coordinator="citel-3"),
        ),
        (
            "kate",
            "Просим внести:\n\n- Резолюции 22 и 40: намерены предложить изменения (предварительно).\n"
            "- Резолюция 34: без изменений.\n\nПо всем трём координатор — я.",
            rows((22, 40), action="MOD", status="preliminary", coordinator="rcc-2")
            | rows((34,), action="NOC", coordinator="rcc-2"),
        ),
        (
            "faisal",
            "نعتزم اقتراح تعديل القرار 43 (أولي).\nالقرار 90: دون تغيير.",
            rows((43,), action="MOD", status="preliminary") | rows((90,), action="NOC"),
        ),
        (
            "wei",
            "亚太区打算对第43号决议提出修改（MOD），目前还是初步想法，由我负责协调。",
            rows((43,), action="MOD", status="preliminary", coordinator="apt-2"),
        ),
    ],
)
def test_several_texts_share_what_is_said_of_them(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted


@pytest.mark.parametrize(
    ("who", "text"),
    [
        ("jb", "We intend to modify Resolution 43."),
        ("jb", "Resolution 11 may be withdrawn at the next plenary."),
        (
            "jb",
            "A proposal on Resolution 58 is under reflection; it will reach you if and when it materializes.",
        ),
        ("rim", "Nous comptons modifier la Résolution 43."),
        ("rod", "La Resolución 91 podría retirarse en la próxima reunión."),
        ("kate", "Мы намерены изменить Резолюцию 43."),
        ("faisal", "ننوي تعديل القرار 43."),
        ("wei", "亚太区打算修改第43号决议。"),
    ],
)
def test_a_plan_without_a_stage_enters_nothing(who: str, text: str) -> None:
    assert found(who, text) == {}


@pytest.mark.parametrize(
    ("who", "text", "wanted"),
    [
        ("jb", "We wish to have our proposal on Resolution 11 withdrawn.", rows((11,), status="withdrawn")),
        (
            "jb",
            "Resolution 22 has come a long way and you may mark it as agreed.",
            rows((22,), status="agreed"),
        ),
        (
            "jb",
            "The text on 48 went through a reading; it can be shown as agreed rather than draft.",
            rows((48,), status="agreed"),
        ),
        (
            "jb",
            "It was decided to withdraw the proposal on Resolution 11 and to add one to modify Resolution 43 (draft).",
            rows((11,), status="withdrawn") | rows((43,), action="MOD", status="draft"),
        ),
        (
            "jb",
            'Resolution 88 has not been agreed: what I should have written is "draft".',
            rows((88,), status="draft"),
        ),
        ("jb", "Is Resolution 88 still preliminary? It should be draft.", rows((88,), status="draft")),
        ("jb", "On 48 we no longer ask for suppression, it goes to no change.", rows((48,), action="NOC")),
        ("jb", "Resolution 22 is agreed, and so is Resolution 48.", rows((22, 48), status="agreed")),
        (
            "rod",
            "Les habíamos comunicado que en la Resolución 34 no proponíamos cambios. El grupo cambió de opinión: la"
            " modificaremos.",
            rows((34,), action="MOD"),
        ),
        ("kate", "Просим считать предложение по Резолюции 99 снятым.", rows((99,), status="withdrawn")),
        ("kate", "Резолюция 20 — внесена в МСЭ, содержание без изменений.", rows((20,), status="submitted")),
        ("faisal", "تقرر أمس سحب المقترح الخاص بالقرار 58.", rows((58,), status="withdrawn")),
        ("wei", "第40号决议并未达成一致，应写作“草案”。", rows((40,), status="draft")),
    ],
)
def test_the_table_gets_what_it_is_to_say(who: str, text: str, wanted: Wanted) -> None:
    assert found(who, text) == wanted
    assert not asks(who, text)


def test_also_at_the_head_repeats_nothing() -> None:
    text = "Resolution 22 is agreed. Also, with my new tasks I had to hand over Resolution 48."
    assert found("jb", text) == rows((22,), status="agreed")


@pytest.mark.parametrize(
    ("who", "text", "numbers"),
    [
        ("jb", "Resolutions eleven and forty-eight are withdrawn.", (11, 48)),
        ("rod", "Las resoluciones treinta y cuatro y cincuenta se retiran.", (34, 50)),
        ("rim", "Les Résolutions cinquante-huit et soixante-dix-neuf sont retirées.", (58, 79)),
        ("kate", "Резолюция девяносто девять отозвана.", (99,)),
        ("faisal", "تم سحب القرار التاسع والسبعين.", (79,)),
        ("wei", "撤回关于第六十八号决议的提案。", (68,)),
        ("jb", "The Resolution one of our members proposed was withdrawn.", ()),
    ],
)
def test_numbers_in_words(who: str, text: str, numbers: tuple[int, ...]) -> None:
    assert found(who, text) == rows(numbers, status="withdrawn")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("All our texts except Resolutions 11 and 88 are agreed.", {"11", "88"}),
        ("Everything we have in the table is agreed, apart from Resolution 48, which stays a draft.", {"48"}),
    ],
)
def test_all_but_some(text: str, left: set[str]) -> None:
    named = {name.split()[-1] for name in found("jb", text)}
    assert named == {"11", "22", "48", "88", "A.8"} - left  # Resolution 1 is agreed already


def by_subject(who: str, subject: str, text: str) -> list[tuple[Any, ...]]:
    changes = read(who, f"{GREETING[who]}\n\n{text}", subject=subject).to_json()["changes"]
    return [(c["target"], *(v["new"] for n, v in c["fields"].items() if n != "comment")) for c in changes]


@pytest.mark.parametrize(
    ("who", "subject", "text", "wanted"),
    [
        ("jb", "Resolution 22", "The status is now agreed.", [("position", "agreed")]),
        (
            "jb",
            "CEPT proposal on Resolution 11",
            "We have decided to withdraw it.",
            [("position", "withdrawn")],
        ),
        ("jb", "Resolution 22", "The draft agenda of our meeting is attached.", []),
        ("jb", "Resolution 22", "Thank you for the minutes. We agreed with all of them.", []),
        ("jb", "RCC proposal on Resolution 99", "We withdraw nothing of ours.", []),
        (
            "jb",
            "RCC proposal on Resolution 99",
            "Thank you for the text. We cannot support it.",
            [("view", "RCC", "Resolution 99", "oppose")],
        ),
    ],
)
def test_the_subject_of_the_mail_names_the_text(
    who: str, subject: str, text: str, wanted: list[tuple[Any, ...]]
) -> None:
    assert by_subject(who, subject, text) == wanted


@pytest.mark.parametrize(
    ("who", "text", "summary"),
    [
        ("jb", 'Could the summary of Resolution 48 say "Work goes on at ICANN"?', "Work goes on at ICANN"),
        (
            "jb",
            'Resolution 48: MOD instead of SUP, summary "Work goes on elsewhere", agreed.',
            "Work goes on elsewhere",
        ),
        ("jb", 'We modify Resolution 88, with the aim "to lower the prices".', "to lower the prices"),
        ("wei", "第77号决议的摘要能否改为“网络切片与云”？", "网络切片与云"),
    ],
)
def test_summaries_asked_for_or_told_as_the_aim(who: str, text: str, summary: str) -> None:
    values = list(found(who, text).values())
    assert [v.get("summary") for v in values] == [summary]
    assert not asks(who, text)


def test_the_aim_of_a_proposal_on_file_is_no_summary() -> None:
    assert found("jb", "Resolution 22 is agreed. Its aim: to give TSAG a wider mandate.") == rows(
        (22,), status="agreed"
    )
