"""Meetings that are not in the calendar yet: in one sentence, over the sentences of a paragraph, or over the
lines of a list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.ordinals import of_meetings, ordinals
from mailbot.reading.prose.meeting_cores import main_clause, without_grounds
from mailbot.reading.prose.meeting_dates import is_old
from mailbot.reading.prose.meeting_mode import mode_of, visits
from mailbot.reading.prose.meeting_names import candidates, dateless, score
from mailbot.reading.prose.meeting_places import new_place, with_country
from mailbot.reading.prose.meeting_titles import QUOTED, title_of
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

READER = "prose"
MAX_LINES = 5
_STROKES = (" / ", " | ", "; ", " – ", " — ", " - ", ": ")
_SURE = 4  # points of a meeting that is named by its days or its ordinal
_ALIKE = 85  # per cent of letters: a quoted title as near as this is the one on file


@dataclass
class Draft:
    """A meeting not on file, as far as the sentences so far tell."""

    title: str | None
    context: Context
    asked: bool  # TSB is asked to enter it, or it is clearly announced
    values: dict[str, str | None] = field(default_factory=dict)
    evidence: list[str] = field(default_factory=list)
    several: bool = False  # more than one span of days was named

    def add(self, scene: Scene) -> None:
        """What one more sentence says of it; what is known stays."""
        if visits(scene) or scene.denied or scene.supposed or scene.doubted or scene.asks:
            return
        fresh = [p for p in scene.periods if not is_old(p, scene, self.context, None)]
        if len(fresh) > 1:  # days beside the one span tell of something else: "a decision of 29 January"
            fresh = [p for p in fresh if not p.is_day] or fresh
        if scene.has("meeting.not_itself"):
            fresh = []
        said: dict[str, str | None] = {}
        if len(fresh) == 1:
            said |= {"starts": fresh[0].first.isoformat(), "ends": fresh[0].last.isoformat()}
        elif fresh:
            self.several = "starts" not in self.values
        mode, place = mode_of(scene, self.context, True), new_place(scene, None)
        said |= {"mode": mode} if mode else {}
        said |= {"place": place} if place else {}
        if scene.has("meeting.tentative"):
            said["status"] = "tentative"
        elif scene.has("meeting.confirm"):
            said["status"] = "confirmed"
        self.title = self.title or title_of(scene)
        if any(name not in self.values for name in said):
            self.evidence.append(scene.text)
        self.values = {**said, **self.values}
        self.asked = self.asked or scene.has("meeting.calendar")

    def results(self) -> list[Result]:
        """The new meeting, or a question where it was to be entered and too little is known."""
        evidence = tuple(self.evidence)
        if self.title and "starts" in self.values and not self.several:
            values = {"title": self.title, **self.values}
            return [
                Finding(
                    "meeting",
                    "add",
                    self.title,
                    None,
                    None,
                    values,
                    evidence,
                    "body",
                    0.9,
                    READER,
                    "announced",
                )
            ]
        if not self.asked or not evidence:
            return []
        text = f"A new meeting? Its title and dates could not be told: {' '.join(evidence)}"
        return [Doubt(text, evidence, "body", READER, "announced")]


def opens(scene: Scene, context: Context) -> Draft | None:
    """The draft of a meeting that the sentence announces, or None where it announces none."""
    whole, scene = scene, without_grounds(scene)
    if not scene.asserted and scene.has("meeting.relative"):
        scene = main_clause(scene, bool) or scene  # what a relative clause supposes is not the news
    if scene.texts or _of_others(scene) or not scene.asserted or scene.asks or scene.past or visits(scene):
        return None
    held = {call.starts.astimezone(context.directory.zone).date() for call in context.directory.calls}
    if any(p.is_day and p.first in held for p in scene.periods):
        return None  # "the meeting of 8 January" is ITU's own
    bare = replace_text(scene, re.sub(r"\([^()]{25,}\)", " ", scene.text))  # a reason in brackets is no news
    line = _calendar_line(scene)
    named = line or bare.has("meeting.noun") or QUOTED.search(scene.text)
    if not named or not (line or _is_new(bare, context)):
        return None
    draft = Draft(line or title_of(scene), context, bool(scene.periods) or scene.has("meeting.calendar"))
    draft.evidence.append(scene.text)
    draft.add(scene)
    if whole is not scene and (mode := mode_of(whole, context, True)):
        draft.values.setdefault("mode", mode)  # "..., those who cannot travel being able to follow it online"
    draft.evidence = draft.evidence[:1]
    return draft


def _of_others(scene: Scene) -> bool:
    """Whether another organization is named, and not only in the title: `"Joint CITEL-APT session"`."""
    titles = [m.span() for m in QUOTED.finditer(scene.text)] if scene.others else []
    return any(
        code in scene.others and not any(a <= start < b for a, b in titles)
        for start, _, code in scene.organizations
    )


def _is_new(scene: Scene, context: Context) -> bool:
    """Whether the meeting is not on file: its title or its ordinal is another, or the words say so."""
    own = [m for m in context.directory.meetings if m.organization == context.organization]
    known = {n for m in own for n in ordinals(m.title, context)}
    named = of_meetings(dateless(scene), context)
    if named and known and not named & known:
        coming = any(p.first >= context.today for p in scene.periods)
        return coming or scene.has("meeting.move") or scene.has("meeting.new")
    quoted = QUOTED.search(scene.text)
    if quoted and scene.context.words.has("meeting.noun", quoted[1]):
        return not scene.has("meeting.rename") and not _titles_one(quoted[1], own)
    if named & known:
        return False
    known_well = any(score(scene, meeting, context) >= _SURE for meeting in own)
    if scene.periods and not known_well:
        if scene.has("meeting.new") and _one_more(scene, "meeting.new_word"):
            return True
        if _one_more(scene, "meeting.extra_word"):
            return True
    return bool(scene.periods) and scene.has("meeting.new") and not candidates(scene, context)


def _titles_one(title: str, own: Sequence[Meeting]) -> bool:
    """Whether it is the title of a meeting on file, as far as people copy titles."""
    from rapidfuzz.fuzz import ratio  # it takes its time to load

    return any(ratio(folded(title), folded(m.title)) >= _ALIKE for m in own)


def _one_more(scene: Scene, name: str) -> bool:
    """`an extra drafting session`, `una reunión extraordinaria`: "new" stands beside the word for it."""
    marks = scene.spans(name)
    for start, end in scene.spans("meeting.noun"):
        for first, last in marks:
            gap = scene.text[last:start] if last <= start else scene.text[end:first]
            if len(gap.split()) <= 3 and not re.search(r"[,;:.]", gap):
                return True
    return False


def over_lines(scenes: Sequence[Scene], number: int, context: Context) -> tuple[list[Result], int]:
    """`We will hold one more meeting:` and below it the title, the dates, the place, each on its line.

    Gives the results and how many of the following sentences are used up.
    """
    scene = scenes[number]
    bare = context.words.pattern("meeting.new_word").sub(" ", scene.text)  # "not yet in your calendar"
    if scene.periods or scene.texts or scene.asks or not replace_text(scene, bare).asserted:
        return [], 0
    fresh, opens_list = scene.has("meeting.new_word"), scene.text.rstrip().endswith((":", "："))
    announces = scene.has("meeting.new") or (fresh and opens_list)
    if not (announces and (fresh or opens_list)):
        return [], 0
    if not (scene.has("meeting.noun") or scene.has("meeting.calendar")):
        return [], 0
    lines: list[Scene] = []
    for following in scenes[number + 1 : number + 1 + MAX_LINES]:
        if following.texts or not following.asserted or candidates(following, context):
            break
        if lines and lines[-1].periods and following.sentence.paragraph != lines[-1].sentence.paragraph:
            break
        lines.append(following)
        if following.periods and not following.text.rstrip().endswith((";", "；")):
            break
    if not any(line.periods for line in lines) or lines[0].sentence.paragraph == scene.sentence.paragraph:
        return [], 0
    draft = Draft(_line_title(scene, lines) or _first_cell(lines[0]), context, True)
    draft.add(replace_text(scene, ", ".join(_bare(line.text) for line in lines)))
    if place := next((p for line in lines if (p := with_country(line))), None):
        draft.values.setdefault("place", place)
    draft.evidence = [scene.text, *(line.text for line in lines)]
    return draft.results(), len(lines)


def replace_text(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text), scene.context)


def _bare(text: str) -> str:
    return clean(text).rstrip(".;,")


def _calendar_line(scene: Scene) -> str | None:
    """The title in `New in our calendar: Ad hoc group on the structure, 24 February 2021, virtual`."""
    head, colon, tail = scene.text.partition(": ")
    lead = scene.saying(head)
    if (
        not (colon and scene.periods and lead.has("meeting.new_word"))
        or lead.periods
        or lead.has("meeting.noun")
    ):
        return None
    return _first_cell(scene.saying(tail)) if lead.has("meeting.calendar") else None


def _first_cell(line: Scene) -> str | None:
    """`Ad hoc group on the structure / 24 February 2021 / virtual`: what stands before the first stroke."""
    cell, stroke, _ = line.text.partition(next((s for s in _STROKES if s in line.text), "\n"))
    head = re.split(r",\s", cell.strip(), maxsplit=1)[0] if not stroke else cell.strip()
    named_well = len(head.split()) >= 2 and head[:1].isupper() and not line.saying(head).periods
    return head.rstrip(",:;") if named_well else None


def _line_title(scene: Scene, lines: Sequence[Scene]) -> str | None:
    """The line that is the title: quoted, `Title: ...`, else the one with the word for a meeting."""
    for line in (scene, *lines):
        if QUOTED.search(line.text):
            return title_of(line)
    for line in lines:
        if line.has("meeting.noun") and not line.periods:
            return _without_mode(re.sub(r"^\w+\s?[:：]\s", "", _bare(line.text)), line)
    return None


def _without_mode(title: str, line: Scene) -> str:
    """`Third coordination meeting` where the line below it, `virtual`, was read as its end."""
    for pattern in line.context.words.patterns("meeting.mode").values():
        for found in pattern.finditer(title):
            if found.end() == len(title) and found.start() > 0:
                return title[: found.start()].rstrip(" ,;–—-(")
    return title
