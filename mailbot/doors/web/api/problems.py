"""Errors of the API as problem details (RFC 9457), and the answer to who has the newest already."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from mailbot.errors import MailbotError

MEDIA_TYPE = "application/problem+json"


class Problem(BaseModel):
    """Problem details; ``type`` is always `about:blank`: the status says it all."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


class NotModified(Exception):
    """The client has this already; ``headers`` are those of the whole answer."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("not modified")
        self.headers = dict(headers)


def install(app: FastAPI) -> None:
    """Have all errors of ``app`` told this way."""
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    app.add_exception_handler(MailbotError, _away)
    app.add_exception_handler(NotModified, _unchanged)


def problem(status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> JSONResponse:
    found = Problem(title=title, status=status, detail=detail)
    return JSONResponse(found.model_dump(), status, headers=dict(headers or {}), media_type=MEDIA_TYPE)


async def _refused(request: Request, exc: Exception) -> Response:
    del request
    assert isinstance(exc, HTTPException)
    titles = {404: "Not found", 405: "Method not allowed"}
    return problem(exc.status_code, titles.get(exc.status_code, "Refused"), exc.detail, exc.headers)


async def _not_understood(request: Request, exc: Exception) -> Response:
    del request
    assert isinstance(exc, RequestValidationError)
    first = exc.errors()[0]
    place = ".".join(str(step) for step in first["loc"])
    return problem(422, "Not understood", f"{place}: {first['msg']}")


async def _away(request: Request, exc: Exception) -> Response:
    """No programme yet, the database away."""
    del request, exc
    return problem(503, "Not available", "not available at the moment", {"Retry-After": "60"})


async def _unchanged(request: Request, exc: Exception) -> Response:
    del request
    assert isinstance(exc, NotModified)
    return Response(status_code=304, headers=exc.headers)
