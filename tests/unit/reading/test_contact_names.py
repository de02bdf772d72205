"""Names in other scripts and other cases: sounded out, put into the nominative, joined with the Latin one."""

from __future__ import annotations

import pytest

from mailbot.reading import people
from mailbot.reading.context import Context
from mailbot.reading.declension import nominative
from mailbot.reading.names import declined
from mailbot.reading.pinyin import fits
from tests.unit.reading.contact_case import SENDERS, STATE


def _context(language: str, sender: str = "apt-1") -> Context:
    contact = SENDERS[sender]
    return Context(STATE, contact.organization, contact, contact.email, contact.name, None, language)


@pytest.mark.parametrize(
    ("written", "honorific", "wanted"),
    [
        ("Виталия Сушкевича", None, "Виталий Сушкевич"),
        ("Иваном Петровым", None, "Иван Петров"),
        ("Павла Шевчука", None, "Павел Шевчук"),
        ("Сергея Зелинского", None, "Сергей Зелинский"),
        ("Александра Петрова", "Mr", "Александр Петров"),
        ("Динару Сеитову", None, "Динара Сеитова"),
        ("Ольги Ковальской", None, "Ольга Ковальская"),
        ("Гульназ Ахметову", "Ms", "Гульназ Ахметова"),
        ("Тигран Асланян", None, "Тигран Асланян"),
        ("Анна Петрова", None, "Анна Петрова"),
        ("Ivan Petrov", None, "Ivan Petrov"),
    ],
)
def test_russian_names_of_new_people_are_in_the_nominative(
    written: str, honorific: str | None, wanted: str
) -> None:
    assert nominative(written, honorific) == wanted


@pytest.mark.parametrize(
    ("signs", "units", "wanted"),
    [
        ("张伟", ("zhang", "wei"), True),
        ("张丽华", ("zhang", "lihua"), True),
        ("刘晓东", ("liu", "xiaodong"), True),
        ("張偉", ("zhang", "wei"), True),
        ("张敏", ("zhang", "wei"), False),
        ("李伟", ("zhang", "wei"), False),
        ("伟", ("zhang", "wei"), False),
    ],
)
def test_chinese_names_are_sounded_out(signs: str, units: tuple[str, ...], wanted: bool) -> None:
    assert fits(signs, units) is wanted


def test_a_family_name_with_an_honorific_is_one_of_that_kind() -> None:
    found = people.people("张女士的电话有变。", _context("zh"))
    assert [p.contact and p.contact.id for p in found] == ["apt-4"]


def test_an_unknown_full_name_is_somebody_new() -> None:
    found = people.people("由我处刘晓东（Liu Xiaodong）先生接任。", _context("zh"))
    assert [(p.name, p.honorific, p.is_new) for p in found] == [("Liu Xiaodong", "Mr", True)]


def test_a_latin_name_in_brackets_is_the_same_person() -> None:
    found = people.people("السيدة سعاد المريني (Souad El Mrini) زميلتنا", _context("ar", "las-1"))
    assert [(p.name, p.honorific) for p in found] == [("Souad El Mrini", "Ms")]


@pytest.mark.parametrize(
    "text", ["I was given the title Director for Standardization Strategy.", "Equatorial Guinea"]
)
def test_posts_and_countries_are_nobody(text: str) -> None:
    assert [p for p in people.people(text, _context("en", "cept-1")) if p.is_new] == []


def test_spellings_across_languages_are_one_name() -> None:
    assert declined("Петром", "petrom", ["piotr"])
    assert declined("Ковалёвой", "kovalevoy", ["kavaliova"])
    assert not declined("Петровым", "petrovym", ["piotr"])
