"""Where the signature begins: closings, marks of mobile mail programs, dashes; and what only looks like one."""

from __future__ import annotations

import pytest

from mailbot.mail.reply import split

BODY = "Nothing has changed with us."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPad", "Sent from Mailbox for iPad", "Sent with Airmail", "(sent from a phone)", "From my iPhone 9",
        "Sent from my phone, please excuse brevity.", "Sent wirelessly from my BlackBerry device on the Union network.",
        "Get Outlook for iOS<https://aka.example/x>", "Envoyé sans fil par mon terminal mobile", "Envoyé depuis mon mobile",
        "Enviado desde mi oficina móvil", "Отправлено с iPad", "أُرسلت من الـ iPhone", "发自我的手机", "從我的 iPhone 傳送",
        "Von meinem Mobilgerät gesendet", "Gesendet von meinem Tablet", "Verstuurd vanaf mijn iPhone", "Inviato da iPhone",
        "Enviado do meu telefone", "Skickat från min iPhone", "Sendt fra min iPhone", "Lähetetty iPhonesta",
        "Wysłane z iPhone'a", "Odesláno z iPhonu", "Trimis de pe telefonul meu", "iPhoneから送信", "나의 iPhone에서 보냄",
    ],
)  # fmt: skip
def test_mobile(line: str) -> None:
    assert split(f"{BODY}\n\n{line}").new_text == BODY


@pytest.mark.parametrize(
    "end",
    [
        "Mvh,\nAda", "Med hilsen\nAda", "Terveisin\nAda", "Üdvözlettel,\nAda", "Udv\nAda", "Z poważaniem,\nAda",
        "S pozdravem,\nAda", "Groeten,\nAda", "Saluti\nAda", "Cordiais cumprimentos,\nAda", "Viele Grüße\nAda", "LG\nAda",
        "Cu stimă,\nAda", "Saygılarımla\nAda", "З повагою,\nАда", "Salam hormat,\nAda", "Hilsen\nAda", "Kh\nAda",
        "-Ada Verne", "/Ada", "-A.\n", "---\nAda", "---\nAda Verne\nHead of Unit", "——————\n\n李明\n协调员",
        "--\nAda Verne", "_______________________\nrcc mailing list\nrcc@lists.union.example",
    ],
)  # fmt: skip
def test_endings(end: str) -> None:
    reply = split(f"{BODY}\n\n{end}")
    assert reply.new_text == BODY
    assert reply.signature


@pytest.mark.parametrize(
    "text",
    [
        "Sent from my desk, this is easier than by telephone.",
        "Спасибо за таблицу.\n\nОстальное без изменений",
        "نشكركم على القائمة.\n\nيرجى حذف اسمي",
        "We shall be represented by:\n\n- Ada Verne\n- Li Ming",
        "We agree with all but one.\n\n- Resolution 2 goes",
        "First part.\n\n_______________\n\nThe second part follows here, and it is about Resolution 2.",
        "Resolution 1: we support it.\n\n---\n\nResolution 2: we do not.",
        "Thank you.\n\nWe support the proposal on Resolution 2 and ask to be added to it.",
        "Dear all,\n\nThank you for the draft.\n\nThanks.\nWe support the proposal on Resolution 2 and ask to be added.",
        "Estimados:\n\nLes escribo por la tabla.\n\nMuchas gracias.\nApoyamos la propuesta sobre la Resolución 2 y pedimos figurar.",
        "Madame,\n\nVoici notre réponse.\n\nMerci.\nNous appuyons la proposition sur la Résolution 2 et souhaitons y figurer.",
        "Коллеги!\n\nОтвечаем на письмо.\n\nСпасибо.\nМы поддерживаем предложение по Резолюции 2 и просим включить нас в него.",
        "各位同事：\n\n来信收悉。\n\n谢谢。\n我们支持关于第2号决议的共同提案，并请把我们列入该提案的支持者名单之中。",
    ],
)
def test_what_is_no_signature(text: str) -> None:
    assert split(text, "Ada Verne").new_text == text


def test_a_signature_alone_below_the_quotation() -> None:
    assert (
        split("Agreed.\n\nOn 9.3.2021, Li Ming wrote:\n\n> Do you agree?\n\nRegards, Ada").new_text
        == "Agreed."
    )


@pytest.mark.parametrize(
    "banner",
    [
        "CAUTION: This email originated from outside of the organization. Do not click links.",
        "[EXTERNAL] This message comes from an external sender.",
        "You don't often get email from ada@union.example. Learn why this is important.",
        "ATTENTION : courriel externe, n'ouvrez pas les pièces jointes.",
        "ADVERTENCIA: correo externo, no abra enlaces.",
        "ВНИМАНИЕ: письмо от внешнего отправителя.",
    ],
)
def test_warnings_of_the_mail_server(banner: str) -> None:
    reply = split(f"{banner}\n\nDear all,\n\n{BODY}")
    assert reply.new_text == f"Dear all,\n\n{BODY}"
    assert reply.disclaimer == banner
