"""Change sets on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from mailbot.text import visible

if TYPE_CHECKING:
    from rich.console import Console

    from mailbot.directory.change import Change
    from mailbot.review.queue import Case, Item

_MARKS = {"approved": "[green]✓[/]", "rejected": "[red]✗[/]", "undone": "[yellow]↶[/]", "pending": "·"}


def print_list(out: Console, cases: Sequence[Case]) -> None:
    if not cases:
        out.print("Nothing waits for a decision.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("ID", "State", "For", "From"):
        table.add_column(heading, no_wrap=True)
    table.add_column("Asks for", overflow="fold")
    for case in cases:
        asked = [brief(item.change) for item in case.waiting]
        asked += [f"suggestion to {q.owner}: {q.text}" for q in case.suggestions]
        asked += [f"? {q.text}" for q in case.open_questions]
        asks = "\n".join(_plain(line) for line in asked) or f"[dim]{_plain(case.subject)}[/]"
        table.add_row(case.id, _state(case), _plain(case.organization), _plain(case.sender_shown), asks)
    out.print(table)


def _state(case: Case) -> str:
    return f"[red]{case.state}[/]" if case.state == "held" else case.state


def print_case(out: Console, case: Case) -> None:
    out.print(f"[bold]Change set {case.id}[/] · {case.state} · {case.classification}")
    proof = "" if case.authenticity == "authenticated" else f" ([red]{case.authenticity}[/])"
    sender = _plain(case.sender_shown)
    out.print(f"From {sender}{proof} for {_plain(case.organization)}: {_plain(case.subject)}")
    if case.proof:
        out.print(f"Proof of sender: {case.authenticity}: {_plain('; '.join(case.proof))}")
    if case.held_because:
        out.print(f"[red]Held:[/] {_plain(case.held_because)}")
    for item in case.items:
        print_item(out, item)
    for question in case.suggestions:
        out.print(f"\n[yellow]suggestion to {_plain(question.owner)}[/] {_plain(question.text)}")
        _quote(out, question.evidence)
    for question in case.open_questions:
        out.print(f"\n[yellow]?[/] {_plain(question.text)}")
        _quote(out, question.evidence)


def print_item(out: Console, item: Item) -> None:
    change = item.change
    out.print(f"\n{_MARKS[item.state]} [bold]{item.number}[/] {_plain(headline(change))}")
    for name, value in change.fields.items():
        old = f"[red]{_plain(value.old)}[/] → " if change.op == "update" else ""
        out.print(f"    {name}: {old}[green]{_plain(value.new)}[/]")
    _quote(out, change.evidence)
    for conflict in item.conflicts:
        out.print(f"    [red]conflict[/] {_plain(str(conflict))}")
    if item.reason:
        out.print(f"    {item.state}: {_plain(item.reason)}")


def brief(change: Change) -> str:
    """One line: `cept-1 phone: +46... → +46...`."""
    if change.op != "update":
        return headline(change)
    fields = ", ".join(
        f"{name}: {value.old or '-'} → {value.new or '-'}" for name, value in change.fields.items()
    )
    return f"{change.id} {fields}"


def headline(change: Change) -> str:
    """`contact cept-1`, `new meeting of LAS: Seventh meeting`, `contact cept-4 leaves`."""
    if change.op == "add":
        names = [change.fields[n].new for n in ("name", "title", "text", "event") if n in change.fields]
        return f"new {change.target} of {change.organization}: {' · '.join(map(str, names))}"
    return f"{change.target} {change.id}" + (" leaves" if change.op == "remove" else "")


def _quote(out: Console, evidence: Sequence[str]) -> None:
    for words in evidence:
        out.print(f"    [dim]» {_plain(' '.join(words.split()))}[/]")


def _plain(value: Any) -> str:
    """Data for a terminal: markup means nothing, what cannot be seen is made visible."""
    return "-" if value is None else escape(visible(str(value)))
