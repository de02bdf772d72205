"""Old Excel workbooks (.xls): the values from calamine, the looks from the records themselves ([MS-XLS]).

The records are walked first: they tell whether the file is encrypted, which cells are struck out, and how
far the sheets reach, since calamine lays out whole rectangles and one cell in the last corner would fill the
memory.
"""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass, field
from datetime import date, datetime, time

from mailbot.reading.grids.model import Cell, Grid, Note, Refused
from mailbot.reading.grids.ole import Compound
from mailbot.reading.sheets.numbers import number_text
from mailbot.reading.sheets.table import Budget, Sheet

MAX_SHEETS = 30
MAX_AREA = 600_000  # cells of the rectangles the sheets span, together
MAX_RECORDS = 1_000_000
_BOF, _EOF, _FILEPASS, _FONT, _XF, _BOUNDSHEET = 0x0809, 0x0A, 0x2F, 0x31, 0xE0, 0x85
_NOTE, _OBJ, _TXO, _CONTINUE = 0x1C, 0x5D, 0x1B6, 0x3C
# records of one cell: row, column and style come first
_CELLS = {0x0203, 0x0204, 0x00FD, 0x027E, 0x0006, 0x0205, 0x00D6}


@dataclass
class Look:
    """What the records tell of one sheet beyond its values."""

    rows: int = 0
    columns: int = 0
    struck: set[tuple[int, int]] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


def grids(content: bytes) -> list[Grid]:
    """The visible sheets in their order."""
    compound = Compound(content)
    if "EncryptedPackage" in compound:
        raise Refused("is encrypted")
    name = next((n for n in ("Workbook", "Book") if n in compound), None)
    if name is None:
        raise Refused("is no workbook")
    looks = _Records(compound.stream(name)).looks()
    if sum((look.rows + 1) * (look.columns + 1) for look in looks) > MAX_AREA:
        raise Refused("has cells too far apart")
    return _values(content, looks)


def _values(content: bytes, looks: list[Look]) -> list[Grid]:
    import python_calamine

    budget = Budget()
    out: list[Grid] = []
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = python_calamine.SheetVisibleEnum.Visible
        kept = [(n, s) for n, s in enumerate(book.sheets_metadata) if s.visible == visible][:MAX_SHEETS]
        for number, meta in kept:
            if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
                continue
            look = looks[number] if number < len(looks) else Look()
            source = book.get_sheet_by_index(number)
            found = Sheet(meta.name, budget)
            found.notes = list(look.notes)
            for row, line in enumerate(source.to_python(skip_empty_area=False)):
                for column, value in enumerate(line):
                    text = _text(value)
                    cell = Cell("", text) if (row, column) in look.struck else Cell(text)
                    found.put(row, column, cell)
            for first, last in source.merged_cell_ranges or ():
                found.merge(*first, *last)
            out.append(found.grid())
    except (python_calamine.CalamineError, ValueError, IndexError) as error:
        raise Refused("is damaged") from error
    return out


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M" if value.time() != time(0) else "%Y-%m-%d")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return number_text(str(value)) if isinstance(value, float | int) else str(value)


class _Records:
    """One walk over the records of the workbook stream."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.fonts: list[bool] = []
        self.styles: list[int] = []
        self.sheets: dict[int, Look] = {}  # by the place where the sheet begins
        self.current: Look | None = None
        self.texts: dict[int, str] = {}
        self.object = 0
        self.expects_text = False

    def looks(self) -> list[Look]:
        offset = 0
        try:
            for _ in range(MAX_RECORDS):
                if offset + 4 > len(self.data):
                    break
                kind, size = struct.unpack_from("<HH", self.data, offset)
                self._record(kind, self.data[offset + 4 : offset + 4 + size], offset)
                offset += 4 + size
            else:
                raise Refused(f"has more than {MAX_RECORDS} records")
        except struct.error as error:
            raise Refused("is damaged") from error
        return list(self.sheets.values())

    def _record(self, kind: int, body: bytes, offset: int) -> None:
        if kind == _FILEPASS:
            raise Refused("is encrypted")
        if kind == _BOUNDSHEET:
            self.sheets[struct.unpack_from("<I", body)[0]] = Look()
        elif kind == _BOF:
            self.current = self.sheets.get(offset, self.current)
        elif kind == _FONT:
            self.fonts.append(bool(struct.unpack_from("<H", body, 2)[0] & 8))
        elif kind == _XF:
            self.styles.append(struct.unpack_from("<H", body)[0])
        elif self.current is not None:
            if kind in _CELLS and len(body) >= 6:
                self._cell(*struct.unpack_from("<HHH", body))
            elif kind == 0xBD and len(body) >= 6:  # several numbers in a row
                row, first = struct.unpack_from("<HH", body)
                for n in range((len(body) - 6) // 6):
                    self._cell(row, first + n, struct.unpack_from("<H", body, 4 + 6 * n)[0])
            else:
                self._comment(kind, body)

    def _cell(self, row: int, column: int, style: int) -> None:
        assert self.current is not None
        look = self.current
        look.rows, look.columns = max(look.rows, row), max(look.columns, column)
        font = self.styles[style] if style < len(self.styles) else 0
        font -= font > 4  # there is no font number 4
        if font < len(self.fonts) and self.fonts[font]:
            look.struck.add((row, column))

    def _comment(self, kind: int, body: bytes) -> None:
        """A comment's text is in a drawing object, which the note names by number."""
        assert self.current is not None
        if kind == _OBJ and len(body) >= 8:
            self.object = struct.unpack_from("<H", body, 6)[0]
        elif kind == _TXO:
            self.expects_text = True
        elif kind == _CONTINUE and self.expects_text and body:
            encoding = "utf-16-le" if body[0] & 1 else "latin-1"
            self.texts[self.object] = " ".join(body[1:].decode(encoding, "replace").split())
            self.expects_text = False
        elif kind == _NOTE and len(body) >= 12:
            _, _, _, number, length = struct.unpack_from("<HHHHH", body)
            wide = body[10] & 1
            author = body[11 : 11 + length * (2 if wide else 1)].decode(
                "utf-16-le" if wide else "latin-1", "replace"
            )
            text = self.texts.get(number, "").removeprefix(f"{author}:").strip()
            if text:
                self.current.notes.append(Note(text, author))
