"""A paper's source → the document: front matter, languages, hostile data, wrong templates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mailbot.errors import UsageError
from mailbot.outbound.papers.document import Document, Paragraph, plain
from mailbot.outbound.papers.markdown import Written
from mailbot.outbound.papers.source import PAPERS, check_sources, kinds, written
from mailbot.translation import texts
from mailbot.wording import SHIPPED_WORDINGS, Wordings

HEAD = "---\nform: Letter\nnumber: {{ number }}\ntitle: {{ title }}\n---\n"


def made(folder: Path, source: str, language: str = "en", **facts: object) -> Document:
    (folder / "letter.md").write_text(source, encoding="utf-8")
    facts = {"number": "7", "title": "T"} | facts
    return written("letter", facts, SHIPPED_WORDINGS.of(language), series="S", date="D", folder=folder)


def test_the_shipped_sources_are_these() -> None:
    assert kinds() == ("agenda", "circular-letter", "liaison", "meeting-report")
    assert check_sources() == 4


def test_front_matter_and_text(tmp_path: Path) -> None:
    document = made(tmp_path, HEAD + "\n{{ _('Where') }}: **{{ title }}**\n", "fr")
    assert (document.heading, plain(document.title), document.subject) == ("Letter 7", "T", "T")
    assert (document.language, document.direction) == ("fr", "ltr")
    assert made(tmp_path, HEAD, "ar").direction == "rtl"


@pytest.mark.parametrize(
    "data", ["{{7*7}}", "{% include 'x' %}", "---\nform: evil", "*b*", "[[TSB to add: x]]", "a: b"]
)
def test_data_is_neither_template_nor_markup_nor_front_matter(tmp_path: Path, data: str) -> None:
    document = made(tmp_path, HEAD + "\n{{ title }}\n", title=data, number=data)
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    one_line = " ".join(data.split())
    assert plain(paragraph.line) == plain(document.title) == document.subject == one_line
    assert (document.form, document.missing) == ("Letter", ())


def test_an_officers_body_is_markdown_and_no_template(tmp_path: Path) -> None:
    document = made(tmp_path, HEAD + "\n{{ body }}\n", body=Written("## {{7*7}}\n\n- [[TSB to add: x]]\n"))
    assert document.missing == ("x",)
    assert plain(document.blocks[0].line) == "{{7*7}}"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("no front matter", "must begin with lines"), ("---\nform: x\n---\n", "title is missing"),
        ("---\nform: x\ntitle: y\ncolour: z\n---\n", "'colour: z': expected one of form, number, title, subject"),
        (HEAD + "{{ unknown }}", r"line 1?\d?.*'unknown' is undefined|UndefinedError"), (HEAD + "{% if %}", "line 6"),
        (HEAD + "{{ title.__class__ }}", "SecurityError|is unsafe"),
    ],
)  # fmt: skip
def test_a_wrong_source_is_named(tmp_path: Path, source: str, error: str) -> None:
    with pytest.raises(UsageError, match=f"templates/papers/letter.md.*({error})"):
        made(tmp_path, source)


def test_the_digest_is_of_all_but_the_date(tmp_path: Path) -> None:
    say = SHIPPED_WORDINGS.of("en")
    (tmp_path / "letter.md").write_text(HEAD + "\ntext\n")
    facts = {"number": "7", "title": "T"}
    first = written("letter", facts, say, series="S", date="Monday", folder=tmp_path)
    assert written("letter", facts, say, series="S", date="Tuesday", folder=tmp_path).digest == first.digest
    assert (
        written("letter", facts | {"number": "8"}, say, series="S", date="Monday", folder=tmp_path).digest
        != first.digest
    )


def test_a_translation_is_no_markup_either(tmp_path: Path) -> None:
    (tmp_path / "fr.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
        'msgid "Where"\nmsgstr "*Où* [[TSB to add: rien]] | {{ 7*7 }} `x`"\n'
    )
    (tmp_path / "letter.md").write_text(HEAD + "\n{{ _('Where') }}\n")
    say = Wordings(tmp_path).of("fr")
    document = written("letter", {"number": "7", "title": "T"}, say, series="S", date="D", folder=tmp_path)
    (paragraph,) = document.blocks
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.line) == "*Où* [[TSB to add: rien]] | {{ 7*7 }} `x`"
    assert document.missing == ()


@pytest.mark.parametrize("kind", kinds())
def test_every_text_of_a_source_is_in_the_catalogues(kind: str) -> None:
    source = (PAPERS / f"{kind}.md").read_text(encoding="utf-8")
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in texts()}
    said = re.findall(r'_\("((?:[^"\\]|\\.)*)"', source)
    assert said
    assert set(said) <= known
