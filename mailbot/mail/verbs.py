"""English verbs in phrases: `~take back` stands for take, takes, took, taken and taking back.

Only for phrases that mean the same in every form; what no rule gives is in `config/phrases/verbs.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from mailbot.resources import PHRASES

_SIGN = re.compile(r"~([a-z]+)")
_DOUBLES = re.compile(r"[^aeiou]*[aeiou][bdgmnprt]")  # `drop`, `step`, `scrap`; longer verbs are in the file
_SIBILANT = ("s", "x", "z", "ch", "sh", "o")


@cache
def _irregular() -> dict[str, list[str]]:
    """Verb -> past, participle, present participle; the last may be left out where the rule gives it."""
    content: dict[str, list[str]] = tomllib.loads((PHRASES / "verbs.toml").read_text(encoding="utf-8"))
    return content


@cache
def forms(verb: str) -> tuple[str, ...]:
    """Every form of the verb, the infinitive first."""
    third = verb + ("es" if verb.endswith(_SIBILANT) else "s")
    past, present = verb + "ed", verb + "ing"
    if _DOUBLES.fullmatch(verb):
        past, present = verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    elif verb.endswith("e"):
        past, present = verb + "d", present if verb.endswith("ee") else verb[:-1] + "ing"
    elif re.search(r"[^aeiou]y$", verb):
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    past, participle, *rest = _irregular().get(verb, [past, past])
    return tuple(dict.fromkeys((verb, third, past, participle, *(rest or [present]))))


def with_forms(phrases: str) -> str:
    """The text with every form in place of each sign: a choice of its own, or options of the one it is in."""
    depth, out, at = 0, "", 0
    for sign in _SIGN.finditer(phrases):
        before = phrases[at : sign.start()]
        depth += before.count("(") - before.count(")")
        every = "|".join(forms(sign[1]))
        out += before + (every if depth else f"({every})")
        at = sign.end()
    return out + phrases[at:]
