"""OLE compound files ([MS-CFB]): old .xls and .doc, and the wrapping of encrypted .xlsx and .docx.

Only the directory and single streams are read, every chain of sectors bounded by the file's own size.
"""

from __future__ import annotations

import struct

from mailbot.reading.grids.model import Refused

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # this and above are no sectors
_NO_STREAM = 0xFFFFFFFF


class Compound:
    """The streams of a compound file by name. Damage raises `Refused`."""

    def __init__(self, content: bytes) -> None:
        try:
            self._open(content)
        except (struct.error, IndexError) as error:
            raise Refused("is damaged") from error

    def _open(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise Refused("is damaged")
        self._size = 1 << shift
        fat_count, directory = struct.unpack_from("<I4xI", content, 44)[0], self._u32(48)
        self._cutoff, mini_fat, difat = self._u32(56), self._u32(60), self._u32(68)
        sectors = [s for s in struct.unpack_from("<109I", content, 76) if s < _END]
        for _ in range(len(content) // self._size):
            if difat >= _END:
                break
            block = struct.unpack(f"<{self._size // 4}I", self._sector(difat))
            sectors += [s for s in block[:-1] if s < _END]
            difat = block[-1]
        self._fat: list[int] = []
        needed = len(content) // self._size // (self._size // 4) + 2  # whatever the header declares
        for sector in sectors[: min(fat_count, needed)]:
            self._fat += struct.unpack(f"<{self._size // 4}I", self._sector(sector))
        self._mini_fat: list[int] = []
        raw = self._chain(mini_fat)[: len(content) // 64 * 4]
        self._mini_fat = list(struct.unpack(f"<{len(raw) // 4}I", raw))
        self.entries = self._directory(self._chain(directory))
        root = self.entries.get("Root Entry")
        self._mini = self._chain(root[0]) if root else b""

    def _u32(self, offset: int) -> int:
        value: int = struct.unpack_from("<I", self._content, offset)[0]
        return value

    def _sector(self, number: int) -> bytes:
        data = self._content[(number + 1) * self._size : (number + 2) * self._size]
        return data.ljust(self._size, b"\0") if data else data

    def _chain(self, sector: int) -> bytes:
        out: list[bytes] = []
        while sector < _END:
            if len(out) > len(self._content) // self._size or sector >= len(self._fat):
                raise Refused("is damaged")
            out.append(self._sector(sector))
            sector = self._fat[sector]
        return b"".join(out)

    def _directory(self, raw: bytes) -> dict[str, tuple[int, int]]:
        """Name -> (first sector, size); of two of a name the first counts."""
        found: dict[str, tuple[int, int]] = {}
        for offset in range(0, min(len(raw), 128 * 5000) - 127, 128):
            length = struct.unpack_from("<H", raw, offset + 64)[0]
            if not 2 <= length <= 64 or raw[offset + 66] not in (2, 5):
                continue
            name = raw[offset : offset + length - 2].decode("utf-16-le", "replace")
            found.setdefault(name, struct.unpack_from("<II", raw, offset + 116))
        return found

    def __contains__(self, name: str) -> bool:
        return name in self.entries

    def stream(self, name: str) -> bytes:
        sector, size = self.entries[name]
        if size >= self._cutoff:
            return self._chain(sector)[:size]
        out: list[bytes] = []
        while sector < _END and len(out) * 64 < size:
            if sector >= len(self._mini_fat):
                raise Refused("is damaged")
            out.append(self._mini[sector * 64 : sector * 64 + 64])
            sector = self._mini_fat[sector]
        return b"".join(out)[:size]


def is_encrypted(content: bytes) -> bool:
    """Whether an Office file with a password is wrapped in the compound file."""
    return "EncryptedPackage" in Compound(content)
