"""Two stages or actions of which one holds: `it is either agreed or submitted by now`, `MOD or SUP`."""

from __future__ import annotations

import re

from mailbot.reading.context import Context

_OR = {
    "en": r"or",
    "fr": r"ou|soit",
    "es": r"o|u|o bien|sea",
    "ru": r"или|либо",
    "ar": r"أو|أم",
    "zh": r"或|或者|还是",
}
_STOP = re.compile(r"[,;:.،؛，；：。]\s?")
_QUOTES = "\"'“”«»„() "


def is_either(text: str, context: Context) -> bool:
    """Whether two different stages, or two codes of actions, stand on both sides of "or"."""
    sign = _OR.get(context.language, _OR["en"])
    joint = sign if context.language == "zh" else rf"(?<!\w)(?:{sign})(?!\w)"
    for found in re.finditer(joint, text):
        before = _STOP.split(text[: found.start()])[-1]
        after = _STOP.split(text[found.end() :])[0]
        if any(context.words.has(f"modality.{name}", before) for name in ("negation", "hypothesis")):
            continue  # "no longer a draft or preliminary"
        for kind in ("status", "action"):
            patterns = context.words.patterns(f"position.{kind}")
            left = {n for n, p in patterns.items() if _ends(p, before)}
            right = {n for n, p in patterns.items() if _begins(p, after)}
            if left and right and not left & right:
                return True
    return False


def _ends(pattern: re.Pattern[str], text: str) -> bool:
    near = text[-40:]
    return any(not near[m.end() :].strip(_QUOTES) for m in pattern.finditer(near))


def _begins(pattern: re.Pattern[str], text: str) -> bool:
    return any(not text[: m.start()].strip(_QUOTES) for m in pattern.finditer(text[:40]))
