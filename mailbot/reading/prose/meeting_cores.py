"""The main clause of a long sentence: without what only tells of something in it, or why.

`The hosts having informed us that no gathering is possible, we put off the fifth meeting, for which new dates
will be fixed once they have agreed` says one thing, that the meeting is put off. What an absolute clause or a
relative one denies or supposes is not the news.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from mailbot.mail.hanzi import HAN
from mailbot.reading.prose.scene import Scene

_STOP = re.compile(r"[,;:；，：،](?=\s|[\u3400-\u9fff])")
_FIRM = re.compile(r"[;:；：]")
_FEWEST = 3  # words of a clause
_NEAREST = 8  # words that name the meeting before its relative clause
_ASIDE = re.compile(r",\s(?:which|qui|que|(?:el|la)\scual|котор(?:ый|ая|ое))\b(?:,[^,;]{2,24},)?\s(?=\w)")


def main_clause(scene: Scene, fits: Callable[[str], bool]) -> Scene | None:
    """The sentence without its absolute and relative clauses; None where there are none or nothing is left.

    ``fits`` tells whether a text names what the sentence is about: an absolute clause that opens the sentence
    ends where a clause that fits begins.
    """
    text = _without_relatives(scene, _without_absolutes(scene, scene.text, fits))
    if text == scene.text or not (len(text.split()) >= _FEWEST or HAN.search(text)):
        return None
    return scene.saying(text)


def without_grounds(scene: Scene) -> Scene:
    """The sentence without an absolute clause at its end: `..., the Bureau having found a third one idle`."""
    text = _without_absolutes(scene, scene.text, None)
    return scene if text == scene.text else scene.saying(text)


def without_old_plan(scene: Scene) -> Scene:
    """The sentence without the clause on how it was to be: `was to have been hosted by X`, `qui devait se
    clore le 20`; where that clause goes on to say what becomes of it, the sentence stays.
    """
    found = scene.context.words.pattern("meeting.planned_then").search(scene.text)
    if found is None:
        return scene
    stop = _STOP.search(scene.text, found.end())
    end = stop.start() if stop else len(scene.text)
    news = ("moved", "cancel", "postpone", "confirm", "now")
    pattern = scene.context.words.pattern
    if any(pattern(f"meeting.{name}").search(scene.text, found.end(), end) for name in news):
        return scene
    return scene.saying(f"{scene.text[: found.start()]}{scene.text[end:]}")


_WAS = re.compile(
    r",\s(?:originally|initially|previously|formerly|first|until now|hitherto|initialement|jusqu['’]ici"
    r"|auparavant|inicialmente|originalmente|hasta ahora|первоначально|ранее|прежде)\s[^,;:.]{3,60},",
    re.I,
)


def without_asides(scene: Scene) -> Scene:
    """The sentence without what its subject was before: `the third meeting, originally tentative, is ...`."""
    found = _WAS.search(scene.text)
    return scene.saying(f"{scene.text[: found.start()]}{scene.text[found.end() :]}") if found else scene


def _without_absolutes(scene: Scene, text: str, fits: Callable[[str], bool] | None) -> str:
    found = scene.context.words.pattern("meeting.absolute").search(text)
    if found is None:
        return text
    before = [m.end() for m in _STOP.finditer(text, 0, found.start())]
    if before:
        end = _FIRM.search(text, found.end())
        return text[: before[-1] - 1] + (text[end.start() :] if end else "")
    if fits is None:
        return text
    for stop in reversed([m.end() for m in _STOP.finditer(text, found.end())]):
        if fits(text[stop:]):
            return text[stop:].lstrip()
    return text


def told_aside(scene: Scene, fits: Callable[[str], bool]) -> Scene | None:
    """`There may be news after the workshop in Lima, which will now be virtual`: what the relative clause
    tells of the meeting right before it, where it tells of a change.
    """
    found = _ASIDE.search(scene.text)
    told = scene.text[found.end() :] if found else ""
    if found is None or not scene.has_in("meeting.now", told) or scene.has_in("modality.hypothesis", told):
        return None
    before = scene.text[: found.start()].split()
    for length in range(1, _NEAREST + 1):
        head = " ".join(before[-length:])
        if fits(head):
            return scene.saying(f"{head} {told}")
    return None


def _without_relatives(scene: Scene, text: str) -> str:
    pattern = scene.context.words.pattern("meeting.relative")
    while found := pattern.search(text):
        end = _STOP.search(text, found.end())
        text = text[: found.start()].rstrip(" ,،") + (text[end.start() :] if end else "")
    return text
