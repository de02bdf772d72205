"""The kind of a mail in many wordings: confirmations, thanks, commands, questions, absences, bounces."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from mailbot.inbound.kind import classify
from mailbot.mail.message import parse
from tests.unit.reading.second_state import MAY, read

CASES = [
    ("jb", "Everything is fine from our side.", "confirmation", False),
    ("jb", "We went through the tables and find everything in order.", "confirmation", False),
    ("jb", "The CEPT entries are right.", "confirmation", False),
    ("jb", "No updates from CEPT this time.", "confirmation", False),
    ("jb", "All good, nothing to change.", "confirmation", False),
    ("jb", "Contacts and calendar are OK.", "confirmation", False),
    ("jb", "The table correctly reflects our positions.", "confirmation", False),
    ("jb", "Thank you very much for the update.", "other", False),
    ("jb", "Well received, thanks.", "other", False),
    ("rim", "Tout est correct, rien à modifier.", "confirmation", False),
    ("rim", "Nous n'avons aucune modification à apporter.", "confirmation", False),
    ("rod", "Los datos son correctos, sin cambios.", "confirmation", False),
    ("rod", "No hay ninguna modificación por nuestra parte.", "confirmation", False),
    ("kate", "Данные актуальны, изменений не требуется.", "confirmation", False),
    ("kate", "Всё верно.", "confirmation", False),
    ("faisal", "جميع البيانات صحيحة ولا توجد أي تعديلات.", "confirmation", False),
    ("wei", "以上信息准确无误，无需修改。", "confirmation", False),
    ("wei", "谢谢，收到。", "other", False),
    ("kate", "Спасибо, получено.", "other", False),
    ("jb", "help", "command", False),
    ("jb", "STOP", "command", False),
    ("jb", "I think the number of Ms Papadaki may be wrong, please check.", "other", True),
    ("jb", "Could you resend the last circular?", "other", True),
    ("jb", "When is the next inter-regional meeting?", "other", True),
    ("jb", "The phone number of Mr Zhang Wei of APT is wrong.", "other", True),
    ("jb", "I would appreciate an extension of the deadline by one week.", "other", True),
    ("jb", "I'm currently on holiday and will be back on 3 July.", "auto-reply", False),
    ("kate", "Нахожусь в командировке до 5 июня, отвечу по возвращении.", "auto-reply", False),
    ("rim", "Je suis en congé jusqu'au 3 juin. En cas d'urgence, contactez M. X.", "auto-reply", False),
    ("rod", "Estoy de vacaciones hasta el 3 de junio. A mi regreso responderé.", "auto-reply", False),
    ("wei", "我正在休假，6月3日返回后回复您的邮件。", "auto-reply", False),
    ("faisal", "أنا في إجازة حتى 3 يونيو وسأرد على رسالتكم بعد عودتي.", "auto-reply", False),
    ("jb", "I am on leave next week, but the CEPT entries are all correct.", "confirmation", False),
    # whoever is away tells until when, who declines tells which day (the inter-regional meeting is on 11 June)
    ("jb", "I am out of the office until 11 June.", "auto-reply", False),
    ("rim", "Je serai absente le 11 juin.", "rsvp", False),
    ("rod", "Estaré ausente el 11 de junio.", "rsvp", False),
    ("kate", "К сожалению, 11 июня меня не будет.", "rsvp", False),
    (
        "jb",
        "Dear all,\n\nResolution 22 is agreed.\n\nThe rest stands.\n\nIt was a long night.\n\nI am on leave from Monday.",
        "changes",
        False,
    ),
]


@pytest.mark.parametrize(("who", "body", "kind", "asked"), CASES)
def test_kind(who: str, body: str, kind: str, asked: bool) -> None:
    seen = read(who, body, MAY)
    assert seen.classification == kind
    assert bool(seen.questions) == asked


BY_SUBJECT = [
    ("MAILER-DAEMON@mx.example", "Mail System Error - Returned Mail", "bounce"),
    ("postmaster@mx.example", "Undeliverable: Liaison statement 7", "bounce"),
    ("Mail Delivery System <mailer-daemon@mx.example>", "Warning: message delayed 24 hours", "bounce"),
    ("postmaster@mx.example", "Échec de la remise : Liaison statement 7", "bounce"),
    ("postmaster@mx.example", "No se puede entregar: Liaison statement 7", "bounce"),
    ("postmaster@mx.example", "Не удаётся доставить: Liaison statement 7", "bounce"),
    ("postmaster@mx.example", "无法送达: Liaison statement 7", "bounce"),
    ("postmaster@mx.example", "فشل التسليم: Liaison statement 7", "bounce"),
    ("a@b.example", "Absence : Liaison statement 7", "auto-reply"),
    ("a@b.example", "Respuesta automática: Liaison statement 7", "auto-reply"),
    ("a@b.example", "Автоматический ответ: Liaison statement 7", "auto-reply"),
    ("a@b.example", "自动回复: Liaison statement 7", "auto-reply"),
    ("a@b.example", "رد تلقائي: Liaison statement 7", "auto-reply"),
    ("a@b.example", "Not read: Liaison statement 7", "auto-reply"),
    ("a@b.example", "Undeliverable promises of Resolution 20", "letter"),
]


@pytest.mark.parametrize(("sender", "subject", "kind"), BY_SUBJECT)
def test_by_subject(sender: str, subject: str, kind: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, "tsb-irc@itu.example", subject
    mail.set_content("Your message could not be handled as usual.")
    assert classify(parse(bytes(mail)), "Some text.") == kind
