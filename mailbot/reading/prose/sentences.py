"""New text -> sentences, each with where it stands: list item, lead-in, the quoted lines it answers.

Lines that a mail client wrapped are joined again; lines that somebody broke on purpose stay apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailbot.mail.reply import Block, Reply
from mailbot.reading.boxes import ticked
from mailbot.reading.context import Context
from mailbot.reading.prose.leads import may_announce
from mailbot.reading.prose.sentence_ends import cut
from mailbot.reading.prose.wrapped import ITEM, logical_lines, wrap_of
from mailbot.reading.rows import is_row
from mailbot.reading.shown import answered, as_row

MAX_SENTENCES = 400
_MOST_TALK = 250  # characters of a sentence that says nothing
MAX_TYPED = 100  # rows of a table that are looked at as sentences, too
MAX_READ = 10_000  # characters of all sentences, some five pages


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
    """Every sentence of the new text, in order; greeting and small talk are left out."""
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
        paragraphs = _blocks(block)
        wrap = wrap_of(paragraphs)
        lead = ""
        for paragraph in paragraphs:
            logical = logical_lines(paragraph, wrap)
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
                    if (not found and _is_greeting(text, greeting)) or _is_small_talk(text, context):
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
                    if may_announce(text, context):
                        lead = text
    return found


def _is_greeting(text: str, greeting: re.Pattern[str]) -> bool:
    found = greeting.match(text)
    return (found is not None and len(text) < 70 and text.rstrip()[-1:] in ",:!،：，！") or (
        found is not None and len(text) < 30
    )


def _is_small_talk(text: str, context: Context) -> bool:
    """`I hope you are all well and that it has not snowed too much in Geneva`: no place, no refusal."""
    if len(text) > _MOST_TALK or "@" in text or any(sign.isdigit() for sign in text):
        return False
    words = context.words
    return words.has("mail.small_talk", text) and not words.has("mail.business", text)


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
