from __future__ import annotations

import pytest

from mailbot.text import visible


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ada Verne", "Ada Verne"),
        ("Zsófia Kertész 李文清 خالد منصور", "Zsófia Kertész 李文清 خالد منصور"),
        ("evil\u202egnp.exe", "evil<U+202E>gnp.exe"),
        ("a\u200bb", "a<U+200B>b"),
        ("a\r\nBcc: x", "a<U+000D><U+000A>Bcc: x"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("pay\u200cpal", "pay<U+200C>pal"),
        ("\x1b[31mred", "<U+001B>[31mred"),
    ],
)
def test_threat_7_what_cannot_be_seen_is_made_visible(text: str, expected: str) -> None:
    assert visible(text) == expected
