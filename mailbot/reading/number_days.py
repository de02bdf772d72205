"""Numbers among which days stand: `it was agreed on 11 April` names no Resolution 11."""

from __future__ import annotations

import re

from mailbot.reading.context import Context


def has_day(text: str, context: Context) -> bool:
    """Whether days, hours or addresses stand in the sentence, among which a bare number tells nothing."""
    return re.search(r"\d:\d|@|\d{4}|\+\d|%", text) is not None or bool(_months(text, context))


def _months(text: str, context: Context) -> list[tuple[int, int]]:
    """Where months are named."""
    months = context.words.months
    return [m.span() for m in re.finditer(r"[^\W\d_]{3,}", text) if m[0].casefold() in months]


def of_days(text: str, match: re.Match[str], context: Context) -> bool:
    """Whether the number may be a day: beside a month, or in a sentence with hours and addresses.

    `Whereas 48 has not moved, 22 has: it was agreed on 11 April` names two Resolutions.
    """
    if re.search(r"\d:\d|@|\+\d|%", text):
        return True
    if re.search(r"\d{4}", text) and not re.match(r"\s+[^\W\d_]", text[match.end() :]):
        return True
    for start, end in _months(text, context):
        between = text[match.end() : start] if match.end() <= start else text[end : match.start()]
        if len(between.split()) <= (4 if re.search(r"\d", between) else 1):
            return True
    return False


def is_quantity(following: str, context: Context) -> bool:
    """`on 20 May`, `for 10 days`: a date or a quantity follows, no verb."""
    word = re.match(r"\s*([^\W\d_]+)", following)
    if word is None:
        return False
    if word[1][0].isupper() and word[1].casefold() in context.words.months:
        return True  # `on 22 May` is a day, though "may" is a verb
    small = context.words.pattern("text.after_number")
    return following[:1].isspace() and not small.match(following.lstrip())
