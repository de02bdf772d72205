"""The overview and the calendar say what there is, and nothing of persons."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from mailbot.directory.apply import Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.records import Document
from mailbot.doors.web.public.library import _file_of
from mailbot.store.tables import EventRow, PaperFileRow, PaperRow

from .conftest import NOW, Site


def change(site: Site, target: str, key: str, **fields: Any) -> None:
    directory = site.wiring.directory()
    record = directory.get(target, key)
    made = {name: FieldChange(getattr(record, name), value) for name, value in fields.items()}
    with site.wiring.store.begin() as session:
        by = Provenance("officer@itu.example", NOW)
        apply(session, Change(target, "update", key, None, made), by, overwrite=True)


def test_what_changed_lately_is_told(site: Site) -> None:
    assert "What changed lately" not in site.ask("GET", "/").text
    change(site, "position", "CEPT/Resolution 20", action="MOD")
    change(site, "meeting", "cept-m1", starts="2021-01-27", ends="2021-01-28")
    page = site.ask("GET", "/").text
    assert "Position Resolution 20" in page
    assert "<ins><bdi>modify</bdi></ins>" in page
    assert "27 January 2021" in page


def test_what_changed_of_a_person_is_not_told(site: Site) -> None:
    change(site, "contact", "cept-1", phone="+33142345699", email="new@cept.example")
    page = site.ask("GET", "/").text
    assert "Annelie" in page
    assert "142345699" not in page.replace(" ", "")
    assert "new@cept.example" not in page


def test_the_next_call_is_shown_with_the_link_to_join(site: Site) -> None:
    change(site, "event", "com3-calls", url="https://remote.itu.example/com3")
    page = site.ask("GET", "/").text
    assert 'href="https://remote.itu.example/com3"' in page
    assert page.index("call 1") < page.index("https://remote.itu.example/com3")


def test_a_link_that_is_none_stays_text(site: Site) -> None:
    with site.wiring.store.begin() as session:
        session.scalars(select(EventRow)).all()
        session.get_one(EventRow, "com3-calls").url = "javascript:alert(1)"
    for path in ("/", "/calendar/event/com3-calls-1"):
        page = site.ask("GET", path).text
        assert 'href="javascript' not in page
        assert "javascript:alert(1)" in page


@pytest.mark.parametrize("language", ["fr", "es", "ru", "ar", "zh"])
def test_the_calendar_speaks_the_readers_language(site: Site, language: str) -> None:
    page = site.ask("GET", "/calendar", Accept_Language=f"{language};q=0.9, en;q=0.5")
    assert page.headers["content-language"] == language
    assert f'lang="{language}"' in page.text
    other = site.ask("GET", "/calendar?lang=en", Accept_Language=language)
    assert other.headers["content-language"] == "en"
    assert "lang=en" in other.text.partition("Contact sheet")[0].rpartition("href=")[2]


def test_a_page_that_did_not_change_is_not_made_again(site: Site) -> None:
    for path in ("/", "/calendar", "/calendar/meeting/cept-m1"):
        first = site.ask("GET", path)
        assert site.ask("GET", path, If_None_Match=first.headers["etag"]).status == 304
    tag = site.ask("GET", "/calendar").headers["etag"]
    change(site, "meeting", "cept-m1", place="Bern")
    assert site.ask("GET", "/calendar", If_None_Match=tag).status == 200


@pytest.mark.parametrize("path", ["meeting/nobody", "event/cept-m1", "meeting/com3-calls-1", "x/cept-m1"])
def test_there_is_no_other_entry(site: Site, path: str) -> None:
    assert site.ask("GET", f"/calendar/{path}").status == 404


@pytest.mark.parametrize(
    "query",
    ["month=2021-13", "month=0000-01", "month=9999-12", "month=x", "organization=NO", "committee=%00"],
)
def test_what_nobody_understands_is_left_out(site: Site, query: str) -> None:
    assert site.ask("GET", f"/calendar?{query}").status == 200


def test_a_month_far_away_is_empty(site: Site) -> None:
    page = site.ask("GET", "/calendar?month=2199-12")
    assert page.status == 200
    assert "December 2199" in page.text


@pytest.mark.parametrize(
    "path", ["../secret.txt", "/etc/hostname", "nothing.txt", ".", "sub/../../secret.txt"]
)
def test_only_files_of_the_programmes_folder_are_handed_out(tmp_path: Path, path: str) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (tmp_path / "secret.txt").write_text("x")
    (home / "link.txt").symlink_to(tmp_path / "secret.txt")
    document = Document(id="X", title="X", path=path)
    assert _file_of(document, home) is None
    assert _file_of(Document(id="X", title="X", path="link.txt"), home) is None


def test_papers_are_handed_out_when_they_were_sent(site: Site) -> None:
    def file(paper: int, role: str, name: str) -> PaperFileRow:
        return PaperFileRow(paper_id=paper, version=1, role=role, language="en", name=name, content=b"%PDF",
                            content_type="application/pdf", digest="0" * 64)  # fmt: skip

    with site.wiring.store.begin() as session:
        for number, state in ((1, "sent"), (2, "draft")):
            sent = NOW if state == "sent" else None
            session.add(PaperRow(id=number, kind="circular-letter", key=f"{number}", title=f"Letter {number}", event=None,
                                 state=state, deadline=None, created_at=NOW, changed_at=NOW, sent_at=sent))  # fmt: skip
            session.flush()
            session.add_all([file(number, "paper", "letter.pdf"), file(number, "annex", "annex.pdf")])
    page = site.ask("GET", "/").text
    assert "Letter 1" in page
    assert "Letter 2" not in page
    answer = site.ask("GET", "/papers/1/letter.pdf")
    assert (answer.status, answer.body) == (200, b"%PDF")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]
    for path in ("1/annex.pdf", "2/letter.pdf", "3/letter.pdf", "x/letter.pdf"):
        assert site.ask("GET", f"/papers/{path}").status in (404, 422)
