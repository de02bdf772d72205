"""Every phrase of `config/phrases/<language>.toml` is asked for by somebody, and what is asked for is there.

A list is asked for by its dotted name (`contact.leaving`), by that of a table that holds it
(`position.action`), or by a name put together: `f"contact.{name}_field"`. What fills such a gap is a string of
the same module or, where an argument fills it, of a module that imports this one.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from mailbot.mail.phrases import COMMON, LANGUAGES
from mailbot.resources import PHRASES, ROOT

OF_THE_PROGRAMME = ("organization",)  # tables whose keys are codes of the programme file
TABLES = ("patterns", "table")
ASKING = ("has", "has_in", "pattern", "spans", "words", *TABLES)


@dataclass
class Module:
    """What a module says of phrases. ``joined`` are its f-strings with the arguments of their functions."""

    strings: set[str] = field(default_factory=set)
    imports: set[str] = field(default_factory=set)
    asks: list[tuple[str, str]] = field(default_factory=list)  # (method, name)
    joined: list[tuple[ast.JoinedStr, frozenset[str]]] = field(default_factory=list)

    def take(self, node: ast.AST, arguments: frozenset[str] = frozenset()) -> None:
        """Note what stands in the node and below it."""
        match node:
            case ast.Constant(value=str(text)):
                self.strings.add(text)
            case ast.ImportFrom(module=str(name)):
                self.imports.add(name)
            case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(name)), *_]):
                self.asks.append((method, name))
            case ast.FunctionDef():
                arguments = frozenset(each.arg for each in node.args.args)
            case ast.JoinedStr():
                self.joined.append((node, arguments))
        for child in ast.iter_child_nodes(node):
            self.take(child, arguments)


@cache
def modules() -> dict[str, Module]:
    found = {}
    for path in sorted((ROOT / "mailbot").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        found[name] = Module()
        found[name].take(ast.parse(path.read_text(encoding="utf-8")))
    return found


@cache
def lists() -> dict[str, list[str]]:
    """Dotted name of every list of phrases -> the files that have it."""
    found: dict[str, list[str]] = {}

    def walk(node: dict[str, Any], path: str, file: Path) -> None:
        for key, value in node.items():
            if isinstance(value, dict):
                walk(value, f"{path}{key}.", file)
            else:
                found.setdefault(f"{path}{key}", []).append(file.name)

    for language in (*LANGUAGES, COMMON):
        file = PHRASES / f"{language}.toml"
        walk(tomllib.loads(file.read_text(encoding="utf-8")), "", file)
    return found


def with_tables(name: str) -> Iterator[str]:
    """`position.action.ADD`, `position.action`, `position`."""
    parts = name.split(".")
    yield from (".".join(parts[:end]) for end in range(len(parts), 0, -1))


@cache
def spelt_out() -> frozenset[str]:
    """Every dotted string, and every table that is asked for as one."""
    dotted = {text for module in modules().values() for text in module.strings if "." in text}
    asked = {name for module in modules().values() for method, name in module.asks if method in TABLES}
    return frozenset(dotted | asked)


@cache
def put_together() -> list[tuple[re.Pattern[str], list[set[str]]]]:
    """(how the name looks, what may fill each of its gaps) of every name made by an f-string."""
    sections = {name.partition(".")[0] for name in lists()}
    found = []
    for name, module in modules().items():
        importing = (each.strings for each in modules().values() if name in each.imports)
        others = module.strings.union(*importing) if module.joined else set()
        for node, arguments in module.joined:
            literal = "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
            if "." not in literal or literal.partition(".")[0] not in {*sections, "{}"}:
                continue
            gaps = [v.value for v in node.values if isinstance(v, ast.FormattedValue)]
            given = [isinstance(gap, ast.Name) and gap.id in arguments for gap in gaps]
            shape = re.escape(literal).replace(r"\{\}", r"(\w+)")
            found.append((re.compile(shape), [others if each else module.strings for each in given]))
    return found


def is_asked(name: str) -> bool:
    if name in spelt_out() or name in OF_THE_PROGRAMME:
        return True
    matches = ((shape.fullmatch(name), pools) for shape, pools in put_together())
    return any(
        all(word in pool for word, pool in zip(match.groups(), pools, strict=True))
        for match, pools in matches
        if match
    )


def test_every_phrase_is_asked_for() -> None:
    dead = {name: files for name, files in lists().items() if not any(map(is_asked, with_tables(name)))}
    assert not dead, "\n".join(f"nobody asks for {name} in {', '.join(dead[name])}" for name in dead)


def test_what_is_asked_for_is_there() -> None:
    there = {each for name in lists() for each in with_tables(name)}
    asked = {name for module in modules().values() for method, name in module.asks if method in ASKING}
    missing = {name for name in asked - there if "." in name and name.partition(".")[0] in there}
    assert not missing, "no language has these"
