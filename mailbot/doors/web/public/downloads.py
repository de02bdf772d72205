"""`/contacts.xlsx`, `/table.pdf`, `/calendar.csv` ...: the public directory as files.

They hold what everybody may read; TSB, signed in, adds `?all=1` for all of it, which is noted in the audit
log. A file is made once for a state of the directory, a language and a day, one at a time, and kept: nobody
can keep this machine busy with PDFs.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.exports import FOR_PEOPLE, published
from mailbot.directory.exports.published import File
from mailbot.doors.web.public.shown import shown
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.store import audit

NOT_HERE = ("yaml",)  # the operator's own form
MOST_BYTES = 64_000_000  # of files that are kept


@dataclass
class Kept:
    """The files made last, at most `MOST_BYTES` of them; makes one at a time."""

    _files: OrderedDict[object, File] = field(default_factory=OrderedDict, repr=False)
    _making: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def file(self, key: object, make: Callable[[], File]) -> File:
        with self._making:
            found = self._files.pop(key, None) or make()
            self._files[key] = found
            while (
                sum(len(each.content) for each in self._files.values()) > MOST_BYTES and len(self._files) > 1
            ):
                self._files.popitem(last=False)
            return found


def router(site: Site) -> APIRouter:
    made = APIRouter()
    kept = Kept()

    def answer(what: str) -> Callable[[Request, str], Response]:
        def download(request: Request, format_: str) -> Response:
            """The file, in the visitor's language where the form has one."""
            return _file(site, kept, request, what, format_)

        return download

    for what in published.SECTIONS:
        path = f"/{what}.{{format_}}"
        made.add_api_route(path, answer(what), methods=["GET", "HEAD"], name=f"{what} as a file")
    return made


def _file(site: Site, kept: Kept, request: Request, what: str, format_: str) -> Response:
    if format_ not in published.formats(what) or format_ in NOT_HERE:
        raise HTTPException(404, "there is no such file")
    visitor = site.visitor(request)
    everything = request.query_params.get("all") == "1" and visitor.may("see")
    seen = shown(site, visitor if everything else None)
    headers, unchanged = site.unchanged(request, visitor, seen.version)
    if unchanged is not None:
        return unchanged
    day = visitor.now.astimezone(seen.whole.zone).date()
    language = visitor.say.language if format_ in FOR_PEOPLE else ""
    domain = site.wiring.settings.identity.address.rpartition("@")[2]
    made = kept.file(
        (what, format_, language, day, everything, repr(seen.version)),
        lambda: published.file(seen.directory, what, format_, visitor.now, domain, visitor.say),
    )
    if everything and request.method == "GET":
        _note(site, visitor, made.name)
    return attached(made.name, made.content, made.content_type, headers)


def _note(site: Site, visitor: Visitor, name: str) -> None:
    assert visitor.account is not None
    with site.wiring.store.begin() as session:
        audit.note(session, visitor.now, visitor.account.address, "web", "export of everything", name)


def attached(name: str, content: bytes, content_type: str, headers: dict[str, str]) -> Response:
    """A file to be kept, not shown (RFC 6266; the name in RFC 8187's form)."""
    disposition = f"attachment; filename*=utf-8''{quote(name, safe='')}"
    return Response(content, media_type=content_type, headers={**headers, "Content-Disposition": disposition})
