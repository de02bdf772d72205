"""OAuth2 from one end to the other: a real authorization server, a real Dovecot that asks it about each
token, and a real Postfix that asks Dovecot."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.inbound.mailbox import MailboxRefused
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.oauth.tokens import Tokens
from mailbot.outbound.delivery import Unreachable
from mailbot.outbound.delivery.smtp import SmtpTransport
from mailbot.settings_mail import Imap, OAuth, Smtp
from mailbot.store.session import Store
from mailbot.testing.authorization_server import AuthorizationServer

from .servers.daemon import Unavailable
from .servers.dovecot import Dovecot
from .servers.postfix import Postfix
from .servers.postgres import Postgres
from .site import BOT, OFFICER, Site

MAIL = b"From: ada.verne@cept.example\r\nTo: tsb-irc@itu.example\r\nSubject: hello\r\n\r\nhello\r\n"


@dataclass
class Servers:
    """The three servers, and what is needed to use them."""

    authorization: AuthorizationServer
    dovecot: Dovecot
    store: Store | None = None

    def oauth(self, **more: object) -> OAuth:
        form = {"token_url": self.authorization.token_url, "client_id": "mailbot", "client_secret": "s3cret"}
        return OAuth.model_validate(form | more)

    def source(self, **more: object) -> Callable[[str], str]:
        assert self.store is not None
        return Tokens(self.store, self.oauth(**more), BOT).current

    def imap(self, **more: object) -> Imap:
        form = {"host": "127.0.0.1", "port": self.dovecot.port, "security": "none", "timeout": 5}
        return Imap.model_validate({**form, "auth": "oauth2", "username": BOT, **more})


@pytest.fixture(scope="module")
def running() -> Iterator[Servers]:
    with AuthorizationServer("mailbot", "s3cret", service=BOT) as authorization:
        try:
            dovecot = Dovecot(
                {BOT: "secret", OFFICER: "other"}, introspection_url=authorization.introspection_url
            )
        except Unavailable as missing:
            pytest.skip(str(missing))
        with dovecot:
            yield Servers(authorization, dovecot)


@pytest.fixture
def servers(running: Servers, empty_store: Store) -> Servers:
    """Nothing asked, nothing withdrawn, an empty inbox."""
    running.store = empty_store
    running.dovecot.clear(BOT)
    authorization = running.authorization
    authorization.service, authorization.rotate, authorization.token_bytes = BOT, False, 24
    authorization.forms.clear()
    authorization.withdraw()
    return running


@pytest.fixture(scope="module")
def shared_smtp(running: Servers) -> Iterator[Postfix]:
    try:
        server = Postfix(running.dovecot)
    except Unavailable as missing:
        pytest.skip(str(missing))
    with server:
        yield server


def deliver(dovecot: Dovecot) -> None:
    new = dovecot.maildir(BOT) / "new"
    new.mkdir(parents=True, exist_ok=True)
    (new / "1606000000.M1P1.host").write_bytes(MAIL)


@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_imap_by_token(servers: Servers, security: str, caplog: pytest.LogCaptureFixture) -> None:
    port = servers.dovecot.tls_port if security == "tls" else servers.dovecot.port
    settings = servers.imap(
        host="localhost", port=port, security=security, ca_file=servers.dovecot.certificate
    )
    source = servers.source()
    with caplog.at_level(logging.DEBUG):
        for _ in range(2):
            with ImapMailbox(settings, tokens=source) as box:
                assert box.open().idle
    assert [form["grant_type"] for form in servers.authorization.forms] == ["client_credentials"]
    assert source("") not in caplog.text
    assert "s3cret" not in caplog.text


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_imap_with_each_mechanism(servers: Servers, mechanism: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.oauth.sasl.MECHANISMS", (mechanism,))
    servers.authorization.token_bytes = 2000  # as long as Microsoft's
    with ImapMailbox(servers.imap(), tokens=servers.source()) as box:
        assert list(box.new_since(None)) == []
    log = servers.dovecot.log
    assert f"method={mechanism}" in log.splitlines()[-2] + log.splitlines()[-1]


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_a_withdrawn_token_is_replaced_and_mail_flows(
    servers: Servers, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.oauth.sasl.MECHANISMS", (mechanism,))
    source = servers.source()
    box = ImapMailbox(servers.imap(), tokens=source)
    with box:
        first = source("")
    servers.authorization.withdraw()
    deliver(servers.dovecot)
    with box:
        (item,) = box.new_since(None)
        assert box.fetch(item) == MAIL
    assert source("") != first
    assert len(servers.authorization.forms) == 2


def test_another_ones_token_is_refused_with_the_reason(servers: Servers) -> None:
    servers.authorization.service = OFFICER
    with pytest.raises(MailboxRefused, match=r"\(\w+\); check imap\.username") as refused:
        ImapMailbox(servers.imap(), tokens=servers.source()).open()
    assert "AUTHENTICATIONFAILED" in str(refused.value)
    assert len(servers.authorization.forms) == 2


def test_no_token_to_be_had_says_what_to_change(servers: Servers) -> None:
    with pytest.raises(MailboxRefused, match=r"invalid_client.*oauth\.client_secret"):
        ImapMailbox(servers.imap(), tokens=servers.source(client_secret="over")).open()


def test_a_server_without_tokens_is_told(servers: Servers, dovecot: Dovecot) -> None:
    with pytest.raises(MailboxRefused, match="takes no tokens"):
        ImapMailbox(servers.imap(port=dovecot.port), tokens=servers.source()).open()


@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_smtp_by_token_through_postfix(
    servers: Servers, shared_smtp: Postfix, mechanism: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailbot.oauth.sasl.MECHANISMS", (mechanism,))
    servers.authorization.token_bytes = 1500
    source = servers.source()
    settings = smtp(servers, shared_smtp)
    before = len(shared_smtp.mails())
    asyncio.run(send(SmtpTransport(settings, source)))
    servers.authorization.withdraw()
    asyncio.run(send(SmtpTransport(settings, source)))
    shared_smtp.wait_for(before + 2)
    assert len(servers.authorization.forms) == 2
    assert f"sasl_method={mechanism}, sasl_username={BOT}" in shared_smtp.log


def test_smtp_with_another_ones_token_is_refused(servers: Servers, shared_smtp: Postfix) -> None:
    servers.authorization.service = OFFICER
    with pytest.raises(Unreachable, match=r"535 .*smtp\.username"):
        asyncio.run(send(SmtpTransport(smtp(servers, shared_smtp), servers.source())))
    assert len(servers.authorization.forms) == 2


def smtp(servers: Servers, postfix: Postfix) -> Smtp:
    return Smtp.model_validate(
        {"host": "localhost", "port": postfix.tls_port, "security": "starttls", "auth": "oauth2",
         "username": BOT, "ca_file": servers.dovecot.certificate, "timeout": 10}
    )  # fmt: skip


async def send(transport: SmtpTransport) -> str:
    try:
        return await transport.send(BOT, "bo@cept.example", MAIL)
    finally:
        await transport.close()


def test_an_installed_mailbot_with_tokens_that_are_replaced(
    running: Servers, shared_smtp: Postfix, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """doctor, worker and status as processes of their own; each finds the refresh token the last one left."""
    with AuthorizationServer("mailbot", "s3cret", {BOT: "r-first"}, rotate=True, expires_in=1) as own:
        monkeypatch.setattr(running.authorization, "user_of", own.user_of)  # whom Dovecot asks
        site = oauth_site(tmp_path, running.dovecot, shared_smtp, own)
        site.run("import", str(Path(__file__).parents[2] / "config" / "programmes" / "wtsa20.yaml"))
        found = site.run("doctor", status=1)  # the secret ends within 30 days of 14 December 2020
        assert "FIX   oauth: the client secret expires on 2021-01-05, in 22 days" in found
        assert "ok    inbox: imap://" in found
        assert "ok    way out: " in found
        assert "by token" in found
        deliver(running.dovecot)
        time.sleep(1)  # until the token that the doctor was given has ended
        site.run("worker", "--once")
        status = " ".join(site.run("status").split())  # whatever the width is
        assert "client secret until 2021-01-05" in status
        assert "expires on 2021-01-05, in 22 days" in status
        assert "1 read" in status
        shared_smtp.wait_for(1, OFFICER)  # who is asked to decide
        used = [form["refresh_token"] for form in own.forms]
        assert used[0] == "r-first"
        assert len(set(used)) == len(used) >= 2
        for secret in (*used, "s3cret"):
            assert secret not in found + status


def oauth_site(folder: Path, dovecot: Dovecot, postfix: Postfix, authorization: AuthorizationServer) -> Site:
    (folder / "mailbot.toml").write_text(
        f"""\
[database]
url = "sqlite:///mailbot.db"
[identity]
address = "{BOT}"
[imap]
host = "127.0.0.1"
port = {dovecot.port}
security = "none"
auth = "oauth2"
username = "{BOT}"
[smtp]
host = "localhost"
port = {postfix.tls_port}
security = "starttls"
auth = "oauth2"
username = "{BOT}"
ca_file = "{dovecot.certificate}"
[oauth]
token_url = "{authorization.token_url}"
client_id = "mailbot"
client_secret = "s3cret"
refresh_token = "r-first"
secret_expires = 2021-01-05
[review]
approvers = ["{OFFICER}"]
[trust]
authserv_ids = ["mx.itu.example"]
"""
    )
    return Site(folder)


def test_workers_on_postgresql_share_a_refresh_token_that_is_replaced(postgres: Postgres) -> None:
    """Each with connections of its own; the server withdraws everything when one is used twice."""
    url = postgres.create()
    stores = [Store(url).prepare() for _ in range(4)]
    with AuthorizationServer("mailbot", "s3cret", {BOT: "first"}, rotate=True) as own:
        settings = OAuth.model_validate(
            {"token_url": own.token_url, "client_id": "mailbot", "client_secret": "s3cret",
             "refresh_token": "first"}
        )  # fmt: skip
        refused = ""
        for round_number in range(1, 6):
            with ThreadPoolExecutor(4) as pool:
                got = set(pool.map(lambda store: Tokens(store, settings).current(refused), stores))  # noqa: B023
            assert len(got) == 1
            assert len(own.forms) == round_number
            (refused,) = got
    for store in stores:
        store.close()
