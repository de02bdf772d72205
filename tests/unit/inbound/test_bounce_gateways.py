"""Bounces of mail servers in offices and of filters before them: Exchange, Notes, GroupWise, appliances."""

from __future__ import annotations

import pytest

from tests.unit.inbound.bounce_cases import Case, check, notice

ADA = "ada.verne@far.example"
CASES = [
    notice("exchange-5.5", """
        Your message

          To:      ada.verne@far.example
          Subject: Call notice: Committee 3
          Sent:    Tue, 12 Jan 2021 09:00:00 +0100

        did not reach the following recipient(s):

        ada.verne@far.example on Tue, 12 Jan 2021 09:00:09 +0100
            The recipient name is not recognized
                The MTS-ID of the original message is: c=CH;a= ;p=FAR;l=MX-210112080009Z-7
            MSEXCH:IMS:FAR:HQ:MX 0 (000C05A6) Unknown Recipient
        """, f"{ADA}!", sender="System Administrator <postmaster@far.example>",
        subject="Undeliverable: Call notice: Committee 3"),
    notice("exchange-2003", """
        Your message did not reach some or all of the intended recipients.

              Subject:    Call notice: Committee 3
              Sent:       1/12/2021 9:00 AM

        The following recipient(s) could not be reached:

              ada.verne@far.example on 1/12/2021 9:00 AM
                    The e-mail account does not exist at the organization this message was sent to.  Check the e-mail address,
                    or contact the recipient directly to find out the correct address.
                    <mx.far.example #5.1.1>
        """, f"{ADA}!", sender="System Administrator <postmaster@far.example>",
        subject="Undeliverable: Call notice: Committee 3"),
    notice("smtpsvc", """
        This is an automatically generated Delivery Status Notification.

        Unable to deliver message to the following recipients, due to being unable to connect successfully to the
        destination mail server.

               ada.verne@far.example
        """, ADA, sender="postmaster@far.example", subject="Delivery Status Notification (Failure)"),
    notice("notes", """
        ------- Failure Reasons  --------

        User averne (ada.verne@far.example) not listed in public Name & Address Book
        ada.verne@far.example

        ------- Returned Message --------
        {returned}""", f"{ADA}!", sender="postmaster@notes.far.example", subject="Undeliverable message"),
    notice("domino", """
        Your message

          Subject: Call notice: Committee 3

        was not delivered to:

          ada.verne@far.example

        because:

          User averne (averne@far.example) not listed in Domino Directory
        """, f"{ADA}!", sender="Postmaster@far.example", subject="DELIVERY FAILURE: User not listed in Domino Directory"),
    notice("groupwise", """
        The message that you sent was undeliverable to the following:
                ada.verne@far.example (user not found)

        Possibly truncated original message follows:

        {returned}""", f"{ADA}!", sender="Mailer-Daemon@gw.far.example", subject="Message status - undeliverable"),
    notice("imail", """
        Unknown user: ada.verne@far.example

        Original message follows.

        {returned}""", f"{ADA}!", sender='"Postmaster" <postmaster@far.example>', subject="Undeliverable Mail",
        headers="X-Mailer: <SMTP32 v8.15>\n"),
    notice("imail-full", """
        User mailbox exceeds allowed size: ada.verne@far.example

        Original message follows.

        {returned}""", ADA, sender='"Postmaster" <postmaster@far.example>', subject="Undeliverable Mail"),
    notice("mdaemon", """
        The following data may contain sections which represent BASE64 encoded
        file attachments.

        The attached message had PERMANENT fatal delivery errors!

        After one or more unsuccessful delivery attempts the attached message has
        been removed from the mail queue on this server.

        The following addresses did NOT receive a copy of your message:

        > ada.verne@far.example

        --- Session Transcript ---
          Tue 2021-01-12 09:00:02: --> RCPT To:<ada.verne@far.example>
          Tue 2021-01-12 09:00:02: <-- 550 <ada.verne@far.example> no such mailbox here
        --- End Transcript ---
        """, f"{ADA}!", sender="MDaemon@far.example", subject="Permanent Delivery Failure"),
    notice("mailenable", """
        Message could not be delivered to some recipients.
        The following recipient(s) could not be reached:

            Recipient: [SMTP:ada.verne@far.example]
            Reason: Remote SMTP Server Returned: 550 unknown user

        Message headers follow:

        {returned}""", f"{ADA}!", sender="Postmaster@far.example", subject="Message Delivery Failure"),
    notice("mailmarshal", """
        Your message:
           From:    tsb-irc@itu.example
           Subject: Call notice: Committee 3

        Could not be delivered because of

        550 5.1.1 User unknown

        The following recipients were affected:
            ada.verne@far.example

        Additional Information
        ======================
        Original Sender:    <tsb-irc@itu.example>
        Sender-MTA:         <192.0.2.7>
        """, f"{ADA}!", sender="postmaster@relay.far.example", subject='Undeliverable Mail: "Call notice"'),
    notice("interscan", """
        Unable to deliver message to <ada.verne@far.example>.

        Sent <<< RCPT TO:<ada.verne@far.example>
        Received >>> 550 5.1.1 <ada.verne@far.example>... user unknown

        ************************     End of message     **********************
        """, f"{ADA}!", sender='"InterScan MSS" <postmaster@far.example>', subject="Mail could not be delivered"),
    notice("messagelabs", """
        This is the mail delivery agent at messagelabs.example.
        I was unable to deliver your message to the following addresses:

        ada.verne@far.example

        Reason: 550 Invalid recipient <ada.verne@far.example> (#5.1.1)

        The message subject was: Call notice: Committee 3
        """, f"{ADA}!", sender="MAILER-DAEMON@messagelabs.example", subject="Mail Delivery Failure"),
    notice("mimecast", """
        The following message to <ada.verne@far.example> was undeliverable.
        The reason for the problem:
        5.1.0 - Unknown address error 550-'Invalid Recipient - https://community.mimecast.example/docs/DOC-1369#550'

        """, f"{ADA}!", sender="Mimecast Postmaster <postmaster@far.example>", subject="[Postmaster] Email Delivery Failure"),
    notice("ironport", """
        The following message to <ada.verne@far.example> was undeliverable.
        The reason for the problem:
        4.4.7 - Message expired after 3 days
        """, ADA, sender='"Mail Delivery System" <MAILER-DAEMON@iron.far.example>', subject="Delivery Status Notification (Failure)"),
    notice("barracuda", """
        Your message to: ada.verne@far.example
        was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

        Subject: Call notice: Committee 3
        """, ADA, sender="Barracuda <postmaster@far.example>", subject="**Message you sent blocked by our bulk email filter**"),
    notice("mcafee", """
        --- The following addresses had delivery problems ---

        <ada.verne@far.example>   (Unknown user ada.verne@far.example)
        """, f"{ADA}!", subject="Delivery Status"),
    notice("mailfoundry", """
        Unable to deliver message to: <ada.verne@far.example>
        Delivery failed for the following reason:
        Server mx.far.example[192.0.2.9] failed with: 550 <ada.verne@far.example> No such user here

        This has been a permanent failure.  No further delivery attempts will be made.
        """, f"{ADA}!", subject="Message delivery has failed"),
    notice("james", """
        Error: Invalid user address

        Error message below:
        550 - Requested action not taken: no such user here

        Message details:
          Subject: Call notice
          MAIL FROM: tsb-irc@itu.example
          RCPT TO: ada.verne@far.example
          From: tsb-irc@itu.example
          Size (in bytes): 39
        """, f"{ADA}!", sender="post_master@far.example", subject="Re: Call notice"),
    notice("zoho", """
        This message was created automatically by mail delivery software.
        A message that you sent could not be delivered to one or more of its recipients. This is a permanent error.

        ada.verne@far.example Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 <ada.verne@far.example>... User Unknown


        Received:from mail.itu.example by mx.far.example
        \twith SMTP id 1418381183885346; Tue, 12 Jan 2021 09:00:02 +0100 (CET)
        Message-ID:<call-7.ada@itu.example>
        From:TSB <tsb-irc@itu.example>
        To:<ada.verne@far.example>
        Subject:Call notice
        """, f"{ADA}!", sender="mailer-daemon@mail.zoho.example", subject="Undelivered Mail Returned to Sender"),
    notice("header-in-a-text-file", """
        --h
        Content-Type: text/plain; charset=us-ascii

        We had trouble delivering your message. Full details follow:

        1 error(s):

        The following recipients returned permanent errors: ada.verne@far.example. Reason: SMTP Server <192.0.2.9> refused to
        accept your message (DATA), with the following error message: [554 5.4.6 Hop count exceeded - possible mail loop]

        --h
        Content-Type: text/plain; name="mailheaders-1035.txt"
        Content-Disposition: attachment; filename="mailheaders-1035.txt"

        {returned}
        --h--
        """, ADA, sender="mailer-daemon", subject="There was an error sending your mail",
        headers='Return-Path: <>\nAuto-Submitted: auto-replied\nContent-Type: multipart/mixed; boundary="h"\n'),
    notice("sun-messaging-server", """
        This report relates to a message you sent with the following header fields:

          Message-id: <call-7.ada@itu.example>
          Date: Tue, 12 Jan 2021 09:00:00 +0100
          From: TSB <tsb-irc@itu.example>
          To: tsb-friends@itu.example
          Subject: Call notice

        Your message cannot be delivered to the following recipients:

          Recipient address: ada.verne@far.example
          Reason: Illegal host/domain name found
        """, f"{ADA}!", sender="postmaster@far.example", subject="Delivery Notification: Delivery has failed"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_gateway(case: Case, line_end: bytes) -> None:
    report = check(case, case.raw.replace(b"\n", line_end))
    if b"call-7.ada@itu.example" in case.raw:
        assert report.returned_message_id == "<call-7.ada@itu.example>"
