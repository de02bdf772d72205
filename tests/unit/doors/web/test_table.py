"""`/table` and what belongs to it: what everybody reads, what TSB reads, and what nobody can break."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from selectolax.lexbor import LexborHTMLParser as HTMLParser
from selectolax.lexbor import LexborNode as Node
from sqlalchemy import select

from mailbot.accounts import sessions
from mailbot.accounts.model import Account
from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.consensus import assess_all
from mailbot.directory.importing import import_programme
from mailbot.directory.snapshot import Directory
from mailbot.settings import Web
from mailbot.store.session import Store
from mailbot.store.tables import AccountRow, RevisionRow
from tests.conftest import NOON

from .big import TEXTS, full
from .conftest import BASE, NOW, Site, served

SIZE = 100_000
EXCERPT = "we now agree to a modification"


def page(site: Site, path: str, **headers: str) -> HTMLParser:
    answer = site.ask("GET", path, **headers)
    assert answer.status == 200, path
    assert len(answer.body) < SIZE
    assert " style=" not in answer.text
    assert "<script" not in answer.text
    return HTMLParser(answer.text)


def words(node: Node | None) -> str:
    assert node is not None
    return " ".join(node.text(separator=" ").split())


def texts(found: HTMLParser) -> list[str]:
    return [words(node) for node in found.css(".proposals tbody th > a")]


def cell(found: HTMLParser, text: str, column: int) -> Node:
    """The cell of a text; organizations are columns 0 to 5, the consensus is 6."""
    row = next(tr for tr in found.css(".proposals tbody tr") if words(tr.css_first("th > a")) == text)
    return row.css("td")[column]


def test_every_text_with_every_position_and_its_consensus(site: Site) -> None:
    found = page(site, "/table")
    directory = site.wiring.directory()
    assert set(texts(found)) == {each.id for each in directory.texts} | {p.text for p in directory.positions}
    assert words(cell(found, "Resolution 1", 2)) == "modify agreed"
    assert words(cell(found, "Resolution 35", 1)) == "no change preliminary"
    assert words(cell(found, "Resolution 2", 5)) == "? preliminary"
    assert words(cell(found, "Resolution 59", 2)) == "comments"
    assert words(cell(found, "Resolution 1", 1)) == ""
    for text, each in assess_all(directory).items():
        shown = words(cell(found, text, 6))
        assert shown.rpartition(" ")[2] == str(each.number) or each.number is None
    assert words(cell(found, "Resolution 97", 6)) == "common ground 67"
    assert [words(node) for node in found.css("h2")] == [
        "Working methods of ITU-T (COM3)", "ITU-T work programme and organization (COM4)",
    ]  # fmt: skip


def test_texts_on_which_nobody_has_spoken_are_folded_away_until_something_is_asked(site: Site) -> None:
    found = page(site, "/table")
    folded = [words(node) for node in found.css("details .proposals tbody th > a")]
    directory = site.wiring.directory()
    spoken = {each.text for each in directory.positions} | {each.text for each in directory.views}
    assert set(folded) == {each.id for each in directory.texts} - spoken
    assert set(texts(found)) - set(folded) == spoken
    for query in ("?class=no_proposal", "?sort=text", "?q=resolution", "?committee=COM3"):
        assert page(site, f"/table{query}").css("details .proposals") == []


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("committee=COM4&action=SUP", {"Resolution 64"}),
        ("organization=CEPT&action=SUP", {"Resolution 35", "Resolution 45", "Resolution 64"}),
        ("organization=CEPT&action=SUP&status=draft", {"Resolution 35"}),
        ("status=withdrawn", {"Resolution 89"}),
        ("class=common_ground", {"Resolution 32", "Resolution 97"}),
        ("q=FOCUS+groups", {"A.7"}),
        ("q=stolen+devices", {"Resolution 97"}),
        ("organization=CITEL&q=merge", {"Resolution 59"}),
        ("q=no+such+thing", set()),
    ],
)
def test_filters_and_search(site: Site, query: str, wanted: set[str]) -> None:
    found = page(site, f"/table?{query}")
    assert set(texts(found)) == wanted
    assert ("No text is as you asked for" in found.text()) == (not wanted)


def test_what_the_programme_does_not_know_is_left_out(site: Site) -> None:
    every = len(texts(page(site, "/table")))
    for query in (
        "committee=COM9",
        "class=x",
        "action=%27",
        "sort=x",
        "organization=" + "x" * 3000,
        "lang=xx",
    ):
        assert len(texts(page(site, f"/table?{query}"))) == every
    field = page(site, "/table?q=" + "x" * 500).css_first("#q")
    assert field is not None
    assert len(field.attributes["value"] or "") == 100


def test_orders(site: Site) -> None:
    def numbers(sort: str) -> list[int]:
        found = page(site, f"/table?committee=COM3&sort={sort}")
        shown = [words(tr.css("td")[6]).rpartition(" ")[2] for tr in found.css(".proposals tbody tr")]
        return [int(number) for number in shown if number.isdigit()]

    assert numbers("least") == sorted(numbers("least"))
    assert numbers("most") == sorted(numbers("most"), reverse=True)
    first = texts(page(site, "/table?committee=COM3&sort=text"))
    assert (
        first.index("A.7") < first.index("A.11") < first.index("Resolution 1") < first.index("Resolution 7")
    )


def test_every_link_of_the_table_leads_somewhere(site: Site) -> None:
    """Percent-encoded texts, from a page at any depth."""
    for start, base in (
        ("/table", "/"),
        ("/table/matrix", "/table/"),
        ("/table/compare?a=CEPT&b=ATU", "/table/"),
    ):
        links = {
            str(a.attributes["href"]) for a in page(site, start).css("main a") if a.attributes.get("href")
        }
        assert links
        for link in sorted(links)[:: max(1, len(links) // 25)]:
            if "/table." in link or link.startswith("?"):
                continue
            path = (
                base + link.removeprefix("./")
                if not link.startswith("../")
                else "/" + link.replace("../", "")
            )
            assert site.ask("GET", path.replace("/./", "/")).status == 200, (start, link)


def test_one_text_says_why(site: Site) -> None:
    found = page(site, "/table/text/Resolution%2020")
    assert words(found.css_first("h1")) == "Resolution 20"
    said = [words(node) for node in found.css("#consensus ~ ul li")]
    assert said[0] == "There is an objection."
    assert "The position of CEPT is opposed by: ATU." in said
    assert "ATU opposes the position of CEPT" in words(found.css_first("#views ~ ul"))
    assert words(found.css("table.stack tbody tr")[2].css("td")[0]) == "no change draft"


def move(site: Site, days: int, text: str, code: str, **fields: tuple[object, object]) -> None:
    with site.wiring.store.begin() as session:
        change = Change("position", "update", f"{code}/{text}", code,
                        {name: FieldChange(*pair) for name, pair in fields.items()})  # fmt: skip
        by = Provenance(
            "officer@itu.example", NOON + timedelta(days=days), message_id="<m@cept.example>", excerpt=EXCERPT
        )
        assert apply(session, change, by)


def test_the_history_of_the_consensus_is_a_chart_with_a_table(site: Site) -> None:
    move(site, 3, "Resolution 98", "APT", status=("draft", "agreed"))
    move(site, 9, "Resolution 98", "RCC", action=("MOD", "NOC"))
    found = page(site, "/table/text/Resolution%2098")
    chart = found.css_first("svg.chart")
    assert chart is not None
    assert chart.css_first("title") is not None
    assert chart.css_first("desc") is not None
    rows = [[words(td) for td in tr.css("td")] for tr in found.css("#time ~ table tbody tr")]
    assert rows == [
        ["14 December 2020", "near agreement", "62"], ["17 December 2020", "near agreement", "63"],
        ["23 December 2020", "needs discussion", "53"],
    ]  # fmt: skip


def test_a_view_that_a_new_action_has_outrun_is_marked_and_still_counts(site: Site) -> None:
    path, mark = "/table/text/Resolution%2020", "the position has changed since"
    assert mark not in page(site, path).text()
    move(site, 2, "Resolution 20", "CEPT", status=("draft", "agreed"))
    assert mark not in page(site, path).text()
    move(site, 3, "Resolution 20", "CEPT", action=("NOC", "MOD"))
    found = page(site, path)
    assert mark in words(found.css_first("#views ~ ul"))
    assert "There is an objection." in found.text()


def test_everybody_reads_what_was_said_and_tsb_in_which_words(site: Site) -> None:
    move(site, 3, "Resolution 20", "CEPT", action=("NOC", "MOD"), coordinator=("cept-3", "cept-2"))
    path = "/table/cell/CEPT/Resolution%2020"
    public = page(site, path)
    shown = public.text()
    assert "17 December 2020" in shown
    assert "Oliver Pemberton" in shown
    assert "no change" in words(public.css_first("#history ~ ul"))
    for secret in (EXCERPT, "officer@itu.example", "m@cept.example", "cept-3", "o.pemberton"):
        assert secret not in shown
    inside = page(site, path, Cookie=signed_in(site)).text()
    for told in (EXCERPT, "officer@itu.example", "m@cept.example"):
        assert told in inside


def signed_in(site: Site) -> str:
    """The cookie of an officer's session."""
    now = site.wiring.clock.wall()
    with site.wiring.store.begin() as session:
        row = AccountRow(address="officer@itu.example", name="O", role="officer", created_at=now)
        session.add(row)
        session.flush()
        account = Account(row.id, row.address, row.name, "officer")
        token = sessions.begin(session, account, now, site.wiring.settings.web)
    return f"__Host-mailbot={token}"


def test_who_is_not_published_is_not_named(site: Site) -> None:
    from mailbot.directory.consent import choose

    path = "/table/cell/CEPT/Resolution%2020"
    tag = site.ask("GET", path).headers["etag"]
    assert "Jürgen Althoff" in page(site, path).text()
    with site.wiring.store.begin() as session:
        choose(session, "cept-3", (), listed=False, by="x", door="command", now=NOW)
    answer = site.ask("GET", path, If_None_Match=tag)
    assert answer.status == 200
    assert "Althoff" not in answer.text


def test_what_there_is_not_is_404(site: Site) -> None:
    for path in (
        "text/Resolution%20999",
        "cell/CEPT/Resolution%2098",
        "cell/NOBODY/A.7",
        "cell/CEPT/A.7%00",
        "compare?a=X&b=ATU",
        "text/",
        "x",
    ):
        assert site.ask("GET", f"/table/{path}").status == 404, path


def test_two_regions_side_by_side(site: Site) -> None:
    found = page(site, "/table/compare?a=CEPT&b=ATU")
    rows = {words(tr.css_first("th a")): words(tr.css("td")[2]) for tr in found.css("table tbody tr")}
    assert rows["Resolution 20"] == "opposed"
    assert rows["Resolution 1"] == "only CEPT"
    assert rows["Resolution 61"] == "only ATU"
    assert "Both speak on 2 texts; what they say is compatible on 0 of them." in found.text()
    assert "Choose two different" in page(site, "/table/compare?a=CEPT&b=CEPT").text()


def test_the_matrix_is_the_same_from_both_sides(site: Site) -> None:
    found = page(site, "/table/matrix")
    rows = [[words(cell) for cell in tr.css("td")] for tr in found.css("table.pairs tbody tr")]
    assert len(rows) == 6
    assert all(rows[a][b] == rows[b][a] for a in range(6) for b in range(6))
    assert rows[0][2] == "100 % 3 of 3"
    counted = found.css("#totals ~ div table")[0].css("tbody td")
    assert sum(int(words(td)) for td in counted) == len(texts(page(site, "/table")))


@pytest.mark.parametrize("path", ["", "/matrix", "/compare", "/text/A.7", "/cell/CEPT/A.7"])
def test_a_page_that_did_not_change_is_not_made_again(site: Site, path: str) -> None:
    first = site.ask("GET", f"/table{path}")
    tag = first.headers["etag"]
    assert site.ask("GET", f"/table{path}", If_None_Match=tag).status == 304
    assert site.ask("HEAD", f"/table{path}").body == b""
    move(site, 3, "A.7", "APT", status=("draft", "agreed"))
    assert site.ask("GET", f"/table{path}", If_None_Match=tag).status == 200


EVIL = "New: <img src=x onerror=alert(1)> \"'{{7*7}} a/b?c#d%2e %(who)s \u202egnp.exe"


def test_a_text_of_any_name_has_its_pages_and_stays_text(store: Store, tmp_path: Path) -> None:
    with store.begin() as session:
        fields = {
            "organization": "CEPT",
            "text": EVIL,
            "action": "ADD",
            "summary": "<script>alert(1)</script>",
        }
        apply(session, Change("position", "add", None, "CEPT", {n: FieldChange(None, v) for n, v in fields.items()}),
              Provenance("x", NOON))  # fmt: skip
    with served(tmp_path, web=Web(base_url=BASE)) as site:
        link = next(str(a.attributes["href"]) for a in page(site, "/table").css("th a") if "img" in a.text())
        for path in (f"/{link.removeprefix('./')}", f"/table/cell/CEPT/{quote(EVIL, safe='')}"):
            found = page(site, path)
            assert found.css("main img") == []
            assert "{{7*7}}" in found.text()
            assert "\u202e" not in found.text()
            back = found.css_first("main p a")
            assert back is not None
            assert back.attributes["href"] == "../" * (path.count("/") - 1) + "table"
        assert "<img" not in site.ask("GET", "/table").text


def test_a_full_table_is_small_enough_in_every_language(
    empty_store: Store, tmp_path: Path, shipped: Directory
) -> None:
    with empty_store.begin() as session:
        import_programme(session, full(shipped), actor="operator", file="f", now=NOON)
    with served(tmp_path, web=Web(base_url=BASE)) as site:
        for language in ("en", "fr", "es", "ru", "ar", "zh"):
            found = page(site, f"/table?lang={language}")
            assert len(found.css(".proposals tbody td > a")) == 6 * TEXTS
        page(site, "/table/matrix")
        page(site, "/table/compare?a=CEPT&b=ATU")


def test_a_withdrawn_new_text_is_still_shown(store: Store, tmp_path: Path, shipped: Directory) -> None:
    gone = next(p for p in shipped.positions if p.text.startswith("New:"))
    rows = tuple(p.model_copy(update={"status": "withdrawn"}) if p == gone else p for p in shipped.positions)
    with store.begin() as session:
        import_programme(
            session, replace(shipped, positions=rows, _indexes={}), actor="o", file="f", now=NOON
        )
        assert (
            session.scalars(select(RevisionRow.record).order_by(RevisionRow.id.desc()).limit(1)).one()
            == gone.key
        )
    with served(tmp_path, web=Web(base_url=BASE)) as site:
        assert words(cell(page(site, "/table"), gone.text, 6)) == "no proposal"
