"""A running embedded mail server."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mailbot.testing import EmbeddedMail

from .talking import ACCOUNTS


@pytest.fixture
def mail() -> Iterator[EmbeddedMail]:
    """Both servers with the accounts of `ACCOUNTS`."""
    with EmbeddedMail(ACCOUNTS) as server:
        yield server
