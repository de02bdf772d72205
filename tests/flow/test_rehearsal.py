"""November 2020 to February 2021, day by day with a frozen clock, through the real intake, planner and deliverer:
a new focal point, a moved and two cancelled calls, a bounce, opt-ins and an opt-out in the middle. Every mail is
compared with the plan as it was when it fell due, and nothing that was planned is missing.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from mailbot.directory.freshness import standings
from mailbot.directory.importing import import_programme
from mailbot.directory.load import load
from mailbot.directory.records import CallChange
from mailbot.directory.snapshot import Directory
from mailbot.doors.cli.plan import planned
from mailbot.inbound.intake import read_kept
from mailbot.inbound.keeping import keep_bytes
from mailbot.outbound.circumstances import load_circumstances
from mailbot.outbound.composing import wording_for
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.drafts import confirm, draft
from mailbot.outbound.papers.making import Wish
from mailbot.outbound.planner import identity_of, plan
from mailbot.outbound.recipients import Recipient, as_recipient
from mailbot.outbound.rules import OCCASIONS
from mailbot.review.decisions import Decision, decide
from mailbot.review.queue import open_cases
from mailbot.review.rules import Rules
from mailbot.settings import Review, Settings
from mailbot.store.session import Store
from mailbot.store.tables import OccasionRow, OutboxRow

GENEVA = ZoneInfo("Europe/Zurich")
OFFICER = "officer@itu.example"
SETTINGS = Settings(review=Review(approvers=(OFFICER,)))
ADA, OKAFOR = "annelie.sjogren@cept.example", "c.okafor@ncc-ng.example"
WEKESA, LEBEDINSKY = "j.wekesa@atu.example", "v.lebedinsky@rcc.example"
SOKOLOVA, NADIA, CARRASCO = "e.sokolova@rcc.example", "n.elsherbini@las.example", "e.carrasco@ift-mx.example"
PRASERTKUL = "s.prasertkul@apt.example"
FIRST, LAST = date(2020, 11, 1), date(2021, 2, 28)


def local(day: str, clock: str = "10:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=GENEVA)


@dataclass
class Rehearsal:
    """A site at work. ``sent`` are the outbox rows as they were left, ``days`` what each tick's plan said."""

    store: Store
    programme: Directory
    transport: MemoryTransport = field(default_factory=MemoryTransport)
    numbers: Counter[str] = field(default_factory=Counter)
    unsent: dict[str, str] = field(default_factory=dict)

    def moments(self, day: date) -> list[datetime]:
        """When a worker's tick matters on this day: at nine, and at whatever else is planned then."""
        found = {datetime.combine(day, time(9), GENEVA)}
        found |= {datetime.fromisoformat(each["at"]) for each in self.plan_of(day)}
        return sorted(found)

    def plan_of(self, day: date) -> list[dict[str, Any]]:
        with self.store.begin() as session:
            around = load_circumstances(session, SETTINGS.review.approvers)
            return planned(load(session), SETTINGS, day, day, around)

    def tick(self, now: datetime) -> None:
        """Plan, deliver, and compare with the plan of this moment."""
        expected = [e for e in self.plan_of(now.date()) if datetime.fromisoformat(e["at"]) == now]
        known = self.ledger()
        plan(self.store, SETTINGS, now)
        asyncio.run(deliver_due(self.store, self.transport, now, in_flight=50))
        made = {number: row for number, row in self.ledger().items() if number not in known}
        self.compare(expected, [row for row in made.values() if row.kind in OCCASIONS], now)

    def ledger(self) -> dict[int, OccasionRow]:
        with self.store.begin() as session:
            return {row.id: row for row in session.scalars(select(OccasionRow))}

    def compare(self, expected: list[dict[str, Any]], made: list[OccasionRow], now: datetime) -> None:
        with self.store.begin() as session:
            directory = load(session)
            mails = {row.id: list(session.scalars(select(OutboxRow).where(OutboxRow.occasion_id == row.id)))
                     for row in made}  # fmt: skip
        assert len(made) == len(expected), (now, expected, [(row.kind, row.key) for row in made])
        left = list(expected)
        for row in made:
            assert row.due_at == now
            if not (own := mails[row.id]):
                assert row.state == "skipped"
                assert row.reason
                self.unsent[f"{row.kind} {row.key}"] = row.reason
                left.remove(next(e for e in left if e["kind"] == row.kind))
                continue
            found = next((e for e in left if matches(e, own, directory)), None)
            assert found is not None, (row.kind, row.key, [mail.recipient for mail in own], left)
            left.remove(found)
            assert {mail.state for mail in own} <= {"sent", "skipped"}
            assert all(mail.last_answer for mail in own)
            self.numbers[row.kind] += 1

    def comes(
        self, now: datetime, sender: str, text: str, answers: str | None = None, **headers: str
    ) -> None:
        """A letter comes in and is read."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = (
            sender,
            "tsb-irc@itu.example",
            headers.get("subject", "Re: entries"),
        )
        mail["Date"] = now.strftime("%a, %d %b %Y %H:%M:%S +0100")
        mail["Message-ID"] = f"<{now:%m%d%H%M}@{sender.partition('@')[2]}>"
        if answers:
            mail["In-Reply-To"] = mail["References"] = answers
        mail.set_content(text)
        self.take(now, mail.as_bytes())

    def take(self, now: datetime, raw: bytes) -> None:
        with self.store.begin() as session:
            keep_bytes(session, raw, "test", now)
        assert len(list(read_kept(self.store, SETTINGS, now))) == 1

    def approve_all(self, now: datetime) -> None:
        with self.store.begin() as session:
            for case in open_cases(session):
                decide(session, int(case.id), Decision("approve", OFFICER), now, Rules())

    def change_calls(self, now: datetime, event: str, *changes: CallChange) -> None:
        """The operator imports a programme file in which calls were moved or cancelled."""
        events = tuple(
            e.model_copy(update={"changes": (*e.changes, *changes)}) if e.id == event else e
            for e in self.programme.events
        )
        self.programme = replace(self.programme, events=events, _indexes={})
        with self.store.begin() as session:
            result = import_programme(session, self.programme, actor="operator", file="p.yaml", now=now)
            assert result.refused == ()

    def rows(self, kind: str, event: str | None = None) -> list[OutboxRow]:
        with self.store.begin() as session:
            found = select(OutboxRow).where(OutboxRow.kind == kind).order_by(OutboxRow.id)
            return [row for row in session.scalars(found) if event is None or row.event == event]

    def mail_to(self, kind: str, recipient: str) -> OutboxRow:
        return [row for row in self.rows(kind) if row.recipient == recipient][-1]


def matches(entry: dict[str, Any], own: list[OutboxRow], directory: Directory) -> bool:
    """Whether these mails are what the entry of the plan announces: kind, event, people, and the subject of those
    who read English."""
    same = (entry["kind"], entry["event"]) == (own[0].kind, own[0].event)
    people = entry["recipients"] == sorted(mail.recipient for mail in own)
    english = [mail for mail in own if language(mail.recipient, directory) == "en"]
    return same and people and all(mail.subject == entry["subject"] for mail in english)


def language(address: str, directory: Directory) -> str:
    contact = next((c for c in directory.contacts if c.email == address), None)
    person = as_recipient(contact) if contact else Recipient(address)
    return wording_for(person, directory, identity_of(SETTINGS)).language


def bounce(message_id: str, recipient: str) -> bytes:
    return (
        "From: MAILER-DAEMON@mx.las.example\nTo: tsb-irc@itu.example\nSubject: Undelivered Mail\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\n\n'
        "--b\nContent-Type: text/plain\n\nYour message could not be delivered.\n\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.las.example\n\n"
        f"Final-Recipient: rfc822; {recipient}\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 User unknown\n\n"
        f"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: {message_id}\n\n--b--\n"
    ).encode()


def subscriptions(site: Rehearsal, now: datetime) -> None:
    site.comes(now, ADA, "subscribe digest\nsubscribe reminders\n", subject="commands")
    site.comes(now, OKAFOR, "subscribe reminders\n", subject="commands")
    site.comes(now, OFFICER, "subscribe digest\n", subject="commands")


def cept_confirms(site: Rehearsal, now: datetime) -> None:
    site.comes(now, ADA, "Confirmed.\n\nAnnelie Sjögren\n", site.mail_to("freshness", ADA).message_id)


def atu_corrects(site: Rehearsal, now: datetime) -> None:
    """In its row of the quoted mail."""
    asked = site.mail_to("freshness", WEKESA)
    body = message_from_bytes(asked.content, policy=policy.default).get_body(("plain",))
    assert body is not None
    rows = body.get_content().replace("+254202000142", "+254 20 2000 199")
    quoted = "\n".join(f"> {line}".rstrip() for line in rows.splitlines())
    text = f"Corrected below.\n\nOn Tue, 10 Nov 2020 at 09:00, TSB wrote:\n{quoted}\n"
    site.comes(now, WEKESA, text, asked.message_id)


def rcc_names_a_second_focal_point(site: Rehearsal, now: datetime) -> None:
    site.comes(
        now, LEBEDINSKY,
        "Dear colleagues,\n\nplease add a new focal point:\n\nName: Ms Elena Sokolova\nRole: focal point\n"
        f"Committee: all\nEmail: {SOKOLOVA}\nPhone: +74955550199\n\nViktor Lebedinsky\n",
        subject="New focal point",
    )  # fmt: skip
    site.approve_all(now + timedelta(minutes=5))


def a_mail_bounces(site: Rehearsal, now: datetime) -> None:
    site.take(now, bounce(site.mail_to("circular-reminder", NADIA).message_id, NADIA))


def a_call_moves(site: Rehearsal, now: datetime) -> None:
    site.change_calls(now, "com3-calls", CallChange(call=2, starts=datetime(2021, 1, 27, 14, 0)))  # noqa: DTZ001 - programme time


def a_call_is_cancelled_before_its_notice(site: Rehearsal, now: datetime) -> None:
    site.change_calls(now, "com4-calls", CallChange(call=3, status="cancelled"))


def a_call_is_cancelled_after_its_notice(site: Rehearsal, now: datetime) -> None:
    site.change_calls(now, "com3-calls", CallChange(call=4, status="cancelled"))


def somebody_leaves(site: Rehearsal, now: datetime) -> None:
    site.comes(now, CARRASCO, "unsubscribe irm-com4\n", subject="commands")


def the_statement_goes_out(site: Rehearsal, now: datetime) -> None:
    """By hand, with a deadline."""
    made = draft(
        site.store, SETTINGS, "liaison", now, wish=Wish("LS 42", deadline=date(2021, 1, 15)), folder=Path("/")
    )
    assert confirm(site.store, made, now, OFFICER) == 19  # the shipped team, and RCC's second focal point
    asyncio.run(deliver_due(site.store, site.transport, now, in_flight=50))


def apt_answers_it(site: Rehearsal, now: datetime) -> None:
    site.comes(now, PRASERTKUL, "Thank you, noted.\n", site.mail_to("liaison", PRASERTKUL).message_id)


STORY: dict[str, Callable[[Rehearsal, datetime], None]] = {
    "2020-11-02": subscriptions,
    "2020-11-11": cept_confirms,
    "2020-11-12": atu_corrects,
    "2020-11-13": Rehearsal.approve_all,
    "2020-12-01": rcc_names_a_second_focal_point,
    "2020-12-14": the_statement_goes_out,
    "2020-12-15": apt_answers_it,
    "2020-12-18": a_mail_bounces,
    "2021-01-11": a_call_moves,
    "2021-01-20": a_call_is_cancelled_before_its_notice,
    "2021-01-25": somebody_leaves,
    "2021-02-05": a_call_is_cancelled_after_its_notice,
}


@pytest.fixture(params=["sqlite", "postgresql"])
def site(tmp_path: Path, shipped: Directory, request: pytest.FixtureRequest) -> Iterator[Rehearsal]:
    """The shipped programme with what TSB adds before sending, imported on 1 November."""
    url = f"sqlite:///{tmp_path / 'mailbot.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres").create()
    (tmp_path / "TD831.docx").write_bytes(b"a report")
    added = {
        "TD831": {"path": str(tmp_path / "TD831.docx")},
        "TD852": {"url": "https://www.itu.example/td852"},
    }
    documents = tuple(each.model_copy(update=added.get(each.id, {})) for each in shipped.documents)
    programme = replace(shipped, documents=documents, _indexes={})
    store, start = Store(url).prepare(), local("2020-11-01", "08:00")
    with store.begin() as session:
        import_programme(session, programme, actor="operator", file="p.yaml", now=start)
    past = plan(store, SETTINGS, start)  # the first meeting was other people's work
    assert (past.queued, len(past.skipped)) == (0, 3)
    yield Rehearsal(store, programme)
    store.close()


def test_four_months_go_as_planned(site: Rehearsal) -> None:
    day = FIRST
    while day <= LAST:
        done = set()
        while waiting := [moment for moment in site.moments(day) if moment not in done]:
            site.tick(waiting[0])
            done.add(waiting[0])
            if waiting[0].time() == time(9) and str(day) in STORY:
                STORY[str(day)](site, local(str(day)))
        day += timedelta(days=1)

    # Sent: 10 calls less the one that was cancelled in time; of the other cancelled one the notice only.
    assert site.numbers == {
        "invitation": 1, "circular-reminder": 2, "call-notice": 9, "call-reminder": 8, "hour-reminder": 8,
        "digest": 2, "freshness": 24, "freshness-again": 14, "freshness-silence": 4, "deadline": 1,
        "approval-reminder": 1,
    }  # fmt: skip
    check_freshness(site)
    check_digests(site)
    check_people(site)
    check_calls(site)
    check_the_deadline(site)
    check_what_was_handed_over(site)


def check_freshness(site: Rehearsal) -> None:
    """Who answered in November was left alone; the others' alternates were asked, then TSB was told."""
    november = [row for row in site.rows("freshness-again") if row.created_at < local("2020-12-01")]
    assert {row.recipient.partition("@")[2] for row in november} == {"mic-vn.example", "enacom-ar.example"}
    told = site.rows("freshness-silence")
    assert {row.recipient for row in told} == {OFFICER}
    with site.store.begin() as session:
        found = {each.organization: each for each in standings(session, load(session))}
    cept, atu = found["CEPT"], found["ATU"]
    assert cept.confirmed == len(cept.rows)
    assert {confirmed.by for _, confirmed in cept.rows if confirmed} == {ADA}
    assert cept.oldest == local("2020-11-11")
    changed = [(record.key, confirmed.at) for record, confirmed in atu.rows if confirmed]
    assert changed == [("atu-1", local("2020-11-13"))]
    assert atu.answered == local("2020-11-12")
    assert found["APT"].answered == local("2020-12-15")  # the statement showed the rows, too
    assert found["LAS"].answered is None


def check_digests(site: Rehearsal) -> None:
    """Weeks in which something changed are told to who asked for it, the others are skipped with the reason."""
    rows = site.rows("digest")
    days = sorted({row.created_at.astimezone(GENEVA).date().isoformat() for row in rows})
    assert days == ["2020-11-16", "2020-12-07"]
    assert {row.recipient for row in rows} == {ADA, OFFICER}
    quiet = [reason for name, reason in site.unsent.items() if name.startswith("digest")]
    assert len(quiet) == 16 - len(days)  # the first of 17 Mondays came before anybody had asked for it
    assert all(reason.startswith("nothing has changed since ") for reason in quiet)


def check_people(site: Rehearsal) -> None:
    """The new focal point is written to from her first day on, the dead address and who left no longer."""
    (invitation,) = {row.occasion_id for row in site.rows("invitation")}
    assert SOKOLOVA in {row.recipient for row in site.rows("invitation") if row.occasion_id == invitation}
    assert SOKOLOVA not in {r.recipient for r in site.rows("freshness") if r.created_at < local("2020-12-01")}
    later = [row for row in site.rows("call-notice") if row.recipient == NADIA]
    assert len(later) == 9
    assert {row.state for row in later} == {"skipped"}
    assert all("User unknown" in str(row.last_answer) for row in later)
    left = [row for row in site.rows("call-notice") if row.recipient == CARRASCO]
    states = defaultdict(set)
    for row in left:
        states[row.state].add(row.event)
    assert states == {"sent": {"com4-calls-1", "com4-calls-2"}, "skipped": {"com4-calls-4", "com4-calls-5"}}
    hours = Counter(row.recipient for row in site.rows("hour-reminder") if row.state == "sent")
    assert hours == {ADA: 8, OKAFOR: 4}


def check_calls(site: Rehearsal) -> None:
    """The moved call's mails moved along, the cancelled calls' stay away."""
    (reminder,) = (row for row in site.rows("call-reminder", "com3-calls-2") if row.recipient == ADA)
    assert reminder.created_at == local("2021-01-26", "09:00")
    assert reminder.subject.endswith("call 2 of 5: Wednesday 27 January 2021, 14:00-17:00 CET")
    assert site.rows("hour-reminder", "com3-calls-2")[0].created_at == local("2021-01-27", "13:00")
    assert not [kind for kind in ("call-notice", "call-reminder") if site.rows(kind, "com4-calls-3")]
    assert site.rows("call-notice", "com3-calls-4")
    assert not site.rows("call-reminder", "com3-calls-4")
    cancelled = site.rows("call-cancelled")
    assert {row.created_at for row in cancelled} == {local("2021-02-06", "09:00")}
    invited = {row.recipient for row in site.rows("call-notice", "com3-calls-4") if row.state == "sent"}
    assert {row.recipient for row in cancelled} == invited


def check_the_deadline(site: Rehearsal) -> None:
    """Who has not answered the statement is reminded once, in its thread; APT is not."""
    rows = site.rows("deadline")
    assert {row.created_at for row in rows} == {local("2021-01-12", "09:00")}
    assert len(rows) == 16
    assert not [row for row in rows if row.recipient.partition("@")[2] in ("apt.example", "caict-cn.example")]
    paper = site.mail_to("liaison", ADA).message_id
    assert f"In-Reply-To: {paper}\r\n".encode() in site.mail_to("deadline", ADA).content


def check_what_was_handed_over(site: Rehearsal) -> None:
    """What the transport took is what the outbox says was sent, once each."""
    with site.store.begin() as session:
        rows = list(session.scalars(select(OutboxRow)))
    handed = Counter((each.recipient, each.content) for each in site.transport.sent)
    assert set(handed.values()) == {1}
    assert len(handed) == sum(row.state == "sent" for row in rows)
    assert {row.state for row in rows} == {"sent", "skipped"}
    assert all(row.created_at.astimezone(UTC) <= (row.sent_at or row.created_at) for row in rows)
