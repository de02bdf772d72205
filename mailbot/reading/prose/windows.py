"""Which words of a sentence belong to which Resolution or Recommendation.

Each text named opens a window that reaches to the next one named, or back to the one before where the
action stands in front ("MOD for Resolutions 20 and 29 and SUP for 40"). A sentence that goes on in the
same paragraph or list item belongs to the text named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailbot.reading.prose.answered import answered_text
from mailbot.reading.prose.in_order import by_order
from mailbot.reading.prose.new_texts import further_titles, new_text, says_action, title_given
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_groups import grouped, joined, outside_quotes
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean


@dataclass(frozen=True)
class Window:
    """What is said of some texts: the keys, and the words that go with them.

    ``carried``: the sentence goes on about texts named before; ``answer``: it stands under their quoted row;
    ``whole``: the sentence, where the scene is only the part of it that is on these texts.
    """

    keys: tuple[TextRef, ...]
    text: str
    scene: Scene
    carried: bool = False
    answer: bool = False
    whole: Scene | None = None


@dataclass
class _Thread:
    """What the message speaks of at the moment."""

    topic: tuple[TextRef, ...] = ()  # the texts named last
    said: tuple[TextRef, ...] = ()  # all texts named in the paragraph, or in the list before it
    paragraph: int = -1
    block: int = -1
    answer: bool = False
    near: tuple[TextRef, ...] = ()  # those named in the paragraph or item itself
    untitled: Scene | None = None  # where a new Resolution was named without its title


def windows(scenes: Sequence[Scene]) -> list[Window]:
    """Each stretch of text with the Resolutions and Recommendations it is about."""
    found: list[Window] = []
    thread = _Thread()
    for scene in map(_corrected, scenes):
        _begin(thread, found, scene)
        fresh = _fresh(thread, scene)
        if fresh:
            thread.topic = thread.said = fresh
            before = [thread.untitled] if thread.untitled else []
            found += [Window(fresh, told.text, told) for told in (*before, scene)]
            thread.untitled = None
            continue
        named = scene.asserted and not scene.texts and scene.has("position.new_resolution")
        thread.untitled = scene if named else None
        if everything := [] if scene.texts else _all_ours(scene):
            found += everything
            thread.topic = ()
            continue
        if not scene.texts:
            keys = thread.said if scene.has("position.all_of_them") and thread.said else thread.topic
            if parts := by_order(scene, thread.near if len(thread.near) > 1 else thread.said):
                found += [Window(refs, part.text, part, carried=True, whole=scene) for refs, part in parts]
            elif keys:
                found.append(Window(keys, scene.text, scene, carried=True, answer=thread.answer))
            continue
        pieces = _all_ours(scene) or _in_turn(scene) or _pieces(scene)
        found += pieces
        if of_others(scene):
            thread.topic = thread.said = ()
        else:
            thread.topic = pieces[-1].keys
            thread.said = (*thread.said, *scene.texts)
            thread.near = (*thread.near, *scene.texts)
        thread.answer = False
    return found


def _begin(thread: _Thread, found: list[Window], scene: Scene) -> None:
    """A new paragraph goes on about nothing, unless it answers a row, has a heading or sums up a list."""
    sentence = scene.sentence
    if sentence.paragraph == thread.paragraph:
        return
    answered = answered_text(scene) if sentence.block != thread.block else None
    heading = _heading_only(found, scene) or _labelled(thread, scene)
    summing = not sentence.item and not scene.texts and scene.has("position.all_of_them")
    thread.topic = (answered,) if answered else thread.topic if heading else ()
    if not (summing or sentence.item):
        thread.said = ()
    thread.near = ()
    thread.paragraph, thread.block, thread.answer = sentence.paragraph, sentence.block, answered is not None


def _labelled(thread: _Thread, scene: Scene) -> bool:
    """`In a nutshell: ...` in a paragraph of its own still belongs to the text spoken of before."""
    if len(thread.topic) != 1 or scene.sentence.paragraph != thread.paragraph + 1 or scene.texts:
        return False
    label = scene.context.words.pattern("position.summary_set").search(scene.text[:60])
    return label is not None and re.match(r"[^.;]{0,30}[:：]\s", scene.text[label.end() :]) is not None


def _fresh(thread: _Thread, scene: Scene) -> tuple[TextRef, ...]:
    """The new Resolutions proposed in the sentence."""
    if scene.texts:
        return ()
    one = new_text(scene) or (title_given(scene) if thread.untitled else None)
    return (one, *further_titles(scene, one)) if one is not None else ()


def of_others(scene: Scene) -> bool:
    """Whether the sentence is about what another organization proposes."""
    mine = scene.context.organization
    return bool(scene.others) and mine not in [code for _, _, code in scene.organizations]


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


def _heading_only(found: list[Window], scene: Scene) -> bool:
    """`Resolution 64` alone on its line heads what follows."""
    if not found:
        return False
    last = found[-1]
    bare = clean(last.text).strip(" :.-–—*")
    return last.scene.sentence.paragraph == scene.sentence.paragraph - 1 and any(
        bare == clean(k.raw) for k in last.keys
    )


def _pieces(scene: Scene) -> list[Window]:
    """The sentence cut at its texts: after them, or before them where the action stands in front."""
    text, context = scene.text, scene.context
    groups = joined(outside_quotes(scene), text)
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
            start = _end(groups, number - 1, scene) if number else 0
            end = len(text) if number + 1 == len(groups) else _end(groups, number, scene)
        else:
            start = group[0].start if number else 0
            end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        out.append(Window(tuple(group), text[start:end], scene))
    return _without_exceptions(out, groups, scene)


def _all_ours(scene: Scene) -> list[Window]:
    """`All our texts except 98 are agreed`: every position of the sender's organization but those."""
    mark = scene.context.words.pattern("position.all_ours").search(scene.text)
    if mark is None or scene.others or not says_action(scene.text, scene.context):
        return []
    if scene.has_in("modality.negation", scene.text[max(0, mark.start() - 12) : mark.start()]):
        return []  # "not all our texts"
    left_out = {ref.id for ref in scene.texts}
    if left_out and not scene.has("position.except"):
        return []
    own = [p.text for p in scene.context.directory.positions if p.organization == scene.context.organization]
    span = (mark.start(), mark.end())
    keys = tuple(TextRef(*span, key, mark[0]) for key in own if key not in left_out)
    last = max((ref.end for ref in scene.texts), default=mark.end())
    behind = scene.text[max(last, mark.end()) :]  # "all but 98, which stays preliminary, are agreed"
    return [Window(keys, behind if says_action(behind, scene.context) else scene.text, scene)]


def _in_turn(scene: Scene) -> list[Window]:
    """`On 11 and 48, the former is now a MOD and the latter a SUP`: one list, and each of it in its turn."""
    groups = joined(grouped(scene.texts), scene.text)
    if len(groups) != 1 or len(groups[0]) < 2:
        return []
    tail = scene.saying(scene.text[groups[0][-1].end :])
    parts = [] if tail.texts else by_order(tail, groups[0])
    return [Window(refs, part.text, part, carried=True, whole=scene) for refs, part in parts]


def _end(groups: list[list[TextRef]], number: int, scene: Scene) -> int:
    """Where the words on a group end whose action stands in front: behind what is added to it.

    `MOD for 20 and 29 (both drafts) and SUP for 40`: up to the words that lead to the next action.
    """
    end = groups[number][-1].end
    gap = scene.text[end : groups[number + 1][0].start]
    patterns = (
        *scene.context.words.patterns("position.action").values(),
        scene.context.words.pattern("modality.negation"),
    )
    actions = [m.start() for pattern in patterns for m in pattern.finditer(gap)]
    aside = re.match(r"\s*[(（][^()（）]{1,80}[)）]", gap)
    cuts = (
        [m.start() for m in re.finditer(r"[,;،؛，；]|\s(?:and|et|y|и|و)\s", gap[: min(actions)])]
        if actions
        else []
    )
    return end + max(aside.end() if aside else 0, cuts[-1] if cuts else 0)


def _without_exceptions(found: list[Window], groups: list[list[TextRef]], scene: Scene) -> list[Window]:
    """`72 to 76 unchanged, except 73, which we modify`: what is excepted has only what is said behind it."""
    out = list(found)
    for number in range(1, len(groups)):
        gap = scene.text[groups[number - 1][-1].end : groups[number][0].start]
        mark = scene.context.words.pattern("position.except").search(gap)
        behind = scene.text[groups[number][-1].end : groups[number][-1].end + 4]
        if mark is None and not scene.has_in("position.except_behind", behind):
            continue
        excepted = {key.id for key in groups[number]}
        for earlier in range(number):
            kept = tuple(key for key in out[earlier].keys if key.id not in excepted)
            out[earlier] = replace(out[earlier], keys=kept)
        start = groups[number][0].start
        end = groups[number + 1][0].start if number + 1 < len(groups) else len(scene.text)
        out[number] = replace(out[number], text=scene.text[start:end])
    return [window for window in out if window.keys]
