"""Forms of a region's own that tell one change line by line, or in a table of what was and what shall be."""

from __future__ import annotations

from typing import Any

import pytest

from mailbot.reading.form_keys import amendment_lines, ticked
from tests.unit.reading.contact_case import read, sheet_after
from tests.unit.reading.second_state import read as read_second

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("cept-1", "Entry concerned: Joaquín Iriarte\nField: Telephone\nPresent value: +34 91 346 1500\nCorrect value: +34 91 346 1577", {"cept-3": {"phone": "+34913461577"}}),
    ("cept-1", "1. Person concerned: Ms Papadaki\n   Item: E-mail\n   On file: e.papadaki@eett-gr.example\n   To be entered: e.papadaki@adae-gr.example\n   Item: Telephone\n   On file: +30 210 615 1000\n   To be entered: no change", {"cept-4": {"email": "e.papadaki@adae-gr.example"}}),
    ("cept-1", "Eleftheria Papadaki\n  was: +30 210 615 1000\n  now: +30 210 615 1234", {"cept-4": {"phone": "+302106151234"}}),
    ("cept-1", "Entry: Małgorzata Wiśniewska\nField: Name\nPresent value: Małgorzata Wiśniewska\nCorrect value: Małgorzata Wiśniewska-Kowal\nField: Telephone\nPresent value: +48 22 534 9180\nCorrect value: delete", {"cept-2": {"name": "Małgorzata Wiśniewska-Kowal", "phone": None}}),
    ("citel-2", "Persona: Marcus Ellery\nDato: Teléfono\nValor actual: +1 202 482 1840\nValor correcto: +1 202 482 1999", {"citel-3": {"phone": "+12024821999"}}),
    ("atu-3", "Personne concernée : Mme Adaeze Okonkwo\nRubrique : Adresse électronique\nMention actuelle : a.okonkwo@ncc-ng.example\nMention exacte : adaeze.okonkwo@ncc-ng.example", {"atu-2": {"email": "adaeze.okonkwo@ncc-ng.example"}}),
    ("rcc-2", "Контактное лицо: г-н Bakhtiyor Yuldashev\nПоле: Телефон\nТекущее значение: +998 71 238 41 07\nНовое значение: +998 71 238 55 10", {"rcc-3": {"phone": "+998712385510"}}),
    ("las-3", "الشخص المعني: السيد Faisal Al-Otaibi\nالبيان: الهاتف\nالقيمة الحالية: +966114618000\nالقيمة الجديدة: +966114618222", {"las-2": {"phone": "+966114618222"}}),
    ("apt-2", "涉及人员：Nguyễn Thị Hạnh\n项目：电话\n原值：+84 24 3943 0111\n更正为：+84 24 3943 0999", {"apt-3": {"phone": "+842439430999"}}),
    ("las-1", "Person concerned: Ms Rim Ben Youssef\nParticulars | At present | Henceforth\nTelephone | +216 70 011 200 | +216 70 011 333\nE-mail | rim.benyoussef@intt-tn.example | unchanged", {"las-3": {"phone": "+21670011333"}}),
    ("rcc-1", "CHANGE OF CONTACT\nOrganization : RCC\nFunction : ( ) focal point ( ) coordinator (x) alternate\nCommittee : 4\nOutgoing : Ms Alesya Kavaliova\nIncoming : Mr Igor Petrov\nE-mail : i.petrov@by.example\nTelephone : +375 17 279 3999", {"rcc-4": None, "+Igor Petrov": {"role": "alternate", "committee": "COM4", "honorific": "Mr", "email": "i.petrov@by.example", "phone": "+375172793999"}}),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_a_change_of_a_contact(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, asked = read(sender, f"The form is filled in below.\n\n{text}\n\nThank you for your work.")
    assert (changes, asked) == (wanted, False)


def test_texts_and_meetings_are_told_in_the_same_way() -> None:
    form = (
        "The form is filled in below.\n\nText: Resolution 48\nField: Status\nPresent value: draft\n"
        "Correct value: agreed (on 12 April)\n\nMeeting: CEPT Com-ITU summer plenary\nField: Dates\n"
        "Present value: 2-4 July 2024\nCorrect value: 3-5 July 2024\n"
    )
    found = read_second("jb", form).to_json()
    assert [(c["id"], {n: f["new"] for n, f in c["fields"].items()}) for c in found["changes"]] == [
        ("CEPT/Resolution 48", {"status": "agreed"}),
        ("cept-m2", {"starts": "2024-07-03", "ends": "2024-07-05"}),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Organization: RCC\nText: Resolution 18\nField: Status\nPresent value: draft\nCorrect value: agreed",
        "Person concerned: Peter Nowhere\nField: Telephone\nPresent value: x\nCorrect value: +48 22 534 9199",
    ],
)
def test_what_cannot_be_told_is_asked(text: str) -> None:
    assert read("cept-1", f"The form is filled in below.\n\n{text}") == ({}, True)


def test_a_table_under_a_greeting_is_no_signature() -> None:
    body = (
        "Dear colleagues,\n\nNOTICE OF CHANGE\nPerson concerned: Ms Rim Ben Youssef\nItem | On file | New\n"
        "Telephone | +216 70 011 200 | +216 70 011 333\nE-mail | rim.benyoussef@intt-tn.example | same\n"
    )
    changes, _ = sheet_after("las-1", body, subject="Form", sent="Wed, 24 Apr 2024 10:00:00 +0000")
    assert changes == {"las-3": {"phone": "+21670011333"}}


def test_an_ordinary_form_is_no_list_of_changes() -> None:
    assert not amendment_lines("Name: Ada Verne\nNew telephone: +33 1 42 34 56 99\nRole: alternate", "en")


@pytest.mark.parametrize(
    ("value", "chosen"),
    [
        ("( ) focal point (x) coordinator ( ) alternate", "coordinator"),
        ("focal point [ ] coordinator [ ] alternate [X]", "alternate"),
        ("☐ focal point ☒ coordinator", "coordinator"),
        ("( ) focal point ( ) coordinator", "( ) focal point ( ) coordinator"),
        ("(x) coordinator (x) alternate ( ) focal point", ""),
        ("coordinator (Committee 4)", "coordinator (Committee 4)"),
    ],
)
def test_of_boxes_the_one_that_is_ticked(value: str, chosen: str) -> None:
    assert ticked(value) == chosen


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("Entry concerned: Eleftheria Papadaki\nAction requested: deletion", {"cept-4": None}),
        ("[ ] Correction [x] Deletion\nPerson concerned: Ms Eleftheria Papadaki", {"cept-4": None}),
        (
            "[x] Correction [ ] Deletion\nPerson concerned: Ms Papadaki\nTelephone: +30 210 615 1234",
            {"cept-4": {"phone": "+302106151234"}},
        ),
        (
            "Item: telephone of Mr Iriarte\nPresent value: +34 91 346 1500\nCorrect value: +34 91 346 1577",
            {"cept-3": {"phone": "+34913461577"}},
        ),
        (
            "Person: Joaquín Iriarte\nTelephone: old +34 91 346 1500, new +34 91 346 1577",
            {"cept-3": {"phone": "+34913461577"}},
        ),
    ],
)
def test_what_is_asked_for_an_entry(form: str, wanted: dict[str, Any]) -> None:
    assert read("cept-1", f"The form is below.\n\n{form}\n\nThanks.")[0] == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("Meeting: CEPT Com-ITU summer plenary\nChange: cancelled", {"cept-m2": {"status": "cancelled"}}),
        ("Text: Resolution 48\nRequest: withdrawal", {"CEPT/Resolution 48": {"status": "withdrawn"}}),
        ("Text: Resolution 48\nRequest: please do not withdraw", {}),
        (
            "Text: Resolution 48\nPresent entry: SUP, draft\nCorrect entry: SUP, agreed",
            {"CEPT/Resolution 48": {"status": "agreed"}},
        ),
        (
            "Text concerned: Resolution 48\nNew status: agreed\nText concerned: Resolution 11\nNew action: NOC",
            {"CEPT/Resolution 48": {"status": "agreed"}, "CEPT/Resolution 11": {"action": "NOC"}},
        ),
    ],
)
def test_what_is_asked_for_texts_and_meetings(form: str, wanted: dict[str, Any]) -> None:
    found = read_second("jb", f"The form is below.\n\n{form}\n\nThanks.").to_json()["changes"]
    assert {c["id"]: {n: f["new"] for n, f in c["fields"].items()} for c in found} == wanted
