"""THREATS row 44: whatever a value is, it is stored and comes out of every export as it went in, or is refused."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from mailbot.directory.apply import Invalid, Provenance, apply
from mailbot.directory.change import Change, FieldChange
from mailbot.directory.exports import export_directory
from mailbot.directory.load import load
from mailbot.directory.programme import load_file
from mailbot.directory.snapshot import Directory
from mailbot.store.session import Store
from tests.conftest import NOON

STRINGS: list[str] = json.loads(Path("tests/naughty/strings.json").read_text(encoding="utf-8"))


def kept(store: Store) -> tuple[Directory, dict[str, str]]:
    """The directory with every string that is no refused one as the title of a meeting, and which is where."""
    where: dict[str, str] = {}
    with store.begin() as session:
        for number, text in enumerate(STRINGS):
            values = {"title": text, "starts": "2021-03-01", "ends": "2021-03-02", "place": text}
            fields = {name: FieldChange(None, value) for name, value in values.items()}
            change = Change("meeting", "add", f"cept-x{number}", "CEPT", fields)
            try:
                apply(session, change, Provenance("test", NOON))
            except Invalid:
                assert not text.isprintable() or not text.strip(), text
            else:
                where[f"cept-x{number}"] = text
        directory = load(session)
    return directory, where


@pytest.fixture(scope="module")
def naughty(tmp_path_factory: pytest.TempPathFactory, imported: Path) -> tuple[Directory, dict[str, str]]:
    path = tmp_path_factory.mktemp("naughty") / "mailbot.db"
    path.write_bytes(imported.read_bytes())
    store = Store(f"sqlite:///{path}").prepare()
    try:
        return kept(store)
    finally:
        store.close()


def test_they_are_stored_as_they_are(naughty: tuple[Directory, dict[str, str]]) -> None:
    directory, where = naughty
    assert len(STRINGS) >= 500
    assert len(where) > 480
    found = {
        meeting.id: (meeting.title, meeting.place) for meeting in directory.meetings if meeting.id in where
    }
    assert found == {key: (text, text) for key, text in where.items()}


@pytest.mark.parametrize("format_", ["yaml", "json"])
def test_the_programme_file_brings_them_back(
    naughty: tuple[Directory, dict[str, str]], format_: str, tmp_path: Path
) -> None:
    directory, _ = naughty
    file = tmp_path / f"programme.{format_}"
    file.write_bytes(export_directory(directory, format_, None, NOON))
    assert load_file(file).meetings == directory.meetings


def test_spreadsheets_show_them_and_run_none(naughty: tuple[Directory, dict[str, str]]) -> None:
    directory, where = naughty
    book = load_workbook(io.BytesIO(export_directory(directory, "xlsx", "meetings", NOON)))
    formulas = [
        cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert formulas == []
    text = export_directory(directory, "csv", "meetings", NOON).decode("utf-8-sig")
    rows = {row["id"]: row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))}
    for key, value in where.items():
        assert rows[key] in (value, "'" + value)
        assert not rows[key].startswith(("=", "+", "-", "@", "\t", "\r"))
