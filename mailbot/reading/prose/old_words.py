"""Words on file quoted beside other words: `where the table says "A", kindly write "B"`, whatever the verbs.

What stands on file, nearly to the letter and in one record only, tells the record and the field; the other
words take its place. The two may stand in two sentences that follow each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from mailbot.directory.records import Record
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.new_texts import QUOTED
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import clean, folded

LONGEST = 600  # characters of the sentences
_TWO = 2
_FEWEST = 8  # letters of words that tell a record
_ALIKE = 92  # of 100: a slip in copying, no other words
_BOTH = re.compile(r"\s*(?:,|and|or|et|ou|y|o|и|или|و|أو|和|与|或|/|;)?\s*")


def read(scenes: Sequence[Scene], context: Context) -> list[Finding]:
    out: list[Finding] = []
    for number, scene in enumerate(scenes):
        quotes = _quotes(scene)
        evidence: tuple[str, ...] = (scene.text,)
        if len(quotes) == 1 and (following := _next(scenes, number)) is not None:
            quotes += _quotes(following)
            evidence = (scene.text, following.text)
            if not _holds(following) or following.denied:
                continue
        if len(quotes) != _TWO or not _holds(scene) or _listed(scene, quotes):
            continue
        places = [list(_on_file(quote, context)) for quote in quotes]
        if sorted(map(len, places)) != [0, 1]:
            continue
        old, new = quotes if places[0] else reversed(quotes)
        if _is_denied(new, evidence, context):
            continue
        target, record, field = (places[0] or places[1])[0]
        out.append(
            Finding(target, "update", old, record.key, None, {field: new}, evidence, "body", 0.9, "prose",
                    "words on file")
        )  # fmt: skip
    return out


def _is_denied(words: str, evidence: Sequence[str], context: Context) -> bool:
    """`not "B"`: it is the other words that hold."""
    before = [text[: text.find(words)].rstrip('"“«„「《 ') for text in evidence if words in text]
    negation = context.words.pattern("modality.negation")
    return any(m.end() == len(lead) for lead in before for m in negation.finditer(lead))


def _quotes(scene: Scene) -> list[str]:
    if len(scene.text) > LONGEST:
        return []
    return [clean(m[1]).rstrip(".,;") for m in QUOTED.finditer(scene.text)]


def _next(scenes: Sequence[Scene], number: int) -> Scene | None:
    """The sentence behind it in its paragraph, if it has one quotation and names nothing else."""
    if number + 1 >= len(scenes):
        return None
    scene = scenes[number + 1]
    alone = not (scene.texts or scene.people or scene.emails or scene.phones)
    same = scene.sentence.paragraph == scenes[number].sentence.paragraph
    return scene if same and alone and len(_quotes(scene)) == 1 else None


def _holds(scene: Scene) -> bool:
    """Whether it may say what is to be entered; what it denies may be the old words."""
    asks = scene.asks and not scene.has("position.kindly")
    return not (scene.supposed or scene.doubted or scene.past or scene.unchanged or asks)


def _listed(scene: Scene, quotes: Sequence[str]) -> bool:
    """`"A" and "B" are both in order`: two names of which neither takes the other's place."""
    found = list(QUOTED.finditer(scene.text))
    between = scene.text[found[0].end() : found[-1].start()] if len(found) == len(quotes) else ""
    return len(found) > 1 and _BOTH.fullmatch(between) is not None


def _on_file(words: str, context: Context) -> Iterator[tuple[str, Record, str]]:
    """(target, record, field) of the sender's organization where the words stand."""
    directory, mine = context.directory, context.organization
    wanted = folded(words)
    if len(wanted) < _FEWEST:
        return
    held: list[tuple[str, Record, str]] = [
        *(("position", p, "summary") for p in directory.positions if p.organization == mine),
        *(("meeting", m, "title") for m in directory.meetings if m.organization == mine),
    ]
    for target, record, field in held:
        value = folded(getattr(record, field) or "")
        if value and (value == wanted or fuzz.ratio(value, wanted) >= _ALIKE):
            yield target, record, field
