"""The words readers look for, by language, from `config/phrases/<language>.toml`.

A phrase is written as people write it, with three signs: `*` ends a stem (`support*` also finds
"supports"), `(a|b)` is a choice (which may be left out if each ends with a blank: `(please )`), ` .. ` stands
for up to five other words. Blanks match any white space, `'` any
apostrophe. A phrase begins and ends at a word boundary except in scripts that set none (Chinese).
Structure belongs in the readers, words belong in those files.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import Any

from mailbot.resources import PHRASES

LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
COMMON = "common"
# word boundaries that a Chinese sign beside a Latin word does not hide: `由MOD改为NOC`
NOT_AFTER = r"(?-i:(?<![^\W\u3400-\u9fff]))"  # letter case does not matter here, and ignoring it costs time
NOT_BEFORE = r"(?-i:(?![^\W\u3400-\u9fff]))"
_NEVER = re.compile(r"(?!)")
_CJK = re.compile(r"[\u3400-\u9fff\uff00-\uffef]")
_ARABIC = re.compile(r"[\u0600-\u06ff]")


def _plain(phrase: str) -> str:
    """The expression of a phrase without choices."""
    out: list[str] = []
    for piece in re.split(r"(\s+\.\.\s+|\s+|[*'])", phrase):
        if not piece:
            continue
        if piece.strip() == ".." and piece != "..":
            out.append(r"(?:\s+[^\s.;:]+){0,5}?\s+")
        elif piece.isspace():
            out.append(r"\s+")
        elif piece == "*":
            out.append(r"\w*")
        else:
            out.append("['’ʼ]" if piece == "'" else re.escape(piece))
    return "".join(out)


def _one(phrase: str) -> str:
    """The regular expression of one phrase, without its boundaries."""
    out: list[str] = []
    for piece in re.split(r"(\([^()]*\))", phrase):
        if piece.startswith("(") and piece.endswith(")"):
            choices = piece[1:-1].split("|")
            optional = "?" if all(choice.endswith(" ") for choice in choices) else ""
            out.append("(?:" + "|".join(_plain(choice) for choice in choices) + ")" + optional)
        else:
            out.append(_plain(piece))
    return "".join(out)


def _boundaries(phrase: str, chinese: bool) -> tuple[str, str]:
    """What may not stand before and after the phrase."""
    left, right = (NOT_AFTER, NOT_BEFORE) if chinese else (r"(?<!\w)", r"(?!\w)")
    before = "" if _CJK.match(phrase) else left
    if _ARABIC.match(phrase):
        before = r"(?<!\w)[وفبلكس]{0,2}"  # conjunctions and prepositions are written together with the word
    open_end = _CJK.match(phrase[-1]) or not (phrase[-1].isalnum() or phrase[-1] in "*)")
    return before, "" if open_end else right


def compiled(phrases: Iterable[str], chinese: bool = False) -> re.Pattern[str]:
    """One pattern that finds any of the phrases, the longest first; without phrases it finds nothing."""
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        groups.setdefault(_boundaries(phrase, chinese), []).append(_one(phrase))
    parts = [f"{before}(?:{'|'.join(found)}){after}" for (before, after), found in groups.items()]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else _NEVER


@cache
def _file(language: str) -> Mapping[str, Any]:
    path = PHRASES / f"{language}.toml"
    if not path.is_file():
        return {}
    content: Mapping[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return content


class Phrases:
    """The phrases of one language together with those common to all (`MOD`, `COM3`)."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        self._patterns: dict[str, re.Pattern[str]] = {}
        self._tables: dict[str, dict[str, tuple[str, ...]]] = {}

    def words(self, name: str) -> tuple[str, ...]:
        """The phrases under a dotted name such as `modality.negation`; empty where a language has none."""
        found: list[str] = []
        for language in self.languages:
            node: Any = _file(language)
            for key in name.split("."):
                node = node.get(key, {}) if isinstance(node, Mapping) else {}
            if isinstance(node, list):
                found += [word for word in node if word not in found]
        return tuple(found)

    def table(self, name: str) -> dict[str, tuple[str, ...]]:
        """A table of lists, e.g. `position.action` -> {"MOD": (...), ...}."""
        if name in self._tables:
            return self._tables[name]
        keys: list[str] = []
        for language in self.languages:
            node: Any = _file(language)
            for key in name.split("."):
                node = node.get(key, {}) if isinstance(node, Mapping) else {}
            keys += [key for key in node if key not in keys] if isinstance(node, Mapping) else []
        self._tables[name] = {key: self.words(f"{name}.{key}") for key in keys}
        return self._tables[name]

    def pattern(self, name: str) -> re.Pattern[str]:
        if name not in self._patterns:
            self._patterns[name] = compiled(self.words(name), "zh" in self.languages)
        return self._patterns[name]

    def patterns(self, name: str) -> dict[str, re.Pattern[str]]:
        return {key: self.pattern(f"{name}.{key}") for key in self.table(name)}

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
