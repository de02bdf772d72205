"""Old Excel workbooks (.xls, Excel 5 to 2003) from their records ([MS-XLS]).

Values, dates, struck-through text, merged cells and comments. One walk over the stream, nothing laid out, so
that damage and cells in the last corner cost nothing.
"""

from __future__ import annotations

import codecs
import struct

from mailbot.reading.grids.model import Cell, Grid, Note, Oversized, Refused
from mailbot.reading.grids.ole import Compound
from mailbot.reading.sheets.numbers import day, is_date, number_text
from mailbot.reading.sheets.table import Budget, Sheet
from mailbot.reading.sheets.xls_strings import Shared, short_text

MAX_SHEETS = 30
MAX_RECORDS = 400_000
_BOF, _FILEPASS, _CODEPAGE, _DATEMODE = 0x809, 0x2F, 0x42, 0x22
_BOUNDSHEET, _FONT, _FORMAT, _XF, _SST, _CONTINUE = 0x85, 0x31, 0x41E, 0xE0, 0xFC, 0x3C
_NUMBER, _RK, _MULRK, _LABEL, _RSTRING, _LABELSST = 0x203, 0x27E, 0xBD, 0x204, 0xD6, 0xFD
_FORMULA, _STRING, _BOOLERR, _MERGED = 0x06, 0x207, 0x205, 0xE5
_NOTE, _OBJ, _TXO = 0x1C, 0x5D, 0x1B6
_BIFF8 = 0x600


def grids(content: bytes) -> list[Grid]:
    """The visible sheets in their order."""
    compound = Compound(content)
    if "EncryptedPackage" in compound:
        raise Refused("is encrypted")
    name = next((n for n in ("Workbook", "Book") if n in compound), None)
    if name is None:
        raise Refused("is no workbook")
    return [sheet.grid() for sheet in Workbook(compound.stream(name)).sheets()]


class Workbook:
    """One walk over the records."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.codepage: str | None = "cp1252"  # None: Excel 97 and later, which writes Unicode
        self.from_1904 = False
        self.struck_fonts: list[bool] = []
        self.formats: dict[int, str] = {}
        self.styles: list[tuple[int, int]] = []  # font and format of each
        self.entries: dict[int, Sheet | None] = {}  # by the place of their beginning; None: hidden
        self.strings: list[Cell] = []
        self.pieces: list[bytes] = []
        self.budget = Budget()
        self.sheet: Sheet | None = None
        self.formula: tuple[int, int, int] | None = None
        self.texts: dict[int, str] = {}
        self.object, self.expects_text = 0, False

    def sheets(self) -> list[Sheet]:
        offset = 0
        try:
            for _ in range(MAX_RECORDS):
                if offset + 4 > len(self.data):
                    break
                kind, size = struct.unpack_from("<HH", self.data, offset)
                self._record(kind, self.data[offset + 4 : offset + 4 + size], offset)
                offset += 4 + size
            else:
                raise Oversized(f"has more than {MAX_RECORDS} records")
        except (struct.error, IndexError) as error:
            raise Refused("is damaged") from error
        return [sheet for sheet in self.entries.values() if sheet is not None]

    def _record(self, kind: int, body: bytes, offset: int) -> None:
        if self.pieces and kind != _CONTINUE:
            self.strings, self.pieces = Shared(self.pieces, self.struck_fonts).cells(), []
        if kind == _FILEPASS:
            raise Refused("is encrypted")
        if kind == _BOF:
            if struct.unpack_from("<H", body)[0] == _BIFF8:
                self.codepage = None
            if offset in self.entries:
                self.sheet = self.entries[offset]
        elif kind == _CONTINUE and self.pieces:
            self.pieces.append(body)
        elif self.sheet is None:
            self._global(kind, body)
        elif kind in (_NOTE, _OBJ, _TXO, _CONTINUE):
            self._comment(kind, body, self.sheet)
        else:
            self._cell(kind, body, self.sheet)

    def _global(self, kind: int, body: bytes) -> None:
        if kind == _CODEPAGE and self.codepage is not None:
            self.codepage = _codec(struct.unpack_from("<H", body)[0])
        elif kind == _DATEMODE:
            self.from_1904 = body[:1] == b"\1"
        elif kind == _FONT:
            self.struck_fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & 8))
        elif kind == _FORMAT:
            size = 2 if self.codepage is None else 1
            self.formats[struct.unpack_from("<H", body)[0]] = short_text(body[2:], self.codepage, size)
        elif kind == _XF:
            font, number = struct.unpack_from("<HH", body)
            self.styles.append((font - (font > 4), number))  # there is no font number 4
        elif kind == _SST:
            self.pieces = [body]
        elif kind == _BOUNDSHEET:
            place, hidden, what = struct.unpack_from("<IBB", body)
            if len(self.entries) >= MAX_SHEETS:
                raise Oversized(f"has more than {MAX_SHEETS} sheets")
            title = short_text(body[6:], self.codepage, 1)
            visible = hidden & 3 == 0 and what == 0
            self.entries[place] = Sheet(title, self.budget) if visible else None

    def _cell(self, kind: int, body: bytes, sheet: Sheet) -> None:
        if kind == _MERGED:
            for n in range(min(struct.unpack_from("<H", body)[0], (len(body) - 2) // 8)):
                first, last, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * n)
                sheet.merge(first, left, last, right)
            return
        if kind == _STRING and self.formula is not None:
            self._put(sheet, *self.formula, Cell(short_text(body, self.codepage)))
            self.formula = None
            return
        if kind not in (_NUMBER, _RK, _MULRK, _LABEL, _RSTRING, _LABELSST, _FORMULA, _BOOLERR):
            return
        row, column, style = struct.unpack_from("<HHH", body)
        if kind == _MULRK:  # several numbers in a row
            for n in range((len(body) - 6) // 6):
                style, number = struct.unpack_from("<HI", body, 4 + 6 * n)
                self._put(sheet, row, column + n, style, self._number(_rk(number), style))
        elif kind == _RK:
            self._put(
                sheet, row, column, style, self._number(_rk(struct.unpack_from("<I", body, 6)[0]), style)
            )
        elif kind == _NUMBER:
            self._put(sheet, row, column, style, self._number(struct.unpack_from("<d", body, 6)[0], style))
        elif kind == _LABELSST:
            index = struct.unpack_from("<I", body, 6)[0]
            cell = self.strings[index] if index < len(self.strings) else Cell()
            self._put(sheet, row, column, style, cell)
        elif kind == _FORMULA:
            self._formula(body, sheet, row, column, style)
        elif kind == _BOOLERR:
            self._put(sheet, row, column, style, Cell("" if body[7] else "yes" if body[6] else "no"))
        else:
            self._put(sheet, row, column, style, Cell(short_text(body[6:], self.codepage)))

    def _formula(self, body: bytes, sheet: Sheet, row: int, column: int, style: int) -> None:
        """A formula's last result; a text follows in a record of its own."""
        self.formula = None
        if body[12:14] != b"\xff\xff":
            self._put(sheet, row, column, style, self._number(struct.unpack_from("<d", body, 6)[0], style))
        elif body[6] == 0:
            self.formula = (row, column, style)
        elif body[6] == 1:
            self._put(sheet, row, column, style, Cell("yes" if body[8] else "no"))

    def _number(self, value: float, style: int) -> Cell:
        number = self.styles[style][1] if style < len(self.styles) else 0
        shows_day = is_date(number, self.formats.get(number, ""))
        return Cell(day(repr(value), self.from_1904) if shows_day else number_text(repr(value)))

    def _put(self, sheet: Sheet, row: int, column: int, style: int, cell: Cell) -> None:
        font = self.styles[style][0] if style < len(self.styles) else 0
        struck = font < len(self.struck_fonts) and self.struck_fonts[font]
        sheet.put(row, column, Cell("", cell.text) if struck and cell.before is None else cell)

    def _comment(self, kind: int, body: bytes, sheet: Sheet) -> None:
        """A comment's text is in a drawing object, which the note names by number."""
        if kind == _OBJ and len(body) >= 8:
            self.object = struct.unpack_from("<H", body, 6)[0]
        elif kind == _TXO:
            self.expects_text = True
        elif kind == _CONTINUE and self.expects_text and body:
            encoding = "utf-16-le" if body[0] & 1 else "latin-1"
            self.texts[self.object] = " ".join(body[1:].decode(encoding, "replace").split())
            self.expects_text = False
        elif kind == _NOTE and len(body) >= 12 and self.codepage is None and len(sheet.notes) < 50:
            number = struct.unpack_from("<H", body, 6)[0]
            author = short_text(body[8:], None)
            text = self.texts.get(number, "").removeprefix(f"{author}:").strip()
            if text:
                sheet.notes.append(Note(text, author))


def _rk(packed: int) -> float:
    """A number in four bytes: an integer or the upper half of a double, perhaps times 100."""
    value: float
    if packed & 2:
        value = float(struct.unpack("<i", struct.pack("<I", packed))[0] >> 2)
    else:
        value = struct.unpack("<d", struct.pack("<II", 0, packed & 0xFFFFFFFC))[0]
    return value / 100 if packed & 1 else value


def _codec(number: int) -> str:
    name = {10000: "mac-roman", 32768: "mac-roman", 32769: "cp1252", 936: "gbk", 950: "big5"}.get(
        number, f"cp{number}"
    )
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name
