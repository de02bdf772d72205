"""The comments in a Word document's margin, with the words they stand beside."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from mailbot.reading.grids.model import MAX_CELL, Note
from mailbot.reading.grids.package import Package
from mailbot.reading.word.document import paragraph

MAX_COMMENTS = 50


def comments(package: Package, name: str, root: Element) -> list[Note]:
    """Every comment that is not marked as done."""
    parts = dict(package.related(name).values())
    part = parts.get("comments", "word/comments.xml")
    if part not in package:
        return []
    done: set[str] = set()
    if (more := parts.get("commentsExtended", "")) in package:
        done = {
            e.get("paraId", "")
            for e in package.tree(more).iter("commentEx")
            if e.get("done") in ("1", "true")
        }
    about = _anchors(root)
    found: list[Note] = []
    for comment in package.tree(part).iter("comment"):
        lines = list(comment.iter("p"))
        text = " ".join(" ".join(paragraph(line).text for line in lines).split())
        if not text or (lines and lines[-1].get("paraId", "-") in done):
            continue
        found.append(Note(text[:MAX_CELL], comment.get("author", ""), about.get(comment.get("id", ""), "")))
    return found[:MAX_COMMENTS]


def _anchors(root: Element) -> dict[str, str]:
    """Number of a comment -> the words between its marks."""
    found: dict[str, list[str]] = {}
    opened: dict[str, list[str]] = {}
    for element in root.iter():
        number = element.get("id", "")
        if element.tag == "commentRangeStart" and len(found) < MAX_COMMENTS:
            found[number] = opened[number] = []
        elif element.tag == "commentRangeEnd":
            opened.pop(number, None)
        elif opened and element.tag in ("t", "delText", "p"):
            text = element.text if element.tag != "p" else " "
            for words in opened.values():
                words += [text] if text and len(words) < 200 else []
    return {number: " ".join("".join(words).split())[:200] for number, words in found.items()}
