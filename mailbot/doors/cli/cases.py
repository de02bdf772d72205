"""Change sets on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from mailbot.text import visible

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from rich.console import Console

    from mailbot.directory.change import Change
    from mailbot.review.case import Case, Exchange, Item
    from mailbot.review.looking import Look
    from mailbot.review.ranking import Waiting
    from mailbot.review.urgency import Reason

_MARKS = {"approved": "[green]✓[/]", "rejected": "[red]✗[/]", "undone": "[yellow]↶[/]", "pending": "·"}
_LEVELS = {"overdue": "[red]overdue[/]", "urgent": "[yellow]urgent[/]", "soon": "soon", "normal": "-"}


def print_list(out: Console, found: Sequence[Waiting], now: datetime) -> None:
    """The queue, a line a case; `conflicts` counts what is contradicted."""
    if not found:
        out.print("Nothing waits for a decision.")
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("ID", "State", "Urgency", "Age", "Sure", "Conflicts", "For"):
        table.add_column(heading, no_wrap=True, justify="right" if heading in ("Age", "Sure") else "left")
    table.add_column("Asks for", overflow="fold")
    for each in found:
        case = each.case
        asked = [_plain(case.sender_shown)]
        asked += [f"  {_plain(brief(item.change))}" for item in case.waiting]
        asked += [f"  suggestion to {_plain(q.owner)}: {_plain(q.text)}" for q in case.suggestions]
        asked += [f"  ? {_plain(q.text)}" for q in (*case.replies, *case.open_questions)]
        asked += [f"  [dim]{_plain(case.subject)}[/]"] if len(asked) == 1 else []
        table.add_row(
            case.id, _state(case), _LEVELS[each.urgency.level],
            age(now - case.created_at) if case.created_at else "-",
            "-" if case.confidence is None else f"{case.confidence:.0%}",
            f"[red]{each.conflicts}[/]" if each.conflicts else "-",
            _plain(case.organization), "\n".join(asked),
        )  # fmt: skip
    out.print(table)


def age(since: timedelta) -> str:
    """`3 d`, `5 h`, `20 min`."""
    minutes = max(0, int(since.total_seconds() // 60))
    if minutes >= 2 * 1440:
        return f"{minutes // 1440} d"
    return f"{minutes // 60} h" if minutes >= 60 else f"{minutes} min"


def _state(case: Case) -> str:
    state = f"[red]{case.state}[/]" if case.state == "held" else case.state
    return f"{state}, 1 of 2" if any(item.waits_for_second for item in case.waiting) else state


def print_look(out: Console, found: Look) -> None:
    """One case with what stands around it."""
    case = found.case
    standing = f"{case.state} · {case.classification} · version {case.version}"
    out.print(f"[bold]Change set {case.id}[/] · {standing}")
    proof = "" if case.authenticity == "authenticated" else f" ([red]{case.authenticity}[/])"
    sender = _plain(case.sender_shown)
    out.print(f"From {sender}{proof} for {_plain(case.organization)}: {_plain(case.subject)}")
    if case.proof:
        out.print(f"Proof of sender: {case.authenticity}: {_plain('; '.join(case.proof))}")
    if case.held_because:
        out.print(f"[red]Held:[/] {_plain(case.held_because)}")
    if found.urgency.reasons:
        because = "; ".join(map(_because, found.urgency.reasons))
        out.print(f"Urgency: {_LEVELS[found.urgency.level]}: {because}")
    if case.follows:
        out.print(f"Comes back to change set {case.follows}")
    for item in case.items:
        print_item(out, item)
        for line in _against(found, item.number):
            out.print(f"    {line}")
    for question in case.suggestions:
        out.print(f"\n[yellow]suggestion to {_plain(question.owner)}[/] {_plain(question.text)}")
        _quote(out, question.evidence)
    for question in (*case.replies, *case.open_questions):
        out.print(f"\n[yellow]?[/] {_plain(question.text)}")
        _quote(out, question.evidence)
    for exchange in case.thread:
        _print_exchange(out, exchange)
    if found.family:
        others = ", ".join(f"{each.id} ({each.state})" for each in found.family)
        out.print(f"\nOf the same exchange: {others}")


def print_item(out: Console, item: Item) -> None:
    change = item.change
    sure = f" [dim]{change.confidence:.0%}[/]" if not item.added_by else ""
    out.print(f"\n{_MARKS[item.state]} [bold]{item.number}[/] {_plain(headline(change))}{sure}")
    for name, value in change.fields.items():
        old = f"[red]{_plain(value.old)}[/] → " if change.op == "update" else ""
        out.print(f"    {name}: {old}[green]{_plain(value.new)}[/]")
    _quote(out, change.evidence)
    if item.original is not None:
        proposed = ", ".join(f"{name}: {_plain(v.new)}" for name, v in item.original.fields.items())
        out.print(f"    amended by {_plain(item.amended_by)}; the reader proposed {proposed}")
    if item.added_by:
        out.print(f"    added by {_plain(item.added_by)}")
    if item.waits_for_second:
        out.print(f"    [yellow]approved by {_plain(item.seconded_by)}; another officer has to, too[/]")
    for conflict in item.conflicts:
        out.print(f"    [red]conflict[/] {_plain(str(conflict))}")
    if item.state != "pending":
        second = f" and {_plain(item.seconded_by)}" if item.seconded_by else ""
        because = f": {_plain(item.reason)}" if item.reason else ""
        out.print(f"    {item.state} by {_plain(item.decided_by)}{second}{because}")


def _because(reason: Reason) -> str:
    days = f"in {reason.days} days" if reason.days > 1 else "within a day" if reason.days >= 0 else "past"
    return "it has waited for days" if reason.kind == "age" else f"{_plain(reason.what)} ({days})"


def _against(found: Look, number: int) -> Iterable[str]:
    for rival in found.rivals.get(number, ()):
        what = f"{rival.field}: {_plain(rival.value)}" if rival.field else "the whole record"
        says = "agrees" if rival.agrees else "[red]wants something else[/]"
        yield f"change set {rival.change_set} {says}, {what} ({_plain(rival.sender)})"
    for later in found.later.get(number, ()):
        yield (f"since then {later.field}: {_plain(later.old)} → {_plain(later.new)}, "
               f"{later.at:%Y-%m-%d %H:%M} by {_plain(later.actor)}")  # fmt: skip


def _print_exchange(out: Console, exchange: Exchange) -> None:
    about = f" about {', '.join(map(str, exchange.numbers))}" if exchange.numbers else ""
    out.print(f"\n[bold]Asked[/]{about} on {exchange.at:%Y-%m-%d %H:%M} by {_plain(exchange.officer)}:")
    _quote(out, [exchange.text])
    if exchange.answered_by is None:
        out.print("    not answered yet")
        return
    where = f" (change set {exchange.change_set})" if exchange.change_set else ""
    out.print(f"  Answered on {exchange.answered_at:%Y-%m-%d %H:%M}{where}:")
    _quote(out, [exchange.answer or "-"])


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
