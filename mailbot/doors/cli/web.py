"""`mailbot web`: the site, served by uvicorn until SIGTERM."""

from __future__ import annotations

import logging
import signal
from types import FrameType
from typing import Annotated

import typer

from mailbot.doors.cli.console import wiring
from mailbot.errors import UsageError


def register(app: typer.Typer) -> None:
    app.command("web")(web)


def web(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", help="Instead of web.host.")] = None,
    port: Annotated[int | None, typer.Option("--port", help="Instead of web.port.", min=0, max=65535)] = None,
) -> None:
    """Serve the console, the public pages, the JSON API and the calendar feeds."""
    import uvicorn

    from mailbot.doors.web.app import create_app

    wired = wiring(context)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    for chatty in ("alembic", *(() if wired.verbose else ("uvicorn.error",))):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    _ = wired.store  # a database that cannot be opened is told now, not to the first visitor
    app = create_app(wired)
    config = uvicorn.Config(
        app,
        host=host or wired.settings.web.host,
        port=wired.settings.web.port if port is None else port,
        log_config=None,
        access_log=wired.verbose,  # addresses hold tokens: they are logged only where that is asked for
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    server = uvicorn.Server(config)
    stop = server.handle_exit

    def told_to_stop(number: int, frame: FrameType | None) -> None:
        app.state.ending.set()
        stop(number, frame)

    server.handle_exit = told_to_stop  # type: ignore[assignment,method-assign]
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)  # uvicorn ends by it, and sends it once more when it is done
    typer.echo(f"mailbot: listening on http://{config.host}:{config.port}", err=True)
    try:
        server.run()
    except SystemExit as exc:
        raise UsageError(f"{config.host}:{config.port} cannot be listened on; set web.port") from exc
