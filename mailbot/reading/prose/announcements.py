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
from mailbot.reading.prose.announced_titles import calendar_line
from mailbot.reading.prose.meeting_cores import main_clause, without_grounds
from mailbot.reading.prose.meeting_dates import is_old
from mailbot.reading.prose.meeting_mode import mode_of, visits
from mailbot.reading.prose.meeting_names import candidates, dateless, score
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.meeting_titles import QUOTED, title_of
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

READER = "prose"
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
        if "ends" in self.values and str(self.values["ends"]) < self.context.today.isoformat():
            return []  # "we then planned that meeting for 24 September" tells what has been
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
    if scene.has("meeting.not_for_calendar"):
        return None
    if scene.supposed and not scene.doubted:
        scene = _news(scene)
    if (
        of_texts(scene)
        or _of_others(scene)
        or not scene.asserted
        or scene.asks
        or scene.past
        or visits(scene)
    ):
        return None
    held = {call.starts.astimezone(context.directory.zone).date() for call in context.directory.calls}
    if any(p.is_day and p.first in held for p in scene.periods):
        return None  # "the meeting of 8 January" is ITU's own
    bare = replace_text(scene, re.sub(r"\([^()]{25,}\)", " ", scene.text))  # a reason in brackets is no news
    line = calendar_line(scene)
    named = line or bare.has("meeting.noun") or QUOTED.search(scene.text)
    if not named or not (line or _is_new(bare, context)):
        return None
    draft = Draft(line or title_of(scene), context, _is_announced(scene))
    draft.evidence.append(scene.text)
    draft.add(scene)
    if whole is not scene and (mode := mode_of(whole, context, True)):
        draft.values.setdefault("mode", mode)  # "..., those who cannot travel being able to follow it online"
    draft.evidence = draft.evidence[:1]
    return draft


def _is_announced(scene: Scene) -> bool:
    """Whether TSB has to ask where too little is known: of many days only where they are the region's."""
    if scene.has("meeting.calendar"):
        return True
    if len(scene.periods) == 1:
        return not scene.has("meeting.not_itself")  # `early registration closes on 25 December`
    ours = scene.has("meeting.own") or scene.has("contact.we") or bool(scene.organizations)
    return bool(scene.periods) and ours


_NEXT = re.compile(r",\s(?:and|so|et|y|и|а)\s(?=\w)")


def _news(scene: Scene) -> Scene:
    """`The Members wish to work on, and we have organized a workshop on ...`: the clause that tells."""
    parts = [scene.saying(piece) for piece in _NEXT.split(scene.text)]
    told = [p for p in parts if p.periods and p.has("meeting.noun") and p.has("meeting.new") and p.asserted]
    return told[0] if len(parts) > 1 and len(told) == 1 else scene


def of_texts(scene: Scene) -> bool:
    """Whether the sentence is about Resolutions, and does not only name one in a title: `"Group on Resolution
    2"`.
    """
    if not scene.texts:  # "please enter it as a new Resolution"
        return scene.has("position.new_resolution") and not scene.has("meeting.noun")
    if scene.periods and calendar_line(scene):
        return False
    quoted = [m.span() for m in QUOTED.finditer(scene.text)] if scene.has("meeting.noun") else []
    return not all(any(a < ref.start < b for a, b in quoted) for ref in scene.texts)


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
    if named & known or scene.has("meeting.postpone") or scene.has("meeting.cancel"):
        return False
    known_well = any(score(scene, meeting, context) >= _SURE for meeting in own)
    if scene.periods and not known_well:
        if scene.has("meeting.new") and _one_more(scene, "meeting.new_word"):
            return True
        if _one_more(scene, "meeting.extra_word") and not _in_title(scene, own):
            return True
    return bool(scene.periods) and scene.has("meeting.new") and not candidates(scene, context)


def _in_title(scene: Scene, own: Sequence[Meeting]) -> bool:
    """Whether the word is one of the title on file: `the ad hoc group`."""
    words = {scene.text[a:b].casefold() for a, b in scene.spans("meeting.extra_word")}
    return any(word in folded(m.title) for word in words for m in own)


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
            if len(gap.split()) <= 3 and not re.search(r"[,;:.]|['’]s\b|s['’]\s", gap):
                return True
    return False


def replace_text(scene: Scene, text: str) -> Scene:
    return Scene(replace(scene.sentence, text=text), scene.context)
