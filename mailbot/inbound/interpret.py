"""One mail, from bytes to what it asks for. Pure: no clock, no database, no network.

raw -> message -> (authenticity, sender) -> reply -> kind, language -> readers -> resolve -> Interpretation
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mailbot.directory.change import Change, Question
from mailbot.directory.records import Record
from mailbot.directory.snapshot import Directory
from mailbot.inbound import kind as kinds
from mailbot.inbound.authenticity import Authenticity, judge
from mailbot.inbound.sender import Sender, identify
from mailbot.mail.alternatives import disagreement
from mailbot.mail.message import Message, parse
from mailbot.mail.reply import Reply, split
from mailbot.reading import language, registry
from mailbot.reading.confirmation import confirms
from mailbot.reading.context import Context
from mailbot.reading.findings import Dropped, Material, Result
from mailbot.reading.resolve import Resolved, resolve

CHANGES = ("contact", "position", "meeting")


@dataclass(frozen=True)
class Interpretation:
    """What one mail comes to; `to_json` is the object of the contract's section 2 (without `file`)."""

    message: Message
    sender: Sender
    authenticity: Authenticity
    reply: Reply
    classification: str
    language: str
    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    results: tuple[Result, ...] = field(default=(), repr=False)

    @property
    def organization(self) -> str | None:
        return self.sender.organization

    def to_json(self) -> dict[str, Any]:
        return {
            "message_id": self.message.message_id,
            "from": self.message.from_address,
            "organization": self.organization,
            "classification": self.classification,
            "language": self.language,
            "authenticity": self.authenticity.verdict,
            "new_text": self.reply.new_text,
            "changes": [change.to_json() for change in self.changes],
            "questions": [question.to_json() for question in self.questions],
        }


def interpret(
    raw: bytes,
    directory: Directory,
    trust: Collection[str],
    shown: Mapping[tuple[str, str], Record] | None = None,
) -> Interpretation:
    """Read one mail. Raises only `mailbot.mail.message.Unreadable`, for a mail that breaches a bound.

    ``trust`` are the authserv-ids whose results count; ``shown`` maps (kind, key) to the records as they were
    in the mail this one answers, where mailbot knows.
    """
    message = parse(raw)
    sender = identify(message, directory)
    authenticity = judge(message, trust)
    reply = split(message.text, message.from_name)
    spoken = _language(reply)
    kind = kinds.classify(message, reply.new_text)
    if kind == "letter":
        return _letter(message, sender, authenticity, reply, spoken, directory, shown)
    questions: tuple[Question, ...] = ()
    if kind == "auto-reply" and kinds.has_left(reply.new_text):
        first = next(
            (line for line in reply.new_text.splitlines() if kinds.has_left(line)), reply.new_text[:200]
        )
        name = sender.contact.name if sender.contact else message.from_name or message.from_address
        questions = (
            Question(f"{name} seems to have left or closed this mailbox; who takes over?", (first,)),
        )
    return Interpretation(message, sender, authenticity, reply, kind, spoken, (), questions)


def _language(reply: Reply) -> str:
    text = reply.new_text
    return language.detect(text if len(text) >= 20 else f"{text}\n{reply.signature}")


def _letter(
    message: Message,
    sender: Sender,
    authenticity: Authenticity,
    reply: Reply,
    spoken: str,
    directory: Directory,
    shown: Mapping[tuple[str, str], Record] | None,
) -> Interpretation:
    context = Context(
        directory, sender.organization, sender.contact, sender.address, message.from_name, message.date,
        spoken, shown, message.subject,
    )  # fmt: skip
    results = registry.run(Material(message, reply, message.parts), context)
    resolved = resolve(results, context)
    if sender.resembles:
        text = (
            f"{sender.address} is no address of {sender.resembles}, though it looks like one; who wrote this?"
        )
        resolved = replace(resolved, questions=(Question(text, (sender.address or "",)), *resolved.questions))
    if two_faced := disagreement(message):
        text = "The plain and the HTML form of this mail say different things; nothing was read from it."
        resolved = Resolved((), (Question(text, two_faced), *resolved.questions), resolved.dropped)
    return Interpretation(
        message, sender, authenticity, reply, classify(resolved, reply, context), spoken,
        resolved.changes, resolved.questions, resolved.dropped, tuple(results),
    )  # fmt: skip


def classify(resolved: Resolved, reply: Reply, context: Context) -> str:
    """The first that holds, in the contract's order; bounces, automatic replies and commands come before."""
    targets = {change.target for change in resolved.changes}
    if targets & set(CHANGES):
        return "changes"
    if "participation" in targets and "view" not in targets:
        return "rsvp"
    if "view" in targets:
        return "views"
    if resolved.questions:
        return "other"
    return "confirmation" if confirms(reply, context) else "other"
