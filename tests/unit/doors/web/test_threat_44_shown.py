"""THREATS row 44: pages and API show every string as it is stored; none of them becomes markup."""

from __future__ import annotations

import json
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from mailbot.directory.apply import Invalid, Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.outbound.wrapping import visible

from .conftest import NOW, Site

STRINGS: list[str] = json.loads(Path("tests/naughty/strings.json").read_text(encoding="utf-8"))


def enter(site: Site) -> dict[str, str]:
    """Meetings that are called so, by their ids."""
    found: dict[str, str] = {}
    with site.wiring.store.begin() as session:
        for number, text in enumerate(STRINGS):
            values = {"title": text, "starts": "2021-03-01", "ends": "2021-03-02", "place": text}
            fields = {name: FieldChange(None, value) for name, value in values.items()}
            try:
                apply(
                    session,
                    Change("meeting", "add", f"cept-x{number}", "CEPT", fields),
                    Provenance("test", NOW),
                )
            except Invalid:
                continue
            found[f"cept-x{number}"] = text
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def test_threat_44_pages_show_what_is_stored(site: Site) -> None:
    entered = enter(site)
    assert len(entered) > 480
    page = LexborHTMLParser(site.ask("GET", "/calendar?month=2021-03").text)
    for key, text in entered.items():
        item = page.css_first(f"#{key} .what a")
        assert item is not None, key
        assert words(item.text()) == words(str(visible(text))), key
    assert page.css("script, img, svg, iframe, object, embed, [onerror], [onload]") == []
    hrefs = [node.attributes.get("href") or "" for node in page.css("[href]")]
    assert not [href for href in hrefs if href.lower().startswith(("javascript", "data:"))]
    for key in list(entered)[::25]:
        one = LexborHTMLParser(site.ask("GET", f"/calendar/meeting/{key}").text)
        heading = one.css_first("h1")
        assert heading is not None
        assert words(heading.text()) == words(str(visible(entered[key])))


def test_threat_44_the_api_says_what_is_stored(site: Site) -> None:
    entered = enter(site)
    found = {each["id"]: each["title"] for each in json.loads(site.ask("GET", "/api/v1/meetings").body)}
    assert {key: found[key] for key in entered} == entered
