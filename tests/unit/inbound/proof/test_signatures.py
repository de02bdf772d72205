"""DKIM signatures checked here: what counts, what does not, and what it may cost."""

from __future__ import annotations

import re
import time
from datetime import UTC, datetime, timedelta

import dkim
import pytest

from mailbot.inbound.authenticity import judge
from mailbot.inbound.proof.model import Signature
from mailbot.inbound.proof.resolver import Fixed, NoAnswer
from mailbot.inbound.proof.signatures import check
from mailbot.mail.message import parse
from tests.speed import within
from tests.unit.inbound.proof.signing import FIELDS, key_pair, records, signed, unsigned

NOW = datetime(2020, 12, 15, 12, tzinfo=UTC)


def checked(raw: bytes, known: dict[str, tuple[bytes, ...]] | None = None) -> tuple[Signature, ...]:
    return check(parse(raw), Fixed(records() if known is None else known), NOW)


def only(raw: bytes, known: dict[str, tuple[bytes, ...]] | None = None) -> Signature:
    (found,) = checked(raw, known)
    return found


def tagged(raw: bytes, old: bytes, new: bytes) -> bytes:
    head, _, rest = raw.partition(b"\r\nFrom:")
    assert old in head
    return head.replace(old, new, 1) + b"\r\nFrom:" + rest


@pytest.mark.parametrize("way", [(b"relaxed", b"relaxed"), (b"simple", b"simple"), (b"relaxed", b"simple")])
def test_a_good_signature_of_the_author_s_domain_authenticates(way: tuple[bytes, bytes]) -> None:
    body = "Hello,  dear   all \r\n\r\n\tmy number  changed. \r\n\r\n\r\n"
    raw = signed(unsigned(body=body), canonicalize=way)
    assert only(raw).result == "pass"
    verdict = judge(parse(raw), (), checked(raw))
    assert (verdict.verdict, verdict.reasons) == (
        "authenticated",
        ("the DKIM signature of cept.example is good",),
    )


def test_it_is_good_with_bare_line_feeds_too() -> None:
    assert only(signed(unsigned()).replace(b"\r\n", b"\n")).result == "pass"


@pytest.mark.parametrize(
    "change", [(b"Hello", b"Hullo"), (b"Ada Verne", b"Eve Verne"), (b"contact sheet", b"table")]
)
def test_what_was_changed_on_its_way_is_not_signed(change: tuple[bytes, bytes]) -> None:
    raw = signed(unsigned()).replace(*change)
    assert only(raw).result == "fail"
    assert judge(parse(raw), (), checked(raw)).verdict == "unverified"


def test_another_domain_s_signature_says_nothing_of_the_author() -> None:
    raw = signed(unsigned("Ada <ada@cept.example>"), "evil.example")
    assert checked(raw, records("evil.example")) == ()
    assert judge(parse(raw), (), ()).verdict == "unverified"


def test_a_relative_s_signature_counts_unless_the_author_s_domain_is_strict() -> None:
    raw = signed(unsigned("Ada <ada@mail.cept.example>"))
    assert only(raw).result == "pass"
    strict = {**records(), "_dmarc.cept.example": (b"v=DMARC1; p=reject; adkim=s",)}
    assert "adkim=s" in only(raw, strict).why
    assert only(signed(unsigned()), strict).result == "pass"


def test_below_a_public_suffix_nobody_is_a_relative() -> None:
    raw = signed(unsigned("Ada <ada@cept.co.uk>"), "ofcom.co.uk")
    assert checked(raw, records("ofcom.co.uk")) == ()


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (lambda: signed(unsigned(), length=True), "part of the body"),
        (lambda: tagged(signed(unsigned()), b" t=", b" x=1608000000; t="), "expired"),
        (lambda: tagged(signed(unsigned()), b"rsa-sha256", b"rsa-sha1"), "rsa-sha1 is not accepted"),
        (lambda: tagged(signed(unsigned()), b"h=from : ", b"h="), "does not cover the From"),
        (lambda: tagged(signed(unsigned()), b"v=1", b"v=2"), "another version"),
        (lambda: tagged(signed(unsigned()), b"i=@cept.example", b"i=@evil.example"), "outside its d="),
        (lambda: b"Subject: approve\r\n" + signed(unsigned()), "two subject fields"),
        (lambda: b"X-A: b\rX-B: c\r\n" + signed(unsigned()), "read in two ways"),
        (lambda: signed(unsigned()).replace(b"To:", b"no field at all\r\nTo:"), "no field"),
        (lambda: signed(unsigned(), selector="s2"), "there is no key"),
    ],
    ids=["l=", "x=", "sha1", "from", "version", "i=", "two subjects", "bare CR", "no field", "no key"],
)  # fmt: skip
def test_what_counts_for_nothing(raw: object, why: str) -> None:
    found = only(raw())  # type: ignore[operator]
    assert found.result == "ignored"
    assert why in found.why


@pytest.mark.parametrize(
    ("record", "why"),
    [
        (b"v=DKIM1; k=rsa; p=", "revoked"),
        (b"t=y; %s", "testing"),
        (b"v=DKIM2; p=abc", "cannot be read"),
        (b"p=abc; p=def", "cannot be read"),
        (b"k=ed25519; p=abc", "another use"),
        (b"s=tlsrpt; %s", "another use"),
        (b"h=sha1; %s", "another use"),
    ],
)
def test_what_the_key_record_says_holds(record: bytes, why: str) -> None:
    own = key_pair(2048)[1].removeprefix(b"v=DKIM1; ")
    known = {"s1._domainkey.cept.example": (record.replace(b"%s", own),)}
    found = only(signed(unsigned()), known)
    assert found.result == "ignored"
    assert why in found.why


def test_a_short_key_does_not_count_and_the_shortest_allowed_does() -> None:
    assert only(signed(unsigned(), bits=1024), records(bits=1024)).result == "pass"
    found = only(_signed_with_512_bits(), {"s1._domainkey.cept.example": (SHORT_RECORD,)})
    assert (found.result, found.why.endswith("its key has 512 bits")) == ("ignored", True)


# cryptography makes none as short as this any more; this one was made for the test and protects nothing
SHORT_N = int(
    "adc53d26f0f8d9f3a8eb1f1d0e52d8a4d9b6c5d1a7a1f6d4f5a3b2c1d0e9f8a7"
    "b6c5d4e3f2a1908f7e6d5c4b3a29181706f5e4d3c2b1a09f8e7d6c5b4a392817", 16,
)  # fmt: skip


def _der(tag: int, body: bytes) -> bytes:
    size = bytes([len(body)]) if len(body) < 128 else bytes([0x81, len(body)])
    return bytes([tag]) + size + body


def _short_record() -> bytes:
    import base64

    number = _der(2, b"\0" + SHORT_N.to_bytes(64, "big")) + _der(2, b"\1\0\1")
    return b"v=DKIM1; p=" + base64.b64encode(_der(0x30, number))


SHORT_RECORD = _short_record()


def _signed_with_512_bits() -> bytes:
    return signed(unsigned())  # the key's length is looked at before the signature


def test_ed25519_by_the_example_of_rfc_8463() -> None:
    raw = (
        b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
        b" d=football.example.com; i=@football.example.com;\r\n"
        b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
        b" subject : date : message-id : from : subject : date;\r\n"
        b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
        b" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
        b" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
        b"From: Joe SixPack <joe@football.example.com>\r\n"
        b"To: Suzie Q <suzie@shopping.example.net>\r\n"
        b"Subject: Is dinner ready?\r\n"
        b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
        b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
        b"\r\n"
        b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
    )
    record = b"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
    known = {"brisbane._domainkey.football.example.com": (record,)}
    assert only(raw, known).result == "pass"
    assert only(raw.replace(b"dinner", b"supper"), known).result == "fail"


def test_of_many_signatures_five_are_looked_at() -> None:
    raw = unsigned()
    good = dkim.sign(raw, b"s1", b"cept.example", key_pair(2048)[0], include_headers=FIELDS)
    broken = re.sub(rb" b=[^;]*", b" b=AAAA\r\n", good, flags=re.S)
    assert [each.result for each in checked(broken * 20 + raw)] == ["fail"] * 5
    assert (
        judge(parse(broken * 3 + good + raw), (), checked(broken * 3 + good + raw)).verdict == "authenticated"
    )


def test_without_dns_it_is_unverified_with_the_reason() -> None:
    class Silent:
        def txt(self, name: str, seconds: float) -> tuple[bytes, ...] | None:
            raise NoAnswer(f"DNS gave no answer for {name}")

    raw = signed(unsigned())
    found = check(parse(raw), Silent(), NOW)
    assert [each.result for each in found] == ["temperror"]
    verdict = judge(parse(raw), (), found)
    assert verdict.verdict == "unverified"
    assert "DNS gave no answer for s1._domainkey.cept.example" in verdict.reasons[-1]
    assert "not checked" in judge(parse(raw), ()).reasons[-1]


def test_slow_dns_is_given_four_seconds_a_mail_in_all() -> None:
    asked: list[float] = []

    class Slow:
        def txt(self, name: str, seconds: float) -> tuple[bytes, ...] | None:
            asked.append(seconds)
            time.sleep(seconds)
            raise NoAnswer("timeout")

    raw = unsigned()
    for selector in ("a", "b", "c", "d"):
        raw = signed(raw, selector=selector)
    assert [each.result for each in check(parse(raw), Slow(), NOW)] == ["temperror"] * 4
    assert sum(asked) <= 4
    assert max(asked) <= 2


def test_a_body_made_to_be_slow_is_checked_in_a_moment() -> None:
    raw = signed(unsigned(body="x"), canonicalize=(b"relaxed", b"relaxed"))
    slow = raw.rstrip() + b" " * 2_000_000 + b"x\r\n" + b"\r\n" * 500_000
    with within(2):
        assert only(slow).result == "fail"


def test_blanks_in_a_signature_are_bounded() -> None:
    raw = tagged(signed(unsigned()), b" b=", b" b=" + b" " * 5_000)
    assert only(raw).result == "ignored"


def test_the_expiry_is_that_at_arrival() -> None:
    later = tagged(signed(unsigned()), b" t=", b" x=1608100000; t=")
    (found,) = check(parse(later), Fixed(records()), NOW - timedelta(days=1))
    assert found.result == "fail"  # not expired, and x= was not signed
    (found,) = check(parse(later), Fixed(records()), NOW + timedelta(days=1))
    assert "expired" in found.why


def test_a_name_server_that_is_none_is_told_and_not_taken_for_a_bad_signature() -> None:
    from mailbot.errors import UsageError
    from mailbot.inbound.proof.resolver import Dns

    with pytest.raises(UsageError, match=r"trust\.dns_servers: 'our dns' is no address"):
        check(parse(signed(unsigned())), Dns(("our dns",)), NOW)
