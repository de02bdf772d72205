"""Blocks of header lines and separators above what is quoted or sent on, in many languages."""

from __future__ import annotations

import pytest

from mailbot.mail.message import parse
from mailbot.mail.reply import split

WHO, WHEN = "Ada Verne <ada@union.example>", "9.3.2021 10:12"


def block(labels: str) -> str:
    sender, sent, to, subject = labels.split("|")
    return f"{sender}: {WHO}\n{sent}: {WHEN}\n{to}: Li Ming\n{subject}: Contact sheet"


@pytest.mark.parametrize(
    "labels",
    [
        "From|Sent|To|Subject", "De |Envoyé |À |Objet ", "De|Enviado el|Para|Asunto", "От|Отправлено|Кому|Тема",
        "من|تم الإرسال|إلى|الموضوع", "发件人|发送时间|收件人|主题", "寄件者|寄件日期|收件者|主旨", "Von|Gesendet|An|Betreff",
        "Da|Inviato|A|Oggetto", "Van|Verzonden|Aan|Onderwerp", "De|Enviada em|Para|Assunto", "Från|Skickat|Till|Ämne",
        "Fra|Sendt|Til|Emne", "Lähettäjä|Lähetetty|Vastaanottaja|Aihe", "Od|Wysłano|Do|Temat",
        "Od|Odesláno|Komu|Předmět", "Feladó|Elküldve|Címzett|Tárgy", "Gönderen|Gönderildi|Kime|Konu",
        "差出人|送信日時|宛先|件名", "보낸 사람|보낸 날짜|받는 사람|제목", "Від|Надіслано|Кому|Тема", "Από|Στάλθηκε|Προς|Θέμα",
        "Odosielateľ|Odoslané|Komu|Predmet", "*From|*Sent|*To|*Subject",
    ],
)  # fmt: skip
def test_blocks(labels: str) -> None:
    reply = split(f"Nothing has changed.\n\n{block(labels)}\n\nThe sheet is below.\n")
    assert reply.new_text == "Nothing has changed."
    assert "The sheet is below." in reply.quoted


@pytest.mark.parametrize(
    "top",
    [
        f"Date: Tue, 9 Mar 2021 10:12:00 +0100\nTo: li@union.example\nFrom: {WHO}\nSubject: Sheet",
        f"Date: Tue, 9 Mar 2021 10:12:00 +0100\nSubject: Sheet\nFrom: {WHO}\nTo: li@union.example",
        f"Date: Tue, 9 Mar 2021 10:12:00 +0100 From: {WHO} To: Li Ming Subject: Sheet",
        f"________________________________\nFrom: {WHO}",
        f"From: {WHO}\nReply-To: {WHO}\nSent: Tuesday\nTo: Li Ming\nSubject: Sheet",
        f"  *From:* Ada Verne [mailto:\n  ada@union.example]\n  *Sent:* {WHEN}\n  *To:* Li Ming\n  *Subject:* Sheet",
        f"Begin forwarded message:\n\nFrom: {WHO}\nDate: {WHEN}\nTo: Li Ming\nSubject: Sheet",
        f"===============\n\nMessage du : {WHEN}\nDe : {WHO}\nA : Li Ming\nCopie à :\nSujet : Sheet",
        "-----Antwort Nachricht-----", "----- Messaggio inoltrato -----", "-----元のメッセージ-----", "--------- 원본 메시지 ---------",
    ],
)  # fmt: skip
def test_other_openings(top: str) -> None:
    reply = split(f"Nothing has changed.\n\n{top}\n\nThe sheet is below.\n")
    assert reply.new_text == "Nothing has changed."
    assert "The sheet is below." in reply.quoted


@pytest.mark.parametrize(
    "text",
    [
        "The meeting of the group:\n\nDate: 9 March 2021\nFrom: 10:00\nTo: 12:30\nSubject: common proposals",
        "From: Monday\nwe meet at nine.\n\nSubject: to be agreed later.",
        "Date: 9 March 2021\nPlace: Geneva\nTo all coordinators: please register.",
    ],
)
def test_lines_of_a_meeting_are_no_header(text: str) -> None:
    assert split(text).new_text == text


@pytest.mark.parametrize(
    "html",
    [
        "<p>No change.</p><hr>Date: Tue, 9 Mar 2021 10:12:00 +0100<br>From: a@b.example<br>To: c@d.example<br>Old",
        "<p>No change.</p><div class='gmail_quote'>On Tue, Mar 9, 2021 at 10:12 AM Ada &lt;a@b.example&gt; wrote:"
        "<blockquote>Old</blockquote></div>",
        "<p>No change.</p><br>Tue, 09 Mar 2021 10:12:00 +0300 от Ada &lt;a@b.example&gt;:<br><blockquote>Old</blockquote>",
        "<div>No change.</div><div id='appendonsend'></div><hr><div id='divRplyFwdMsg'><b>De:</b> Ada<br>"
        "<b>Enviado:</b> martes<br><b>Para:</b> Li<br><b>Asunto:</b> Sheet</div><div>Old</div>",
        "<div>No change.</div><div><b>От:</b> <a href='mailto:a@b.example'>Ada</a><br><b>Отправлено:</b> вторник"
        "<br><b>Кому:</b> Li</div><div>Old</div>",
        "<div>No change.</div><hr><div><b>From: a@b.example</b> <b>Date: Tue, 9 Mar 2021 10:12:00</b></div><div>Old</div>",
    ],
)
def test_html_of_mail_programs(html: str) -> None:
    raw = f"From: x@y.example\nContent-Type: text/html; charset=utf-8\n\n<html><body>{html}</body></html>"
    assert split(parse(raw.encode()).text).new_text == "No change."
