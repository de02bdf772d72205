"""Tables in the body, in any language: headings of their own, marks, remarks; lists of people; views; forms."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Any

import pytest

from mailbot.inbound.interpret import Interpretation, interpret
from tests.unit.reading.second_state import MAY, SENDERS, directory, read

HEAD = ("Text", "Nature", "How far", "Remarks")


def page(who: str, *rows: tuple[str, ...], above: str = "Please see the table.") -> Interpretation:
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = SENDERS[who], "tsb-irc@itu.example", MAY
    mail["Subject"], mail["Message-ID"] = "Re: tables", "<a@b.example>"
    mail.set_content(f"<html><body><p>{above}</p><table>{cells}</table></body></html>", subtype="html")
    return interpret(mail.as_bytes(), directory(), ())


def made(found: Interpretation) -> list[tuple[str, str | None, dict[str, Any]]]:
    return [(c.op, c.id, {n: f.new for n, f in c.fields.items()}) for c in found.changes]


def test_what_is_struck_out_goes_and_what_is_red_holds() -> None:
    found = page(
        "jb", HEAD[:3],
        ("Res. 22", "MOD", '<s>draft</s> <span style="color:red">agreed</span>'),
        ("Res. 11", "<del>SUP</del> <ins>NOC</ins>", "preliminary"),
        ("<s>Res. 48</s>", "<s>SUP</s>", "<s>draft</s>"),
    )  # fmt: skip
    assert made(found) == [
        ("update", "CEPT/Resolution 22", {"status": "agreed"}),
        ("update", "CEPT/Resolution 11", {"action": "NOC"}),
        ("update", "CEPT/Resolution 48", {"status": "withdrawn"}),
    ]


@pytest.mark.parametrize(
    ("who", "rows", "wanted"),
    [
        ("rod", [("Resolución", "Tipo de propuesta", "Grado de avance"), ("Res. 50", "MOD", "borrador"),
                 ("Res. 91", "SUP", "preliminar")], ("CITEL/Resolution 50", {"status": "draft"})),
        ("kate", [("Документ", "Характер предложения", "Стадия"), ("Рез. 20", "MOD", "согласовано"),
                  ("Рез. 18", "MOD", "проект")], ("RCC/Resolution 20", {"status": "agreed"})),
        ("wei", [("决议", "提案类型", "进展"), ("第68号决议", "修改", "草案"), ("第1号决议", "修改", "草案")],
         ("APT/Resolution 68", {"status": "draft"})),
        ("wei", [("会议名称", "会期", "形式"), ("5th Meeting of the APT Preparatory Group for WTSA-24", "2024年8月5日至9日", "线上")],
         ("apt-m2", {"mode": "virtual"})),
        ("kate", [("Мероприятие", "Дата начала", "Дата окончания"),
                  ("6th meeting of the RCC Working Group on WTSA-24", "13.08.2024", "15.08.2024")],
         ("rcc-m2", {"ends": "2024-08-15"})),
    ],
)  # fmt: skip
def test_headings_in_their_own_language(
    who: str, rows: list[tuple[str, ...]], wanted: tuple[str, dict[str, Any]]
) -> None:
    assert made(page(who, *rows)) == [("update", *wanted)]


def test_sections_between_the_rows_are_no_rows() -> None:
    found = page(
        "jb", ("Assembly text", "What we wish", "Maturity"), ("Part A - Committee 3", "", ""),
        ("Res. 22", "MOD", "agreed"), ("Res. 11", "SUP", "preliminary"), ("Part B", "", ""), ("Res. 48", "SUP", "draft"),
    )  # fmt: skip
    assert made(found) == [("update", "CEPT/Resolution 22", {"status": "agreed"})]


@pytest.mark.parametrize(
    ("remark", "wanted"),
    [
        ("moves to Vilnius, Lithuania, same days; now confirmed", {"place": "Vilnius, Lithuania", "status": "confirmed"}),
        ("will be virtual", {"mode": "virtual"}),
        ("fine", {}),
        ("venue under discussion", {}),
        ("may become virtual", {}),
    ],
)  # fmt: skip
def test_a_remark_answers_its_row(remark: str, wanted: dict[str, str]) -> None:
    rows = [
        ("Meeting", "Dates", "Mode", "Place", "Status", "Remarks (JB)"),
        ("CEPT Com-ITU summer plenary", "2-4 July 2024", "physical", "Bergen, Norway", "tentative", remark),
    ]
    assert made(page("jb", *rows)) == ([("update", "cept-m2", wanted)] if wanted else [])


def test_a_list_of_participants() -> None:
    found = page(
        "jb", ("#", "Name", "Administration", "E-mail", "Attending?"),
        ("1", "Ms Małgorzata WIŚNIEWSKA", "Poland", "m.wisniewska@uke-pl.example", "Y"),
        ("2", "Mr Joaquín Iriarte", "Spain", "jiriarte@mineco-es.example", "N"),
        ("3", "Ms Ida Holm", "Sweden", "ida.holm@pts-se.example", "?"),
        above="Our delegation to the third inter-regional meeting on 11 June:",
    )  # fmt: skip
    coming = {f["name"]: f["attending"] for _, _, f in made(found) if f.get("event") == "irm-3"}
    assert coming == {"Małgorzata Wiśniewska": "yes", "Joaquín Iriarte": "no", "Ida Holm": "tentative"}
    assert all(change.target == "participation" for change in found.changes)


def test_views_on_proposals_of_others() -> None:
    found = page(
        "jb", ("Region", "Text", "Position of the group", "Remarks"),
        ("CITEL", "Resolution 50", "Support", "In line with ours"), ("APT", "Resolution 68", "No position yet", "-"),
        ("RCC", "Resolution 99", "Oppose", "Too early"),
    )  # fmt: skip
    views = [(f["about"], f["text"], f["stance"], f["comment"]) for _, _, f in made(found)]
    assert views == [
        ("CITEL", "Resolution 50", "support", "In line with ours"),
        ("RCC", "Resolution 99", "oppose", "Too early"),
    ]


def test_a_form_with_an_outgoing_and_an_incoming_person() -> None:
    form = (
        " Organization ..... : CEPT\n Outgoing ......... : Eleftheria Papadaki\n"
        "   Title / name ... : Mr Nikos Vlachos\n   Function ....... : alternate, Committee 4\n"
        "   E-mail ......... : n.vlachos@eett-gr.example\n   Fax ............ : n/a\n"
    )
    assert made(read("jb", f"Dear all,\n\n{form}\nJB", MAY)) == [
        ("remove", "cept-4", {}),
        ("add", None, {
            "honorific": "Mr", "name": "Nikos Vlachos", "role": "alternate", "committee": "COM4",
            "email": "n.vlachos@eett-gr.example",
        }),
    ]  # fmt: skip


def test_our_own_form_filled_in_where_it_is_quoted() -> None:
    body = (
        "The form is completed below.\n\nOn 6/5/2024 10:30, TSB wrote:\n> Person concerned:        Ms Eleftheria Papadaki\n"
        "> New telephone:           +30 210 615 1127\n> New e-mail:              (unchanged)\n"
        "> Old telephone:           +30 210 615 1000\n> Takes part on 11 June:   yes\n> Other remarks:           none\n"
    )
    found = read("jb", body, MAY)
    assert ("update", "cept-4", {"phone": "+302106151127"}) in made(found)
    assert [f["attending"] for _, i, f in made(found) if i is None] == ["yes"]


@pytest.mark.parametrize("value", ["inchangé", "(inchangé)", "idem", "néant", "-"])
def test_what_stays_as_it_is_says_nothing(value: str) -> None:
    body = f"Fiche :\n\nNom : Iriarte\nPrénom : Joaquín\nAncien téléphone : 01 44 87 26 11\nNouveau téléphone : {value}\nCourriel : {value}\n\nMerci de votre attention."
    assert made(read("jb", body, MAY)) == []
