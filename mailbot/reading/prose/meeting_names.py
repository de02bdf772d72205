"""Which meeting a sentence means, and the titles and places it names."""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.names import declined, latin
from mailbot.reading.ordinals import ordinals
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

_COMMON = {
    "the", "of", "for", "meeting", "on", "wtsa", "20", "24", "28", "preparatory", "group", "preparation",
    "and", "a", "an", "to", "working", "party", "regional", "itu", "t", "in", "st", "nd", "rd", "th", "la",
    "de", "le", "el", "du", "des", "reunion",
}  # fmt: skip
_CAP = r"[A-ZÀ-ÖØ-ÞА-Я][\w'’.-]+"
_PLACE = (
    rf"(?P<place>{_CAP}(?:\s(?:de|del|la|du|d['’]|of|al)?\s?{_CAP}){{0,3}}"
    rf"(?:,\s{_CAP}(?:\s{_CAP}){{0,3}}|\s\([A-ZÀ-ÖØ-ÞА-Я][\w'’. -]{{3,30}}\))?)"
)
_TITLE_WORD = r"(?:[A-Z][\w./-]*|preparatory|group|for|of|on|the|party|working|preparation|team|project)"
_QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{5,200})[\"”»」》]")


def candidates(scene: Scene, context: Context) -> list[Meeting]:
    """The meetings the sentence can mean, the sender's own first; one means resolved, none not named."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    hits = _best(scene, context, own)
    if not hits and scene.has("meeting.next") and not scene.others:
        coming = [m for m in own if m.starts >= context.today and m.status != "cancelled"]
        return sorted(coming, key=lambda m: m.starts)[:1]
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
    points += 3 * bool(_title_words(meeting, text, plain, context))
    return points


def _meeting_ordinals(scene: Scene, context: Context) -> set[int]:
    return ordinals(scene.text, context) if scene.has("meeting.noun") else set()


def _title_words(meeting: Meeting, text: str, plain: str, context: Context) -> set[str]:
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
    translated = {name for name, p in context.words.patterns("meeting.title_word").items() if p.search(text)}
    return (rare - numerals) & (set(plain.split()) | translated)


def _place_alias(city: str, text: str, context: Context) -> bool:
    """The city as the message's language writes it, from its phrases."""
    if re.search(r"[а-яё]", text, re.I) and any(
        declined(word, folded(latin(word.casefold())), [city])
        for word in re.findall(r"[А-ЯЁ][а-яё-]{3,}", text)
    ):
        return True
    for name, pattern in context.words.patterns("place").items():
        if folded(name.replace("_", " ")) == city and pattern.search(text):
            return True
    return False


def new_place(scene: Scene, meeting: Meeting | None) -> str | None:
    """A place the meeting goes to: `will be held in Lusaka, Zambia`, `the venue is ...`, `2-4 May, Oslo`."""
    words = scene.context.words
    behind = [
        match
        for period in scene.periods
        if (match := re.match(rf"(?:\s?,\s|\s?\(|\s[–—-]\s){_PLACE}", scene.text[period.end :]))
    ]
    cues = words.pattern("meeting.place_cue").finditer(scene.text)
    cued = [
        (match, len(cue[0]) <= 4)  # "in" or "to" may stand before anything, "the venue is" may not
        for cue in cues
        if (
            match := re.match(
                rf"\s?[:：]?\s+(?:[–—-]\s)?(?:г\.\s)?(?:the\s(?:city|capital)\sof\s)?{_PLACE}",
                scene.text[cue.end() :],
            )
        )
    ]
    behind += _aliased(scene)
    host = re.match(_PLACE + r",?\s", scene.text)
    if host and words.pattern("meeting.hosts").match(scene.text, host.end()):
        behind.append(host)
    found: str | None = None
    for match, vague in (*cued, *((match, False) for match in behind)):
        place = _as_place(match["place"], scene, meeting, vague)
        if place is None or (found is not None and folded(found) == folded(place)):
            continue
        if found is not None:
            return None
        found = place
    moved = meeting is None or behind or scene.has("meeting.place_moves") or meeting.place is None
    return found if found is not None and moved else None


def _aliased(scene: Scene) -> list[re.Match[str]]:
    """Places in scripts without capital letters, known by the phrases: `في عمّان، الأردن`, `在东京`."""
    words = scene.context.words
    out = []
    for name in words.table("place"):
        for word in words.words(f"place.{name}"):
            if word.isascii() or re.match(r"[A-ZÀ-ÖØ-ÞА-ЯЁ]", word):
                continue
            found = re.search(rf"(?P<place>{re.escape(word)}(?:[،,]\s[^\W\d_]+(?=[\s،,.]|$))?)", scene.text)
            cues = words.pattern("meeting.place_cue").finditer(scene.text, 0, found.start()) if found else ()
            if found and any(found.start() - cue.end() <= 1 for cue in cues):
                out.append(found)
    return out


def _as_place(raw: str, scene: Scene, meeting: Meeting | None, vague: bool) -> str | None:
    """The place, bare; None if it is a month, a person, a mode or where the meeting is anyhow."""
    words, context = scene.context.words, scene.context
    place = clean(raw).rstrip(".")
    first = place.split()[0].strip(",.")
    if first.casefold() in words.months or any(first == o.code for o in context.directory.organizations):
        return None
    stop = vague and first != "New" and words.pattern("contact.name_stop").fullmatch(first)
    if stop or words.pattern("contact.honorific").fullmatch(first):
        return None
    if any(
        p.search(place) for name in ("mode", "status") for p in words.patterns(f"meeting.{name}").values()
    ):
        return None
    if words.has("meeting.noun", place) or words.has("modality.unchanged", first):
        return None
    if meeting and meeting.place:
        city = folded(meeting.place.split(",")[0])
        if folded(place.split(",")[0]) in folded(meeting.place) or _place_alias(city, place, context):
            return None
    return place


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
            title = re.sub(r"(?:\s(?:for|of|on|the|from|in|at|will|is))+$", "", clean(match["title"]))
            return title[0].upper() + title[1:]
    return None
