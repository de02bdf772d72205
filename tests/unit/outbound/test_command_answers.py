"""What the answer to commands says, in six languages, with what was asked for attached."""

from __future__ import annotations

import csv
import email
import io
import re
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from mailbot.commands.model import Done, Line
from mailbot.commands.parsing import read
from mailbot.commands.standing import Standing, Told
from mailbot.directory.change import Change, FieldChange, Question
from mailbot.directory.exports import published
from mailbot.directory.exports.typesetting import NoFont
from mailbot.directory.programme import dump
from mailbot.directory.records import Participation
from mailbot.directory.snapshot import Directory
from mailbot.mail.message import parse
from mailbot.mail.phrases import LANGUAGES
from mailbot.outbound.command_answers import KIND, Asked, command_answer, texts
from mailbot.outbound.composing import MAILS, Identity, Mail
from mailbot.review.queue import Case, Item

IDENTITY = Identity("tsb-irc@itu.example", "TSB inter-regional coordination")
NOW = datetime(2020, 12, 15, 9, tzinfo=UTC)
ADA = "annelie.sjogren@cept.example"
PHONE = Change(
    "contact", "update", "cept-1", "CEPT", {"phone": FieldChange("+46846500442", "+46846500499")}, ("x",)
)
CASE = Case(
    "3", "pending", "<m@cept.example>", ADA, "CEPT", "changes", "authenticated", None, "LS\u202e 42",
    (Item(1, PHONE, "pending"), Item(2, PHONE, "rejected", "the table is closed"), Item(3, PHONE, "approved")),
    (Question("Mr Smith: no such contact in CEPT", ("Mr Smith comes",)),),
)  # fmt: skip
RAW = (
    f"From: Ada <{ADA}>\r\nMessage-ID: <m@cept.example>\r\nDate: Tue, 15 Dec 2020 08:00:00 +0000\r\n"
    "Subject: commands\r\n\r\nhelp\r\n"
)


def asked(text: str, language: str = "en", standing: Standing | None = None, **values: Any) -> Asked:
    """The commands as if carried out; those that change nothing."""
    done = [Done(line, line.verb or "unknown") for line in read(text)]
    form: dict[str, Any] = {"sender": ADA, "is_person": True, "organizations": ("CEPT",)}
    return Asked(
        **(form | values), language=language, done=done, message=parse(RAW.encode()), standing=standing
    )


def told(directory: Directory, question: Asked) -> tuple[str, str, dict[str, bytes], Mail]:
    """Text, HTML and attachments of the answer."""
    mail = command_answer(question, directory, IDENTITY, "mail-7", NOW)
    message = email.message_from_bytes(mail.content, policy=default)
    assert isinstance(message, EmailMessage)
    attached = {
        str(part.get_filename()): part.get_payload(decode=True) for part in message.iter_attachments()
    }
    assert mail.rendered is not None
    return mail.rendered.text, mail.rendered.html, attached, mail  # type: ignore[return-value]


def test_every_line_is_echoed_with_its_outcome(shipped: Directory) -> None:
    text, html, _, mail = told(shipped, asked("help\nfoo bar\nstatus"))
    assert [line for line in text.splitlines() if line.startswith("> ")] == [
        "> help",
        "> foo bar",
        "> status",
    ]
    assert "  ? This line is not understood." in text
    assert "&gt; foo bar" in html
    assert mail.subject == "Re: commands"
    assert "Dear Ms Annelie Sjögren," in text


def test_help_names_what_the_person_may_do(shipped: Directory) -> None:
    text = " ".join(told(shipped, asked("help"))[0].split())
    for wanted in ("send contacts|table|calendar [as FORMAT]", "subscribe LIST", "irm-all, irm-com3, irm-com4, irm-cept", "en, fr, es, ru, ar, zh"):  # fmt: skip
        assert wanted in text
    assert "irm-rcc" not in text
    assert "irm-rcc" in told(shipped, asked("help", organizations=None))[0]
    colleague = told(shipped, asked("help", is_person=False))[0]
    assert "send contacts" in colleague
    assert "subscribe" not in colleague


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_answer_is_in_the_persons_language(shipped: Directory, language: str) -> None:
    standing = Standing((Told(CASE, NOW.date()),), ("irm-all",), (("waiting", 3),))
    text, html, _, _ = told(shipped, asked("help\nstatus\nsend table\nfoo", language, standing))
    say = texts(language)
    for words in (say["regards"], say["outcome"]["unknown"], say["status"]["pending"]):
        assert "".join(words.split()) in "".join(text.split())
        assert words in unescape(html)
    assert ('dir="rtl"' in html) == (language == "ar")
    assert "{" not in text


def test_status_tells_what_became_of_everything(shipped: Directory) -> None:
    queues = (("waiting", 3), ("held_sets", 1), ("quarantine", 2), ("outbox", 4), ("failed", 5))
    standing = Standing((Told(CASE, NOW.date()),), ("irm-all", "irm-com3"), queues)
    text, html, _, _ = told(shipped, asked("status", standing=standing))
    flat = " ".join(text.split())
    change = "Contact Annelie Sjögren (cept-1) – change: phone +46846500442 → +46846500499"
    for wanted in (
        "Your mail of 2020-12-15: LS<U+202E> 42", f"{change} – waits for a decision",
        f"{change} – not entered (reason: the table is closed)", f"{change} – entered in our records",
        "not understood, please help us: Mr Smith: no such contact in CEPT", "You are on these lists: irm-all, irm-com3.",
        "change sets that wait: 3", "mails in quarantine: 2", "mails not delivered: 5",
    ):  # fmt: skip
        assert wanted in flat
    assert "\u202e" not in text + html
    held = replace(CASE, state="held", items=CASE.items[:1], questions=())
    assert (
        "held until TSB has verified"
        in told(shipped, asked("status", standing=Standing((Told(held, NOW.date()),), ())))[0]
    )
    assert "Nothing of yours waits" in told(shipped, asked("status", standing=Standing((), ())))[0]


def test_exports_are_attached_once_and_others_politely_refused(shipped: Directory) -> None:
    text, _, attached, _ = told(
        shipped,
        asked(
            "send contacts as csv\nsend contacts as csv\nsend table\nsend calendar\nsend table as odt\nsend calendar as vcf"
        ),
    )
    assert list(attached) == ["wtsa20-contacts.csv", "wtsa20-table.xlsx", "wtsa20-calendar.ics"]
    assert "Attached already: wtsa20-contacts.csv" in text
    assert text.count("This cannot be sent as") == 2
    rows = list(csv.DictReader(io.StringIO(attached["wtsa20-contacts.csv"].decode("utf-8-sig"))))
    assert [row["email"] for row in rows] == [c.email for c in shipped.contacts]
    assert b"BEGIN:VCALENDAR" in attached["wtsa20-calendar.ics"]


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_a_paper_form_is_in_the_readers_language(shipped: Directory, format_: str) -> None:
    _, _, attached, _ = told(shipped, asked(f"envoyer tableau en {format_}", "fr"))
    (content,) = attached.values()
    if format_ == "docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            shown = package.read("word/document.xml").decode()
    else:
        shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "projet" in shown  # the status draft


def test_a_pdf_that_no_font_can_show_is_told(shipped: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object, **named: object) -> bytes:
        raise NoFont("\U00010a00")

    monkeypatch.setattr("mailbot.directory.exports.pdf.pdf", refuse)
    text, _, attached, _ = told(shipped, asked("send table as pdf"))
    assert "pdf is not available yet. You may choose from xlsx" in " ".join(text.split())
    assert attached == {}


def _opened(content: bytes) -> bytes:
    """What a zip package holds; other files as they are."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_what_is_not_for_sharing_is_in_no_file(shipped: Directory) -> None:
    someone = shipped.contacts[0].model_copy(update={"timezone": "Asia/Tokyo", "language": "de"})
    there = Participation(
        event="irm-2", organization="CEPT", name="Secret Guest", email="g@x.example", attending="yes"
    )
    directory = replace(
        shipped, contacts=(someone, *shipped.contacts[1:]), participations=(there,), _indexes={}
    )
    assert "Secret Guest" in dump(directory)
    for what in published.SECTIONS:
        for format_ in published.formats(what):
            made = published.file(directory, what, format_, NOW, "itu.example")
            inside = _opened(made.content)
            assert b"Asia/Tokyo" not in inside
            assert b"Secret Guest" not in inside
            assert made.name == f"wtsa20-{what}.{format_}"
    assert b"LANG" not in published.file(directory, "contacts", "vcf", NOW, "itu.example").content


def test_an_echoed_line_hides_nothing(shipped: Directory) -> None:
    done = [Done(Line("sned\u202e <b>it</b>\u200b"), "unknown")]
    text, html, _, _ = told(shipped, replace(asked("help"), done=done))
    assert "> sned<U+202E> <b>it</b><U+200B>" in text
    assert "sned&lt;U+202E&gt; &lt;b&gt;it" in html


def test_data_is_never_a_template(shipped: Directory) -> None:
    evil = replace(
        CASE, subject="{{7*7}} {name} <script>", items=(Item(1, PHONE, "rejected", "{reason} {{7*7}}"),)
    )
    text, html, _, _ = told(shipped, asked("status", standing=Standing((Told(evil, NOW.date()),), ())))
    assert "{{7*7}} {name} <script>" in text
    assert "{reason} {{7*7}}" in text
    assert "<script>" not in html


def keys(node: Any, path: str = "") -> dict[str, set[str]]:
    """The placeholders of every text."""
    if isinstance(node, str):
        return {path: set(re.findall(r"{(\w+)}", node))}
    return {
        name: found for key, value in node.items() for name, found in keys(value, f"{path}.{key}").items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_languages_say_the_same(language: str) -> None:
    assert (MAILS / KIND / f"{language}.toml").is_file()
    found, english = keys(texts(language)), keys(texts("en"))
    assert found.keys() == english.keys()
    assert {path: names for path, names in found.items() if names != english[path]} == {}


def test_every_outcome_has_its_text() -> None:
    source = "".join(
        Path(f"mailbot/{p}.py").read_text()
        for p in ("commands/carrying", "commands/publishing", "outbound/command_answers")
    )
    for name in texts("en")["outcome"]:
        assert f'"{name}"' in source, name
