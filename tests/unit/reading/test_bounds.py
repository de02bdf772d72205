"""No mail, however strange, keeps the reader busy: little time for 100 kB, and twice the text twice the time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random

import pytest

from mailbot.inbound.interpret import Interpretation, interpret
from mailbot.mail.message import parse
from tests.speed import processor_time, spent, takes_less
from tests.unit.reading.prose_case import directory

LONG = 100_000
SECONDS = 1.2  # the slowest shapes, tabs and forms, take 1.0 on the idle machine
HEAD = "From: Juan Perez <jp@citel.example>\nSubject: x\nMessage-ID: <1@x>\nDate: Mon, 20 May 2024 10:00:00 +0000\n"
WORDS = [
    "please",
    "note",
    "session",
    "update",
    "region",
    "revised",
    "draft",
    "text",
    "members",
    "preparation",
    "final",
    "document",
    "discussed",
    "change",
    "meeting",
    "support",
    "Resolution",
    "committee",
    "coordinator",
    "Silva",
    "Perez",
    "and",
    "the",
    "of",
    "to",
    "is",
    "not",
]
SIGNS = "我们请将决议改为由张伟先生出席会议三月五日和第十次"
ARABIC = [
    "نرجو",
    "تعديل",
    "القرار",
    "السيد",
    "محمد",
    "الاجتماع",
    "القادم",
    "في",
    "جنيف",
    "لا",
    "نوافق",
    "على",
    "يوم",
    "٢٠",
    "مارس",
]
RUSSIAN = [
    "просим",
    "изменить",
    "резолюцию",
    "господин",
    "Иванов",
    "заседание",
    "пятого",
    "февраля",
    "не",
    "согласны",
    "координатор",
    "вместо",
]


def drawn(words: list[str], size: int, ends: str = "", every: int = 12, seed: int = 3) -> str:
    """Words by chance, which no collapsing of repetitions shortens; ``ends`` behind every so many."""
    random = Random(seed)
    out: list[str] = []
    length = 0
    while length < size:
        out.append(random.choice(words) + (ends if len(out) % every == every - 1 else ""))
        length += len(out[-1]) + 1
    return " ".join(out)


def numbered(line: str, size: int) -> str:
    """The line with a number that counts on, as often as it takes."""
    count = size // len(line) + 1
    return "".join(line.replace("#", str(number)) for number in range(1, count))


def repeated(unit: str) -> Callable[[int], str]:
    return lambda size: unit * (size // len(unit))


def listed(line: str) -> Callable[[int], str]:
    return lambda size: numbered(line, size)


SHAPES: dict[str, Callable[[int], str]] = {
    "on": repeated("On "),
    "blank lines": repeated("\n"),
    "dashes": repeated("-"),
    "quotation marks": repeated("> "),
    "brackets": repeated("[x] ("),
    "open quotes": repeated('"“«'),
    "one sign": repeated("x"),
    "crlf": repeated("\r\n"),
    "words": lambda size: drawn(WORDS, size),
    "sentences": lambda size: drawn(WORDS, size, "."),
    "commas": lambda size: drawn(WORDS, size, ",", 1),
    "capitals": lambda size: drawn([word.title() for word in WORDS], size),
    "capitals in lines": lambda size: drawn([word.title() for word in WORDS], size, "\n", 9),
    "short lines": lambda size: drawn(WORDS, size, "\n", 1),
    "quoted words": lambda size: drawn([f'"{word}"' for word in WORDS], size),
    "in brackets": lambda size: drawn([f"({word})" for word in WORDS], size),
    "digits": lambda size: drawn([str(number) for number in range(1, 90)], size),
    "dates": lambda size: drawn([f"{day} to 28 April 2021," for day in range(1, 27)], size),
    "months": lambda size: drawn(["May", "March", "5", "12", "and", "to"], size),
    "telephones": listed("my new phone is +47 22 # 46 00. "),
    "like telephones": listed("+47 22 # "),
    "addresses": listed("a.b#@c.example "),
    "like addresses": listed("a.b#@"),
    "names": lambda size: drawn(["Ana Silva", "and", "Mr", "Juan Perez", "Ms Ada Verne", "with"], size),
    "replacements": listed("Ms A#a Bson replaces Mr Bo C#ki. "),
    "resolutions": listed("Res. #, "),
    "changes": listed("Please change Resolution # to MOD. "),
    "pipes": listed("a# | "),
    "long table": listed("Resolution # | MOD | agreed\n"),
    "wide table": lambda size: ("Resolution 50 | " * 100 + "\n") * (size // 1600),
    "tabs": listed("a#\tb\tc\n"),
    "headers": listed("From: a#\nSent: b\nTo: c\nSubject: d\n"),
    "closings": listed("Regards,\nA#\n"),
    "bullets": listed("- a#\n  - b\n    - c\n"),
    "lead-ins": listed("By#:\n- x\n"),
    "form": listed("Name: x#\nPhone: y\n"),
    "attendance": listed("I will attend call # on 5 March and "),
    "views": listed("We support proposal # of APT on Resolution 50. "),
    "links": listed("http://a.example/# "),
    "chinese": lambda size: "".join(Random(3).choice(SIGNS) for _ in range(size)),
    "chinese numerals": lambda size: "".join(Random(3).choice("一二三四五六七八九十月日") for _ in range(size)),
    "arabic": lambda size: drawn(ARABIC, size),
    "russian": lambda size: drawn(RUSSIAN, size, ",", 7),
}  # fmt: skip
PAGES: dict[str, Callable[[int], str]] = {
    "nested": lambda size: "<div>" * (size // 11) + "x" + "</div>" * (size // 11),
    "nested quotations": lambda size: "<blockquote>" * (size // 26) + "x" + "</blockquote>" * (size // 26),
    "nested tables": lambda size: (
        "<table><tr><td>" * (size // 35) + "x" + "</td></tr></table>" * (size // 35)
    ),
    "long table": lambda size: (
        f"<table>{numbered('<tr><td>Resolution #</td><td>MOD</td></tr>', size)}</table>"
    ),
    "wide table": lambda size: (
        f"<table><tr>{numbered('<td>Resolution #</td>', size // 2)}</tr><tr>{numbered('<td>a#</td>', size // 2)}</tr></table>"
    ),
    "unclosed": listed("<span style='color:red'>a# "),
}
CASES = [(shape, "plain", text) for shape, text in SHAPES.items()]
CASES += [(shape, "html", text) for shape, text in PAGES.items()]
every_shape = pytest.mark.parametrize(
    ("kind", "text"), [c[1:] for c in CASES], ids=[f"{c[1]} {c[0]}" for c in CASES]
)


def mail(kind: str, body: str) -> bytes:
    return f"{HEAD}Content-Type: text/{kind}; charset=utf-8\n\n{body}".encode()


def reading(kind: str, body: str) -> Callable[[], Interpretation]:
    raw = mail(kind, body)
    return lambda: interpret(raw, directory(), ())


@cache
def warmed(kind: str) -> None:
    """The phrases that any shape needs are compiled before the clock runs."""
    for _, of, text in CASES:
        if of == kind:
            interpret(mail(kind, text(1_500)), directory(), ())


@every_shape
def test_long_mails_take_a_moment(kind: str, text: Callable[[int], str]) -> None:
    warmed(kind)
    assert takes_less(SECONDS, reading(kind, text(LONG)))


@every_shape
def test_time_grows_with_the_length(kind: str, text: Callable[[int], str]) -> None:
    """Twice the text takes three times as long at most; a tenth of a second is allowed for half of it anyway."""
    warmed(kind)
    half, whole = reading(kind, text(4_000)), reading(kind, text(8_000))
    assert processor_time(whole) < 0.3 or takes_less(3 * max(spent(half), spent(half)), whole)


def told(body: str) -> Interpretation:
    return interpret(mail("plain", body), directory(), ())


def test_what_is_too_much_is_asked_about() -> None:
    rest = "Resolution 50 is withdrawn."
    found = told(f"{drawn(WORDS, 30_000, '.')}\n\n{rest}")
    assert [question for question in found.questions if "more than is read at once" in question.text]
    assert all(
        quote in parse(mail("plain", drawn(WORDS, 30_000, "."))).text
        for q in found.questions[-1:]
        for quote in q.evidence
    )


@pytest.mark.parametrize("filler", ["We met again. ", "word and another "])
def test_some_pages_are_read_to_the_end(filler: str) -> None:
    body = "\n".join(f"{filler}{number}" for number in range(150))
    found = told(f"{body}\n\nPlease change Resolution 50 to SUP.")
    assert not [question for question in found.questions if "more than is read at once" in question.text]
    assert [change.target for change in found.changes] == ["position"]


def test_a_long_table_is_no_long_letter() -> None:
    rows = numbered("Resolution # | MOD | agreed | a summary of some words\n", 30_000)
    found = told(f"Text | Action | Status | Summary\n{rows}")
    assert not [question for question in found.questions if "more than is read at once" in question.text]
