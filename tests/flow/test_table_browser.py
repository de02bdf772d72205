"""The table of proposals as people use it: in a browser, by keyboard, in English and Arabic, on a phone, on paper."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.settings import Database, Settings, Web
from mailbot.wiring import Wiring
from tests.conftest import NOON

from .browser import DESKTOP, PHONE, OpenPage, fits, screenshot, served, sound

NOW = datetime(2021, 1, 14, 8, 0, tzinfo=UTC)
PAGES = ("table", "table?class=needs_discussion&sort=least", "table?q=nothing+like+it", "table/matrix",
         "table/compare?a=CEPT&b=ATU", "table/text/Resolution%2098", "table/cell/CEPT/Resolution%2020")  # fmt: skip


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, imported: Path) -> Iterator[str]:
    """A site with the shipped programme, in which two positions have moved since."""
    file = shutil.copy(imported, tmp_path_factory.mktemp("site") / "mailbot.db")
    wiring = Wiring(Settings(database=Database(url=f"sqlite:///{file}"), web=Web(port=0)), NOW)
    for days, code, old in ((3, "APT", "draft"), (8, "RCC", "preliminary")):
        with wiring.store.begin() as session:
            change = Change(
                "position", "update", f"{code}/Resolution 98", code, {"status": FieldChange(old, "agreed")}
            )
            apply(session, change, Provenance("officer", NOON + timedelta(days=days)))
    with served(wiring) as address:
        yield f"{address}/"
    wiring.close()


@pytest.mark.parametrize("locale", ["en", "ar"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_of_the_table_is_sound_and_fits(
    base: str, visit: OpenPage, path: str, locale: str
) -> None:
    page = visit(base, DESKTOP, locale).go(path)
    assert page.evaluate("document.documentElement.dir") == ("rtl" if locale == "ar" else "ltr")
    name = path.partition("?")[0].replace("/", "-").replace("%20", "-")
    for size in (DESKTOP, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        fits(page)
        sound(page)
        screenshot(page, f"{name}-{locale}-{size[0]}")
    page.emulate_media(color_scheme="dark")
    sound(page)


def test_from_the_table_to_who_said_it_by_keyboard(base: str, visit: OpenPage) -> None:
    page = visit(base).go("table")
    page.get_by_label("Search").focus()
    page.keyboard.type("numbering, naming")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("1 of ")
    page.get_by_role("row", name="Resolution 20").get_by_role("link", name="no change").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("CEPT: Resolution 20")
    page.get_by_role("link", name="Resolution 20").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Resolution 20")
    expect(page.locator("main")).to_contain_text("The position of CEPT is opposed by: ATU.")


def test_on_a_phone_the_text_stays_beside_its_cells(base: str, visit: OpenPage) -> None:
    page = visit(base, PHONE).go("table")
    region = page.get_by_role("region").first
    region.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    for _ in range(100):  # it moves smoothly; the site's policy lets no test wait by `eval`
        if page.evaluate("document.querySelector('.scroll').scrollLeft") > 50:
            break
        page.wait_for_timeout(50)
    assert page.evaluate("document.querySelector('.scroll').scrollLeft") > 50
    head = region.get_by_role("rowheader").first.bounding_box()
    box = region.bounding_box()
    assert head is not None
    assert box is not None
    assert abs(head["x"] - box["x"]) < 2


def test_the_chart_has_its_figures_beside_it(base: str, visit: OpenPage) -> None:
    page = visit(base).go("table/text/Resolution%2098")
    expect(page.get_by_role("img", name="Degree of consensus over time, 0 to 100")).to_be_visible()
    expect(page.get_by_role("row", name="22 December 2020")).to_contain_text("common ground")


def test_printed_it_is_landscape_without_forms(base: str, visit: OpenPage) -> None:
    page = visit(base).go("table")
    paper = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    first = paper.pages[0]
    assert first.mediabox.width > first.mediabox.height
    text = first.extract_text()
    assert "Resolution 1" in text
    assert "Sort by" not in text
    assert len(paper.pages) < 12
