"""Which row of a table holds its headings, what it lists, and which column is which field.

Headings may be in any of the six languages, in two at once ("Nom / Name"), or spread over two rows. The words
are the form's field names (`contact.field` ...) and those that only tables use (`sheet.*`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from mailbot.mail.phrases import LANGUAGES, every_language, phrases
from mailbot.reading.context import Context
from mailbot.reading.grids.heading_words import MAX_HEADING, field_of
from mailbot.reading.grids.meeting_titles import heads_meetings
from mailbot.reading.grids.model import Row
from mailbot.reading.values import clean, folded

SEARCHED = 30  # rows from the top in which the headings may stand
TARGETS = ("contact", "position", "meeting")
_NEEDED = {
    "contact": ({"name", "email", "key"}, {"email", "phone", "role", "committee", "job_title"}),
    "position": ({"text", "title", "key"}, {"action", "status", "summary", "coordinator"}),
    "meeting": ({"title", "key"}, {"dates", "starts"}),
}


@dataclass(frozen=True)
class Header:
    """``columns`` maps a column to a field, or to one of `given`, `family`, `organization`, `remark`, `key`,
    and `action of X`, a column of X's actions. ``context`` speaks the language of the headings.
    """

    target: str
    columns: Mapping[int, str]
    context: Context
    texts: Mapping[int, str]
    rows: int = 1
    family_first: bool = False  # `VERNE Ada` where the file has Ada Verne
    headings: tuple[str, ...] = ()  # of all columns

    @property
    def fields(self) -> set[str]:
        return set(self.columns.values())


def organization_named(text: str, context: Context) -> str | None:
    """The organization of the directory that the whole cell names."""
    plain = folded(text)
    if not plain or len(text) > 120:
        return None
    for organization in context.directory.organizations:
        if plain in (folded(organization.code), folded(organization.name)):
            return organization.code
    for language in languages(context)[:3]:
        words = phrases(language)
        for organization in context.directory.organizations:
            if words.pattern(f"organization.{organization.code}").fullmatch(clean(text)):
                return organization.code
    return None


def _columns(
    target: str, cells: Sequence[str], languages: tuple[str, ...], context: Context
) -> dict[int, str]:
    columns: dict[int, str] = {}
    for number, cell in enumerate(cells):
        heading = _of_own(cell.strip(), context)
        field = field_of(target, heading, languages) if heading is not None else None
        if field is None and target == "position" and (code := _code(cell, context)):
            field = f"action of {code}"
        if field == "job_title" and (first := _form_of_address(columns, cells, languages)) is not None:
            columns[first] = "honorific"
        if field and field not in columns.values():
            columns[number] = field
    if target == "meeting" and "title" not in columns.values():
        called = [n for n, cell in enumerate(cells) if n not in columns and heads_meetings(cell, languages)]
        columns |= {called[0]: "title"} if len(called) == 1 else {}
    if "remark" not in columns.values() and (beside := _remark(cells, columns, languages)) is not None:
        columns[beside] = "remark"
    fields = set(columns.values())
    halves = fields & {"given", "family"}
    if len(halves) == 1:  # `Nom | Prénom`: the name is the other half; alone, a half is the name
        half = halves.pop()
        other = "family" if half == "given" else "given"
        renamed = {"name": other} if "name" in fields else {half: "name"}
        columns = {number: renamed.get(field, field) for number, field in columns.items()}
    return columns


def _of_own(heading: str, context: Context) -> str | None:
    """`NRTC action` as `action`; None for what stands there of another region: `PACU action`."""
    words = heading.split()
    codes = {o.code for o in context.directory.organizations}
    if not 2 <= len(words) <= 4 or not codes & set(words):
        return heading
    if codes & set(words) != {context.organization}:
        return None
    return " ".join(word for word in words if word not in codes)


def _form_of_address(
    columns: Mapping[int, str], cells: Sequence[str], languages: tuple[str, ...]
) -> int | None:
    """The column headed `Title`, where another one to its right is headed `Position`."""
    first = next((number for number, field in columns.items() if field == "job_title"), None)
    if first is None or "honorific" in columns.values():
        return None
    head = cells[first].strip()
    addressed = any(phrases(language).pattern("sheet.may_address").fullmatch(head) for language in languages)
    return first if addressed else None


def _remark(cells: Sequence[str], columns: Mapping[int, str], languages: tuple[str, ...]) -> int | None:
    """The one column headed like `Remarks of the region`, `Corrections (MK)`."""
    found = [
        number for number, cell in enumerate(cells)
        if number not in columns and 0 < len(cell.split()) <= 5
        and _asks_for_remarks(cell, languages)
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4096)
def _asks_for_remarks(cell: str, languages: tuple[str, ...]) -> bool:
    return any(phrases(language).has("sheet.remark_word", cell) for language in languages)


def _code(cell: str, context: Context) -> str | None:
    return next((o.code for o in context.directory.organizations if o.code == cell.strip()), None)


def _fits(target: str, columns: Mapping[int, str]) -> bool:
    fields = set(columns.values())
    if fields >= {"given", "family"}:
        fields.add("name")
    needed, beside = _NEEDED[target]
    named = fields & needed
    told = fields & beside or "key" in fields or any(f.startswith("action of ") for f in fields)
    return bool(named and told and len(columns) >= 2)


def languages(context: Context) -> tuple[str, ...]:
    """The languages headings may be in, likeliest first."""
    own = context.own.language if context.own else None
    return tuple(dict.fromkeys(n for n in (context.language, own, "en", *LANGUAGES) if n in LANGUAGES))


def header_of(cells: Sequence[str], context: Context, title: str = "") -> Header | None:
    """The header that the row is, if it is one; the reading that explains most cells."""
    best: tuple[float, Header] | None = None
    filled = sum(bool(cell.strip()) for cell in cells)
    if filled < 2:
        return None
    for language in languages(context):
        spoken = (language,) if language == "en" else (language, "en")
        for target in TARGETS:
            columns = _columns(target, cells, spoken, context)
            if not _fits(target, columns) or len(columns) * 3 < filled:
                continue
            if target == "meeting" and lists_documents(cells):
                continue
            hinted = phrases(language).pattern(f"sheet.title_{target}").search(title) is not None
            score = len(columns) + 0.5 * hinted
            if best is None or score > best[0]:
                texts = {number: cells[number].strip() for number in columns}
                spoken_as = replace(context, language=language)
                best = (score, Header(target, columns, spoken_as, texts, headings=tuple(cells)))
        if best is not None and len(best[1].columns) * 4 >= filled * 3:
            break  # nothing is left that another language could explain
    return best[1] if best else None


def lists_documents(headings: Sequence[str]) -> bool:
    """`Document | Meeting | Date`: the dates are those of the documents."""
    pattern = every_language().pattern("sheet.document")
    return any(pattern.fullmatch(clean(text).rstrip(" :.")) for text in headings if len(text) <= MAX_HEADING)


def find_header(rows: Sequence[Row], context: Context, title: str = "") -> tuple[int, Header] | None:
    """The first header in the first rows and where it stands; the rows above it may help to tell the kind."""
    above = title
    for number, row in enumerate(rows[:SEARCHED]):
        found = header_of(row.new, context, above)
        if found is not None:
            return number, _two_rows(found, rows[number : number + 2], context, above)
        above = f"{above} {' '.join(row.new)}"[-400:]
    return None


def _two_rows(header: Header, rows: Sequence[Row], context: Context, title: str) -> Header:
    """`Contact | Contact` over `Telephone | E-mail`: the lower row names what the upper one groups."""
    if len(rows) < 2:
        return header
    upper, lower = rows[0].new, rows[1].new
    width = max(len(upper), len(lower))
    below = [lower[n].strip() if n < len(lower) else "" for n in range(width)]
    joined = [b or (upper[n] if n < len(upper) else "") for n, b in enumerate(below)]
    found = header_of(joined, context, title)
    named = found is not None and sum(bool(below[n]) for n in found.columns)
    if found is None or not named or len(found.columns) <= len(header.columns):
        return header
    return replace(found, rows=2)
