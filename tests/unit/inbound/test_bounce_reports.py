"""Delivery reports (RFC 3464, RFC 6533): every group of fields, every address type, every odd MTA."""

from __future__ import annotations

import pytest

from tests.unit.inbound.bounce_cases import Case, check, dsn, read, returned

ADA = "ada.verne@far.example"
CASES = [
    dsn("postfix", f"""
        Final-Recipient: rfc822; {ADA}
        Original-Recipient: rfc822;{ADA}
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; mx.far.example
        Diagnostic-Code: smtp; 550 5.1.1 <{ADA}>: Recipient address rejected: User
            unknown in virtual mailbox table
        """, f"{ADA}!"),
    dsn("postfix-delay", f"""
        Final-Recipient: rfc822; {ADA}
        Action: delayed
        Status: 4.4.1
        Diagnostic-Code: X-Postfix; connect to mx.far.example[192.0.2.9]:25: Connection timed out
        Will-Retry-Until: Sun, 17 Jan 2021 09:00:00 +0100
        """, ADA, delayed=True, subject="Delayed Mail (still being retried)"),
    dsn("expired", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 4.4.7
        Diagnostic-Code: smtp; 421 4.4.2 mx.far.example Error: timeout exceeded
        """, ADA),
    dsn("mailbox-full-5xx", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.2.2
        Diagnostic-Code: smtp; 552 5.2.2 The email account that you tried to reach is over quota.
        """, ADA),
    dsn("full-behind-5.0.0", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.0.0
        Diagnostic-Code: smtp; 554 Mailbox full, cannot take your message
        """, ADA),
    dsn("policy", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.7.1
        Diagnostic-Code: smtp; 550 5.7.1 Message rejected due to local policy (spam score)
        """, ADA),
    dsn("too-large", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.3.4
        Diagnostic-Code: X-Postfix; message size 18876259 exceeds size limit 10485760 of server
        """, ADA),
    dsn("no-host", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.4.4
        Diagnostic-Code: X-Postfix; Host or domain name not found. Name service error for
            name=far.example type=AAAA: Host not found
        """, f"{ADA}!"),
    dsn("three-groups", """
        Final-Recipient: rfc822; one@far.example
        Action: failed
        Status: 5.1.1

        Final-Recipient: rfc822; two@far.example
        Action: failed
        Status: 4.2.2

        Final-Recipient: rfc822; three@far.example
        Action: failed
        Status: 5.1.10
        """, "one@far.example!", "two@far.example", "three@far.example!"),
    dsn("no-blank-lines", """
        Final-Recipient: rfc822; one@far.example
        Action: failed
        Status: 5.1.1
        Final-Recipient: rfc822; two@far.example
        Action: failed
        Status: 5.1.1
        """, "one@far.example!", "two@far.example!"),
    dsn("alias-original-first", f"""
        Original-Recipient: rfc822; {ADA}
        Final-Recipient: rfc822; averne@inner.far.example
        Action: failed
        Status: 5.1.1
        """, f"{ADA}!"),
    dsn("angle-brackets-and-no-type", """
        Original-Recipient: <ada.verne@far.example>
        Action: failed
        Diagnostic-Code: smtp; 550 Unknown user ada.verne@far.example
        """, f"{ADA}!"),
    dsn("utf-8", """
        Final-Recipient: utf-8; adèle@dömäin.example
        Action: failed
        Status: 5.1.1
        """, "adèle@dömäin.example!"),
    dsn("utf-8-xtext", r"""
        Final-Recipient: utf-8; ad\x{E8}le@far.example
        Action: failed
        Status: 5.1.1
        """, "adèle@far.example!"),
    dsn("xtext", """
        Original-Recipient: rfc822;ada+2Bwtsa@far.example
        Action: failed
        Status: 5.1.1
        """, "ada+wtsa@far.example!"),
    dsn("comments", f"""
        Final-Recipient: RFC822; {ADA} (Ada Verne)
        Action: failed (bad address)
        Status: 5.1.1 (bad destination mailbox address)
        """, f"{ADA}!"),
    dsn("opensmtpd", f"""
        Final-Recipient: rfc822; {ADA}
        Action: error
        Status: 5.0.0
        Diagnostic-Code: smtp; 550 Invalid recipient <{ADA}>
        """, f"{ADA}!"),
    dsn("exchange-not-found", f"""
        Original-Recipient: rfc822;{ADA}
        Final-Recipient: rfc822;{ADA}
        Action: failed
        Status: 5.1.10
        Remote-MTA: dns;mail.protection.far.example
        Diagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup
        X-Display-Name: Ada Verne
        """, f"{ADA}!", subject="Undeliverable: Call notice: Committee 3",
        sender="postmaster@far.example"),
    dsn("status-after-a-stray-blank-line", f"""
        Final-Recipient: rfc822; {ADA}

        Action: failed
        Status: 5.1.1
        """, f"{ADA}!"),
    dsn("no-such-user-behind-5.7.1", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.7.1
        Diagnostic-Code: smtp; 550 5.7.1 No such user
        """, f"{ADA}!"),
    dsn("disabled-account", f"""
        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.2.1
        Diagnostic-Code: smtp; 550 5.2.1 The email account that you tried to reach is disabled
        """, ADA),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_report(case: Case, line_end: bytes) -> None:
    report = check(case, case.raw.replace(b"\n", line_end))
    assert report.returned_message_id == "<call-7.ada@itu.example>"
    assert report.returned_from == "tsb-irc@itu.example"
    assert report.reporter == "mx.far.example"


def test_an_unknown_action_is_what_its_status_says() -> None:
    group = f"Final-Recipient: rfc822; {ADA}\nAction: deliverable\nStatus: 2.1.5\nDiagnostic-Code: smtp; 250 2.1.5 Ok"
    (each,) = read(dsn("deliverable", group).raw).recipients
    assert (each.action, each.permanent) == ("delivered", False)


@pytest.mark.parametrize("action", ["relayed", "expanded", "delivered"])
def test_what_arrived_is_reported_and_is_no_failure(action: str) -> None:
    group = f"Final-Recipient: rfc822; {ADA}\nAction: {action}\nStatus: 2.0.0"
    (each,) = read(dsn(action, group).raw).recipients
    assert (each.address, each.action, each.permanent) == (ADA, action, False)


def test_the_far_servers_status_counts_where_the_field_says_nothing() -> None:
    group = f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 550 5.1.1 unknown"
    (each,) = read(dsn("inner", group).raw).recipients
    assert (each.status, each.diagnostic, each.permanent) == ("5.1.1", "550 5.1.1 unknown", True)


def test_our_own_address_in_the_fields_is_nobody_beside_another() -> None:
    groups = (
        "Final-Recipient: rfc822; tsb-irc@itu.example\nAction: failed\nStatus: 5.1.1\n\n"
        f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.1.1"
    )
    assert [each.address for each in read(dsn("own", groups).raw).recipients] == [ADA]


def test_fields_in_the_running_text_count_too() -> None:
    raw = (
        "From: postmaster@far.example\nTo: tsb-irc@itu.example\nSubject: Undeliverable message\n\n"
        "Your message could not be delivered.\n\n"
        f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.1.1\n\n------- Returned Message --------\n{returned()}"
    )
    report = read(raw.encode())
    assert [(each.address, each.permanent) for each in report.recipients] == [(ADA, True)]
    assert report.returned_message_id == "<call-7.ada@itu.example>"


def test_the_whole_mail_that_came_back_is_read_too() -> None:
    group = f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.1.1"
    report = read(dsn("whole", group, third=f"Content-Type: message/rfc822\n\n{returned()}").raw)
    assert report.returned_message_id == "<call-7.ada@itu.example>"


def test_a_report_that_a_gateway_wrapped_is_read() -> None:
    group = f"Final-Recipient: rfc822; {ADA}\nAction: failed\nStatus: 5.1.1"
    raw = (
        b"From: Mail Delivery Subsystem <MAILER-DAEMON@gate.example>\nTo: NotificationRecipients@gate.example\n"
        b'Subject: Returned mail: User unknown\nContent-Type: multipart/mixed; boundary="w"\n\n--w\nContent-Type: text/plain\n\n'
        b"The original message was received at Thu Jan 14 15:22:22 2021\n\n"
        b"----- The following addresses had permanent delivery errors -----\n\n--w\nContent-Type: message/rfc822\n\n"
    )
    report = read(raw + dsn("inner", group).raw + b"\n--w--\n")
    assert [(each.address, each.permanent) for each in report.recipients] == [(ADA, True)]
    assert report.returned_message_id == "<call-7.ada@itu.example>"


def test_a_report_without_recipients_names_the_one_of_the_returned_mail() -> None:
    assert [each.address for each in read(dsn("bare", "X-Nothing: here").raw).recipients] == [ADA]
