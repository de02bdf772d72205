"""Hostile sheets and documents: a question with the reason, in little time and memory."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest

from mailbot.reading.grids.model import Refused
from mailbot.reading.grids.ole import MAGIC
from mailbot.reading.grids.package import Package
from mailbot.reading.sheets.xls import Workbook
from tests.unit.reading.office_files import W, docx, mail, ods, package, par, read, workbook

SHEET = "xl/worksheets/sheet1.xml"
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c><c r="B1" t="inlineStr"><is><t>E-mail</t></is></c></row>'


def xlsx(rows: str, strings: str = "", extra: dict[str, bytes] | None = None, prolog: str = "") -> bytes:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return package({
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships><Relationship Id="r1" Type="{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        SHEET: f'{prolog}<worksheet {S}><dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f"<sst {S}>{strings}</sst>",
        **(extra or {}),
    })  # fmt: skip


def compound(names: list[str]) -> bytes:
    """A compound file whose directory holds these names, without contents."""
    header = MAGIC + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 10
    header += struct.pack("<IIIIIIIII", 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0)[:36]
    header += struct.pack("<108I", *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    directory = b""
    for number, name in enumerate(["Root Entry", *names]):
        written = name.encode("utf-16-le") + b"\0\0"
        kind = 5 if number == 0 else 2
        directory += written.ljust(64, b"\0") + struct.pack("<HBB", len(written), kind, 1) + b"\xff" * 12
        directory += b"\0" * 36 + struct.pack("<IQ", 0xFFFFFFFE, 0)
    return header[:512].ljust(512, b"\0") + fat + directory.ljust(512, b"\0")


def laughs(open_tag: str, inside: str) -> str:
    entities = '<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    return f"<!DOCTYPE x [{entities}]>{open_tag}{inside}"


def noise(pattern: str, times: int) -> str:
    """The pattern many times over with numbers in it that do not compress."""
    random = Random(1)
    return "".join(pattern.format(random.getrandbits(20)) for _ in range(times))


CELL = '<c r="A{0}" t="inlineStr"><is><t>n{0}</t></is></c>'
ODS_ROW = (
    '<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="50">'
    "<text:p>{}</text:p></table:table-cell></table:table-row>"
)
WORD_HEAD = f"<w:document {W}><w:body>"
BOMBS: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "expanded size": ("x.xlsx", lambda: xlsx(HEADER, extra={"xl/media/a.bin": b"\0" * 60_000_000}), "expands to more"),
    "ratio": ("x.xlsx", lambda: xlsx(HEADER + " " * 40_000_000), "compressed beyond reason"),
    "entries": ("x.xlsx", lambda: xlsx(HEADER, extra={f"xl/{n}": b"" for n in range(2500)}), "more than 2000 files"),
    "rows": ("x.xlsx", lambda: xlsx(HEADER + "".join(f"<row>{CELL.format(n)}</row>" for n in range(2, 7000))), "2000 rows"),
    "cells": ("x.xlsx", lambda: xlsx("".join("<row>" + noise("<c><v>{}</v></c>", 59) + "</row>" for _ in range(1900))), "cells"),
    "elements": ("x.xlsx", lambda: xlsx(HEADER + noise('<row r="{}"/>', 10_000) * 45), "elements"),
    "strings": ("x.xlsx", lambda: xlsx(HEADER, noise("<si><t>{}</t></si>", 130_000)), "strings"),
    "shared text": ("x.xlsx", lambda: xlsx(HEADER, f"<si><t>{noise('Lorem ipsum {} ', 500_000)}</t></si>"), "text"),
    "depth": ("x.xlsx", lambda: xlsx("<row>" * 5000 + "</row>" * 5000), "nested"),
    "entities": ("x.xlsx", lambda: xlsx(HEADER, prolog=laughs("", "")), "document type"),
    "tag": ("x.xlsx", lambda: xlsx(f'<row r="{"".join(str(n) for n in range(1_000_000))}"/>'), "too long"),
    "attributes": ("x.xlsx", lambda: xlsx("<row " + " ".join(f'a{n}="1"' for n in range(5000)) + "/>"), "attributes"),
    "long cell": ("x.xlsx", lambda: xlsx(f'<row><c t="inlineStr"><is><t>{"x" * 50_000}</t></is></c></row>'), "characters"),
    "ods repeats": (
        "x.ods",
        lambda: ods("<table:table>" + noise(ODS_ROW, 3000) + "</table:table>"),
        "rows",
    ),
    "word entities": ("x.docx", lambda: package({"word/document.xml": laughs(WORD_HEAD, "<w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>")}), "document type"),
    "word external": ("x.docx", lambda: package({"word/document.xml": f'<!DOCTYPE x SYSTEM "http://192.0.2.1/x.dtd">{WORD_HEAD}</w:body></w:document>'}), "document type"),
    "word elements": ("x.docx", lambda: docx(noise("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", 100_000)), "elements"),
    "word depth": ("x.docx", lambda: docx("<w:tbl><w:tr><w:tc>" * 900 + "</w:tc></w:tr></w:tbl>" * 900), "nested"),
    "word rows": ("x.docx", lambda: docx("<w:tbl>" + "<w:tr><w:tc/></w:tr>" * 6000 + "</w:tbl>"), "2000 rows"),
    "word span": ("x.docx", lambda: docx('<w:tbl><w:tr>' + '<w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc>' * 3000 + "</w:tr></w:tbl>"), "columns"),
    "cut off": ("x.docx", lambda: docx(par("Dear Sir"))[:200], "damaged"),
    "encrypted xlsx": ("x.xlsx", lambda: compound(["EncryptedPackage", "EncryptionInfo"]), "encrypted"),
    "encrypted docx": ("x.docx", lambda: compound(["EncryptionInfo", "EncryptedPackage"]), "encrypted"),
    "ole loop": ("x.xls", lambda: compound(["Workbook"])[:512] + struct.pack("<128I", 0xFFFFFFFD, 1, *[1] * 126) + b"\0" * 512, "damaged"),
    "nulls": ("x.csv", lambda: b"\0" * 1_000_000, "no text"),
    "csv field": ("x.csv", lambda: b'Name,E-mail\n"' + b"x" * 400_000, ""),
}  # fmt: skip


@cache
def made(case: str) -> bytes:
    return BOMBS[case][1]()


@pytest.mark.parametrize("case", BOMBS)
def test_a_breach_is_a_question_that_names_file_and_reason(case: str) -> None:
    name, _, reason = BOMBS[case]
    found = read(name, made(case))
    assert found.changes == ()
    assert any(name in q.text and reason in q.text for q in found.questions), found.questions
    assert not any("reader failed" in q.text for q in found.questions)


MEASURE = """
import json, resource, sys, time
from pathlib import Path
from mailbot.directory.programme import load_file
from mailbot.inbound.interpret import interpret
from tests.speed import slowness
state = load_file(Path(sys.argv[1]))

def peak():  # getrusage would count what the parent had before exec
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

out = {}
for path in sys.argv[2:]:
    raw = Path(path).read_bytes()
    begun = time.process_time()
    interpret(raw, state, ())
    seconds, megabytes = time.process_time() - begun, peak()
    if seconds > 1:
        seconds /= slowness()
    out[path.rpartition("/")[2]] = (seconds, megabytes)
print(json.dumps(out))
"""


def test_every_bomb_takes_little_time_and_memory(tmp_path: Path) -> None:
    paths = []
    for number, case in enumerate(BOMBS):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(mail(BOMBS[case][0], made(case)))
        paths.append(str(path))
    state = Path(__file__).parents[2] / "corpus" / "state.yaml"
    run = subprocess.run(
        [sys.executable, "-c", MEASURE, str(state), *paths],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    taken = json.loads(run.stdout.splitlines()[-1])
    assert len(taken) == len(BOMBS)
    for path, (seconds, megabytes) in taken.items():
        case = list(BOMBS)[int(path.split(".")[0])]
        assert seconds < 2, (case, seconds)
        assert megabytes < 200, (case, megabytes)


def test_a_sheet_that_declares_every_cell_costs_what_is_in_it() -> None:
    last = '<row r="1048576"><c r="XFD1048576"><v>1</v></c><c r="A1048576" t="inlineStr"><is><t>Jaak Tamm</t></is></c><c r="B1048576" t="inlineStr"><is><t>jt@tja-ee.example</t></is></c></row>'
    found = read("x.xlsx", xlsx(HEADER + last))
    assert [c.fields["email"].new for c in found.changes] == ["jt@tja-ee.example"]
    assert any("first 60 columns" in q.text for q in found.questions)


def test_an_archive_that_lies_about_its_size_is_stopped() -> None:
    content = bytearray(package({"a": b"\0" * 55_000_000}))
    for sign, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = content.rindex(sign) + offset
        content[at : at + 4] = struct.pack("<I", 1000)
    with pytest.raises(Refused):
        list(Package(bytes(content)).pieces("a"))


def records(*found: tuple[int, bytes]) -> bytes:
    """A workbook stream of Excel 97: its beginning, one sheet announced, the records, the sheet's own."""
    out = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in found)
    head = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    place = len(head) + 4 + 9 + len(out)
    sheet = struct.pack("<HH", 0x85, 9) + struct.pack("<IBB", place, 0, 0) + b"\1\0S"
    return head + sheet + out + struct.pack("<HHHH", 0x809, 4, 0x600, 0x10)


def test_old_workbooks() -> None:
    def cells(data: bytes, *more: tuple[int, bytes]) -> list[tuple[str, ...]]:
        tail = b"".join(struct.pack("<HH", kind, len(body)) + body for kind, body in more)
        return [row.new for row in Workbook(data + tail).sheets()[0].grid().rows]

    corner = (0x203, struct.pack("<HHHd", 65535, 9, 0, 2.5))
    assert cells(records(), corner) == [(*[""] * 9, "2.5")]
    cut = ((0xFC, struct.pack("<IIHB", 1, 1, 5, 0) + b"ab"), (0x3C, b"\1" + "цде".encode("utf-16-le")))
    assert cells(records(*cut), (0xFD, struct.pack("<HHHI", 0, 0, 0, 0))) == [("abцде",)]
    long = struct.pack("<IIHBI", 1, 1, 1, 4, 0xFFFFFFFF) + b"a"
    assert cells(records((0xFC, long)), (0xFD, struct.pack("<HHHI", 0, 0, 0, 0))) == []
    assert cells(records(), (0x27E, struct.pack("<HHHI", 0, 0, 0, (1234 << 2) | 3))) == [("12.34",)]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (records((0x2F, b"\1\0")), "encrypted"),
        (records((0xFC, struct.pack("<II", 0xFFFFFFFF, 0xFFFFFFFF)), (0, b"")), "strings"),
        (records() + struct.pack("<HH", 0, 0) * 450_000, "records"),
        (records((0x31, b"\0")), "damaged"),
    ],
)
def test_old_workbooks_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        Workbook(data).sheets()


def test_a_wide_but_honest_workbook_is_read() -> None:
    rows = [["Name", "E-mail", "Phone", *[f"c{n}" for n in range(6)]], ["Jaak Tamm", "jt@tja-ee.example"]]
    assert [c.id for c in read("x.xlsx", workbook({"S": rows})).changes] == ["nrtc-2"]
