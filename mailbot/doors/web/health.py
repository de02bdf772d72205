"""`/health`: whether this process can do its work, for whoever watches it."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from mailbot.errors import MailbotError
from mailbot.wiring import Wiring


def router(wiring: Wiring) -> APIRouter:
    made = APIRouter()

    @made.api_route("/health", methods=["GET", "HEAD"])
    def health() -> JSONResponse:
        """200 while the database answers, else 503. It says nothing of what is in there."""
        try:
            with wiring.store.begin() as session:
                session.execute(text("SELECT 1"))
        except (SQLAlchemyError, MailbotError):
            return JSONResponse({"status": "database away"}, 503)
        return JSONResponse({"status": "ok"})

    return made
