"""`Nobody has withdrawn anything`: nothing is withdrawn."""

from __future__ import annotations

import pytest

from mailbot.directory.snapshot import Directory
from mailbot.inbound.interpret import interpret


@pytest.mark.parametrize(
    "text",
    [
        "Nobody in Europe has withdrawn anything on Resolution 1.",
        "Personne n'a retiré notre proposition sur la Résolution 1.",
        "Nadie ha retirado nuestra propuesta sobre la Resolución 1.",
        "Никто не снимал наше предложение по Резолюции 1.",
    ],
)
def test_nothing_is_withdrawn(shipped: Directory, text: str) -> None:
    mail = (
        "From: annelie.sjogren@cept.example\r\nMessage-ID: <1@cept.example>\r\nSubject: Re: LS 42\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
    assert interpret(mail.encode(), shipped, ()).changes == ()
