"""A value that an officer corrects while he approves: in a line of his own, or in the line he quotes. Pure.

    2 phone = +44 20 7946 0000       2: phone: +44 20 7946 0000       phone: +33 1 ... -> +44 20 ...

A quoted line that reads otherwise than we sent it is an edit if it can be read for certain; if it cannot,
the answer counts for nothing, for to approve the value that the officer has just replaced would be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.commands.verdict_lines import NotALine, refuse_hidden_verdict
from mailbot.commands.verdict_words import level

ARROWS = ("->", "→", "←", "=>")
_ARROW = re.compile("|".join(map(re.escape, ARROWS)))
_NUMBERED = re.compile(r"\W{0,3}(?P<number>\d{1,4})(?P<mark>\s*[.):\-–]|(?=\s))\s*(?P<rest>\S.*)", re.S)
_SET = re.compile(r"\s*(?:=>|->|→|[=:：])\s*")
_LINKED = re.compile(r"\s*[<\[(](?:mailto:|tel:|https?:)[^>\])]*[>\])]")
_CLOSED = ("action", "attending", "mode", "stance", "status")  # their values may be words of assent


@dataclass(frozen=True)
class Value:
    """A field as the officer saw it: its name there, and both values in words (empty: none)."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Asked:
    """What one number of a request stands for. A ``held`` one needs a release, not an `ok`."""

    number: int
    heading: str
    fields: Mapping[str, Value] = field(default_factory=dict)
    held: bool = False


@dataclass(frozen=True)
class Edit:
    number: int
    field: str
    value: str


def edit(line: str, asked: Sequence[Asked], under: int | None) -> Edit | None:
    """The correction that a line of new text is, None where it is none. ``under`` is the number whose lines
    it stands below. Raises NotALine where it is one that cannot be read for certain."""
    numbered = _NUMBERED.fullmatch(line.strip())
    if numbered:
        number, rest = int(numbered["number"]), numbered["rest"]
        chosen = [each for each in asked if each.number == number]
    else:
        number, rest = None, line.strip()
        chosen = [each for each in asked if under is None or each.number == under]
    found = [(each, name, told) for each in chosen for name, told in _told(rest, each)]
    if not found and numbered is None and under is not None:
        return None
    if len(found) > 1:  # the copied line tells by its old value which one it is
        found = [each for each in found if _old(each[2], each[0].fields[each[1]]) is not None]
        if len(found) != 1:
            raise NotALine("which")
    if not found:
        return None
    one, name, told = found[0]
    if number is None and len(asked) > 1 and under is None and not _ARROW.search(told):
        raise NotALine("which")
    return Edit(one.number, name, _new(told, name, one.fields[name]))


def _told(rest: str, asked: Asked) -> Iterator[tuple[str, str]]:
    """(field, what stands behind its label) where the text begins with a label of this change."""
    levelled = level(rest)
    names = [(label, name) for name, value in asked.fields.items()
             for label in {level(value.label), level(name.replace("_", " "))}]  # fmt: skip
    for label, name in sorted(names, key=lambda each: -len(each[0])):
        if label and levelled.startswith(label) and (sign := _SET.match(rest, len(label))):
            yield name, rest[sign.end() :].strip()
            return


def _old(told: str, value: Value) -> str | None:
    """What stands before the arrow where that is one of the two values we sent."""
    arrow = _ARROW.search(told)
    if arrow is None:
        return None
    before = told[: arrow.start()].strip()
    return before if same(before, value.old) or same(before, value.new) else None


def _new(told: str, name: str, value: Value) -> str:
    new = told
    if (arrow := _ARROW.search(told)) is not None:
        before = _old(told, value)
        if before is None and not (not value.old and told[: arrow.start()].strip().startswith("(")):
            raise NotALine("old")
        new = told[arrow.end() :].strip()
    if not new or _ARROW.search(new):
        raise NotALine("value")
    if "?" in new[-2:] or "؟" in new[-2:]:
        raise NotALine("question")
    if name not in _CLOSED:
        refuse_hidden_verdict(new)
    return new


def same(one: str, other: str) -> bool:
    """Whether two texts differ in blanks and links alone."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return "".join(_LINKED.sub("", text).split())


@dataclass(frozen=True)
class _Section:
    asked: Asked
    lines: tuple[str, ...]


def headings(lines: Sequence[str], asked: Sequence[Asked]) -> list[tuple[int, int]]:
    """(index of the line, number) of each change's heading among quoted lines."""
    found = []
    for index, line in enumerate(lines):
        numbered = _NUMBERED.fullmatch(line.strip())
        one = next((a for a in asked if numbered and a.number == int(numbered["number"])), None)
        if one is None or numbered is None:
            continue
        wanted, there = _bare(level(one.heading)), _bare(level(numbered["rest"]))
        if min(len(wanted), len(there)) >= 3 and (wanted.startswith(there) or there.startswith(wanted)):
            found.append((index, one.number))
    return found


def quoted_edits(lines: Sequence[str], asked: Sequence[Asked]) -> list[Edit]:
    """The values that read otherwise in the quotation than we sent them. Raises NotALine(quote)."""
    places = headings(lines, asked)
    if len({number for _, number in places}) < len(places):
        raise NotALine("quote")  # words of the mail that is decided on look like a heading of ours
    by_number = {each.number: each for each in asked}
    found: list[Edit] = []
    ends = [index for index, _ in places[1:]] + [len(lines)]
    for (index, number), end in zip(places, ends[: len(places)], strict=True):
        section = _Section(by_number[number], tuple(lines[index + 1 : end]))
        found += (Edit(number, name, text) for name, text in _edited(section))
    return list(dict.fromkeys(found))


def _edited(section: _Section) -> Iterator[tuple[str, str]]:
    whole = _bare(" ".join(section.lines))
    for name, value in section.asked.fields.items():
        wanted = _bare(value.new)
        if not value.label or _ARROW.search(value.new + value.old):
            continue
        place = next((i for i, line in enumerate(section.lines) if _is_row(line, value.label)), None)
        if place is None:
            if _bare(value.label) in whole and wanted not in whole:
                raise NotALine("quote")
            continue
        text = _row(section.lines, place, wanted)
        if text is None:
            if wanted not in whole:
                raise NotALine("quote")
        elif _bare(text) != wanted:
            if place + 1 < len(section.lines) and wanted.startswith(_bare(text)):
                raise NotALine("quote")
            yield name, _LINKED.sub("", text).strip()


def _is_row(line: str, label: str) -> bool:
    bare = line.strip(" |\t")
    behind = bare[len(label) :]
    return level(bare).startswith(level(label)) and (
        re.match(r"\s*[:：|]", behind) is not None or _ARROW.search(behind) is not None
    )


def _row(lines: Sequence[str], place: int, wanted: str) -> str | None:
    """The new value as it stands in the row that begins here, with the lines into which it was broken; None
    where no arrow tells where it begins."""
    arrow = _ARROW.search(lines[place])
    if arrow is None:
        return None
    text = lines[place][arrow.end() :].strip(" |")
    for line in lines[place + 1 :]:
        if not line.strip() or len(_bare(text)) >= len(wanted) or not wanted.startswith(_bare(text)):
            break
        text = f"{text} {line.strip(' |')}".strip()
    return text
