"""One mail of every occasion, to a reader of any language: for golden tests and others that want all mails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from mailbot.commands.model import Done, Line
from mailbot.commands.standing import Standing, Told
from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.mail.message import parse
from mailbot.outbound import liaison, meeting_papers
from mailbot.outbound.announcements import announcement
from mailbot.outbound.call_change_mails import Change as Change_
from mailbot.outbound.call_change_mails import Holder, call_cancelled, call_update
from mailbot.outbound.call_changes import calendar_of
from mailbot.outbound.cases.answers import answer
from mailbot.outbound.cases.questions import question
from mailbot.outbound.command_answers import Asked, command_answer
from mailbot.outbound.composing import Identity, Mail
from mailbot.outbound.papers.making import Letterhead, Wish
from mailbot.outbound.posting_mails import Posting, posting
from mailbot.outbound.posting_mails import answer as posting_answer
from mailbot.outbound.posting_mails import request as posting_request
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import occasions_of
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.review.case import Case, Exchange, Item
from tests.unit.outbound import case_mails, recurring_mails

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination", site="https://irc.itu.example")
CHANGE = Change(
    "contact", "update", "cept-1", "CEPT", {"phone": FieldChange("+46846500442", "+46846500499")},
    ("my number is +46 8 465 004 99",),
)  # fmt: skip
LEAVES = Change("contact", "remove", "cept-2", "CEPT", {}, ("my deputy has left us",))
CASE = Case(
    "3", "pending", "<m@cept.example>", "annelie.sjogren@cept.example", "CEPT", "changes", "authenticated", None,
    "LS 42", (Item(1, CHANGE, "pending"),), (Question("Mr Smith: no such contact in CEPT", ("Mr Smith comes",)),),
)  # fmt: skip


def sydney(directory: Directory) -> Recipient:
    return as_recipient(next(c for c in directory.contacts if c.country == "AU"))


def announced(directory: Directory, kind: str, event: str) -> Mail:
    call = directory.call(event)
    assert call is not None
    rule = next(r for r in load_rules() if r.kind == kind)
    occasion = next(iter(occasions_of(call, rule, directory.zone)))
    return announcement(occasion, directory, IDENTITY, sydney(directory), occasion.at, 0)


def changed(directory: Directory, kind: str, event: str) -> Mail:
    """What somebody is told who was invited to the first call of Committee 3."""
    invited = announced(directory, "call-notice", "com3-calls-1")
    invitation = calendar_of(invited.content)
    assert invitation is not None
    change = Change_(kind, f"{event}#1", event, directory.call(event), 1)
    now = datetime(2021, 1, 15, 8, tzinfo=UTC)
    holder = Holder(invited.recipient, invited.message_id, invitation)
    compose = {"call-update": call_update, "call-cancelled": call_cancelled}[kind]
    return compose(change, holder, directory, IDENTITY, now)


def statement(directory: Directory) -> Mail:
    now = datetime(2020, 12, 14, 8, tzinfo=UTC)
    prepared = liaison.prepare(directory, now, Path(), "LS 42")
    return liaison.letter(prepared, directory, IDENTITY, sydney(directory), now)


def meeting_paper(directory: Directory, kind: str, event: str, number: str | None = None) -> Mail:
    now = datetime(2020, 12, 14, 8, tzinfo=UTC)
    wish = Wish(number, None, "TSB/irc-5", {}, date(2021, 1, 4))
    call, letterhead = directory.call(event), Letterhead("A. Director")
    made = meeting_papers.prepare(kind, call, directory, now, wish, letterhead)
    listed = meeting_papers.mailing_list(call)
    return made.mail(sydney(directory), IDENTITY, complete=False, mailing_list=listed)


def request(directory: Directory) -> Mail:
    return case_mails.request(directory, IDENTITY, CASE)


def reply(directory: Directory) -> Mail:
    message = parse(
        b"From: annelie.sjogren@cept.example\r\nMessage-ID: <m@cept.example>\r\n"
        b"Date: Tue, 15 Dec 2020 08:00:00 +0000\r\nSubject: LS 42\r\n\r\nhello\r\n"
    )
    title = {
        "job_title": FieldChange("Deputy Head", "Head of International Matters"),
        "country": FieldChange("SE", None),
    }
    wrote = replace(CHANGE, fields=title, evidence=("I am now Head of International Matters",))
    entered = replace(
        wrote, fields={"job_title": FieldChange("Deputy Head", "Head of International Affairs")}
    )
    decided = replace(
        CASE,
        items=(
            Item(1, CHANGE, "approved"),
            Item(2, entered, "approved", original=wrote, amended_by="officer@itu.example"),
            Item(3, CHANGE, "rejected", "the table is closed"),
            Item(4, LEAVES, "pending", seconded_by="officer@itu.example"),
        ),
    )
    return answer(decided, message, directory, IDENTITY, "decision-7", datetime(2020, 12, 15, 9, tzinfo=UTC))


def asking(directory: Directory) -> Mail:
    """What an officer wants to know of a sender."""
    now = datetime(2020, 12, 15, 9, tzinfo=UTC)
    message = parse(
        b"From: annelie.sjogren@cept.example\r\nMessage-ID: <m@cept.example>\r\n"
        b"Date: Tue, 15 Dec 2020 08:00:00 +0000\r\nSubject: LS 42\r\n\r\nhello\r\n"
    )
    asked = Exchange(
        5, now, "officer@itu.example", "Is this number for the whole team?\nOr yours alone?", (1,)
    )
    return question(CASE, asked, message, directory, IDENTITY, "ask-5", now)


def commands(directory: Directory) -> Mail:
    message = parse(
        b"From: annelie.sjogren@cept.example\r\nMessage-ID: <m@cept.example>\r\nSubject: commands\r\n\r\nhelp\r\n"
    )
    done = [
        Done(Line("help", "help"), "help"),
        Done(Line("status", "status"), "status"),
        Done(Line("send table as gif", "send", ("table", "gif")), "send"),
        Done(
            Line("unsubscribe irm-com4", "unsubscribe", ("irm-com4",)), "unsubscribed", {"list": "irm-com4"}
        ),
        Done(Line("sned contacts"), "unknown"),
    ]
    day = datetime(2020, 12, 15, 9, tzinfo=UTC)
    found = Standing((Told(CASE, day.date()),), ("irm-all", "irm-com3", "irm-cept"))
    sender = "annelie.sjogren@cept.example"
    language = directory.programme.languages[0]
    asked = Asked(sender, True, ("CEPT",), language, done, message, found)
    return command_answer(asked, directory, IDENTITY, "mail-7", day)


def listed(directory: Directory, kind: str) -> Mail:
    """What becomes of a member's mail to a list."""
    message = parse(
        b"From: Annelie =?utf-8?q?Sj=C3=B6gren?= <annelie.sjogren@cept.example>\r\nMessage-ID: <p@cept.example>\r\n"
        b"Subject: Room for Tuesday\r\n\r\nDear all,\n\nwe shall need a second room for the drafting group.\n"
    )
    now, held = datetime(2021, 1, 15, 8, tzinfo=UTC), Posting(4, "irm-com3", "held", message, 12)
    person = sydney(directory)
    if kind == "posting":
        return posting(held, person, directory, IDENTITY, now)
    if kind == "posting-request":
        return posting_request(held, "officer@itu.example", directory, IDENTITY, now)
    return posting_answer(replace(held, state="sent"), person, directory, IDENTITY, now)


MAILS: dict[str, Callable[[Directory], Mail]] = {
    "call-notice": lambda directory: announced(directory, "call-notice", "com3-calls-1"),
    "call-reminder": lambda directory: announced(directory, "call-reminder", "com3-calls-1"),
    "circular-reminder": lambda directory: announced(directory, "circular-reminder", "irm-2"),
    "call-update": lambda directory: changed(directory, "call-update", "com3-calls-2"),
    "call-cancelled": lambda directory: changed(directory, "call-cancelled", "com3-calls-1"),
    "posting": lambda directory: listed(directory, "posting"),
    "posting-request": lambda directory: listed(directory, "posting-request"),
    "posting-answer": lambda directory: listed(directory, "posting-answer"),
    "liaison": statement,
    "circular-letter": lambda directory: meeting_paper(directory, "circular-letter", "irm-2", "5"),
    "agenda": lambda directory: meeting_paper(directory, "agenda", "com3-calls-1"),
    "meeting-report": lambda directory: meeting_paper(directory, "meeting-report", "irm-1"),
    "approval-request": request,
    "answer": reply,
    "question": asking,
    "command-answer": commands,
    "invitation": lambda directory: announced(directory, "invitation", "irm-2"),
    "hour-reminder": lambda directory: announced(directory, "hour-reminder", "com3-calls-1"),
    "approval-answer": lambda directory: case_mails.told(directory, IDENTITY, CASE),
    "approval-reminder": lambda directory: case_mails.reminded(directory, IDENTITY, CASE),
    "decided": lambda directory: case_mails.decided(directory, IDENTITY, CASE),
    "approval-attempt": lambda directory: case_mails.attempted(directory, IDENTITY),
} | {
    kind: lambda directory, kind=kind: recurring_mails.mail(directory, kind, sydney(directory), IDENTITY)  # type: ignore[misc]
    for kind in recurring_mails.KINDS
}


@cache
def spoken_to_in(language: str) -> Directory:
    """The shipped programme where everybody reads ``language``: contacts by their own entry, officers and
    others who have none because it is the programme's first."""
    shipped = load_file(SHIPPED_PROGRAMME)
    others = tuple(each for each in shipped.programme.languages if each != language)
    programme = shipped.programme.model_copy(update={"languages": (language, *others)})
    contacts = tuple(each.model_copy(update={"language": language}) for each in shipped.contacts)
    return replace(shipped, programme=programme, contacts=contacts, _indexes={})


@cache
def golden(occasion: str, language: str = "en") -> Mail:
    """The occasion's mail in the language."""
    return MAILS[occasion](spoken_to_in(language))
