"""What every mail of every occasion keeps in every language: its structure, its calendar, one text in two forms,
and no sentence that stayed English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache

import pytest
import vobject
from icalendar import Calendar
from selectolax.lexbor import LexborHTMLParser

from mailbot.directory.records import KINDS, values
from mailbot.outbound.invitations import held
from mailbot.wording import LANGUAGES, SHIPPED_WORDINGS
from tests.unit.outbound.golden_mails import CASE, IDENTITY, MAILS, golden, spoken_to_in
from tests.unit.outbound.test_composing import parsed

INVITING = {
    "call-notice", "call-reminder", "circular-reminder", "invitation", "hour-reminder", "call-update",
}  # fmt: skip
WITH_CALENDAR = sorted(INVITING | {"call-cancelled"})
BLOCKS = "p, td, th, h1, h2, h3, h4, li, pre, blockquote, div, title, dt, dd"
COMMANDS = ("send contacts|table|calendar [as FORMAT]", "send table as gif", "unsubscribe irm-com4")
WRITTEN = (  # by the people of our examples, in the mails that quote them
    "Dear all, we shall need a second room for the drafting group.", "Room for Tuesday",
    "LS 42: Outcome of the inter-regional meeting", "Mr Smith: no such contact in CEPT", "the table is closed",
    "Head of International Matters", "Head of International Affairs",
    "the sender failed authentication:",  # a verdict is kept as it was given, for officers
    *CASE.items[0].change.evidence, IDENTITY.name, IDENTITY.address,
)  # fmt: skip

each_occasion = pytest.mark.parametrize("occasion", MAILS)
each_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def message(occasion: str, language: str) -> EmailMessage:
    return parsed(golden(occasion, language).content)


def part(occasion: str, language: str, kind: str) -> str:
    (found,) = (each for each in message(occasion, language).walk() if each.get_content_type() == kind)
    return str(found.get_content()).replace("\r\n", "\n")


def page_of(occasion: str, language: str) -> LexborHTMLParser:
    return LexborHTMLParser(part(occasion, language, "text/html").replace("<wbr>", ""))


@each_occasion
@each_language
def test_another_parser_finds_a_sound_mail(occasion: str, language: str) -> None:
    """`parsed` raises for any defect, bare CR or LF, and lines beyond 998 octets."""
    mail = message(occasion, language)
    assert mail["Subject"] == golden(occasion, language).subject
    found = [each.get_content_type() for each in mail.walk() if not each.get_filename()]
    alternatives = ["multipart/alternative", "text/plain", "text/html"]
    if occasion in WITH_CALENDAR:
        alternatives.append("text/calendar")
    files = ["multipart/mixed"] if any(each.get_filename() for each in mail.walk()) else []
    assert found == files + alternatives


@pytest.mark.parametrize("occasion", WITH_CALENDAR)
@each_language
def test_two_parsers_read_the_same_calendar(occasion: str, language: str) -> None:
    written = part(occasion, language, "text/calendar").replace("\n", "\r\n")
    assert max(len(line.encode()) for line in written.split("\r\n")) <= 75
    method = "REQUEST" if occasion in INVITING else "CANCEL"
    calendar = Calendar.from_ical(written)
    other = vobject.readOne(written)
    assert calendar["METHOD"] == other.method.value == method
    (event,) = calendar.events
    assert not event.errors
    assert not list(calendar.errors)
    assert str(event["UID"]) == other.vevent.uid.value
    assert str(event["SUMMARY"]) == other.vevent.summary.value
    assert str(event.get("DESCRIPTION", "")) == other.vevent.description.value
    assert event.start == other.vevent.dtstart.value == held(written.encode()).starts
    assert event.end == other.vevent.dtend.value
    assert str(event["SEQUENCE"]) == other.vevent.sequence.value
    invited = f"mailto:{golden(occasion, language).recipient.address}"
    assert event["ATTENDEE"] == other.vevent.attendee.value == invited
    assert event["ATTENDEE"].params["CN"] == other.vevent.attendee.params["CN"][0]


@each_occasion
@each_language
def test_the_page_says_its_language_and_direction(occasion: str, language: str) -> None:
    page = page_of(occasion, language)
    direction = "rtl" if language == "ar" else "ltr"
    assert page.root is not None and page.body is not None
    assert (page.root.attributes["lang"], page.root.attributes["dir"]) == (language, direction)
    assert page.body.attributes["dir"] == direction
    turned = "text-align:left" if language == "ar" else "text-align:right"
    inside = set(page.body.css(f'[dir=ltr] [style*="{turned}"], [dir=ltr][style*="{turned}"]'))
    if language == "ar":  # what is to be typed or corrected is at the left everywhere
        assert [each.html for each in page.body.css(f'[style*="{turned}"]') if each not in inside] == []
    else:
        assert page.body.css(f'[style*="{turned}"]') == []


def letters(shown: str) -> str:
    """Letters and digits in their order: Chinese lines are broken anywhere."""
    return "".join(re.findall(r"[^\W_]+", shown)).casefold()


def body_of(occasion: str, language: str) -> str:
    """The page's text without its coloured band, with the numbers that lists count by themselves, and without
    the last line of mails that name programme and address there."""
    page = page_of(occasion, language)
    assert page.body is not None
    band = page.body.css_first("div > div")
    assert "background-color" in str(band.attributes["style"])
    band.decompose()
    for counted in page.body.css("ol"):
        items = (each for each in counted.iter() if each.tag == "li")
        for number, item in enumerate(items, int(counted.attributes.get("start") or 1)):
            assert item.child is not None
            item.child.insert_before(f"{number}. ")
    footer = page.body.css("p")[-1]
    if footer.text().endswith(f" · {IDENTITY.address}"):
        footer.decompose()
    return page.body.text(separator=" ")


@each_occasion
@each_language
def test_text_and_page_say_the_same(occasion: str, language: str) -> None:
    text = letters(part(occasion, language, "text/plain"))
    page = letters(body_of(occasion, language))
    assert page.removesuffix(letters(IDENTITY.name)) == text.removesuffix(letters(IDENTITY.name))


def paragraphs(occasion: str, language: str) -> Iterator[str]:
    """The subject, the title, the page's innermost blocks and the calendar's lines; not what is to be typed, and
    what people wrote."""
    yield str(message(occasion, language)["Subject"])
    for block in page_of(occasion, language).css(BLOCKS):
        if len(block.css(BLOCKS)) == 1 and block.attributes.get("dir") is None:
            yield " ".join(block.text(separator=" ").split())
    if occasion in WITH_CALENDAR:
        (event,) = Calendar.from_ical(part(occasion, language, "text/calendar")).events
        for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
            yield from str(event.get(name, "")).splitlines()


@cache
def data(language: str) -> tuple[str, ...]:
    """What the directory and our examples say, longest first; titles that have a translation are not among it."""
    directory, say = spoken_to_in("en"), SHIPPED_WORDINGS.of(language)
    records = [record for kind in KINDS for record in directory.of_kind(kind)]
    told = {str(value) for record in records for value in values(record).values()}
    told |= {f"{each.honorific} {each.name}" for each in directory.contacts}
    told |= {each.text.removeprefix("New: ") for each in directory.positions}
    found = {each for each in told if len(each.split()) > 1 and say.data(each) == each}
    return tuple(sorted(found | set(WRITTEN) | set(COMMANDS), key=len, reverse=True))


def sentences(occasion: str, language: str, without: tuple[str, ...]) -> Iterator[str]:
    """What the paragraphs say besides data, addresses, names of lists, and what TSB's officers are to add."""
    for paragraph in paragraphs(occasion, language):
        own = re.sub(r"\[\[TSB to add: [^\]]*\]\]|\S+@\S+|https://\S+|irm-\w+", "-", paragraph)
        for each in without:
            own = own.replace(each, "-")
        yield from re.split(r"(?<=[.:;!?]) ", own)


def left_english(occasion: str, language: str) -> list[str]:
    """Sentences of more than three words that are the same as in the English mail."""
    english = set(sentences(occasion, "en", data(language)))
    own = sentences(occasion, language, data(language))
    return [each for each in own if each in english and len(re.findall(r"[A-Za-z][a-z]+", each)) > 3]


@each_occasion
@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_no_sentence_stayed_english(occasion: str, language: str) -> None:
    assert left_english(occasion, language) == []


def test_a_sentence_that_stayed_english_would_be_found() -> None:
    assert len(left_english("call-notice", "en")) > 5
