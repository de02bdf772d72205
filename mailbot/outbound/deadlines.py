"""A paper's deadline comes near: who has not answered is reminded once. Pure.

Occasion and template folder: `deadline`. The mail follows the paper in its reader's thread.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mailbot.directory.snapshot import Directory
from mailbot.outbound.composing import Identity, Mail, compose
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.schedule import Occasion


def deadline(
    occasion: Occasion, directory: Directory, identity: Identity, recipient: Recipient, now: datetime
) -> Mail:
    """The reminder to one addressee. Raises ValueError for a bad address."""
    assert occasion.deadline is not None
    named = (each for each in occasion.deadline.addressees if each.address == recipient.address)
    paper = next(named, None)
    return compose(
        occasion.kind, occasion.key, facts(occasion, directory) | ({"title": paper.subject} if paper else {}),
        directory=directory, identity=identity, recipient=recipient, now=now,
        answers=(paper.message_id, ()) if paper else None,
    )  # fmt: skip


def facts(occasion: Occasion, directory: Directory) -> dict[str, Any]:
    """What the templates need; days are the programme's. Each reader's ``title`` is the subject of the mail
    that brought him the paper, for the plan the paper's own."""
    assert occasion.deadline is not None
    paper = occasion.deadline
    return {"title": paper.title, "day": paper.day, "sent": paper.sent_at.astimezone(directory.zone)}
