"""The answer to a mail of commands: each line repeated, with its outcome behind it. Pure.

Occasion and template folder: `command-answer`; the texts are beside the templates, one file a language. What
changed something was done when the mail was read; `help`, `status` and `send` are looked up here.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from mailbot.commands.model import MAX_LINES, MAX_UNKNOWN, Done
from mailbot.commands.parsing import native
from mailbot.commands.standing import LOOK_BACK, Standing, Told
from mailbot.directory import lists
from mailbot.directory.exports import published
from mailbot.directory.snapshot import Directory
from mailbot.errors import UsageError
from mailbot.mail.message import Message
from mailbot.outbound.cases.answers import thread_of
from mailbot.outbound.cases.lines import change_line
from mailbot.outbound.composing import MAILS, Identity, Mail, compose, wording_for
from mailbot.outbound.mime import Attachment
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.review.queue import Item

KIND = "command-answer"
_FORMS = {
    "help": "help", "status": "status", "send": "send contacts|table|calendar [as FORMAT]",
    "subscribe": "subscribe LIST", "unsubscribe": "unsubscribe LIST", "language": "language CODE",
    "stop": "stop", "publish": "publish [FIELD ...]", "hide": "hide FIELD ... | me",
}  # fmt: skip
_ASKING = ("help", "status", "send")


@dataclass
class Turn:
    """A line of the mail and what is said to it: words, (command, meaning) pairs, groups ({title, items})."""

    line: str
    words: list[str] = field(default_factory=list)
    pairs: list[tuple[str, str]] = field(default_factory=list)
    groups: list[Mapping[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """A mail of commands as its record has it. ``standing`` is there where `status` is among them."""

    sender: str
    is_person: bool
    organizations: tuple[str, ...] | None  # whose lists he may join; None: all of them
    language: str
    done: Sequence[Done]
    message: Message
    standing: Standing | None = None


@cache
def texts(language: str) -> Mapping[str, Any]:
    """The texts of a language, English where there is no file."""
    path = MAILS / KIND / f"{language}.toml"
    return tomllib.loads((path if path.is_file() else MAILS / KIND / "en.toml").read_text(encoding="utf-8"))


def command_answer(asked: Asked, directory: Directory, identity: Identity, key: str, now: datetime) -> Mail:
    """The mail. Raises ValueError for an address that cannot be written to."""
    telling = _Telling(asked, directory, identity, now)
    turns = [telling.turn(each) for each in asked.done]
    say = telling.say
    name = telling.recipient.name
    facts = {
        "say": say, "turns": turns, "language": asked.language,
        "dear": say["dear"].format(name=name) if name else say["colleague"],
        "original_subject": asked.message.subject,
    }  # fmt: skip
    return compose(
        KIND, key, facts,
        directory=directory, identity=identity, recipient=telling.recipient, now=now, listed=False,
        auto_submitted="auto-replied", answers=thread_of(asked.message), attachments=tuple(telling.attached),
    )  # fmt: skip


class _Telling:
    """One answer in the making; what is attached is collected on the way."""

    def __init__(self, asked: Asked, directory: Directory, identity: Identity, now: datetime) -> None:
        self.asked, self.directory, self.identity, self.now = asked, directory, identity, now
        self.say = texts(asked.language)
        self.attached: list[Attachment] = []
        contact = directory.contact_at(asked.sender)
        name = as_recipient(contact).name if contact else asked.message.from_name
        self.recipient = Recipient(asked.sender, name, language=asked.language)

    def turn(self, done: Done) -> Turn:
        turn = Turn(done.line.text)
        if done.outcome == "help":
            self._help(turn)
        elif done.outcome == "status":
            self._status(turn)
        elif done.outcome == "send":
            turn.words.append(self._sent(*done.line.arguments))
        else:
            values = {"most": str(MAX_UNKNOWN), **done.values}
            if done.outcome == "public":  # the record has the fields' names, the answer the person's words
                values["fields"] = ", ".join(self.say["field"][name] for name in values["fields"].split())
            turn.words.append(self._outcome(done.outcome, **values))
        return turn

    def _outcome(self, name: str, **values: str) -> str:
        return str(self.say["outcome"][name].format(**values))

    def _help(self, turn: Turn) -> None:
        formats = dict.fromkeys(each for what in published.SECTIONS for each in published.formats(what))
        values = {
            "formats": ", ".join(formats),
            "lists": ", ".join(lists.offered(self.directory, self.asked.organizations)),
            "languages": ", ".join(self.directory.programme.languages),
            "most": str(MAX_LINES),
        }  # fmt: skip
        verbs = list(_FORMS) if self.asked.is_person else list(_ASKING)
        turn.pairs += [(_FORMS[verb], self.say["help"][verb].format(**values)) for verb in verbs]
        turn.words.append(self.say["help"]["rules"].format(**values))
        if self.asked.language != "en":
            own = [word for verb in verbs if (word := native(verb, self.asked.language))]
            turn.words.append(self.say["help"]["words"].format(words=", ".join(own)))

    def _sent(self, what: str, wanted: str) -> str:
        known = published.formats(what)
        format_ = wanted or known[0]
        if format_ not in known:
            return self._outcome("no_format", format=format_, formats=", ".join(known))
        words = wording_for(self.recipient, self.directory, self.identity)
        try:
            made = published.file(self.directory, what, format_, self.now, self.identity.domain, words)
        except UsageError:  # no font of this machine shows it; doctor tells the operator
            others = ", ".join(each for each in known if each != format_)
            return self._outcome("later", format=format_, formats=others)
        if any(each.filename == made.name for each in self.attached):
            return self._outcome("sent_before", file=made.name)
        self.attached.append(Attachment(made.name, made.content, made.content_type))
        return self._outcome("sent", file=made.name)

    def _status(self, turn: Turn) -> None:
        found, say = self.asked.standing or Standing((), ()), self.say["status"]
        if self.asked.is_person:
            on = ", ".join(found.lists)
            turn.words.append(say["lists"].format(lists=on) if on else self._outcome("on_no_list"))
        if not found.cases:
            turn.words.append(say["nothing"].format(days=LOOK_BACK.days))
        for told in found.cases:
            title = say["mail"].format(day=told.day.isoformat(), subject=told.case.subject or "-")
            turn.groups.append({"title": title, "items": self._items(told)})
        if found.queues:
            items = [say[name].format(number=number) for name, number in found.queues]
            turn.groups.append({"title": say["queues"], "items": items})

    def _items(self, told: Told) -> list[str]:
        say, case = self.say["status"], told.case
        items = [self._item(item, held=case.state == "held") for item in case.items]
        waits = case.state in ("pending", "held", "partly")
        if waits:
            items += [say["question"].format(text=question.text) for question in case.open_questions]
            items += [say["suggestion"].format(owner=each.owner, text=each.text) for each in case.suggestions]
        return items or [
            say["received"] if waits else say["approved" if case.state == "approved" else "rejected"]
        ]

    def _item(self, item: Item, *, held: bool) -> str:
        """`Contact Ada Verne: phone +33... → +44...: waits for a decision`."""
        change, say = item.change, self.say
        words = wording_for(self.recipient, self.directory, self.identity)
        line = change_line(change, self.directory, words)
        named = f" ({change.id})" if change.id and change.id != line.title else ""
        what = f"{say['target'].get(change.target, change.target)} {line.title}".strip() + named
        arrow = "←" if words.direction == "rtl" else "→"
        fields = "; ".join(f"{f.name} {f.old or '-'} {arrow} {f.new or '-'}" for f in line.fields)
        state = "held" if held and item.state == "pending" else item.state
        reason = f" ({say['status']['reason'].format(reason=item.reason)})" if item.reason else ""
        done = say["op"][change.op] + (f": {fields}" if fields else "")
        return f"{what} – {done} – {say['status'][state]}{reason}"
