"""What of a mail is fetched by itself: its HTML form, its attachments, its source.

`/console/cases/ID/html` is shown inside the case's page, in a frame that has no rights; its own policy allows
inline styles and nothing else: no script, no picture, no form, no address (CSP Level 3, `sandbox`). Whatever
is downloaded is octets with a name, never something that the browser opens here.
"""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.exceptions import HTTPException
from fastapi.responses import HTMLResponse, Response

from mailbot.doors.web.console.desk import Number, case_at, page
from mailbot.doors.web.console.mail_view import file_name, open_message, readable
from mailbot.doors.web.site import Site
from mailbot.mail.markup import safe_markup
from mailbot.mail.message import Message
from mailbot.store import contents
from mailbot.wording import N_

SANDBOX = "sandbox; default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
SHEET = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
STYLE = (
    "body{margin:12px;font:15px/1.5 Arial,sans-serif;color:#1b222c;background:#fff;overflow-wrap:anywhere}"
    "table{border-collapse:collapse;max-width:100%}td,th{padding:2px 6px;vertical-align:top}"
    "blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #c4cad3}small{color:#545e6d}"
)
MOST_SOURCE = 200_000  # octets of the source that the page shows; all of it can be downloaded
NOTHING = N_("This mail has no such part.")


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/console/cases")

    @made.api_route("/{number}/html", methods=["GET", "HEAD"])
    def html(request: Request, number: Number) -> Response:
        """The HTML form, cleaned, for the frame."""
        site.require(request, "see")
        message = _message(site, number)
        if message.html is None:
            raise HTTPException(404, NOTHING)
        body = safe_markup(message.html)
        text = f'<!DOCTYPE html><meta charset="utf-8"><title>mail</title><style>{STYLE}</style><body>{body}'
        headers = {"Content-Security-Policy": SHEET, "X-Frame-Options": "SAMEORIGIN"}
        return HTMLResponse(text, headers=headers)

    @made.api_route("/{number}/attachments/{part}", methods=["GET", "HEAD"])
    def attachment(request: Request, number: Number, part: Number) -> Response:
        """One part, to be saved."""
        site.require(request, "see")
        parts = _message(site, number).parts
        if not 1 <= part <= len(parts):
            raise HTTPException(404, NOTHING)
        return download(parts[part - 1].content, file_name(parts[part - 1], part))

    @made.api_route("/{number}/source.eml", methods=["GET", "HEAD"])
    def raw(request: Request, number: Number) -> Response:
        """The mail as it came, to be saved."""
        site.require(request, "see")
        return download(_raw(site, number), f"case-{number}.eml")

    @made.api_route("/{number}/source", methods=["GET", "HEAD"])
    def source(request: Request, number: Number) -> Response:
        """All header fields and the source, to be read."""
        visitor = site.require(request, "see")
        content = _raw(site, number)
        text = readable(content[:MOST_SOURCE].decode("utf-8", "replace"))
        return page(
            site, request, visitor, "source", number=number, text=text, size=len(content),
            shown=min(len(content), MOST_SOURCE),
        )  # fmt: skip

    return made


def download(content: bytes, name: str) -> Response:
    """Octets with a name (RFC 6266); even a browser that opens them anyway lets them do nothing."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_. ") else "_" for char in name)
    headers = {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": SANDBOX,
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


def _message(site: Site, number: Number) -> Message:
    with site.wiring.store.read() as session:
        mail_id = case_at(session, number).mail_id
        message = open_message(session, mail_id)[0] if mail_id is not None else None
    if message is None:
        raise HTTPException(404, NOTHING)
    return message


def _raw(site: Site, number: Number) -> bytes:
    with site.wiring.store.read() as session:
        mail_id = case_at(session, number).mail_id
        return contents.read(session, mail_id) if mail_id is not None else b""
