"""The honorific that stands before a name, or behind it, in the message's language or another."""

from __future__ import annotations

import re

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import every_language
from mailbot.reading.context import Context

_BEHIND = re.compile(r"\s*[(（]\s*([^\s()（）]{1,8})\s*[)）]\s*$")


def split_name(text: str, context: Context) -> tuple[str | None, str]:
    """`Ms Ada Verne` -> (`Ms`, `Ada Verne`), and so `王磊（先生）`, `王磊先生`, `Ada Verne (Ms)`."""
    first, _, rest = text.partition(" ")
    before, _, last = text.rpartition(" ")  # right-to-left cells and Chinese put it behind
    aside = _BEHIND.search(text)
    for value, written in context.words.table("contact.honorific_as").items():
        known = {w.rstrip(".").casefold() for w in written}
        if aside is not None and aside[1].rstrip(".").casefold() in known:
            return value, text[: aside.start()].strip()
        if rest and first.rstrip(".").casefold() in known:
            return value, rest.strip()
        if before and not last.isascii() and last.casefold() in known:
            return value, before.strip()
        joined = [w for w in known if HAN.match(w) and text.endswith(w) and text != w]
        if joined and not before:
            return value, text.removesuffix(joined[0])
    return _foreign_title(first.rstrip(".").casefold(), rest.strip()) or (None, text)


def _foreign_title(first: str, rest: str) -> tuple[str, str] | None:
    """`Sra. Ana Duarte` in an English form; a single letter may be an initial: `M. Smith`."""
    if not rest or (len(first) == 1 and len(rest.split()) < 2):
        return None
    for value, written in every_language().table("contact.honorific_as").items():
        if first in {word.rstrip(".").casefold() for word in written}:
            return value, rest
    return None
