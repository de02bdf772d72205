"""The HTML form of mails, cleaned: nothing acts, nothing loads, whatever comes; and what it looks like stays."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser

from mailbot.mail.markup import MAX_MARKUP, _rewritten, safe_markup
from tests.speed import within

from .payloads import PAYLOADS

ACTS = {
    "script", "style", "iframe", "frame", "object", "embed", "applet", "form", "input", "button", "textarea", "select",
    "svg", "math", "meta", "link", "base", "img", "video", "audio", "source", "template", "portal", "body", "dialog",
}  # fmt: skip
WITHOUT = {
    "href",
    "src",
    "srcset",
    "action",
    "formaction",
    "background",
    "ping",
    "poster",
    "data",
    "id",
    "name",
    "class",
}


def elements(markup: str) -> list[tuple[str, dict[str, str | None]]]:
    """As a browser would make them of it."""
    body = LexborHTMLParser(f"<div id=here>{markup}</div>").css_first("#here")
    assert body is not None, markup
    inside = list(body.traverse())[1:]
    return [(node.tag or "", node.attributes or {}) for node in inside]


def assert_harmless(markup: str) -> None:
    for tag, attributes in elements(markup):
        assert tag not in ACTS, markup
        assert not WITHOUT & attributes.keys(), markup
        assert not any(name.startswith(("on", "hx-", "data-")) for name in attributes), markup
        style = (attributes.get("style") or "").lower()
        assert not any(
            word in style for word in ("url", "expression", "position", "image", "\\", "behavior")
        ), markup


@pytest.mark.parametrize("payload", PAYLOADS)
def test_threat_21_of_a_payload_only_harmless_markup_is_left(payload: str) -> None:
    assert_harmless(safe_markup(payload))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_threat_21_each_of_the_barriers_is_enough(payload: str) -> None:
    assert_harmless(_rewritten(payload))


def test_there_are_payloads_enough() -> None:
    assert len(set(PAYLOADS)) >= 150


def test_threat_21_all_payloads_in_one_mail_in_both_orders() -> None:
    assert_harmless(safe_markup("\n".join(PAYLOADS)))
    assert_harmless(safe_markup("".join(reversed(PAYLOADS))))


def test_what_a_letter_looks_like_stays() -> None:
    markup = (
        "<p style='color: #1F497D; font-weight:bold'>my <u>remarks</u> in <font color=blue>blue</font></p>"
        "<table border=1><tr><th>Text</th><td colspan=2 style='background-color: yellow'>MOD</td></tr></table>"
        "<blockquote>old</blockquote><ol start=3><li>x</ol><s>gone</s>"
    )
    made = safe_markup(markup)
    for kept in ('style="color:#1f497d;font-weight:bold"', "<u>remarks</u>", '<font color="blue">', "<blockquote>old",
                 'colspan="2"', 'style="background-color:yellow"', '<ol start="3">', "<s>gone</s>"):  # fmt: skip
        assert kept in made


def test_a_link_is_text_with_its_address_and_a_picture_its_description() -> None:
    made = safe_markup(
        '<a href="https://evil.example/?a=1&b=2">your bank</a> <img src="http://x/y" alt="Logo &lt;b&gt;">'
    )
    assert made == "<a>your bank <small>[https://evil.example/?a=1&amp;b=2]</small></a> [Logo &lt;b&gt;]"


def test_text_is_text() -> None:
    assert safe_markup("1 &lt; 2 &amp;&amp; <b>3</b> > 2") == "1 &lt; 2 &amp;&amp; <b>3</b> &gt; 2"


@pytest.mark.parametrize(
    "tag", ["div", "b", "table><tr><td", "blockquote", "a href=x", "svg><g", "ul><li", "b><p"]
)
def test_threat_32_deep_nesting_takes_no_time(tag: str) -> None:
    with within(5):
        made = safe_markup(f"<{tag}>" * 100_000 + "the end")
    assert len(made) < 8 * MAX_MARKUP
    assert_harmless(made[:2000])


def test_a_tag_with_endless_attributes_takes_no_time() -> None:
    with within(3):
        safe_markup("<p " + " ".join(f"a{number}" for number in range(200_000)) + ">x")
