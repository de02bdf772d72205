"""`/console/events`: the queue live, by server-sent events (HTML Living Standard, section 9.2).

The database is asked every two seconds, with one cheap question that changes nothing, and not for each
browser: streams share the answer. An event says only that something moved; the page then fetches what it
shows. A comment goes out every 15 seconds, so that proxies keep the line and a closed browser is noticed. The
stream ends with the session: it is looked at again as long as the stream lives, and does not prolong it. It
ends, too, when the server is told to stop (`app.state.ending`), which would wait for it else.

    event: queue    the queue is another
    event: case     the case that the page shows is of another version
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import StreamingResponse
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from mailbot.accounts import sessions
from mailbot.doors.web.site import Site
from mailbot.review.queue import OPEN_STATES
from mailbot.store.tables import AskRow, ChangeSetRow, DecisionRow
from mailbot.wording import N_

EVERY = 2.0  # seconds
BEAT = 15.0
LONGEST = 60 * 60.0  # then the browser connects again
MOST = 50  # streams at once
BUSY = N_("Too many pages are open; this one is not live. Reload it to see what is new.")


@dataclass
class Pulse:
    """What the queue was when it was looked at last, for all streams of the process."""

    site: Site
    streams: int = 0
    _seen: tuple[object, ...] = ()
    _at: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def now(self) -> tuple[object, ...]:
        async with self._asking:
            if time.monotonic() - self._at >= EVERY * 0.9:
                self._seen = await run_in_threadpool(self._look)
                self._at = time.monotonic()
            return self._seen

    def _look(self) -> tuple[object, ...]:
        with self.site.wiring.store.read() as session:
            waiting = select(
                func.count(ChangeSetRow.id), func.max(ChangeSetRow.id), func.sum(ChangeSetRow.version)
            ).where(ChangeSetRow.state.in_(OPEN_STATES))
            last = [session.scalar(select(func.max(row.id))) for row in (DecisionRow, AskRow)]
            return (*session.execute(waiting).one(), *last)

    def version(self, number: int) -> int | None:
        with self.site.wiring.store.read() as session:
            return session.scalar(select(ChangeSetRow.version).where(ChangeSetRow.id == number))

    def lives(self, token: str) -> bool:
        """Whether the session does; nothing is noted of having asked."""
        web, wall = self.site.wiring.settings.web, self.site.wiring.clock.wall()
        with self.site.wiring.store.read() as session:
            found = sessions.find(session, token, wall, web)
        return found is not None and found.account.may("see")


def router(site: Site) -> APIRouter:
    made, pulse = APIRouter(prefix="/console"), Pulse(site)

    @made.get("/events")
    async def events(
        request: Request, case: int | None = None, version: int | None = None
    ) -> StreamingResponse:
        """The stream; with `?case=7&version=3` it tells when that case is no longer of this version."""
        await run_in_threadpool(site.require, request, "see")
        if pulse.streams >= MOST:
            raise HTTPException(503, BUSY)
        token = site.cookies.session_token(request)
        watched = (case, version) if case is not None and 0 < case < 2**31 else None
        headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
        return StreamingResponse(
            _stream(request, pulse, token, watched), media_type="text/event-stream", headers=headers
        )

    return made


async def _stream(
    request: Request, pulse: Pulse, token: str, watched: tuple[int, int | None] | None
) -> AsyncIterator[bytes]:
    pulse.streams += 1
    begun = beaten = time.monotonic()
    told = False
    try:
        seen = await pulse.now()
        yield b": live\n\n"
        while time.monotonic() - begun < LONGEST and not await request.is_disconnected():
            if watched and not told and await run_in_threadpool(pulse.version, watched[0]) != watched[1]:
                told = True
                yield _event("case", watched[0])
            if (now := await pulse.now()) != seen:
                seen = now
                yield _event("queue", now[0])
            if time.monotonic() - beaten >= BEAT:
                beaten = time.monotonic()
                yield b": still here\n\n"
            if await _ending(request):
                return
            if not await run_in_threadpool(pulse.lives, token):
                return
    finally:
        pulse.streams -= 1


async def _ending(request: Request) -> bool:
    """After a pause whether the server stops."""
    until = time.monotonic() + EVERY
    while (left := until - time.monotonic()) > 0 and not request.app.state.ending.is_set():
        await asyncio.sleep(min(0.3, left))
    return bool(request.app.state.ending.is_set())


def _event(name: str, data: object) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()
