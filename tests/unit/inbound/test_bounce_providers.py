"""Bounces of the large providers, in their own words and languages."""

from __future__ import annotations

import pytest

from tests.unit.inbound.bounce_cases import RETURNED, Case, check, dsn, notice

ADA = "ada.verne@far.example"
HTML = "MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n"
CASES = [
    notice("google-old", """
        Delivery to the following recipient failed permanently:

             ada.verne@far.example

        Technical details of permanent failure:
        Google tried to deliver your message, but it was rejected by the server for the recipient domain far.example by
        mx.far.example. [192.0.2.9].

        The error that the other server returned was:
        550 5.1.1 <ada.verne@far.example>: Recipient address rejected: User unknown

        ----- Original message -----

        {returned}""", f"{ADA}!", sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Failure)"),
    notice("google-delay", """
        This is an automatically generated Delivery Status Notification

        THIS IS A WARNING MESSAGE ONLY.

        YOU DO NOT NEED TO RESEND YOUR MESSAGE.

        Delivery to the following recipient has been delayed:

             ada.verne@far.example

        Message will be retried for 2 more day(s)
        """, ADA, delayed=True, subject="Delivery Status Notification (Delay)"),
    dsn("google-new", f"""
        X-Original-Message-ID: <call-7.ada@itu.example>

        Final-Recipient: rfc822; {ADA}
        Action: failed
        Status: 5.1.1
        Remote-MTA: dns; gmail-smtp-in.l.google.com
        Diagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist. Please try
         550-5.1.1 double-checking the recipient's email address for typos or 550 5.1.1 unnecessary spaces.
        """, f"{ADA}!", words=f"** Address not found **\n\nYour message wasn't delivered to {ADA} because the address "
        "couldn't be found, or is unable to receive mail.", subject="Delivery Status Notification (Failure)"),
    notice("google-groups", """
        Hello tsb-irc@itu.example,

        We're writing to let you know that the group you tried to contact (wtsa-coordinators) may not exist, or you may
        not have permission to post messages to the group. A few more details on why you weren't able to post:

         * You might have spelled or formatted the group name incorrectly.

        Recipient: wtsa-coordinators@far.example
        """, "wtsa-coordinators@far.example", sender="Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        subject="Delivery Status Notification (Failure)"),
    notice("yahoo", """
        Sorry, we were unable to deliver your message to the following address.

        <ada.verne@far.example>:
        Remote host said: 554 delivery error: dd This user doesn't have a far.example account (ada.verne@far.example) [0]
         - mta1094.mail.far.example [BODY]

        --- Below this line is a copy of the message.

        {returned}""", f"{ADA}!", sender="MAILER-DAEMON@yahoo.example", subject="Failure Notice"),
    notice("yahoo-several", """
        Message from yahoo.example.
        Unable to deliver message to the following address(es).

        <one@far.example>:
        This user doesn't have a far.example account (one@far.example) [0]

        <two@far.example>:
        Sorry, your message to two@far.example cannot be delivered.  This account is over quota.

        --- Original message follows.

        {returned}""", "one@far.example!", "two@far.example", subject="Delivery failure"),
    notice("aol", """
        Your mail to the following recipients could not be delivered because they are not accepting mail from tsb-irc@itu.example:
                averne
                ada.verne@far.example
        """, ADA, sender="MAILER-DAEMON@aol.example", subject="Mail Delivery Problem"),
    notice("microsoft-365-html", """
        <html><body><p>Your message to <a href="mailto:ada.verne@far.example">ada.verne@far.example</a> couldn't be delivered.</p>
        <p><b>ada.verne</b> wasn't found at <b>far.example</b>.</p>
        <table><tr><td>tsb-irc</td><td>Office 365</td><td>ada.verne</td></tr>
        <tr><td>Action Required</td><td></td><td>Recipient</td></tr></table>
        <p>Unknown To address</p><p>How to Fix It: The address may be misspelled or may not exist.</p>
        <p>Status code: 550 5.1.10</p></body></html>
        """, f"{ADA}!", headers=HTML,
        sender="Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@far.example>",
        subject="Undeliverable: Call notice: Committee 3"),
    notice("outlook-old", """
        This is an automatically generated Delivery Status Notification.

        Delivery to the following recipients failed.

               ada.verne@far.example

        """, ADA, sender="postmaster@hotmail.example", subject="Delivery Status Notification (Failure)"),
    dsn("amazon-ses", f"""
        Action: failed
        Final-Recipient: rfc822; {ADA}
        Diagnostic-Code: smtp; 550 5.1.1 The email account that you tried to reach does not exist
        Status: 5.1.1
        """, f"{ADA}!", words="An error occurred while trying to deliver the mail to the following recipients:\n"
        f"{ADA}", sender="MAILER-DAEMON@amazonses.example", subject="Delivery Status Notification (Failure)"),
    notice("mail-ru", """
        Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.

        К сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:

          ada.verne@far.example
            SMTP error from remote mail server after RCPT TO:<ada.verne@far.example>:
            host mx.far.example [192.0.2.9]: 550 Message was not accepted -- invalid mailbox.

        ------ This is a copy of the message, including all the headers. ------

        {returned}""", f"{ADA}!", sender="mailer-daemon@corp.mail.example", subject="Ваше сообщение не доставлено. Mail failure."),
    notice("yandex", """
        This is the mail system at host yandex.example.

        I'm sorry to have to inform you that your message could not
        be delivered to one or more recipients. It's attached below.

        <ada.verne@far.example>: host mx.far.example[192.0.2.9] said: 552 5.2.2 Mailbox size limit exceeded (in reply to
            end of DATA command)
        """, ADA, sender="mailer-daemon@yandex.example", subject="Недоставленное сообщение"),
    notice("yandex-words", """
        Ваше письмо не удалось доставить адресату ada.verne@far.example: пользователь не найден.
        """, f"{ADA}!", sender="postmaster@yandex.example", subject="Не удалось доставить письмо"),
    notice("qq", """
        抱歉，您的邮件被退回来了……

        原邮件信息：
        时间 2021-01-12 09:00:02
        主题 Call notice: Committee 3
        收件人 ada.verne@far.example

        退信原因： 收件人邮件地址（ada.verne@far.example）不存在，邮件无法送达。
        host mx.far.example[192.0.2.9] said: 550 Mailbox not found

        """, f"{ADA}!", sender="PostMaster@qq.example", subject="系统退信"),
    notice("netease", """
        您的邮件无法送达以下收件人：

        ada.verne@far.example

        退信原因：对方邮箱空间不足 (552 Quota exceeded)
        """, ADA, sender="Postmaster@163.example", subject="系统退信/Systems bounce"),
    notice("sina", """
        以下是您的邮件无法发送到的地址：
        <ada.verne@far.example>:
        550 User not found

        """, f"{ADA}!", sender="MAILER-DAEMON@sina.example", subject="退信通知"),
    notice("gmx", """
        This message was created automatically by mail delivery software.

        A message that you sent could not be delivered to one or more of
        its recipients. This is a permanent error. The following address
        failed:

        <ada.verne@far.example>

        Reason:
        delivery retry timeout exceeded

        --- The header of the original message is following. ---

        {returned}""", ADA, sender="MAILER-DAEMON@mail.gmx.example", subject="Mail delivery failed: returning message to sender"),
    notice("orange", """
        Votre message n'a pas pu être remis à ada.verne@far.example : adresse inconnue.
        """, f"{ADA}!", sender="postmaster@orange.example", subject="Échec de la remise : Call notice"),
    notice("telefonica", """
        No se ha podido entregar su mensaje a ada.verne@far.example: 550 5.1.1 usuario desconocido
        """, f"{ADA}!", sender="postmaster@correo.example", subject="No se puede entregar: Call notice"),
    notice("arabic", """
        تعذر تسليم رسالتك إلى المستلم التالي:
        ada.verne@far.example
        550 5.1.1 User unknown
        """, f"{ADA}!", sender="postmaster@bareed.example", subject="تعذر التسليم: Call notice"),
    notice("ezweb", """
        次のあて先へのメッセージはエラーのため送信できませんでした。

        Each of the following recipients was rejected by a remote mail server.

            Recipient: <ada.verne@far.example>
            >>> RCPT TO:<ada.verne@far.example>
            <<< 550 <ada.verne@far.example>: User unknown
        """, f"{ADA}!", sender="Postmaster@ezweb.example", subject="Mail System Error - Returned Mail"),
    notice("godaddy", """
        Your mail message to the following address(es) could not be delivered. This
        is a permanent error. Please verify the addresses and try again. If you are
        still having difficulty, please contact Customer Support at 480-555-0100.

        <ada.verne@far.example>:
        child status 100...The e-mail message could not be delivered because the user's mailfolder is full.

        --- Below this line is a copy of the message.

        {returned}""", ADA, subject="failure notice"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"], ids=["lf", "crlf"])
def test_provider(case: Case, line_end: bytes) -> None:
    report = check(case, case.raw.replace(b"\n", line_end))
    if RETURNED.splitlines()[1].encode() in case.raw:
        assert report.returned_message_id == "<call-7.ada@itu.example>"
