"""`mailbot send` with papers, and `mailbot papers`: what an officer types and sees."""

from __future__ import annotations

import email
import json
import shutil
from email.policy import default
from pathlib import Path

import docx as python_docx
import pytest

from mailbot.doors.cli.main import run
from tests.unit.doors.terminal import err, out

AT = "2020-12-14T12:00"
ADA, BOB = "ada@itu.example", "bob@itu.example"


@pytest.fixture
def folder(
    tmp_path: Path,
    installed_in_december: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Path:
    """A site with a signatory, two officers and the programme."""
    shutil.copytree(installed_in_december, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mailbot.toml").write_text(
        '[database]\nurl = "sqlite:///var/mailbot.db"\n'
        f'[review]\napprovers = ["{ADA}", "{BOB}"]\n'
        '[papers]\nsignatory = "A. Director"\ntwo_officers = ["circular-letter"]\n'
    )
    (tmp_path / "letter.md").write_text("Dear **all**, {{7*7}}\n")
    (tmp_path / "letter.es.md").write_text("Estimados **todos**\n")
    (tmp_path / "map.txt").write_text("the way\n")
    capfd.readouterr()
    return tmp_path


def mailbot(*arguments: str, at: str = AT) -> int:
    return run(["--now", at, *arguments])


def letter(*arguments: str) -> int:
    return mailbot("send", "circular-letter", "irm-2", "--number", "5", *arguments)


def test_previews_of_every_form(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for suffix in ("html", "txt", "docx", "eml"):
        assert letter("--body", "letter.md", "--annex", "map.txt", "--preview", f"p.{suffix}") == 0
    assert "Dear <b>all</b>, {{7*7}}" in (folder / "p.html").read_text()
    assert "Dear all, {{7*7}}" in (folder / "p.txt").read_text()
    assert any("Dear all" in p.text for p in python_docx.Document(str(folder / "p.docx")).paragraphs)
    message = email.message_from_bytes((folder / "p.eml").read_bytes(), policy=default)
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names[0] == "circular-letter-5-en.docx"
    assert names[-1] == "map.txt"
    assert letter("--preview", "p.pdf") == 0
    assert (folder / "p.pdf").read_bytes().startswith(b"%PDF-")
    assert letter("--preview", "es.txt", "--language", "es") == 0
    assert "Estimados todos" in (folder / "es.txt").read_text()
    assert "missing: [[TSB to add: reference]]" in out(capfd)


@pytest.mark.parametrize(
    ("arguments", "status", "error"),
    [
        (("circular-letter", "--deadline", "soon"), 2, "--deadline soon: write a day"),
        (("circular-letter", "--body", "none.md"), 2, "--body none.md"),
        (("circular-letter", "--annex", "none.pdf"), 2, "--annex none.pdf: cannot be read"),
        (("agenda", "com3-calls-1", "--annex", "map.txt", "--annex", "./map.txt"), 2, "another file of that name"),
        (("call-notice", "com3-calls-1", "--body", "letter.md"), 2, "call-notice is no paper"),
        (("call-notice", "com3-calls-1", "--preview", "x.pdf"), 2, "preview it as .html, .txt or .eml"),
        (("agenda",), 2, "which event"), (("agenda", "com9"), 2, "no event com9"),
        (("circular-letter", "--confirm"), 1, "TSB to add: number, subject, reference, body of the letter"),
    ],
)  # fmt: skip
def test_wrong_calls(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: tuple[str, ...], status: int, error: str
) -> None:
    assert mailbot("send", *arguments) == status
    assert error in err(capfd)


def test_two_officers_then_the_papers_are_listed_shown_and_exported(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert (
        letter("--reference", "r", "--deadline", "2021-01-04", "--annex", "map.txt", "--preview", "p.html")
        == 0
    )
    assert letter("--confirm", "--officer", ADA) == 0
    assert f"Confirmed by {ADA}; nothing is sent before a second officer" in out(capfd)
    assert letter("--confirm", "--officer", ADA) == 1
    assert "another officer has to confirm it, too" in err(capfd)
    assert letter("--confirm", "--officer", BOB) == 0
    assert "18 mails queued" in out(capfd)
    assert mailbot("papers", "list") == 0
    assert " ".join(out(capfd).split()) == "1 sent circular-letter 5, 0 of 6 answered, answers by 2021-01-04"
    assert mailbot("papers", "show", "1", "--json") == 0
    shown = json.loads(out(capfd))
    assert shown["confirmed_by"] == [ADA, BOB]
    assert {each["standing"] for each in shown["answers"]["addressees"]} == {"silent"}
    assert mailbot("papers", "show", "1") == 0
    assert "0 of 6 organizations have answered, answers by 2021-01-04" in out(capfd)
    assert mailbot("papers", "export", "1", "-o", "kept") == 0
    assert (folder / "kept" / "map.txt").read_text() == "the way\n"
    assert len(list((folder / "kept").glob("*.eml"))) == 18
    assert len(list((folder / "kept").glob("*.docx"))) == 5
    assert mailbot("papers", "drop", "1") == 1
    assert "circular-letter 5 is sent; it cannot become dropped" in err(capfd)
    assert mailbot("papers", "show", "7") == 1
    assert "there is no paper 7" in err(capfd)


def test_status_lists_what_is_missing_and_who_is_silent(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert mailbot("status") == 0
    shown = out(capfd)
    assert "liaison, not drafted" in shown
    assert "missing: [[TSB to add: URL of TD852]]" in shown
    assert mailbot("send", "liaison", "--number", "LS 42", "--preview", "p.html") == 0
    assert mailbot("send", "agenda", "com3-calls-1", "--deadline", "2021-01-15", "--confirm") == 0
    capfd.readouterr()
    assert mailbot("status", "--json") == 0
    papers = json.loads(out(capfd))["papers"]
    assert papers[0] | {"id": 0} == {
        "id": 0, "kind": "liaison", "key": "LS 42", "state": "previewed", "deadline": None,
        "missing": ["file of TD831", "URL of TD852"],
    }  # fmt: skip
    assert len(papers[1]["silent"]) == 6
    assert mailbot("papers", "drop", "1") == 0
    assert mailbot("status") == 0
    assert "TD831" not in out(capfd)


def test_doctor_says_what_cannot_be_printed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from mailbot.outbound.papers.pdf import unshown

    mailbot("doctor")
    (line,) = [each for each in out(capfd).splitlines() if " fonts: " in each]
    without = unshown(("en", "fr", "es", "ru", "ar", "zh"))
    assert line.startswith("FIX" if without else "ok")
    assert ("apt-get install fonts-noto-core fonts-noto-cjk" in line) == bool(without)
