"""Carrying commands out: subscriptions and languages at once, all else when the answer is composed.

Failure semantics: it happens in the transaction that settles the mail, together with the record and the
occasion of the answer, so that a command is carried out once or not at all, whatever crashes; a mail that is
read again (`mailbot reread`) is not carried out again. A person changes what is his own and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from mailbot.clock import aware
from mailbot.commands import publishing
from mailbot.commands.model import MAX_LINES, MAX_UNKNOWN, OFFICERS_ONLY, Asker, Done, Line
from mailbot.directory import choices, lists
from mailbot.directory.snapshot import Directory
from mailbot.mail.phrases import LANGUAGES
from mailbot.store.tables import CommandMailRow, OccasionRow, SubscriptionRow

KIND = "command-answer"


def carry_out(
    session: Session,
    mail_id: int,
    lines: Sequence[Line],
    asker: Asker,
    directory: Directory,
    now: datetime,
    public: Collection[str] = (),
) -> list[Done]:
    """Carry out the lines, keep the record and open the occasion of the answer. Returns what was done.
    ``public`` are the fields of a contact that the site publishes where he has not chosen."""
    task = _Task(session, mail_id, asker, directory, aware(now), public)
    done: list[Done] = []
    for line in lines:
        if len(done) == MAX_LINES:
            done.append(Done(line, "too_many", {"most": str(MAX_LINES)}))
            break
        done.append(task.do(line))
        if sum(each.outcome == "unknown" for each in done) == MAX_UNKNOWN and line is not lines[-1]:
            done.append(Done(line, "gave_up"))
            break
    session.add(CommandMailRow(
        mail_id=mail_id, sender=asker.address, standing=asker.standing, at=now,
        language=_language(session, lines, asker), lines=[each.to_json() for each in done],
    ))  # fmt: skip
    session.add(OccasionRow(kind=KIND, key=f"mail-{mail_id}", due_at=now, state="due"))
    session.flush()
    return done


def _language(session: Session, lines: Sequence[Line], asker: Asker) -> str:
    """The language of the answer: what the person asked for, else whose words he used, else his own."""
    asked = choices.language_of(session, asker.address)
    used = next((line.language for line in lines if line.verb and line.language != "en"), None)
    found = asked or used or asker.language or "en"
    return found if found in LANGUAGES else "en"


@dataclass
class _Task:
    session: Session
    mail_id: int
    asker: Asker
    directory: Directory
    now: datetime
    public: Collection[str] = ()

    def do(self, line: Line) -> Done:
        if line.verb is None:
            return Done(line, "unknown")
        if line.verb in OFFICERS_ONLY:
            known = "approval_officer" if self.asker.standing == "officer" else "approval_other"
            return Done(line, known, {"verb": line.verb})
        changing: dict[str, Callable[[Line], Done]] = {
            "subscribe": self._subscribe, "unsubscribe": self._unsubscribe,
            "stop": self._stop, "language": self._speak, "publish": self._publish, "hide": self._publish,
        }  # fmt: skip
        if line.verb not in changing:  # help, status, send: the answer shows it
            return Done(line, line.verb)
        if not self.asker.is_person:
            return Done(line, "people_only")
        return changing[line.verb](line)

    @property
    def _own_lists(self) -> tuple[str, ...]:
        every = self.asker.standing == "officer"
        return lists.offered(self.directory, None if every else self.asker.organizations)

    def _member(self, name: str) -> bool:
        row = self.session.get(SubscriptionRow, (self.asker.address.casefold(), name))
        return row.state == "in" if row else name in lists.on_sheet(self.directory, self.asker.address)

    def _refused(self, line: Line) -> Done | None:
        """Why nothing can be done about this list for this person."""
        wanted = line.arguments[0].casefold() if line.arguments else ""
        if len(line.arguments) > 1 and line.arguments[1].casefold() != self.asker.address.casefold():
            return Done(line, "own_only", {"address": self.asker.address})
        values = {"list": wanted, "lists": ", ".join(self._own_lists)}
        if not wanted:
            return Done(line, "which_list", values)
        if wanted in self._own_lists:
            return None
        return Done(line, "not_yours" if wanted in lists.offered(self.directory) else "no_such_list", values)

    def _subscribe(self, line: Line) -> Done:
        if refused := self._refused(line):
            return refused
        name = line.arguments[0].casefold()
        if self._member(name):
            return Done(line, "already_in", {"list": name})
        choices.subscribe(self.session, self.asker.address, name, self.now, self.mail_id)
        return Done(line, "subscribed", {"list": name})

    def _unsubscribe(self, line: Line) -> Done:
        if not line.arguments:
            return self._stop(line)  # as the mail clients' own button asks for it (RFC 2369)
        name = line.arguments[0].casefold()
        refused = self._refused(line)
        if refused and not (refused.outcome == "not_yours" and self._member(name)):
            return refused
        if not self._member(name):
            return Done(line, "already_out", {"list": name})
        choices.unsubscribe(self.session, self.asker.address, name, self.now, self.mail_id)
        return Done(line, "unsubscribed", {"list": name})

    def _stop(self, line: Line) -> Done:
        on = [name for name in lists.offered(self.directory) if self._member(name)]
        for name in on:
            choices.unsubscribe(self.session, self.asker.address, name, self.now, self.mail_id)
        return Done(line, "stopped" if on else "on_no_list", {"lists": ", ".join(on)})

    def _publish(self, line: Line) -> Done:
        return publishing.publish(
            self.session, self.mail_id, line, self.asker, self.directory, self.public, self.now
        )

    def _speak(self, line: Line) -> Done:
        wanted = line.arguments[0]
        known = [code for code in self.directory.programme.languages if code in LANGUAGES] or ["en"]
        if wanted not in known:
            return Done(line, "no_such_language", {"languages": ", ".join(known)})
        choices.prefer(self.session, self.asker.address, wanted, self.now, self.mail_id)
        return Done(line, "language_set", {"language": wanted})
