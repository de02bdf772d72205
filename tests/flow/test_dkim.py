"""A signed mail, its key in DNS, and what becomes of it: the command, the configuration, a real name server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailbot.inbound.proof.resolver import Dns, NoAnswer
from mailbot.resources import SHIPPED_PROGRAMME
from tests.speed import soon
from tests.unit.inbound.proof.signing import key_pair, signed, unsigned

from .servers.dns import NameServer
from .site import Site

ADA = "annelie.sjogren@cept.example"
RECORD = key_pair(2048)[1] + b"; n=" + b"a long remark" * 20  # longer than one string of a TXT record


@pytest.fixture
def names() -> Iterator[NameServer]:
    with NameServer({"s1._domainkey.cept.example": RECORD}) as server:
        yield server


@pytest.fixture
def site(tmp_path: Path, names: NameServer) -> Site:
    (tmp_path / "mailbot.toml").write_text(
        f'[trust]\nauthserv_ids = ["mx.itu.example"]\ndns_servers = ["{names.address}"]\n'
        '[review]\napprovers = ["officer@itu.example"]\n'
    )
    made = Site(tmp_path)
    made.run("import", str(SHIPPED_PROGRAMME))
    return made


def mail(number: int) -> bytes:
    body = f"Dear colleagues,\r\n\r\nmy new phone number is +46 8 465 004 {number}.\r\n"
    return unsigned(ADA, body).replace(b"<1@", b"<%d@" % number)


def cases(site: Site, *mails: bytes) -> list[dict[str, Any]]:
    for number, raw in enumerate(mails):
        path = site.folder / f"{number}.eml"
        path.write_bytes(raw)
        site.run("ingest", str(path))
    return site.queue()


def test_the_key_in_dns_proves_the_sender(site: Site, names: NameServer) -> None:
    altered = signed(mail(12)).replace(b"004 12", b"004 13")
    good, bad, none = cases(site, signed(mail(11)), altered, signed(mail(14), selector="s9"))
    assert good["authenticity"] == "authenticated"
    assert good["proof"] == ["the DKIM signature of cept.example is good"]
    assert (bad["authenticity"], bad["state"]) == ("unverified", "pending")
    assert "does not fit the mail" in bad["proof"][-1]
    assert "there is no key at s9._domainkey.cept.example" in none["proof"][-1]
    assert names.asked == ["s1._domainkey.cept.example"] * 2 + ["s9._domainkey.cept.example"]


def test_nobody_is_asked_where_a_trusted_host_has_spoken_nor_by_parse(site: Site, names: NameServer) -> None:
    spoken = b"Authentication-Results: mx.itu.example; dkim=pass header.d=cept.example\r\n" + signed(mail(21))
    (case,) = cases(site, spoken)
    assert case["authenticity"] == "authenticated"
    (site.folder / "p.eml").write_bytes(signed(mail(22)))
    assert json.loads(site.run("parse", str(site.folder / "p.eml")))["authenticity"] == "unverified"
    assert names.asked == []


def test_a_dead_name_server_costs_seconds_and_is_made_good_by_rereading(
    site: Site, names: NameServer
) -> None:
    address = names.address
    names.stop()
    with soon(15):  # two processes' start and 2 s of waiting
        (case,) = cases(site, signed(mail(31)))
    assert case["authenticity"] == "unverified"
    assert "could not be checked" in case["proof"][-1]
    with NameServer({"s1._domainkey.cept.example": RECORD}) as again:
        config = site.folder / "mailbot.toml"
        config.write_text(config.read_text().replace(address, again.address))
        site.run("reread", "1", "--officer", "Officer")
        (case,) = site.queue()
        assert case["authenticity"] == "authenticated"
        site.run("reread", "1", "--officer", "Officer")
        assert len(again.asked) == 1


def test_answers_are_remembered_and_a_dead_server_is_left_alone(names: NameServer) -> None:
    resolver = Dns((names.address,))
    for _ in range(3):
        assert resolver.txt("s1._domainkey.cept.example", 2) == (RECORD,)
        assert resolver.txt("nobody.example", 2) is None
    assert names.asked == ["s1._domainkey.cept.example", "nobody.example"]
    names.stop()
    clock = [1_000.0]
    dead = Dns((names_of_nobody(),), clock=lambda: clock[0])
    with soon(3):
        for number in range(50):
            with pytest.raises(NoAnswer):
                dead.txt(f"{number}.example", 0.3)
    clock[0] += 400
    with pytest.raises(NoAnswer, match="gave no answer"):
        dead.txt("later.example", 0.3)


def names_of_nobody() -> str:
    """A port nobody listens at."""
    server = NameServer({})
    address = server.address
    server.stop()
    return address
