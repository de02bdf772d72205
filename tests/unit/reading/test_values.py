"""Dates, numbers, names and texts as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from mailbot.directory.programme import load_text
from mailbot.reading import people, texts
from mailbot.reading.context import Context
from mailbot.reading.dates import periods
from mailbot.reading.language import detect
from mailbot.reading.values import emails, folded, phone, phone_spans, same

STATE = """
programme: {id: p, title: P, timezone: Europe/Zurich}
organizations:
  - {code: NRTC, name: Northern Council, domains: [nrtc.example]}
  - {code: PACU, name: Pacific Union, domains: [pacu.example]}
contacts:
  - {id: n1, organization: NRTC, role: coordinator, committee: COM3, honorific: Mr, name: Oskar Berg, email: o.berg@nrtc.example, country: SE}
  - {id: n2, organization: NRTC, role: alternate, committee: COM3, honorific: Ms, name: Anna Berg, email: a.berg@nrtc.example, country: FI}
  - {id: n3, organization: NRTC, role: coordinator, committee: COM4, honorific: Mr, name: Тимур Ахметов, email: t@nrtc.example, country: KZ}
  - {id: p1, organization: PACU, role: focal_point, committee: all, honorific: Ms, name: Kim Seo-yeon, email: k@pacu.example, country: KR}
texts:
  - {id: Resolution 20, title: Numbering resources of the sector}
  - {id: Resolution 43, title: Regional preparations}
  - {id: Resolution 44, title: Standardization gap}
  - {id: Resolution 45, title: Coordination}
  - {id: A.7, title: Focus groups}
"""
TODAY = date(2021, 1, 12)


@pytest.fixture(scope="module")
def context() -> Context:
    directory = load_text(STATE)
    return Context(directory, "NRTC", None, None, "", None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from 7 to 10 February 2021", "2021-02-07", "2021-02-10"),
        ("31 January - 3 February 2021", "2021-01-31", "2021-02-03"),
        ("8-12/3/21", "2021-03-08", "2021-03-12"),
        ("8.-12.", None, None),
        ("12 to 16 April", "2021-04-12", "2021-04-16"),
        ("the 3rd of March", "2021-03-03", "2021-03-03"),
        ("February 7 to 10, 2021", "2021-02-07", "2021-02-10"),
        ("le 12 avril", "2021-04-12", "2021-04-12"),
        ("du 12 au 14 avril 2021", "2021-04-12", "2021-04-14"),
        ("del 22 al 26 de febrero de 2021", "2021-02-22", "2021-02-26"),
        ("30-31 марта", "2021-03-30", "2021-03-31"),
        ("с 24 по 26 февраля 2021 года", "2021-02-24", "2021-02-26"),
        ("من ٢٥ إلى ٢٨ أبريل ٢٠٢١", "2021-04-25", "2021-04-28"),
        ("2021年1月26日至29日", "2021-01-26", "2021-01-29"),
        ("4月12日", "2021-04-12", "2021-04-12"),
        ("2021-02-07", "2021-02-07", "2021-02-07"),
        ("15 December", "2020-12-15", "2020-12-15"),
        ("10 November", "2021-11-10", "2021-11-10"),
        ("31 February 2021", None, None),
        ("call +41 22 730 51 11", None, None),
    ],
)
def test_periods(text: str, first: str | None, last: str | None) -> None:
    found = periods(text, TODAY)
    assert [(p.first.isoformat(), p.last.isoformat()) for p in found] == ([(first, last)] if first else [])


@pytest.mark.parametrize(
    ("raw", "country", "value"),
    [
        ("+66 2 555 0138", None, "+6625550138"),
        ("0046 8 678 57 10", None, "+4686785710"),
        ("08-678 57 10", "SE", "+4686785710"),
        ("8 (7172) 74-99-15", "KZ", "+77172749915"),
        ("٠٠٢٠٢٢٥٧٥٠٥٧٧", "EG", "+20225750577"),
        ("+44 (0)20 7946 0812", None, "+442079460812"),
        ("08-678 57 10", None, None),
        ("12", "SE", None),
    ],
)
def test_phone(raw: str, country: str | None, value: str | None) -> None:
    assert phone(raw, country) == value


@pytest.mark.parametrize(
    "text", ["12.01.2021", "2020-2021", "25-28/01/2021", "Resolution 20", "12.30-15.30", "LS 42"]
)
def test_no_phone(text: str) -> None:
    assert phone_spans(text) == []


def test_addresses_end_before_the_full_stop() -> None:
    assert [a for _, _, a in emails("use a.b@x.example. Not c@y.example, (d@z.example)")] == [
        "a.b@x.example", "c@y.example", "d@z.example",
    ]  # fmt: skip


def test_same() -> None:
    assert same("phone", "+41227305111", "+41 22 730 51 11")
    assert not same("phone", "+41227305111", "+41227305112")
    assert same("email", "A@x.example", "a@x.example")
    assert not same("email", "a@x.example", None)
    assert folded("Béatrice  LEMOINE") == "beatrice lemoine"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Mr Berg", ["n1"]),
        ("Ms Berg", ["n2"]),
        ("Berg", ["n1", "n2"]),
        ("Oskar", ["n1"]),
        ("BERG Oskar", ["n1"]),
        ("O. Berg's number", ["n1"]),
        ("Erik Berg", []),
        ("Timur Akhmetov", ["n3"]),
        ("Тимура Ахметова", ["n3"]),
        ("Seo-yeon Kim", ["p1"]),
        ("a.berg@nrtc.example", ["n2"]),
    ],
)
def test_people(text: str, ids: list[str], context: Context) -> None:
    found = [c.id for p in people.people(f"We spoke to {text} today", context) for c in p.contacts]
    assert sorted(set(found)) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Res. 20 and 44", ["Resolution 20", "Resolution 44"]),
        ("Resolutions 43-45", ["Resolution 43", "Resolution 44", "Resolution 45"]),
        ("Recommendation A.7", ["A.7"]),
        ("Рекомендация А.7 и Резолюция 20", ["A.7", "Resolution 20"]),
        ("第20号决议和A.7建议书", ["Resolution 20", "A.7"]),
        ("القرار 44", ["Resolution 44"]),
        ('"Numbering resources of the sector"', ["Resolution 20"]),
        ("Resolution 177", ["Resolution 177"]),
        ("20 January", []),
    ],
)
def test_texts(text: str, ids: list[str], context: Context) -> None:
    found = texts.mentions(text, context)
    assert [t.id for t in found] == ids
    assert all(t.known == (t.id != "Resolution 177") for t in found)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Please find our corrections below.", "en"),
        ("Veuillez trouver nos corrections dans le tableau.", "fr"),
        ("Les rogamos que actualicen el cuadro de propuestas.", "es"),
        ("Резолюция 29: MOD", "ru"),
        ("第32号决议：由MOD改为NOC。", "zh"),
        ("القرار 2: MOD بدلاً من SUP", "ar"),
        ("OK", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert detect(text) == language
