"""The story of the demo, act by act: 14 December 2020 to 14 January 2021."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from icalendar import Calendar
from rich.markup import escape

from mailbot.directory.apply import current
from mailbot.doors.demo.narrator import Narrator
from mailbot.doors.demo.replies import ANSWERS, reply
from mailbot.doors.demo.stage import BOT, Stage

_WATCHED = (
    ("contact", "cept-1", "phone"),
    ("contact", "las-2", "phone"),
    ("position", "CITEL/Resolution 59", "action"),
)


@dataclass
class Story:
    """Runs on an open stage and tells what happens."""

    stage: Stage
    tell: Narrator

    @property
    def acts(self) -> list[Callable[[], None]]:
        """The acts in order; each goes on from where the one before left the stage."""
        return [
            self.programme, self.liaison, self.people_answer, self.inbox_is_read, self.approver_is_asked,
            self.officer_decides, self.senders_are_told, self.weeks_pass, self.call_notice, self.ending,
        ]  # fmt: skip

    def run(self) -> None:
        for act in self.acts:
            act()

    def programme(self) -> None:
        self._scene("TSB loads the programme of the conference")
        self._command("import", "programme.yaml")

    def liaison(self) -> None:
        self.stage.go_to(2020, 12, 14, 16, 0)
        self._scene("TSAG's liaison statement goes out to the six regional organizations")
        self._command("send", "liaison", "--number", "LS 42", "--confirm")
        self.stage.ticks.deliver()
        sent = self.stage.sent("liaison")
        self.tell.say(
            f"{len(sent)} mails by SMTP, one a person, each with the rows of the reader's own organization:"
        )
        self.tell.mail(self._to(sent, "las-2"), title="what LAS sees", skip_until="focal point |", lines=16)

    def people_answer(self) -> None:
        self.stage.go_to(2020, 12, 16, 10, 30)
        self._scene("Four people answer, each in their own way")
        sent = self.stage.sent("liaison")
        for answer in ANSWERS:
            contact = self.stage.contact(answer.contact)
            raw = reply(answer, contact, self._to(sent, answer.contact), self.stage.clock.now())
            self.stage.mail.deliver(raw, BOT)
            self.tell.person(f"{contact.name} ({contact.organization})", answer.gist)

    def inbox_is_read(self) -> None:
        self.stage.go_to(2020, 12, 16, 10, 31)
        self._scene("The worker reads the inbox over IMAP")
        taken, read = self.stage.ticks.poll(), self.stage.ticks.read()
        self.tell.say(f"{taken} mails kept, {read} read. The absence notice asks for nothing; the others do:")
        self._command("review", "list")
        self._command("review", "show", "2")

    def approver_is_asked(self) -> None:
        self._scene("The approver gets one mail about all of them, at once")
        self.stage.ticks.plan()
        self.stage.ticks.deliver()
        for request in self.stage.sent("approval-request"):
            self.tell.mail(request, title="the approval request", lines=34)

    def officer_decides(self) -> None:
        self.stage.go_to(2020, 12, 16, 11, 15)
        self._scene("The officer approves by command")
        before = [self._value(*each) for each in _WATCHED]
        self._command("review", "approve", "1", "2", "3", "--officer", "officer@itu.example")
        after = [self._value(*each) for each in _WATCHED]
        self.tell.say("The directory, before and after:")
        rows = [(f"{kind} {key}, {field}", f"[red]{old}[/]", f"[green]{new}[/]")
                for (kind, key, field), old, new in zip(_WATCHED, before, after, strict=True)]  # fmt: skip
        self.tell.table(("record", "before", "after"), rows)

    def senders_are_told(self) -> None:
        self.stage.go_to(2020, 12, 16, 11, 16)
        self._scene("Each sender learns what became of every point")
        self.stage.ticks.plan()
        self.stage.ticks.deliver()
        for number, answer in enumerate(self.stage.sent("answer")):
            self.tell.mail(answer, title="acknowledgement", lines=30 if number == 0 else 14)

    def weeks_pass(self) -> None:
        for day, what in (((2020, 12, 18, 9, 0), "Three weeks before the inter-regional meeting"),
                          ((2021, 1, 4, 9, 0), "Four days before it")):  # fmt: skip
            before = len(self.stage.sent())
            self.stage.go_to(*day)
            self._scene(what)
            self.stage.ticks.plan()
            self.stage.ticks.deliver()
            new = self.stage.sent()[before:]
            self.tell.say(f"{len(new)} reminders to the focal points: [italic]{escape(new[0]['Subject'])}[/]")

    def call_notice(self) -> None:
        self.stage.go_to(2021, 1, 14, 9, 0)
        self._scene("The week's Committee 3 notice is due")
        self.stage.ticks.plan()
        self.stage.ticks.deliver()
        notices = self.stage.sent("call-notice")
        self.tell.say(
            f"{len(notices)} mails to focal points and Committee 3 coordinators, each with its invitation:"
        )
        notice = self._to(notices, "cept-2")
        self.tell.mail(notice, title="the notice to CEPT's Committee 3 coordinator", lines=45)
        self.tell.table(("invitation", ""), _invitation(notice))

    def ending(self) -> None:
        folder = self.stage.folder
        self._scene("What is left to look at")
        self._command(
            "export", "--format", "xlsx", "-o", str(folder / "contact-sheet.xlsx"), "--only", "contacts"
        )
        self._command("export", "--format", "ics", "-o", str(folder / "calendar.ics"))
        self.tell.say(f"\nEvery mail that was sent lies as .eml in  [bold]{self.stage.sent_folder}[/]")
        self.tell.say(f"The contact sheet and the calendar are in  [bold]{folder}[/]")
        self.tell.say("\nWhat to try next:")
        program = _program()
        config = f"{program} --config {self.stage.config}"
        for line, why in (
            (f"{config} review show 1", "where a value came from"),
            (f"{config} plan --from 2021-01-01 --to 2021-02-28", "what will be sent when, to whom"),
            (f"{config} review undo 1", "take an approval back"),
            (f"{program} init my-secretariat", "start with an inbox of your own"),
        ):
            self.tell.say(f"  [bold]{escape(line)}[/]\n      {why}")

    def _scene(self, title: str) -> None:
        self.tell.scene(self.stage.clock.now(), title)

    def _command(self, *arguments: str) -> None:
        resolved = [str(self.stage.programme) if a == "programme.yaml" else a for a in arguments]
        output = self.stage.command(*resolved).replace(str(self.stage.folder) + "/", "")
        shown = " ".join(Path(a).name if a.startswith("/") else a for a in arguments)
        self.tell.command(f"mailbot {shown}", output)

    def _value(self, kind: str, key: str, field: str) -> Any:
        with self.stage.wiring.store.begin() as session:
            return (current(session, kind, key) or {}).get(field)

    def _to(self, mails: list[EmailMessage], contact: str) -> EmailMessage:
        address = str(self.stage.contact(contact).email)
        return next(mail for mail in mails if address in str(mail["To"]))


def _program() -> str:
    """How the reader can call mailbot from where he stands."""
    called = Path(sys.argv[0]).absolute()
    if called.name != "mailbot":
        return "mailbot"
    return str(called.relative_to(Path.cwd())) if called.is_relative_to(Path.cwd()) else str(called)


def _invitation(mail: EmailMessage) -> list[tuple[str, str]]:
    part = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(bytes(part.get_payload(decode=True)))
    (event,) = calendar.walk("VEVENT")
    return [
        ("METHOD", str(calendar["METHOD"])),
        ("UID", str(event["UID"])),
        ("SUMMARY", str(event["SUMMARY"])),
        ("DTSTART", f"{event.decoded('DTSTART'):%a %d %b %Y %H:%M %Z}"),
        ("ORGANIZER", str(event["ORGANIZER"])),
        ("ATTENDEE", str(event["ATTENDEE"])),
        ("SEQUENCE", str(event["SEQUENCE"])),
    ]
