"""Bounces of mail transfer agents that have no fields for it: qmail, Exim, sendmail, Courier and their like."""

from __future__ import annotations

import pytest

from tests.unit.inbound.bounce_cases import Case, check, notice

ADA = "ada.verne@far.example"
CASES = [
    notice("qmail", """
        Hi. This is the qmail-send program at mx.far.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <ada.verne@far.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        {returned}""", f"{ADA}!"),
    notice("qmail-full", """
        Hi. This is the qmail-send program at mx.far.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <ada.verne@far.example>:
        The users mailfolder is over the allowed quota (size). (#5.2.2)

        --- Below this line is a copy of the message.

        {returned}""", ADA),
    notice("qmail-two", """
        Hi. This is the qmail-send program at mx.far.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.

        <ada.verne@far.example>:
        192.0.2.9 does not like recipient.
        Remote host said: 550 5.1.1 User unknown
        Giving up on 192.0.2.9.

        <bo.lind@other.example>:
        192.0.2.10 failed after I sent the message.
        Remote host said: 552 Quota exceeded

        --- Below this line is a copy of the message.

        {returned}""", f"{ADA}!", "bo.lind@other.example"),
    notice("exim", """
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          ada.verne@far.example
            SMTP error from remote mail server after RCPT TO:<ada.verne@far.example>:
            host mx.far.example [192.0.2.9]: 550 Unrouteable address

        ------ This is a copy of the message, including all the headers. ------

        {returned}""", f"{ADA}!", headers="X-Failed-Recipients: ada.verne@far.example\nAuto-Submitted: auto-replied\n",
        subject="Mail delivery failed: returning message to sender"),
    notice("exim-generated-from", """
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of its
        recipients. This is a permanent error. The following address(es) failed:

          averne@inner.example
            (generated from ada.verne@far.example)
            mailbox is full: retry timeout exceeded

        ------ This is a copy of the message, including all the headers. ------

        {returned}""", "averne@inner.example", headers="X-Failed-Recipients: averne@inner.example\n",
        subject="Mail delivery failed: returning message to sender"),
    notice("exim-warning", """
        This message was created automatically by mail delivery software.
        A message that you sent has not yet been delivered to one or more of its
        recipients after more than 24 hours on the queue on mx.far.example.

        The address to which the message has not yet been delivered is:

          ada.verne@far.example
            Delay reason: connection timed out

        No action is required on your part. Delivery attempts will continue for some time.
        """, ADA, delayed=True, subject="Warning: message 1kzJ delayed 24 hours"),
    notice("sendmail-transcript", """
        The original message was received at Tue, 12 Jan 2021 09:00:02 +0100
        from mail.itu.example [192.0.2.7]

           ----- The following addresses had permanent fatal errors -----
        <ada.verne@far.example>
            (reason: 550 5.1.1 <ada.verne@far.example>... User unknown)

           ----- Transcript of session follows -----
        ... while talking to mx.far.example.:
        >>> DATA
        <<< 550 5.1.1 <ada.verne@far.example>... User unknown
        550 5.1.1 <ada.verne@far.example>... User unknown

           ----- Original message follows -----

        {returned}""", f"{ADA}!", subject="Returned mail: see transcript for details"),
    notice("sendmail-5-without-address", """
           ----- Transcript of session follows -----
        421 far.example (smtp)... Deferred: Connection timed out during user open with far.example

           ----- Unsent message follows -----
        {returned}""", ADA, subject="Returned mail: Cannot send message for 4 days"),
    notice("sendmail-warning", """
            **********************************************
            **      THIS IS A WARNING MESSAGE ONLY      **
            **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
            **********************************************

        The original message was received at Tue, 12 Jan 2021 09:00:02 +0100

           ----- The following addresses had transient non-fatal errors -----
        <ada.verne@far.example>

           ----- Transcript of session follows -----
        <ada.verne@far.example>... Deferred: Connection refused by far.example.
        Warning: message still undelivered after 4 hours
        Will keep trying until message is 5 days old
        """, ADA, delayed=True, subject="Warning: could not send message for past 4 hours"),
    notice("postfix-text", """
        This is the Postfix program at host mx.far.example.

        I'm sorry to have to inform you that the message returned
        below could not be delivered to one or more destinations.

        <ada.verne@far.example>: host mx.far.example[192.0.2.9] said: 550
            <ada.verne@far.example>: Recipient address rejected: User unknown in
            local recipient table (in reply to RCPT TO command)

        {returned}""", f"{ADA}!", subject="Undelivered Mail Returned to Sender"),
    notice("courier", """
        This is a delivery status notification from mx.far.example,
        running the Courier mail server, version 0.65.

        The original message was received on Tue, 12 Jan 2021 09:00:02 +0100

        ---------------------------------------------------------------------------

                                   UNDELIVERABLE MAIL

        Your message to the following recipients cannot be delivered:

        <ada.verne@far.example>:
            mx.far.example [192.0.2.9]:
        >>> RCPT TO:<ada.verne@far.example>
        <<< 550 5.1.1 <ada.verne@far.example>... User Unknown
        """, f"{ADA}!", subject="NOTICE: mail delivery status."),
    notice("opensmtpd-text", """
        Hi!

        This is the MAILER-DAEMON, please DO NOT REPLY to this email.

        An error has occurred while attempting to deliver a message for
        the following list of recipients:

        ada.verne@far.example: 550 5.1.1 <ada.verne@far.example>: Recipient address does not exist

        Below is a copy of the original message:

        {returned}""", f"{ADA}!", subject="Delivery status notification"),
    notice("smail", """
        |------------------------- Failed addresses follow: ---------------------|
         ada.verne@far.example ... unknown host
        |------------------------- Message text follows: ------------------------|
        {returned}""", f"{ADA}!", subject="mail failed, returning to sender"),
    notice("communigate", """
        Failed to deliver to 'ada.verne@far.example'
        SMTP module(domain far.example) reports:
         account does not exist: ada.verne@far.example
        """, f"{ADA}!", subject="Undeliverable mail: Call notice", sender="MAILER-DAEMON@cgp.far.example"),
    notice("zmailer", """
        This is a collection of reports about email delivery
        process concerning a message you originated.

        FAILED:
          Original Recipient:
            rfc822;ada.verne@far.example
          Control data:
            smtp far.example ada.verne@far.example 99
          Diagnostic texts:
            <ada.verne@far.example>... 550 5.1.1 User unknown
        """, f"{ADA}!", subject="Delivery reports about your mail"),
    notice("one-sentence", "You sent mail to ada.verne@far.example. That's not a valid user here.", f"{ADA}!",
        sender="<>", subject="", headers="Return-Path: <>\nAuto-Submitted: auto-replied\n"),
    notice("x-failed-only", "It did not work.", ADA, headers="X-Failed-Recipients: ada.verne@far.example\n"),
    notice("dovecot-quota", """
        Your message to <ada.verne@far.example> was automatically rejected:
        Quota exceeded
        """, ADA, subject="Rejected: Call notice", headers="Auto-Submitted: auto-replied (rejected)\n"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_form(case: Case, line_end: bytes) -> None:
    report = check(case, case.raw.replace(b"\n", line_end))
    came_back = b"call-7.ada@itu.example" in case.raw
    assert report.returned_message_id == ("<call-7.ada@itu.example>" if came_back else None)
