"""Bodies that meet and are none of the region's own groups: `the SADC session`, `PCC.II` beside PCC.I.

A body is known by its capitals: letters that are no initials of the region's own titles, or a name that ends
in a word such as "Council" or "Forum" and has a word in it that no title of the region's has.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context

_NUMERAL = r"(?:[.\s-]?(?:[IVX]{1,4}(?![\w])|\d{1,3}(?![\w.])))?"
_LETTERS = rf"(?<![\w@./-])[A-Z][A-Z0-9&]*[A-Z](?:-[A-Z](?![\w]))?{_NUMERAL}(?![\w@])"
_CYRILLIC = r"(?<![\w-])[А-ЯЁ]{3,}(?:-[А-Я])?(?![\w])"
_NAME = (
    r"(?<![\w@.])(?:[A-Z][\w'’-]+|[A-Z]{2,})(?:\s(?:(?:of|on|for|and|the|in|&)\s){0,2}[A-Z][\w'’-]+){0,6}"
    r"(?:\s\d{1,2}[A-Z]?(?!\w))?"
)
_HEAD = re.compile(
    r"\b(?:Council|Board|Committee|Commission|Forum|Group|Conference|Congress|Summit|Assembly|Union|Association"
    r"|Bureau|Alliance|Parliament|Party|Network|Taskforce|Symposium|Academy|Club)\b"
)
_NUMBERED_ELSE = {"wtsa", "itu", "com", "td", "res", "rec", "ls", "covid", "cl", "sg", "rg"}
_ITSELF = {"itu", "itu-t", "itu-r", "itu-d", "uit", "uit-t", "мсэ", "мсэ-т"}  # whose meetings are no region's
_TOPICAL = re.compile(  # `Working Group on spectrum`
    r"(?<![\w-])(?:[A-Z][\w-]+\s){0,3}(?:Group|Committee|Commission|Force|Party|Team)\son\s(?:the\s)?([a-z][\w-]+)"
)
_SMALL = {"of", "the", "for", "on", "and", "in", "de", "la", "du", "des"}
# words of any title, and what the letters in mails stand for anyhow
_WORDS = """
    itu itu-t itu-r itu-d wtsa tsb utc gmt cet cest eet msk amnt com3 com4 zoom teams webex tbc tbd tba
    ok faq covid covid-19 ict mod sup add noc td ls rpm irm pm pg wg icg vc hq fyi nb ps re eu uk us usa
    uae ma pdf am url asap working preparatory project drafting ad hoc regional joint coordination group
    party team committee meeting session plenary first second third fourth fifth sixth seventh eighth
    ninth tenth standardization standardisation telecommunication telecommunications preparation
    preparations world assembly international conference commission workshop proposals common the our of
    on for and in task force january february march april may june july august september october
    november december spring summer autumn winter seminar forum a an extraordinary special васэ вкс зум
"""
_PLAIN = frozenset(_WORDS.split())


def foreign(text: str, context: Context) -> list[tuple[int, int]]:
    """Where the text names a body that is none of the region's own."""
    if not re.search(r"[A-Z]{2}|[A-Z][a-z]+ (?:[a-z]{2,3} )?[A-Z]|[А-ЯЁ]{3}", text):
        return []
    asked = ("foreign bodies", text)
    if asked not in context.kept:
        found = [m.span() for m in re.finditer(_LETTERS, text) if not is_own(m[0], context)]
        found += [m.span() for m in re.finditer(_CYRILLIC, text) if not is_own(m[0], context)]
        found += [
            m.span() for m in re.finditer(_NAME, text)
            if _HEAD.search(m[0]) and " " in m[0] and has_strange(m[0], context)
        ]  # fmt: skip
        found += [m.span() for m in _TOPICAL.finditer(text) if has_strange(m[1], context)]
        context.kept[asked] = found
    kept: list[tuple[int, int]] = context.kept[asked]
    return kept


_NUMBERED = re.compile(
    r"(?<![\w-])(?P<letters>[A-Z]{2,5}(?:\.[IVX]{1,3})?)(?:\s?WTSA(?:-?\d\d)?)?[\s-]?#?(?<!WTSA-)(?<!WTSA)(?P<number>\d{1,2})(?!\w|[/.:-]\d|\s?%)"
)


_COUNTED = re.compile(  # `4th APG`, `38.ª CCP.I`
    r"(?<![\w/.:-])(?P<number>\d{1,2})(?:\s?(?:st|nd|rd|th|\.?[ªº]|e)|-(?:st|nd|rd|th))\s(?P<letters>[A-Z]{2,5}(?:\.[IVX]{1,3})?)(?!\w)"
)


def numbered(text: str, context: Context) -> list[tuple[int, int, int]]:
    """(start, end, number) of `APG-3`, `PT 5`, `WG #4`: a group's letters and which of its meetings."""
    found = []
    for m in (*_NUMBERED.finditer(text), *_COUNTED.finditer(text)):
        letters = m["letters"].casefold()
        _, rows = vocabulary(context)
        bare = re.sub(r"\W", "", letters)
        if letters not in _NUMBERED_ELSE and any(bare in row for row in rows):
            found.append((m.start("number"), m.end("number"), int(m["number"])))
    return found


def own_meetings(context: Context) -> list[Meeting]:
    return [m for m in context.directory.meetings if m.organization == context.organization]


def vocabulary(context: Context) -> tuple[set[str], list[str]]:
    """The words of the region's own titles and of all organizations; the initials of each title."""
    asked = ("words of own bodies", context.organization)
    if asked not in context.kept:
        titles = [m.title for m in own_meetings(context)]
        names = [f"{o.code} {o.name}" for o in context.directory.organizations]
        own = [
            f"{o.code} {o.name}" for o in context.directory.organizations if o.code == context.organization
        ]
        words = {w for text in (*titles, *names) for w in _words(text)}
        context.kept[asked] = (words, [initials(text) for text in (*titles, *own)])
    found: tuple[set[str], list[str]] = context.kept[asked]
    return found


def initials(title: str) -> str:
    """`APG` is in those of "4th Meeting of the APT Preparatory Group"."""
    return "".join(w[0] for w in _words(title) if w not in _SMALL)


def _words(text: str) -> list[str]:
    return [w.casefold() for w in re.findall(r"[^\W_][\w.-]*\w|\w", text)]


def is_own(letters: str, context: Context) -> bool:
    """`APG` of the "APT Preparatory Group", `CCP.I` of PCC.I, `WTSA20-4`."""
    plain = letters.casefold()
    words, rows = vocabulary(context)
    if plain in _ITSELF:
        return plain in words
    if plain in _PLAIN or plain in words or re.fullmatch(r"(?:wtsa|com)[\s.-]?\d+(?:-\d+)?", plain):
        return True
    if any(p.search(letters) for p in _names(context)):
        return True
    split = re.fullmatch(r"([A-Z&-]+?)(?:[.\s-]?([IVX]{1,4}|\d{1,3}))?", letters)
    bare, numeral = (split[1], split[2] or "") if split else (letters, "")
    for word in words:
        known = re.fullmatch(r"([a-z]+)[.\s-]?([ivx]{0,4}|\d*)", word)
        same = known and sorted(known[1]) == sorted(bare.casefold())
        if same and known and (known[2] or "") == numeral.casefold() and len(bare) > 2:
            return True
    letters_only = re.sub(r"[^a-z]", "", bare.casefold())
    return bool(letters_only) and any(letters_only in row for row in rows)


def _names(context: Context) -> list[re.Pattern[str]]:
    return [context.words.pattern(f"organization.{o.code}") for o in context.directory.organizations]


def has_strange(name: str, context: Context) -> bool:
    """Whether the name has a word in it that no title of the region's has."""
    words, rows = vocabulary(context)
    told = [w for w in _words(name) if len(w) > 1 and not w[0].isdigit()]
    short = {w for w in told if w.upper() in name and any(w in row for row in rows)}  # `APG Drafting Group`
    return any(w not in words and w not in _PLAIN and w not in short for w in told)
