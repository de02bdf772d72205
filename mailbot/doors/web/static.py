"""What pages load besides themselves, all of it ours: the style sheet, and htmx (2.0, Zero-Clause BSD) with
its extension for server-sent events, for the console. Nothing is loaded from elsewhere.

The addresses carry the program's version, so that browsers may keep the files and still get new ones.
"""

from __future__ import annotations

from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse

from mailbot.doors.web.site import FOLDER

FILES = {
    "style.css": "text/css", "icon.svg": "image/svg+xml", "console.css": "text/css",
    "console.js": "text/javascript", "htmx.min.js": "text/javascript", "sse.min.js": "text/javascript",
}  # fmt: skip


def router() -> APIRouter:
    made = APIRouter()

    @made.api_route("/static/{name}", methods=["GET", "HEAD"], include_in_schema=False)
    def static(name: str) -> FileResponse:
        """One of `FILES` from `templates/web/static`."""
        if name not in FILES:
            raise HTTPException(404, "there is no such file")
        headers = {"Cache-Control": "public, max-age=86400"}
        return FileResponse(FOLDER / "static" / name, media_type=FILES[name], headers=headers)

    return made
