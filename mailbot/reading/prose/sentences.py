"""New text -> sentences, each with where it stands: list item, lead-in, the quoted lines it answers.

Lines that a mail client wrapped are joined again; lines that somebody broke on purpose stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.reply import Block, Reply
from mailbot.reading.boxes import ticked
from mailbot.reading.context import Context
from mailbot.reading.prose.sentence_ends import MAX_LENGTH, cut
from mailbot.reading.rows import is_row
from mailbot.reading.shown import answered, as_row

MAX_SENTENCES = 400
MAX_TYPED = 100  # rows of a table that are looked at as sentences, too
MAX_READ = 10_000  # characters of all sentences, some five pages
ITEM = re.compile(
    r"\s*(?:[-–—•*·▪◦]\s+|\(?(?:\d{1,2}|(?!M\.)[a-zA-Zа-я])[.)]\s+|[一二三四五六七八九十]{1,2}[、.．]\s*|[ivx]{1,4}[.)]\s+)"
)
# a line that is an address, a number or "Key: value" was broken on purpose
_DATUM = re.compile(
    r"(?:\S+@\S+|[+(\d][\d\s().+/-]{6,}|(?:[A-Z][\w-]*\s?){1,3}:\s.*"
    r"|(?:[^\W\d_]{1,12}\.?[\s-]?){1,3}[:：]\s*(?:\S+@\S+|\+?\(?\d[\d\s().+/-]{6,}).*)$"
)


@dataclass(frozen=True)
class Sentence:
    """One sentence or list line, verbatim but for joined line ends.

    ``paragraph`` numbers the paragraph or list item; ``lead`` is the sentence that announces the list it
    stands in ("by:", "as follows:"); ``answers`` are quoted lines above it; ``alone``: a line of its
    own, as in an address block.
    """

    text: str
    paragraph: int
    item: bool = False
    lead: str = ""
    answers: tuple[str, ...] = ()
    first: bool = False  # of its paragraph
    block: int = 0
    alone: bool = False


class Sentences(list[Sentence]):
    """The sentences that are read; ``unread`` is how the rest begins, where there is too much of it.

    ``ticked`` has the lines of boxes as they were written, by what they come to: `Ms X: no`.
    """

    unread: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.ticked: dict[str, str] = {}


def chosen(known: dict[str, str], line: str) -> str:
    """A line of boxes of which one is ticked as what it says: `Ms X .... [ ] yes [x] no` is `Ms X: no`."""
    label, options = ticked(line)
    if not label or len(options) != 1 or not options[0]:
        return line
    said = f"{label}: {options[0]}"
    known[said] = line
    return said


# `78 + 98 - not in your table`, among lines that begin so
_ROW = re.compile(r"(?:\w{1,4}\.?\s)?\d{1,3}(?:\s?[,+&/]\s?\d{1,3})*\s?(?:[:=→–—-]|->)")
_LABELLED = re.compile(r"[^\W\d_a-zа-я][^:：.!?]{1,60}[:：]\s?\S")  # `Calls on Committee 3: Ms Verne`
# a line that ends with these goes on, whatever the next one looks like
_GOES_ON = re.compile(
    r"\b(?:is|are|be|to|read|reads|on|at|under|now|of|the|my|est|sont|au|à|le|la|es|son|al|el|на|как|هو|على|إلى)$",
    re.I,
)


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the line was broken by a mail client: the next word would not have fitted."""
    word = following.split(maxsplit=1)[0] if following.split() else ""
    return width >= 60 and len(line.rstrip()) + 1 + len(word) > width


def _is_wrapped_number(previous: str, line: str, width: int) -> bool:
    """`... Mr Whitfield Committee` / `3. Their addresses`: a number that the line break moved to the
    front.
    """
    number = re.match(r"\s*(\d{1,2})[.)]\s", line)
    if number is None or not previous or previous.rstrip()[-1:] in ".:;!?":
        return False
    return _is_full(previous, number[0].strip(), width)


_HALF_NUMBER = re.compile(r"\+\d{1,3}(?:[\s().-]*\d{1,3})?\s*$")  # `tel. +358` at the end of a line
_COUNTED = re.compile(r"\(?(\d{1,2})[.)]\s")


def _follows(item: str, line: str) -> bool:
    """`4. Alternates: ...` below `3. Coordinator: ...`."""
    before, after = _COUNTED.match(item), _COUNTED.match(line)
    return before is not None and after is not None and int(after[1]) == int(before[1]) + 1


def _logical_lines(paragraph: list[str], text_width: int) -> list[str]:
    """The paragraph's lines with mail clients' breaks undone."""
    out: list[str] = []
    previous = ""
    for line in paragraph:
        bare = line.strip()
        new_item = ITEM.match(line) is not None and (
            (bool(out) and _follows(out[-1], bare)) or not _is_wrapped_number(previous, line, text_width)
        )
        halved = bare[:1].isdigit() and _HALF_NUMBER.search(previous) is not None
        joins = halved or (
            out
            and not new_item
            and len(out[-1]) + len(bare) < MAX_LENGTH
            and not (_ROW.match(bare) and _ROW.match(out[-1]))
            and not (_LABELLED.match(bare) and _LABELLED.match(out[-1]))
            and (not _DATUM.match(bare) or _GOES_ON.search(previous))
            and not previous.endswith((":", "："))
            and (
                (_GOES_ON.search(previous) and len(previous.strip()) > 25)
                or _is_full(previous, bare, text_width)
                or (bare[:1].islower() and not re.search(r"[.!?;]$", previous) and len(previous.strip()) > 25)
            )
        )
        if joins and out:
            out[-1] = f"{out[-1]} {bare}"
        else:
            out.append(bare)
        previous = line
    return out


def _blocks(block: Block) -> list[list[str]]:
    paragraphs: list[list[str]] = []
    current: list[str] = []
    for line in block.text.split("\n"):
        if line.strip():
            current.append(line.rstrip())
        elif current:
            paragraphs.append(current)
            current = []
    return [*paragraphs, current] if current else paragraphs


def sentences(reply: Reply, context: Context) -> Sentences:
    """Every sentence of the new text, in order; the greeting is left out."""
    asked = ("sentences", reply.new)  # by the reader, and by who asks whether all is confirmed
    if asked not in context.kept:
        context.kept[asked] = _sentences(reply, context)
    found: Sentences = context.kept[asked]
    return found


def _sentences(reply: Reply, context: Context) -> Sentences:
    greeting = context.words.pattern("mail.greeting")
    found = Sentences()
    number = length = rows = 0
    for block_number, block in enumerate(reply.new):
        answers = _answers(block, context)
        block = Block(without_marks(block, context), block.answers)
        lines = block.text.split("\n")
        width = max((len(line.rstrip()) for line in lines if "|" not in line), default=0)
        width = width if width <= 100 else 0
        lead = ""
        for paragraph in _blocks(block):
            logical = _logical_lines(paragraph, width)
            several = len(logical) > 1
            if (
                not any(ITEM.match(line) for line in logical)
                and not several
                and not logical[0].startswith(" ")
            ):
                keep_lead = lead if found and found[-1].text.endswith((":", "：")) else ""
                lead = keep_lead
            for line in logical:
                number += 1
                marker = ITEM.match(line)
                is_item = marker is not None
                said = chosen(found.ticked, line[marker.end() :] if marker else line)
                for position, text in enumerate(cut(said)):
                    if not found and _is_greeting(text, greeting):
                        continue
                    if is_row(text) or text.count("\t") > 1:  # rows are read as tables
                        rows += 1
                        if len(found) >= MAX_SENTENCES or rows > MAX_TYPED:
                            continue
                    elif len(found) >= MAX_SENTENCES or length > MAX_READ:
                        found.unread = text
                        return found
                    else:
                        length += len(text)
                    alone = several and not is_item
                    place = (number, is_item or several, lead, answers, position == 0, block_number, alone)
                    found.append(Sentence(text, *place))
                    if text.endswith((":", "：", " by", " are")) or ("follow" in text and len(text) < 160):
                        lead = text
    return found


def _is_greeting(text: str, greeting: re.Pattern[str]) -> bool:
    found = greeting.match(text)
    return (found is not None and len(text) < 70 and text.rstrip()[-1:] in ",:!،：，！") or (
        found is not None and len(text) < 30
    )


# `MK:`, `DV>>`, `==> [Park]`, `[FO]`: how people mark what they write between the lines
_MARK = re.compile(
    r"\s*(?:\[[^\W\d_][\w .-]{0,20}\]\s*:?|<[A-Z]{2,4}>|[A-ZÀ-ÞА-ЯЁ]{2,4}\s?(?::|>>+|=>|->|[-–](?=\s))"
    r"|={1,4}>+|-{1,4}>+|>>+|→|#{1,3}(?=\s)|\*{2,4}(?=\s)|\+{2,4}(?=\s)|//)\s*"
)


def without_marks(block: Block, context: Context) -> str:
    """The block without the signs and initials that stand before answers; below quoted lines any, else the
    sender's own initials.
    """
    initials = "".join(word[0] for word in context.sender_name.split() if word[:1].isalpha()).upper()
    out: list[str] = []
    for line in block.text.split("\n"):
        for _ in range(2):
            found = _MARK.match(line)
            if found is None or not (block.answers or _is_own(found[0], initials)):
                break
            line = line[found.end() :]
        out.append(line)
    return "\n".join(out)


def _is_own(mark: str, initials: str) -> bool:
    bare = re.sub(r"\W", "", mark).upper()
    return len(bare) > 1 and bare in (initials, initials[::-1], initials[:2])


def _answers(block: Block, context: Context) -> tuple[str, ...]:
    """The quoted lines above the block; the row of a record in the layout of our own mails."""
    found = answered(block.answers, context) if block.answers else None
    return (*block.answers, as_row(found)) if found else block.answers
