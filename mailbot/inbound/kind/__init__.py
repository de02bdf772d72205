"""What kind of mail it is before anybody reads it: a bounce, an automatic reply, a command, or a letter.

Structure first (RFC 3464 reports, RFC 3834 and RFC 8098 headers), then the words of the six languages, for
many systems answer automatically without saying so. One file a kind; `kind_of` asks them in order. A
calendar's answer to an invitation is a letter, whatever its header says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mailbot.inbound.kind import automatic, bulk, calendar, challenge, commands, feedback, receipt, spam
from mailbot.inbound.kind.bounce import BounceReport, FailedRecipient, is_bounce, report
from mailbot.inbound.kind.signs import Sign
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language

__all__ = [
    "BounceReport", "FailedRecipient", "Kind", "KindOf", "classify", "has_left", "is_automatic", "is_bounce",
    "kind_of",
]  # fmt: skip

Kind = Literal["bounce", "auto-reply", "command", "letter"]


@dataclass(frozen=True)
class KindOf:
    """The kind, and ``detail``, the finer one:

    of a bounce `failure`, `delay` or `report` (relayed, expanded, delivered); of an auto-reply `vacation`,
    `notification`, `read-receipt`, `challenge`, `feedback-report` or `newsletter`; of a command `command` or
    `unsubscribe`; of a letter `calendar-reply`, `list` or None. ``reasons`` say what in the mail decided it;
    ``spam_marked`` is the field in which a filter called it spam.
    """

    kind: Kind
    detail: str | None = None
    reasons: tuple[str, ...] = ()
    spam_marked: str | None = None
    bounce: BounceReport | None = None


def kind_of(message: Message, new_text: str) -> KindOf:
    """The kind of a mail; ``new_text`` is what its writer wrote, without quotations. Pure, never raises."""
    marked = spam.marked(message)

    def found(kind: Kind, sign: Sign | None) -> KindOf:
        return KindOf(kind, sign.detail if sign else None, (sign.reason,) if sign else (), marked)

    if sign := feedback.of(message):
        return found("auto-reply", sign)
    if is_bounce(message):
        if sign := challenge.of_report(message):
            return found("auto-reply", sign)
        read = report(message)
        detail = _detail(read)
        return KindOf("bounce", detail, (f"{len(read.recipients)} recipients",), marked, read)
    if sign := calendar.reply(message):
        return found("letter", sign)
    if sign := _automatic(message, new_text):
        return found("auto-reply", sign)
    if sign := commands.of(message, new_text):
        return found("command", sign)
    return found("letter", bulk.of_list(message))


def _detail(read: BounceReport) -> str:
    actions = {each.action for each in read.recipients}
    if "failed" in actions or not actions:
        return "failure"
    return "delay" if "delayed" in actions else "report"


def _automatic(message: Message, new_text: str) -> Sign | None:
    return (
        receipt.of(message)
        or challenge.of(message, new_text)
        or automatic.by_header(message)
        or automatic.by_subject(message)
        or bulk.newsletter(message)
        or automatic.by_words(message, new_text)
    )


def is_automatic(message: Message, new_text: str) -> bool:
    """An automatic reply or notice of any sort, bounces apart."""
    return feedback.of(message) is not None or _automatic(message, new_text) is not None


def classify(message: Message, new_text: str) -> Kind:
    """The kind alone; `letter` is everything that has to be read."""
    return kind_of(message, new_text).kind


def has_left(new_text: str) -> bool:
    """Whether an automatic reply says that its writer has gone for good, or the mailbox is closed."""
    return every_language().pattern("auto.left").search(new_text) is not None
