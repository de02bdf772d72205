"""The words readers look for, by language, from `config/phrases/<language>.toml`.

How a phrase is written is told in `mailbot.mail.patterns`. Structure belongs in the readers, words belong in
those files.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from mailbot.mail.patterns import compiled
from mailbot.mail.verbs import with_forms
from mailbot.resources import PHRASES

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
COMMON = "common"
_HEADER = re.compile(r"(?m)^\[([A-Za-z]+)(?:\.[^\]\n]*)?\]")


@cache
def _parts(language: str) -> Mapping[str, str]:
    """The text of a file by the first word of its headings: what nobody asks for is never parsed."""
    path = PHRASES / f"{language}.toml"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    heads = list(_HEADER.finditer(text))
    parts: dict[str, str] = {}
    for head, following in zip(heads, [*heads[1:], None], strict=True):
        end = following.start() if following else len(text)
        parts[head[1]] = parts.get(head[1], "") + text[head.start() : end]
    return parts


@cache
def _section(language: str, name: str) -> Any:
    text = _parts(language).get(name)
    if not text:
        return {}
    text = with_forms(text)
    refuse_nested(text, f"{language}.{name}")
    plain = _plain_lists(text)
    return (tomllib.loads(text) if plain is None else plain)[name]


_NESTED = re.compile(r"\([^()\"\n]*\([^\"\n]*")  # `(a|(b|c) d)` would compile to what no text holds
_FOREIGN = re.compile(r"\"[^\"{}\n]*\)\?[^\"{}\n]*\"")  # forms with {old} and {new} are regular expressions


def refuse_nested(text: str, name: str) -> None:
    """A choice within a choice, or one with the sign `?` behind it, is a mistake of who wrote the phrases:
    refused, never silently dead."""
    if (nested := _NESTED.search(text)) is not None:
        raise ValueError(f"phrases {name}: a choice within a choice: {nested[0]}")
    if ")?" in text and (foreign := _FOREIGN.search(text)) is not None:
        raise ValueError(
            f"phrases {name}: write (a|b|) or (a )b, not the sign of regular expressions: {foreign[0]}"
        )


_OPEN = re.compile(r"(?m)= \[\n((?:[ \t]+\"[^\n]*\n)+)\]$")  # a list of several lines
_LIST = re.compile(r"(?:\"([^\"\\]+)\"|([\w-]+)) = (\[.*\])")


def _on_one_line(found: re.Match[str]) -> str:
    lines = found[1].replace("\n", " ").strip()
    return f"= [{lines.removesuffix(',')}]"


def _plain_lists(text: str) -> dict[str, Any] | None:
    """What tomllib makes of sections that hold nothing but lists, much faster; None for others."""
    tables: dict[str, Any] = {}
    table = tables
    for line in _OPEN.sub(_on_one_line, text).split("\n"):
        if not line or line[0] == "#":
            continue
        if line[0] == "[" and line[-1] == "]" and '"' not in line:
            table = tables
            for key in line[1:-1].split("."):
                table = table.setdefault(key, {})
            continue
        match = _LIST.fullmatch(line)
        if match is None:
            return None
        try:
            table[match[1] or match[2]] = json.loads(match[3])
        except ValueError:
            return None
    return tables


def _node(language: str, name: str) -> Any:
    """The table or list under a dotted name; an empty table where a language has none."""
    first, *rest = name.split(".")
    node = _section(language, first)
    for key in rest:
        node = node.get(key, {}) if isinstance(node, Mapping) else {}
    return node


class Phrases:
    """The phrases of one language together with those common to all (`MOD`, `COM3`)."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._groups: dict[str, dict[str, re.Pattern[str]]] = {}
        self._tables: dict[str, dict[str, tuple[str, ...]]] = {}

    def words(self, name: str) -> tuple[str, ...]:
        """The phrases under a dotted name such as `modality.negation`; empty where a language has none."""
        found: list[str] = []
        for language in self.languages:
            node = _node(language, name)
            if isinstance(node, list):
                found += [word for word in node if word not in found]
        return tuple(found)

    def table(self, name: str) -> dict[str, tuple[str, ...]]:
        """A table of lists, e.g. `position.action` -> {"MOD": (...), ...}."""
        if name in self._tables:
            return self._tables[name]
        keys: list[str] = []
        for language in self.languages:
            node = _node(language, name)
            keys += [key for key in node if key not in keys] if isinstance(node, Mapping) else []
        self._tables[name] = {key: self.words(f"{name}.{key}") for key in keys}
        return self._tables[name]

    def pattern(self, name: str) -> re.Pattern[str]:
        try:  # asked some thousand times a mail
            return self._patterns[name]
        except KeyError:
            return self._patterns.setdefault(name, compiled(self.words(name), "zh" in self.languages))

    def patterns(self, name: str) -> dict[str, re.Pattern[str]]:
        if name not in self._groups:
            self._groups[name] = {key: self.pattern(f"{name}.{key}") for key in self.table(name)}
        return self._groups[name]

    def has(self, name: str, text: str) -> bool:
        return self.pattern(name).search(text) is not None

    @cached_property
    def months(self) -> dict[str, int]:
        """Month names, casefolded, as numbers."""
        return {
            w.casefold(): int(number) for number, words in self.table("time.month").items() for w in words
        }


@cache
def phrases(language: str) -> Phrases:
    """The phrases to read a message of this language with; an unknown language is read as English."""
    return Phrases((language if language in LANGUAGES else "en", COMMON))


@cache
def every_language() -> Phrases:
    """All languages at once: mail clients write in their own, whatever the message is written in."""
    return Phrases((*LANGUAGES, COMMON))
