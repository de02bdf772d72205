"""Change sets and their states, and the three-way comparison of one field. Pure.

    change:      pending → approved → undone          pending → rejected
    change set:  pending | held → partly | approved | rejected
                 partly → approved | undone                 approved → undone
                 partly | approved → partly                 rejected | undone → pending | held

A set is `partly` while some of its changes were applied and others were not (they wait, or were rejected).
A held set (its sender failed authentication, say) moves only when an officer releases it with a reason.
A set without changes holds only questions; approving it means that an officer has dealt with them.

Neither an amendment nor the first of two approvals moves anything: the change stays pending. The last line
is what adding does: a change that the reader missed, entered by hand, opens a decided set again. An approved
set is `partly` then; one that was rejected or undone waits again, `held` if its sender is not to be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from mailbot.directory.change import Change, FieldChange
from mailbot.errors import IllegalMove

State = Literal["pending", "held", "partly", "approved", "rejected", "undone"]
_OPEN = frozenset({"pending", "held", "partly"})
_DECIDED = frozenset({"approved", "rejected", "undone"})
MOVES: dict[str, frozenset[str]] = {
    "approve": _OPEN,
    "reject": _OPEN,
    "undo": frozenset({"partly", "approved"}),
    "amend": _OPEN,
    "add": _OPEN | _DECIDED,
    "ask": _OPEN - {"held"} | _DECIDED,
}
CHANGE_MOVES: dict[str, str] = {
    "approve": "pending", "reject": "pending", "undo": "approved", "amend": "pending",
}  # fmt: skip
Standing = Literal["clean", "already", "conflict"]


@dataclass(frozen=True)
class Merged:
    """One field seen from three sides. ``base`` is what the sender had before him, as far as known."""

    field: str
    base: Any
    wanted: Any
    now: Any
    standing: Standing

    def __str__(self) -> str:
        return (
            f"{self.field}: the sender saw {self.base!r} and wrote {self.wanted!r}; by now it is {self.now!r}"
        )


def base_of(field: FieldChange) -> Any:
    """What the sender had before him: the value mailbot sent him, else what was on file when he was read."""
    return field.seen if field.has_seen else field.old


def merge(name: str, field: FieldChange, now: Any) -> Merged:
    """Three-way: `already` if the directory has the wanted value, `conflict` if it left the base."""
    base = base_of(field)
    standing: Standing = "already" if now == field.new else "clean" if now == base else "conflict"
    return Merged(name, base, field.new, now, standing)


def conflicts(change: Change, now: Mapping[str, Any] | None) -> tuple[Merged, ...]:
    """The fields of an update that somebody else has changed since. `now` is the record's present values."""
    if change.op != "update" or now is None:
        return ()
    merged = (merge(name, field, now.get(name)) for name, field in change.fields.items())
    return tuple(each for each in merged if each.standing == "conflict")


def rebased(change: Change) -> Change:
    """The change with each field's base as its old value: this is applied, checked against what is there."""
    fields = {name: FieldChange(base_of(f), f.new) for name, f in change.fields.items()}
    return Change(change.target, change.op, change.id, change.organization, fields,
                  change.evidence, change.source, change.confidence)  # fmt: skip


def inverse(op: str, target: str, record: str, fields: Mapping[str, Mapping[str, Any]]) -> Change:
    """The change that takes a revision back; `fields` maps names to {"old", "new"} as revisions keep them."""
    back = {name: FieldChange(value["new"], value["old"]) for name, value in fields.items()}
    opposite: dict[str, Literal["add", "update", "remove"]] = {
        "add": "remove",
        "remove": "add",
        "update": "update",
    }
    organization = (fields.get("organization") or {}).get("old" if op == "remove" else "new")
    return Change(target, opposite[op], record, organization, back)


def require_move(verb: str, state: str, what: str) -> None:
    """Raises IllegalMove unless `verb` may be done in `state`."""
    if state not in MOVES[verb]:
        raise IllegalMove(f"{what} is {state}; it cannot be {_past(verb)}")


def _past(verb: str) -> str:
    return {
        "approve": "approved", "reject": "rejected", "undo": "undone", "amend": "amended",
        "add": "added to", "ask": "asked about",
    }[verb]  # fmt: skip


def state_of(changes: Iterable[str], *, held: bool = False) -> State:
    """The set's state from its changes' states (at least one). ``held``: its sender is not to be trusted,
    so that nothing of it is applied before an officer releases it."""
    states = set(changes)
    if "approved" in states:
        return "approved" if states == {"approved"} else "partly"
    if "pending" in states:
        return "held" if held else "pending"
    return "undone" if "undone" in states else "rejected"
