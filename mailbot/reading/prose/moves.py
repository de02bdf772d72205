"""One replacement, and what the text says of it: role and committee of the new person, and who held them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.people import Person
from mailbot.reading.prose.newcomers import announced, fresh_for_new
from mailbot.reading.prose.roles import fresh_committees
from mailbot.reading.prose.scene import Scene


@dataclass
class Move:
    """Who goes and who comes, as far as the text tells."""

    old: Contact | None = None
    new: Person | None = None
    at: int = 0
    evidence: list[str] = field(default_factory=list)


def holder(move: Move, scenes: Sequence[Scene], context: Context) -> Contact | None:
    """Who held the task that the new one gets, where it is said that he gives it up or goes elsewhere."""
    stated = stated_of(scenes, move, context)
    near = scenes[max(0, move.at - 2) : move.at + 2]
    if move.new is None or not move.new.is_new or set(stated) != {"role", "committee"}:
        return None
    if any(
        s.has("contact.shared") or s.has("contact.keeps_duty") or s.has("modality.unchanged") for s in near
    ):
        return None
    held = [c for c in context.own_contacts if (c.role, c.committee) == (stated["role"], stated["committee"])]
    named = [c for c in held if any(c in s.own_people() for s in near)]
    goes = any(s.has("contact.gives_up") for s in near)
    return named[0] if len(held) == len(named) == 1 and goes else None


def inherited(old: Contact | None) -> dict[str, str]:
    return {"role": old.role, "committee": old.committee} if old else {}


def stated_of(scenes: Sequence[Scene], move: Move, context: Context) -> dict[str, str]:
    """Role and committee where the sentence, or the one that announces it, gives them to the new person."""
    out: dict[str, str] = {}
    for text in announced(scenes, move.at):
        named = fresh_for_new(text, context)
        committees = fresh_committees(text, context)
        if len(named) == 1:
            out.setdefault("role", named[0])
        if len(committees) == 1:
            out.setdefault("committee", committees[0])
        if out:
            break
    if "committee" in out or move.old is not None:
        return out
    if out.get("role") == "focal_point":
        out["committee"] = "all"
    elif out.get("role"):
        here = scenes[move.at].sentence.paragraph
        near = [s for s in scenes[max(0, move.at - 2) : move.at + 1] if s.sentence.paragraph == here]
        around = {c for s in near for c in fresh_committees(s.text, context)}
        if len(around) == 1:
            out["committee"] = around.pop()
    return out
