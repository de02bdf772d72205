"""The MIME tree of a mail (RFC 2045-2049, 2231), bounded and iterative.

The standard library's parser is recursive and unbounded: nested multiparts exhaust the stack, a hundred
thousand parts take minutes. This one walks with a list, and breaches of its bounds raise `Unreadable`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email.message import Message as _Header

from mailbot.mail.bounds import (
    MAX_DEPTH,
    MAX_FIELD,
    MAX_HEADER,
    MAX_HEADER_LINES,
    MAX_HEADERS,
    MAX_PARTS,
    MAX_SIZE,
    Reason,
    Unreadable,
)
from mailbot.mail.decoding import decoded, safe_name, text_of, words

__all__ = ["Entity", "header_block", "text_of", "walk", "words"]
_FIELD = re.compile(rb"([!-9;-~]{1,200}):[ \t]*(.*)", re.S)
_HEADER_END = re.compile(rb"\r?\n[ \t]*\r?\n")
_BOUNDARY_REST = re.compile(rb"(--)?[ \t]{0,100}(?=\r|\n|\Z)")
_HEADER_END_CR = re.compile(rb"\r[ \t]*\r")


@dataclass(frozen=True)
class Entity:
    """One node of the tree: its fields in order, its raw body, and its children if it is a container."""

    headers: tuple[tuple[str, str], ...]
    body: bytes
    content_type: str
    params: dict[str, str] = field(default_factory=dict)
    filename: str | None = None
    disposition: str = ""
    encoding: str = ""
    depth: int = 0
    in_alternative: bool = False
    attached: bool = False  # below a message/rfc822 part

    def content(self) -> bytes:
        """The body with its transfer encoding undone; broken encodings give what can be read."""
        return decoded(self.body, self.encoding)


def header_block(raw: bytes) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Fields (unfolded, bytes as latin-1 text where not UTF-8) and the body that follows them."""
    if raw.startswith((b"\n", b"\r\n")):
        return (), raw.lstrip(b"\r\n")
    start = raw[:1024]
    old_mac = b"\r" in start and b"\n" not in start
    match = (_HEADER_END_CR if old_mac else _HEADER_END).search(raw, 0, MAX_HEADER)
    head, body = (raw[: match.start()], raw[match.end() :]) if match else (raw, b"")
    if _FIELD.match(start) is None and not start.startswith((b"From ", b">From ", b" ", b"\t")):
        return (), raw
    if len(head) > MAX_HEADER:
        raise Unreadable(Reason.HEADERS, f"a header of more than {MAX_HEADER // 1024 // 1024} MB")
    if head.count(b"\n") + head.count(b"\r") > 2 * MAX_HEADER_LINES:
        raise Unreadable(Reason.HEADERS, f"more than {MAX_HEADER_LINES} header lines")
    fields = _fields(re.split(rb"\r\n|\n|\r", head))
    values = [b" ".join(part.strip(b" \t") for part in parts)[:MAX_FIELD] for _, parts in fields]
    names = [name.decode("ascii") for name, _ in fields]
    if not names:
        return (), raw
    return tuple(zip(names, [_octets(value) for value in values], strict=True)), body


def _fields(lines: list[bytes]) -> list[tuple[bytes, list[bytes]]]:
    """Name and lines of each field; a line that is no field and folds into none is passed over."""
    fields: list[tuple[bytes, list[bytes]]] = []
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if fields:
                fields[-1][1].append(line)
            continue
        found = _FIELD.fullmatch(line)
        if found is None:
            continue
        fields.append((found[1], [found[2]]))
        if len(fields) > MAX_HEADERS:
            raise Unreadable(Reason.HEADERS, f"more than {MAX_HEADERS} header fields")
    return fields


def _octets(value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.replace("\0", "\ufffd")


def _field_of(headers: tuple[tuple[str, str], ...], name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _parameters(value: str, header: str) -> tuple[str, dict[str, str]]:
    """The value and parameters of Content-Type or Content-Disposition (RFC 2231 continuations joined)."""
    holder = _Header()
    try:
        holder[header] = value[:4000].replace("\n", " ").replace("\r", " ")
        params = holder.get_params([], header) or []
        out: dict[str, str] = {}
        for key, raw in params[1:]:
            text = (
                raw
                if isinstance(raw, str)
                else text_of(raw[2].encode("latin-1", "replace"), raw[0] or "utf-8")
            )
            out.setdefault(key.lower(), text)
        return (params[0][0].strip().lower() if params else ""), out
    except Exception:
        return value.split(";")[0].strip().lower(), {}


def entity(raw: bytes, depth: int, *, in_alternative: bool = False, attached: bool = False) -> Entity:
    headers, body = header_block(raw)
    content_type, params = _parameters(_field_of(headers, "content-type"), "content-type")
    disposition, extra = _parameters(_field_of(headers, "content-disposition"), "content-disposition")
    if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", content_type):
        content_type = "text/plain"
    name = extra.get("filename") or params.get("name")
    return Entity(
        headers, body, content_type, params, safe_name(words(name)) if name else None, disposition,
        _field_of(headers, "content-transfer-encoding").strip().lower(), depth, in_alternative, attached,
    )  # fmt: skip


def _pieces(body: bytes, boundary: str) -> Iterator[bytes]:
    """What stands between the boundary lines; without a final one the last part ends with the body."""
    begin: int | None = None
    for start, end, is_last in _boundaries(body, b"--" + boundary.encode("utf-8", "replace")):
        if begin is not None:
            yield body[_after_line_end(body, begin) : start]
        begin = end
        if is_last:
            return
    if begin is not None:
        yield body[_after_line_end(body, begin) :]


def _boundaries(body: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Where the boundary lines begin (with the line end before them) and end; whether it is the final one.

    A plain search for the bytes: a regular expression takes a second for forty megabytes.
    """
    line_end = b"\n" if b"\n" in body else b"\r"
    at = 0 if body.startswith(mark) else body.find(line_end + mark)
    misses = 0
    while at >= 0:
        begin = at if at == 0 and body.startswith(mark) else at + 1
        found = _BOUNDARY_REST.match(body, begin + len(mark))
        if found is None:
            misses += 1
            if misses > MAX_HEADER_LINES:
                raise Unreadable(Reason.TOO_MANY_PARTS, "too many lines that resemble a boundary")
        else:
            start = at - 1 if begin > at > 0 and body[at - 1 : at + 1] == b"\r\n" else at
            yield start, found.end(), found[1] is not None
        at = body.find(line_end + mark, begin + len(mark))


def _after_line_end(body: bytes, at: int) -> int:
    return at + (2 if body.startswith(b"\r\n", at) else 1 if body.startswith((b"\n", b"\r"), at) else 0)


def walk(raw: bytes) -> list[Entity]:
    """The root, then every entity below it in the order of the mail, containers included but without bodies.

    What lies below an attached message only counts; its bodies are not kept either.
    """
    if len(raw) > MAX_SIZE:
        raise Unreadable(Reason.TOO_LARGE, f"larger than {MAX_SIZE // 1024 // 1024} MB")
    found: list[Entity] = []
    pending = [entity(raw, 0)]
    while pending:
        node = pending.pop()
        if node.depth > MAX_DEPTH:
            raise Unreadable(Reason.TOO_DEEP, f"nested more than {MAX_DEPTH} deep")
        children: list[Entity] = []
        is_container = node.content_type.startswith("multipart/") and bool(node.params.get("boundary"))
        if is_container:
            alternative = node.content_type == "multipart/alternative" or node.in_alternative
            for piece in _pieces(node.body, node.params["boundary"]):
                children.append(
                    entity(piece, node.depth + 1, in_alternative=alternative, attached=node.attached)
                )
                if len(found) + len(pending) + len(children) >= MAX_PARTS:
                    raise Unreadable(Reason.TOO_MANY_PARTS, f"more than {MAX_PARTS} parts")
        elif node.content_type == "message/rfc822":
            children.append(entity(node.content(), node.depth + 1, attached=True))
        found.append(replace(node, body=b"") if is_container or node.attached else node)
        pending += reversed(children)
    return found
