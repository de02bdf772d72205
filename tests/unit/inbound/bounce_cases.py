"""How the bounce tests write their mails: `notice` for plain ones, `dsn` for delivery reports (RFC 3464)."""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import dedent

from mailbot.inbound.kind import BounceReport, kind_of
from mailbot.mail.message import parse
from mailbot.mail.reply import split

US = "tsb-irc@itu.example"
RETURNED = """\
Received: from mail.itu.example (mail.itu.example [192.0.2.7]) by mx.far.example with ESMTP id 7Xz1; Tue, 12 Jan 2021 09:00:02 +0100
Message-ID: <call-7.ada@itu.example>
Date: Tue, 12 Jan 2021 09:00:00 +0100
From: TSB inter-regional coordination <tsb-irc@itu.example>
To: Ada Verne <{to}>
Subject: Call notice: Committee 3
MIME-Version: 1.0

Dear Ada,
"""


@dataclass(frozen=True)
class Case:
    """One bounce: who is named, and which of them for good (`address` or `address!`)."""

    name: str
    raw: bytes
    failed: tuple[str, ...]
    delayed: bool = False


def returned(to: str = "ada.verne@far.example") -> str:
    return RETURNED.format(to=to)


def notice(
    name: str, body: str, *failed: str, sender: str = "MAILER-DAEMON@mx.far.example",
    subject: str = "failure notice", headers: str = "", delayed: bool = False,
) -> Case:  # fmt: skip
    """A bounce in plain text; `{returned}` in the body is the mail that came back."""
    text = dedent(body).lstrip("\n").replace("{returned}", returned())
    head = f"From: {sender}\nTo: {US}\nSubject: {subject}\nDate: Tue, 12 Jan 2021 09:05:00 +0100\n{dedent(headers)}"
    kind = "" if "content-type" in headers.lower() else "Content-Type: text/plain; charset=utf-8\n"
    return Case(name, f"{head}{kind}\n{text}".encode(), failed, delayed)


def dsn(
    name: str, groups: str, *failed: str, words: str = "Your message could not be delivered.", delayed: bool = False,
    sender: str = "MAILER-DAEMON@mx.far.example", subject: str = "Undelivered Mail Returned to Sender",
    third: str | None = None,
) -> Case:  # fmt: skip
    """A delivery report: words, `Reporting-MTA` and the groups, and the returned header fields."""
    back = f"Content-Type: text/rfc822-headers\n\n{returned()}" if third is None else third
    raw = (
        f"From: {sender}\nTo: {US}\nSubject: {subject}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="=b"\n\n'
        f"--=b\nContent-Type: text/plain; charset=utf-8\n\n{dedent(words).strip()}\n\n"
        "--=b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.far.example\n"
        f"Arrival-Date: Tue, 12 Jan 2021 09:00:02 +0100\n\n{dedent(groups).strip()}\n\n"
        f"--=b\n{back}\n--=b--\n"
    )
    return Case(name, raw.encode(), failed, delayed)


def read(raw: bytes) -> BounceReport:
    """The report of a mail that must be a bounce."""
    message = parse(raw)
    found = kind_of(message, split(message.text, message.from_name).new_text)
    assert found.kind == "bounce", found
    assert found.bounce is not None
    return found.bounce


def check(case: Case, raw: bytes | None = None) -> BounceReport:
    """Who is named, with the `!` of those that failed for good, and the mail that came back."""
    report = read(raw or case.raw)
    got = sorted(each.address + ("!" if each.permanent else "") for each in report.recipients)
    assert got == sorted(case.failed), [
        (each.address, each.status, each.diagnostic) for each in report.recipients
    ]
    assert {each.action for each in report.recipients} <= {"delayed" if case.delayed else "failed"}
    return report
