"""Texts by their place in the list before: `the first is MOD`, `I coordinate the last two, Ms X the others`.

The sentence is cut at commas and conjunctions between such words; each part is read on its own texts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.numbers import is_verbal
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef

MOST = 6  # parts of a sentence
_CUT = re.compile(r"[,;:،؛，；：]|\s[–—-]\s|\b(?:and|while|et|tandis que|y|mientras que|и|а)\b|\s(?=و\w)")


def by_order(scene: Scene, said: Sequence[TextRef]) -> list[tuple[tuple[TextRef, ...], Scene]]:
    """The parts of the sentence with the texts each is about; none where nothing is counted in them."""
    refs = list({ref.id: ref for ref in said}.values())
    if len(refs) < 2:
        return []
    marks = _marks(scene)
    if not marks or len(marks) > MOST:
        return []
    parts: list[tuple[tuple[TextRef, ...], Scene]] = []
    taken: set[str] = set()
    for number, (start, _, name) in enumerate(marks):
        begin = _cut(scene.text, marks[number - 1][1], start) if number else 0
        end = _cut(scene.text, marks[number][1], marks[number + 1][0]) if number + 1 < len(marks) else None
        chosen = _chosen(refs, name, taken)
        if not chosen:
            return []
        taken |= {ref.id for ref in chosen}
        parts.append((chosen, scene.saying(scene.text[begin:end].lstrip(" ,;:，；、،").rstrip())))
    return parts


def _marks(scene: Scene) -> list[tuple[int, int, str]]:
    """(start, end, which) of the words that count, the longest where two begin together."""
    found = [
        (m.start(), m.end(), name)
        for name, pattern in scene.context.words.patterns("position.order").items()
        for m in pattern.finditer(scene.text)
        if not _counts_else(scene, m.end()) and not _is_adjective(scene, m)
    ]
    kept: list[tuple[int, int, str]] = []
    for mark in sorted(found, key=lambda m: (m[0], -m[1])):
        if not kept or mark[0] >= kept[-1][1]:
            kept.append(mark)
    return kept


def _counts_else(scene: Scene, end: int) -> bool:
    """`the first meeting`, `the last draft`: the word counts what stands behind it."""
    context = scene.context
    words, after = context.words, scene.text[end:].lstrip()
    if any(
        words.pattern(name).match(after) for name in ("meeting.noun", "text.counted", "position.status.draft")
    ):
        return True
    word = re.match(r"[^\W\d_]+", after) if context.language in ("en", "fr", "es", "ru") else None
    if word is None or words.pattern("text.after_number").match(word[0]):
        return False
    return not is_verbal(word[0], context)


def _is_adjective(scene: Scene, mark: re.Match[str]) -> bool:
    """In Arabic it stands behind its noun (`their last meeting`); alone it opens a clause."""
    before = scene.text[: mark.start()].rstrip()
    opens = not before or before[-1] in "،:؛,.;" or mark[0][0] in "وف" or before.endswith("أما")
    return scene.context.language == "ar" and not opens and not mark[0].startswith("القرار")


def _cut(text: str, start: int, end: int) -> int:
    """Where the next part begins: at the last sign between two counting words."""
    cuts = [m.start() for m in _CUT.finditer(text, start, end)]
    return cuts[-1] if cuts else end


def _chosen(refs: Sequence[TextRef], name: str, taken: set[str]) -> tuple[TextRef, ...]:
    """`first` `second` `third` `last`, with a number of texts (`last_2`), or the `others` not named yet."""
    if name == "others":
        return tuple(ref for ref in refs if ref.id not in taken) if taken else ()
    which, _, many = name.partition("_")
    count = int(many or 1)
    if count > len(refs):
        return ()
    if which == "last":
        return tuple(refs[-count:])
    place = {"first": 0, "second": 1, "third": 2}[which]
    return tuple(refs[place : place + count]) if place + count <= len(refs) else ()
