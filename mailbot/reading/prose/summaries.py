"""The summary of a position: `the summary should read "..."`, or the words on a line of their own below.

Told by its value: where a sentence on one text names the field (or quotes the words on file) and carries
words in quotes or behind a colon, those are the summary, whatever the verb. The last quote counts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.directory.records import Position
from mailbot.reading.context import Context
from mailbot.reading.findings import Finding
from mailbot.reading.prose.new_texts import QUOTED
from mailbot.reading.prose.position_values import deleted
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_groups import outside_quotes
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others
from mailbot.reading.values import clean, folded

LONGEST = 400
_FOLLOWS = re.compile(r"\s*[:：]\s*(\S.*)$")
_BEHIND = re.compile(r"[:：]\s*(\S.{8,})$")


def new_summary(window: Window, context: Context) -> dict[str, str]:
    """`the summary should read: ...`, quoted or behind a colon; or what the proposal is for."""
    text = window.scene.text
    begin, end = 0, len(text)
    if len(outside_quotes(window.scene)) > 1:  # each of several texts has its own words
        begin = max(text.find(window.text), 0)
        end = begin + len(window.text)
    field = context.words.pattern("position.summary_set").search(text, begin, end)
    if field is None:
        return _purpose(window, text[begin:end], context)
    if quotes := _quoted(text, field.start(), end, context):
        return {"summary": quotes[-1]}
    if context.words.has("position.as_summary", text[begin:end]) and (
        quotes := _quoted(text, begin, field.start(), context)
    ):
        return {"summary": quotes[-1]}  # `it would "encourage ...", and you may use that as its summary`
    after = _BEHIND.search(text[field.start() : end])
    if after is None:
        return _purpose(window, text[begin:end], context)
    if context.words.has("modality.unchanged", " ".join(after[1].split()[:3])):
        return {}
    return {"summary": clean(after[1]).rstrip(".")}


def _in_short(window: Window, text: str, context: Context) -> dict[str, str]:
    """`In one sentence, it invites the study groups to ...`, of a new proposal."""
    key = f"{context.organization}/{window.keys[0].id}"
    if not window.keys[0].id.startswith("New: ") or context.directory.get("position", key) is not None:
        return {}
    opened = context.words.pattern("position.in_short").match(text.lstrip(" ,;-–—"))
    rest = text.lstrip(" ,;-–—")[opened.end() :] if opened else ""
    said = re.match(r"\s*[,،，:：]\s*(\S.*)$", rest)
    if said is None and context.words.pattern("position.content_verb").search(" ".join(rest.split()[:3])):
        said = re.match(r"\s+(\S.*)$", rest)  # `In substance it instructs the study groups to ...`
    words = clean(re.split(r"[.;。；]\s|[.;。；]$", said[1])[0]).rstrip(".。") if said else ""
    return {"summary": words} if len(words) >= 8 else {}


def _purpose(window: Window, text: str, context: Context) -> dict[str, str]:
    """`with the aim "to reflect ..."`; of a new proposal without quotes too: `Its object: to give ...`."""
    if short := _in_short(window, text, context):
        return short
    aim = context.words.pattern("position.aim").search(text)
    if aim is None:
        return {}
    rest = text[aim.end() :]
    quoted = QUOTED.search(rest)
    if quoted is not None and len(rest[: quoted.start()].split()) <= 2:
        return {"summary": clean(quoted[1]).rstrip(".")}
    said = re.match(r"(\S.*)$", rest) if aim[0][-1] in "是为" else _FOLLOWS.match(rest)
    key = f"{context.organization}/{window.keys[0].id}"
    opens = not text[: aim.start()].strip(" ,;-–—") or text[: aim.start()].rstrip()[-1] in ",，;；(（،"
    if said is None or not opens or context.directory.get("position", key) is not None:
        return {}
    words = clean(re.split(r"[.;。；]\s|[.;。；]$", said[1])[0]).rstrip(".。")
    return {"summary": words} if len(words) >= 8 else {}


def _quoted(text: str, start: int, end: int, context: Context) -> list[str]:
    """The words in quotes behind the field's name, or right before it, without those that no longer hold."""
    found = []
    for match in QUOTED.finditer(text[:end]):
        value = clean(match[1])
        near = re.split(r"[,;，；،؛]", text[: match.start()][-24:])[-1]
        marks = list(context.words.pattern("position.old_words").finditer(near))
        if match.end() > start and len(value) >= 6 and not marks and not _is_field(value, context):
            found.append(value)
    return found


def _is_field(value: str, context: Context) -> bool:
    return context.words.pattern("position.summary_set").fullmatch(value) is not None or value.startswith(":")


def offered(window: Window, context: Context) -> dict[str, str]:
    """`the summary could be: "..."`: an offer is meant, where nothing else is supposed."""
    scene = window.scene
    asked = scene.asks and not scene.has("position.kindly")
    if scene.doubted or asked or scene.has("position.condition"):
        return {}
    return new_summary(window, context)


def summaries_below(scenes: Sequence[Scene], found: Sequence[Window], context: Context) -> list[Finding]:
    out: list[Finding] = []
    for window in found:
        scene = window.scene  # it may deny what is on file: "these words do not describe it any more"
        if len(window.keys) != 1 or of_others(scene) or scene.supposed or scene.asks:
            continue
        record = context.directory.get("position", f"{context.organization}/{window.keys[0].id}")
        if not isinstance(record, Position) or not _names_summary(window.scene, record):
            continue
        pair = _announced(scenes, window.scene) or _said_next(scenes, window, context)
        if pair is not None:
            above, below = pair
            values = {"summary": _words_of(below.text)}
            out.append(
                Finding(
                    "position", "set", window.keys[0].id, record.key, None, values,
                    (above.text, below.text), "body", 0.9, "prose", "summary below",
                )
            )  # fmt: skip
    return out


def _words_of(text: str) -> str:
    """The words in quotes, else behind a colon, else all of them."""
    quotes = [clean(found[1]) for found in QUOTED.finditer(text)]
    after = _BEHIND.search(text)
    return quotes[-1] if quotes else clean(after[1] if after else text).strip('"“”«»').rstrip(".")


def _said_next(scenes: Sequence[Scene], window: Window, context: Context) -> tuple[Scene, Scene] | None:
    """`The summary of it is out of date; it should be: "..."`: the words stand in the sentence behind."""
    at = next((n for n, s in enumerate(scenes) if s.sentence == window.scene.sentence), None)
    if at is None or at + 1 >= len(scenes) or new_summary(window, context) or deleted(window.text, context):
        return None
    above, below = scenes[at], scenes[at + 1]
    if (
        below.sentence.paragraph != above.sentence.paragraph
        or below.texts
        or not below.asserted
        or (below.asks and not below.has("position.kindly"))
    ):
        return None
    has_words = any(len(clean(found[1])) >= 8 for found in QUOTED.finditer(below.text)) or (
        len(below.text.split(":")[0].split()) <= 6 and _BEHIND.search(below.text)
    )
    return (above, below) if has_words else None


def _names_summary(scene: Scene, record: Position) -> bool:
    if scene.has("position.value_summary") or scene.has("position.summary_set"):
        return True
    now = folded(record.summary or "")
    return bool(now) and any(folded(quoted[1]) == now for quoted in QUOTED.finditer(scene.text))


def _announced(scenes: Sequence[Scene], scene: Scene) -> tuple[Scene, Scene] | None:
    """The sentence that ends with a colon, from this one on in its paragraph, and the line below it."""
    start = next((n for n, s in enumerate(scenes) if s.sentence == scene.sentence), None)
    if start is None:
        return None
    for number in range(start, len(scenes) - 1):
        above, below = scenes[number], scenes[number + 1]
        if above.sentence.paragraph != scene.sentence.paragraph:
            return None
        if above.text.endswith((":", "：")):
            fits = not below.texts and 8 <= len(below.text) <= LONGEST and not below.asks
            return (above, below) if fits else None
    return None
