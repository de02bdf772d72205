"""Whether a value can be one at all: a name that is a weekday, a place that is a reason, a post that asks for
something. Every finding of every reader passes here before it becomes a change.

Readers look for values where values stand; what they cut out of a sentence can still be another thing. The
reason of a refusal is shown by `--explain`. Nothing is said here of whether a value is right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import lru_cache

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import every_language, phrases
from mailbot.reading import countries, values
from mailbot.reading.cities import cities
from mailbot.reading.context import Context
from mailbot.reading.findings import Dropped, Finding
from mailbot.reading.values import ascii_digits, clean, folded

Check = Callable[[str, Context], str | None]

# without these a finding says nothing, whatever else is in it
_NEEDED = {("contact", "add"): ("name",), ("meeting", "add"): ("title",), ("participation", "add"): ("name",)}
_WORD = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_TIMES = ("time.month", "attendance.weekday")
_STATES = ("meeting.mode", "meeting.status", "sheet.meeting_status", "sheet.same", "meeting.noun")
_LONGEST = {"name": 8, "place": 14, "post": 16, "title": 32}  # words
_SIGNS = 3  # of Chinese that stand for one word


def passed(finding: Finding, context: Context) -> tuple[Finding | None, list[Dropped]]:
    """The finding with the values that can be values, and those that cannot; None where nothing is left."""
    if finding.op == "remove" or not finding.values:
        return finding, []
    refused: dict[str, str] = {}
    for field, value in finding.values.items():
        if isinstance(value, str) and (reason := refusal(finding.target, field, value, context)):
            refused[field] = reason
    if not refused:
        return finding, []
    gone = [
        Dropped(f"{finding.target} {field} {finding.values[field]!r}", why) for field, why in refused.items()
    ]
    kept = {field: value for field, value in finding.values.items() if field not in refused}
    needed = _NEEDED.get((finding.target, finding.op), ())
    is_lost = not kept or any(field in refused for field in needed)
    return (None if is_lost else replace(finding, values=kept)), gone


def refusal(target: str, field: str, value: str, context: Context) -> str | None:
    """Why the text cannot be a value of this field; None where it can."""
    check = _CHECKS.get((target, field))
    text = clean(value) if check else ""
    return check(text, context) if check and text else None


def _name(text: str, context: Context) -> str | None:
    if _length(text) > _LONGEST["name"]:
        return "too long for a name"
    if re.search(r"[\d?!=<>@:;]", ascii_digits(text)):
        return "no sign of a name"
    if _is_body(text, context) or _is_text(text, context):
        return "the name of something else"
    if not HAN.search(text) and _nobody(text):
        return "no word of it is one of a name"
    return None


@lru_cache(maxsize=2048)
def _nobody(text: str) -> bool:
    """Whether every word is a month, a greeting, a post, an imperative: `Respected Sir`, `I. Tuesdays`."""
    words = [w.strip(".") for w in _WORD.findall(text)]
    return not any(len(word) > 1 and not is_no_name(word) for word in words)


@lru_cache(maxsize=2048)
def is_no_name(word: str) -> bool:
    """Whether the word is a month, a weekday, a greeting, a field or another word that names nobody."""
    known = every_language()
    if any(p.fullmatch(word) for key in _TIMES for p in known.patterns(key).values()):
        return True
    return any(known.pattern(key).fullmatch(word) for key in ("gate.no_name", "contact.name_stop"))


def _place(text: str, context: Context) -> str | None:
    if (other := _sentence(text, _LONGEST["place"], context)) or (other := _address(text)):
        return other
    if _is_contact(text, context) or _is_honoured(text, context):
        return "a person"
    if _is_body(text, context):
        return "an organization"
    if cities(text, context.language) or countries.mentioned(text):
        return None
    times = _only(text, _TIMES, context)
    if times or _only(text, _STATES, context):
        return "a date" if times else "a mode or a state"
    return None


def _title(text: str, context: Context) -> str | None:
    if other := _sentence(text, _LONGEST["title"], context):
        return other
    if _is_contact(text, context):
        return "a person"
    return "a date" if _only(text, _TIMES, context) else None


def _post(text: str, context: Context) -> str | None:
    if (other := _sentence(text, _LONGEST["post"], context)) or (other := _address(text)):
        return other
    if _is_contact(text, context):
        return "a person"
    if context.words.pattern("contact.wrong").fullmatch(text):
        return "what is wrong, not what is right"
    if any(folded(text) == folded(o.code) for o in context.directory.organizations):
        return "an organization"
    return "a date" if _only(text, _TIMES, context) else None


def _employer(text: str, context: Context) -> str | None:
    if (other := _sentence(text, _LONGEST["post"], context)) or (other := _address(text)):
        return other
    if _is_contact(text, context):
        return "a person"
    return "a date" if _only(text, _TIMES, context) else None


def _summary(text: str, context: Context) -> str | None:
    if _is_courtesy(text, context) or _asks(text, context):
        return "a courtesy or a request"
    codes = {"action": "position.action", "status": "position.status"}
    if any(p.fullmatch(text) for key in codes.values() for p in context.words.patterns(key).values()):
        return "another field of the row"
    return "a person" if _is_contact(text, context) else None


def _comment(text: str, context: Context) -> str | None:
    return "a courtesy" if _is_courtesy(text, context) else None


def _url(text: str, _context: Context) -> str | None:
    return None if "." in text and " " not in text else "no address of a page"


_CHECKS: Mapping[tuple[str, str], Check] = {
    ("contact", "name"): _name,
    ("participation", "name"): _name,
    ("contact", "job_title"): _post,
    ("contact", "affiliation"): _employer,
    ("meeting", "place"): _place,
    ("meeting", "title"): _title,
    ("meeting", "url"): _url,
    ("position", "summary"): _summary,
    ("view", "comment"): _comment,
}


def _length(text: str) -> int:
    signs = len(HAN.findall(text))
    return len(_WORD.findall(HAN.sub(" ", text))) + signs // _SIGNS


def _sentence(text: str, longest: int, context: Context) -> str | None:
    """Whether the value is a sentence or a clause: too long, asking, giving a reason."""
    if _length(text) > longest:
        return "too long for a value"
    if _asks(text, context):
        return "a request"
    if context.words.pattern("meeting.reason").match(text):
        return "a reason"
    return None


def _asks(text: str, context: Context) -> bool:
    return text.endswith(("?", "？", "؟")) or context.words.pattern("gate.asks").search(text) is not None


def _address(text: str) -> str | None:
    return "an address or a number" if values.emails(text) or values.phone_spans(text) else None


def _is_courtesy(text: str, context: Context) -> bool:
    said = text.strip(" .,!;:。！，")
    return any(context.words.pattern(key).fullmatch(said) for key in ("mail.closing", "mail.greeting"))


def _is_contact(text: str, context: Context) -> bool:
    """Whether it is somebody on file, in full."""
    if " " not in text or len(text) > 60:
        return False
    return any(folded(text) == folded(contact.name) for contact in context.directory.contacts)


def _is_honoured(text: str, context: Context) -> bool:
    first = text.split()[0].rstrip(".").casefold()
    forms = context.words.table("contact.honorific_as").values()
    return " " in text and any(first == form.rstrip(".").casefold() for each in forms for form in each)


def _is_body(text: str, context: Context) -> bool:
    plain = folded(text)
    return any(plain in (folded(o.code), folded(o.name)) for o in context.directory.organizations)


def _is_text(text: str, context: Context) -> bool:
    return folded(text) in {folded(t.id) for t in context.directory.texts}


def _only(text: str, keys: tuple[str, ...], context: Context) -> bool:
    """Whether nothing is left of the text but words under these keys, numbers and small words."""
    return _left(text, keys, context.language) == ""


@lru_cache(maxsize=2048)
def _left(text: str, keys: tuple[str, ...], language: str) -> str:
    words = phrases(language)
    rest = text
    for key in keys:
        for pattern in (*words.patterns(key).values(), words.pattern(key)):
            rest = pattern.sub(" ", rest)
    small = {word.casefold() for word in words.words("language.stopwords")}
    return " ".join(w for w in re.findall(r"[^\W\d_]+", rest) if w.casefold() not in small)
