"""Mail as it leaves the house: through a real Postfix, signed, with the way out of its list, which works."""

from __future__ import annotations

import asyncio
import email
import http.client
import re
import shutil
import socket
import threading
import time
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from urllib.parse import urlsplit

import dkim
import pytest
import yaml
from sqlalchemy import select

from mailbot.clock import Clock
from mailbot.directory.importing import import_programme
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.inbound.proof.resolver import Dns
from mailbot.inbound.proof.signatures import check
from mailbot.mail.message import parse
from mailbot.outbound import outbox, pacing
from mailbot.outbound.announcements import announcement
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.delivery.smtp import SmtpTransport, canonical
from mailbot.outbound.pacing import Pace
from mailbot.outbound.planner import plan
from mailbot.outbound.recipients import Recipient
from mailbot.outbound.rules import load_rules
from mailbot.outbound.schedule import occasions_of
from mailbot.resources import SHIPPED_PROGRAMME
from mailbot.settings import Settings, Smtp
from mailbot.store.session import Store
from mailbot.store.tables import OutboxRow
from tests.conftest import NOON

from .servers.dns import NameServer
from .servers.dovecot import Dovecot
from .servers.postfix import Postfix
from .servers.postgres import Postgres
from .site import Site, make_site

US = "tsb-irc@itu.example"
NOTICE, DAY_BEFORE = "2021-01-14T09:05", "2021-01-18T09:05"
IDN, QUOTED, EAI = "anna@bücher.example", "jg@bücher.example", "jürgen@bücher.example"
EVIL = "Summary\r\n.\r\nMAIL FROM:<evil@x.example>\n.\nQUIT\r.\r{{7*7}} {% for x in y %}"


def programme() -> str:
    """The shipped one, with domains beyond ASCII and a summary that would like to end the mail."""
    found = yaml.safe_load(SHIPPED_PROGRAMME.read_text())
    found["contacts"][0] |= {"email": IDN, "name": "Anna {{7*7}} Bücher"}
    found["contacts"][1] |= {"email": QUOTED, "name": 'Jürgen "Bcc: evil@x.example" Groß'}
    position = next(each for each in found["positions"] if each["text"] == "Resolution 22" or True)
    position["summary"] = EVIL
    return yaml.safe_dump(found, allow_unicode=True)


@pytest.fixture
def names() -> NameServer:
    return NameServer({})


@pytest.fixture
def site(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, names: NameServer) -> Site:
    """Signs, has a site by https, and a DNS of its own that has the keys."""
    made = make_site(tmp_path, dovecot, postfix, "sqlite:///mailbot.db")
    config = tmp_path / "mailbot.toml"
    told = made.run("dkim", "keygen", "--prefix", "s1")
    section = told[told.index("[dkim]") : told.index("In DNS:")]
    text = config.read_text().replace("[trust]\n", f'[trust]\ndns_servers = ["{names.address}"]\n')
    config.write_text(f'{text}[web]\nbase_url = "https://irc.itu.example"\n{section}')
    for name, strings in re.findall(r"(\S+)\. IN TXT \( (.*) \)", told):
        names._records[name.lower()] = "".join(re.findall(r'"([^"]*)"', strings)).encode()
    (tmp_path / "p.yaml").write_text(programme())
    made.run("import", str(tmp_path / "p.yaml"))
    made.now = NOTICE
    return made


def strictly(raw: bytes) -> EmailMessage:
    message = email.message_from_bytes(raw, policy=default.clone(raise_on_defect=True))
    assert isinstance(message, EmailMessage)
    return message


def test_every_notice_arrives_whole_signed_and_can_be_left_by_one_click(
    site: Site, postfix: Postfix, names: NameServer
) -> None:
    with names:
        assert "ok    dkim: signed by itu.example with s1-rsa (rsa), s1-ed25519 (ed25519)" in site.run(
            "doctor"
        )
        site.run("worker", "--once")
        postfix.drain()
        arrived = postfix.mails()
        assert len(arrived) == 12
        assert {to.lower() for to, _ in arrived} >= {
            "anna@xn--bcher-kva.example",
            "jg@xn--bcher-kva.example",
        }
        links = {}
        for to, raw in arrived:
            message = strictly(raw)
            assert [each.result for each in check(parse(raw), Dns((names.address,)), NOON)] == [
                "pass",
                "pass",
            ]
            assert _rsa_by_dkimpy(raw, names)
            assert "evil@x.example" not in str(message["Bcc"])
            assert message["Bcc"] is None
            assert len(message["To"].addresses) == 1
            assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert message.get_body(("plain",)) is not None
            links[to] = urlsplit(re.findall(r"<(https:[^>]*)>", str(message["List-Unsubscribe"]))[0]).path
    leaving = "jg@xn--bcher-kva.example"
    _one_click(site, links, leaving)
    site.now = DAY_BEFORE
    site.run("worker", "--once")
    postfix.drain()
    reminded = [(to, strictly(raw)) for to, raw in postfix.mails()[12:]]
    reminders = [(to, message) for to, message in reminded if "call-reminder." in message["Message-ID"]]
    assert {to for to, _ in reminders} == {to for to, _ in arrived} - {leaving}
    sent = {to: strictly(raw)["Message-ID"] for to, raw in arrived}
    assert all(message["In-Reply-To"] == sent[to] == message["References"] for to, message in reminders)
    assert "unsubscribed from irm-com3 since 2021-01-14" in site.run("outbox", "list", "--state", "skipped")


def _rsa_by_dkimpy(raw: bytes, names: NameServer) -> bool:
    own = raw[raw.index(b"DKIM-Signature:") :]  # what Dovecot and Postfix put on top is none of its business
    found = [match[1] for match in re.finditer(rb"(?m)^DKIM-Signature: v=1; a=(\S+?);", own)]
    index = found.index(b"rsa-sha256")

    def dns(name: bytes, timeout: int = 5) -> bytes:
        return names._records[name.decode().rstrip(".").lower()]

    return bool(dkim.DKIM(raw).verify(idx=index, dnsfunc=dns))


def _one_click(site: Site, links: dict[str, str], leaving: str) -> None:
    """A scanner follows every link of every mail, and changes nothing; one reader's mail program posts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = site.start("web", "--port", str(port))
    try:
        _wait_for(port)
        for path in links.values():
            for method in ("HEAD", "GET"):
                assert _ask(port, method, path) == 200
        with Store(f"sqlite:///{site.folder / 'mailbot.db'}").begin() as session:
            from mailbot.directory.choices import load_choices

            assert not load_choices(session).left
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        assert _ask(port, "POST", links[leaving], b"List-Unsubscribe=One-Click", form) == 200
        assert _ask(port, "GET", "/health") == 200
    finally:
        server.terminate()
        errors = server.ended()
    assert server.returncode == 0, errors
    assert "Traceback" not in errors
    assert "/unsubscribe/" not in errors  # no token in a log


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the site does not listen")


def _ask(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body, headers or {})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def test_an_address_beyond_ascii_needs_and_gets_smtputf8(
    imported: Path, tmp_path: Path, postfix: Postfix
) -> None:
    """RFC 6531: announced to Postfix, the local part as it is, the domain in ASCII, the header in UTF-8."""
    store = Store(f"sqlite:///{shutil.copy(imported, tmp_path / 'mailbot.db')}")
    directory = load_file(SHIPPED_PROGRAMME)
    recipient = Recipient(EAI, "Jürgen Groß", organization="CEPT")
    occasion = next(
        each for rule in load_rules() if rule.kind == "call-notice"
        for each in occasions_of(directory.calls[-1], rule, directory.zone)
    )  # fmt: skip
    mail = announcement(occasion, directory, Identity(US, "TSB"), recipient, NOON, 0)
    with store.begin() as session:
        outbox.put(session, [mail], "call-notice", NOON)
    wire = asyncio.run(_delivered_through_a_wire(postfix, store))
    assert re.search(rb"MAIL FROM:<tsb-irc@itu\.example>[^\r\n]* SMTPUTF8", wire)
    assert "RCPT TO:<jürgen@xn--bcher-kva.example>".encode() in wire
    sent = wire.partition(b"DATA\r\n")[2].partition(b"\r\n.\r\n")[0]
    assert "<jürgen@xn--bcher-kva.example>" in sent.partition(b"\r\n\r\n")[0].decode()
    assert strictly(sent)["To"].addresses[0].display_name == "Jürgen Groß"
    with store.begin() as session:
        row = session.scalars(select(OutboxRow)).one()
        assert (row.state, row.domain) == ("sent", "xn--bcher-kva.example")
    store.close()


SMUGGLED = [
    b"\n.\n",
    b"\r.\r",
    b"\n.\r\n",
    b"\r\n.\n",
    b"\r\n.\r",
    b"\r.\r\n",
    b"\r\n\0.\r\n",
    b"\n\n.\r\r\n",
]


@pytest.mark.parametrize("end", SMUGGLED, ids=repr)
def test_threat_34_no_line_end_ends_the_mail_early(postfix: Postfix, end: bytes) -> None:
    """CVE-2023-51764: what a server might take for the end of data is part of the mail, on the wire too."""
    words = (
        b"before"
        + end
        + b"MAIL FROM:<evil@x.example>\r\nRCPT TO:<victim@cept.example>\r\nDATA\r\n..\r\n.\r\nafter"
    )
    content = b"From: tsb-irc@itu.example\r\nTo: ada@cept.example\r\nSubject: x\r\n\r\n" + words + b"\r\n"
    wire = asyncio.run(_through_a_wire(postfix, content))
    data = wire.partition(b"DATA\r\n")[2]
    body, ended, rest = data.partition(b"\r\n.\r\n")
    assert ended
    assert rest.strip().upper() in (b"", b"QUIT")
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", data) is None
    assert all(line.startswith(b"..") for line in body.split(b"\r\n") if line.startswith(b"."))
    ((to, raw),) = postfix.wait_for(1)
    postfix.drain()
    assert len(postfix.mails()) == 1
    assert to == "ada@cept.example"
    assert (
        raw.partition(b"\r\n\r\n")[2].rstrip() == canonical(words).replace(b"\0", b"").rstrip()
        or b"\0" in end
    )


async def _through_a_wire(postfix: Postfix, content: bytes) -> bytes:
    """Send to Postfix; every octet of ours on the way."""
    async with wiretap(postfix) as (smtp, seen):
        transport = SmtpTransport(smtp)
        await transport.send(US, "ada@cept.example", content)
        await transport.close()
    return bytes(seen)


async def _delivered_through_a_wire(postfix: Postfix, store: Store) -> bytes:
    async with wiretap(postfix) as (smtp, seen):
        outcome = await deliver_due(store, SmtpTransport(smtp), NOON)
    assert (outcome.sent, outcome.error) == (1, None)
    return bytes(seen)


@asynccontextmanager
async def wiretap(postfix: Postfix) -> AsyncIterator[tuple[Smtp, bytearray]]:
    """A relay to Postfix that keeps every octet of ours."""
    seen, served = bytearray(), set[asyncio.Task[None] | None]()

    async def pipe(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kept: bytearray | None
    ) -> None:
        while data := await reader.read(4096):
            if kept is not None:
                kept += data
            writer.write(data)
            await writer.drain()
        writer.close()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.add(asyncio.current_task())
        there, away = await asyncio.open_connection(postfix.host, postfix.port)
        await asyncio.gather(pipe(reader, away, seen), pipe(there, writer, None))

    relay = await asyncio.start_server(connected, "127.0.0.1", 0)
    port = relay.sockets[0].getsockname()[1]
    async with relay:
        yield Smtp(host="127.0.0.1", port=port, security="none", timeout=20), seen
        await asyncio.gather(*(each for each in served if each is not None))


def test_workers_of_one_database_keep_its_pace_together(postgres: Postgres, shipped: Directory) -> None:
    """On PostgreSQL, where claims run side by side."""
    store = Store(postgres.create()).prepare()
    with store.begin() as session:
        import_programme(session, shipped, actor="operator", file="wtsa20.yaml", now=NOON)
    now = datetime(2021, 1, 14, 8, 5, tzinfo=UTC)
    plan(store, Settings(), now)
    transport, gate, pace = MemoryTransport(), threading.Barrier(6), Pace(per_minute=7, per_domain=1)

    def work(number: int) -> None:
        gate.wait()
        asyncio.run(deliver_due(store, transport, now, Clock.wall, f"w{number}", in_flight=3, pace=pace))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(6)))
    domains = [pacing.domain_of(mail.recipient) for mail in transport.sent]
    assert len(domains) == len(set(domains)) == 7
    with store.begin() as session:
        states = [
            row.state for row in session.scalars(select(OutboxRow).where(OutboxRow.kind == "call-notice"))
        ]
        pacing.pause(session, "ada", None, now)
    assert sorted(states) == ["queued"] * 5 + ["sent"] * 7
    asyncio.run(deliver_due(store, transport, now, Clock.wall, "w9"))
    assert len(transport.sent) == 7
    store.close()


def test_a_rehearsal_on_postgresql_changes_nothing(
    tmp_path: Path, dovecot: Dovecot, postfix: Postfix, postgres: Postgres
) -> None:
    site = make_site(tmp_path, dovecot, postfix, postgres.create())
    (tmp_path / "p.yaml").write_text(programme())
    site.run("import", str(tmp_path / "p.yaml"))
    site.now = NOTICE
    for _ in range(2):
        told = site.run("worker", "--once", "--dry-run")
        assert len(re.findall(r"^would send  call-notice  \S+@\S+  ", told, re.MULTILINE)) == 12
    assert site.run("outbox", "list").strip() == "Nothing is in the outbox."
    postfix.drain()
    assert postfix.mails() == []
