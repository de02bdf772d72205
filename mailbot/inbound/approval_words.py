"""What the new words of an answer to an approval request say, in every form that the mail has them. Pure.

Neither the subject nor what is quoted, signed, attached, forwarded or hidden is looked at for a decision.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.commands import verdicts
from mailbot.commands.ruling import Refused
from mailbot.inbound.interpret import Interpretation
from mailbot.mail.hidden import visible_html
from mailbot.mail.html import to_text
from mailbot.mail.message import Message
from mailbot.mail.phrases import every_language
from mailbot.mail.reply import split
from mailbot.review.requests import Place

_ORDINARY = ("unknown", "question", "long")  # troubles of letters


def judged(found: Interpretation, places: Sequence[Place]) -> tuple[verdicts.Verdict, ...]:
    """The verdicts; where the mail has HTML, too, or alone, it says the same to whoever looks at it. Raises
    Refused with the line that is not understood, or `two_faced`."""
    asked, message = _asked(places), found.message
    judgement = verdicts.read(found.reply, asked, message.from_name)
    if judgement.troubles:
        trouble = judgement.troubles[0]
        raise Refused(f"line_{trouble.why}", trouble.line)
    if message.html is not None:
        seen = split(to_text(visible_html(message.html), colours=True), message.from_name)
        rich = verdicts.read(seen, asked, message.from_name)
        if _comparable(rich.verdicts) != _comparable(judgement.verdicts):
            raise Refused("two_faced", rich.troubles[0].line if rich.troubles else "")
    return judgement.verdicts


def says_a_verdict(found: Interpretation, places: Sequence[Place]) -> bool:
    """Whether it would decide something, or nearly so, if its sender were believed. ``places`` are empty
    where it is not known what it answers."""
    asked = _asked(places) or [verdicts.Asked(1, "")]
    judgement = verdicts.read(found.reply, asked, found.message.from_name)
    return not any(each.why in _ORDINARY for each in judgement.troubles)


def is_forward(message: Message) -> bool:
    """Whether the subject says that the mail was sent on."""
    prefix, colon, _ = message.subject.partition(":")
    words = every_language().words("mail.forward_prefix")
    return bool(colon) and prefix.strip().casefold() in {word.casefold() for word in words}


def _asked(places: Sequence[Place]) -> list[verdicts.Asked]:
    made = []
    for number, place in enumerate(places, 1):
        fields = {name: verdicts.Value(*value) for name, value in place.fields.items()}
        made.append(verdicts.Asked(number, place.heading, fields, place.held))
    return made


def _comparable(found: Sequence[verdicts.Verdict]) -> list[tuple[object, ...]]:
    def bare(text: str | None) -> str:
        return "".join((text or "").split())

    return [
        (
            each.number,
            each.verb,
            bare(each.reason),
            {name: bare(value) for name, value in each.values.items()},
        )
        for each in found
    ]
