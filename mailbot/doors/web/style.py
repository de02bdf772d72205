"""The pages' one style sheet."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import FileResponse

from mailbot.doors.web.pages import FOLDER


def router() -> APIRouter:
    made = APIRouter()

    @made.api_route("/style.css", methods=["GET", "HEAD"])
    def style() -> FileResponse:
        """`templates/web/style.css`."""
        return FileResponse(
            FOLDER / "style.css", media_type="text/css", headers={"Cache-Control": "max-age=3600"}
        )

    return made
