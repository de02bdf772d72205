"""A sentence with everything named in it and the mood it is in: what the prose readers share.

Everything is computed when first asked for; a sentence that no reader cares about costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from mailbot.directory.records import Contact
from mailbot.mail.patterns import NOT_AFTER, NOT_BEFORE
from mailbot.reading import people, texts, values
from mailbot.reading.cities import City, cities
from mailbot.reading.context import Context
from mailbot.reading.dates import Period, periods
from mailbot.reading.people import Person
from mailbot.reading.prose.sentences import Sentence
from mailbot.reading.texts import TextRef

_DOUBTS = ("modality.doubt", "modality.hearsay")
MAX_VALUES = 30  # telephone numbers, and addresses, of one sentence


# `i.e.`, `PCC.I`, `Annex I`
_NO_PERSON = re.compile(
    r"(?P<sign>i)\.e"
    r"|(?:(?<=\w)[.-]|\b(?:Annex|Appendix|Part|Phase|Volume|Section|Chapter|Session) )(?P<roman>I)\b"
)


_YEAR_FIRST = re.compile(
    r"(?:back\s)?(?:(?:in|en|в|in the year|en el año|في|في عام|في سنة|عام)\s)?((?:19|20)\d\d)(?![\d/.-])"
    r"(?:\s?(?:года|году|г\.|年))?[,，、\s]?",
    re.I,
)  # fmt: skip


_OUR_BODY = re.compile(r"我(?:司|部|局|院|方|国|區|区|们|們|处|處|所|公司|单位|会|會|署|组织)")
_IS = re.compile(r"[)\]]?\s*(?:is|was|est|es|это|هو|是)(?!\w)")  # `202 482 1866 is the fax`
_IN_LIST = re.compile(r"stand\w*\sin\s(?:the|your|our)\s(?:\w+\s)?(?:sheet|list|table|directory|row)", re.I)


@lru_cache(maxsize=256)
def _named(code: str, name: str) -> re.Pattern[str]:
    return re.compile(rf"{NOT_AFTER}(?:{re.escape(code)}|{re.escape(name)}){NOT_BEFORE}")


_MONTH_OF_MAY = re.compile(
    r"(?<=\w )May(?= [a-z]+ing\b| \d|\W*$|\W)"
    r"|\b(?i:since|in|from|until|by|last|this|next|early|mid|late)[ -]May\b"
)


@dataclass(frozen=True)
class Value:
    """An e-mail address or a telephone number at [start:end]."""

    start: int
    end: int
    raw: str


@dataclass(frozen=True, eq=False)
class Scene:
    """One sentence in its circumstances."""

    sentence: Sentence
    context: Context
    silenced: str = ""  # what the sentence said before later words took it back; it still sets the topic

    @cached_property
    def text(self) -> str:
        return self.sentence.text

    def has(self, name: str) -> bool:
        return self.context.words.pattern(name).search(self.text) is not None

    def has_in(self, name: str, text: str) -> bool:
        return self.context.words.pattern(name).search(text) is not None

    def spans(self, name: str) -> list[tuple[int, int]]:
        found = [m.span() for m in self.context.words.pattern(name).finditer(self.text)]
        if found and _NO_PERSON.search(self.text):  # that is not `I`
            numerals = {max(m.start("sign"), m.start("roman")) for m in _NO_PERSON.finditer(self.text)}
            found = [(a, b) for a, b in found if not (b - a == 1 and a in numerals)]
        return found

    @cached_property
    def people(self) -> list[Person]:
        return people.people(self.text, self.context)

    @cached_property
    def texts(self) -> list[TextRef]:
        lead = self.sentence.lead if self.sentence.item else ""
        return texts.mentions(self.text, self.context, lead)

    @cached_property
    def emails(self) -> list[Value]:
        return [Value(*found) for found in values.emails(self.text)[:MAX_VALUES]]

    @cached_property
    def _numbers(self) -> list[tuple[int, int, str]]:
        return values.phone_spans(self.text)

    @property
    def is_crowded(self) -> bool:
        """Whether there are more numbers or addresses in it than are read."""
        return max(len(self._numbers), self.text.count("@")) > MAX_VALUES

    @cached_property
    def phones(self) -> list[Value]:
        """Numbers, without those marked as fax."""
        out = []
        fax = self.context.words.pattern("contact.fax_label")
        for start, end, raw in self._numbers[:MAX_VALUES]:
            behind = _IS.match(self.text, end)
            faxed = behind is not None and fax.search(self.text[behind.end() : behind.end() + 12]) is not None
            if not faxed and not fax.search(self.text[max(0, start - 14) : start]):
                out.append(Value(start, end, raw))
        return out

    @cached_property
    def periods(self) -> list[Period]:
        return periods(self.text, self.context.today)

    @cached_property
    def cities(self) -> list[City]:
        return cities(self.text, self.context.language)

    @cached_property
    def organizations(self) -> list[tuple[int, int, str]]:
        """(start, end, code) of every organization named, the sender's own included."""
        found = []
        for organization in self.context.directory.organizations:
            patterns = [self.context.words.pattern(f"organization.{organization.code}")]
            if organization.code in self.text or organization.name in self.text:
                patterns.append(_named(organization.code, organization.name))
            for pattern in patterns:
                found += [(m.start(), m.end(), organization.code) for m in pattern.finditer(self.text)]
        addresses = [(v.start, v.end) for v in self.emails]  # `x@crc-co.example` names nobody
        return sorted({f for f in found if not any(a <= f[0] < b for a, b in addresses)})

    @cached_property
    def others(self) -> list[str]:
        """Codes of organizations named that are not the sender's own."""
        mine = self.context.organization
        return list(dict.fromkeys(code for _, _, code in self.organizations if code != mine))

    @cached_property
    def says_i(self) -> list[tuple[int, int]]:
        """Where the writer speaks of himself; `我司` is his ministry."""
        found = self.spans("contact.i")
        return [(a, b) for a, b in found if not _OUR_BODY.match(self.text, a)]

    @cached_property
    def bare(self) -> str:
        """Without polite forms, which look like doubt and are none, and without the month of May."""
        text = _MONTH_OF_MAY.sub(" ", self.text)
        return self.context.words.pattern("modality.polite.words").sub(" ", text)

    @cached_property
    def denied(self) -> bool:
        return self.context.words.pattern("modality.denial").search(self.text) is not None

    @cached_property
    def supposed(self) -> bool:
        """Hypothesis, plan or condition."""
        return self.context.words.pattern("modality.hypothesis").search(self.bare) is not None

    @cached_property
    def doubted(self) -> bool:
        """Hearsay, or a claim the writer is not sure of."""
        words = self.context.words
        if not any(words.pattern(name).search(self.text) for name in _DOUBTS):
            return False
        said = words.pattern("modality.witnessed").sub(" ", self.text)  # `I heard Mr X speak` is no rumour
        return said == self.text or any(words.pattern(name).search(said) for name in _DOUBTS)

    @cached_property
    def asks(self) -> bool:
        return self.text.rstrip().endswith(("?", "？", "؟"))

    @cached_property
    def bygone(self) -> bool:
        """Whether the only years named are over: `in 2016 a similar workshop was held`."""
        found = list(re.finditer(r"(?<![\d/.-])(?:19|20)\d\d(?![\d-])", self.text))
        years = {int(each[0]) for each in found}
        since = self.context.words.pattern("contact.since_year")
        if any(since.search(" ".join(self.text[: each.start()].split()[-2:])) for each in found):
            return False  # `who has worked with us since 2016` goes on
        return bool(years) and max(years) < self.context.today.year and not self.texts

    @cached_property
    def opens_long_ago(self) -> bool:
        """Whether a year that is over sets the sentence: `In 2016 we opposed it`, `2012年，...`."""
        year = _YEAR_FIRST.match(self.text)
        return year is not None and int(year[1]) < self.context.today.year

    @cached_property
    def temporary(self) -> bool:
        """For one occasion or a time only: `this week`, but not `since this week` nor a farewell."""
        since = self.context.words.pattern("contact.since")
        nobody = self.context.words.pattern("contact.nobody_yet")  # `for the time being there is none`
        found = [
            start
            for start, _ in self.spans("contact.temporary")
            if not since.search(" ".join(self.text[max(0, start - 30) : start].split()[-3:]))
            and not nobody.search(self.text[start : start + 50])
            and not _IN_LIST.match(self.text, start)
        ]
        return bool(found) and not self.has("contact.for_good")

    @cached_property
    def past(self) -> bool:
        """A report of what was: `used to be`, a year gone by; "not earlier than" is none."""
        if self.bygone or self.opens_long_ago:
            return True
        negation = self.context.words.pattern("modality.negation")
        return any(
            not negation.fullmatch(self.text[:start].split()[-1] if self.text[:start].split() else "")
            for start, _ in self.spans("modality.past")
        )

    @cached_property
    def unchanged(self) -> bool:
        return self.has("modality.unchanged")

    @cached_property
    def asserted(self) -> bool:
        """Whether the sentence states something to be entered: no denial, no doubt, no supposition."""
        return not (self.denied or self.supposed or self.doubted)

    def saying(self, text: str) -> Scene:
        """The scene with another text in the same place."""
        return Scene(replace(self.sentence, text=text), self.context)

    def own_people(self) -> list[Contact]:
        return [
            p.contact
            for p in self.people
            if p.contact and p.contact.organization == self.context.organization
        ]


def scenes(sentences: Sequence[Sentence], context: Context) -> list[Scene]:
    return [Scene(sentence, context) for sentence in sentences]
