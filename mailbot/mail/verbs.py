"""English verbs in phrases: `~take back` stands for take, takes, took, taken and taking back.

Only for phrases that mean the same in every form; what no rule gives is in `config/phrases/verbs.toml`.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache

from mailbot.resources import PHRASES

_SIGN = re.compile(r"~([a-z]+)")
_SIGNED = re.compile(r'"[^"\n]*~[^"\n]*"')  # a phrase with a sign in it, never a comment's words
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
    return _SIGNED.sub(_phrase, phrases)


def _phrase(quoted: re.Match[str]) -> str:
    phrase = quoted[0]

    def every(sign: re.Match[str]) -> str:
        options = "|".join(forms(sign[1]))
        inside = phrase.count("(", 0, sign.start()) > phrase.count(")", 0, sign.start())
        return options if inside else f"({options})"

    return _SIGN.sub(every, phrase)
