"""Which mails are commands, line by line; letters with a command word stay letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.commands.model import Line
from mailbot.commands.parsing import command, native, read
from mailbot.mail.phrases import LANGUAGES, phrases


def verbs(text: str, name: str = "Ada Verne") -> list[tuple[str | None, tuple[str, ...]]]:
    return [(line.verb, line.arguments) for line in read(text, name)]


@pytest.mark.parametrize(
    ("line", "verb", "arguments"),
    [
        ("help", "help", ()), ("HELP.", "help", ()), ("status", "status", ()), ("STOP", "stop", ()),
        ("send contacts", "send", ("contacts", "")), ("send the table as xlsx", "send", ("table", "xlsx")),
        ("send me the contact list as vcf", "send", ("contacts", "vcf")), ("get calendar ics", "send", ("calendar", "ics")),
        ("send mapping table as docx", "send", ("table", "docx")), ("send contacts as odt", "send", ("contacts", "odt")),
        ("subscribe irm-com3", "subscribe", ("irm-com3",)), ("unsubscribe from irm-all", "unsubscribe", ("irm-all",)),
        ("subscribe", "subscribe", ()), ("unsubscribe", "unsubscribe", ()),
        ("subscribe irm-com3 eve@x.example", "subscribe", ("irm-com3", "eve@x.example")),
        ("language fr", "language", ("fr",)), ("language French", "language", ("fr",)),
        ("approve cs-12", "approve", ("cs-12",)), ("reject 7 not agreed by them", "reject", ("7", "not", "agreed", "by", "them")),
    ],
)  # fmt: skip
def test_each_command(line: str, verb: str, arguments: tuple[str, ...]) -> None:
    assert verbs(line) == [(verb, arguments)]


@pytest.mark.parametrize(
    ("line", "verb", "arguments", "language"),
    [
        ("aide", "help", (), "fr"), ("État", "status", (), "fr"), ("envoyer les contacts en xlsx", "send", ("contacts", "xlsx"), "fr"),
        ("se désabonner de irm-com4", "unsubscribe", ("irm-com4",), "fr"), ("langue anglais", "language", ("en",), "fr"),
        ("ayuda", "help", (), "es"), ("enviar la tabla en formato csv", "send", ("table", "csv"), "es"),
        ("darse de baja", "unsubscribe", (), "es"), ("помощь", "help", (), "ru"),
        ("прислать список контактов в формате csv", "send", ("contacts", "csv"), "ru"), ("отписаться от irm-all", "unsubscribe", ("irm-all",), "ru"),
        ("مساعدة", "help", (), "ar"), ("إرسال الجدول بصيغة xlsx", "send", ("table", "xlsx"), "ar"), ("إلغاء الاشتراك irm-com3", "unsubscribe", ("irm-com3",), "ar"),
        ("帮助", "help", (), "zh"), ("发送联系人", "send", ("contacts", ""), "zh"), ("发送 日历 作为 ics", "send", ("calendar", "ics"), "zh"), ("退订irm-com3", "unsubscribe", ("irm-com3",), "zh"),
    ],
)  # fmt: skip
def test_each_language(line: str, verb: str, arguments: tuple[str, ...], language: str) -> None:
    assert read(line) == (Line(line, verb, arguments, language),)


@pytest.mark.parametrize(
    "text",
    [
        "Help!", "Help us with Resolution 20", "Status of Res. 20: agreed", "Status\n\nRes. 20: agreed by our plenary",
        "status\nResolution 59 SUP", "Stop sending me these reminders please", "Send the table to Mr Smith",
        "send invitations", "send mapping table now", "Language policy", "Thank you.\nhelp", "Please help", "help?",
        "Our position has changed.\n\nstatus", "help\nMy phone number is +46 8 465 004 99", "status\n25-28 January", "subscribe to that idea",
        "", "thanks", "quit", "--\nhelp", "help\n" * 61,
    ],
)  # fmt: skip
def test_a_letter_with_a_command_word_stays_a_letter(text: str) -> None:
    assert read(text) == ()


@pytest.mark.parametrize(
    "end",
    [
        "quit",
        "thanks",
        "Thanks!",
        "--",
        "-- ",
        "Merci",
        "спасибо",
        "谢谢",
        "Best regards",
        "Ada Verne",
        "Ada",
    ],
)
def test_nothing_is_read_below_the_end(end: str) -> None:
    assert verbs(f"help\n\nstatus\n{end}\nstop\nMy number is +46 8 465 004 99") == [
        ("help", ()),
        ("status", ()),
    ]


def test_a_greeting_above_is_no_matter() -> None:
    assert verbs("Dear colleagues,\n\nstatus\n\nBest regards\nAda") == [("status", ())]
    assert verbs("Dear colleagues,\n\nthe status of Res. 20?") == []


def test_mistyped_lines_are_kept_to_be_echoed() -> None:
    assert verbs("help\nsned contacts\nstatus") == [("help", ()), (None, ()), ("status", ())]


def test_an_approval_may_give_its_reason() -> None:
    found = verbs("approve 12\nTheir plenary agreed on 14 December, see TD 12.")
    assert [verb for verb, _ in found] == ["approve", None]
    assert verbs("approve 12\n" + "one more line, which is long\n" * 12) == []


def test_the_six_languages_have_the_same_words() -> None:
    for language in LANGUAGES:
        words = phrases(language)
        for table in ("verb", "object", "name", "field"):
            assert words.table(f"command.{table}").keys() == phrases("en").table(f"command.{table}").keys(), (
                language
            )
        for verb in words.table("command.verb"):
            word = native(verb, language)
            assert word
            assert read(f"{word} irm-all" if "subscribe" in verb else f"{word} fr" if verb == "language" else
                        f"{word} {words.table('command.object')['table'][0]}" if verb == "send" else
                        f"{word} {words.table('command.field')['phone'][0]}" if verb == "hide" else word)[0].verb == verb  # fmt: skip


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("publish", ("publish", ())),
        ("Publish my e-mail address and phone number.", ("publish", ("email", "phone"))),
        ("publish email, phone, country", ("publish", ("email", "phone", "country"))),
        ("publish nothing", ("publish", ("nothing",))),
        ("hide me", ("hide", ("me",))),
        ("publier mon adresse électronique et mon numéro de téléphone", ("publish", ("email", "phone"))),
        ("ocultar mi nombre", ("hide", ("me",))),
        ("опубликовать электронную почту и телефон", ("publish", ("email", "phone"))),
        ("نشر بريدي الإلكتروني ورقم هاتفي", ("publish", ("email", "phone"))),
        ("公开电子邮件和电话", ("publish", ("email", "phone"))),
        ("隐藏我", ("hide", ("me",))),
        ("hide", None),
        ("publish everything and phone", None),
        ("publish the minutes", None),
        ("publish and", None),
        ("Publier les contacts", None),
    ],
)
def test_what_is_to_be_published_is_told_in_any_language(
    text: str, found: tuple[str, tuple[str, ...]] | None
) -> None:
    line = command(text)
    assert (line and (line.verb, line.arguments)) == found


@given(st.lists(st.sampled_from(["help", "send", "contacts", "as", "subscribe", "irm-com3", "\n", "\r", "--", "approve 12", "> help", "،", "帮助",
                                 "\u202e", "\x00", "language", "fr", "x" * 90, "!", "1"]), max_size=40))  # fmt: skip
@settings(deadline=None, max_examples=150)
def test_any_text_is_read(words: list[str]) -> None:
    for line in read(" ".join(words), "Ada"):
        assert line.text == line.text.strip() != ""
        assert "\n" not in line.text
