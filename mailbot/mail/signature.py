"""Where a signature and a disclaimer begin in a run of new text."""

from __future__ import annotations

import re
from functools import cache

from mailbot.mail.phrases import every_language

MAX_SIGNATURE = 20  # lines; what is longer is a text
_WORD = re.compile(r"[^\W\d_]{2,}")
_NAME_LINE = re.compile(
    r"(?:[^\W\d_a-z][\w'’.-]*|[a-z]{1,3})(?:\s+(?:[^\W\d_a-z][\w'’.-]*|[a-z]{1,3})){1,4}(?:\s\([^()]{1,6}\))?"
)


@cache
def _starts() -> dict[str, re.Pattern[str]]:
    words = every_language()

    def begin(name: str) -> re.Pattern[str]:
        found = sorted(words.words(name), key=len, reverse=True)
        return re.compile(
            "|".join(re.escape(w).replace(r"\*", r".*").replace("\\ ", r"\s+") for w in found), re.I
        )

    return {name: begin(f"mail.{name}") for name in ("closing", "mobile", "disclaimer", "postscript")}


def _is_closing(line: str, is_last_of_paragraph: bool) -> bool:
    """A line that is a complimentary close: `Kind regards,`, `Med vennlig hilsen / best regards`."""
    bare = line.strip().strip("*_ ")
    if not bare or len(bare) > 160:
        return False
    for piece in [bare, *re.split(r"\s*/\s*", bare)[1:]]:
        found = _starts()["closing"].match(piece)
        if not found:
            continue
        rest = piece[found.end() :].strip(" ,.!-–—:;，。！")
        if not rest:
            return True
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


def _of_sender(line: str, tokens: set[str]) -> bool:
    """A short line made of the sender's own name."""
    words = [word.casefold() for word in _WORD.findall(line)]
    if (
        not words
        or len(words) > 6
        or len(line) > 70
        or "@" in line
        or line.rstrip().endswith((":", "?", ","))
    ):
        return False
    if line.rstrip().endswith(".") and len(words) > 2:
        return False
    known = sum(word in tokens for word in words)
    return known >= 1 and (known == len(words) or (known >= 2 and known * 2 >= len(words)))


def _start(lines: list[str], tokens: set[str], thorough: bool) -> int:
    """The line number where the signature begins, len(lines) if there is none."""
    count = len(lines)
    filled = [i for i, line in enumerate(lines) if line.strip()]
    rank = {line: number for number, line in enumerate(filled)}
    for index in filled:
        line = lines[index]
        if line.rstrip() in ("--", "—") or _starts()["mobile"].match(line.strip()):
            above = filled[: rank[index]]
            return min(index, _by_name(lines[:index], above, tokens)) if above else index
        remaining = len(filled) - rank[index]
        ends_paragraph = (
            index + 1 >= count or not lines[index + 1].strip() or len(lines[index + 1].strip()) < 60
        )
        if remaining <= MAX_SIGNATURE and index > 0 and _is_closing(line, ends_paragraph):
            return index
    if not thorough or not filled:
        return count
    return _by_name(lines, filled, tokens)


def _opens_list(line: str) -> bool:
    return line.rstrip().endswith((":", "："))


def _by_name(lines: list[str], filled: list[int], tokens: set[str]) -> int:
    """A mail without a close: its last paragraphs begin with, or its last line is, a name."""
    for index in filled[-12:]:
        if index == filled[0]:
            continue
        if re.match(r"\s*(?:[-•*–]|\(?\w{1,2}[.)])\s", lines[index]):
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
        if _NAME_LINE.fullmatch(first) and len(first) <= 50 and not first.endswith("."):
            return paragraph
    return len(lines)


def cut(text: str, sender_name: str, *, thorough: bool) -> tuple[str, str, str]:
    """(new text, signature, disclaimer). A postscript below the signature is new text again."""
    lines = text.split("\n")
    disclaimer: list[str] = []
    for index, line in enumerate(lines):
        if _starts()["disclaimer"].match(line.strip()):
            lines, disclaimer = lines[:index], lines[index:]
            break
    tokens = {word.casefold() for word in _WORD.findall(sender_name)}
    start = _start(lines, tokens, thorough)
    new, signature = lines[:start], lines[start:]
    for index, line in enumerate(signature):
        if re.match(rf"(?:{_starts()['postscript'].pattern})[\s.:：]", line.strip(), re.I):
            while new and not new[-1].strip():
                new.pop()
            new, signature = [*new, "", *signature[index:]], signature[:index]
            break
    while new and re.fullmatch(r"[\s_=*-]*", new[-1]):
        new.pop()
    return "\n".join(new).strip("\n"), "\n".join(signature).strip("\n"), "\n".join(disclaimer).strip("\n")
