"""Failed recipients in the words of a notice that has no fields for them: old MTAs, gateways, web mailers.

The steps go from what can hardly mean anything else (`<a@b>:` at the start of a line, `RCPT TO:<a@b>`, a line
that is an address below "could not be delivered to") to an address beside a reply code. The first step that
finds somebody ends the search.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

from mailbot.inbound.kind.bounce.addresses import ADDRESS, IN_TEXT, in_text, is_machine
from mailbot.inbound.kind.bounce.labels import INTRODUCES, TROUBLE, means_another, names

MAX_LINES = 1500
MAX_PLACES = 200

_TO_FIELD = re.compile(
    rf"^[\s*>-]*(?:to|à|para|кому|an|发往|收件人)\s*[:：]\s*[^@\n<]{{0,60}}<?(?P<a>{ADDRESS})>?\s*$", re.I
)
_LEADING = re.compile(rf"^\s{{0,8}}<?(?P<a>{ADDRESS})>?\s*(?:\([^()\n]*\))?\s?:(?:\s|$)", re.I)
_ALONE = re.compile(
    rf"^[\s*>•·\-–#]*(?:\d{{1,3}}[.)]\s+)?(?:[^@\n<]{{0,60}}<|<|\"|"
    rf"')?(?:mailto:)?(?P<a>{ADDRESS})[>\"']{{0,2}}"
    rf"(?:\s*<(?:mailto:)?{ADDRESS}>)?\s*"
    r"(?:[(\[{][^@\n]{0,200}|[-–—:;,.]{1,3}(?:\s[^@\n]{0,200})?|on \d[^@\n]{0,60}|\.\.\.[^\n]{0,200})?\s*$",
    re.I,
)
_EXPANDED = re.compile(rf"\((?:expanded|generated) from:?\s*<?(?P<a>{ADDRESS})>?\)", re.I)


@dataclass(frozen=True)
class Found:
    """An address the notice calls undeliverable, with the words about it."""

    address: str
    words: str


def failed(text: str, excluded: Collection[str]) -> list[Found]:
    """The failed recipients of a notice's words. ``excluded`` are casefolded addresses that are none."""
    return _first(text, excluded, _commands, _labels, _alone)


def suspected(text: str, excluded: Collection[str]) -> list[Found]:
    """Addresses beside words of trouble, for a notice in which `failed` and flufl.bounce found nobody."""
    return _first(text, excluded, _beside_trouble)


def _first(
    text: str, excluded: Collection[str], *steps: Callable[[list[str]], dict[str, int]]
) -> list[Found]:
    lines = text.split("\n")[:MAX_LINES]
    for step in steps:
        places = {
            address: line for address, line in step(lines).items()
            if address.casefold() not in excluded and not is_machine(address)
        }  # fmt: skip
        if places:
            return [Found(address, _about(lines, line, places)) for address, line in places.items()]
    return []


def _add(places: dict[str, int], address: str, line: int) -> None:
    """Each address once, whatever its letter case."""
    address = address.strip("'").rstrip(".-")
    if len(places) < MAX_PLACES and all(address.casefold() != known.casefold() for known in places):
        places[address] = line


def _commands(lines: list[str]) -> dict[str, int]:
    """`<a@b>:` at the start of a line, or an address alone below a sentence that says what failed."""
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        if (found := _LEADING.match(line)) and not means_another(line[: found.start("a")]):
            _add(places, found["a"], number)
    return places


def _labels(lines: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        joined = line if "@" in line else ""
        if not joined and number + 1 < len(lines) and "@" in lines[number + 1] and line.strip():
            joined = f"{line.rstrip()} {lines[number + 1].strip()}"  # the sentence breaks before the address
        end, before = 0, None
        for found in IN_TEXT.finditer(joined):
            begin, named = found.start("address"), False
            if before is not None and re.fullmatch(
                r"[>\s,;]*(?:and|und|et|y|и|和|、)?[<\s]*", joined[end:begin]
            ):
                named = before in places  # one of a list
            elif names(joined, begin, found.end("address")):
                named = not means_another(joined[:begin])
            if named:
                _add(places, found["address"], number)
            end, before = found.end("address"), found["address"]
        if joined is not line and places:
            _add_following(lines, number + 2, places)
    return places


def _add_following(lines: list[str], begin: int, places: dict[str, int]) -> None:
    """The addresses that stand alone on the lines right after a named one."""
    for number, line in enumerate(lines[begin : begin + MAX_PLACES], begin):
        found = _ALONE.match(line)
        if found is None:
            return
        _add(places, found["a"], number)


def _alone(lines: list[str]) -> dict[str, int]:
    places: dict[str, int] = {}
    introduced = -100
    for number, line in enumerate(lines):
        if "@" not in line:
            introduced = number if INTRODUCES.search(line) else introduced
            continue
        found = _ALONE.match(line) or _TO_FIELD.match(line)
        if not found and INTRODUCES.search(line):
            introduced = number
        if found and number - introduced <= 8 and not means_another(line[: found.start("a")]):
            _add(places, found["a"], number)
            introduced = number
        for each in _EXPANDED.finditer(line):
            _add(places, each["a"], number)
    return places


def _beside_trouble(lines: list[str]) -> dict[str, int]:
    """Any address on a line that speaks of trouble, or next to one."""
    places: dict[str, int] = {}
    for number, line in enumerate(lines):
        if "@" not in line or line.lstrip().startswith(("http", "X-")):
            continue
        near = "\n".join(lines[max(0, number - 1) : number + 2])
        if not TROUBLE.search(re.sub(IN_TEXT, " ", near)):
            continue
        for address in in_text(line):
            if not means_another(line[: line.find(address)]):
                _add(places, address, number)
    return places


def _about(lines: list[str], line: int, places: dict[str, int]) -> str:
    """The words about the recipient at ``line``: to the next recipient; the whole notice if he is alone."""
    later = [other for other in places.values() if other > line]
    end = min([*later, line + 14])
    own = "\n".join(lines[line:end])
    if len(places) > 1 and len(re.findall(r"\w{2,}", re.sub(IN_TEXT, " ", own))) >= 3:
        return own
    return own + "\n" + "\n".join(part for part in lines if part.strip())[: 6000 // len(places)]
