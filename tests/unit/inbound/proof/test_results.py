"""Authentication-Results: read strictly, believed only from whom the configuration names."""

from __future__ import annotations

import pytest

from mailbot.inbound.authenticity import Trusted, judge
from mailbot.inbound.proof.domains import aligned, organizational
from mailbot.inbound.proof.results import read
from mailbot.mail.message import parse

OURS = "mx.itu.example"
MICROSOFT = (
    "spf=pass (sender IP is 192.0.2.7)\r\n smtp.mailfrom=cept.example; dkim=pass (signature was verified)\r\n"
    " header.d=cept.example;dmarc=pass action=none\r\n header.from=cept.example;compauth=pass reason=100"
)
WITHIN = "Received: from AM9PR01.eurprd01.prod.outlook.com by DB7PR01.eurprd01.prod.outlook.com with HTTPS"
BORDER = "Received: from mail.evil.example (192.0.2.66) by AM5EUR.mail.protection.outlook.com with SMTP"


def mail(*fields: str, sender: str = "Ada Verne <ada.verne@cept.example>") -> bytes:
    return "\r\n".join([*fields, f"From: {sender}", "", "Hello."]).encode()


def verdict(value: str, sender: str = "Ada Verne <ada.verne@cept.example>") -> str:
    raw = mail(f"Authentication-Results: {value}", sender=sender)
    return judge(parse(raw), (OURS,)).verdict


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("mx.itu.example; dmarc=pass header.from=cept.example", "authenticated"),
        ("MX.ITU.example 1; dmarc=pass header.from=cept.example", "authenticated"),
        ('"mx.itu.example"; dmarc=pass header.from=cept.example', "authenticated"),
        ("mx.itu.example;\r\n\tspf=softfail smtp.mailfrom=x.example;\r\n\tdmarc=pass header.from=cept.example", "authenticated"),
        ("(a comment; dmarc=fail) mx.itu.example (version\\) x) 1; dmarc (of (the) domain) = pass", "authenticated"),
        ("mx.itu.example; dkim/1=pass header.i=@mail.cept.example", "authenticated"),
        ("mx.itu.example; dkim=fail header.d=x.example; dkim=pass header.d=cept.example", "authenticated"),
        ("mx.itu.example; spf=pass smtp.mailfrom=bounce+7@mail.cept.example", "authenticated"),
        ("mx.itu.example; spf=pass smtp.mailfrom=cept.example", "authenticated"),
        ("mx.itu.example; spf=pass smtp.helo=cept.example", "unverified"),
        ("mx.itu.example; dmarc=none; dkim=none; spf=none", "unverified"),
        ("mx.itu.example; dmarc=temperror", "unverified"),
        ("mx.itu.example; dmarc=pass header.from=other.example", "unverified"),
        ("mx.itu.example; dmarc=pass header.from=cept.example.evil.example", "unverified"),
        ("mx.itu.example; dmarc=pass header.from=cept.example; dmarc=fail header.from=cept.example", "failed"),
        ("mx.itu.example; dkim=pass header.d=cept.example; dmarc=fail header.from=cept.example", "failed"),
        ("mx.itu.example; dkim=fail header.d=cept.example; spf=fail smtp.mailfrom=cept.example", "failed"),
        ("mx.itu.example; none", "unverified"),
        ("mx.itu.example", "unverified"),
        ("mx.itu.example; reason=\"dmarc=pass\"; x=y", "unverified"),
        # what a sender can make a trusted host write
        ('mx.itu.example; spf=pass smtp.mailfrom="; dmarc=pass header.from=cept.example; x="@evil.example', "unverified"),
        ("mx.itu.example; spf=pass smtp.mailfrom=cept.example=@evil.example", "unverified"),
        ("mx.itu.example; spf=pass smtp.mailfrom=ada@cept.example@evil.example", "unverified"),
        ("mx.itu.example; spf=fail (x; dmarc=pass header.from=cept.example) smtp.mailfrom=a", "unverified"),
        ("mx.itu.example; dmarc=pass (header.from=cept.example", "unverified"),
        ('mx.itu.example; dmarc=pass header.from="cept.example', "unverified"),
        # who is not trusted
        ("mx.itu.example.evil.example; dmarc=pass header.from=cept.example", "unverified"),
        ("evil mx.itu.example 1; dmarc=pass", "unverified"),
        ("(mx.itu.example) evil.example; dmarc=pass", "unverified"),
        ("dmarc=pass header.from=cept.example", "unverified"),
    ],
)  # fmt: skip
def test_what_a_field_proves(value: str, wanted: str) -> None:
    assert verdict(value) == wanted


def test_a_broken_field_of_the_trusted_host_hides_no_older_one() -> None:
    raw = mail(
        f'Authentication-Results: {OURS}; dmarc=fail header.from="cept.example',
        f"Authentication-Results: {OURS}; dmarc=pass header.from=cept.example",
    )
    assert judge(parse(raw), (OURS,)).verdict == "unverified"


def test_the_reasons_are_in_words_and_name_the_host() -> None:
    raw = mail(
        f"Authentication-Results: {OURS}; spf=pass smtp.mailfrom=x.example; dmarc=fail header.from=cept.example"
    )
    found = judge(parse(raw), (OURS,))
    assert found.held
    assert found.reasons == (
        "mx.itu.example: spf=pass (x.example)",
        "mx.itu.example: dmarc=fail (cept.example)",
    )


def test_a_site_may_hold_what_is_not_proven() -> None:
    raw = mail()
    assert not judge(parse(raw), (OURS,)).held
    assert judge(parse(raw), Trusted(frozenset({OURS}), hold_unverified=True)).held


@pytest.mark.parametrize(
    ("domain", "author", "wanted"),
    [
        ("cept.example", "cept.example", True),
        ("mail.cept.example", "CEPT.example", True),
        ("news.cept.example", "mail.cept.example", True),
        ("ofcom.co.uk", "cept.co.uk", False),
        ("co.uk", "cept.co.uk", False),
        ("mail.cept.co.uk", "cept.co.uk", True),
        ("bücher.example", "xn--bcher-kva.example", True),
        ("сept.example", "cept.example", False),
        ("example", "cept.example", False),
        ("", "", False),
    ],
)
def test_alignment(domain: str, author: str, wanted: bool) -> None:
    assert aligned(domain, author) is wanted
    assert aligned(author, domain) is wanted


def test_what_was_registered() -> None:
    assert organizational("a.b.cept.co.uk") == "cept.co.uk"
    assert organizational("co.uk") is None


class TestMicrosoft365:
    """Its field names no authserv-id."""

    TRUST = Trusted(without_authserv_id=True)

    def verdict(self, *fields: str) -> str:
        return judge(parse(mail(*fields)), self.TRUST).verdict

    def test_counts_where_configured(self) -> None:
        assert self.verdict(WITHIN, f"Authentication-Results: {MICROSOFT}", BORDER) == "authenticated"
        failing = MICROSOFT.replace("dmarc=pass", "dmarc=fail").replace("compauth=pass", "compauth=fail")
        assert self.verdict(WITHIN, f"Authentication-Results: {failing}", BORDER) == "failed"

    def test_counts_nowhere_else(self) -> None:
        raw = mail(WITHIN, f"Authentication-Results: {MICROSOFT}", BORDER)
        assert judge(parse(raw), (OURS,)).verdict == "unverified"

    def test_below_the_border_it_is_forged(self) -> None:
        assert self.verdict(WITHIN, BORDER, f"Authentication-Results: {MICROSOFT}") == "unverified"

    def test_only_the_topmost_counts(self) -> None:
        none = "Authentication-Results: spf=none smtp.mailfrom=cept.example; dkim=none; dmarc=none"
        assert self.verdict(WITHIN, none, f"Authentication-Results: {MICROSOFT}") == "unverified"
        other = "Authentication-Results: mx.evil.example; dmarc=pass header.from=cept.example"
        assert self.verdict(other, f"Authentication-Results: {MICROSOFT}") == "unverified"

    def test_its_own_judgement_may_fail_what_has_no_policy(self) -> None:
        value = "spf=none smtp.mailfrom=cept.example; dkim=none; dmarc=none; compauth=fail reason=001"
        assert self.verdict(f"Authentication-Results: {value}") == "failed"


def test_a_field_of_any_length_is_read_in_a_moment() -> None:
    assert read("mx.itu.example; " + "(" * 19_000) is None
    assert read("a" * 30_000) is None
    found = read("mx.itu.example; " + "dkim=pass; " * 1_500)
    assert found is not None
    assert len(found.checks) == 50
