"""What the sender wrote now | what is quoted | signature | disclaimer.

`split` works line by line in linear time. New text is a row of blocks; a block that answers between the lines
keeps the quoted lines it follows, for that is how it is understood ("New phone here: ..."). Words
(attribution lines, header labels, closings) come from `config/phrases`, all languages at once, since a
mail client writes in its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from mailbot.mail.html import COLOURED
from mailbot.mail.marks import (
    QUOTE,
    announces_header,
    attribution_length,
    broken_before_attribution,
    is_separator,
    opens_header,
    quote_follows,
    through_headers,
    unmarked,
)
from mailbot.mail.signature import cut, without_banner

MAX_LINES = 20_000


@dataclass(frozen=True)
class Block:
    """A run of new text; ``answers`` are the quoted lines it stands under, marks removed (empty: none)."""

    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reply:
    """A message body taken apart. ``quoted`` holds the first level of quotation only, marks removed."""

    new: tuple[Block, ...]
    quoted: str
    signature: str
    disclaimer: str
    forwarded: bool = False

    @property
    def new_text(self) -> str:
        return "\n\n".join(block.text for block in self.new if block.text.strip())

    @property
    def interleaved(self) -> bool:
        return any(block.answers for block in self.new)


def _kinds(lines: list[str]) -> tuple[list[str], list[int]]:
    """For each line `new`, `quoted` or `mark` (attribution, header, rule), and its depth of quotation."""
    kinds = ["new"] * len(lines)
    depths = [0] * len(lines)
    below = 0  # how many unmarked quotations the line lies under
    index = 0
    while index < len(lines):
        line = lines[index]
        found = None if _closes_link(lines, index) else QUOTE.match(line)
        depths[index] = below + (found[1].count(">") if found else 0)
        if found or below or _is_leftover(lines, index):
            kinds[index] = "quoted"
        if not found and line.strip():
            if end := _opened(lines, index):
                if not (_follows_separator(lines, index) or quote_follows(lines, end)):
                    below += 1
                for position in range(index, end):
                    kinds[position], depths[position] = "mark", below
                index = end
                continue
            if not below and (length := attribution_length(lines, index)):
                for offset in range(length):
                    kinds[index + offset] = "mark"
                if not quote_follows(lines, index + length):
                    below += 1
                index += length
                continue
        index += 1
    return kinds, depths


def _opened(lines: list[str], index: int) -> int:
    """Where the separator or block of header lines that begins here ends; 0 if none does."""
    if is_separator(lines[index]) or opens_header(lines, index):
        return through_headers(lines, index)
    return index + 1 if announces_header(lines, index) else 0


def _follows_separator(lines: list[str], index: int) -> bool:
    """A header block right under `-----Original Message-----` opens the same quotation, not another."""
    return any(
        is_separator(line) or announces_header(lines, number)
        for number, line in enumerate(lines[max(0, index - 2) : index], max(0, index - 2))
    )


def _is_leftover(lines: list[str], index: int) -> bool:
    """What the mail program's wrapping left of a quoted line or address without its quotation mark."""
    bare = lines[index].strip()
    if not 0 < index < len(lines) - 1 or not 0 < len(bare) < 200:
        return False
    above = lines[index - 1].rstrip()
    if not (QUOTE.match(above) and QUOTE.match(lines[index + 1])):
        return False
    if len(above) >= 60 and above[-1].isalnum() and bare[0].islower():
        return True  # the rest of a long line
    if " " in bare.rstrip("> "):
        return False
    return re.match(r"\(?https?://", bare) is not None or re.fullmatch(r"\S*[=/_%&]\S*\)?", bare) is not None


def _closes_link(lines: list[str], index: int) -> bool:
    """`<http://...` above and `> for more` here: the sign ends an address."""
    return index > 0 and re.search(r"(?<!\S)<https?://[^\s>]{1,300}$", lines[index - 1][-400:]) is not None


def _answers_in_colour(marked: list[str], lines: list[str], kinds: list[str]) -> None:
    """What stands in a colour inside a quotation that has none was written by the sender."""
    quoted = [i for i, kind in enumerate(kinds) if kind == "quoted" and lines[i].strip(" >")]
    coloured = [i for i in quoted if COLOURED in marked[i]]
    if 2 * len(coloured) >= len(quoted):
        return  # all of the quoted mail is coloured: it says nothing
    for i in coloured:
        kinds[i], lines[i] = "new", unmarked(lines[i])


def _told_apart(text: str) -> tuple[list[str], list[str], list[int]]:
    marked = broken_before_attribution(text.split("\n")[:MAX_LINES])
    lines = [line.replace(COLOURED, "") for line in marked]
    kinds, depths = _kinds(lines)
    _answers_in_colour(marked, lines, kinds)
    return lines, kinds, depths


def runs(text: str) -> list[tuple[bool, str]]:
    """The body in its order, as (whether the sender wrote it now, text): what is quoted apart from the rest,
    with attribution lines and header labels. Lines without words go with what stands above them."""
    lines, kinds, _ = _told_apart(text)
    found: list[tuple[bool, list[str]]] = []
    for line, kind in zip(lines, kinds, strict=True):
        is_new = kind == "new" if line.strip(" >") or not found else found[-1][0]
        if found and found[-1][0] == is_new:
            found[-1][1].append(line)
        else:
            found.append((is_new, [line]))
    return [(is_new, "\n".join(run)) for is_new, run in found]


def split(text: str, sender_name: str = "") -> Reply:
    """The body taken apart; ``sender_name`` (the From field's) helps to find where the signature begins."""
    lines, kinds, depths = _told_apart(text)
    blocks: list[Block] = []
    quoted: list[str] = []
    under: list[str] = []
    forwarded = any(kind == "mark" and is_separator(lines[i]) for i, kind in enumerate(kinds))
    runs = [(kind, [i for i, _ in run]) for kind, run in groupby(enumerate(kinds), key=lambda pair: pair[1])]
    for kind, numbers in runs:
        if kind == "new":
            body = "\n".join(lines[i] for i in numbers).strip("\n")
            if body.strip():
                blocks.append(Block(body, tuple(under)))
                under = []
        elif kind == "quoted":
            under = [unmarked(lines[i]) for i in numbers if lines[i].strip()]
            quoted += [unmarked(lines[i]) for i in numbers if depths[i] == 1]
        else:
            under = []
    return _signed(blocks, quoted, sender_name, forwarded)


def _signed(blocks: list[Block], quoted: list[str], sender_name: str, forwarded: bool) -> Reply:
    """Signatures cut off: below the last block, and below the first if it is an answer on top."""
    signatures: list[str] = []
    disclaimers: list[str] = []
    out: list[Block] = []
    for number, block in enumerate(blocks):
        final = number == len(blocks) - 1 or (number == 0 and not block.answers)
        text, banner = without_banner(block.text) if number == 0 else (block.text, "")
        disclaimers += [banner] if banner else []
        new, signature, disclaimer = cut(text, sender_name, thorough=final, below_quote=number > 0)
        signatures += [signature] if signature else []
        disclaimers += [disclaimer] if disclaimer else []
        if new.strip():
            out.append(Block(new, block.answers))
    return Reply(tuple(out), "\n".join(quoted), "\n".join(signatures), "\n".join(disclaimers), forwarded)
