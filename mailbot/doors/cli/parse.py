"""`mailbot parse`: reads messages without writing anything and without the network (contract, section 2).

`parse_files` is the pure part; without `--state` the directory comes from the database by the wiring.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from mailbot.directory.snapshot import Directory

MAX_FILE = 80 * 1024 * 1024


def parse_files(
    paths: Iterable[Path], directory: Directory, trust: Collection[str]
) -> Iterator[dict[str, Any]]:
    """One object a file, in the order given; a file that is no message gives `{"file", "error"}`."""
    for path in paths:
        yield parse_file(path, directory, trust)


def parse_file(path: Path, directory: Directory, trust: Collection[str]) -> dict[str, Any]:
    from mailbot.errors import AskPerson
    from mailbot.inbound.interpret import interpret

    try:
        if path.stat().st_size > MAX_FILE:
            return {"file": str(path), "error": "too large for a mail"}
        raw = path.read_bytes()
    except OSError as exc:
        return {"file": str(path), "error": f"cannot be read: {exc.strerror or exc}"}
    problem = no_message(raw)
    if problem:
        return {"file": str(path), "error": problem}
    try:
        return {"file": str(path), **interpret(raw, directory, trust).to_json()}
    except AskPerson as exc:
        return {"file": str(path), "error": f"not read: {exc}"}


def no_message(raw: bytes) -> str | None:
    """Why the bytes are no mail at all, or None if they are one, however strange."""
    from mailbot.errors import AskPerson
    from mailbot.mail.mime import header_block

    if not raw.strip():
        return "no message: the file is empty"
    try:
        headers, _ = header_block(raw)
    except AskPerson as exc:
        return f"not read: {exc}"
    known = {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "mime-version",
        "content-type",
        "sender",
        "cc",
    }
    if not any(name.lower() in known for name, _ in headers):
        return "no message: no header fields"
    return None


def run(
    files: list[Path],
    load: Callable[[], Directory],
    trust: Collection[str],
    write: Callable[[str], object] | None = None,
    explain: bool = False,
) -> int:
    """Prints the lines; returns the exit status: 0 where every file was read, else 1."""
    write = write or sys.stdout.write  # looked up now: the stream may have been replaced since the import
    directory = load()
    status = 0
    for path in files:
        form = parse_file(path, directory, trust)
        status = 1 if "error" in form else status
        write(json.dumps(form, ensure_ascii=False) + "\n")
        if explain and "error" not in form:
            _explain(path, directory, trust)
    return status


def _explain(path: Path, directory: Directory, trust: Collection[str]) -> None:
    """What each stage saw, which rule spoke and why a candidate was dropped; on stderr, beside the JSON."""
    from mailbot.inbound.interpret import interpret
    from mailbot.reading.findings import Finding

    seen = interpret(path.read_bytes(), directory, trust)
    lines = [
        f"authenticity: {seen.authenticity.verdict} ({'; '.join(seen.authenticity.reasons)})",
        f"sender: {seen.sender.address} -> {seen.organization}, contact"
        f" {seen.sender.contact.id if seen.sender.contact else None}"
        + (f", imitates {seen.sender.resembles}" if seen.sender.resembles else ""),
        f"language: {seen.language}; flaws: {', '.join(seen.message.flaws) or 'none'}",
        f"signature: {seen.reply.signature!r}",
    ]
    for result in seen.results:
        if isinstance(result, Finding):
            lines.append(
                f"finding [{result.reader}/{result.rule}] {result.op} {result.target}"
                f" {result.key or result.subject}: {dict(result.values)}"
            )
        else:
            lines.append(f"doubt [{result.reader}/{result.rule}] {result.text}")
    lines += [f"dropped: {d.text}: {d.reason}" for d in seen.dropped]
    sys.stderr.write("\n".join(lines) + "\n")


def command(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE.eml...", help="Messages to read.")],
    state: Annotated[
        Path | None,
        typer.Option(
            "--state",
            metavar="PROGRAMME.yaml",
            help="Read against this programme file instead of the database.",
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a message (the default).")] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show on stderr what each stage saw.")
    ] = False,
) -> None:
    """Read messages and print what they ask for. Writes nothing, asks no network."""
    del as_json  # there is one form of output; the option is the contract's
    raise typer.Exit(run(files, loader(context, state), trusted(context), explain=explain))


def loader(context: typer.Context, state: Path | None) -> Callable[[], Directory]:
    """From the file, else from the database by the application's wiring (`context.obj.directory()`)."""
    if state is not None:
        from mailbot.directory.programme import load_file

        return lambda: load_file(state)
    from mailbot.errors import UsageError

    found = getattr(context.obj, "directory", None)
    if found is None:
        raise UsageError("no database is configured; use --state PROGRAMME.yaml")
    current: Callable[[], Directory] = found
    return current


def trusted(context: typer.Context) -> tuple[str, ...]:
    settings = getattr(context.obj, "settings", None)
    return tuple(settings.trust.authserv_ids) if settings is not None else ()


def register(app: typer.Typer) -> None:
    app.command("parse")(command)
