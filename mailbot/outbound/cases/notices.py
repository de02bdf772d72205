"""What approvers are told without being asked: what another decided, and that somebody tried to. Pure.

Occasions and template folders: `decided`, `approval-attempt`. What a decision left open of what its reader
was asked stands in `decided` as a fresh request, since the older one shows what is no longer so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.directory.snapshot import Directory
from mailbot.outbound.cases.approvals import Asking
from mailbot.outbound.cases.lines import change_line
from mailbot.outbound.composing import Identity, Mail, compose, wording_for
from mailbot.outbound.recipients import Recipient
from mailbot.review.case import Case
from mailbot.wording import N_

DECIDED, ATTEMPT = "decided", "approval-attempt"
VERBS = {
    "approve": N_("approved"),
    "reject": N_("refused"),
    "undo": N_("taken back"),
    "second": N_("approved; a second officer must approve it, too"),
}


@dataclass(frozen=True)
class Made:
    """A decision: who, what, on which changes of which case (none: on the case itself)."""

    officer: str
    verb: str
    case: Case
    numbers: tuple[int, ...]
    reason: str | None = None


@dataclass(frozen=True)
class Attempt:
    """A mail that would have decided, had its sender been who he says, or somebody who may. ``why`` is the
    reason in the operator's words."""

    sender: str
    why: str
    at: datetime
    subject: str


def decided(
    made: Sequence[Made], asked: Asking | None, approver: str, directory: Directory, identity: Identity,
    key: str, now: datetime,
) -> Mail:  # fmt: skip
    """To an approver who was asked the same; ``asked`` is what he has to be asked anew. Raises ValueError for
    a bad address."""
    recipient = Recipient(approver)
    say = wording_for(recipient, directory, identity)
    facts = [
        {
            "officer": each.officer, "said": say(VERBS.get(each.verb, each.verb)), "reason": each.reason,
            "case": each.case,
            "headings": [
                change_line(item.change, directory, say).heading
                for item in each.case.items if item.number in each.numbers
            ],
        }
        for each in made
    ]  # fmt: skip
    return compose(
        DECIDED, key, {"made": facts, "asked": asked},
        directory=directory, identity=identity, recipient=recipient, now=now, listed=False,
    )  # fmt: skip


def attempted(
    attempts: Sequence[Attempt], approver: str, directory: Directory, identity: Identity, key: str,
    now: datetime,
) -> Mail:  # fmt: skip
    """To every approver, once a day. Raises ValueError for a bad address."""
    return compose(
        ATTEMPT, key, {"attempts": attempts},
        directory=directory, identity=identity, recipient=Recipient(approver), now=now, listed=False,
    )  # fmt: skip
