"""A sentence cut at the texts it names, each piece with what is said of them."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.reading.prose.in_order import by_order
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_clauses import clause_breaks, cut_by_clauses, on_its_own
from mailbot.reading.prose.text_groups import grouped, joined, outside_quotes
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef


def pieces(scene: Scene) -> list[Window]:
    """The sentence cut at its texts: after them, or before them where the action stands in front."""
    text, context = scene.text, scene.context
    groups = joined(outside_quotes(scene), text)
    if len(groups) == 1:
        own = on_its_own(text, groups[0][0].start, groups[0][-1].end)
        return [Window(tuple(groups[0]), own if says_action(own, context) else text, scene)]
    before_first = text[: groups[0][0].start]
    gap = text[groups[0][-1].end : groups[1][0].start]
    after_last = text[groups[-1][-1].end :]
    in_front = says_action(before_first, context) and not (
        says_action(after_last, context) and re.match(r"\s*[:：(–-]", gap)
    )
    if not in_front and scene.has_in("position.withdraw", before_first):
        return _taken_back(groups, scene)
    out = []
    for number, group in enumerate(groups):
        if in_front:
            start = _end(groups, number - 1, scene) if number else 0
            end = len(text) if number + 1 == len(groups) else _end(groups, number, scene)
        else:
            start = group[0].start if number else 0
            end = groups[number + 1][0].start if number + 1 < len(groups) else len(text)
        out.append(Window(tuple(group), text[start:end], scene))
    if clauses := cut_by_clauses(groups, scene, [window.text for window in out]):
        out = [replace(window, text=words) for window, words in zip(out, clauses, strict=True)]
    return _without_exceptions(out, groups, scene)


def _taken_back(groups: list[list[TextRef]], scene: Scene) -> list[Window]:
    """`to withdraw 11 and to add one to modify 43`: the next words begin where they lead to an action."""
    cuts = [0]
    for number in range(1, len(groups)):
        gap = scene.text[groups[number - 1][-1].end : groups[number][0].start]
        actions = scene.context.words.patterns("position.action").values()
        leads = any(pattern.search(gap) for pattern in actions)
        cuts.append(_end(groups, number - 1, scene) if leads else groups[number][0].start)
    ends = [*cuts[1:], len(scene.text)]
    found = [
        Window(tuple(group), scene.text[start:end], scene)
        for group, start, end in zip(groups, cuts, ends, strict=True)
    ]
    return _without_exceptions(found, groups, scene)


def in_turn(scene: Scene) -> list[Window]:
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
    if not actions and (breaks := clause_breaks(scene.text, end, groups[number + 1][0].start)):
        return breaks[-1]
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
