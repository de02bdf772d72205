"""One attached Word document: its tables, its letter, its revision marks, its comments."""

from __future__ import annotations

from dataclasses import replace

from mailbot.mail.message import Part
from mailbot.mail.phrases import every_language
from mailbot.mail.reply import split
from mailbot.reading import form, language, registry
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.grids.entry import Source
from mailbot.reading.grids.model import Note, Oversized, Refused
from mailbot.reading.grids.ole import MAGIC, is_encrypted
from mailbot.reading.grids.package import Package
from mailbot.reading.grids.reader import read_grid
from mailbot.reading.values import folded
from mailbot.reading.word import lines
from mailbot.reading.word.comments import comments
from mailbot.reading.word.document import Document, document
from mailbot.reading.word.draft import is_draft

READER = "word"
MAX_FILE = 20_000_000
MAX_NOTE = 3_000  # characters
MAX_LETTER = 20_000  # characters; what is longer is a paper


def read_document(part: Part, material: Material, context: Context) -> list[Result]:
    label = part.filename or "the attached document"
    source = Source(f"attachment:{part.filename}" if part.filename else "body", READER)

    def ask(text: str, rule: str, *evidence: str) -> Doubt:
        return Doubt(text, evidence or (label,), source.source, READER, rule)

    try:
        found, notes = contents(part.content)
    except Refused as reason:
        return [ask(f"{label} {reason} and was not read; please look at it.", reason.rule)]
    if is_draft([p.text for p in found.paragraphs]) or is_draft([p.old for p in found.paragraphs]):
        return []  # a paper for its position; its marks are about the Resolution's text
    results: list[Result] = []
    understood = False
    for table in found.tables:
        read = read_grid(table, context, source)
        understood = understood or read is not None
        results += read or []
    written = _written(found, material, context, source)
    results += written or []
    if written is None and found.is_marked:
        marked, unread = lines.read(found.paragraphs, _spoken(found, context), source)
        results += marked
        understood = understood or bool(marked)
        if unread:
            text = f"{label}: marked changes that could not be read; what is to be done?"
            results.append(ask(text, "marks", *unread[:10]))
    for note in notes:
        who, where = f" by {note.author}" if note.author else "", f" at “{note.about}”" if note.about else ""
        results.append(ask(f"{label}: a comment{who}{where}: {note.text}", "comment", note.text))
    if not understood and written is None and not results:
        results.append(
            ask(f"{label}: nothing in it could be told to be an answer; please look at it.", "nothing")
        )
    elif context.organization is None and results:
        return [
            ask(f"The sender of {label} belongs to no organization on file; is it to be applied?", "stranger")
        ]
    return results


def contents(content: bytes) -> tuple[Document, list[Note]]:
    """What the file holds. Raises `Refused`."""
    if len(content) > MAX_FILE:
        raise Oversized("is too large")
    if content.startswith(MAGIC):
        raise Refused("is encrypted" if is_encrypted(content) else "is an old Word document")
    package = Package(content)
    main = [name for kind, name in package.related("").values() if kind == "officeDocument"]
    name = main[0] if main and main[0] in package else "word/document.xml"
    root = package.tree(name)
    return document(root), comments(package, name, root)


def _spoken(found: Document, context: Context) -> Context:
    text = found.text
    return replace(context, language=language.detect(text, context.language)) if len(text) > 60 else context


def _written(found: Document, material: Material, context: Context, source: Source) -> list[Result] | None:
    """What the document says in sentences or forms; None if it is neither letter nor form.

    A letter that only repeats the mail has been read already.
    """
    text = found.text
    spoken = _spoken(found, context)
    if len(text) > MAX_LETTER:
        return None
    letter = _letter(text) or _note(text, found, material)
    if letter is None and (found.is_marked or not form.forms(text, spoken)):
        return None
    if letter is not None and _repeats(letter, material.message.text):
        return []
    said = letter or text
    inner = Material(replace(material.message, text=said, html=None), split(said, spoken.sender_name))
    readers = [form.read] if letter is None else [reader for _, reader in registry.body_readers()]
    results = [result for reader in readers for result in reader(inner, spoken)]
    if letter is text and not any(isinstance(result, Finding) for result in results):
        return None  # neither a letter nor a note of changes
    return [replace(result, source=source.source) for result in results]


def _letter(text: str) -> str | None:
    """The text from its salutation on, without letterhead and date; None if it is no letter.

    A letter without a salutation has a closing formula among its last lines.
    """
    words = every_language()
    kept = text.split("\n")
    lines = [line for line in kept if line.strip()]
    if len(lines) < 3:
        return None
    for line in lines[:15]:
        if len(line) < 90 and words.pattern("mail.greeting").match(line.strip()):
            return "\n".join(kept[kept.index(line) :])
    for line in lines[-8:]:
        closing = words.pattern("mail.closing").match(line.strip())
        if closing and len(line.strip()) - closing.end() < 30:
            return text
    return None


def _note(text: str, found: Document, material: Material) -> str | None:
    """A short paper without salutation and tables, where the mail says that it holds changes."""
    body = f"{material.message.subject} {material.reply.new_text}"
    asked = len(text) < MAX_NOTE and not found.tables and not found.is_marked
    return text if asked and every_language().has("contact.announce", body) else None


def _repeats(text: str, body: str) -> bool:
    """Whether most of the document's lines stand in the mail's own body."""
    have = folded(body)
    kept = [folded(line) for line in text.split("\n") if len(line.strip()) > 25]
    return bool(kept) and sum(line in have for line in kept) * 3 >= len(kept) * 2
