"""YAML text → plain data with the line of every value.

Scalars keep the text they were written with: the schema decides what they mean, not YAML. So `NO` is Norway,
`12:30` a time of day, `A.1` a Recommendation, `yes` an answer and `+41...` a phone number, quoted or not.
Tags, merge keys, a second document and anything that could blow up (nesting, aliases) are refused.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from mailbot.errors import InputRefused, Problem

MAX_BYTES = 8 * 1024 * 1024
MAX_NODES = 400_000
MAX_DEPTH = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})

Path = tuple[str | int, ...]


@dataclass
class Located:
    """Plain data (dict, list, str, None) and the 1-based line of each value by its path."""

    data: Any
    lines: dict[Path, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        """The line of the value, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def refuse(self, path: Path, text: str) -> None:
        self.problems.append(Problem(self.line(path), spell(path), text))


def spell(path: Path) -> str:
    """`("contacts", 2, "email")` as `contacts[2].email`."""
    out = ""
    for step in path:
        out += f"[{step}]" if isinstance(step, int) else f".{step}" if out else step
    return out


def read(text: str) -> Located:
    """The file's data. Raises InputRefused where it is no YAML; other flaws are in `problems`."""
    if len(text.encode("utf-8", "replace")) > MAX_BYTES:
        raise InputRefused(f"the file is larger than {MAX_BYTES // 1024 // 1024} MB")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark or exc.context_mark
        raise InputRefused(
            "not valid YAML", [Problem(mark.line + 1 if mark else 0, "", exc.problem or str(exc))]
        ) from None
    except (yaml.YAMLError, RecursionError) as exc:
        raise InputRefused("not valid YAML", [Problem(0, "", " ".join(str(exc).split()))]) from None
    located = Located(None)
    if root is not None:
        _Converter(located).convert(root, (), 0)
    return located


class _Converter:
    def __init__(self, out: Located) -> None:
        self.out = out
        self.nodes = 0

    def convert(self, node: yaml.Node, path: Path, depth: int) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES or depth > MAX_DEPTH:
            raise InputRefused("the file is too large or too deeply nested", self.out.problems)
        self.out.lines[path] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            value: Any = self._mapping(node, path, depth)
        elif isinstance(node, yaml.SequenceNode):
            value = [self.convert(item, (*path, i), depth + 1) for i, item in enumerate(node.value)]
        else:
            plain = not getattr(node, "style", None)  # None or "", as the loader is Python's or libyaml's
            value = None if plain and node.value in _NULLS else node.value
        if not path:
            self.out.data = value
        return value

    def _mapping(self, node: yaml.MappingNode, path: Path, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            line = key_node.start_mark.line + 1
            if key is None or key == "<<":
                self.out.problems.append(Problem(line, spell(path), "a key must be a plain word"))
            elif key in found:
                text = f"the key {key!r} appears twice; keep one of them"
                self.out.problems.append(Problem(line, spell((*path, key)), text))
            else:
                found[key] = self.convert(value_node, (*path, key), depth + 1)
                self.out.lines[(*path, key)] = line
        return found
