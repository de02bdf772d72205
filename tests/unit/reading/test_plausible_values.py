"""What can be a value of a field and what cannot, by language; and that a finding loses only what cannot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.plausible import passed, refusal
from mailbot.reading.resolve import resolve
from tests.unit.reading.second_state import directory


def context(language: str) -> Context:
    sent = datetime(2024, 6, 24, tzinfo=UTC)
    return Context(directory(), "CEPT", None, "x@rtr-at.example", "X", sent, language)


@pytest.mark.parametrize(
    ("field", "language", "value"),
    [
        ("contact.name", "en", "Respected Sir"),
        ("contact.name", "en", "I. Tuesdays"),
        ("contact.name", "en", "Use"),
        ("contact.name", "en", "Monday"),
        ("contact.name", "en", "Dear Colleagues"),
        ("contact.name", "en", "CEPT"),
        ("contact.name", "en", "League of Arab States"),
        ("contact.name", "en", "Resolution 1"),
        ("contact.name", "en", "Full Name"),
        ("contact.name", "en", "Deputy Director"),
        ("contact.name", "fr", "Chers Collègues"),
        ("contact.name", "es", "Estimados Colegas"),
        ("contact.name", "ru", "Уважаемые Коллеги"),
        ("participation.name", "en", "All Participants"),
        ("meeting.place", "en", "Monday"),
        ("meeting.place", "en", "8-12 March"),
        ("meeting.place", "en", "online"),
        ("meeting.place", "en", "to be confirmed"),
        ("meeting.place", "en", "Jörg Brandstätter"),
        ("meeting.place", "en", "Ms Papadaki"),
        ("meeting.place", "en", "due to the many holidays"),
        ("meeting.place", "fr", "en raison des fêtes"),
        ("meeting.place", "es", "debido a las elecciones"),
        ("meeting.place", "ru", "в связи с карантином"),
        ("meeting.place", "ar", "بسبب الظروف"),
        ("meeting.place", "zh", "因与多国假期冲突"),
        ("meeting.title", "en", "March 2024"),
        ("meeting.title", "en", "the dates have changed, please update"),
        ("contact.job_title", "en", "out of date"),
        ("contact.job_title", "en", "please correct this in your list"),
        ("contact.job_title", "en", "Jörg Brandstätter"),
        ("contact.affiliation", "en", "Monday"),
        ("position.summary", "en", "Please update the table"),
        ("position.summary", "en", "Thank you in advance"),
        ("position.summary", "en", "MOD"),
        ("view.comment", "en", "Best regards"),
    ],
)
def test_no_value(field: str, language: str, value: str) -> None:
    target, _, name = field.partition(".")
    assert refusal(target, name, value, context(language)) is not None


@pytest.mark.parametrize(
    ("field", "language", "value"),
    [
        ("contact.name", "en", "April Jones"),
        ("contact.name", "en", "May Chen"),
        ("contact.name", "en", "Carla Best"),
        ("contact.name", "en", "J. P. Morgan"),
        ("contact.name", "en", "Nguyễn Thị Hạnh"),
        ("contact.name", "es", "José María de la Cruz Hernández"),
        ("contact.name", "ru", "Андрей Коваленко"),
        ("contact.name", "ar", "كريم الطرابلسي"),
        ("contact.name", "zh", "张伟"),
        ("meeting.place", "en", "Vilnius, Lithuania"),
        ("meeting.place", "en", "ITU Headquarters, room Popov"),
        ("meeting.place", "en", "Sunday Harbour"),
        ("meeting.place", "en", "As Sib, Oman"),
        ("meeting.place", "ru", "Чолпон-Ата"),
        ("meeting.place", "ar", "عمّان، الأردن"),
        ("meeting.place", "zh", "泰国曼谷"),
        ("meeting.title", "ru", "Девятое заседание Рабочей группы РСС по подготовке к ВАСЭ"),
        ("contact.job_title", "fr", "Chef de la division des affaires internationales"),
        ("contact.job_title", "zh", "国际合作司副司长"),
        ("contact.affiliation", "en", "Ministry of Digital Governance"),
        ("position.summary", "en", "Measures against calls that would mislead the called party"),
        ("view.comment", "en", "we support it since it helps"),
    ],
)
def test_a_value(field: str, language: str, value: str) -> None:
    target, _, name = field.partition(".")
    assert refusal(target, name, value, context(language)) is None


def test_a_finding_loses_what_cannot_be_a_value_and_says_why() -> None:
    told = Finding(
        "meeting", "update", "", "cept-m1", None, {"place": "because of the rain", "mode": "hybrid"}
    )
    kept, gone = passed(told, context("en"))
    assert kept is not None
    assert dict(kept.values) == {"mode": "hybrid"}
    assert [dropped.reason for dropped in gone] == ["a reason"]


def test_without_what_it_needs_nothing_is_left() -> None:
    told = Finding("contact", "add", "", None, None, {"name": "Dear Colleagues", "role": "alternate"})
    resolved = resolve([told], context("en"))
    assert not resolved.changes
    assert not resolved.questions
    assert resolved.dropped
