"""Line ends that a mail client set are undone; those that somebody set on purpose stay.

A text is wrapped for sure where line after line ends just before a word that would not have fitted; where
there are too few lines to tell, only wide ones are taken for wrapped. Chinese is broken between any two
signs, each of which is two columns wide, and joined without a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from mailbot.reading.prose.sentence_ends import MAX_LENGTH, is_abbreviated

ITEM = re.compile(
    r"\s*(?:[-–—•*·▪◦]\s+|\(?(?:\d{1,2}|(?!M\.)[a-zA-Zа-я])[.)]\s+|[一二三四五六七八九十]{1,2}[、.．]\s*|[ivx]{1,4}[.)]\s+)"
)
_BULLET = re.compile(r"\s*[-–—•*·▪◦]\s")
_WIDEST = 100  # columns; a client that wraps at all does so before
_WIDE = 60  # columns; a narrower text is wrapped only where line after line shows it
_NARROW = 30
_ALONE = 25  # columns; a shorter line may be a salutation or an entry
_SIGNS = "\u3000-\u9fff\uff00-\uffef"
_WIDE_SIGN = re.compile(f"[{_SIGNS}]")
_WORD = re.compile(rf"\s*(?:[{_SIGNS}][，。；：、）】》！？”’」]*|[^\s{_SIGNS}]+)")
_STOPS = (".", "!", "?", ";", ":", "。", "！", "？", "；", "：", "؟")
# a line that is an address, a number or "Key: value" was broken on purpose
_DATUM = re.compile(
    r"(?:\S+@\S+|[+(\d][\d\s().+/-]{6,}|(?:[A-Z][\w-]*\s?){1,3}:\s.*"
    r"|(?:[^\W\d_]{1,12}\.?[\s-]?){1,3}[:：]\s*(?:\S+@\S+|\+?\(?\d[\d\s().+/-]{6,}).*)$"
)
# `78 + 98 - not in your table`, among lines that begin so
_ROW = re.compile(r"(?:\w{1,4}\.?\s)?\d{1,3}(?:\s?[,+&/]\s?\d{1,3})*\s?(?:[:=→–—-]|->)")
_LABELLED = re.compile(r"[^\W\d_a-zа-я][^:：.!?]{1,60}[:：]\s?\S")  # `Calls on Committee 3: Ms Verne`
_NAMED = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ][\w'’.-]*\s){1,4}[-–—]\s\S")  # `Ada Verne - will be there`
_COLUMNS = re.compile(r".*\S(?: {3,}|\s*\t\s*)\S")  # `Oliver Pemberton       DCMS          yes`
_RULE = re.compile(r"[-–—=_*~]{4,}")  # what underlines a heading
# a line that ends with these goes on, whatever the next one looks like
_GOES_ON = re.compile(
    r"\b(?:is|are|be|to|read|reads|on|at|under|now|of|the|my|est|sont|au|à|le|la|es|son|al|el|на|как|هو|على|إلى)$",
    re.I,
)
_HALF_NUMBER = re.compile(r"\+\d{1,3}(?:[\s().-]*\d{1,3})?\s*$")  # `tel. +358` at the end of a line
_BEGUN_NUMBER = re.compile(r"\+\d{1,3}(?:[\s().-]{0,2}\d{1,4}){0,4}$")  # the same in a text wrapped for sure
_COUNTED = re.compile(r"\(?(\d{1,2})[.)]\s")
_NUMBERED = re.compile(r"\s*(\d{1,2})[.)]\s")


def columns(line: str) -> int:
    return len(line) if line.isascii() else len(line) + len(_WIDE_SIGN.findall(line))


@dataclass(frozen=True)
class Wrap:
    """How a text was wrapped: at ``width`` columns, 0 where it was not; ``sure`` where the lines show it."""

    width: int = 0
    sure: bool = False

    def is_full(self, line: str, following: str) -> bool:
        """Whether the line was broken by a mail client: the next word would not have fitted."""
        if self.width < (_NARROW if self.sure else _WIDE) or columns(line.rstrip()) > _WIDEST:
            return False
        word = _WORD.match(following)
        if word is None:
            return False
        # a blank before it, or the columns that are left where every sign needs two
        more = 2 if _WIDE_SIGN.match(following.lstrip()) else 1
        return columns(line.rstrip()) + more + columns(word[0].strip()) > self.width


def wrap_of(paragraphs: Sequence[Sequence[str]]) -> Wrap:
    """How the text with these paragraphs, each of its lines, was wrapped.

    Lines wider than any client makes them say nothing of the others, which may come from another program.
    """
    every = [columns(line.rstrip()) for paragraph in paragraphs for line in paragraph if "|" not in line]
    width = max((each for each in every if each <= _WIDEST), default=0)
    if width < _NARROW:
        return Wrap()
    full = broken = 0
    for line, following in _breaks(paragraphs):
        broken += 1
        full += Wrap(width, sure=True).is_full(line, following)
    sure = full >= (2 if width >= _WIDE else 3) and 2 * full > broken
    return Wrap(width, sure) if sure or max(every) <= _WIDEST else Wrap()


def _breaks(paragraphs: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The line ends that may be a client's."""
    for paragraph in paragraphs:
        for line, following in pairwise(paragraph):
            item = _BULLET.match(following) or line.endswith((":", "："))
            if "|" not in line and not item and columns(line) <= _WIDEST:
                yield line, following


def logical_lines(paragraph: Sequence[str], wrap: Wrap) -> list[str]:
    """The paragraph's lines with mail clients' breaks undone."""
    out: list[str] = []
    previous = ""
    for number, line in enumerate(paragraph):
        if out and _goes_on(out[-1], previous, line, wrap, paragraph[number + 1 :]):
            out[-1] = f"{out[-1]}{_glue(out[-1], line.strip())}{line.strip()}"
        else:
            out.append(line.strip())
        previous = line
    return out


def _glue(line: str, following: str) -> str:
    """Chinese has no blanks between words, nor has it any where a line ends."""
    return "" if _WIDE_SIGN.match(line[-1:]) and _WORD.match(following) else " "


def _goes_on(logical: str, previous: str, line: str, wrap: Wrap, rest: Sequence[str]) -> bool:
    """Whether the line goes on from the one above it, which ends the logical line so far."""
    bare, above = line.strip(), previous.strip()
    full = wrap.is_full(previous, bare)
    if bare[:1].isdigit() and (_HALF_NUMBER.search(above) or (full and _BEGUN_NUMBER.search(above))):
        return True
    if ITEM.match(line) and (_follows(logical, bare) or not _is_wrapped_item(previous, line, wrap)):
        return False
    if len(logical) + len(bare) >= MAX_LENGTH:
        return False
    if above.endswith((":", "：")):
        return full and _is_one_thing(bare, rest, wrap)
    if any(entry.match(bare) and entry.match(logical) for entry in (_ROW, _LABELLED, _NAMED, _COLUMNS)):
        return False
    if _RULE.fullmatch(bare) or _RULE.fullmatch(above):
        return False
    announced = _GOES_ON.search(above) is not None
    if _DATUM.match(bare) and not announced and not (full and _is_in_prose(logical, above, bare, wrap)):
        return False
    if _WIDE_SIGN.match(above[-1:]) and not wrap.sure and above.endswith(_STOPS):
        return False
    if above.endswith(("，", "、")) and columns(above) > _ALONE:
        return True
    small = bare[:1].islower() and above[-1:] not in (".", "!", "?", ";")
    return full or ((announced or small) and len(above) > _ALONE)


def _is_one_thing(bare: str, rest: Sequence[str], wrap: Wrap) -> bool:
    """Whether what follows a colon is the sentence's own end, and no list: one line, or wrapped itself."""
    return not rest or wrap.is_full(bare, rest[0])


def _is_in_prose(logical: str, above: str, bare: str, wrap: Wrap) -> bool:
    """Whether an address or number at the beginning of a line stands in the middle of a sentence."""
    if not wrap.sure or above.endswith(_STOPS):
        return False
    return (
        len(logical) > len(above) or above.endswith((",", "،")) or bare.endswith((".", ",", ";", ")", "。"))
    )


def _is_wrapped_item(previous: str, line: str, wrap: Wrap) -> bool:
    """`... Mr Whitfield Committee` / `3. Their addresses`, `... the text` / `- if any - of it`: what looks
    like the beginning of an item was moved there by the line break.
    """
    above = previous.rstrip()
    if above.endswith(_STOPS) and not is_abbreviated(above):
        return False
    number = _NUMBERED.match(line)
    if number is not None:
        return bool(above) and wrap.is_full(above, number[0].strip())
    return wrap.sure and line[:1] in "-–—" and not _BULLET.match(previous) and wrap.is_full(previous, line)


def _follows(item: str, line: str) -> bool:
    """`4. Alternates: ...` below `3. Coordinator: ...`."""
    before, after = _COUNTED.match(item), _COUNTED.match(line)
    return before is not None and after is not None and int(after[1]) == int(before[1]) + 1
