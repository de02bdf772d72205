"""A letter, and what a command printed."""

from __future__ import annotations

import pytest

LETTER = b"""\
From: Annelie =?utf-8?q?Sj=C3=B6gren?= <annelie.sjogren@cept.example>
To: tsb-irc@itu.example
Subject: contact sheet
Message-ID: <1@cept.example>
Date: Wed, 16 Dec 2020 10:30:00 +0100

Dear colleagues,

my phone number has changed, the new one is +46 8 465 004 77.

Best regards
Annelie
"""


def out(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().out


def err(capfd: pytest.CaptureFixture[str]) -> str:
    text = capfd.readouterr().err
    assert "Traceback" not in text
    return text


def said(capfd: pytest.CaptureFixture[str]) -> str:
    """Both streams."""
    captured = capfd.readouterr()
    assert "Traceback" not in captured.err
    return captured.out + captured.err
