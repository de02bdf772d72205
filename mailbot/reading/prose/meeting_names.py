"""Which meeting a sentence means."""

from __future__ import annotations

import re

from mailbot.directory.records import Meeting
from mailbot.reading.bodies import initials
from mailbot.reading.cities import at
from mailbot.reading.context import Context
from mailbot.reading.ordinals import of_meetings, ordinals
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_CHINESE_MONTH = re.compile(r"(?<![\d年])(\d{1,2})月(?!\s?\d)")
_HAN_MONTHS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_HAN_MONTH = re.compile(
    r"(?<![一二三四五六七八九十年])(十[一二]?|[一二三四五六七八九])月(?!\s?[\d一二三四五六七八九十])"
)
_MODAL = re.compile(r"\bmay\b|\bMay (?=(?:I|we|you|the)\b)")  # `you may show ...` names no month
_LETTERS = re.compile(r"(?<![\w.-])[A-Z]{2,5}(?![\w.]|-\w)")
_CODE = re.compile(r"[(（]([A-Z][\w .-]{2,20}\d)[)）]")  # `... for WTSA-20 (APM20-3)`
_COUNTED_BODY = re.compile(r"[A-ZÀ-Þ][\w-]*(?:\s[A-ZÀ-Þ][\w-]*)+\s\d{1,2}(?![\w-])")
_NEAR = 14  # days
_COMMON = {
    "the", "of", "for", "meeting", "on", "wtsa", "20", "24", "28", "preparatory", "group", "preparation",
    "and", "a", "an", "to", "working", "party", "regional", "itu", "t", "in", "st", "nd", "rd", "th", "la",
    "committee", "de", "le", "el", "du", "des", "reunion",
}  # fmt: skip


def candidates(scene: Scene, context: Context) -> list[Meeting]:
    """The meetings the sentence can mean, the sender's own first; one means resolved, none not named."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    hits = _best(scene, context, own)
    if not hits and scene.has("meeting.next") and not scene.others:
        coming = [m for m in own if m.starts >= context.today and m.status != "cancelled"]
        return sorted(coming, key=lambda m: m.starts)[:1]
    if not scene.others or (hits and context.organization in [code for _, _, code in scene.organizations]):
        return hits
    others = _best(scene, context, [m for m in context.directory.meetings if m.organization in scene.others])
    if hits and others and score(scene, others[0], context) <= score(scene, hits[0], context):
        return hits
    return others or hits  # "the African drafting session in Accra" is no session of ours


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
    points = 8 if folded(meeting.title) in plain or _by_code(meeting, text) else 0
    mine, theirs = ordinals(meeting.title, context), _meeting_ordinals(scene, context)
    if theirs and mine:
        if not theirs & mine:
            return -1
        points += 4
    if meeting.place:
        points += 3 if at(meeting.place, text, context.language) else 0
    for period in scene.periods:
        if (period.first, period.last) == (meeting.starts, meeting.ends):
            points += 4
        elif period.first.month == meeting.starts.month and period.first.day == meeting.starts.day:
            points += 2
    points += 4 if _by_count(meeting, scene, context) else 0
    named = scene.has("meeting.noun") or scene.has("meeting.its_line")
    if named and meeting.starts.month in _months(scene) and not (mine and theirs):
        points += 3
    if not (theirs and mine) and meeting.id in _abbreviated(text, context):
        points += 3
    words = _title_words(meeting, text, plain, context)
    known = scene.has("meeting.noun") or len(words) > 1 or len(_rare(meeting, context)) == 1
    known = known or any(abs((p.first - meeting.starts).days) <= _NEAR for p in scene.periods)
    return points + 3 * bool(words and known)  # "the project ends in March" names no project team's meeting


def coded(scene: Scene, context: Context) -> bool:
    """Whether a meeting of the sender's is named by its code: `APM20-3: Kigali instead of Abidjan`."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    return any(_by_code(meeting, scene.text) for meeting in own)


def counted(scene: Scene, context: Context) -> bool:
    """Whether the sentence is headed by the counted body of a title: `Working Group 2 in February: ...`."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    return any(_by_count(meeting, scene, context) for meeting in own)


def _by_count(meeting: Meeting, scene: Scene, context: Context) -> bool:
    """`Working Group 2` at the head, where no other title of the organization has those words."""
    body = _COUNTED_BODY.search(meeting.title)
    if body is None:
        return False
    name = body[0].removeprefix(f"{context.organization} ")
    if " " not in name or not re.match(rf"{re.escape(name)}\b[^:;,.]{{0,30}}[:：–—-]", scene.text):
        return False
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    return not any(name in m.title for m in own if m.id != meeting.id)


def _by_code(meeting: Meeting, text: str) -> bool:
    """Whether the code is named that stands in brackets in the title."""
    code = _CODE.search(meeting.title)
    return code is not None and re.search(rf"(?<![\w-]){re.escape(code[1])}(?![\w-])", text) is not None


def dateless(scene: Scene) -> str:
    """The sentence with its dates blanked: their days are no ordinals, their months name no meeting."""
    text = scene.text
    for period in scene.periods:
        text = text[: period.start] + " " * (period.end - period.start) + text[period.end :]
    return text


def _months(scene: Scene) -> set[int]:
    """Months named outside dates: `our July meeting`, `заседание в августе`, `майское заседание`."""
    text, words = _MODAL.sub(" ", dateless(scene)), scene.context.words
    lowered = text.casefold()
    named = {
        number
        for name, number in words.months.items()
        if name in lowered and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.I)
    }
    named |= {int(m[1]) for m in _CHINESE_MONTH.finditer(text) if int(m[1]) in range(1, 13)}  # `3月会议`
    named |= {_HAN_MONTHS.index(m[1]) + 1 for m in _HAN_MONTH.finditer(text)}  # `五月的会议`
    return named | {int(n) for n, p in words.patterns("time.month_adjective").items() if p.search(text)}


def _meeting_ordinals(scene: Scene, context: Context) -> set[int]:
    asked = ("ordinals of meetings", scene.text)
    if asked not in context.kept:
        context.kept[asked] = of_meetings(dateless(scene), context)
    found: set[int] = context.kept[asked]
    return found


def _title_words(meeting: Meeting, text: str, plain: str, context: Context) -> set[str]:
    """Words of the title that only this meeting of the organization has, and the sentence too."""
    asked = ("words of titles", text)
    if asked not in context.kept:
        titles = context.words.patterns("meeting.title_word").items()
        context.kept[asked] = {name for name, pattern in titles if pattern.search(text)}
    translated: set[str] = context.kept[asked]
    return _rare(meeting, context) & (set(plain.split()) | translated)


def _abbreviated(text: str, context: Context) -> set[str]:
    """The meetings that letters stand for alone: `PT` of the project team, which the plenary is not."""
    asked = ("meetings by letters", text)
    if asked not in context.kept:
        held = [m for m in context.directory.meetings if m.organization == context.organization]
        rows = [(m.id, initials(m.title)) for m in held]
        fits = [[key for key, row in rows if word.casefold() in row] for word in set(_LETTERS.findall(text))]
        context.kept[asked] = {found[0] for found in fits if len(found) == 1}
    found: set[str] = context.kept[asked]
    return found


def _rare(meeting: Meeting, context: Context) -> set[str]:
    asked = ("rare words", meeting.id)
    if asked not in context.kept:
        context.kept[asked] = _rare_words(meeting, context)
    found: set[str] = context.kept[asked]
    return found


def _rare_words(meeting: Meeting, context: Context) -> set[str]:
    """Words of the title that only this meeting of the organization has."""
    own = [
        m for m in context.directory.meetings if m.organization == meeting.organization and m.id != meeting.id
    ]
    elsewhere = {w for m in own for w in folded(m.title).split()}
    rare = {
        w
        for w in folded(meeting.title).split()
        if w not in elsewhere and w not in _COMMON and not w[0].isdigit() and len(w) > 2
    }
    rare -= {w for o in context.directory.organizations for w in folded(f"{o.code} {o.name}").split()}
    numerals = {folded(w) for words in context.words.table("ordinal").values() for w in words}
    return rare - numerals
