"""What an officer is told of his answer to an approval request: what was done, or why nothing was. Pure.

Occasion and template folder: `approval-answer`. What is still open stands below it as a fresh request, which
is answered in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from mailbot.directory.snapshot import Directory
from mailbot.mail.message import Message
from mailbot.outbound.cases.answers import thread_of
from mailbot.outbound.cases.approvals import Asking
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.recipients import Recipient
from mailbot.wording import N_

KIND = "approval-answer"
OUTCOMES = {
    "approved": N_("approved"),
    "rejected": N_("refused"),
    "first": N_("approved by you; a second officer must approve it, too"),
    "left": N_("not entered"),
    "hold": N_("left for later"),
}
WHY = {
    "unproven": N_("Your mail could not be authenticated, so it decides nothing. Please use the console."),
    "token": N_("Your mail did not come to the address at which our request is answered."),
    "several": N_("Your mail answers several requests at once; please answer them one by one."),
    "not_yours": N_("The request that you answered was made to another officer."),
    "used": N_("This request has been answered already."),
    "expired": N_("This request has expired."),
    "forwarded": N_("A forwarded mail decides nothing."),
    "moved": N_("What the request is about has changed since it was sent to you."),
    "closed": N_("What the request is about is decided already."),
    "value": N_("The value cannot be entered."),
    "two_faced": N_("The plain and the HTML form of your mail say different things."),
    "line_unknown": N_("This line was not understood."),
    "line_question": N_("This line asks something. To ask the sender, please use the console."),
    "line_contradiction": N_("This line contradicts another one."),
    "line_range": N_("There is no such number in the request."),
    "line_held": N_("What is held is not approved by \"ok\": it needs \"release\" and a reason."),
    "line_not_held": N_("\"release\" is for what is held; this is not."),
    "line_reason": N_("The reason is missing."),
    "line_which": N_("It is not certain which number is meant."),
    "line_old": N_("The old value is not the one that we sent you."),
    "line_value": N_("The new value is missing."),
    "line_mixed": N_("This line seems to say two things; please write each on a line of its own."),
    "line_quote": N_(
        "Something in the lines that you quoted reads otherwise than we sent it. To correct a value, write it"
        " on a line of its own."
    ),
    "line_signature": N_("Below your closing stands a line that may be meant as a decision."),
    "line_long": N_("Your answer is too long to be understood for certain."),
    "line_nothing": N_("There is no decision in it."),
}  # fmt: skip


@dataclass(frozen=True)
class Told:
    """What came of an officer's mail: its ``state``, the ``reason`` of a refusal, the lines of the record."""

    officer: str
    state: str
    reason: str | None
    lines: Sequence[Mapping[str, Any]]
    message: Message | None = None


def approval_answer(
    told: Told, asked: Asking | None, directory: Directory, identity: Identity, key: str, now: datetime
) -> Mail:
    """The reply; ``asked`` is what is still open. Raises ValueError for a bad address."""
    recipient = Recipient(told.officer)
    say = wording_for(recipient, directory, identity)
    done = [
        {**line, "said": say(OUTCOMES[line["outcome"]])} for line in told.lines if "outcome" in line
    ]  # fmt: skip
    facts = {
        "state": told.state, "why": say(WHY[told.reason]) if told.reason else None, "done": done,
        "line": next((line["line"] for line in told.lines if "line" in line), None), "asked": asked,
        "original_subject": told.message.subject if told.message else "",
        "received": told.message.date if told.message else None,
    }  # fmt: skip
    return compose(
        KIND, key, facts,
        directory=directory, identity=identity, recipient=recipient, now=now, listed=False,
        auto_submitted="auto-replied", answers=thread_of(told.message),
    )  # fmt: skip
