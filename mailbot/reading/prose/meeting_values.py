"""What a sentence says of one meeting, as field -> value: status, days, mode, place, title, page.

The values decide, not the verbs: new days, another mode, another place in a sentence about the meeting are
changes unless the sentence takes them back ("not in Bergen but in Oslo" changes the place).
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.cities import at
from mailbot.reading.context import Context
from mailbot.reading.prose.meeting_dates import is_on_file, new_dates
from mailbot.reading.prose.meeting_mode import mode_of, visits
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.meeting_titles import renamed
from mailbot.reading.prose.scene import Scene

Values = dict[str, str | None]
_URL = re.compile(r"https?://[^\s<>\"'“”«»）)]+[^\s<>\"'“”«»）).,;:!?]")
_REACH = 25  # characters between a negation and what it takes back


def values(scene: Scene, context: Context, meeting: Meeting | None) -> Values:
    """The fields the sentence sets; `unclear` holds a question where the days cannot be told."""
    if scene.has("meeting.not_concerned"):
        return {}
    own = _about_itself(scene)
    said = without_old(own, meeting)
    turned = said is not own  # an old value is taken back, so what stands beside it is new
    dates = new_dates(said, context, meeting, turned)
    place = new_place(said, meeting, turned)
    ended = _ended(said, bool(dates) or (place is not None and (turned or said.has("meeting.place_moves"))))
    if ended == "postponed" and meeting and _leaves(said, meeting):
        ended = None  # "is moved from Tashkent": its days stay
    if ended:
        return {"status": ended}
    out: Values = dict(dates)
    about_it = not visits(said) and not said.has("meeting.not_itself")
    status = _certainty(said) if about_it else None
    mode = mode_of(said, context, turned or (meeting is not None and about_it))
    title = renamed(said) if said.has("meeting.rename") else None
    url = None if visits(said) else _url(said)
    for name, value in (("status", status), ("mode", mode), ("place", place), ("title", title), ("url", url)):
        if value and not (meeting and getattr(meeting, name) == value):
            out[name] = value
    return out


def _about_itself(scene: Scene) -> Scene:
    """The sentence without its clauses on hotels, deadlines, documents and the like."""
    other = scene.context.words.pattern("meeting.not_itself")
    if not other.search(scene.text):
        return scene
    pieces = re.split(r"(?<=[,;:，；：、،])\s?|\s(?=[–—-]\s)", scene.text)
    kept = [piece for piece in pieces if not other.search(piece)]
    return Scene(replace(scene.sentence, text=" ".join(kept)), scene.context) if kept else scene


def _ended(scene: Scene, goes_on: bool) -> str | None:
    """`cancelled` or `postponed`, where the meeting does not simply move."""
    if goes_on:
        return None
    if scene.has("meeting.cancel") and not undone(scene, "meeting.cancel"):
        later = scene.has("meeting.unknown_date") or scene.has("meeting.not_as_planned")
        return "postponed" if later else "cancelled"
    if scene.has("meeting.postpone") and not undone(scene, "meeting.postpone"):
        return "postponed"
    open_date = scene.has("meeting.unknown_date")
    return "postponed" if open_date and (scene.has("meeting.moved") or scene.has("meeting.late")) else None


def _leaves(scene: Scene, meeting: Meeting) -> bool:
    """Whether the meeting moves away from the place on file."""
    words = scene.context.words.pattern("meeting.from_place")
    spans = [(start, end) for start, end, kind in _on_file(scene, meeting) if kind == "place"]
    return any(
        not scene.text[found.end() : start].strip()
        for start, _ in spans
        for found in words.finditer(scene.text, 0, start)
    )


def _certainty(scene: Scene) -> str | None:
    """`confirmed` or `tentative`; a mark that is taken off counts as confirmed."""
    marked = _tentative(scene)
    if marked and _turns(scene):
        return "confirmed"
    if scene.has("meeting.confirm") and not undone(scene, "meeting.confirm"):
        return None if marked and not scene.has("meeting.mark_off") else "confirmed"
    if scene.has("meeting.mark_off") and scene.has("meeting.tentative"):
        return "confirmed"
    return "tentative" if marked and scene.has("meeting.now_tentative") else None


def _turns(scene: Scene) -> bool:
    """`from tentative to confirmed`: the second of the two words, right behind the first, holds."""
    words = scene.context.words
    ends = [m.end() for m in words.pattern("meeting.tentative").finditer(scene.text)]
    for found in words.pattern("meeting.confirm").finditer(scene.text):
        if any(0 < found.start() - end <= 16 for end in ends):
            return not undone(scene, "meeting.confirm")
    return False


def _tentative(scene: Scene) -> bool:
    """Whether the meeting is called tentative; `no longer provisional` does not count."""
    words = scene.context.words
    for found in words.pattern("meeting.tentative").finditer(scene.text):
        before = scene.text[max(0, found.start() - 30) : found.start()]
        refused = list(words.pattern("modality.negation").finditer(before))
        if not refused or len(before[refused[-1].end() :].split()) > 2:
            return True
    return False


def undone(scene: Scene, name: str) -> bool:
    """Whether a negation stands before what the pattern finds: `is not cancelled`."""
    found = scene.context.words.pattern(name).search(scene.text)
    if not found or scene.context.words.pattern("modality.negation").search(found[0]):
        return False
    before = scene.text[max(0, found.start() - 20) : found.start()]
    negations = list(scene.context.words.pattern("modality.negation").finditer(before))
    if found[0][0] > "\u3000":  # in Chinese right before the verb: `不取消`, but `人数不足取消`
        return any(n.end() == len(before) for n in negations)
    return bool(negations)


def _url(scene: Scene) -> str | None:
    """The one address of a meeting's page."""
    found = list(dict.fromkeys(_URL.findall(scene.text)))
    return found[0] if len(found) == 1 else None


def without_old(scene: Scene, meeting: Meeting | None) -> Scene:
    """The sentence without the values on file that it takes back for others of their kind: `not on 2-4 July
    but on 9-11 July`; "nor has the meeting in Cairo been cancelled" takes no place back.
    """
    if meeting is None:
        return scene
    cuts = []
    negations = [m.span() for m in scene.context.words.pattern("modality.negation").finditer(scene.text)]
    for start, end, kind in _on_file(scene, meeting) if negations else ():
        near = [n for n in negations if 0 <= start - n[1] <= _REACH and not _breaks(scene.text[n[1] : start])]
        rest = _cut(scene, near[-1][0], end) if near else None
        if rest is not None and _has_other(rest, kind, meeting):
            cuts.append((near[-1][0], end))
    out = scene
    for start, end in sorted(set(cuts), reverse=True):
        out = _cut(out, start, end)
    return out


def _cut(scene: Scene, start: int, end: int) -> Scene:
    return Scene(replace(scene.sentence, text=scene.text[:start] + scene.text[end:]), scene.context)


def _has_other(scene: Scene, kind: str, meeting: Meeting) -> bool:
    """Whether another value of that kind is left in the sentence."""
    if kind == "days":
        return any(not is_on_file(p, meeting) for p in scene.periods)
    if kind == "place":
        return new_place(scene, meeting, True) is not None
    modes = scene.context.words.patterns("meeting.mode")
    return any(p.search(scene.text) for name, p in modes.items() if name != meeting.mode)


def _breaks(gap: str) -> bool:
    return re.search(r"[.;:!?；：。]", gap) is not None or len(gap.split()) > 4


def _on_file(scene: Scene, meeting: Meeting) -> list[tuple[int, int, str]]:
    """Where the sentence names what is on file: its days, its city, its mode."""
    spans = [(p.start, p.end, "days") for p in scene.periods if is_on_file(p, meeting)]
    if meeting.place:
        words = [m.span() for m in re.finditer(r"[^\W\d_][\w'’-]{2,}", scene.text)]
        named = [(a, b) for a, b in words if scene.text[a].isupper()]
        named += [(c.start, c.end) for c in scene.cities]
        language = scene.context.language
        spans += [(a, b, "place") for a, b in named if at(meeting.place, scene.text[a:b], language)]
    pattern = scene.context.words.patterns("meeting.mode").get(meeting.mode or "")
    return spans + ([(*m.span(), "mode") for m in pattern.finditer(scene.text)] if pattern else [])
