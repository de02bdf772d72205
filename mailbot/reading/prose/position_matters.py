"""What a stage is really said of: `comments on 45 were submitted` tells nothing of the position on 45.

Papers and talks about a text (its agenda item, the slides, the debate) are agreed, submitted or dropped as
the text is. The stage belongs to such a matter where the matter carries it (`the agreed agenda`), where the
text only belongs to the matter (`the slides on 64 were submitted`), and where another body reaches it (`TSAG
agreed`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailbot.mail.hanzi import HAN
from mailbot.reading.context import Context
from mailbot.reading.prose.position_heads import of_other_heads
from mailbot.reading.prose.window import Window

_STOP = re.compile(r"[,;:،؛，；：]|\s[–—-]\s")
_GAP = 5  # words between a matter and the text it is about
_GAP_SIGNS = 6  # Chinese: signs between the text and the matter behind it
_BEFORE = 3  # words before a matter that belong to it
_OF = re.compile(r"\b(?:of|de|du|des|del)\s*(?:the|la|le|les|el)?\s*$", re.I)
# between a matter and what became of it: `it was the agenda that was agreed`
_COPULA = re.compile(
    r"(?:\s*(?:that|which|was|were|is|are|has|have|been|also|already|now|duly|then|qui|a|ont|été|est|sont"
    r"|que|fue|fueron|ha|han|sido|se|quedó|был[аои]?|уже|已|被|已经|获))*\s*",
    re.I,
)
_AGENT = re.compile(r"\s(?:in (?:19|20)\d\d )?(?:by|par|por)\s(?:the |la |el |los |l['’])?")
_YOU = re.compile(r"\b(?:you|vous|ustedes|у вас)\b|贵方", re.I)
_LINK = re.compile(
    r"\s*(?:of|for|with|de|du|d['’]|des|avec|del|con|для|с|的|之|)\s*"
    r"(?:the|our|a|an|la|le|les|l['’]|notre|nos|un|une|el|los|las|nuestr[oa]s?|нашего|нашей|наших"
    r"|two|three|four|five|several|some|deux|trois|quatre|dos|tres|cuatro|два|две|три)?\s*",
    re.I,
)


def without_matters(window: Window, context: Context) -> str:
    """The words of the window without the stages that another matter or another body has reached."""
    text, words = window.text, context.words
    matters = [m.span() for m in words.pattern("position.matter").finditer(text)]
    bodies = [m.span() for m in words.pattern("position.other_body").finditer(text)]
    bound = words.has("position.refers", text) or is_bound(window, context)
    bound = bound or words.has("position.meeting_paper", text)  # "... was uploaded, number 7 on the list"
    stages = list(_stages(text, context))
    if not stages:
        return text
    if bound:
        return _blanked(text, stages)
    text = _blanked(text, of_other_heads(text, stages, context))
    if not (matters or bodies):
        return text
    gone = [s for s in stages if any(_carries(text, m, s) for m in matters)]
    for place in _texts(window):
        for matter in matters:
            if _is_about(text, matter, place, stages, context):
                begin, end = _clause(text, min(matter[0], place[0]), max(matter[1], place[1]), context)
                gone += [s for s in stages if begin <= s[0] < end]
    for body in bodies:
        gone += [s for s in stages if _acts(text, body, s, context)]
    return _blanked(text, gone)


def _blanked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def of_a_gathering(window: Window, context: Context) -> bool:
    """`the contact for the seminar on Resolution 45 is Ms X`: she coordinates no text."""
    words = context.words
    found = [m.span() for m in words.pattern("position.gathering").finditer(window.text)]
    if not found:
        return False
    cues = [m.span() for m in words.pattern("position.coordinator_cue").finditer(window.text)]
    text = _blanked(window.text, cues)  # "looks after the translation" is no occasion
    return any(_is_about(text, one, place, [], context) for one in found for place in _texts(window))


def is_bound(window: Window, context: Context) -> bool:
    """`submitted under Resolution 20`, `Resolution 1 requires drafts`: a rule, and no proposal."""
    words, text = context.words, window.text
    if words.has("position.table", text) or _YOU.search(text):
        return False  # "under Resolution 35 you show SUP": a row
    for start, end in _texts(window):
        for found in words.pattern("position.basis").finditer(text, 0, end):
            gap = text[found.end() : start] if found.end() <= start else ""
            near = len(gap.split()) <= 1 or (len(gap.split()) <= _BEFORE and _OF.search(gap))
            if found.end() <= start and near and not _STOP.search(gap):
                return True
        if words.pattern("position.content_verb").match(text[end:].lstrip(" ,")):
            return True
    return False


def _stages(text: str, context: Context) -> Iterator[tuple[int, int]]:
    patterns = (
        *context.words.patterns("position.status").values(),
        context.words.pattern("position.withdraw"),
        context.words.pattern("position.sent"),
    )
    for pattern in patterns:
        yield from (m.span() for m in pattern.finditer(text))


def _texts(window: Window) -> list[tuple[int, int]]:
    """Where the texts of the window stand in its words."""
    places = ((window.text.find(key.raw), len(key.raw)) for key in window.keys)
    return list(dict.fromkeys((place, place + length) for place, length in places if place >= 0))


def _carries(text: str, matter: tuple[int, int], stage: tuple[int, int]) -> bool:
    """`agreed agenda`, `ordre du jour adopté`, `projet de discours`: the stage is that of the matter."""
    if stage[1] <= matter[0]:
        return _LINK.fullmatch(text[stage[1] : matter[0]]) is not None
    return matter[1] <= stage[0] and _COPULA.fullmatch(text[matter[1] : stage[0]]) is not None


def _is_about(
    text: str,
    matter: tuple[int, int],
    place: tuple[int, int],
    stages: list[tuple[int, int]],
    context: Context,
) -> bool:
    """Whether the text tells what the matter is about, and the matter is not where something happened."""
    if place[1] <= matter[0]:  # `关于第98号决议的幻灯片`
        gap = text[place[1] : matter[1]]
        return HAN.search(gap) is not None and "的" in gap and matter[0] - place[1] <= _GAP_SIGNS
    gap = text[matter[1] : place[0]]
    if matter[1] > place[0] or len(gap.split()) > _GAP or _STOP.search(gap):
        return False
    if any(matter[1] <= s[0] < place[0] for s in stages):
        return False
    about = context.words.pattern("text.about")
    if gap.strip() and not (about.match(gap.lstrip()) or about.match(gap.lstrip().partition(" ")[2])):
        return False
    stops = [m.end() for m in _STOP.finditer(text, 0, matter[0])]
    before = " ".join(text[stops[-1] if stops else 0 : matter[0]].split()[-_BEFORE:])
    return not context.words.has("position.occasion", before)


def _clause(text: str, start: int, end: int, context: Context) -> tuple[int, int]:
    """The clause that holds both, up to a stop, a "but", or an "and" after which we speak."""
    stops = [m.end() for m in _STOP.finditer(text, 0, start)]
    behind = [m.start() for m in _STOP.finditer(text, end)]
    words = context.words
    behind += [m.start() for m in words.pattern("position.but").finditer(text, end)]
    behind += [
        m.start()
        for m in words.pattern("attendance.and").finditer(text, end)
        if any(words.has(name, text[m.end() : m.end() + 24]) for name in ("contact.we", "position.now"))
    ]
    return (stops[-1] if stops else 0), min(behind, default=len(text))


def _acts(text: str, body: tuple[int, int], stage: tuple[int, int], context: Context) -> bool:
    """`TSAG agreed on ...`, `Study Group 13 has submitted ...`; not `sent to TSAG, agreed ...`."""
    if context.language == "ar" and stage[1] <= body[0]:  # the verb comes first
        return not text[stage[1] : body[0]].strip()
    if stage[1] <= body[0]:  # `approved by TSAG`
        led = text[stage[1] : body[0]]
        return context.words.has("position.by_whom", led) and _AGENT.fullmatch(led) is not None
    gap = text[body[1] : stage[0]] if body[1] <= stage[0] else ","
    if ")" in gap:
        return False  # "the mandate of TSAG (22) got everybody's approval"
    if _STOP.search(gap) or len(gap.split()) > _BEFORE or (HAN.search(gap) and len(gap) > _GAP_SIGNS * 3):
        return False
    before = " ".join(text[: body[0]].split()[-2:])
    joined = context.words.has("attendance.and", gap)
    return not joined and not context.words.has("position.by_whom", before)
