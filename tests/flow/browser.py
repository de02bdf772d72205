"""Pages in a real browser: Debian's Chromium, driven by Playwright; the site served by uvicorn.

A page fails its test if it asks another host for anything, if a script of it fails, or if the browser refuses
something that it wants (Content-Security-Policy). `sound(page)` asks axe for violations of WCAG 2.2 A and AA.

Playwright's event loop runs in the test's thread: whatever uses asyncio (a worker's delivery) must run in a
thread of its own meanwhile.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from mailbot.doors.web.serving import serving
from mailbot.wiring import Wiring

DESKTOP, PHONE = (1280, 900), (390, 844)
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser for the tests of one module, or the reason why there is none."""
    path = chromium()
    if path is None:
        pytest.skip("no browser here; on Debian: apt-get install chromium")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=arguments)
        yield made
        made.close()


@dataclass
class Visit:
    """One person at the site. `page` is his window; what the browser complained of is in `complaints`."""

    page: Page
    base: str
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


OpenPage = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[OpenPage]:
    """Opens a window at a site: `visit(base, size=PHONE, locale="ar")`; each has cookies of its own."""
    opened: list[Visit] = []

    def open_page(base: str, size: tuple[int, int] = DESKTOP, locale: str = "en", **more: object) -> Visit:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            locale=locale,
            **more,  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        made = Visit(context.new_page(), base)
        host = urlsplit(base).netloc

        def asked(url: str) -> None:
            if urlsplit(url).scheme in ("http", "https", "ws", "wss") and urlsplit(url).netloc != host:
                made.complaints.append(f"asks {url}")

        made.page.on("request", lambda request: asked(request.url))
        made.page.on("pageerror", lambda error: made.complaints.append(f"script: {error}"))
        made.page.on(
            "console", lambda said: made.complaints.append(said.text) if said.type == "error" else None
        )
        opened.append(made)
        return made

    yield open_page
    complaints = [complaint for each in opened for complaint in each.complaints]
    for each in opened:
        each.page.context.close()
    assert complaints == []


def sound(page: Page) -> None:
    """Fails with what axe finds wrong, where it is, and how it is mended."""
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": _RULES}})
    told = [
        f"{violation['id']}: {violation['help']}\n  "
        + "\n  ".join(node["html"][:200] for node in violation["nodes"])
        for violation in found.response["violations"]
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)


def fits(page: Page) -> None:
    """Nothing of the page needs scrolling sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} pixels too wide"


@contextmanager
def served(wiring: Wiring) -> Iterator[str]:
    """The site's address while it is served. Mails and forms name the address that ``wiring`` was given."""
    with serving(wiring, wiring.settings.web.port) as port:
        yield f"http://127.0.0.1:{port}"


def screenshot(page: Page, name: str) -> None:
    """Keep a picture where MAILBOT_SCREENSHOTS names a folder; for looking at what the tests saw."""
    folder = os.environ.get("MAILBOT_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)
