"""Resolutions by their bare numbers: `20, 29 and 60: MOD`, `SUP - 34, 90`, `we spent two days on 100`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from mailbot.directory.snapshot import Directory
from mailbot.reading.context import Context
from mailbot.reading.number_days import has_day, is_quantity, of_days

MOST = 60  # bare numbers of one kind in a sentence


@dataclass(frozen=True)
class TextRef:
    """One text named at [start:end]; ``id`` as the directory has it, or as it would be called."""

    start: int
    end: int
    id: str
    raw: str
    known: bool = True


def listed(listed: str) -> list[int]:
    out: list[int] = []
    for piece in re.finditer(
        r"(\d{1,3})(?:\s?(?:号?\s?(?:[-–]|to|through|thru|à|a|al|по|إلى|حتى|至|到)\s?第?)\s?(\d{1,3}))?",
        listed,
    ):
        first, last = int(piece[1]), int(piece[2] or piece[1])
        out += range(first, last + 1) if first <= last <= first + 40 else [first, last]
    return list(dict.fromkeys(out))


def canonical(kind: str, number: int, directory: Directory) -> tuple[str, bool]:
    """(the id, whether it is on file), for `Resolution` 20 or `A.` 7."""
    wanted = f"{kind} {number}" if kind != "A." else f"A.{number}"
    for text in directory.texts:
        if text.id.casefold() == wanted.casefold():
            return text.id, True
    return wanted, False


_NUMBER = r"\d{1,3}(?!\d|[.,:/]\d|\s?(?:%|h\b|am\b|pm\b|st\b|nd\b|rd\b|th\b))"
_AND = r"\s?(?:,|;|/|&|\+|and|et|y|e|и|و|、|和|及|[-–])\s?"
_MANY = rf"(?:(?:No\.?|№|n[°º]|nos?\.?)\s?)?{_NUMBER}(?:{_AND}{_NUMBER})*"
_CODE = r"(?-i:MOD|SUP|ADD|NOC)"
# at the head of a line: `20, 29 and 60: MOD`
_FIRST = re.compile(
    rf"\s*(?:only\s|just\s|solo\s|только\s)?"
    rf"(?P<list>{_MANY}|\d{{1,3}}(?:/\d{{1,3}})+(?=\W{{1,4}}{_CODE}\b))\s*"
    rf"(?:[:：=–—-]|->|→|\s(?={_CODE}\b)|\((?={_CODE}\b))",
    re.I,
)
# behind an action: `MOD: 20, 29, 60`
_BEHIND = re.compile(rf"\b{_CODE}\s?[:：=–—-]\s?(?P<list>{_MANY})(?=\s*(?:$|[.;,)(]|{_CODE}))", re.I)
# behind one that leads to it: `MOD of 2, NOC of 44`
_OF = re.compile(
    rf"\b{_CODE}\s(?:of|for|on|to|de|du|sur|pour|sobre|para|a|по|для)\s(?:no\.?\s|la\s)?(?P<list>{_MANY})(?=\s*(?:$|[.;,)]|and\b|et\b|y\b|и\b))",
    re.I,
)
# beside one: `96 is NOC`, `20 -> MOD`
_BESIDE = re.compile(
    rf"(?:^|[(;,:]|\s[–—-](?=\s)|\band\b)\s*(?P<list>{_NUMBER})\s?(?:is|now|est|es|=|->|→|:|\(|)\s?{_CODE}\b",
    re.I,
)
# behind a preposition, of a text the organization has a position on: `on 65 we are agreed`
_ON = re.compile(
    r"\b(?:on|for|as to|regarding|sur|pour|sobre|para|по)\s"
    rf"(?P<list>{_NUMBER}(?:{_AND}{_NUMBER})*)(?=\s*(?:[,;:)]|\.(?:\s|$)|\s[^\W\d_]|$))",
    re.I,
)
# behind an article or a sign for "number": `la 72 est passée`, `no. 72`; or an ordinal: `по 60-й`
_ARTICLE = re.compile(
    rf"(?<![^\W\d_])(?:(?:la|las|les)\s|(?:No\.?|Nos\.?|№|n[°º]|number|numbers|numéros?|números?|номер\w*|رقم)\s?)"
    rf"(?P<list>{_NUMBER}(?:{_AND}(?:la\s)?{_NUMBER})*)"
    r"(?!\s?(?:\.?[ªº°€$%]|\.[aáoó]\b|e\b|[eè]me\b|h\b|-))",
    re.I,
)
_ORDINAL = re.compile(
    r"(?<![\w.,:/-])(?P<list>\d{1,3}(?:-(?:я|ю|й|ой|ей|ую|ая|ые|ых|ми|м))(?:(?:,|\sи)\s\d{1,3}-(?:я|ю|й|ой|ей|ую|ая|ые|ых|ми|м))*)(?!\w)"
)
_HUNDRED = re.compile(
    r"(?:第|^|(?<=[撤废][回销掉止]|放弃|修改|删除))\s?(?P<list>\d{1,3})\s?号(?!\s?(?:文件|会议|决议))"
)
# anywhere in a sentence that speaks of positions: `note that 35 has become a MOD`
_LOOSE = re.compile(
    rf"(?<![\w.,:/+°#№-])(?<![\d+]\s)(?P<list>{_NUMBER}(?:{_AND}{_NUMBER})*)(?![\w)]|\s?[/°º\d]|-\S|\.[\dªº])"
)


# summed up in brackets: `all three drafts (65, 96 and 100) were endorsed`
_ASIDE = re.compile(rf"\((?P<list>{_MANY})\)")


def bare(text: str, context: Context, found: Sequence[TextRef], lead: str = "") -> list[TextRef]:
    """Numbers that can only be Resolutions': all on file, and an action or a status is said of them."""
    out: list[TextRef] = []
    if re.search(r"\d", text) is None or "(0)" in text:
        return out  # `errata (1), appendices (0)` counts

    def add(match: re.Match[str], own: bool) -> None:
        keys = [canonical("Resolution", n, context.directory) for n in listed(match["list"])]
        start, end = match.span("list")
        if not all(known for _, known in keys) or any(
            f.start < end and start < f.end for f in (*found, *out)
        ):
            return
        named = {f.id for f in found}
        if own and not all(key in named or _is_held(key, f"{lead} {text}", context) for key, _ in keys):
            return
        out.extend(TextRef(start, end, key, text[start:end]) for key, _ in keys)

    head = _FIRST.match(text)
    if head and not any(f.start >= head.end() for f in found):  # "1 - Resolution 50: MOD" is a numbered line
        rest = text[head.end() : head.end() + 40]
        coded = re.search(rf"\b{_CODE}\b", rest) is not None
        actions = context.words.patterns("position.action").values()
        new = context.words.has("position.not_listed", rest) or any(p.search(rest) for p in actions)
        if new or coded or _says(rest, context) or (lead and _says_much(rest, context, remarks=True)):
            add(head, own=not (coded or new))
    for match in (*_BEHIND.finditer(text), *_OF.finditer(text), *_BESIDE.finditer(text)):
        add(match, own=False)
    for match in _ON.finditer(text):
        following = text[match.end() : match.end() + 24]
        if not is_quantity(following, context) and _says_much(text, context, remarks=True):
            add(match, own=not _opens_clause(text, match, context))
    for match in (
        m for pattern in (_ARTICLE, _ORDINAL, _HUNDRED) for m in islice(pattern.finditer(text), MOST)
    ):
        if _is_numbered(text[: match.start("list")], context):
            continue  # `contribution number 7`
        if not context.words.pattern("text.counted").match(text[match.end() :].lstrip()) and _says_much(
            text, context, remarks=True
        ):
            add(match, own=len(match["list"]) < 2)
    if _says_much(text, context):
        days = has_day(text, context)
        for match in islice(_ASIDE.finditer(text), MOST):
            if not (days and of_days(text, match, context)):
                add(match, own=True)
        for match in islice(_LOOSE.finditer(text), MOST):
            if days and (of_days(text, match, context) or not _has_verb(text, match, context)):
                continue
            if not _is_counted(text, match, context):
                add(match, own=not _is_object(text, match, context))
    return out


def _opens_clause(text: str, match: re.Match[str], context: Context) -> bool:
    """`On 65 we shall propose modifications, on 90 no change`: a text that is not on file yet is meant."""
    opens = re.search(r"(?:^|[,;:(–—-])\s*(?:and|et|y|и)?\s*$", text[: match.start()], re.I) is not None
    clause = re.split(r"[;.!?]|,\s(?=(?:on|for|sur|pour|sobre|para|по)\s)", text[match.end() :])[0]
    actions = context.words.patterns("position.action").values()
    return opens and any(p.search(clause[:90]) for p in actions) and not has_day(text, context)


def _is_held(key: str, text: str, context: Context) -> bool:
    """Whether the sender, or an organization named beside it, has a position on the text."""
    directory = context.directory
    if directory.get("position", f"{context.organization}/{key}"):
        return True
    holders = [p.organization for p in directory.positions if p.text == key]
    return any(code in text or context.words.has(f"organization.{code}", text) for code in holders)


def _has_verb(text: str, match: re.Match[str], context: Context) -> bool:
    """`22 has moved`, `72, however, stays`: what comes next says something of the number."""
    after = re.match(r"\s*,?\s*([^\W\d_]+)", text[match.end() :])
    return after is not None and is_verbal(after[1].casefold(), context)


def _is_object(text: str, match: re.Match[str], context: Context) -> bool:
    """`we shall modify 43, 68 and 90`: several right behind an action."""
    if len(listed(match["list"])) < 2:
        return False
    before = text[: match.start()].rstrip()
    return any(
        m.end() == len(before)
        for p in context.words.patterns("position.action").values()
        for m in p.finditer(before, max(0, len(before) - 24))
    )


_NUMBER_WORD = (
    r"\bnumber|\bno\.?|\bnr\.?|n°|№|\bnuméro|\bnúmero|\bnúm\.?|\bномер|\bرقم"  # `contribution number 7`
)


def _is_numbered(before: str, context: Context) -> bool:
    """`contribution number`, `document n°`: what comes next numbers a paper, and no Resolution."""
    noun = re.search(rf"([^\W\d_]+)\.?\s*(?:{_NUMBER_WORD})\s*$", before, re.I)
    return noun is not None and context.words.pattern("text.paper").fullmatch(noun[1]) is not None


def _is_counted(text: str, match: re.Match[str], context: Context) -> bool:
    """`item 35`, `Committee 3`, `20 pages`: what is counted or numbered is named beside the number."""
    words = context.words
    before = re.search(r"([^\W\d_]+)\.?\s*$", text[: match.start()])
    if before is not None and words.pattern("text.numbered").fullmatch(before[1]):
        return True
    if _is_numbered(text[: match.start("list")], context):
        return True
    following = text[match.end() :]
    after = re.match(r"\s+([^\W\d_]+)", following)
    return (
        after is not None
        and not words.pattern("text.after_number").match(after[1])
        and (words.pattern("text.counted").match(after[1]) is not None or not is_verbal(after[1], context))
    )


def is_verbal(word: str, context: Context) -> bool:
    """Whether the word begins what is said of a text, and is no noun the number counts."""
    words = context.words
    names = (
        "text.topic_end",
        "position.turn",
        "position.from_to",
        "position.now",
        "position.coordinator_cue",
        "position.sent",
    )
    if any(words.pattern(f"{name}").fullmatch(word) for name in names):
        return True
    return _says(word, context) or word in ("MOD", "SUP", "NOC", "ADD") or word[:1].isupper()


def _says_much(text: str, context: Context, remarks: bool = False) -> bool:
    """Whether an action, a status, a view or a coordinator is spoken of; or a remark, if ``remarks``."""
    names: tuple[str, ...] = ("view.support", "view.oppose", "view.accepting", "position.coordinator_cue")
    names += ("position.value_summary", "position.same", "position.i_coordinate", "position.takes_over")
    names += ("view.remark_noun", "view.in_favour", "view.in_opposition") if remarks else ()
    return _says(text, context) or any(context.words.has(name, text) for name in names)


def _says(text: str, context: Context) -> bool:
    words = context.words
    patterns = (*words.patterns("position.action").values(), *words.patterns("position.status").values())
    return any(p.search(text) for p in patterns) or words.has("position.withdraw", text)
