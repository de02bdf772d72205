"""The public pages as people see them: in a browser, in English and Arabic, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.settings import Database, Settings, Web
from mailbot.wiring import Wiring

from .browser import DESKTOP, PHONE, OpenPage, fits, screenshot, served, sound

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
PAGES = ("", "calendar", "calendar?month=2021-02", "calendar/event/com3-calls-2", "calendar/meeting/cept-m1", "suggest",
         "sign-in")  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, imported: Path) -> Iterator[str]:
    """A site with the shipped programme."""
    file = shutil.copy(imported, tmp_path_factory.mktemp("site") / "mailbot.db")
    wiring = Wiring(Settings(database=Database(url=f"sqlite:///{file}"), web=Web(port=0)), NOW)
    with served(wiring) as address:
        yield f"{address}/"
    wiring.close()


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sound_and_fits(base: str, visit: OpenPage, path: str, locale: str) -> None:
    page = visit(base, DESKTOP, locale).go(path)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")
    name = path.replace("/", "-").replace("?", "-") or "overview"
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        fits(page)
        sound(page)
        screenshot(page, f"{name}-{locale}-{'phone' if size == PHONE else 'desk'}")
