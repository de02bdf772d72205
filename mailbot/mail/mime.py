"""The MIME tree of a mail (RFC 2045-2049, 2231), bounded and iterative.

The standard library's parser is recursive and unbounded: nested multiparts exhaust the stack, a hundred
thousand parts take minutes. This one walks with a list, and breaches of its bounds raise `Unreadable`.
"""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from dataclasses import dataclass, field
from email.header import decode_header
from email.message import Message as _Header

from mailbot.mail.addresses import Unreadable

MAX_SIZE = 60 * 1024 * 1024
MAX_DEPTH = 25
MAX_PARTS = 1000
MAX_HEADERS = 2000
MAX_FIELD = 256 * 1024
_FIELD = re.compile(rb"([!-9;-~]{1,200}):[ \t]*(.*)", re.S)
_PLAIN_7BIT = {"us-ascii", "ascii", "", "unknown-8bit", "default", "x-unknown"}


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
    match = re.search(rb"\r?\n[ \t]*\r?\n", raw[: 8 * 1024 * 1024])
    head, body = (raw[: match.start()], raw[match.end() :]) if match else (raw, b"")
    lines = re.split(rb"\r\n|\n|\r", head)
    if len(lines) > 20_000:
        raise Unreadable("more than 20,000 header lines")
    fields: list[list[bytes]] = []
    names: list[str] = []
    for number, line in enumerate(lines):
        if line[:1] in b" \t" and line and fields:
            fields[-1].append(line)
            continue
        found = _FIELD.fullmatch(line)
        if found is None:
            if number == 0 and line.startswith((b"From ", b">From ")):
                continue  # an mbox separator
            if not fields:
                return (), raw
            continue
        names.append(found[1].decode("ascii"))
        fields.append([found[2]])
        if len(fields) > MAX_HEADERS:
            raise Unreadable(f"more than {MAX_HEADERS} header fields")
    values = [b" ".join(part.strip(b" \t") for part in parts)[:MAX_FIELD] for parts in fields]
    return tuple(zip(names, [_octets(value) for value in values], strict=True)), body


def _octets(value: bytes) -> str:
    try:
        text = value.decode("utf-8")
    except UnicodeDecodeError:
        text = value.decode("latin-1")
    return text.replace("\0", "\ufffd")


def words(value: str) -> str:
    """RFC 2047 encoded words decoded; unknown charsets and broken words stay readable."""
    if "=?" not in value:
        return " ".join(value.split())
    try:
        parts = decode_header(value[:20_000])
    except Exception:
        return " ".join(value.split())
    text = "".join(p if isinstance(p, str) else text_of(p, c or "latin-1") for p, c in parts)
    return " ".join(text.replace("\0", "\ufffd").split())


def text_of(content: bytes, charset: str | None) -> str:
    """Bytes as text; what the charset does not allow becomes U+FFFD, never an error."""
    name = (charset or "").strip().strip("'\"").lower()
    if name in _PLAIN_7BIT:
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("windows-1252", "replace")
    if name in {"iso-8859-1", "latin-1", "latin1"}:
        name = "windows-1252"  # what mailers mean by it (WHATWG Encoding Standard)
    elif name in {"gb2312", "gbk", "x-gbk"}:
        name = "gb18030"
    try:
        return content.decode(name, "replace")  # raises LookupError for codecs that are no charsets, too
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def decoded(body: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        clean = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
        try:
            return base64.b64decode(clean[: len(clean) // 4 * 4] + _tail(clean))
        except (binascii.Error, ValueError):
            return body
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    return body


def _tail(clean: bytes) -> bytes:
    rest = clean[len(clean) // 4 * 4 :]
    return rest + b"=" * (4 - len(rest)) if len(rest) > 1 else b""


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
        headers, body, content_type, params, words(name) if name else None, disposition,
        _field_of(headers, "content-transfer-encoding").strip().lower(), depth, in_alternative, attached,
    )  # fmt: skip


def _pieces(body: bytes, boundary: str) -> list[bytes]:
    mark = re.escape(boundary.encode("utf-8", "replace"))
    cuts = list(re.finditer(rb"(?:^|\r?\n|\r)--" + mark + rb"(--)?[ \t]*(?=\r|\n|$)", body))
    pieces: list[bytes] = []
    for index, cut in enumerate(cuts):
        if cut[1]:
            break
        if index >= MAX_PARTS:
            raise Unreadable(f"more than {MAX_PARTS} parts")
        end = cuts[index + 1].start() if index + 1 < len(cuts) else len(body)
        piece = body[cut.end() : end]
        pieces.append(re.sub(rb"\A\r?\n", b"", piece, count=1))
    return pieces


def walk(raw: bytes) -> list[Entity]:
    """The root, then every entity below it in the order of the mail, containers included."""
    if len(raw) > MAX_SIZE:
        raise Unreadable(f"larger than {MAX_SIZE // 1024 // 1024} MB")
    found: list[Entity] = []
    pending = [entity(raw, 0)]
    while pending:
        node = pending.pop()
        if node.depth > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep")
        found.append(node)
        if len(found) + len(pending) > MAX_PARTS:
            raise Unreadable(f"more than {MAX_PARTS} parts")
        if node.content_type.startswith("multipart/") and node.params.get("boundary"):
            alternative = node.content_type == "multipart/alternative" or node.in_alternative
            children = [
                entity(piece, node.depth + 1, in_alternative=alternative, attached=node.attached)
                for piece in _pieces(node.body, node.params["boundary"])
            ]
            pending += reversed(children)
        elif node.content_type == "message/rfc822":
            pending.append(entity(node.content(), node.depth + 1, attached=True))
    return found
