"""HTML nested without end is cut before a parser sees it; what people write is not touched."""

from __future__ import annotations

import pytest

from mailbot.mail.html import to_text
from mailbot.mail.nesting import MAX_DEPTH, MAX_TAG, shallow
from tests.speed import within


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<p>two" * 1000, "<ul>" + "<li>x" * 2000 + "</ul>", "<table>" + "<tr><td>x" * 2000 + "</table>",
        "<div><p>x</p></div>" * 2000, "<b>x</b><br>" * 3000, "<blockquote>" * 50 + "x" + "</blockquote>" * 50,
    ],
)  # fmt: skip
def test_what_people_write_stays_as_it_is(html: str) -> None:
    assert shallow(html) == html


def test_beyond_the_limit_tags_go_and_text_stays() -> None:
    html = "<div>" * (MAX_DEPTH + 600) + "the end" + "</div>" * 10
    assert shallow(html).count("<div>") == MAX_DEPTH
    assert "the end" in to_text(html)


def test_a_tag_without_end_goes() -> None:
    assert shallow(f"<p {'a ' * MAX_TAG}>text") == " text"


@pytest.mark.parametrize("tag", ["div", "blockquote", "section", "span"])
def test_threat_32_a_mail_of_open_elements_is_read_in_a_moment(tag: str) -> None:
    with within(3):
        to_text(f"<{tag}>" * 200_000 + "x")
