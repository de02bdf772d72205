"""Which words of a sentence belong to which Resolution or Recommendation.

Each text named opens a window that reaches to the next one named, or back to the one before where the
action stands in front ("MOD for Resolutions 20 and 29 and SUP for 40"). A sentence that goes on in the
same paragraph or list item belongs to the text named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.quoted_edit import kind_of
from mailbot.reading.rows import cells
from mailbot.reading.texts import TextRef, find
from mailbot.reading.values import clean

QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{3,600})[\"”»」》]")


@dataclass(frozen=True)
class Window:
    """What is said of some texts: the keys, and the words that go with them."""

    keys: tuple[TextRef, ...]
    text: str
    scene: Scene
    carried: bool = False


def windows(scenes: Sequence[Scene]) -> list[Window]:
    """Each stretch of text with the Resolutions and Recommendations it is about."""
    found: list[Window] = []
    topic: tuple[TextRef, ...] = ()
    said: tuple[TextRef, ...] = ()
    paragraph = -1
    untitled = False  # a new Resolution was named without its title
    for scene in map(_corrected, scenes):
        if scene.sentence.paragraph != paragraph:
            paragraph = scene.sentence.paragraph
            topic = _answered(scene) or (topic if _heading_only(found, scene) else ())
            said = ()
        if not scene.texts and (fresh := _new_text(scene) or (_title_given(scene) if untitled else None)):
            topic = said = (fresh,)
            found.append(Window(topic, scene.text, scene))
            untitled = False
            continue
        untitled = scene.asserted and not scene.texts and scene.has("position.new_resolution")
        if not scene.texts:
            if topic:
                keys = said if scene.has("position.all_of_them") else topic
                found.append(Window(keys, scene.text, scene, carried=True))
            continue
        pieces = _pieces(scene)
        found += pieces
        topic = pieces[-1].keys
        said = (*said, *(key for piece in pieces for key in piece.keys))
    return found


def _corrected(scene: Scene) -> Scene:
    """`Res. 95-96 ... sorry, only 95: MOD`: what the writer takes back at once does not count."""
    marks = list(scene.context.words.pattern("position.self_correction").finditer(scene.text))
    if not marks or not scene.texts:
        return scene
    rest = scene.text[marks[-1].end() :].lstrip(" ,:;.-–—…")
    if not rest or not says_action(rest, scene.context):
        return scene
    again = Scene(replace(scene.sentence, text=rest), scene.context)
    return again if again.texts else scene


def _new_text(scene: Scene) -> TextRef | None:
    """A proposed new Resolution with its title: `a new Resolution entitled "T"`, `a new Resolution on T.`"""
    named = scene.context.words.pattern("position.new_resolution").search(scene.text)
    if named is None:
        return None
    rest = scene.text[named.end() :]
    quoted = QUOTED.search(rest)
    if quoted:
        title = quoted[1]
    else:
        cue = scene.context.words.pattern("position.new_title").match(rest.lstrip(" ,:"))
        if cue is None:
            return None
        title = re.split(
            r"[.;:]\s|[.;:]$|,\s(?:which|that|with|and|its|as)\b|\s\(", rest.lstrip(" ,:")[cue.end() :]
        )[0]
        title = _title_only(title, scene.context)
    title = clean(title).strip(" .,")
    if len(title.split()) < 2 and not (quoted and len(title) > 5):
        return None
    return TextRef(named.start(), named.end(), f"New: {title[0].upper()}{title[1:]}", title)


def _title_only(title: str, context: Context) -> str:
    """The words up to a comma that a status or an action follows, or up to the verb of the sentence."""
    for comma in re.finditer(r",\s|\s[–—-]\s", title):
        if says_action(title[comma.end() :], context):
            title = title[: comma.start()]
            break
    end = context.words.pattern("position.title_end").search(title)
    return title[: end.start()] if end else title


def _title_given(scene: Scene) -> TextRef | None:
    """`Working title: "T"`, the sentence behind one that names a new Resolution without its title."""
    cue = scene.context.words.pattern("position.title_given").search(scene.text)
    quoted = QUOTED.search(scene.text, cue.end() if cue else 0)
    after = re.match(r"\s*(?:[:：]|is)\s*([^.;]{8,200})", scene.text[cue.end() :]) if cue else None
    raw = quoted[1] if quoted else after[1] if after else ""
    title = clean(raw).strip(" .,")
    if len(title.split()) < 2 and not (quoted and len(title) > 5):
        return None
    return TextRef(0, len(scene.text), f"New: {title[0].upper()}{title[1:]}", title)


def _heading_only(found: list[Window], scene: Scene) -> bool:
    """`Resolution 64` alone on its line heads what follows."""
    if not found:
        return False
    last = found[-1]
    bare = clean(last.text).strip(" :.-–—*")
    return last.scene.sentence.paragraph == scene.sentence.paragraph - 1 and any(
        bare == clean(k.raw) for k in last.keys
    )


def _answered(scene: Scene) -> tuple[TextRef, ...]:
    for line in reversed(scene.sentence.answers):
        row = cells(line)
        if kind_of(row, scene.context) == "position" and row[0] == scene.context.organization:
            found = find(row[1], scene.context)
            return (found,) if found else ()
        if line.strip():
            return ()
    return ()


def grouped(refs: Sequence[TextRef]) -> list[list[TextRef]]:
    groups: list[list[TextRef]] = []
    for ref in refs:
        if groups and (groups[-1][0].start, groups[-1][0].end) == (ref.start, ref.end):
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


def says_action(text: str, context: Context) -> bool:
    return any(p.search(text) for p in context.words.patterns("position.action").values()) or any(
        p.search(text) for p in context.words.patterns("position.status").values()
    )


def _pieces(scene: Scene) -> list[Window]:
    """The sentence cut at its texts: after them, or before them where the action stands in front."""
    text, context = scene.text, scene.context
    groups = joined(grouped(scene.texts), text)
    if len(groups) == 1:
        return [Window(tuple(groups[0]), text, scene)]
    before_first = text[: groups[0][0].start]
    gap = text[groups[0][-1].end : groups[1][0].start]
    after_last = text[groups[-1][-1].end :]
    in_front = says_action(before_first, context) and not (
        says_action(after_last, context) and re.match(r"\s*[:：(–-]", gap)
    )
    out = []
    for number, group in enumerate(groups):
        if in_front:
            start = groups[number - 1][-1].end if number else 0
            end = len(text) if number + 1 == len(groups) else group[-1].end
        else:
            start = group[0].start if number else 0
            end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        out.append(Window(tuple(group), text[start:end], scene))
    return out


def joined(groups: list[list[TextRef]], text: str) -> list[list[TextRef]]:
    """`Resolution 20 and Recommendation A.7: MOD`: nothing but a conjunction between them."""
    out: list[list[TextRef]] = []
    for group in groups:
        if out:
            between = text[out[-1][-1].end : group[0].start]
            if re.fullmatch(
                r"[\s,;/&]*(?:and|et|y|e|и|و|和|及|、|as well as|,)?[\s,]*(?:the|la|el|on|to)?\s*",
                between,
                re.I,
            ):
                out[-1] = [*out[-1], *group]
                continue
        out.append(list(group))
    return out
