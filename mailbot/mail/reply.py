"""What the sender wrote now | what is quoted | signature | disclaimer.

`split` works line by line in linear time. New text is a row of blocks; a block that answers between the lines
keeps the quoted lines it follows, for that is how it is understood ("New phone here: ..."). Words
(attribution lines, header labels, closings) come from `config/phrases`, all languages at once, since a
mail client writes in its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from mailbot.mail.html import COLOURED
from mailbot.mail.phrases import compiled, every_language
from mailbot.mail.signature import cut

MAX_LINES = 20_000
_QUOTE = re.compile(r"\s{0,3}((?:>\s?)+)")
_ADDRESS = re.compile(r"<?[\w.+-]+@[\w.-]+>?")
_DATE = re.compile(r"\d{1,4}\s?[-./年]\s?\d{1,2}|\d{1,2}:\d{2}|\b(?:19|20)\d{2}\b|[٠-٩]{1,4}")
_RULE = re.compile(r"\s*[-_=*]{5,}\s*")


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


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    words = every_language()

    def label(name: str) -> str:
        return "|".join(sorted(map(re.escape, words.words(f"mail.header_{name}")), key=len, reverse=True))

    head = r"[\s>|]{0,8}\*{0,2}(?:%s)\s?\*{0,2}\s{0,2}[:：]\*{0,2}\s{0,4}(?P<value>\S.*)?"
    patterns = {
        f"header_{name}": re.compile(head % label(name), re.I) for name in ("from", "sent", "to", "subject")
    }
    patterns["original"] = compiled(words.words("mail.original"))
    patterns["wrote"] = compiled(words.words("mail.wrote"))
    return patterns


def _is_attribution(text: str) -> bool:
    """`On Mon, 14 Dec 2020 at 16:05, X <x@y> wrote:`, `14.12.2020, 18:05, "X" <x@y>:` and their kin."""
    text = text.strip()
    if not 8 <= len(text) <= 400:
        return False
    ends = text.endswith((":", "：", "wrote", "写道"))
    has_date = _DATE.search(text) is not None
    if _patterns()["wrote"].search(text):
        return has_date and (ends or text[-1] in ">*")
    return bool(ends and has_date and _ADDRESS.search(text))


def _header_block(lines: list[str], index: int) -> bool:
    """Whether Outlook's block (From, Sent, To, Subject in any language) begins at the line."""
    patterns = _patterns()
    if not patterns["header_from"].match(lines[index]):
        return False
    near = [line for line in lines[index + 1 : index + 8] if line.strip()][:5]
    kinds = {
        name for name in ("sent", "to", "subject") for line in near if patterns[f"header_{name}"].match(line)
    }
    return len(kinds) >= 2


def header_block(lines: list[str]) -> tuple[str, int] | None:
    """(the From line's value, how many lines) if a block of header lines stands at the top of these."""
    if not lines or not _header_block(lines, 0):
        return None
    first = _patterns()["header_from"].match(lines[0])
    length = _through_headers(lines, 0, [""] * len(lines), [0] * len(lines), 0)
    return (first["value"] or "" if first else ""), length


def unmarked(line: str) -> str:
    """The line without its quotation marks."""
    found = _QUOTE.match(line)
    return line[found.end() :] if found else line


def _is_separator(line: str) -> bool:
    return "--" in line and len(line) < 120 and _patterns()["original"].search(line) is not None


def _kinds(lines: list[str]) -> tuple[list[str], list[int]]:
    """For each line `new`, `quoted` or `mark` (attribution, header, rule), and its depth of quotation."""
    kinds = ["new"] * len(lines)
    depths = [0] * len(lines)
    below = 0  # how many unmarked quotations the line lies under
    index = 0
    while index < len(lines):
        line = lines[index]
        found = _QUOTE.match(line)
        depths[index] = below + (found[1].count(">") if found else 0)
        if found or below:
            kinds[index] = "quoted"
        bare = line[found.end() :] if found else line
        if not found and bare.strip():
            if _is_separator(bare) or _header_block(lines, index):
                kinds[index] = "mark"
                opened = index
                index = _through_headers(lines, index, kinds, depths, below)
                if not (_follows_separator(lines, opened) or _quote_follows(lines, index)):
                    below += 1
                    depths[opened:index] = [below] * (index - opened)
                continue
            if not below and (length := _attribution_length(lines, index)):
                for offset in range(length):
                    kinds[index + offset] = "mark"
                if not _quote_follows(lines, index + length):
                    below += 1
                index += length
                continue
        index += 1
    return kinds, depths


def _follows_separator(lines: list[str], index: int) -> bool:
    """A header block right under `-----Original Message-----` opens the same quotation, not another."""
    return any(_is_separator(line) for line in lines[max(0, index - 2) : index])


def _through_headers(lines: list[str], index: int, kinds: list[str], depths: list[int], below: int) -> int:
    patterns = _patterns()
    names = ("from", "sent", "to", "subject")
    end = min(index + 12, len(lines))
    last = index
    for position in range(index, end):
        line = lines[position]
        if _is_separator(line) or any(patterns[f"header_{name}"].match(line) for name in names):
            last = position
            if patterns["header_subject"].match(line):
                break
        elif not line.strip() and last > index:
            break
    for position in range(index, last + 1):
        kinds[position], depths[position] = "mark", below
    return last + 1


def _attribution_length(lines: list[str], index: int) -> int:
    """How many lines the attribution beginning here takes (mail clients wrap it), 0 if there is none."""
    text = ""
    for length in range(1, 4):
        if index + length > len(lines) or _QUOTE.match(lines[index + length - 1]):
            break
        line = lines[index + length - 1]
        if not line.strip() or len(line) > 300:
            break
        text = f"{text} {line}"
        if _is_attribution(text) and (length == 1 or _DATE.search(lines[index])):
            return length
    return 0


def _quote_follows(lines: list[str], index: int) -> bool:
    for line in lines[index : index + 6]:
        if line.strip():
            return _QUOTE.match(line) is not None
    return False


def _answers_in_colour(marked: list[str], lines: list[str], kinds: list[str]) -> None:
    """What stands in a colour inside a quotation that has none was written by the sender."""
    quoted = [i for i, kind in enumerate(kinds) if kind == "quoted" and lines[i].strip(" >")]
    coloured = [i for i in quoted if COLOURED in marked[i]]
    if 2 * len(coloured) >= len(quoted):
        return  # all of the quoted mail is coloured: it says nothing
    for i in coloured:
        kinds[i], lines[i] = "new", unmarked(lines[i])


def split(text: str, sender_name: str = "") -> Reply:
    """The body taken apart; ``sender_name`` (the From field's) helps to find where the signature begins."""
    marked = text.split("\n")[:MAX_LINES]
    lines = [line.replace(COLOURED, "") for line in marked]
    kinds, depths = _kinds(lines)
    _answers_in_colour(marked, lines, kinds)
    blocks: list[Block] = []
    quoted: list[str] = []
    under: list[str] = []
    forwarded = any(kind == "mark" and _is_separator(lines[i]) for i, kind in enumerate(kinds))
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
        new, signature, disclaimer = cut(block.text, sender_name, thorough=final)
        signatures += [signature] if signature else []
        disclaimers += [disclaimer] if disclaimer else []
        if new.strip():
            out.append(Block(new, block.answers))
    return Reply(tuple(out), "\n".join(quoted), "\n".join(signatures), "\n".join(disclaimers), forwarded)
