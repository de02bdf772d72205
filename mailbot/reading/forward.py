"""A message sent on, attached or in the body: what a colleague wrote, forwarded by somebody who speaks for
the organization.

It is read as its writer's words if the covering letter stands by it ("with which we agree, please
update"), but for the items that the letter keeps back ("item 3 is his own opinion"); else it is a question.
Its own attachments are not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from mailbot.mail.forwarded import inline
from mailbot.mail.message import Part, parse
from mailbot.mail.phrases import Phrases, phrases
from mailbot.mail.reply import split
from mailbot.reading import language
from mailbot.reading.context import Context
from mailbot.reading.findings import RESTATED, Doubt, Material, Result

READER = "forward"
_SENTENCE = re.compile(r"(?<=[.!;。！؛])\s+|(?<=[。！])|\n\s*(?=\n|[-*•\d])")
_NUMBERS = re.compile(r"\W{0,3}(\d{1,2}(?:\D{1,5}\d{1,2})*)\b")
_ITEM = re.compile(r"\s*(\d{1,2})\s*[.):）、-]\s*\D")
_QUESTION = re.compile(r"[?؟？]")
_EMPTY = re.compile(r"\n\s*\n")


def read(part: Part, material: Material, context: Context) -> list[Result]:
    """A message attached as message/rfc822."""
    inner = parse(part.content)
    if _is_answered(inner.from_address, material):
        return []
    label = part.filename or inner.subject or "the attached message"
    source = f"attachment:{part.filename}" if part.filename else "body"
    inside = replace(
        context, sender_address=inner.from_address, sender_name=inner.from_name,
        sent_at=inner.date or context.sent_at, subject=inner.subject,
    )  # fmt: skip
    covering = material.reply.new_text
    written = _unaddressed(inner.text, context)
    left = _without_items(written, _kept_back(covering))
    told = Material(inner, split(written if left is None else left, inner.from_name))
    return _sent_on(told, inside, covering, context, label, source, left is not None)


def read_inline(material: Material, context: Context) -> list[Result]:
    """A message forwarded in the body."""
    inner = inline(material.message)
    if inner is None or _is_answered(inner.address, material):
        return []
    inside = replace(context, sender_address=inner.address, sender_name=inner.name)
    covering = material.reply.new_text
    written = _unaddressed(inner.text, context)
    left = _without_items(written, _kept_back(covering))
    told = Material(material.message, split(written if left is None else left, inner.name))
    label = f"the message of {inner.name or inner.address or 'somebody'}"
    return _sent_on(told, inside, covering, context, label, "body", left is not None)


def _is_answered(address: str | None, material: Material) -> bool:
    """Whether it is only the message that is answered: written by whom the letter goes to."""
    return bool(address) and str(address).lower() in {each.lower() for each in material.message.to}


def _sent_on(
    inner: Material,
    inside: Context,
    covering: str,
    context: Context,
    label: str,
    source: str,
    is_clear: bool,
) -> list[Result]:
    """``is_clear``: what the letter keeps back was found."""
    if not inner.reply.new_text.strip():
        return []
    address = (inside.sender_address or "").lower()
    contact = next((c for c in context.own_contacts if c.email and c.email.lower() == address), None)
    domain = address.rpartition("@")[2]
    own = contact is not None or (
        context.own is not None and domain in {d.lower() for d in context.own.domains}
    )
    own = own or (context.contact is not None and _is_members(address, covering, context))
    if not (own and is_clear and _stands_by(covering)):
        text = f"{label}: a forwarded message of {address or 'an unknown sender'}; is it to be applied?"
        rule = RESTATED if phrases(language.detect(covering)).has("forward.endorse", covering) else ""
        return [Doubt(text, (label if source != "body" else first_line(inner),), source, READER, rule)]
    spoken = language.detect(inner.reply.new_text)
    inside = replace(inside, contact=contact, language=spoken)
    found: list[Result] = []
    for name, reader in registry().body_readers():
        if name != READER:
            found += [replace(result, source=source) for result in reader(inner, inside)]
    return [r for r in found if not (isinstance(r, Doubt) and r.rule == "request")]  # asked of the forwarder


def _is_members(address: str, covering: str, context: Context) -> bool:
    """Whether somebody writes whom no region has on file, and the letter has entered what he says."""
    domain = address.rpartition("@")[2]
    theirs = {d.lower() for o in context.directory.organizations for d in o.domains}
    known = {(c.email or "").lower() for c in context.directory.contacts}
    strange = bool(domain) and domain not in theirs and address not in known
    words = phrases(language.detect(covering))
    return strange and words.has("forward.enter_it", covering) and words.has("forward.endorse", covering)


def _unaddressed(text: str, context: Context) -> str:
    """The letter without the name of him to whom it was written, at the head of a line: `Ada, our ...`."""
    names = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", context.sender_name)}
    found = re.match(r"\s*([^\W\d_]{2,}(?:\s[^\W\d_]{2,})?)\s?[,،，]\s?(?=\S)", text)
    called = {word.casefold() for word in found[1].split()} if found else set()
    return text[found.end() :] if found and called and called <= names else text


def _stands_by(covering: str) -> bool:
    """Whether the covering letter passes the message on as the organization's own word.

    To send it to TSB is enough, unless something of it is kept back and it is not said which item, it is for
    information, or something is asked.
    """

    words = phrases(language.detect(covering))  # the letter's own language, whatever it passes on

    def says(key: str) -> bool:
        return words.has(f"forward.{key}", covering)

    if _kept_back(covering) is None:
        return False
    return says("endorse") or not (says("information") or _QUESTION.search(covering) or not covering.strip())


def _kept_back(covering: str) -> frozenset[str] | None:
    """The numbers of the items that shall not be entered; None where the letter does not say which."""
    words, found = phrases(language.detect(covering)), set()
    for sentence in _SENTENCE.split(covering):
        if not any(words.has(f"forward.{key}", sentence) for key in ("refuse", "leave")):
            continue
        named = [_NUMBERS.match(sentence, m.end()) for m in words.pattern("forward.item").finditer(sentence)]
        numbers = {number for each in named if each for number in re.findall(r"\d+", each[1])}
        numbers = numbers or set(_by_ordinal(sentence, words))
        if not numbers:
            return None
        found |= numbers
    return frozenset(found)


def _by_ordinal(sentence: str, words: Phrases) -> Iterator[str]:
    """`his third remark`, `النقطة الثالثة`: the number of an item that an ordinal beside its noun tells."""
    items = [m.span() for m in words.pattern("forward.item").finditer(sentence)]
    for number, pattern in words.patterns("ordinal").items() if items else ():
        for found in pattern.finditer(sentence):
            gaps = [
                sentence[found.end() : a] if a >= found.end() else sentence[b : found.start()]
                for a, b in items
            ]
            if any(not gap.strip() for gap in gaps):
                yield number


def _without_items(text: str, numbers: frozenset[str] | None) -> str | None:
    """The text without the items of these numbers; None where they cannot be told.

    A numbered item ends where the next one or an empty line begins; without numbers the paragraphs behind the
    line that announces them ("three things:") are counted.
    """
    if not numbers:
        return text
    kept, skipping, seen = [], False, set()
    for line in text.splitlines():
        if begun := _ITEM.match(line):
            skipping = begun[1] in numbers
            seen.add(begun[1])
        elif not line.strip():
            skipping = False
        if not skipping:
            kept.append(line)
    if seen:
        return "\n".join(kept) if numbers <= seen else None
    blocks = [block for block in _EMPTY.split(text) if block.strip()]
    first = next((n for n, b in enumerate(blocks) if b.rstrip().endswith((":", "："))), len(blocks)) + 1
    gone = {first + int(number) - 1 for number in numbers}
    if max(gone) >= len(blocks):
        return None
    return "\n\n".join(block for n, block in enumerate(blocks) if n not in gone)


def first_line(material: Material) -> str:
    return next(line.strip() for line in material.reply.new_text.splitlines() if line.strip())


def registry() -> Any:
    """The readers' registry, which itself names this module."""
    from mailbot.reading import registry as found

    return found
