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
from mailbot.reading.prose.text_clauses import clause_breaks
from mailbot.reading.prose.text_described import described
from mailbot.reading.prose.text_everything import all_ours, group_meant, of_subject_line, the_others, the_rest
from mailbot.reading.prose.text_pieces import in_turn
from mailbot.reading.prose.text_pieces import pieces as pieces_of
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean


@dataclass
class _Thread:
    """What the message speaks of at the moment."""

    topic: tuple[TextRef, ...] = ()  # the texts named last
    said: tuple[TextRef, ...] = ()  # all texts named in the paragraph, or in the list before it
    paragraph: int = -1
    block: int = -1
    answer: bool = False
    near: tuple[TextRef, ...] = ()  # those named in the paragraph or item itself
    asked: Scene | None = None  # the sentence before, where it asks about them
    untitled: Scene | None = None  # where a new Resolution was named without its title
    waiting: int = 0  # how many more sentences its title may be told in


def windows(scenes: Sequence[Scene]) -> list[Window]:
    """Each stretch of text with the Resolutions and Recommendations it is about."""
    found: list[Window] = []
    thread = _Thread()
    if scenes:
        subject = scenes[0].saying(scenes[0].context.subject)
        if (
            subject.text
            and not subject.texts
            and subject.has("position.new_resolution")
            and not of_others(subject)
        ):
            thread.untitled, thread.waiting = subject, 4  # "A new Resolution from CEPT"
    for scene in map(_corrected, scenes):
        _begin(thread, found, scene)
        fresh = _fresh(thread, scene)
        if fresh:
            thread.topic = thread.said = fresh
            before = [thread.untitled] if thread.untitled else []
            found += [Window(fresh, told.text, told) for told in (*before, scene)]
            thread.untitled = None
            continue
        _untitled(thread, scene)
        if everything := [] if scene.texts else _everything(scene):
            found += everything
            thread.topic = ()
            continue
        near = thread.near if len(thread.near) > 1 else thread.said
        if not scene.texts:
            if rest := the_others(scene, near, thread.topic):
                found += [Window(refs, scene.text, scene, carried=True) for refs in rest if refs]
                continue
            group = group_meant(scene, near)
            keys = group or thread.topic or (() if found else of_subject_line(scene))
            thread.topic = keys
            if parts := by_order(scene, near):
                found += [Window(refs, part.text, part, carried=True, whole=scene) for refs, part in parts]
            elif keys and not (thread.topic and not group and _on_the_rest(scene)):
                found.append(Window(keys, scene.text, scene, True, thread.answer, asked=thread.asked))
            thread.asked = scene if scene.asks and keys else None
            continue
        found += _beside_others(scene)
        split = [Window(refs, part.text, part, whole=scene) for refs, part in the_rest(scene, near)]
        pieces = _everything(scene) or split or in_turn(scene) or pieces_of(scene)
        found += pieces
        if of_others(scene):
            thread.topic = thread.said = ()
        else:
            thread.topic = pieces[-1].keys
            thread.said = (*thread.said, *scene.texts)
            thread.near = (*thread.near, *scene.texts)
        thread.answer = False
        thread.asked = scene if scene.asks else None
    return found


def _begin(thread: _Thread, found: list[Window], scene: Scene) -> None:
    """A new paragraph goes on about nothing, unless it answers a row, has a heading or sums up a list."""
    sentence = scene.sentence
    if sentence.paragraph == thread.paragraph:
        return
    answered = answered_text(scene) if sentence.block != thread.block else None
    heading = _heading_only(found, scene) or _labelled(thread, scene)
    summing = not sentence.item and not scene.texts and bool(group_meant(scene, thread.said))
    thread.topic = (answered,) if answered else thread.topic if heading else ()
    if not (summing or sentence.item):
        thread.said = ()
    thread.near = ()
    thread.asked = None
    thread.paragraph, thread.block, thread.answer = sentence.paragraph, sentence.block, answered is not None


def _untitled(thread: _Thread, scene: Scene) -> None:
    """A new Resolution without its title waits for it: for two sentences that name no text."""
    if scene.asserted and not scene.texts and scene.has("position.new_resolution"):
        thread.untitled, thread.waiting = scene, 2
    elif thread.untitled is not None:
        thread.waiting -= 1
        thread.untitled = None if scene.texts or thread.waiting < 0 else thread.untitled


def _labelled(thread: _Thread, scene: Scene) -> bool:
    """`In a nutshell: ...` in a paragraph of its own still belongs to the text spoken of before."""
    if len(thread.topic) != 1 or scene.sentence.paragraph != thread.paragraph + 1 or scene.texts:
        return False
    names = ("summary_set", "aim")
    labels = (scene.context.words.pattern(f"position.{name}").search(scene.text[:60]) for name in names)
    return any(
        label is not None and re.match(r"[^.;]{0,30}[:：]\s", scene.text[label.end() :]) is not None
        for label in labels
    )


def _fresh(thread: _Thread, scene: Scene) -> tuple[TextRef, ...]:
    """The new Resolutions proposed in the sentence."""
    if scene.texts:
        return ()
    one = new_text(scene) or (title_given(scene) if thread.untitled else None)
    return (one, *further_titles(scene, one)) if one is not None else ()


def _on_the_rest(scene: Scene) -> bool:
    """`The other items are being polished`: no more on the text named last."""
    words = scene.context.words
    if words.pattern("position.rest_as_whole").match(scene.text):
        return False  # "the rest, namely the stage, stays" is about the text itself
    return any(
        words.pattern(name).match(scene.text) is not None
        for name in ("position.rest", "position.other_texts", "position.order.others")
    ) or words.has("position.other_texts", " ".join(scene.text.split()[:4]))


def _beside_others(scene: Scene) -> list[Window]:
    """`a new Resolution on the metaverse, and a revision of Resolution 90`: the new one has its own words."""
    mark = scene.context.words.pattern("position.new_resolution").search(scene.text)
    if mark is None or not scene.asserted or any(ref.id.startswith("New: ") for ref in scene.texts):
        return []
    behind = min((ref.start for ref in scene.texts if ref.start >= mark.end()), default=len(scene.text))
    before = max((ref.end for ref in scene.texts if ref.end <= mark.start()), default=0)
    opens = clause_breaks(scene.text, before, mark.start())
    ends = clause_breaks(scene.text, mark.end(), behind) if behind < len(scene.text) else []
    part = scene.saying(scene.text[opens[-1] if opens else before : ends[-1] if ends else behind])
    if part.texts or part.others or (behind < len(scene.text) and not ends):
        return []
    one = new_text(part)
    return [Window((one,), part.text, part, whole=scene)] if one is not None else []


def of_others(scene: Scene) -> bool:
    """Whether the sentence is about what another organization proposes."""
    mine = scene.context.organization
    if not scene.others or mine in [code for _, _, code in scene.organizations]:
        return False
    exchanged = [m.end() for m in scene.context.words.pattern("position.exchanged").finditer(scene.text)]
    return not exchanged or any(
        not any(0 <= start - end <= 5 for end in exchanged)  # "after the talks with APT we drop it"
        for start, _, _ in scene.organizations
    )


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


def _everything(scene: Scene) -> list[Window]:
    return [Window(keys, text, scene) for keys, text in (all_ours(scene) or described(scene))]
