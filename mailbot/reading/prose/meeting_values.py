"""What a sentence says of one meeting, as field -> value: status, days, mode, place, title, page.

The values decide, not the verbs: new days, another mode, another place in a sentence about the meeting are
changes unless the sentence takes them back ("not in Bergen but in Oslo" changes the place).
"""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.directory.records import Meeting
from mailbot.reading.context import Context
from mailbot.reading.prose.meeting_cores import main_clause, without_old_plan
from mailbot.reading.prose.meeting_dates import new_dates
from mailbot.reading.prose.meeting_host import day_off, host_gone, new_host, without_host
from mailbot.reading.prose.meeting_mode import mode_of, visits
from mailbot.reading.prose.meeting_month import leaves_month
from mailbot.reading.prose.meeting_only_name import in_its_stead, only_name
from mailbot.reading.prose.meeting_places import new_place
from mailbot.reading.prose.meeting_taken_back import (
    leaves_place,
    not_there,
    place_gone,
    place_off,
    swapped,
    without_old,
)
from mailbot.reading.prose.meeting_titles import renamed
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

Values = dict[str, str | None]
_URL = re.compile(r"https?://[^\s<>\"'“”«»）)]+[^\s<>\"'“”«»）).,;:!?]")
_MUST = ("不得不", "不能不")  # "cannot but": what follows holds
_NUMBER = re.compile(r"\b[Nn]os?(?:\.\s?(?=\d)|\s(?=\d{1,2}(?![\w])))")


def values(scene: Scene, context: Context, meeting: Meeting | None, leaves: bool = False) -> Values:
    """The fields the sentence sets; `unclear` holds a question where the days cannot be told.

    ``leaves``: the sentence before said where the meeting is not held any more.
    """
    written, scene = scene, _numbered(scene)
    if scene.has("meeting.not_concerned"):
        return {}
    own = _about_itself(scene)
    said = without_old(without_old_plan(own), meeting)
    turned = leaves or said is not own  # an old value is taken back, so what stands beside it is new
    turned = turned or (meeting is not None and (leaves_place(said, meeting) or place_off(said, meeting)))
    gone = host_gone(own, meeting)  # not the meeting: where it was to be
    turned = turned or gone
    dates = new_dates(said, context, meeting, turned)
    place = new_place(said, meeting, turned)
    if place is None and meeting and said is not own and place_gone(own, said, meeting):
        place = only_name(said, meeting)
    if place is None and meeting and gone:
        place = new_host(own, meeting)
    if place is None and meeting and not visits(said):
        place = swapped(own, meeting) or in_its_stead(own, meeting)
    ended = _ended(
        said, meeting, bool(dates) or (place is not None and (turned or said.has("meeting.place_moves")))
    )
    off = day_off(said, meeting)
    if gone or off is not None or (meeting and _goes_on_line(said, meeting)):
        ended = None
    if ended == "postponed" and meeting and leaves_place(said, meeting):
        ended = None  # "is moved from Tashkent": its days stay
    if ended:
        return {"status": ended}
    out: Values = {**(off or {}), **dates} if not ("starts" in dates and off) else dict(dates)
    about_it = not visits(said) and not said.has("meeting.not_itself")
    status = _certainty(said) if about_it else None
    mode = mode_of(
        without_host(said) if gone else said, context, turned or (meeting is not None and about_it)
    )
    if meeting and mode in (None, meeting.mode) and (main := main_clause(said, bool)):
        mode = mode_of(main, context, about_it)  # "which stands as hybrid, will be held online"
    mode = mode or (_other_half(said, meeting) if meeting and about_it else None)
    if mode and _headed_otherwise(said):
        mode = None
    title = renamed(said) if said.has("meeting.rename") else None
    if title and (sign := _NUMBER.search(written.text)):
        title = title.replace("n° ", sign[0])  # as it was written
    if title and meeting and folded(title) in folded(meeting.title):
        title = None  # what the meeting is called in passing
    url = None if visits(said) else _url(said)
    for name, value in (("status", status), ("mode", mode), ("place", place), ("title", title), ("url", url)):
        if value and not (meeting and getattr(meeting, name) == value):
            out[name] = value
    return out


def _numbered(scene: Scene) -> Scene:
    """The "no" of `meeting no. 10` is no negation, nor is the delay of an answer the meeting's."""
    text = scene.context.words.pattern("meeting.apology").sub(" ", _NUMBER.sub("n° ", scene.text))
    return scene if text == scene.text else Scene(replace(scene.sentence, text=text), scene.context)


def _other_half(scene: Scene, meeting: Meeting) -> str | None:
    """`there will be no physical part any more`: what is left of a hybrid meeting."""
    if meeting.mode != "hybrid" or not scene.has("modality.negation"):
        return None
    modes = scene.context.words.patterns("meeting.mode")
    named = [name for name in ("physical", "virtual") if modes[name].search(scene.text)]
    if len(named) != 1 or mode_of(scene, scene.context, True) is not None:
        return None
    return "virtual" if named == ["physical"] else "physical"


def _about_itself(scene: Scene) -> Scene:
    """The sentence without its clauses on hotels, deadlines, documents and the like."""
    other = scene.context.words.pattern("meeting.not_itself")
    if not other.search(scene.text):
        return scene
    pieces = re.split(r"(?<=[,;:，；：、،])\s?|\s(?=[–—-]\s)", scene.text)
    kept = [piece for piece in pieces if not other.search(piece)]
    return Scene(replace(scene.sentence, text=" ".join(kept)), scene.context) if kept else scene


def _headed_otherwise(scene: Scene) -> bool:
    """`Registration for the plenary is done online`: how something beside the meeting is done."""
    heads = [start for start, _ in scene.spans("meeting.not_itself")]
    nouns = [start for start, _ in scene.spans("meeting.noun")]
    forced = scene.has("meeting.forces")  # "the flight ban forces us to hold the plenary online"
    return bool(heads and nouns) and min(heads) < min(nouns) and not forced


def _ended(scene: Scene, meeting: Meeting | None, goes_on: bool) -> str | None:
    """`cancelled` or `postponed`, where the meeting does not simply move."""
    elsewhere = meeting and not_there(scene, meeting) and not scene.has("meeting.not_as_planned")
    if goes_on or elsewhere:
        return None
    if meeting and leaves_month(scene, meeting):
        return "postponed"
    if scene.has("meeting.cancel") and not undone(scene, "meeting.cancel"):
        put_off = scene.has("meeting.postpone") and not undone(scene, "meeting.postpone")
        later = put_off or scene.has("meeting.unknown_date") or scene.has("meeting.not_as_planned")
        return "postponed" if later else "cancelled"
    if scene.has("meeting.postpone") and not undone(scene, "meeting.postpone"):
        return "postponed"
    open_date = scene.has("meeting.unknown_date")
    return "postponed" if open_date and (scene.has("meeting.moved") or scene.has("meeting.late")) else None


def _goes_on_line(scene: Scene, meeting: Meeting) -> bool:
    """`Copenhagen is off, we meet online`: behind what is off stands how it is held instead."""
    modes = scene.context.words.patterns("meeting.mode")
    off = [m.end() for m in scene.context.words.pattern("meeting.cancel").finditer(scene.text)]
    instead = scene.has("meeting.instead") and not scene.periods  # "..., instead of it a video conference"
    if not off or not (instead or scene.has("meeting.same_days")):
        return False
    return any(name != meeting.mode and p.search(scene.text, max(off)) for name, p in modes.items())


def _certainty(scene: Scene) -> str | None:
    """`confirmed` or `tentative`; a mark that is taken off counts as confirmed."""
    if scene.has("meeting.confirms_else"):  # `have confirmed their participation`
        scene = scene.saying(scene.context.words.pattern("meeting.confirms_else").sub(" ", scene.text))
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
        if any(not before[m.end() :].strip() for m in words.pattern("time.old_before").finditer(before)):
            continue  # `originally tentative`
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
        return not before.endswith(_MUST) and any(n.end() == len(before) for n in negations)
    return bool(negations)


def _url(scene: Scene) -> str | None:
    """The one address of a meeting's page."""
    found = list(dict.fromkeys(_URL.findall(scene.text)))
    return found[0] if len(found) == 1 else None
