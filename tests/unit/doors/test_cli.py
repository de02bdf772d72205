"""The commands as a user types them: output, exit status, one clear line on errors."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from icalendar import Calendar

from mailbot.doors.cli.main import run
from tests.unit.doors.terminal import LETTER, err, out


def test_init_never_overwrites(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "mailbot.toml").write_text("mine")
    assert run(["init"]) == 1
    assert (folder / "mailbot.toml").read_text() == "mine"
    (folder / "new").mkdir()
    (folder / "new" / "programme.yaml").write_text("mine")
    assert run(["init", "new"]) == 1
    assert "programme.yaml is there already" in err(capfd)
    assert not (folder / "new" / "mailbot.toml").exists()


def test_the_first_command_creates_the_database_in_the_configurations_folder(folder: Path) -> None:
    assert (folder / "var" / "mailbot.db").is_file()


def test_a_second_import_says_that_nothing_changed(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["import", "programme.yaml"]) == 0
    assert "nothing has changed" in out(capfd)


def test_a_wrong_file_is_refused_as_a_whole(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = (folder / "programme.yaml").read_text()
    (folder / "bad.yaml").write_text(
        text.replace("country: SE", "country: Sweden").replace("role: alternate", "role: x")
    )
    before = export(capfd, "yaml")
    assert run(["import", "bad.yaml"]) == 1
    message = err(capfd)
    assert "bad.yaml" in message
    assert "contacts[8].country: 'Sweden'" in message
    assert message.count("'x' is none of") == text.count("role: alternate")
    assert export(capfd, "yaml") == before


def export(capfd: pytest.CaptureFixture[str], format_: str, *options: str) -> str:
    capfd.readouterr()
    assert run(["export", "--format", format_, *options]) == 0
    return out(capfd)


def test_import_of_an_export_changes_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "export.yaml").write_text(export(capfd, "yaml"))
    assert run(["import", "export.yaml"]) == 0
    assert "nothing has changed" in out(capfd)


def test_exports(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = json.loads(export(capfd, "json"))
    contacts = list(csv.DictReader(io.StringIO(export(capfd, "csv").removeprefix("\ufeff"))))
    assert [c["id"] for c in contacts] == [c["id"] for c in data["contacts"]]
    meetings = list(csv.DictReader(io.StringIO(export(capfd, "csv", "--only", "meetings"))))
    assert len(meetings) == len(data["meetings"])
    events = Calendar.from_ical(export(capfd, "ics")).walk("VEVENT")
    assert len(events) == len(data["meetings"]) + 12
    assert export(capfd, "vcf").count("BEGIN:VCARD") == len(contacts)
    assert run(["export", "--format", "xlsx", "-o", "x.xlsx"]) == 0
    assert zipfile.is_zipfile("x.xlsx")
    assert run(["export", "--format", "docs"]) == 2
    assert run(["export", "--format", "csv", "--only", "texts"]) == 2
    assert run(["export", "--format", "csv", "-o", "nowhere/x.csv"]) == 1


def test_threat_24_an_exported_cell_is_never_a_formula(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import load_workbook

    names = ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(1)"]
    text = (folder / "programme.yaml").read_text()
    for number, name in enumerate(names, 1):
        text = text.replace(
            "name: Somchai Prasertkul" if number == 1 else "contacts:\n",
            {1: f"name: {json.dumps(name)}"}.get(
                number,
                "contacts:\n"
                f"  - {{id: evil-{number}, organization: APT, role: alternate, committee: COM3, name: {json.dumps(name)}}}\n",
            ),
        )
    (folder / "evil.yaml").write_text(text)
    assert run(["import", "evil.yaml"]) == 0
    cells = {row["name"] for row in csv.DictReader(io.StringIO(export(capfd, "csv")))}
    assert {f"'{name}" for name in names} <= cells
    assert run(["export", "--format", "xlsx", "-o", "x.xlsx", "--only", "contacts"]) == 0
    sheet = load_workbook("x.xlsx").active
    assert sheet is not None
    found = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value in names}
    assert set(found) == set(names)
    assert {cell.data_type for cell in found.values()} == {"s"}
    assert all(cell.quotePrefix for cell in found.values())


def test_from_mail_to_directory_by_command(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.eml").write_bytes(LETTER)
    capfd.readouterr()
    assert run(["ingest", "a.eml"]) == 0
    assert "1 taken in: 1 changes" in out(capfd)
    assert run(["ingest", "a.eml"]) == 0
    assert "0 taken in" in out(capfd)
    capfd.readouterr()
    assert run(["review", "list", "--json"]) == 0
    (case,) = [json.loads(line) for line in out(capfd).splitlines()]
    assert (case["from"], case["organization"], case["state"]) == (
        "annelie.sjogren@cept.example",
        "CEPT",
        "pending",
    )
    assert case["changes"][0]["fields"]["phone"]["new"] == "+46846500477"
    assert run(["review", "show", case["id"]]) == 0
    shown = out(capfd)
    assert "+46846500442 → +46846500477" in shown
    assert "the new one is" in shown
    assert run(["review", "approve", case["id"], "--officer", "o@itu.example"]) == 0
    assert run(["review", "approve", case["id"]]) == 1
    assert f"change set {case['id']} is approved" in err(capfd)
    assert "+46846500477" in export(capfd, "yaml")
    # the old file does not undo what mail has changed
    assert run(["import", "programme.yaml"]) == 0
    assert "+46846500477" in export(capfd, "yaml")
    assert run(["review", "undo", case["id"], "--reason", "a mistake"]) == 0
    assert "+46846500477" not in export(capfd, "yaml")


def test_rejecting_needs_a_reason(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.eml").write_bytes(LETTER)
    run(["ingest", "a.eml"])
    assert run(["review", "reject", "1"]) == 2
    assert "--reason" in err(capfd)
    assert run(["review", "reject", "1", "--reason", "no"]) == 0
    assert run(["review", "list"]) == 0
    assert "Nothing waits" in out(capfd)


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["review", "approve"], 2, "name one or more change sets"),
        (["review", "approve", "77"], 1, "there is no change set 77"),
        (["review", "approve", "../x"], 1, "is no change set's number"),
        (["review", "approve", "1", "--all"], 2, "--all goes without IDs"),
        (["review", "show", "77"], 1, "there is no change set 77"),
        (["quarantine", "show", "7"], 1, "there is no mail 7"),
        (["quarantine", "show", "x"], 1, "is no mail's number"),
        (["quarantine", "retry", "7"], 1, "there is no mail 7"),
        (["reread"], 2, "--all"),
        (["reread", "1", "--all"], 2, "--all"),
        (["reread", "7"], 1, "there is no mail 7"),
        (["reread", "--since", "yesterday"], 2, "2021-01-12"),
        (["ingest", "nowhere.eml"], 1, "nowhere.eml"),
        (["import", "nowhere.yaml"], 1, "nowhere.yaml"),
        (["--now", "yesterday", "status"], 2, "--now"),
        (["--config", "nowhere.toml", "status"], 2, "nowhere.toml"),
        (["nonsense"], 2, "nonsense"),
        (["export"], 2, "--format"),
    ],
)
def test_errors_are_one_clear_line(
    folder: Path, capfd: pytest.CaptureFixture[str], arguments: list[str], status: int, message: str
) -> None:
    assert run(arguments) == status
    assert message in err(capfd)


def test_without_a_programme_the_remedy_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.eml").write_bytes(LETTER)
    for arguments in (
        ["export", "--format", "yaml"],
        ["ingest", "a.eml"],
        ["plan", "--from", "2021-01-01", "--to", "2021-02-01"],
    ):
        assert run(arguments) == 2
        assert "mailbot import" in err(capfd)
    assert run(["status"]) == 0


def test_worker_without_servers_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["worker", "--once"]) == 2
    assert "imap.host" in err(capfd)


def test_doctor_names_what_is_wrong(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "mailbot.toml").write_text('[imap]\nhost = "127.0.0.1"\nport = 1\nsecurity = "none"\n')
    assert run(["import", "programme.yaml"]) == 0
    capfd.readouterr()
    assert run(["doctor"]) == 1
    lines = out(capfd).splitlines()
    wrong = {line.split(":")[0].removeprefix("FIX").strip() for line in lines if line.startswith("FIX")}
    assert wrong - {"fonts"} == {"config", "inbox", "way out"}  # fonts: not on every machine
    assert {line.split(":")[0].removeprefix("ok").strip() for line in lines if line.startswith("ok")} - {
        "fonts"
    } == {
        "database", "signed addresses", "programme", "rules", "templates", "sending", "dkim", "web", "accounts",
    }  # fmt: skip


def test_now_without_an_offset_is_in_the_programmes_zone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    run(["init"])
    text = (
        (tmp_path / "programme.yaml").read_text().replace("timezone: Europe/Zurich", "timezone: Asia/Kolkata")
    )
    (tmp_path / "programme.yaml").write_text(text)
    assert run(["--now", "2020-12-14T09:00", "import", "programme.yaml"]) == 0
    capfd.readouterr()
    assert run(["--now", "2021-01-12T08:00", "status", "--json"]) == 0
    assert json.loads(out(capfd))["now"] == "2021-01-12T08:00:00+05:30"
    assert run(["--now", "2021-01-12T08:00Z", "status", "--json"]) == 0
    assert json.loads(out(capfd))["now"] == "2021-01-12T08:00:00+00:00"


def test_status_names_mailboxes_and_counts_single_files(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        (folder / f"{number}.eml").write_bytes(LETTER.replace(b"<1@", b"<%d@" % (number + 2)))
    for part in ("new", "cur", "tmp"):
        (folder / "Maildir" / part).mkdir(parents=True)
    (folder / "Maildir" / "new" / "1.M1.host").write_bytes(LETTER)
    box = f"maildir://{folder / 'Maildir'}"
    assert run(["--now", "2020-12-16T12:00Z", "ingest", "Maildir", "0.eml", "1.eml"]) == 0
    assert run(["--now", "2020-12-17T12:00Z", "ingest", "2.eml"]) == 0
    assert run(["--now", "2020-12-18T12:00Z", "ingest", "Maildir"]) == 0  # nothing new, and yet a look
    capfd.readouterr()
    assert run(["status", "--json"]) == 0
    found = json.loads(out(capfd))
    assert found["mailboxes"] == [{"name": box, "polled_at": "2020-12-18T12:00:00+00:00"}]
    assert found["ingested"] == {"files": 3, "last": "2020-12-17T12:00:00+00:00"}
    assert run(["status"]) == 0
    lines = out(capfd).splitlines()
    assert [line.split()[0] for line in lines if line.startswith(("Last", "Ingested"))] == [
        "Last",
        "Ingested:",
    ]
    assert "Ingested:    3 files, last 2020-12-17T12:00:00+00:00" in lines
