"""Strings in old Excel workbooks ([MS-XLS] 2.5.293 to 2.5.296): wide or narrow, rich, cut over records."""

from __future__ import annotations

import struct

from mailbot.reading.grids.model import MAX_CELL, Cell, Oversized

MAX_STRINGS = 100_000
MAX_TEXT = 8_000_000
_WIDE, _EXTENDED, _RICH = 1, 4, 8


def short_text(body: bytes, codepage: str | None, length_size: int = 2) -> str:
    """A string that lies within its record; ``codepage`` is set in workbooks before Excel 97."""
    count = int.from_bytes(body[:length_size], "little")
    rest = body[length_size:]
    if codepage is not None:
        return rest[:count].decode(codepage, "replace")
    if not rest:
        return ""
    if rest[0] & _WIDE:
        return rest[1 : 1 + 2 * count].decode("utf-16-le", "replace")
    return rest[1 : 1 + count].decode("latin-1")


class Shared:
    """The table of shared strings: its record and those that continue it."""

    def __init__(self, pieces: list[bytes], struck_fonts: list[bool]) -> None:
        self.pieces = pieces
        self.struck_fonts = struck_fonts
        self.piece, self.at = 0, 0
        self.size = 0

    def cells(self) -> list[Cell]:
        """All strings; a damaged table gives those that can be read."""
        out: list[Cell] = []
        try:
            _, count = struct.unpack("<II", self._take(8))
            if count > MAX_STRINGS:
                raise Oversized(f"has more than {MAX_STRINGS} strings")
            for _ in range(count):
                out.append(self._one())  # noqa: PERF401 - those before the damage are kept
        except struct.error:
            pass
        return out

    def _take(self, size: int) -> bytes:
        """The next bytes, over the ends of records."""
        out = b""
        while size > 0:
            if self.piece >= len(self.pieces):
                raise struct.error("end of the strings")
            found = self.pieces[self.piece][self.at : self.at + size]
            out += found
            self.at += len(found)
            size -= len(found)
            if size > 0:
                self.piece, self.at = self.piece + 1, 0
        return out

    def _one(self) -> Cell:
        count, flags = struct.unpack("<HB", self._take(3))
        runs = struct.unpack("<H", self._take(2))[0] if flags & _RICH else 0
        extra = struct.unpack("<I", self._take(4))[0] if flags & _EXTENDED else 0
        text = self._characters(count, bool(flags & _WIDE))
        self.size += count
        if self.size > MAX_TEXT:
            raise Oversized("holds too much text")
        looks = [struct.unpack("<HH", self._take(4)) for _ in range(runs)]
        if extra > sum(map(len, self.pieces)):
            raise struct.error("longer than the workbook")
        self._take(extra)
        return self._cell(text[: MAX_CELL + 1], looks)

    def _characters(self, count: int, wide: bool) -> str:
        """Characters; where a record ends among them the next one says anew how wide they are."""
        out: list[str] = []
        while count > 0:
            if self.piece < len(self.pieces) and self.at >= len(self.pieces[self.piece]):
                self.piece, self.at = self.piece + 1, 0
                wide = bool(self._take(1)[0] & _WIDE)
            if self.piece >= len(self.pieces):
                raise struct.error("end of the strings")
            left = len(self.pieces[self.piece]) - self.at
            here = min(count, max(1, left // 2) if wide else left)
            raw = self._take(here * 2 if wide else here)
            out.append(raw.decode("utf-16-le" if wide else "latin-1", "replace"))
            count -= here
        return "".join(out)

    def _cell(self, text: str, looks: list[tuple[int, ...]]) -> Cell:
        """The string with its struck runs as what was there before."""
        if not any(self._struck(font) for _, font in looks):
            return Cell(text)
        new, old = "", ""
        ends = [start for start, _ in looks[1:]] + [len(text)]
        kept = text[: looks[0][0]]
        for (start, font), end in zip(looks, ends, strict=True):
            if self._struck(font):
                old += text[start:end]
            else:
                new += text[start:end]
        new = (kept + new).strip()
        return Cell(new, old.strip()) if new else Cell("", text)

    def _struck(self, font: int) -> bool:
        font -= font > 4  # there is no font number 4
        return font < len(self.struck_fonts) and self.struck_fonts[font]
