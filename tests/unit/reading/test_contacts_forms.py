"""Forms and lists of corrections: old, private and assistants' values stay out of the sheet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.reading.contact_case import read

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("cept-1", "Organisation: CEPT\nName: Eleftheria Papadaki\nFunction: Deputy Head of Unit\nTel: +30 210 615 1777\nEmail: e.papadaki@eett-gr.example", {"cept-4": {"job_title": "Deputy Head of Unit", "phone": "+302106151777"}}),
    ("cept-1", "Contact form\nName: Joaquín Iriarte\nPhone: +34 91 346 1577 (was +34 91 346 1500)\nFax: +34 91 346 1501\n\nName: Eleftheria Papadaki\nPhone: +30 210 615 1777 ext. 12\nMobile of assistant: +30 694 555 1212", {"cept-3": {"phone": "+34913461577"}, "cept-4": {"phone": "+302106151777"}}),
    ("cept-1", "Name: Joaquín Iriarte\nE-mail: joaquin.iriarte@mineco-es.example\nAssistant: Lola Vidal, lvidal@mineco-es.example", {"cept-3": {"email": "joaquin.iriarte@mineco-es.example"}}),
    ("cept-1", "Name: Joaquín Iriarte\nE-mail: joaquin.iriarte@mineco-es.example\nAssistant's phone: +34 91 346 1555\nPrivate e-mail: jq@mail.example", {"cept-3": {"email": "joaquin.iriarte@mineco-es.example"}}),
    ("cept-4", "Form returned:\nPosition: Head of Department\nOffice phone: +30 210 615 1777\nHome phone: +30 210 999 1234\nPrivate mobile: +30 694 555 1212", {"cept-4": {"job_title": "Head of Department", "phone": "+302106151777"}}),
    ("cept-4", "1. Name: as before\n2. Title: Head of Department\n3. Phone: unchanged\n4. E-mail: eleftheria.papadaki@eett-gr.example", {"cept-4": {"job_title": "Head of Department", "email": "eleftheria.papadaki@eett-gr.example"}}),
    ("cept-1", "CEPT contacts, corrected:\n- Małgorzata Wiśniewska: +48 22 534 9555\n- Joaquín Iriarte: Subdirector general (no longer adjunto)\n- Eleftheria Papadaki: no change", {"cept-2": {"phone": "+48225349555"}, "cept-3": {"job_title": "Subdirector general"}}),
    ("cept-1", "Corrections:\n1) Wiśniewska – new e-mail malgorzata.wisniewska@uke-pl.example\n2) Iriarte – phone +34 91 346 1577\n3) Papadaki – delete, retired", {"cept-2": {"email": "malgorzata.wisniewska@uke-pl.example"}, "cept-3": {"phone": "+34913461577"}, "cept-4": None}),
    ("cept-1", "The contact sheet:\n\nWiśniewska: OK\nIriarte: phone now ends -1577, i.e. +34 91 346 1577\nPapadaki: now Head of Unit", {"cept-3": {"phone": "+34913461577"}, "cept-4": {"job_title": "Head of Unit"}}),
    ("citel-1", "Nombre: Rodrigo Sepúlveda\nCargo: Jefe de División\nTeléfono: +56 2 2588 8199\nTeléfono de la secretaria: +56 2 2588 8100", {"citel-2": {"job_title": "Jefe de División", "phone": "+56225888199"}}),
    ("rcc-1", "ФИО: Воронцова Екатерина\nДолжность: заместитель директора\nТел.: +7 495 647 18 88\nМоб. (личный): +7 916 555 12 12", {"rcc-2": {"job_title": "заместитель директора", "phone": "+74956471888"}}),
    ("las-1", "الاسم: فيصل العتيبي\nالمسمى الوظيفي: مدير التقييس\nالهاتف: +966 11 461 8277\nالجوال الشخصي: +966 55 555 1212", {"las-2": {"job_title": "مدير التقييس", "phone": "+966114618277"}}),
    ("apt-1", "姓名：张伟\n职务：高级主任\n办公电话：+86 10 6230 4499\n私人手机：+86 139 5555 1212", {"apt-2": {"job_title": "高级主任", "phone": "+861062304499"}}),
]  # fmt: skip

NOTHING: list[tuple[str, str, bool]] = [
    ("cept-1", "Name: Joaquín Iriarte\nPhone: +34 91 346 1500\nE-mail: jiriarte@mineco-es.example\nHome phone: +34 91 555 1212", False),
    ("cept-1", "For the visa desk:\nName: Eleftheria Papadaki\nAssistant's phone: +30 210 615 1001\nPrivate e-mail: elpap@mail.example", False),
    ("atu-3", "Nom : Lerato Mokoena\nTéléphone : +27 12 427 8200\nPortable personnel : +27 82 555 1212", False),
]  # fmt: skip


@pytest.mark.parametrize(("sender", "text", "wanted"), CASES)
def test_what_is_said_is_read(sender: str, text: str, wanted: dict[str, Any]) -> None:
    changes, _ = read(sender, text)
    assert changes == wanted


@pytest.mark.parametrize(("sender", "text", "asked"), NOTHING)
def test_nothing_is_proposed(sender: str, text: str, asked: bool) -> None:
    changes, questions = read(sender, text)
    assert changes == {}
    assert questions == asked
