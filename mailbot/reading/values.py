"""Values as people write them -> the forms of the contract, section 1.

Every function gives None where the text is no such value; nothing is guessed.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DIGITS = {ord(c): str(unicodedata.digit(c)) for c in "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹０１２３４５６７８９"}
_EMAIL = re.compile(r"(?<![\w.+@-])[A-Za-z0-9_][\w.+'-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+", re.ASCII)
_PHONE = re.compile(
    r"(?<![A-Za-z\u00c0-\u024f\u0400-\u04ff0-9_.@/-])(?:\+|00|\(\+)?\s?\(?\d[\d\s().\-–‑\xa0\u202f/]{5,24}\d(?![A-Za-z0-9_@])"
)
_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")


def ascii_digits(text: str) -> str:
    """Arabic-Indic, Persian and full-width digits as 0-9; lengths stay, so spans stay."""
    return text if text.isascii() else text.translate(_DIGITS)


def clean(text: str) -> str:
    """One line without invisible characters."""
    return " ".join((text if text.isascii() else _INVISIBLE.sub("", text)).split())


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """For comparison: no diacritics, no case, no punctuation, single blanks."""
    text = unicodedata.normalize("NFKD", _INVISIBLE.sub("", text))
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    text = text.replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i")
    return " ".join(re.findall(r"\w+", text))


def emails(text: str) -> list[tuple[int, int, str]]:
    """(start, end, address) of every e-mail address."""
    return [(m.start(), m.start() + len(m[0].rstrip(".'")), m[0].rstrip(".'")) for m in _EMAIL.finditer(text)]


def email(text: str) -> str | None:
    found = emails(text)
    return found[0][2] if len(found) == 1 else None


def phone_spans(text: str) -> list[tuple[int, int, str]]:
    """(start, end, raw) of everything that looks like a telephone number: 7 to 15 digits, no date, no
    year span.
    """
    plain = ascii_digits(text)
    spans = []
    for found in _PHONE.finditer(plain):
        raw = _without_aside(found[0])
        digits = re.sub(r"\D", "", raw)
        if not 7 <= len(digits) <= 17 or _is_date(raw.strip()):
            continue
        spans.append((found.start(), found.start() + len(raw), raw.strip()))
    return spans


def _without_aside(raw: str) -> str:
    """The number before a bracket that is not closed in it: `+31 70 379 8611 (6, not 1, after the 8)`."""
    place = raw.rfind("(")
    return raw[:place].rstrip() if place > 2 and ")" not in raw[place:] else raw


def _is_date(raw: str) -> bool:
    return bool(
        re.fullmatch(r"\d{1,2}[.\-/ ]\d{1,2}[.\-/ ](?:19|20)?\d{2}", raw)
        or re.fullmatch(r"(?:19|20)\d{2}[.\-/]\d{1,2}[.\-/]\d{1,2}", raw)
        or re.fullmatch(r"(?:19|20)\d{2}\s?[-–/]\s?(?:19|20)\d{2}", raw)
        or re.match(r"\d{1,2}[-–]\d{1,2}[./]\d{1,2}[./]\d{2,4}$", raw)
        or re.match(r"\d{1,2}\.\d{2}\s?[-–]\s?\d{1,2}\.\d{2}$", raw)
    )


def phone(raw: str, country: str | None) -> str | None:
    """E.164: an international number as it is, a national one by the country; None if neither.

    Numbers that the plan does not know are kept if they were written internationally: doubts about the
    numbering plan are warnings, never refusals (contract, section 1).
    """
    plain = ascii_digits(raw).replace("(0)", "")
    digits = re.sub(r"\D", "", plain)
    bare = plain.strip().lstrip("(")
    if bare.startswith("+"):
        return "+" + digits if 7 <= len(digits) <= 15 else None
    if bare.startswith("00") and 9 <= len(digits) <= 17:
        return "+" + digits[2:]
    if not country:
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(plain, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _damaged(whole: str, written: str) -> bool:
    """Whether the one is the other with letters that a mail client could not write: `Nguy?n` for `Nguyễn`."""
    pattern = "".join("." if c in "?\ufffd" else re.escape(c) for c in unicodedata.normalize("NFC", written))
    return re.fullmatch(pattern, unicodedata.normalize("NFC", whole), re.I) is not None


def same(field: str, left: object, right: object) -> bool:
    """Whether two values say the same, written otherwise perhaps."""
    if left is None or right is None:
        return left is right
    a, b = clean(str(left)), clean(str(right))
    if field == "phone":
        return re.sub(r"\D", "", a) == re.sub(r"\D", "", b)
    if field == "email":
        return a.casefold() == b.casefold()
    if field == "name" and re.search(r"[?\ufffd]", b):
        return _damaged(a, b)
    if field in ("title", "place", "affiliation", "job_title", "summary", "comment"):
        return folded(a) == folded(b)
    return a == b
