"""One mail, from bytes to what it asks for. Pure: no clock, no database, no network.

raw -> message -> (proof, sender) -> reply -> kind, language -> readers -> resolve -> Interpretation
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mailbot.directory.change import Change, Question
from mailbot.directory.records import Record
from mailbot.directory.snapshot import Directory
from mailbot.inbound import kind as kinds
from mailbot.inbound.authenticity import Authenticity, Signature, Trusted, prove
from mailbot.inbound.kind import KindOf
from mailbot.inbound.sender import Sender, identify
from mailbot.mail import addresses
from mailbot.mail.alternatives import disagreement
from mailbot.mail.message import Message, parse
from mailbot.mail.reply import Reply, split
from mailbot.reading import language, registry
from mailbot.reading.confirmation import confirms
from mailbot.reading.context import Context
from mailbot.reading.findings import Dropped, Material, Result
from mailbot.reading.resolve import Resolved, resolve

CHANGES = ("contact", "position", "meeting")
LETTER = KindOf("letter")


@dataclass(frozen=True)
class Opened:
    """A mail of which is known who wrote it, how well that is proven, which words are new, and its kind."""

    message: Message
    sender: Sender
    authenticity: Authenticity
    reply: Reply
    kind: KindOf
    signatures: Sequence[Signature] | None = None


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
    kind: KindOf = LETTER
    signatures: Sequence[Signature] | None = None

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
            **self._finer(),
        }

    def _finer(self) -> dict[str, Any]:
        """What a bounce says; of other mails the finer kind, where there is one."""
        finer: dict[str, Any] = {"spam_marked": self.kind.spam_marked} if self.kind.spam_marked else {}
        if self.kind.bounce is not None:
            return {**finer, "bounce": self.kind.bounce.to_json()}
        return {**finer, "detail": self.kind.detail} if self.kind.detail else finer


def interpret(
    raw: bytes,
    directory: Directory,
    trust: Trusted | Collection[str],
    shown: Mapping[tuple[str, str], Record] | None = None,
) -> Interpretation:
    """Read one mail. Raises only `mailbot.mail.message.Unreadable`, for a mail that breaches a bound.

    ``trust`` says whose word counts (a collection: these authserv-ids); ``shown`` maps (kind, key) to the
    records as they were in the mail this one answers, where mailbot knows.
    """
    return interpret_message(parse(raw), directory, trust, shown)


def interpret_message(
    message: Message,
    directory: Directory,
    trust: Trusted | Collection[str],
    shown: Mapping[tuple[str, str], Record] | None = None,
    signatures: Sequence[Signature] | None = None,
) -> Interpretation:
    """As `interpret`, of a mail that has been parsed and whose DKIM ``signatures`` may have been checked."""
    return read_opened(open_mail(message, directory, trust, signatures), directory, shown)


def open_mail(
    message: Message,
    directory: Directory,
    trust: Trusted | Collection[str],
    signatures: Sequence[Signature] | None = None,
) -> Opened:
    """Who wrote a mail and what kind it is; it takes a fraction of the time that reading takes."""
    message, authenticity = prove(message, trust, signatures)
    reply = split(message.text, message.from_name)
    kind = kinds.kind_of(message, reply.new_text)
    return Opened(message, identify(message, directory), authenticity, reply, kind, signatures)


def read_opened(
    opened: Opened, directory: Directory, shown: Mapping[tuple[str, str], Record] | None = None
) -> Interpretation:
    """What an opened mail comes to; only letters are read."""
    spoken = _language(opened.reply, _likely(opened.sender, directory))
    kind = opened.kind
    if kind.kind == "letter":
        return replace(_letter(opened, spoken, directory, shown), kind=kind, signatures=opened.signatures)
    return Interpretation(
        opened.message, opened.sender, opened.authenticity, opened.reply, kind.kind, spoken, (),
        _gone(opened) if kind.detail in ("vacation", "notification") else (), kind=kind,
        signatures=opened.signatures,
    )  # fmt: skip


def _gone(opened: Opened) -> tuple[Question, ...]:
    """Who takes over, where an automatic reply says that its writer has left for good."""
    text, sender, message = opened.reply.new_text, opened.sender, opened.message
    if not kinds.has_left(text):
        return ()
    first = next((line for line in text.splitlines() if kinds.has_left(line)), text[:200])
    name = sender.contact.name if sender.contact else message.from_name or message.from_address
    return (Question(f"{name} seems to have left or closed this mailbox; who takes over?", (first,)),)


def _likely(sender: Sender, directory: Directory) -> str | None:
    """The language on file of who writes, or of the organization where it is not known who does."""
    if sender.contact and sender.contact.language:
        return sender.contact.language
    return next((o.language for o in directory.organizations if o.code == sender.organization), None)


def _language(reply: Reply, likely: str | None) -> str:
    text = reply.new_text
    return language.detect(text if len(text) >= 20 else f"{text}\n{reply.signature}", likely=likely)


def _letter(
    opened: Opened, spoken: str, directory: Directory, shown: Mapping[tuple[str, str], Record] | None
) -> Interpretation:
    message, sender, reply = opened.message, opened.sender, opened.reply
    context = Context(
        directory, sender.organization, sender.contact, sender.address, message.from_name, message.date,
        spoken, shown, message.subject,
    )  # fmt: skip
    results = registry.run(Material(message, reply, message.parts), context)
    resolved = resolve(results, context)
    if sender.resembles:
        text = (
            f"{addresses.shown(sender.address or '')} is no address of {sender.resembles}, though it looks"
            " like one; who wrote this?"
        )
        resolved = replace(resolved, questions=(Question(text, (sender.address or "",)), *resolved.questions))
    if two_faced := disagreement(message):
        text = "The plain and the HTML form of this mail say different things; nothing was read from it."
        resolved = Resolved((), (Question(text, two_faced), *resolved.questions), resolved.dropped)
    return Interpretation(
        message, sender, opened.authenticity, reply, classify(resolved, reply, context), spoken,
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
