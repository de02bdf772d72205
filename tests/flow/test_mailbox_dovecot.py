"""The IMAP mailbox against a real Dovecot: what servers refuse, leave out, and how they are trusted."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from mailbot.inbound.mailbox import Mailbox, MailboxRefused
from mailbot.inbound.mailbox.imap import ImapMailbox
from mailbot.settings import Imap

from .mailbox_backends import PASSWORD, USER, ConfiguredDovecot, ImapBackend, own_dovecot, running_dovecot

__all__ = ["own_dovecot"]

A, B, C = (f"Subject: {name}\r\n\r\nFrom {name}.\r\n".encode() for name in "ABC")
_ACL = """
mail_plugins = acl
plugin {{
  acl = vfile:{folder}/acl
}}
"""


@pytest.fixture
def backend(own_dovecot: ConfiguredDovecot) -> ImapBackend:
    return ImapBackend(own_dovecot.port, own_dovecot.restart)


def old_server(capabilities: str) -> Iterator[ImapBackend]:
    """A server that announces little more than IMAP4rev1."""
    with running_dovecot(f"imap_capability = IMAP4rev1 LITERAL+ NAMESPACE {capabilities}\n") as server:
        yield ImapBackend(server.port, server.restart)


@pytest.fixture
def no_idle_no_move() -> Iterator[ImapBackend]:
    yield from old_server("UIDPLUS")


@pytest.fixture
def no_uidplus() -> Iterator[ImapBackend]:
    yield from old_server("")


def test_without_idle_the_wait_is_a_poll(no_idle_no_move: ImapBackend) -> None:
    with no_idle_no_move.box() as box:
        assert not box.open().idle
        assert box.wait(0.01, threading.Event())
        stop = threading.Event()
        stop.set()
        assert not box.wait(20, stop)


def test_without_move_only_the_handled_are_copied_and_removed(no_idle_no_move: ImapBackend) -> None:
    for raw in (A, B, C):
        no_idle_no_move.deliver(raw)
    mark_deleted(no_idle_no_move, B)
    with no_idle_no_move.box(after="move") as box:
        items = list(box.new_since(None))
        assert box.dispose(items[:1]).complete
        assert box.dispose(items[:1]).complete
    assert no_idle_no_move.processed() == [A]
    assert no_idle_no_move.inbox() == [B, C]  # B, which somebody else marked as deleted, is still there


def test_without_uidplus_nothing_is_expunged(no_uidplus: ImapBackend) -> None:
    for raw in (A, B):
        no_uidplus.deliver(raw)
    with no_uidplus.box(after="move") as box:
        done = box.dispose(list(box.new_since(None))[:1])
    assert done.complete
    assert "UIDPLUS" in done.reason
    assert no_uidplus.processed() == [A]
    assert no_uidplus.inbox() == [A, B]
    assert no_uidplus.search("DELETED") == [A]


@pytest.mark.parametrize("after", ["flag", "move"])
def test_a_read_only_folder_is_read_and_left_alone(after: str) -> None:
    with running_dovecot(_ACL) as server:
        backend = ImapBackend(server.port, server.restart)
        backend.deliver(A)
        (server.folder / "acl").write_text("* owner lr\n")
        with backend.box(after=after) as box:
            assert box.open().read_only
            (item,) = box.new_since(None)
            assert box.fetch(item) == A
            done = box.dispose([item])
            assert not done.complete
            assert "read-only" in done.reason
        assert backend.seen() == []


def test_moving_where_no_folder_may_be_made_says_so() -> None:
    with running_dovecot(_ACL) as server:
        backend = ImapBackend(server.port, server.restart)
        backend.deliver(A)
        (server.folder / "acl").write_text("* owner lrstwie\n")
        with backend.box(after="move") as box:
            done = box.dispose(list(box.new_since(None)))
        assert not done.complete
        assert "NOPERM" in done.reason
        assert backend.inbox() == [A]


def test_the_target_is_found_inside_the_personal_namespace() -> None:
    with running_dovecot("namespace inbox {{\n  prefix = INBOX/\n}}\n") as server:
        settings = imap(server.port, processed="Done", after="move")
        backend = ImapBackend(server.port, server.restart, folder="INBOX", processed="INBOX/Done")
        backend.deliver(A)
        with ImapMailbox(settings) as box:
            assert box.dispose(list(box.new_since(None))).complete
        assert backend.processed() == [A]


def test_large_folders_are_searched_in_windows(backend: ImapBackend) -> None:
    for raw in (A, B, C) * 3:
        backend.deliver(raw)
    with backend.box(window=2) as box:
        items = list(box.new_since(None))
        assert [box.fetch(item) for item in items] == [A, B, C] * 3
        assert list(box.new_since(items[3].cursor)) == items[4:]


def test_condstore_spares_searches_and_misses_nothing(backend: ImapBackend) -> None:
    backend.deliver(A)
    with backend.box() as box:
        (first,) = box.new_since(None)
        assert list(box.new_since(first.cursor)) == []
        before = box._quiet
        assert before is not None
        assert before.folder.sequence > 0
        assert list(box.new_since(first.cursor)) == []
        assert box._quiet is before  # no search has been made
        for raw in (B, C):
            backend.deliver(raw)
            (new,) = box.new_since(first.cursor)
            assert box.fetch(new) == raw
            first = new


def test_a_wrong_password_is_refused_with_the_keys_to_check(own_dovecot: ConfiguredDovecot) -> None:
    with pytest.raises(MailboxRefused) as refused:
        ImapMailbox(imap(own_dovecot.port, password=SecretStr("not-the-password"))).open()
    assert "imap.password" in str(refused.value)
    assert "tsb%40itu.example@127.0.0.1" in str(refused.value)
    assert "not-the-password" not in repr(refused.value)


def test_a_missing_folder_is_refused_with_its_name(own_dovecot: ConfiguredDovecot) -> None:
    with pytest.raises(MailboxRefused, match=r"'Nowhere' cannot be opened; check imap\.folder"):
        ImapMailbox(imap(own_dovecot.port, folder="Nowhere")).open()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_nobody_vouches_for_is_refused(own_dovecot: ConfiguredDovecot, security: str) -> None:
    with pytest.raises(MailboxRefused, match=r"certificate is not accepted: self.signed.*imap\.ca_file"):
        secure(own_dovecot, security, ca_file=None).open()


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_with_its_ca_the_server_is_trusted(own_dovecot: ConfiguredDovecot, security: str) -> None:
    with secure(own_dovecot, security, ca_file=own_dovecot.certificate) as box:
        assert box.open().idle
        list(box.new_since(None))
        ImapBackend(own_dovecot.port, own_dovecot.restart, folder="INBOX").deliver(A)
        assert box.wait(20, threading.Event())


def test_no_tls_on_a_plain_port_says_so(own_dovecot: ConfiguredDovecot) -> None:
    with pytest.raises(MailboxRefused, match="no TLS on this port"):
        ImapMailbox(imap(own_dovecot.port, security="tls")).open()


def test_a_ca_file_that_is_none_is_named(own_dovecot: ConfiguredDovecot, tmp_path: Path) -> None:
    for content in (None, "no certificate"):
        if content:
            (tmp_path / "ca.pem").write_text(content)
        with pytest.raises(MailboxRefused, match=r"imap\.ca_file: .*ca\.pem cannot be used"):
            secure(own_dovecot, "tls", ca_file=tmp_path / "ca.pem").open()


def imap(port: int, **more: object) -> Imap:
    fixed = {"host": "127.0.0.1", "port": port, "security": "none", "username": USER, "password": PASSWORD}
    return Imap.model_validate({**fixed, "timeout": 5, **more})


def secure(server: ConfiguredDovecot, security: str, ca_file: Path | None) -> Mailbox:
    port = server.tls_port if security == "tls" else server.port
    return ImapMailbox(imap(port, host="localhost", security=security, ca_file=ca_file))


def mark_deleted(backend: ImapBackend, raw: bytes) -> None:
    with backend.observer() as client:
        client.select_folder(backend.settings.folder)
        client.delete_messages(client.search(["SUBJECT", raw.split()[1].decode()]), silent=True)
