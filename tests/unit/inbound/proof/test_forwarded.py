"""Lists and forwarders that put their own address into From."""

from __future__ import annotations

import pytest

from mailbot.inbound.authenticity import Trusted, prove
from mailbot.mail.message import parse

TRUST = Trusted(frozenset({"mx.itu.example"}), forwarders=frozenset({"lists.itu.example"}))
PROVEN = "Authentication-Results: mx.itu.example; dmarc=pass header.from=lists.itu.example"
LIST = "From: Ada Verne via irc <irc@lists.itu.example>"
ORIGINAL = "X-Original-From: Ada Verne <ada.verne@cept.example>"
LIST_ID = "List-Id: <irc.lists.itu.example>"


def sealed(
    sealer: str = "lists.itu.example",
    saw: str = "dmarc=pass header.from=cept.example",
    arc: str = "arc=pass",
    own: str = "dmarc=pass header.from=lists.itu.example",
) -> list[str]:
    return [
        f"Authentication-Results: mx.itu.example; {own}; {arc} (i=1)",
        f"ARC-Seal: i=1; a=rsa-sha256; cv=none; d={sealer}; s=k; b=AAAA",
        "ARC-Message-Signature: i=1; a=rsa-sha256; d=x; h=from; bh=AAAA; b=AAAA",
        f"ARC-Authentication-Results: i=1; mx.{sealer}; {saw}",
    ]


def proven(*fields: str, trust: Trusted = TRUST) -> tuple[str | None, str]:
    message, found = prove(parse("\r\n".join([*fields, "", "Hello."]).encode()), trust)
    return message.from_address, found.verdict


ADA, THE_LIST = "ada.verne@cept.example", "irc@lists.itu.example"


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ([PROVEN, LIST, ORIGINAL], (ADA, "unverified")),
        ([PROVEN, LIST, "X-Original-Sender: ada.verne@cept.example"], (ADA, "unverified")),
        ([PROVEN, LIST, ORIGINAL, "X-Original-Sender: ada.verne@cept.example"], (ADA, "unverified")),
        ([PROVEN, LIST, "Reply-To: Ada Verne <ada.verne@cept.example>, irc@lists.itu.example", LIST_ID], (ADA, "unverified")),
        # not in a trusted way
        ([LIST, ORIGINAL], (THE_LIST, "unverified")),
        ([PROVEN.replace("pass", "fail"), LIST, ORIGINAL], (THE_LIST, "failed")),
        ([PROVEN.replace("lists.", "other."), LIST.replace("lists.", "other."), ORIGINAL], ("irc@other.itu.example", "authenticated")),
        ([PROVEN, LIST, ORIGINAL, "X-Original-From: eve@y.example"], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, ORIGINAL, "X-Original-Sender: eve@y.example"], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, "X-Original-From: a@cept.example, b@cept.example"], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, "Reply-To: Ada Verne <ada.verne@cept.example>"], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, "Reply-To: Eve <eve@y.example>", LIST_ID], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, "Reply-To: Ada Verne <ada.verne@cept.example>, eve@y.example", LIST_ID], (THE_LIST, "authenticated")),
        ([PROVEN, "From: irc@lists.itu.example", "Reply-To: ada.verne@cept.example", LIST_ID], (THE_LIST, "authenticated")),
        ([PROVEN, LIST, "X-Original-From: bob@lists.itu.example"], (THE_LIST, "authenticated")),
    ],
)  # fmt: skip
def test_who_is_the_author(fields: list[str], wanted: tuple[str, str]) -> None:
    assert proven(*fields) == wanted


def test_without_configuration_nothing_is_undone() -> None:
    assert proven(PROVEN, LIST, ORIGINAL, trust=Trusted(TRUST.authserv_ids)) == (THE_LIST, "authenticated")


def test_the_seal_of_a_trusted_forwarder_proves_the_author() -> None:
    assert proven(*sealed(), LIST, ORIGINAL) == (ADA, "authenticated")
    assert proven(*sealed(saw="dkim=pass header.d=cept.example"), LIST, ORIGINAL) == (ADA, "authenticated")


@pytest.mark.parametrize(
    "fields",
    [
        sealed(sealer="evil.example"),
        sealed(saw="dmarc=pass header.from=other.example"),
        sealed(saw="dmarc=fail header.from=cept.example"),
        sealed(arc="arc=fail"),
        [*sealed(), "ARC-Seal: i=1; d=lists.itu.example; b=AAAA"],
        [
            *sealed(),
            "ARC-Seal: i=2; d=evil.example; b=AAAA",
            "ARC-Authentication-Results: i=2; x; dmarc=pass",
        ],
        [*sealed(), "ARC-Seal: i=3; d=lists.itu.example; b=AAAA"],
    ],
    ids=[
        "another sealer",
        "another domain",
        "failed there",
        "broken chain",
        "twice",
        "sealed again by another",
        "gap",
    ],
)
def test_any_other_seal_proves_nothing(fields: list[str]) -> None:
    assert proven(*fields, LIST, ORIGINAL) == (ADA, "unverified")


def test_a_forwarder_that_keeps_from_but_breaks_signatures_is_believed_by_its_seal() -> None:
    broken = "dmarc=fail header.from=cept.example"
    author = "From: Ada Verne <ada.verne@cept.example>"
    assert proven(*sealed(own=broken), author) == (ADA, "authenticated")
    assert proven(*sealed(own=broken, sealer="evil.example"), author) == (ADA, "failed")
