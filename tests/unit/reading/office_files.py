"""Sheets and documents made on the spot, and what a mail with one of them comes to."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import openpyxl

from mailbot.directory.programme import load_file
from mailbot.inbound.interpret import Interpretation, interpret

STATE = load_file(Path(__file__).parents[2] / "corpus" / "state.yaml")
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MARK = 'w:id="1" w:author="Lindqvist, Maren" w:date="2021-01-12T09:00:00Z"'
MAREN = "Maren Lindqvist <maren.lindqvist@nrtc.example>"


def mail(
    name: str, content: bytes, body: str = "Please see the attached file.", sender: str = MAREN
) -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender, "tsb-irc@itu.example"
    message["Subject"], message["Date"] = "Re: corrections", "Tue, 12 Jan 2021 10:00:00 +0000"
    message["Message-ID"] = "<1@nrtc.example>"
    message.set_content(body)
    message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def read(
    name: str, content: bytes, body: str = "Please see the attached file.", sender: str = MAREN
) -> Interpretation:
    return interpret(mail(name, content, body, sender), STATE, ())


def changes(found: Interpretation) -> list[tuple[str, str | None, dict[str, Any]]]:
    """(op, id, new values) of every change."""
    return [(c.op, c.id, {n: f.new for n, f in c.fields.items()}) for c in found.changes]


def workbook(
    sheets: Mapping[str, Sequence[Sequence[object]]], edit: Callable[[Any], None] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    if edit is not None:
        edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def package(members: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def ins(text: str) -> str:
    return f'<w:ins {MARK}><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:ins>'


def dele(text: str) -> str:
    return f'<w:del {MARK}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>'


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(content: str) -> str:
    return f"<w:p>{content if content.startswith('<') else run(content)}</w:p>"


def row(*cells: str, mark: str = "") -> str:
    """A row of cells; ``mark`` `ins` or `del` marks the whole row and the runs in it."""
    wrap = {"ins": ins, "del": dele}.get(mark, lambda text: text)
    inside = "".join(f"<w:tc>{par(wrap(c))}</w:tc>" for c in cells)
    properties = f"<w:trPr><w:{mark} {MARK}/></w:trPr>" if mark else ""
    return f"<w:tr>{properties}{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def docx(*blocks: str, comments: str = "") -> bytes:
    members: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W}><w:body>{''.join(blocks)}</w:body></w:document>"
    }
    if comments:
        members["word/comments.xml"] = f"<w:comments {W}>{comments}</w:comments>"
    return package(members)


ODS = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def ods(tables: str, styles: str = "") -> bytes:
    return package({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": f"<office:document-content {ODS}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip
