"""An officer's answer to an approval request: what he wrote → a verdict for each number. Pure.

    ok                      ok 1-4, no 5: reason         1 ok, 2 no          2 phone = +44 20 7946 0000
    no: reason              release 3: I have called him                     hold 2

All of what he wrote must be understood, or nothing is decided and `troubles` names the lines. `ok` and `no`
alone are about everything that is not held. A value he corrects, in a line of his own or (with an `ok` above
it) in the line he quotes, is corrected and approved. What is quoted, signed or forwarded decides nothing;
a signature or quotation that says something else keeps the rest from counting.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from mailbot.commands.verdict_edits import Asked, Edit, Value, edit, headings, quoted_edits
from mailbot.commands.verdict_lines import NotALine, clauses
from mailbot.commands.verdict_model import UNCERTAIN, Judgement, Said, Stuck, Trouble, Verdict
from mailbot.commands.verdict_sums import combined
from mailbot.commands.verdict_words import level, without_marks
from mailbot.mail.formulas import begins
from mailbot.mail.phrases import every_language
from mailbot.mail.reply import Block, Reply

__all__ = ["Asked", "Judgement", "Trouble", "Value", "Verdict", "read"]

MAX_LINES = 60
MAX_SIGNATURE = 40
WRAPPED = 50  # characters from which on a reason may go on in the next line


def read(reply: Reply, asked: Sequence[Asked], sender_name: str = "") -> Judgement:
    """The verdicts of an answer to a request about ``asked`` (numbered from 1). Never raises."""
    try:
        said, edits = _said(reply, asked, sender_name)
        _refuse_contrary_signature(reply.signature)
        quoted = _quoted(reply, asked)
        return Judgement(tuple(combined(said, edits, quoted, asked)))
    except Stuck as stuck:
        return Judgement(troubles=(stuck.trouble,))


def _said(reply: Reply, asked: Sequence[Asked], name: str) -> tuple[list[Said], list[Edit]]:
    said: list[Said] = []
    edits: list[Edit] = []
    for number, block in enumerate(reply.new):
        under = _under(block, asked, alone=len(reply.new) == 1)
        lines = without_marks(block.text).split("\n")
        if len(lines) > MAX_LINES:
            raise Stuck(lines[0], "long")
        for line in _joined(_worth_reading(lines, name, is_first=number == 0), asked, under):
            try:
                if (found := edit(line, asked, under if under != UNCERTAIN else None)) is not None:
                    edits.append(found)
                    continue
                said += (Said(line, each, under) for each in clauses(_plain(line)))
            except NotALine as exc:
                raise Stuck(line, str(exc)) from None
    return said, edits


def _under(block: Block, asked: Sequence[Asked], *, alone: bool) -> int | None:
    """The number that a bare word in this block is about; None for all; UNCERTAIN where it may be
    one of several."""
    numbers = {number for _, number in headings(block.answers, asked)}
    if not numbers or (alone and len(numbers) == len(asked)):
        return None
    return numbers.pop() if len(numbers) == 1 else UNCERTAIN


def _worth_reading(lines: Sequence[str], name: str, *, is_first: bool) -> list[str]:
    """Without greeting, closing, own name, and what a phone writes below; blank lines are kept."""
    out: list[str] = []
    for line in lines:
        bare = line.strip()
        greets = is_first and not any(out) and _is_greeting(bare)
        if not (greets or _is_closing(bare) or _is_name(bare, name) or begins("mobile", bare)):
            out.append(bare)
    return out


def _is_greeting(line: str) -> bool:
    words = re.sub(r"[\s,.!:;،，：]+", " ", line).split()
    if not line or len(words) > 5 or re.search(r"\d", line):
        return False
    found = every_language().pattern("mail.greeting").match(line)
    return found is not None and (found.end() >= len(line.rstrip(" ,.!:，：،")) or line[-1:] in ",!:،，：")


def _is_closing(line: str) -> bool:
    bare = line.rstrip(" ,.!،，。")
    return bool(bare) and every_language().pattern("mail.closing").fullmatch(bare) is not None


def _is_name(line: str, name: str) -> bool:
    """The sender's own name, a part of it, or its initials."""
    words, parts = re.findall(r"\w+", level(line)), re.findall(r"\w+", level(name))
    if not words or not parts:
        return False
    initials = "".join(part[0] for part in parts)
    return all(word in parts and len(word) > 2 for word in words) or (
        len(parts) > 1 and "".join(words) == initials
    )


def _plain(line: str) -> str:
    """Without the marks of bold text that HTML leaves."""
    return line.strip().strip("*_").strip()


def _joined(lines: Sequence[str], asked: Sequence[Asked], under: int | None) -> Iterator[str]:
    """The lines, with a reason that was broken into several put together again."""
    pending = ""
    last = ""
    for line in lines:
        wrapped = len(last) >= WRAPPED or last.endswith((":", "："))
        goes_on = pending and line and wrapped and not _stands_alone(line, asked, under)
        if goes_on and _has_reason(pending):
            pending, last = f"{pending} {line}", line
            continue
        if pending:
            yield pending
        pending = last = line
    if pending:
        yield pending


def _has_reason(line: str) -> bool:
    try:
        return any(each.reason is not None for each in clauses(_plain(line)))
    except NotALine:
        return False


def _stands_alone(line: str, asked: Sequence[Asked], under: int | None) -> bool:
    try:
        return edit(line, asked, under) is not None or bool(clauses(_plain(line)))
    except NotALine as exc:
        return str(exc) not in ("unknown", "question")


def _refuse_contrary_signature(signature: str) -> None:
    """A line below the closing that reads as a verdict: nobody knows whether it was meant."""
    for line in signature.split("\n")[:MAX_SIGNATURE]:
        try:
            found = clauses(_plain(without_marks(line))) if line.strip() else ()
        except NotALine:
            continue
        if found:
            raise Stuck(line, "signature")


def _quoted(reply: Reply, asked: Sequence[Asked]) -> list[Edit]:
    lines = [unicodedata.normalize("NFC", without_marks(line)) for line in reply.quoted.split("\n")]
    try:
        return quoted_edits(lines, asked)
    except NotALine as exc:
        raise Stuck(">", str(exc)) from None
