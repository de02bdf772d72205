"""Mails that breach a bound, made to size; each is small to write and would be dear to read."""

from __future__ import annotations

import base64
import io
import stat
import zipfile
from collections.abc import Callable
from random import Random

HEAD = (
    b"From: Ada Verne <ada.verne@cept.example>\r\nTo: tsb-irc@itu.example\r\nSubject: contact sheet\r\n"
    b"Date: Tue, 12 Jan 2021 10:00:00 +0000\r\nMessage-ID: <hostile@cept.example>\r\nMIME-Version: 1.0\r\n"
)
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def attached(filename: str, content: bytes) -> bytes:
    return (
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee the file.\r\n"
        b"--b\r\nContent-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n"
        b'Content-Disposition: attachment; filename="' + filename.encode() + b'"\r\n\r\n'
        + base64.encodebytes(content) + b"--b--\r\n"
    )  # fmt: skip


def package(files: dict[str, bytes | str], links: tuple[str, ...] = ()) -> bytes:
    holder = io.BytesIO()
    with zipfile.ZipFile(holder, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = (stat.S_IFLNK | 0o777) << 16 if name in links else 0o644 << 16
            archive.writestr(info, content)
    return holder.getvalue()


def workbook(
    rows: str, prolog: str = "", extra: dict[str, bytes | str] | None = None, links: tuple[str, ...] = ()
) -> bytes:
    return package({
        "xl/workbook.xml": f'<workbook {S} {R}><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships><Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f"{prolog}<worksheet {S}><sheetData>{rows}</sheetData></worksheet>",
        **(extra or {}),
    }, links)  # fmt: skip


def nested_multiparts(count: int) -> bytes:
    level = b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n"
    return HEAD + b"".join(level % (n, n) for n in range(count))


def many_cells() -> bytes:
    """Some 300 kB of a sheet that are a million cells."""
    random = Random(1)
    row = "".join(f"<c><v>{random.randrange(10**6)}</v></c>" for _ in range(50))
    return workbook("".join(f"<row>{row}</row>" for _ in range(20_000)))


def entities() -> str:
    pairs = zip("abcdefgh", "bcdefghi", strict=True)
    body = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairs)
    return f'<!DOCTYPE x [<!ENTITY a "ha">{body}]>'


# name -> (mail, the reason of its quarantine)
BREACHES: dict[str, tuple[Callable[[], bytes], str]] = {
    "25 zip bomb in a workbook": (lambda: attached("x.xlsx", workbook(" " * 45_000_000)), "expansion"),
    "25 workbook of many cells": (lambda: attached("x.xlsx", many_cells()), "expansion"),
    "25 workbook of many members": (
        lambda: attached("x.xlsx", workbook("", extra={f"xl/{n}": b"" for n in range(3000)})), "expansion",
    ),
    "25 document that expands": (
        lambda: attached("x.docx", package({"word/document.xml": b"<w:p/>" * 10_000_000})), "expansion",
    ),
    "26 entity bomb": (lambda: attached("x.xlsx", workbook("", entities())), "expansion"),
    "26 external entity": (
        lambda: attached("x.xlsx", workbook("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "http://192.0.2.1/x">]>')), "expansion",
    ),
    "29 nested multiparts": (lambda: nested_multiparts(1000), "too-deep"),
    "29 nested messages": (lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 2000, "too-deep"),
    "29 nested messages with 20 MB": (
        lambda: HEAD + b"Content-Type: message/rfc822\r\n\r\n" * 40 + b"x" * 20_000_000, "too-deep",
    ),
    "29 comments in To": (lambda: HEAD + b"Cc: x\r\nTo: " + b"(" * 5000 + b"\r\n\r\nhello", "headers"),
    "30 many parts": (
        lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 100_000, "too-many-parts",
    ),
    "30 boundaries without end": (
        lambda: HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\n" * 5_000_000, "too-many-parts",
    ),
    "31 addresses": (
        lambda: HEAD + b"To: " + b", ".join(b"u%d@x.example" % n for n in range(20_000)) + b"\r\n\r\nhello",
        "too-many-addresses",
    ),
    "headers": (lambda: HEAD + b"X: y\r\n" * 3000 + b"\r\nhello", "headers"),
    "header of 30 MB": (lambda: HEAD + b"X: y\r\n" * 5_000_000, "headers"),
    "header line of 20 MB": (lambda: HEAD + b"X: " + b"y" * 20_000_000 + b"\r\n\r\nz", "headers"),
    "size": (lambda: HEAD + b"\r\n" + b"x" * (55 * 1024 * 1024), "too-large"),
}  # fmt: skip
