"""The words readers look for, by language, from `config/phrases/<language>.toml`.

A phrase is written as people write it, with three signs: `*` ends a stem (`support*` also finds
"supports"), `(a|b)` is a choice (which may be left out if each ends with a blank: `(please )`), ` .. ` stands
for up to five other words, in Chinese `…` for up to ten other signs. Blanks match any white space, `'` any
apostrophe. A phrase begins and ends at a word boundary except in scripts that set none (Chinese).
Structure belongs in the readers, words belong in those files.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import Any, cast

from mailbot.mail.hanzi import either, simplified
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
    for piece in re.split(r"(\s+\.\.\s+|\s+|[*'…])", phrase):
        if not piece:
            continue
        if piece.strip() == ".." and piece != "..":
            out.append(r"(?:\s+[^\s.;:]+){0,5}?\s+")
        elif piece.isspace():
            out.append(r"\s+")
        elif piece == "*":
            out.append(r"\w*")
        elif piece == "…":
            out.append(r"[^\s，。；、：]{0,10}?")
        else:
            out.append("['’ʼ]" if piece == "'" else either(re.escape(piece)))
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
    """One pattern that finds any of the phrases, the longest first; without phrases it finds nothing.

    It is compiled when a text first holds a word of it: one message needs few of the many.
    """
    return cast("re.Pattern[str]", _Later(tuple(set(phrases)), chinese))


_METHODS = ("search", "match", "fullmatch", "finditer", "sub", "split")


class _Later:
    """What is used of `re.Pattern`, compiled late."""

    def __init__(self, phrases: tuple[str, ...], chinese: bool) -> None:
        self._phrases, self._chinese = phrases, chinese
        self._anchors = tuple({simplified(_anchor(phrase)) for phrase in phrases})
        self._regex: re.Pattern[str] | None = None

    def _for(self, text: str) -> re.Pattern[str]:
        if self._regex is None:
            lowered = text.lower()
            if self._chinese and not text.isascii():
                lowered = simplified(lowered)
            if not any(anchor in lowered for anchor in self._anchors):
                return _NEVER
            self._regex = regex = _compile(self._phrases, self._chinese)
            # from now on without the way through here
            self.__dict__.update({name: getattr(regex, name) for name in _METHODS})
        return self._regex

    def search(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).search(text, *span)

    def match(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).match(text, *span)

    def fullmatch(self, text: str, *span: int) -> re.Match[str] | None:
        return self._for(text).fullmatch(text, *span)

    def finditer(self, text: str, *span: int) -> Iterator[re.Match[str]]:
        return self._for(text).finditer(text, *span)

    def sub(self, by: str, text: str) -> str:
        return self._for(text).sub(by, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str | Any]:
        return self._for(text).split(text, maxsplit)


@cache
def _anchor(phrase: str) -> str:
    """A piece in small letters that every text with the phrase holds; empty where there is none."""
    bare = re.sub(r"\([^()]*\)", " ", phrase)
    pieces = re.split(r"[\s*'’ʼ().|…]+", bare)
    return max((piece.lower() for piece in pieces), key=len, default="")


def _compile(phrases: Iterable[str], chinese: bool) -> re.Pattern[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for phrase in sorted(set(phrases), key=lambda p: (-len(p), p)):
        groups.setdefault(_boundaries(phrase, chinese), []).append(_one(phrase))
    parts = [f"{before}(?:{'|'.join(found)}){after}" for (before, after), found in groups.items()]
    return re.compile("|".join(parts), re.IGNORECASE) if parts else _NEVER


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
    plain = _plain_lists(text)
    return (tomllib.loads(text) if plain is None else plain)[name]


_LIST = re.compile(r"(?:\"([^\"\\]+)\"|([\w-]+)) = (\[.*\])")


def _plain_lists(text: str) -> dict[str, Any] | None:
    """What tomllib makes of sections that hold nothing but lists of one line each, much faster; None for
    others.
    """
    tables: dict[str, Any] = {}
    table = tables
    for line in text.split("\n"):
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
        if name not in self._patterns:
            self._patterns[name] = compiled(self.words(name), "zh" in self.languages)
        return self._patterns[name]

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
