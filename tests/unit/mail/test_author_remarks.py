"""A remark in the display name of the From field is harmless where the field has one "@"."""

from __future__ import annotations

import pytest

from mailbot.mail.addresses import author


def test_a_remark_in_the_name() -> None:
    found, flaw = author(["Ada Verne (CEPT) <ada@cept.example>"])
    assert flaw is None
    assert found is not None
    assert (found.name, found.address) == ("Ada Verne", "ada@cept.example")


@pytest.mark.parametrize(
    "value",
    [
        "A (b@c.example) <d@e.example>",
        "A (b <x@y.example>) <d@e.example>",
        "A (b) <d@e.example> <f@g.example>",
        "alice@example.org(<bob@example.org>",
        "(x) a@b.example",
        "A ((b)) <d@e.example>",
    ],
)
def test_what_could_hide_a_second_author_stays_refused(value: str) -> None:
    assert author([value])[0] is None
