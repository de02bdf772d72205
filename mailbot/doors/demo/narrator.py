"""Telling the story on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.message import EmailMessage

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

WIDTH = 100


class Narrator:
    """Prints scenes; knows nothing of mailbot."""

    def __init__(self, console: Console) -> None:
        self.out = console

    def scene(self, when: datetime, title: str) -> None:
        self.out.print()
        self.out.rule(f"[bold cyan]{when:%a %-d %b %Y, %H:%M}[/]  [bold]{escape(title)}[/]", align="left")

    def say(self, text: str) -> None:
        self.out.print(text)

    def person(self, name: str, words: str) -> None:
        self.out.print(Padding(Text(name, style="bold") + Text("  " + words, style="not bold"), (0, 0, 0, 2)))

    def command(self, line: str, output: str) -> None:
        """A command as typed, and what it printed."""
        self.out.print(f"[bold green]$[/] [bold]{escape(line)}[/]")
        self.out.print(Padding(Text("\n".join(line.rstrip() for line in output.splitlines())), (0, 0, 0, 2)))

    def mail(self, message: EmailMessage, *, title: str, lines: int = 18, skip_until: str = "") -> None:
        """A mail as its reader sees it: header lines, then the beginning of the text."""
        body = message.get_body(("plain",))
        text = body.get_content() if body is not None else ""
        found = text.splitlines()
        if skip_until:
            start = next((i for i, line in enumerate(found) if skip_until in line), 0)
            found = (["..."] if start else []) + found[start:]
        shown = found[:lines] + (["..."] if len(found) > lines else [])
        head = f"From: {message['From']}\nTo: {message['To']}\nSubject: {message['Subject']}"
        content = Text(head + "\n\n", style="dim") + Text("\n".join(shown).rstrip())
        self.out.print(Panel(content, title=escape(title), title_align="left", border_style="blue"))

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        table = Table(box=None, header_style="bold", pad_edge=False)
        for heading in headings:
            table.add_column(heading, overflow="fold")
        for row in rows:
            table.add_row(*row)
        self.out.print(Padding(table, (0, 0, 0, 2)))
