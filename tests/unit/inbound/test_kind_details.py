"""The finer kinds: what an automatic mail is, what only looks like one."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from tests.unit.inbound.kind_mails import kind, mail

HEADERS = [
    ("Auto-Submitted", "auto-replied", "vacation"),
    ("Auto-Submitted", "Auto-Replied (vacation)", "vacation"),
    ("Auto-Submitted", 'auto-replied; owner-email="ada@far.example"', "vacation"),
    ("Auto-Submitted", "auto-generated", "notification"),
    ("Auto-Submitted", "auto-notified; owner-token=x", "notification"),
    ("X-Autoreply", "yes", "vacation"),
    ("X-Autorespond", "contact sheet", "vacation"),
    ("X-Auto-Reply", "true", "vacation"),
    ("X-AutoReply-From", "ada@far.example", "vacation"),
    ("X-Amazon-Auto-Reply", "true", "vacation"),
    ("Precedence", "auto_reply", "vacation"),
    ("X-Precedence", "auto-reply", "vacation"),
    ("Precedence", "bulk", "notification"),
    ("Precedence", "junk", "notification"),
    ("X-FC-MachineGenerated", "true", "vacation"),
    ("X-POST-MessageClass", "9; Autoresponder", "vacation"),
    ("X-Mailer", "vacation 1.2.7", "vacation"),
    ("Delivered-To", "Autoresponder", "vacation"),
    ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent", "vacation"),
]


@pytest.mark.parametrize(("name", "value", "detail"), HEADERS)
def test_threat_15_headers_of_automata(name: str, value: str, detail: str) -> None:
    found = kind(mail(**{name: value}))
    assert (found.kind, found.detail) == ("auto-reply", detail)
    assert found.reasons[0].lower().startswith(name.lower())


PEOPLE = [
    ("Auto-Submitted", "no"),
    ("Auto-Submitted", "no (sent by a person)"),
    ("X-Auto-Response-Suppress", "All"),
    ("X-Autoreply", "no"),
    ("Precedence", "normal"),
    ("Precedence", "list"),
    ("X-POST-MessageClass", "1"),
    ("X-Mailer", "Microsoft Outlook 16.0"),
    ("Delivered-To", "tsb-irc@itu.example"),
    ("Return-Path", "<ada@far.example>"),
]


@pytest.mark.parametrize(("name", "value"), PEOPLE)
def test_headers_that_say_nothing_of_the_writer(name: str, value: str) -> None:
    assert kind(mail(**{name: value})).kind == "letter"


def test_a_letter_through_a_list_is_a_letter() -> None:
    found = kind(
        mail(List_Id="<wtsa.lists.example>", Precedence="bulk", List_Unsubscribe="<mailto:x@lists.example>")
    )
    assert (found.kind, found.detail) == ("letter", "list")


def test_a_newsletter_asks_nobody_anything() -> None:
    fields = {
        "List_Unsubscribe": "<https://news.example/u>",
        "List_Id": "<n.news.example>",
        "Feedback_ID": "7:news",
    }
    found = kind(mail("Ten trends in telecoms.", "Our January issue", "News <news@news.example>", **fields))
    assert (found.kind, found.detail) == ("auto-reply", "newsletter")
    answer = kind(mail(In_Reply_To="<call-7@itu.example>", **fields))
    assert answer.kind == "letter"


WORDS = [
    "I am out of the office until 18 January and will answer upon my return.",
    "Je suis absente du bureau jusqu'au 18 janvier. En mon absence, contactez M. Roy.",
    "Estaré fuera de la oficina hasta el 18 de enero. Durante mi ausencia, diríjase a la Sra. Gil.",
    "Я в отпуске до 18 января, отвечу по возвращении.",
    "أنا خارج المكتب حتى 18 يناير وسأرد على رسالتكم بعد عودتي.",
    "我目前不在办公室，1月18日返回后回复您的邮件。",
]


@pytest.mark.parametrize("body", WORDS)
def test_threat_17_a_vacation_without_headers_is_told_by_its_words(body: str) -> None:
    found = kind(mail(body))
    assert (found.kind, found.detail) == ("auto-reply", "vacation")


def test_threat_17_a_hundred_rounds_are_a_hundred_automatic_replies() -> None:
    rounds = {
        kind(mail(f"{WORDS[0]}\n\n" + "> " * depth + "Dear colleagues,\n")).kind for depth in range(1, 101)
    }
    assert rounds == {"auto-reply"}


@pytest.mark.parametrize(
    "body",
    [
        "I am on leave next week, but the table is correct.",
        "I am out of the office until Monday.\n\n1. Resolution 20: MOD\n2. A.7: no change\n",
        "Mr Roy has left the office; his number is no longer valid. Please enter Ms Gil, +33 1 42 34 56 99.",
    ],
)
def test_a_person_who_answers_is_never_lost_as_automatic(body: str) -> None:
    assert kind(mail(body)).kind == "letter"


def test_an_absence_with_a_document_is_a_letter() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ada@far.example", "tsb-irc@itu.example", "Re: table"
    message.set_content("I am out of the office this week; our table is attached.")
    message.add_attachment(b"a;b\n1;2\n", maintype="text", subtype="csv", filename="table.csv")
    assert kind(bytes(message)).kind == "letter"


RECEIPTS = [
    "Read: Call notice", "Not read: Call notice", "Lu : Call notice", "Leído: Call notice", "Прочитано: Call notice",
    "已读: Call notice", "تمت القراءة: Call notice",
]  # fmt: skip


@pytest.mark.parametrize("subject", RECEIPTS)
def test_a_read_receipt_by_its_subject(subject: str) -> None:
    found = kind(mail("Your message was read on 12 January.", subject))
    assert (found.kind, found.detail) == ("auto-reply", "read-receipt")


def report(report_type: str, part: str, fields: str) -> bytes:
    return (
        "From: ada@far.example\nTo: tsb-irc@itu.example\nSubject: report\n"
        f'Content-Type: multipart/report; report-type={report_type}; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
        f"This is a report.\n\n--b\nContent-Type: {part}\n\n{fields}\n\n--b--\n"
    ).encode()


def test_a_disposition_notification_is_a_receipt() -> None:
    fields = (
        "Final-Recipient: rfc822; ada@far.example\nDisposition: manual-action/MDN-sent-manually; displayed"
    )
    found = kind(report("disposition-notification", "message/disposition-notification", fields))
    assert (found.kind, found.detail) == ("auto-reply", "read-receipt")


def test_a_feedback_report_is_no_bounce() -> None:
    fields = "Feedback-Type: abuse\nUser-Agent: far/1\nVersion: 1\nOriginal-Rcpt-To: <ada@far.example>"
    found = kind(report("feedback-report", "message/feedback-report", fields))
    assert (found.kind, found.detail) == ("auto-reply", "feedback-report")


CHALLENGES = [
    ("Please confirm your message", "To deliver your message please click https://spam.example/c/7", {}),
    (
        "Re: Call notice (verification)",
        "I'm protecting myself from receiving junk mail. https://sa.example/7",
        {},
    ),
    (
        "Your email requires verification verify#7Xz",
        "Reply to this message. BoxTrapper",
        {"X_BoxTrapper": "s7Xz"},
    ),
    (
        "Re: Call notice (Action Required)",
        "Please add yourself to my Boxbe Guest List: https://box.example/7",
        {},
    ),
    ("Re: Call notice", "Cliquez sur ce lien pour vous authentifier : https://mib.example/7", {}),
    ("Re: Call notice", "Подтвердите, пожалуйста, что вы не робот: https://spam.example/7", {}),
]


@pytest.mark.parametrize(("subject", "body", "fields"), CHALLENGES)
def test_a_challenge_is_automatic(subject: str, body: str, fields: dict[str, str]) -> None:
    found = kind(mail(body, subject, **fields))
    assert (found.kind, found.detail) == ("auto-reply", "challenge")


@pytest.mark.parametrize(
    "body",
    [
        "Please reply to this mail to confirm your attendance.",
        "We confirm. Could you verify the address of Ms Gil?",
    ],
)
def test_a_person_who_asks_to_confirm_is_no_challenge(body: str) -> None:
    assert kind(mail(body, "Please confirm your attendance")).kind == "letter"


def test_an_answer_to_an_invitation_is_a_letter_even_if_a_machine_sends_it() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "ada@far.example", "tsb-irc@itu.example"
    message["Subject"], message["Auto-Submitted"] = "Accepted: Call 7", "auto-replied"
    message.set_content("Ada Verne has accepted.")
    calendar = "BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR\r\n"
    message.add_alternative(calendar, subtype="calendar", params={"method": "REPLY"})
    found = kind(bytes(message))
    assert (found.kind, found.detail) == ("letter", "calendar-reply")
