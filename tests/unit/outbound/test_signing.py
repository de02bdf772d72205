"""DKIM: two signatures on what travels, checked by dkimpy and by our own proof; nothing can be added."""

from __future__ import annotations

import asyncio
import base64
import re
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mailbot.doors.dkim_check import Wrong, check
from mailbot.errors import UsageError
from mailbot.inbound.proof.resolver import Fixed
from mailbot.inbound.proof.signatures import check as prove
from mailbot.mail.message import parse
from mailbot.outbound.addressing import Addressing
from mailbot.outbound.composing import Identity
from mailbot.outbound.deliverer import deliver_due
from mailbot.outbound.delivery.memory import MemoryTransport
from mailbot.outbound.delivery.signing import SIGNED, DkimSigner, load_key, new_key, zone_line
from mailbot.settings import Settings
from mailbot.settings_dkim import Dkim, DkimKey
from mailbot.store.keys import signer
from mailbot.store.session import Store
from tests.unit.outbound.test_delivery import NOTICE, WALL, queued

__all__ = ["queued"]
AT = datetime(2026, 1, 1, tzinfo=UTC)
US = "tsb-irc@itu.example"
MAIL = (
    b"From: TSB <tsb-irc@itu.example>\r\nReply-To: tsb-irc+r@itu.example\r\nTo: ada@cept.example\r\n"
    b"Subject: =?utf-8?q?r=C3=A9union?=\r\n  and  more\r\nDate: Thu, 14 Jan 2021 09:00:00 +0100\r\n"
    b"Message-ID: <1@itu.example>\r\nMIME-Version: 1.0\r\n\r\nHello.  \r\n\r\n.\r\n \r\n\r\n"
)


@pytest.fixture(scope="module")
def signing(tmp_path_factory: pytest.TempPathFactory) -> DkimSigner:
    folder = tmp_path_factory.mktemp("keys")
    keys = []
    for name in ("rsa", "ed25519"):
        (folder / name).write_bytes(new_key(name))
        keys.append(load_key(f"s1-{name}", folder / name))
    return DkimSigner("itu.example", keys)


def records(signing: DkimSigner) -> dict[str, tuple[bytes, ...]]:
    return {f"{key.selector}._domainkey.{signing.domain}": (key.record.encode(),) for key in signing.keys}


def outcomes(content: bytes, signing: DkimSigner) -> list[str]:
    """Our own proof's word on each signature: RSA by dkimpy, Ed25519 too but for the curve."""
    return [each.result for each in prove(parse(content), Fixed(records(signing)), AT)]


def rsa_verified(content: bytes, signing: DkimSigner) -> bool:
    """dkimpy's own word on the signature of RSA, with DNS from a table."""

    def dns(name: bytes, timeout: int = 5) -> bytes:
        return records(signing)[name.decode().rstrip(".")][0]

    names = [m[1] for m in re.finditer(rb"(?m)^DKIM-Signature: v=1; a=(\S+?);", content)]
    try:
        return bool(dkim.DKIM(content).verify(idx=names.index(b"rsa-sha256"), dnsfunc=dns))
    except dkim.ValidationError:  # the body's hash is another
        return False


def test_both_signatures_are_good(signing: DkimSigner) -> None:
    content = signing.signed(MAIL, AT)
    assert content.endswith(MAIL)
    assert content.count(b"DKIM-Signature: v=1; a=") == 2
    assert outcomes(content, signing) == ["pass", "pass"]
    assert rsa_verified(content, signing)
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\r\nSubject: ", b"\r\nSubject: x"),
        (b"\r\nReply-To: tsb-irc+r@", b"\r\nReply-To: eve@"),
        (b"Hello.", b"Hullo."),
        (b"\r\nTo: ", b"\r\nReply-To: eve@evil.example\r\nTo: "),
        (b"\r\nMIME", b"\r\nList-Unsubscribe: <https://evil.example/>\r\nMIME"),
        (b"\r\nMIME", b"\r\nCc: eve@evil.example\r\nMIME"),
        (b"\r\nMIME", b"\r\nIn-Reply-To: <x@evil.example>\r\nMIME"),
        (b"\r\n \r\n\r\n", b"\r\nmore\r\n"),
    ],
)
def test_whatever_is_changed_or_added_breaks_them(signing: DkimSigner, old: bytes, new: bytes) -> None:
    content = signing.signed(MAIL, AT)
    assert content.count(old) >= 1
    changed = content.replace(old, new, 1)
    assert "pass" not in outcomes(changed, signing)
    assert not rsa_verified(changed, signing)


def test_what_relaying_may_do_does_not_break_them(signing: DkimSigner) -> None:
    """Received on top, refolding, blanks at line ends, empty lines at the end (relaxed/relaxed)."""
    content = signing.signed(MAIL, AT)
    relayed = b"Received: from a by b;\r\n today\r\n" + content
    relayed = (
        relayed.replace(b"\r\n  and  more", b"\r\n\tand more").replace(b"Hello.  ", b"Hello.") + b"\r\n\r\n"
    )
    assert outcomes(relayed, signing) == ["pass", "pass"]
    assert rsa_verified(relayed, signing)


def test_a_mail_without_a_body_and_one_beyond_ascii(signing: DkimSigner) -> None:
    for content in (MAIL.partition(b"Hello")[0], MAIL.replace(b"ada@cept", "jürgen@cept".encode())):
        signed = signing.signed(content, AT)
        assert rsa_verified(signed, signing)
        assert outcomes(signed, signing) == ["pass", "pass"]


def test_line_ends_are_made_whole_before_signing(signing: DkimSigner) -> None:
    signed = signing.signed(MAIL.replace(b".\r\n \r\n", b".\n \r"), AT)
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", signed) is None
    assert rsa_verified(signed, signing)


def test_every_mail_that_is_handed_over_is_signed_last(queued: Store, signing: DkimSigner) -> None:
    addressing = Addressing(
        Identity(US, "TSB"), signer(queued, Settings()), base_url="https://irc.itu.example"
    )
    transport = MemoryTransport()
    asyncio.run(deliver_due(queued, transport, NOTICE, lambda: WALL, addressing=addressing, signing=signing))
    assert len(transport.sent) == 12
    for mail in transport.sent:
        assert outcomes(mail.content, signing) == ["pass", "pass"]
        assert rsa_verified(mail.content, signing)
        head = mail.content.partition(b"\r\n\r\n")[0].decode()
        covered = re.search(r"h=([^;]+);", head)
        assert covered is not None
        named = [each.strip().lower() for each in covered[1].split(":")]
        there = re.findall(r"(?m)^([\w-]+):", head)
        for name in SIGNED:
            count = sum(each.lower() == name.lower() for each in there)
            assert named.count(name.lower()) == count + 1, name
        assert {"reply-to", "list-unsubscribe", "list-unsubscribe-post", "list-id"} <= set(named)


def test_the_record_in_a_zone_file_is_the_record(signing: DkimSigner) -> None:
    for key in signing.keys:
        line = zone_line(key, "itu.example")
        strings = re.findall(r'"([^"]*)"', line)
        assert all(len(each) <= 255 for each in strings)
        assert "".join(strings).replace(" ", "") == key.record.replace(" ", "")
        assert line.startswith(f"{key.selector}._domainkey.itu.example. IN TXT ( ")
    assert len(base64.b64decode(signing.keys[1].public)) == 32


def test_keys_that_cannot_sign_are_named(tmp_path: Path) -> None:
    path = tmp_path / "k.pem"
    with pytest.raises(UsageError, match="No such file"):
        load_key("s", path)
    path.write_bytes(b"nothing")
    with pytest.raises(UsageError, match="no private key"):
        load_key("s", path)
    path.write_bytes(ec.generate_private_key(ec.SECP256R1()).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))  # fmt: skip
    with pytest.raises(UsageError, match="RSA and Ed25519 only"):
        load_key("s", path)


@pytest.fixture
def site(tmp_path: Path, signing: DkimSigner) -> Settings:
    keys = []
    for key in signing.keys:
        path = tmp_path / f"{key.selector}.pem"
        path.write_bytes(b"")
        path.chmod(0o600)
        keys.append(DkimKey(selector=key.selector, file=path))
    return Settings(dkim=Dkim(keys=tuple(keys)))


def test_doctor_finds_the_records(site: Settings, signing: DkimSigner) -> None:
    assert (
        check(site, signing, Fixed(records(signing)))
        == "signed by itu.example with s1-rsa (rsa), s1-ed25519 (ed25519)"
    )


def test_doctor_prints_what_is_missing_or_wrong(site: Settings, signing: DkimSigner) -> None:
    known = records(signing)
    rsa, ed = list(known)
    with pytest.raises(Wrong) as missing:
        check(site, signing, Fixed({rsa: known[rsa]}))
    assert str(missing.value) == f"publish in DNS: {zone_line(signing.keys[1], 'itu.example')}"
    with pytest.raises(Wrong, match="holds another key"):
        check(site, signing, Fixed({rsa: known[ed], ed: known[ed]}))
    with pytest.raises(Wrong, match="2 TXT records"):
        check(site, signing, Fixed({rsa: known[rsa] * 2, ed: known[ed]}))
    site.dkim.keys[0].file.chmod(0o644)
    with pytest.raises(Wrong, match="chmod 600"):
        check(site, signing, Fixed(known))
    site.dkim.keys[0].file.chmod(0o600)
    with pytest.raises(Wrong, match=r"set dkim\.domain to itu\.example"):
        check(site, DkimSigner("elsewhere.example", ()), Fixed({}))
