"""The public pages as people see them: in a browser, in English and Arabic, on a desk and on a phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page

from mailbot.settings import Database, Settings, Web
from mailbot.wiring import Wiring

from .browser import DESKTOP, PHONE, OpenPage, fits, screenshot, served, sound

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
PAGES = (
    "", "contacts", "contacts/CEPT", "contacts/cept-1", "table", "table/text/Resolution%2020",
    "table/cell/CEPT/Resolution%2020", "table/matrix", "table/compare?a=CEPT&b=ATU", "calendar?month=2021-02",
    "calendar/event/com3-calls-2", "calendar/meeting/cept-m1", "suggest", "sign-in",
)  # fmt: skip


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


def test_a_reader_finds_his_way_by_keyboard_alone(base: str, visit: OpenPage) -> None:
    page = visit(base, DESKTOP).go("")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(base)
    _tab_to(page, "Table of proposals")
    page.keyboard.press("Enter")
    page.wait_for_url("**/table")
    _tab_to(page, "committee")
    page.keyboard.type("COM4")
    _tab_to(page, "Show")
    page.keyboard.press("Enter")
    page.wait_for_url("**committee=COM4**")
    assert page.locator("h2").count() == 1
    _tab_to(page, "Resolution 20")
    page.keyboard.press("Enter")
    page.wait_for_url("**/table/text/Resolution%2020")
    assert "needs discussion" in page.inner_text("main")


def _tab_to(page: Page, name: str) -> None:
    """Go on with Tab until what has this text, or this id, has the focus."""
    told = "(e => [e.id, e.innerText])(document.activeElement)"
    for _ in range(120):
        page.keyboard.press("Tab")
        if name in page.evaluate(told):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard on {page.url}")


def test_a_colleague_reads_and_corrects_in_arabic_on_a_telephone(base: str, visit: OpenPage) -> None:
    page = visit(base, PHONE, "ar").go("contacts")
    page.fill("input[type=search]", "Nadia")
    page.keyboard.press("Enter")
    page.wait_for_url("**Nadia**")
    assert page.locator("tbody tr").count() == 1
    page.click("tbody a >> nth=0")
    page.wait_for_url("**/contacts/las-1**")
    page.click("footer a[href*=suggest]")
    assert "Nadia" in page.inner_text("main")
    page.fill("#text", "رقم الهاتف الصحيح هو +20 2 2555 0199")
    page.fill("#email", "n.elsherbini@las.example")
    page.click("main button[type=submit]")
    page.wait_for_selector("[role=status]")
    fits(page)
    sound(page)
    page.click("footer a[lang=fr]")
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_nothing_needs_javascript(base: str, visit: OpenPage) -> None:
    page = visit(base, DESKTOP, java_script_enabled=False).go("calendar")
    page.select_option("#organization", "CEPT")
    page.click("form button")
    assert "organization=CEPT" in page.url
    page.click(".agenda a >> nth=0")
    assert page.locator("h1").count() == 1
