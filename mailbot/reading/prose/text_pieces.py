"""A sentence cut at the texts it names, each piece with what is said of them."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.reading.prose.in_order import by_order
from mailbot.reading.prose.new_texts import says_action
from mailbot.reading.prose.position_values import action_hits
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_clauses import clause_breaks, cut_by_clauses, on_its_own
from mailbot.reading.prose.text_groups import grouped, joined, outside_quotes, with_asides
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef

# between an action and the text it is of: `the suppression of 48`, `to modify 48`
_LEADS = re.compile(
    r"\s+(?:(?:of|to|for|on|in|de|du|des|à|del|a|по|в)\s)?(?:the\s|la\s|le\s|les\s|el\s|las\s|l['’])?",
    re.I,
)


def pieces(scene: Scene) -> list[Window]:
    """The sentence cut at its texts: after them, or before them where the action stands in front."""
    text, context = scene.text, scene.context
    groups = with_asides(joined(outside_quotes(scene), text), scene)
    if len(groups) == 1:
        own = on_its_own(text, groups[0][0].start, groups[0][-1].end)
        return [Window(tuple(groups[0]), own if says_action(own, context) else text, scene)]
    before_first = text[: groups[0][0].start]
    gap = text[groups[0][-1].end : groups[1][0].start]
    after_last = text[groups[-1][-1].end :]
    in_front = _leads(before_first, scene) and not (
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
            start = _begin(groups, number, scene) if number else 0
            end = _begin(groups, number + 1, scene) if number + 1 < len(groups) else len(text)
        out.append(Window(tuple(group), text[start:end], scene))
    if clauses := cut_by_clauses(groups, scene, [window.text for window in out]):
        out = [replace(window, text=words) for window, words in zip(out, clauses, strict=True)]
    return _without_exceptions(out, groups, scene)


def _leads(before: str, scene: Scene) -> bool:
    """Whether an action or a stage stands before the first text; "please modify the table" is none."""
    context = scene.context
    stages = context.words.patterns("position.status").values()
    return bool(action_hits(before, context)) or any(stage.search(before) for stage in stages)


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


def _begin(groups: list[list[TextRef]], number: int, scene: Scene) -> int:
    """Where the words on a group begin: at its name, or at the action that leads up to it.

    `the contribution on 1 and the suppression of 48`: the suppression is not of the former.
    """
    start, end = groups[number - 1][-1].end, groups[number][0].start
    gap = scene.text[start:end]
    for name, pattern in scene.context.words.patterns("position.action").items():
        for found in pattern.finditer(gap):
            if found[0] != name and _LEADS.fullmatch(gap[found.end() :]):
                breaks = [b for b in clause_breaks(scene.text, start, end) if b <= start + found.start()]
                return breaks[-1] if breaks else start + found.start()
    return end


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
