"""Files that are zip archives of XML (.xlsx, .ods, .docx), read in bounded memory, never written to disk.

Members are expanded in pieces and never beyond the bound, whatever the archive declares; archives inside
an archive are not opened. The XML parser knows no DTD, hence no entity and nothing to fetch.
"""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import Protocol
from xml.etree.ElementTree import Element, TreeBuilder

from mailbot.reading.grids.model import Oversized, Refused

MAX_ENTRIES = 2_000
MAX_EXPANDED = 50_000_000  # declared for the whole archive, and read from it
MAX_RATIO = 250  # Word's own styles compress 30 to 1
RATIO_FROM = 2_000_000  # bytes; small members may compress as they like
MAX_DEPTH = 200
MAX_ELEMENTS = 400_000  # looked at in one member; 100,000 cells have no more
MAX_TREE = 150_000  # kept of one member
MAX_ATTRIBUTES = 100
MAX_TOKEN = 2_000_000  # bytes of one tag with its attributes
_PIECE = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # what Office writes; others may want much memory


class Handler(Protocol):
    """What is told of an XML member; names come without namespace."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...
    def end(self, tag: str) -> None: ...
    def data(self, text: str) -> None: ...


class Package:
    """A zip archive in memory. Every breach of a bound raises `Refused`."""

    def __init__(self, content: bytes) -> None:
        if content.count(b"PK\x01\x02") > MAX_ENTRIES:
            raise Oversized(f"holds more than {MAX_ENTRIES} files")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Refused("is damaged") from error
        self._left = MAX_EXPANDED
        self._members = {info.filename.lstrip("/"): info for info in self._zip.infolist()}
        if sum(info.file_size for info in self._members.values()) > MAX_EXPANDED:
            raise Oversized(f"expands to more than {MAX_EXPANDED // 1_000_000} MB")
        if any(info.flag_bits & 1 for info in self._members.values()):
            raise Refused("is encrypted")
        if any(stat.S_ISLNK(info.external_attr >> 16) for info in self._members.values()):
            raise Refused("holds a symbolic link")
        if any(info.compress_type not in _METHODS for info in self._members.values()):
            raise Refused("is compressed in an unknown way")

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def pieces(self, name: str) -> Iterator[bytes]:
        """The member's content, bit by bit."""
        info = self._members.get(name)
        if info is None:
            raise Refused(f"lacks {name}")
        if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
            raise Oversized("is compressed beyond reason")
        try:
            with closing(self._zip.open(info)) as member:
                while piece := member.read(_PIECE):
                    self._left -= len(piece)
                    if self._left < 0:
                        raise Oversized(f"expands to more than {MAX_EXPANDED // 1_000_000} MB")
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
            raise Refused("is damaged") from error

    def head(self, name: str, size: int = 200) -> bytes:
        """The first bytes of a member; empty where there is none."""
        return next(iter(self.pieces(name)), b"")[:size] if name in self else b""

    def stream(self, name: str, handler: Handler) -> None:
        """The member's elements, told to the handler one by one."""
        _parse(self.pieces(name), handler)

    def tree(self, name: str) -> Element:
        """The member as a tree of elements without namespaces."""
        builder = _Tree()
        self.stream(name, builder)
        return builder.builder.close()

    def related(self, name: str) -> dict[str, tuple[str, str]]:
        """The relationships of a member: id -> (last word of the type, name of the other member)."""
        path = PurePosixPath(name)
        rels = str(path.parent / "_rels" / f"{path.name}.rels")
        if rels not in self:
            return {}
        out: dict[str, tuple[str, str]] = {}
        for element in self.tree(rels):
            target = element.get("Target", "")
            if element.get("TargetMode") == "External":
                continue
            where = target.lstrip("/") if target.startswith("/") else _joined(path.parent, target)
            out[element.get("Id", "")] = (element.get("Type", "").rpartition("/")[2], where)
        return out


def _joined(folder: PurePosixPath, target: str) -> str:
    parts: list[str] = []
    for part in (*folder.parts, *PurePosixPath(target).parts):
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


class _Tree:
    """Builds a tree, up to the number of elements that memory allows."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.count = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_TREE:
            raise Oversized(f"has more than {MAX_TREE} elements")
        self.builder.start(tag, attributes)

    def end(self, tag: str) -> None:
        self.builder.end(tag)

    def data(self, text: str) -> None:
        self.builder.data(text)


class _Local(dict[str, str]):
    """Names without their namespace, each cut once."""

    def __missing__(self, name: str) -> str:
        if len(self) > 5_000:
            raise Oversized("uses too many names")
        self[name] = local = name.rpartition(" ")[2]
        return local


def _parse(pieces: Iterator[bytes], handler: Handler) -> None:
    from xml.parsers import expat

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    depth = count = 0
    local = _Local()

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > MAX_DEPTH:
            raise Oversized(f"is nested more than {MAX_DEPTH} levels deep")
        if count > MAX_ELEMENTS:
            raise Oversized(f"has more than {MAX_ELEMENTS} elements")
        if len(attributes) > MAX_ATTRIBUTES:
            raise Oversized("has elements with too many attributes")
        handler.start(
            local[name], {local[key]: value for key, value in attributes.items()} if attributes else {}
        )

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        handler.end(local[name])

    def doctype(*_: object) -> None:
        raise Oversized("holds a document type definition")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = handler.data
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = doctype
    fed = 0
    try:
        for piece in pieces:
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > MAX_TOKEN:
                raise Oversized("holds a tag that is too long")
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused("is damaged") from error
