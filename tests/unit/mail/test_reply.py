"""New text, quoted text and signature, in the manner of six languages' mail programs, and in linear time."""

from __future__ import annotations

import pytest

from mailbot.mail.reply import split
from tests.speed import takes_less

QUOTED = "> Contact sheet\n> coordinator | COM3 | Ms Ada Verne | ada@x.example | +33142345678\n"


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 14 Dec 2020 at 16:05, TSB <tsb@itu.example> wrote:",
        "On Mon, 14 Dec 2020 at 16:05, TSB inter-regional coordination <\ntsb@itu.example> wrote:",
        "Le lun. 14 déc. 2020 à 16:05, TSB <tsb@itu.example> a écrit :",
        "El lun, 14 dic 2020 a las 10:05, TSB (<tsb@itu.example>) escribió:",
        "14.12.2020 18:05, TSB пишет:",
        '14.12.2020, 18:05, "TSB" <tsb@itu.example>:',
        "TSB <tsb@itu.example> 于2020年12月14日周一 23:05写道：",
        "في ١٤ ديسمبر ٢٠٢٠، كتب TSB <tsb@itu.example>:",
    ],
)
def test_attribution_lines(attribution: str) -> None:
    reply = split(f"My answer.\n\n{attribution}\n{QUOTED}")
    assert reply.new_text == "My answer."
    assert "Ada Verne" in reply.quoted


@pytest.mark.parametrize(
    "block",
    [
        "From: TSB\nSent: Monday, December 14, 2020 4:05 PM\nTo: X\nSubject: LS",
        "De : TSB\nEnvoyé : lundi 14 décembre 2020 16:05\nÀ : X\nObjet : LS",
        "De: TSB\nEnviado el: lunes\nPara: X\nAsunto: LS",
        "От: TSB\nОтправлено: 14 декабря\nКому: X\nТема: LS",
        "من: TSB\nتم الإرسال: 14 ديسمبر\nإلى: X\nالموضوع: LS",
        "发件人：TSB\n发送时间：2020年12月14日\n收件人：X\n主题：LS",
        "-----Original Message-----\nFrom: TSB\nSent: Monday\nTo: X\nSubject: LS",
        "________________________________\nFrom: TSB\nSent: Monday\nTo: X\nSubject: LS",
    ],
)
def test_header_blocks(block: str) -> None:
    reply = split(f"My answer.\n\n{block}\n\nThe old text\nNRTC | Resolution 1 | MOD | draft")
    assert reply.new_text == "My answer."
    assert "The old text" in reply.quoted
    assert "My answer" not in reply.quoted


def test_second_level_of_quotation_is_left_out() -> None:
    reply = split("New.\n\n> first level\n>> second level\n> first again")
    assert reply.quoted.split("\n") == ["first level", "first again"]


def test_answers_between_the_lines_keep_what_they_answer() -> None:
    reply = split("See inside.\n\nTSB wrote on 14.12.2020:\n> one\n> two\n\nto two\n\n> three\n\nto three")
    assert [(b.text, b.answers[-1:]) for b in reply.new] == [
        ("See inside.", ()), ("to two", ("two",)), ("to three", ("three",)),
    ]  # fmt: skip
    assert reply.interleaved


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("Body.\n\nKind regards,\nAda Verne\nHead of Unit\nTel +33 1", "Body."),
        ("Body.\n\nMed hilsen / best regards\nAda", "Body."),
        ("Body.\n\n-- \nAda Verne", "Body."),
        ("Body.\n\nSent from my iPhone", "Body."),
        ("Body.\nAda\n\nSent from my iPhone", "Body."),
        ("Body.\n\nAda Verne\nHead of Unit", "Body."),
        ("Body.\n\nCordialement,\nAda", "Body."),
        ("Body.\n\nС уважением,\nАда", "Body."),
        ("正文。\n\n此致\n敬礼\n\n阿达", "正文。"),
        ("Body.\n\nRegards\nAda\n\nPS: one more thing.", "Body.\n\nPS: one more thing."),
        ("Body.\n\nRegards\nAda\n\nThis e-mail and any attachments are confidential.", "Body."),
        ("The people are:\n\n- Ada Verne\n- Bob Stone", "The people are:\n\n- Ada Verne\n- Bob Stone"),
        ("Thank you for the table. Resolution 1: MOD.", "Thank you for the table. Resolution 1: MOD."),
    ],
)
def test_signatures(text: str, new: str) -> None:
    assert split(text, "Ada Verne").new_text == new


@pytest.mark.parametrize(
    "text",
    [
        "On " * 20_000, "\n" * 100_000, "-" * 100_000, "\n".join("-" * 100_000), ">" * 100_000, " " * 100_000,
        "> \n" * 50_000, "Regards,\n" * 20_000, "On 1 \n" * 20_000, "From: x\n" * 20_000, "(\n" * 20_000, "*" * 100_000,
    ],
    ids=range(12),
)  # fmt: skip
def test_linear_time(text: str) -> None:
    assert takes_less(1, lambda: split(text, "Ada Verne"))
