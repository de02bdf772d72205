"""What a sentence on a meeting takes back of what is on file: `not on 2-4 July but on 9-11 July`, `Osh, not
Bishkek`, `will not take place in Bishkek`, `moves from Tashkent`.
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.mail.hanzi import HAN
from mailbot.reading.cities import at
from mailbot.reading.prose.meeting_dates import is_on_file
from mailbot.reading.prose.meeting_only_name import only_name
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.scene import Scene

_COMMA = re.compile(r"[,;:，；、،]")


_HALF = 8  # characters between "not held" and the place


_REACH = 25  # characters between a negation and what it takes back


def not_there(scene: Scene, meeting: Meeting) -> bool:
    """`will not take place in Bishkek`: only the place is off."""
    words = scene.context.words
    off = words.pattern("meeting.cancel").finditer(scene.text)
    ends = [m.end() for m in off if not words.has("meeting.noun", m[0])]  # "there will be no meeting in ..."
    ends += [m.end() for m in words.pattern("modality.negation").finditer(scene.text)]
    places = [start for start, _, kind in on_file(scene, meeting) if kind == "place"] if ends else []
    return any(
        0 <= start - end <= _HALF and len(scene.text[end:start].split()) == 1
        for start in places
        for end in ends
    )


def place_gone(before: Scene, after: Scene, meeting: Meeting) -> bool:
    """Whether the place on file was among what the sentence takes back."""
    return any(kind == "place" for _, _, kind in on_file(before, meeting)) and not any(
        kind == "place" for _, _, kind in on_file(after, meeting)
    )


def leaves_place(scene: Scene, meeting: Meeting) -> bool:
    """Whether the meeting moves away from the place on file."""
    words = scene.context.words.pattern("meeting.from_place")
    if meeting.place is None or not words.search(scene.text):
        return False
    negations = [m.end() for m in scene.context.words.pattern("modality.negation").finditer(scene.text)]
    spans = [(start, end) for start, end, kind in on_file(scene, meeting) if kind == "place"]
    nouns = [end for _, end in scene.spans("meeting.noun")]
    return any(
        not scene.text[found.end() : start].strip()
        and not any(end <= found.start() and not scene.text[end : found.start()].strip() for end in nouns)
        and not any(
            0 <= found.start() - end <= _REACH + 15 and not _COMMA.search(scene.text[end : found.start()])
            for end in negations
        )
        for start, _ in spans
        for found in words.finditer(scene.text, 0, start)
    )


def place_off(scene: Scene, meeting: Meeting) -> bool:
    """`Bergen falls through, we meet in Oslo`: the place on file is what is off, and another one is named."""
    ends = [end for _, end, kind in on_file(scene, meeting) if kind == "place"]
    off = [m.start() for m in scene.context.words.pattern("meeting.cancel").finditer(scene.text)]
    if not any(0 < start - end <= _HALF + 4 and not scene.has_in("meeting.noun", scene.text[end:start])
               for start in off for end in ends):  # fmt: skip
        return False
    if HAN.search(scene.text):
        return any(not at(meeting.place or "", c.english, "en") for c in scene.cities)
    return new_place(scene, meeting, True) is not None


_FOR = re.compile(
    r"[\"”»“']*\s*(?:(?:,\s[\w ]{3,20}\s)?(?:by|with|par|por|на|to|into|в)|->|→|=>|⇒)\s+[\"“«']*"
    r"(?P<place>[A-ZÀ-ÞА-ЯЁ][\w'’-]+(?:\s[A-ZÀ-ÞА-ЯЁ][\w'’-]+)?(?:,\s[A-ZÀ-ÞА-ЯЁ][\w'’-]+)?)"
)


def swapped(scene: Scene, meeting: Meeting) -> str | None:
    """`"Abuja" by "Lagos"`, `Bishkek -> Osh`: what stands for the place on file from now on."""
    for _, end, kind in on_file(scene, meeting) if meeting.place else ():
        found = _FOR.match(scene.text, end) if kind == "place" else None
        if found and (place := new_place(scene.saying(f"in {found['place']}"), meeting, True)):
            return place
    return None


def without_old(scene: Scene, meeting: Meeting | None) -> Scene:
    """The sentence without the values on file that it takes back for others of their kind: `not on 2-4 July
    but on 9-11 July`; "nor has the meeting in Cairo been cancelled" takes no place back.
    """
    if meeting is None:
        return scene
    cuts = []
    words = scene.context.words
    negations = [m.span() for m in words.pattern("modality.negation").finditer(scene.text)]
    instead = [m.span() for m in words.pattern("time.old_before").finditer(scene.text) if len(m[0]) > 1]
    for start, end, kind in on_file(scene, meeting) if negations or instead else ():
        marks = negations + (instead if kind == "place" else [])
        near = [n for n in marks if 0 <= start - n[1] <= _REACH and not _breaks(scene.text[n[1] : start])]
        rest = _cut(scene, near[-1][0], end) if near else None
        if rest is not None and _has_other(rest, kind, meeting, near[-1][0]):
            cuts.append((near[-1][0], end))
    out = scene
    for start, end in sorted(set(cuts), reverse=True):
        out = _cut(out, start, end)
    return out


def _cut(scene: Scene, start: int, end: int) -> Scene:
    return Scene(replace(scene.sentence, text=scene.text[:start] + scene.text[end:]), scene.context)


def _has_other(scene: Scene, kind: str, meeting: Meeting, cut: int) -> bool:
    """Whether another value of that kind is left in the sentence."""
    if kind == "days":
        return any(not is_on_file(p, meeting) for p in scene.periods)
    if kind == "place":
        place = new_place(scene, meeting, True) or only_name(scene, meeting)
        at = scene.text.find(re.split(r"[,(（،]", place)[0].strip()[:4]) if place else -1
        return place is not None and (at < cut or _turns_to(scene, scene.text[cut:at]))
    modes = scene.context.words.patterns("meeting.mode")
    return any(p.search(scene.text) for name, p in modes.items() if name != meeting.mode)


def _turns_to(scene: Scene, between: str) -> bool:
    """Whether what follows turns away from what was taken back; "not from Lima to Quito" moves nothing."""
    names = ("attendance.but", "position.but")
    return _COMMA.search(between) is not None or any(scene.has_in(name, between) for name in names)


def _breaks(gap: str) -> bool:
    return re.search(r"[.;:!?；：。]", gap) is not None or len(gap.split()) > 4


def on_file(scene: Scene, meeting: Meeting) -> list[tuple[int, int, str]]:
    """Where the sentence names what is on file: its days, its city, its mode."""
    spans = [(p.start, p.end, "days") for p in scene.periods if is_on_file(p, meeting)]
    if meeting.place:
        words = [m.span() for m in re.finditer(r"[^\W\d_][\w'’-]{2,}", scene.text)]
        named = [(a, b) for a, b in words if scene.text[a].isupper()]
        named += [(c.start, c.end) for c in scene.cities]
        language = scene.context.language
        city = re.escape(meeting.place.split(",")[0].strip())
        spans += [
            (*m.span(), "place") for m in re.finditer(rf"(?<!\w){city}(?!\w)", scene.text) if " " in m[0]
        ]
        spans += [(a, b, "place") for a, b in named if at(meeting.place, scene.text[a:b], language)]
    pattern = scene.context.words.patterns("meeting.mode").get(meeting.mode or "")
    return spans + ([(*m.span(), "mode") for m in pattern.finditer(scene.text)] if pattern else [])
