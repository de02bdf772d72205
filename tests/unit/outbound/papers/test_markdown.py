"""Markdown → blocks: what an author writes is markup, what data says is text."""

from __future__ import annotations

import pytest

from mailbot.outbound.papers.document import (
    Break,
    Heading,
    Items,
    Link,
    Paragraph,
    Placeholder,
    Quote,
    Rule,
    Table,
    Text,
    plain,
)
from mailbot.outbound.papers.markdown import blocks, escaped, line, placeholder

HOSTILE = (
    "{{7*7}}", "{% raw %}", "*_[](x) `a` **b**", "#set text(red)", "$x$ @y ~z~", "</w:t><w:p/>", "<b>x</b>",
    "a|b\\|c\\", "1. x", "- x", "# h", "> q", "---", "===", "[[TSB to add: x]]", "https://x.example/a_b*c*",
    "&amp; &#124; &lt;", "![x](y)", "<https://x.example>", "~~s~~", "x\\", "[a]: https://x.example", "\\*",
)  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE)
def test_data_is_the_text_it_is_wherever_it_stands(data: str) -> None:
    (alone,) = blocks(escaped(data))
    assert isinstance(alone, Paragraph)
    assert plain(alone.line) == data
    (table,) = blocks(f"| a | b |\n|---|---|\n| {escaped(data)} | **{escaped(data)}** |\n")
    assert isinstance(table, Table)
    ((first, second),) = table.rows
    assert plain(first) == data
    assert not any(isinstance(part, Placeholder) for part in (*first, *alone.line))
    if data[0] not in "*~-" and data[-1] not in "*\\":  # where Markdown's emphasis may stand
        assert plain(second) == data
    (heading,) = blocks(f"## {escaped(data)}")
    assert isinstance(heading, Heading)
    assert plain(heading.line) == data


def test_what_hides_or_turns_text_is_written_out_and_line_ends_are_spaces() -> None:
    assert plain(line(escaped("a\u202eb\r\nc\u2028d\x00"))) == "a<U+202E>b c d<U+0000>"
    assert escaped(None) == ""


def test_a_placeholder_is_what_an_author_wrote() -> None:
    (paragraph,) = blocks("See [[TSB to add: URL of TD852]] and " + placeholder("file | of ]] TD831") + ".")
    assert isinstance(paragraph, Paragraph)
    found = [part.what for part in paragraph.line if isinstance(part, Placeholder)]
    assert found == ["URL of TD852", "file of TD831"]
    assert plain(paragraph.line).startswith("See [[TSB to add: URL of TD852]] and ")


def test_lists_tables_quotes_and_rules() -> None:
    found = blocks(
        "# T\n\n3. a\n   - b\n4. c\n\n> q\n\n---\n\n| x | y |\n|--|--|\n| 1 | |\n\n| | |\n|-|-|\n| k | v |\n"
    )
    assert [type(each) for each in found] == [Heading, Items, Quote, Rule, Table, Table]
    numbered, table, form = found[1], found[4], found[5]
    assert isinstance(numbered, Items)
    assert numbered.start == 3
    assert [type(each) for each in numbered.items[0]] == [Paragraph, Items]
    assert isinstance(table, Table)
    assert (len(table.header), [plain(cell) for cell in table.rows[0]]) == (2, ["1", ""])
    assert isinstance(form, Table)
    assert form.header == ()


def test_words_keep_their_look() -> None:
    (paragraph,) = blocks("a **b** *c* `d`\\\ne\nf")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.line == (
        Text("a "), Text("b", bold=True), Text(" "), Text("c", italic=True), Text(" "), Text("d", code=True),
        Break(), Text("e f"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "source",
    ["[x](javascript:alert(1))", "[x](data:text/html,x)", "[x](file:///etc/passwd)", "<b onclick=x>x</b>"],
)
def test_no_link_leads_elsewhere_and_no_html_is_html(source: str) -> None:
    (paragraph,) = blocks(source)
    assert isinstance(paragraph, Paragraph)
    assert not any(isinstance(part, Link) for part in paragraph.line)


def test_a_link_shows_where_it_leads() -> None:
    (paragraph,) = blocks(
        "[the page](https://x.example/a) or https://y.example/b. Write to <mailto:a@x.example>."
    )
    assert isinstance(paragraph, Paragraph)
    assert [part.url for part in paragraph.line if isinstance(part, Link)] == [
        "https://x.example/a", "https://y.example/b", "mailto:a@x.example",
    ]  # fmt: skip
    assert "the page (https://x.example/a)" in plain(paragraph.line)


def test_hours_are_kept_together() -> None:
    parts = line(escaped("الجمعة 12:30-15:30 CET و 08:00-09:00"))
    assert [part.text for part in parts if isinstance(part, Text) and part.clock] == [
        "12:30-15:30 CET",
        "08:00-09:00",
    ]
