"""What a worksheet refers to: shared strings with their struck runs, styles, comments."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from mailbot.reading.grids.model import MAX_CELL, Cell, Note, Oversized
from mailbot.reading.grids.package import Package
from mailbot.reading.sheets.numbers import is_date

MAX_STRINGS = 100_000
MAX_TEXT = 8_000_000  # characters of all shared strings
MAX_NOTES = 50


@dataclass(frozen=True)
class Styles:
    """Of each cell style: whether it shows a date, whether it strikes through."""

    dates: tuple[bool, ...] = ()
    struck: tuple[bool, ...] = ()

    def is_date(self, style: int) -> bool:
        return style < len(self.dates) and self.dates[style]

    def is_struck(self, style: int) -> bool:
        return style < len(self.struck) and self.struck[style]


def styles(package: Package, name: str) -> Styles:
    if name not in package:
        return Styles()
    root = package.tree(name)
    codes = {
        element.get("numFmtId", ""): element.get("formatCode", "")
        for element in root.iterfind("numFmts/numFmt")
    }
    fonts = [_on(font.find("strike")) for font in root.iterfind("fonts/font")]
    dates: list[bool] = []
    struck: list[bool] = []
    for style in root.iterfind("cellXfs/xf"):
        number, font = style.get("numFmtId", "0"), style.get("fontId", "0")
        dates.append(is_date(int(number) if number.isdigit() else 0, codes.get(number, "")))
        struck.append(font.isdigit() and int(font) < len(fonts) and fonts[int(font)])
    return Styles(tuple(dates), tuple(struck))


def _on(element: Element | None) -> bool:
    return element is not None and element.get("val", "1") not in ("0", "false")


class Runs:
    """The text of one string, plain or in runs some of which are struck out; without phonetic guides."""

    def __init__(self) -> None:
        self.new: list[str] = []
        self.old: list[str] = []
        self.struck = self.any_struck = self.reading = False
        self.phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "r":
            self.struck = False
        elif tag == "strike":
            self.struck = attributes.get("val", "1") not in ("0", "false")
        elif tag == "rPh":
            self.phonetic = True
        self.reading = tag == "t" and not self.phonetic

    def data(self, text: str) -> None:
        if self.reading:
            self.old.append(text)
            if self.struck:
                self.any_struck = True
            else:
                self.new.append(text)

    def end(self, tag: str) -> None:
        self.reading = False
        if tag == "rPh":
            self.phonetic = False
        elif tag == "r":
            self.struck = False

    def cell(self) -> Cell:
        """Struck text is what was there before; what stands beside it has replaced it."""
        new, old = "".join(self.new), "".join(self.old)
        if not self.any_struck:
            return Cell(new)
        kept = new.strip()
        # `old value new value` in one cell: the new one was written beside the old, not into it
        return Cell(kept, _before(self.old, self.new) if kept else old)


def _before(all_runs: list[str], kept: list[str]) -> str:
    """What the cell said when nothing was struck: the struck runs alone if the rest was written beside."""
    struck = list(all_runs)
    for run in kept:
        struck.remove(run)
    return "".join(struck).strip()


class _Strings:
    def __init__(self) -> None:
        self.found: list[Cell] = []
        self.runs: Runs | None = None
        self.size = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.runs = Runs()
        elif self.runs is not None:
            self.runs.start(tag, attributes)

    def data(self, text: str) -> None:
        self.size += len(text)
        if self.size > MAX_TEXT:
            raise Oversized("holds too much text")
        if self.runs is not None:
            self.runs.data(text)

    def end(self, tag: str) -> None:
        if self.runs is None:
            return
        if tag == "si":
            if len(self.found) >= MAX_STRINGS:
                raise Oversized(f"has more than {MAX_STRINGS} strings")
            self.found.append(self.runs.cell())
            self.runs = None
        else:
            self.runs.end(tag)


def shared_strings(package: Package, name: str) -> list[Cell]:
    handler = _Strings()
    if name in package:
        package.stream(name, handler)
    return handler.found


def notes_of(package: Package, sheet: str) -> list[Note]:
    """The sheet's comments; the newer threads stand in for the old notes that Excel writes beside them."""
    notes: list[Note] = []
    parts = package.related(sheet).values()
    for kind, name in parts:
        if name not in package or kind not in ("comments", "threadedComment"):
            continue
        root = package.tree(name)
        authors = [element.text or "" for element in root.iterfind("authors/author")]
        for element in root.iter("comment" if kind == "comments" else "threadedComment"):
            text = " ".join("".join(t.text or "" for t in element.iter() if t.tag in ("t", "text")).split())
            number = element.get("authorId", "")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            if text.startswith("[Threaded comment]") or element.get("done") == "1" or not text:
                continue
            text = text.removeprefix(f"{author}:").strip()
            notes.append(
                Note(text[:MAX_CELL], "" if author.startswith("tc=") else author, element.get("ref", ""))
            )
    return notes[:MAX_NOTES]
