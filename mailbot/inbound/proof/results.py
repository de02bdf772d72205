"""One Authentication-Results field (RFC 8601 section 2.2), read strictly.

Part of what stands there was chosen by the sender (his return path, his signature's tags), so comments and
quoted strings are told apart from statements, and a value goes on to the next blank whatever it holds:
`smtp.mailfrom=cept.example=@evil.example` is an address of evil.example. A field whose quotes or comments do
not end says nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

MAX_FIELD = 20_000
MAX_CHECKS = 50
_NAME = re.compile(r"[A-Za-z][\w.-]*(?:/\d+)?")


@dataclass(frozen=True)
class Check:
    """`dkim=pass header.d=cept.example`. Names, result and values are in lower case."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def domain(self) -> str:
        """Whose mail the method speaks of: the author's, the signer's or the return path's; may be empty."""
        names = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
        for name in names.get(self.method, ()):
            if value := self.properties.get(name):
                return value.rpartition("@")[2]
        return ""

    def __str__(self) -> str:
        return f"{self.method}={self.result}" + (f" ({self.domain})" if self.domain else "")


@dataclass(frozen=True)
class Results:
    """Who says so (None: nobody is named, as Microsoft 365 writes it) and what."""

    authserv_id: str | None
    checks: tuple[Check, ...]


def read(value: str) -> Results | None:
    """The field's value; None where it cannot be read for certain."""
    statements = _statements(value) if len(value) <= MAX_FIELD else None
    if statements is None:
        return None
    first, rest = statements[0], statements[1:]
    if first and "=" in first[0]:
        return Results(None, _checks(statements))
    if len(first) not in (1, 2) or any("=" in word for word in first):
        return None  # `mx.itu.example` or `mx.itu.example 1`
    return Results(first[0].strip('"').lower(), _checks(rest))


def _statements(value: str) -> list[list[str]] | None:
    """The words of each statement between the semicolons, comments left out."""
    statements: list[list[str]] = [[]]
    word = ""
    depth, quoted, escaped = 0, False, False
    for char in value:
        if escaped:
            escaped = False
            word += "" if depth else char
        elif char == "\\" and (quoted or depth):
            escaped = True
        elif quoted:
            word += char
            quoted = char != '"'
        elif char == "(":
            depth += 1
        elif depth:
            depth -= char == ")"
        elif char == '"':
            quoted = True
            word += char
        elif char in ";" or char.isspace():
            if word:
                statements[-1].append(word)
            word = ""
            if char == ";":
                statements.append([])
        else:
            word += char
    if depth or quoted or escaped:
        return None
    if word:
        statements[-1].append(word)
    return [_joined(words) for words in statements]


def _joined(words: list[str]) -> list[str]:
    """`dkim = pass` as `dkim=pass`."""
    out: list[str] = []
    for word in words:
        open_ended = bool(out) and out[-1].endswith("=") and out[-1].count("=") == 1
        begins = word.startswith("=") and bool(out) and "=" not in out[-1]
        if open_ended or begins:
            out[-1] += word
        else:
            out.append(word)
    return out


def _checks(statements: list[list[str]]) -> tuple[Check, ...]:
    found = []
    for words in statements[:MAX_CHECKS]:
        pairs = [(name, value) for name, sign, value in (word.partition("=") for word in words) if sign]
        if not pairs or "=" not in words[0] or not _NAME.fullmatch(pairs[0][0]):
            continue
        method, result = pairs[0]
        properties: dict[str, str] = {}
        for name, text in pairs[1:]:
            properties.setdefault(name.lower(), text.strip('"').lower())
        found.append(Check(method.partition("/")[0].lower(), result.strip('"').lower(), properties))
    return tuple(found)
