"""Where a signature and a disclaimer begin in a run of new text."""

from __future__ import annotations

import re
from functools import cache

from mailbot.mail.formulas import begins, formula
from mailbot.mail.phrases import every_language

MAX_SIGNATURE = 20  # lines; what is longer is a text
_RULED = re.compile(r"\s*(?:-{3,}|_{3,}|={5,}|—{2,}|─{3,})\s*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME_LINE = re.compile(
    r"(?:[^\W\d_a-zа-яё][\w'’.-]*|[a-z]{1,3})(?:\s+(?:[^\W\d_a-zа-яё][\w'’.-]*|[a-z]{1,3})){1,4}(?:\s\([^()]{1,6}\))?"
)
# `Name: Ada Verne`, of a form
_KEY = re.compile(r"\s*[^\W\d_][^:：.…]{1,30}?\s*(?:\.{3,}|…+|[:：]\s|\s{4,}\S)")


@cache
def _verbs() -> frozenset[str]:
    return frozenset(every_language().words("mail.verb"))


def _is_closing(line: str, is_last_of_paragraph: bool) -> bool:
    """A line that is a complimentary close: `Kind regards,`, `Med vennlig hilsen / best regards`."""
    bare = line.strip().strip("*_ ")
    if not bare or len(bare) > 160:
        return False
    for piece in [bare, *re.split(r"\s*/\s*", bare)[1:]]:
        found = begins("closing", piece)
        if not found:
            continue
        rest = piece[found.end() :].strip(" ,.!-–—:;，。！")
        if not rest:
            return True
        if re.search(r"[.!?。！？]\s+\S", rest):
            continue  # the letter goes on in the line
        long_formula = len(found[0]) >= 12 and not re.search(r"\d", rest)
        if long_formula and len(rest) <= 60 and bare.endswith((",", "，")) and is_last_of_paragraph:
            return True  # "Best wishes for the end of the year,"
        if (
            long_formula
            and len(rest) <= 110
            and is_last_of_paragraph
            and not re.match(r"\w", piece[found.end() :])
        ):
            return True
        if (
            len(rest.split()) <= 3
            and piece[found.end() :].lstrip().startswith((",", "，"))
            and rest[:1].isupper()
        ):
            return True  # "Regards, Ingrid"
    return False


def _opens_letter(lines: list[str], filled: list[int], rank: int) -> bool:
    """Whether it greets at the head of a letter: `Reciban un cordial saludo desde Lima.`, then sentences."""
    if rank > 1 or (rank == 1 and len(lines[filled[0]].split()) > 6):
        return False
    return any(len(lines[i].split()) >= 9 or len(lines[i]) > 100 for i in filled[rank + 1 :])


def _of_sender(line: str, tokens: set[str]) -> bool:
    """A short line made of the sender's own name."""
    line = re.sub(r"(?<=\S)\s*[(（][^()（）]{1,40}[)）]\s*$", "", line)  # `Li Ming (for Wang Fang)`
    words = [word.casefold() for word in _WORD.findall(line)]
    if (
        not words
        or len(words) > 6
        or len(line) > 70
        or "@" in line
        or line.rstrip().endswith((":", "?", ","))
        or _KEY.match(line)
    ):
        return False
    if line.rstrip().endswith(".") and len(words) > 2:
        return False
    known = sum(word in tokens for word in words)
    return known >= 1 and (known == len(words) or (known >= 2 and known * 2 >= len(words)))


def _is_mobile(line: str) -> bool:
    """`Sent from my iPhone`; but `Sent from my desk, which is easier` says something."""
    bare = line.strip().strip("<>()[]*_ ")
    if len(bare) > 160 or not begins("mobile", bare):
        return False
    return not (len(bare.split()) > 6 and _verbs() & set(bare.lower().split()))


def _signed_below(lines: list[str], filled: list[int], rank: int, tokens: set[str]) -> bool:
    """Whether a rule has only a signature below it: a name, or the footer of a mailing list."""
    below = [lines[i].strip() for i in filled[rank + 1 :]]
    if not 0 < len(below) <= 8 or any(len(line) > 120 for line in below):
        return False
    if formula("list_footer").search(" ".join(below)) and re.search(r"@|://", " ".join(below)):
        return True
    if any(re.search(r"[.?!:;,。：；，！？|]$", line) or len(line.split()) > 8 for line in below):
        return False
    first = below[0]
    if _of_sender(first, tokens) or _NAME_LINE.fullmatch(first):
        return True
    # a Chinese name, or one word on its own
    alone = re.fullmatch(r"[\u3400-\u9fff]{2,3}|[^\W\d_a-z][^\W\d_A-Z]{1,20}", first)
    return alone is not None and len(below) <= 2


def _dashed_name(lines: list[str], filled: list[int], rank: int, tokens: set[str]) -> bool:
    """`-Ada Verne`, `/Ada` on a line of its own below a sentence."""
    line = lines[filled[rank]].strip()
    found = re.fullmatch(
        r"[-–—/~](\s?)([^\W\d_][\w'’-]*(?:\s[^\W\d_a-z][\w'’.-]*|\s[a-z]{2,3}){0,3})\.?", line
    )
    if found is None or rank == 0:
        return False
    above = lines[filled[rank - 1]].strip()
    beside = [above, *(lines[i].strip() for i in filled[rank + 1 : rank + 2])]
    if _opens_list(above) or any(line.startswith(("-", "–", "—", "/")) for line in beside):
        return False  # an item of a list
    if _of_sender(found[2], tokens):
        return True
    ends_sentence = above.endswith((".", "!", "?", "。", ")"))
    return ends_sentence and not found[1] and (len(found[2]) == 1 or not found[2].isupper())


def _goes_on(lines: list[str], filled: list[int], rank: int) -> bool:
    """Whether a sentence about the matter stands right below what would be a closing."""
    if rank + 1 >= len(filled):
        return False
    line, following = lines[filled[rank]].strip(), lines[filled[rank + 1]].strip()
    long_line = len(following.split()) >= 9 or len(re.findall(r"[\u3400-\u9fff]", following)) >= 20
    if not long_line or "@" in following or re.search(r"\d{5}", following):
        return False
    if not line.endswith((".", "!", "。", "！")) and not following[:1].isupper():
        return False  # a long formula wrapped
    return re.search(r"[.!?:。！？：]$", following) is not None


def _start(lines: list[str], tokens: set[str], thorough: bool, below_quote: bool) -> int:
    """The line number where the signature begins, len(lines) if there is none."""
    count = len(lines)
    filled = [i for i, line in enumerate(lines) if line.strip()]
    for rank, index in enumerate(filled):
        line = lines[index]
        remaining = len(filled) - rank
        dashed = remaining <= 9 and (
            (_RULED.fullmatch(line) is not None and _signed_below(lines, filled, rank, tokens))
            or _dashed_name(lines, filled, rank, tokens)
        )
        if line.rstrip() in ("--", "—") or _is_mobile(line) or dashed:
            above = filled[:rank]
            return min(index, _by_name(lines[:index], above, tokens)) if above else index
        ends_paragraph = (
            index + 1 >= count or not lines[index + 1].strip() or len(lines[index + 1].strip()) < 60
        )
        near_end = remaining <= MAX_SIGNATURE and (index > 0 or (below_quote and remaining <= 6))
        if not near_end or not _is_closing(line, ends_paragraph):
            continue
        if not (_opens_letter(lines, filled, rank) or _goes_on(lines, filled, rank)):
            return index
    if not thorough or not filled:
        return count
    return _by_name(lines, filled, tokens)


def _is_name(line: str) -> bool:
    """Whether the line may be somebody's name; where letters have no case, none says business."""
    if not _NAME_LINE.fullmatch(line) or _KEY.match(line) or len(line) > 50 or line.endswith("."):
        return False
    return line[:1].isupper() or line[:1].islower() or not every_language().has("mail.business", line)


_HEADING = re.compile(r"\b(?:OF|THE|FOR|TO)\b")  # `NOTICE OF CHANGE`
_BULLET = re.compile(r"\s*(?:[-•*–]|\(?\w{1,2}[.)])\s")


def _opens_list(line: str) -> bool:
    return line.rstrip().endswith((":", "："))


def _by_name(lines: list[str], filled: list[int], tokens: set[str]) -> int:
    """A mail without a close: its last paragraphs begin with, or its last line is, a name."""
    for index in filled[-12:]:
        if index == filled[0]:
            continue
        if _BULLET.match(lines[index]):
            continue  # an item of a list of people
        if _opens_list(lines[filled[filled.index(index) - 1]]) and index != filled[-1]:
            continue  # the first name below "we shall be represented by:"
        fresh = not lines[index - 1].strip()
        if (fresh or index == filled[-1]) and _of_sender(lines[index], tokens):
            return index
    paragraph = filled[-1]
    while paragraph > 0 and lines[paragraph - 1].strip():
        paragraph -= 1
    before = next((lines[i] for i in reversed(filled) if i < paragraph), "")
    if (
        paragraph > filled[0]
        and len(lines) - paragraph <= 8
        and not before.rstrip().endswith((":", "by", "："))
    ):
        first = lines[paragraph].strip()
        listed = any(_BULLET.match(line) for line in lines[paragraph + 1 :])
        rows = sum(line.count("|") > 1 for line in lines[paragraph + 1 :])
        if rows > 1 or _HEADING.search(first):
            return len(lines)  # a form
        if _is_name(first) and not listed:
            return paragraph
    return len(lines)


def without_banner(text: str) -> tuple[str, str]:
    """(the text, the warning that the receiving organization's mail server wrote above it)."""
    head, gap, rest = text.lstrip("\n").partition("\n\n")
    bare = head.strip().strip("*_[]<>#!⚠ ")
    if not gap or len(head) > 600 or not begins("banner", bare):
        return text, ""
    return rest.lstrip("\n"), head


def cut(text: str, sender_name: str, *, thorough: bool, below_quote: bool = False) -> tuple[str, str, str]:
    """(new text, signature, disclaimer). A postscript below the signature is new text again.

    ``below_quote``: the text stands under quoted lines, so that it may be a signature alone.
    """
    lines = text.split("\n")
    disclaimer: list[str] = []
    for index, line in enumerate(lines):
        if begins("disclaimer", line.strip()):
            lines, disclaimer = lines[:index], lines[index:]
            break
    tokens = {word.casefold() for word in _WORD.findall(sender_name)}
    start = _start(lines, tokens, thorough, below_quote)
    new, signature = lines[:start], lines[start:]
    for index, line in enumerate(signature):
        if re.match(rf"(?:{formula('postscript').pattern})[\s.:：]", line.strip(), re.I):
            while new and not new[-1].strip():
                new.pop()
            new, signature = [*new, "", *signature[index:]], signature[:index]
            break
    while new and re.fullmatch(r"[\s_=*—─-]*", new[-1]):
        new.pop()
    return "\n".join(new).strip("\n"), "\n".join(signature).strip("\n"), "\n".join(disclaimer).strip("\n")
