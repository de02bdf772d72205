"""Whether a sentence that names no meeting still speaks of one, and of which."""

from __future__ import annotations

from dataclasses import dataclass, field

from mailbot.directory.records import Meeting
from mailbot.reading.cities import at
from mailbot.reading.context import Context
from mailbot.reading.prose.announcements import Draft
from mailbot.reading.prose.meeting_lines import labelled
from mailbot.reading.prose.meeting_mode import visits
from mailbot.reading.prose.meeting_titles import QUOTED
from mailbot.reading.prose.scene import Scene

_BRIEF = 6  # words


@dataclass
class Topic:
    """The meeting spoken of last and in which paragraph; or one not on file yet, as far as it is known."""

    meeting: Meeting | None = None
    paragraph: int = -1
    draft: Draft | None = field(default=None)
    leaves: bool = False  # the sentence before said that it is not held where it was to be
    elsewhere: int = -9  # the paragraph that spoke last of a meeting which is none of the region's


def continues(scene: Scene, topic: Topic) -> bool:
    """Whether a sentence that names no meeting still speaks of the last one."""
    if topic.paragraph == scene.sentence.paragraph:
        return True
    speaks = scene.has("meeting.noun") or scene.has("meeting.its_things") or _by_head(scene, topic)
    speaks = speaks or labelled(scene, scene.context)
    if topic.paragraph == -1:
        dated = bool(scene.periods) and scene.has("meeting.move")
        brief = len(scene.text.split()) <= _BRIEF and not (scene.people or visits(scene))
        if dated or scene.has("meeting.postpone") or (brief and by_place(scene)):
            return True
    return speaks and (topic.paragraph == -1 or scene.sentence.paragraph - topic.paragraph == 1)


def calls_it(scene: Scene) -> bool:
    """`please call it "62nd meeting"`: a new name in quotes for what was spoken of, and no days."""
    return not scene.periods and scene.has("meeting.rename") and QUOTED.search(scene.text) is not None


def _by_head(scene: Scene, topic: Topic) -> bool:
    """`Com-ITU will come together in ...` of the meeting that is called "Com-ITU, 61st meeting"."""
    head = topic.meeting.title.partition(",")[0] if topic.meeting else ""
    return bool(head) and head != scene.context.organization and head in scene.text


def ours(scene: Scene) -> bool:
    return scene.has("meeting.own") or scene.has("meeting.move")


def by_place(scene: Scene) -> bool:
    """`Abidjan is confirmed`: a sentence about a meeting that names it by its place alone."""
    return not (visits(scene) or scene.has("meeting.not_itself")) and any(
        scene.has(f"meeting.{name}")
        for name in ("cancel", "postpone", "confirm", "moved", "now_tentative", "mark_off")
    )


def turns_away(scene: Scene, context: Context) -> bool:
    """`not in Bishkek but in Almaty`: a place on file beside a word that takes it back."""
    turns = any(scene.has(name) for name in ("modality.negation", "time.old_before", "meeting.put_for"))
    if not turns or visits(scene):
        return False
    own = [m.place for m in context.directory.meetings if m.organization == context.organization and m.place]
    return any(at(place, scene.text, context.language) for place in own)


def names_mode(scene: Scene) -> bool:
    return any(p.search(scene.text) for p in scene.context.words.patterns("meeting.mode").values())


def changes(scene: Scene) -> bool:
    return any(scene.has(f"meeting.{name}") for name in ("postpone", "cancel", "rename", "moved"))


def about_events(scene: Scene, context: Context) -> bool:
    """Whether the sentence is about ITU's own meetings and calls, which a region does not move."""
    if scene.has("attendance.inter_regional"):
        return True
    zone = context.directory.zone
    days = {call.starts.astimezone(zone).date() for call in context.directory.calls}
    named = {p.first for p in scene.periods if p.is_day}
    if any(
        call.starts.astimezone(zone).date() in named for call in context.directory.calls if not call.is_call
    ):
        return True
    return bool(named & days) and scene.has("attendance.call")
