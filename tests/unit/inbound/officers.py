"""Officers who decide by mail: a letter comes in, the request goes out, an answer comes back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

from sqlalchemy import select

from mailbot.directory.load import load
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.planner import identity_of, plan
from mailbot.review.queue import Case, get_case, open_cases
from mailbot.settings import Settings
from mailbot.store.keys import signer
from mailbot.store.session import Store
from mailbot.store.tables import ApprovalMailRow, ApprovalRequestRow, AuditRow, ProgrammeRow
from tests.conftest import NOON

BOT = "tsb-irc@itu.example"
OFFICER, SECOND = "officer@itu.example", "second@itu.example"
SENDER = "annelie.sjogren@cept.example"
PHONE, OTHER = "+46846500499", "+46846500411"
LETTER = (  # three changes: 1 removes Mr Pemberton, 2 is her phone, 3 the status of her text
    "Dear TSB,\n\nMy phone number is now +46 8 465 004 99.\nResolution 20: our proposal is agreed.\n"
    "Please remove Oliver Pemberton from the list.\n"
)
ONE = "Dear TSB,\n\nMy phone number is now +46 8 465 004 99.\n"
PROVEN = "mx.itu.example; dmarc=pass header.from={domain}"


def settings_of(**review: object) -> Settings:
    form = {"approvers": [OFFICER, SECOND], **review}
    return Settings(review=form, trust={"authserv_ids": ["mx.itu.example"]})  # type: ignore[arg-type]


@dataclass
class Correspondence:
    """A database with the shipped programme, and all mail that comes and goes."""

    store: Store
    settings: Settings = field(default_factory=settings_of)
    now: datetime = NOON
    count: int = 0

    def comes(self, raw: bytes | EmailMessage) -> str:
        """A mail arrives and is read; what became of it."""
        self.now += timedelta(minutes=1)
        content = raw if isinstance(raw, bytes) else raw.as_bytes(policy=policy.SMTP)
        with self.store.begin() as session:
            keep_bytes(session, content, "test", self.now)
        read = list(read_kept(self.store, self.settings, self.now))
        return read[-1].outcome if read else "known"

    def goes(self) -> list[EmailMessage]:
        """What is planned and delivered now."""
        self.now += timedelta(minutes=1)
        plan(self.store, self.settings, self.now)
        keys = signer(self.store, self.settings)
        identity = identity_of(self.settings, keys)
        addressing = Addressing(identity, keys, self.settings.identity.subaddressing)
        transport = MemoryTransport()
        asyncio.run(deliver_due(self.store, transport, self.now, addressing=addressing))
        mails = [message_from_bytes(each.content, policy=policy.default) for each in transport.sent]
        return [each for each in mails if isinstance(each, EmailMessage)]

    def letter(self, text: str = LETTER, sender: str = SENDER, proof: str | None = PROVEN) -> EmailMessage:
        """Somebody's letter comes in; the request that goes to the first officer."""
        self.comes(self.mail(sender, text, subject="Our entry", proof=proof))
        return self.request()

    def request(self, approver: str = OFFICER) -> EmailMessage:
        return next(each for each in self.goes() if reader(each) == approver)

    def mail(
        self, sender: str, text: str, to: str = BOT, subject: str = "Re", proof: str | None = PROVEN,
        **headers: str,
    ) -> EmailMessage:  # fmt: skip
        """A mail to us; ``proof`` is what our own server says of its sender."""
        self.count += 1
        made = EmailMessage()
        if proof:
            domain = sender.rpartition("@")[2].strip(">")
            made["Authentication-Results"] = proof.format(domain=domain)
        made["From"], made["To"], made["Subject"] = sender, to, subject
        made["Message-ID"], made["Date"] = f"<{self.count}@x.example>", "Mon, 14 Dec 2020 11:30:00 +0000"
        for name, value in headers.items():
            made[name.replace("_", "-")] = value
        made.set_content(text)
        return made

    def reply(
        self, request: EmailMessage, text: str, sender: str = OFFICER, proof: str | None = PROVEN, **headers: str
    ) -> EmailMessage:  # fmt: skip
        """The answer that a mail program writes to ``request``."""
        to = str(request["Reply-To"] or BOT)
        headers = {
            "In-Reply-To": str(request["Message-ID"]),
            "References": str(request["Message-ID"]),
            **headers,
        }
        return self.mail(
            sender, text, to, headers.pop("Subject", f"Re: {request['Subject']}"), proof,
            **{name.replace("-", "_"): value for name, value in headers.items()},
        )  # fmt: skip

    def says(self, request: EmailMessage, text: str, sender: str = OFFICER, **more: str) -> str:
        """An answer comes in."""
        return self.comes(self.reply(request, text, sender, **more))

    def case(self, number: int = 1) -> Case:
        with self.store.begin() as session:
            return get_case(session, number)

    def states(self, number: int = 1) -> list[str]:
        return [item.state for item in self.case(number).items]

    def phone(self) -> str | None:
        with self.store.begin() as session:
            return next(c.phone for c in load(session).contacts if c.email == SENDER)

    def open(self) -> list[str]:
        with self.store.begin() as session:
            return [case.id for case in open_cases(session)]

    def records(self) -> list[tuple[str, str | None]]:
        """(state, reason) of every mail that was taken as an answer to a request."""
        with self.store.begin() as session:
            rows = session.scalars(select(ApprovalMailRow).order_by(ApprovalMailRow.mail_id))
            return [(row.state, row.reason) for row in rows]

    def requests(self) -> list[ApprovalRequestRow]:
        with self.store.begin() as session:
            return list(session.scalars(select(ApprovalRequestRow).order_by(ApprovalRequestRow.id)))

    def audited(self, verb: str) -> list[AuditRow]:
        with self.store.begin() as session:
            return list(session.scalars(select(AuditRow).where(AuditRow.verb == verb)))


def text_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def html_of(mail: EmailMessage) -> str:
    body = mail.get_body(("html",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def reader(mail: EmailMessage) -> str:
    """Whom a mail of ours goes to."""
    return str(mail["To"].addresses[0].addr_spec)


def to(mails: list[EmailMessage]) -> list[str]:
    return sorted(map(reader, mails))


def spoken_by_officers(store: Store, language: str) -> None:
    """The programme's first language, in which approvers are written to."""
    with store.begin() as session:
        row = session.scalars(select(ProgrammeRow)).one()
        row.languages = [language, *(each for each in row.languages if each != language)]
