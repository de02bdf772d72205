"""The console of a site that believes `mx.itu.example` about senders."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.settings import Web
from mailbot.store.session import Store

from ..browser import Browser, signed_in
from ..conftest import BASE, Site, served
from .desk import TRUST, take_in

TakeIn = Callable[..., list[int]]


@pytest.fixture
def console(store: Store, tmp_path: Path) -> Iterator[Site]:
    with served(tmp_path, web=Web(base_url=BASE), trust=TRUST) as site:
        yield site


@pytest.fixture
def officer(console: Site) -> Browser:
    return signed_in(console)


@pytest.fixture
def taken(console: Site) -> TakeIn:
    """Takes mails in; the numbers of their cases."""

    def take(*mails: EmailMessage | bytes) -> list[int]:
        return take_in(console.wiring.store, console.wiring.settings, *mails)

    return take
