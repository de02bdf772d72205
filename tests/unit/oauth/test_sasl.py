"""The words of OAUTHBEARER (RFC 7628's own examples) and XOAUTH2."""

from __future__ import annotations

import pytest

from mailbot.oauth.sasl import Exchange, choose, first_response, reason

TOKEN = "vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg=="


def test_the_standard_goes_first_and_only_what_is_offered_is_used() -> None:
    assert choose(["PLAIN", "xoauth2", "oauthbearer"]) == "OAUTHBEARER"
    assert choose(["plain", "xoauth2"]) == "XOAUTH2"
    assert choose(["PLAIN", "LOGIN"]) is None


def test_oauthbearer_is_as_in_rfc_7628() -> None:
    """Section 4.1 gives this message (its base64 begins `bixhPXVzZXJAZXhhbXBsZS5jb20s`)."""
    said = first_response("OAUTHBEARER", "user@example.com", TOKEN, "server.example.com", 143)
    assert said == (
        b"n,a=user@example.com,\1host=server.example.com\1port=143\1auth=Bearer " + TOKEN.encode() + b"\1\1"
    )


def test_a_name_with_separators_stays_one_name() -> None:
    said = first_response("OAUTHBEARER", "a,b=c@itu.example", "t", "h", 1)
    assert said.startswith(b"n,a=a=2Cb=3Dc@itu.example,\1")


def test_xoauth2() -> None:
    said = first_response("XOAUTH2", "tsb@itu.example", "t0ken", "h", 993)
    assert said == b"user=tsb@itu.example\1auth=Bearer t0ken\1\1"


@pytest.mark.parametrize("bad", ["a\1b", "a\r\nb", "a\0b"])
@pytest.mark.parametrize("mechanism", ["XOAUTH2", "OAUTHBEARER"])
def test_nothing_ends_a_field_early(mechanism: str, bad: str) -> None:
    for username, token in ((bad, "t"), ("u", bad)):
        with pytest.raises(ValueError, match="control character"):
            first_response(mechanism, username, token, "h", 1)


@pytest.mark.parametrize(("mechanism", "last"), [("XOAUTH2", b""), ("OAUTHBEARER", b"\1")])
def test_a_refusal_is_acknowledged_and_the_token_is_not_sent_again(mechanism: str, last: bytes) -> None:
    exchange = Exchange(mechanism, b"first")
    assert exchange(b"") == b"first"
    assert exchange.refusal == ""
    assert exchange(b'{"status":"invalid_token","scope":"mail"}') == last
    assert exchange.refusal == "invalid_token"


@pytest.mark.parametrize(
    ("challenge", "said"),
    [
        (b'{"status":"401\\r\\n"}', "401  "),
        (b"\xff\xfe", ""),
        (b"[1]", ""),
        (b"", ""),
        (b'{"status":401}', "401"),
    ],
)
def test_whatever_the_server_says_as_its_reason(challenge: bytes, said: str) -> None:
    assert reason(challenge) == said
