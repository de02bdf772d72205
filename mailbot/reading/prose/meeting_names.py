"""Which meeting a sentence means, and the titles and places it names."""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.ordinals import ordinals
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_COMMON = {
    "the", "of", "for", "meeting", "on", "wtsa", "20", "24", "28", "preparatory", "group", "preparation",
    "and", "a", "an", "to", "working", "party", "regional", "itu", "t", "in", "st", "nd", "rd", "th", "la",
    "de", "le", "el", "du", "des", "reunion",
}  # fmt: skip
_PLACE = (
    r"(?P<place>[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]+(?:\s(?:de|del|la|du|d['’]|of"
    r"|al)?\s?[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]+){0,3}(?:,\s[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]+(?:\s[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]+){0,3})?)"
)
_TITLE_WORD = r"(?:[A-Z][\w./-]*|preparatory|group|for|of|on|the|party|working|preparation|team|project)"
_QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{5,200})[\"”»」》]")


def candidates(scene: Scene, context: Context) -> list[Meeting]:
    """The meetings the sentence can mean, the sender's own first; one means resolved, none not named."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    hits = _best(scene, context, own)
    if hits or not scene.others:
        return hits
    others = [m for m in context.directory.meetings if m.organization in scene.others]
    return _best(scene, context, others)


def _best(scene: Scene, context: Context, pool: list[Meeting]) -> list[Meeting]:
    scored = [(score(scene, meeting, context), meeting) for meeting in pool]
    top = max((points for points, _ in scored), default=0)
    if top < 3:
        return [pool[0]] if len(pool) == 1 and top > 0 and scene.has("meeting.noun") and _ours(scene) else []
    return [meeting for points, meeting in scored if points == top]


def _ours(scene: Scene) -> bool:
    return scene.has("meeting.own") and not (scene.has("meeting.new_word"))


def score(scene: Scene, meeting: Meeting, context: Context) -> int:
    """How well the sentence fits the meeting; negative where it names another ordinal."""
    text = scene.text
    plain = folded(text)
    points = 8 if folded(meeting.title) in plain else 0
    mine, theirs = ordinals(meeting.title, context), _meeting_ordinals(scene, context)
    if theirs and mine:
        if not theirs & mine:
            return -1
        points += 4
    if meeting.place:
        city = folded(meeting.place.split(",")[0])
        points += 3 if city and (city in plain or _place_alias(city, text, context)) else 0
    for period in scene.periods:
        if (period.first, period.last) == (meeting.starts, meeting.ends):
            points += 4
        elif period.first.month == meeting.starts.month and period.first.day == meeting.starts.day:
            points += 2
    months = {
        number
        for name, number in context.words.months.items()
        if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)
    }
    if scene.has("meeting.noun") and meeting.starts.month in months and not scene.periods:
        points += 3
    points += 3 * bool(_title_words(meeting, plain, context))
    return points


def _meeting_ordinals(scene: Scene, context: Context) -> set[int]:
    return ordinals(scene.text, context) if scene.has("meeting.noun") else set()


def _title_words(meeting: Meeting, plain: str, context: Context) -> set[str]:
    """Words of the title that only this meeting of the organization has, and the sentence too."""
    own = [
        m for m in context.directory.meetings if m.organization == meeting.organization and m.id != meeting.id
    ]
    elsewhere = {w for m in own for w in folded(m.title).split()}
    rare = {
        w
        for w in folded(meeting.title).split()
        if w not in elsewhere and w not in _COMMON and not w.isdigit() and len(w) > 2
    }
    rare -= {w for o in context.directory.organizations for w in folded(f"{o.code} {o.name}").split()}
    numerals = {folded(w) for words in context.words.table("ordinal").values() for w in words}
    return (rare - numerals) & set(plain.split())


def _place_alias(city: str, text: str, context: Context) -> bool:
    """The city as the message's language writes it, from its phrases."""
    for name, pattern in context.words.patterns("place").items():
        if folded(name.replace("_", " ")) == city and pattern.search(text):
            return True
    return False


def new_place(scene: Scene, meeting: Meeting | None) -> str | None:
    """A place the meeting goes to: `will be held in Lusaka, Zambia`, `the venue is ...`."""
    words = scene.context.words
    found = None
    for cue in words.pattern("meeting.place_cue").finditer(scene.text):
        rest = scene.text[cue.end() :]
        match = re.match(rf"\s+(?:the\s(?:city|capital)\sof\s)?{_PLACE}", rest)
        if not match:
            continue
        place = clean(match["place"]).rstrip(".")
        first = place.split()[0].strip(",.")
        if first.casefold() in words.months or any(
            first == o.code for o in scene.context.directory.organizations
        ):
            continue
        if words.pattern("contact.name_stop").fullmatch(first) or words.pattern(
            "contact.honorific"
        ).fullmatch(first):
            continue
        if meeting and meeting.place and folded(place.split(",")[0]) in folded(meeting.place):
            continue
        if found is not None and folded(found) != folded(place):
            return None
        found = place
    if found is None:
        return None
    moved = meeting is None or scene.has("meeting.place_moves") or meeting.place is None
    return found if moved else None


def new_title(scene: Scene) -> str | None:
    """The title of a meeting as written: quoted, or `the Fourth ATU Preparatory Meeting for WTSA-20`."""
    quoted = _QUOTED.search(scene.text)
    if quoted:
        return clean(quoted[1])
    noun = "|".join(re.escape(w) for w in scene.context.words.words("meeting.noun"))
    numbers = "|".join(re.escape(w) for ws in scene.context.words.table("ordinal").values() for w in ws)
    head = rf"(?:\d{{1,2}}(?:st|nd|rd|th|\.?[ªº])|{numbers})\s(?:[\w#./'’-]+\s){{0,8}}?"
    tail = (
        rf"(?:{noun})(?:\s\([^)]{{1,30}}\)|\s(?:of|for|on|de|del|du)\s(?:the\s|la\s"
        rf"|el\s)?[\w./-]+(?:\s{_TITLE_WORD}){{0,8}})*"
    )
    for pattern in (
        rf"(?i:(?P<title>{head}{tail}))",
        rf"(?:\b[Tt]he|[Oo]ur|[Aa]n?)\s(?P<title>(?:[A-Z][\w-]*\s){{1,6}}{tail})",
    ):
        match = re.search(pattern, scene.text)
        if match:
            title = re.sub(r"\s(?:for|of|on|the)$", "", clean(match["title"]))
            return title[0].upper() + title[1:]
    return None
