"""Signed addresses: what comes back can be told from what somebody made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailbot.tokens import Signer, Token, read

OWN, ADA = "tsb-irc@itu.example", "Ada.Verne@cept.example"
SIGNER = Signer(b"k" * 32)


def given() -> Token:
    token = read(SIGNER.address("r", 17, ADA, OWN), OWN)
    assert token is not None
    return token


def test_an_address_names_its_mail_and_proves_its_recipient() -> None:
    address = SIGNER.address("r", 17, ADA, OWN)
    assert address.startswith("tsb-irc+r-17-")
    assert address.endswith("@itu.example")
    assert len(address.partition("@")[0]) <= 64
    token = given()
    assert (token.purpose, token.mail) == ("r", 17)
    assert SIGNER.proves(token, ADA)


def test_case_does_not_matter() -> None:
    token = read(SIGNER.address("r", 17, ADA, OWN).upper(), OWN)
    assert token is not None
    assert SIGNER.proves(token, ADA.lower())


@pytest.mark.parametrize("change", [{"purpose": "b"}, {"mail": 18}, {"proof": "a" * 20}])
def test_another_purpose_mail_or_proof_proves_nothing(change: dict[str, object]) -> None:
    assert not SIGNER.proves(replace(given(), **change), ADA)  # type: ignore[arg-type]


def test_another_recipient_or_key_proves_nothing() -> None:
    assert not SIGNER.proves(given(), "eve@y.example")
    assert not Signer(b"x" * 32).proves(given(), ADA)


@pytest.mark.parametrize(
    "address",
    [
        OWN, "tsb-irc+r-17@itu.example", "tsb-irc+r-17-short@itu.example", "tsb-irc+x-17-" + "a" * 20 + "@itu.example",
        "tsb-irc+r-17-" + "a" * 20 + "@evil.example", "other+r-17-" + "a" * 20 + "@itu.example",
        "tsb-irc+r-" + "9" * 30 + "-" + "a" * 20 + "@itu.example", "tsb-irc+r-١٧-" + "a" * 20 + "@itu.example", "", "@",
    ],
)  # fmt: skip
def test_other_addresses_have_no_token(address: str) -> None:
    assert read(address, OWN) is None


def test_a_proof_has_at_least_80_bits() -> None:
    assert len(given().proof) * 5 >= 80


def test_the_key_shows_nowhere_and_is_not_short() -> None:
    assert "k" * 8 not in repr(SIGNER)
    with pytest.raises(ValueError, match="32 octets"):
        Signer(b"short")


def test_names_are_the_same_for_the_same_parts_and_need_the_key() -> None:
    assert SIGNER.name("a", "b") == SIGNER.name("a", "b")
    assert len({SIGNER.name("a", "b"), SIGNER.name("ab"), Signer(b"x" * 32).name("a", "b")}) == 3
