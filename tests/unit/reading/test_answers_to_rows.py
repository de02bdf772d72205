"""What is written under a quoted row, in whatever layout the row has: an answer to that record."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.inbound.interpret import Interpretation
from tests.unit.reading.second_state import MAY, read

PLENARY = "CEPT Com-ITU summer plenary | 2-4 July 2024 | physical | Bergen, Norway | tentative"
PLENARY_2 = "* CEPT Com-ITU summer plenary: 2024-07-02 / 2024-07-04, physical, Bergen, Norway, tentative"
PCC = "44th meeting of PCC.I / 2024-06-24 to 2024-06-28 / physical / Asunción, Paraguay / tentative"
RCC_6 = "6th meeting of the RCC Working Group on WTSA-24; 13-14 August 2024; hybrid; Tashkent, Uzbekistan; tentative"
APT_5 = "5th Meeting of the APT Preparatory Group for WTSA-24 | 5-9 August 2024 | physical | Bangkok, Thailand | tentative"
ELEFTHERIA = "alternate; COM4; Ms Eleftheria Papadaki; e.papadaki@eett-gr.example; +302106151000"
MARCUS = "* coordinator, COM4: Mr Marcus Ellery, marcus.ellery@ntia-us.example, +12024821840"
LIHUA = "alternate / COM3 / Ms Zhang Lihua / zhanglihua@miit-cn.example / +861068205577"


def answer(who: str, row: str, text: str) -> Interpretation:
    quoted = f"On Mon, 6 May 2024 at 10:00, TSB <tsb-irc@itu.example> wrote:\n> Dear colleagues,\n>\n> {row}\n\n{text}\n"
    return read(who, f"See below.\n\n{quoted}", MAY)


def made(found: Interpretation) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(c.op, c.id, {n: f.new for n, f in c.fields.items()}) for c in found.changes]


@pytest.mark.parametrize(
    ("who", "row", "text", "wanted"),
    [
        ("jb", "CEPT | Resolution 22 | MOD | draft", "JB: agreed last Tuesday", ("CEPT/Resolution 22", {"status": "agreed"})),
        ("jb", "Resolution 22: MOD (draft)", "Now submitted.", ("CEPT/Resolution 22", {"status": "submitted"})),
        ("jb", "* Resolution 11 - SUP - preliminary", "JB>> NOC", ("CEPT/Resolution 11", {"action": "NOC"})),
        ("jb", "Resolution 11 / SUP / preliminary", "[JB] withdrawn", ("CEPT/Resolution 11", {"status": "withdrawn"})),
        ("jb", "CEPT | A.8 | MOD | draft | Shorter last call and clearer comment resolution",
         "==> preliminary -> submitted", ("CEPT/A.8", {"status": "submitted"})),
        ("rod", "Resolution 50: MOD (preliminary)", "Ya es un borrador.", ("CITEL/Resolution 50", {"status": "draft"})),
        ("rod", "CITEL; Resolution 43; MOD; draft", "Aprobada por todas las administraciones.",
         ("CITEL/Resolution 43", {"status": "agreed"})),
        ("kate", "Resolution 20: MOD (preliminary)", "Теперь это проект.", ("RCC/Resolution 20", {"status": "draft"})),
        ("kate", "* Resolution 18 - MOD - draft", "Согласовано.", ("RCC/Resolution 18", {"status": "agreed"})),
        ("wei", "Resolution 68 / MOD / preliminary", "已成为草案。", ("APT/Resolution 68", {"status": "draft"})),
        ("wei", "Resolution 1: MOD (draft)", "已正式提交。", ("APT/Resolution 1", {"status": "submitted"})),
        ("jb", PLENARY, "will be purely virtual", ("cept-m2", {"mode": "virtual"})),
        ("jb", PLENARY_2, "Confirmed.", ("cept-m2", {"status": "confirmed"})),
        ("jb", PLENARY, "9-11 July instead", ("cept-m2", {"starts": "2024-07-09", "ends": "2024-07-11"})),
        ("rod", PCC, "Será virtual.", ("citel-m1", {"mode": "virtual"})),
        ("rod", PCC, "Cancelada.", ("citel-m1", {"status": "cancelled"})),
        ("kate", RCC_6, "Отменено.", ("rcc-m2", {"status": "cancelled"})),
        ("kate", RCC_6, "20-21 августа", ("rcc-m2", {"starts": "2024-08-20", "ends": "2024-08-21"})),
        ("wei", APT_5, "改为线上。", ("apt-m2", {"mode": "virtual"})),
        ("jb", ELEFTHERIA, "+30 210 615 1127", ("cept-4", {"phone": "+302106151127"})),
        ("jb", ELEFTHERIA, "JB: title: Head of Section -> Deputy Director", ("cept-4", {"job_title": "Deputy Director"})),
        ("rod", MARCUS, "Su nuevo teléfono: +1 202 482 1866", ("citel-3", {"phone": "+12024821866"})),
        ("wei", LIHUA, "zhang.lihua@miit-cn.example", ("apt-4", {"email": "zhang.lihua@miit-cn.example"})),
    ],
)  # fmt: skip
def test_the_row_is_the_topic(who: str, row: str, text: str, wanted: tuple[str, dict[str, Any]]) -> None:
    assert made(answer(who, row, text)) == [("update", *wanted)]


@pytest.mark.parametrize(
    ("who", "row", "text"),
    [
        ("jb", "Resolution 22: MOD (draft)", "OK"),
        ("jb", "Resolution 22: MOD (draft)", "JB: correct"),
        ("jb", "Resolution 22: MOD (draft)", "no change"),
        ("jb", "Resolution 22: MOD (draft)", "still a draft, not yet agreed"),
        ("jb", "Resolution 22: MOD (draft)", "might be agreed in July"),
        ("jb", "Resolution 22: MOD (draft)", "not withdrawn, whatever you may hear"),
        ("rod", "Resolution 50: MOD (preliminary)", "Sin cambios."),
        ("rod", "Resolution 50: MOD (preliminary)", "Todavía no aprobada."),
        ("kate", "Resolution 20: MOD (preliminary)", "Без изменений."),
        ("kate", "Resolution 20: MOD (preliminary)", "Пока не согласовано."),
        ("wei", "Resolution 68 / MOD / preliminary", "无变化。"),
        ("wei", "Resolution 68 / MOD / preliminary", "尚未商定。"),
        ("jb", PLENARY, "fine"),
        ("jb", PLENARY, "may become virtual"),
        ("jb", ELEFTHERIA, "number checked, it is right"),
        ("kate", RCC_6, "Верно."),
    ],
)
def test_what_repeats_denies_or_supposes_changes_nothing(who: str, row: str, text: str) -> None:
    assert made(answer(who, row, text)) == []


def test_rows_overwritten_in_the_quotation_are_compared_whatever_their_layout() -> None:
    body = (
        "I changed the rows below.\n\nOn Mon, 6 May 2024 at 10:00, TSB <tsb-irc@itu.example> wrote:\n"
        "> Resolution 22 / MOD / agreed\n> Resolution 11 / SUP / preliminary\n"
        "> alternate / COM4 / Ms Eleftheria Papadaki / e.papadaki@eett-gr.example / +30 210 615 1127\n"
        "> CEPT Com-ITU summer plenary / 2024-07-09 to 2024-07-11 / physical / Bergen, Norway / tentative\n"
    )
    assert made(read("jb", body, MAY)) == [
        ("update", "CEPT/Resolution 22", {"status": "agreed"}),
        ("update", "cept-4", {"phone": "+302106151127"}),
        ("update", "cept-m2", {"starts": "2024-07-09", "ends": "2024-07-11"}),
    ]


def test_a_person_who_left_and_who_follows() -> None:
    found = answer("jb", ELEFTHERIA, "has left; replaced by Mr Nikos Vlachos, n.vlachos@eett-gr.example")
    assert sorted(made(found), key=lambda change: change[0], reverse=True) == [
        ("remove", "cept-4", {}),
        ("add", None, {
            "honorific": "Mr", "name": "Nikos Vlachos", "role": "alternate", "committee": "COM4",
            "email": "n.vlachos@eett-gr.example",
        }),
    ]  # fmt: skip


def test_another_organization_s_row_is_not_answered_for() -> None:
    assert made(answer("jb", "CITEL | Resolution 50 | MOD | preliminary", "agreed")) == []
