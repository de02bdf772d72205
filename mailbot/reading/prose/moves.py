"""One replacement, and what the text says of it: role and committee of the new person, and who held them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mailbot.directory.records import Contact
from mailbot.mail.hanzi import HAN
from mailbot.reading.context import Context
from mailbot.reading.countries import code as country_code
from mailbot.reading.people import Person
from mailbot.reading.prose.newcomer_roles import fresh_for_new, role_beside
from mailbot.reading.prose.newcomers import announced
from mailbot.reading.prose.roles import fresh_committees
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded


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
    near = scenes[max(0, move.at - 2) : move.at + 3]
    if move.new is None or not move.new.is_new or set(stated) != {"role", "committee"}:
        return None
    if any(
        s.has("contact.shared") or s.has("contact.keeps_duty") or s.has("modality.unchanged") for s in near
    ):
        return None
    held = [c for c in context.own_contacts if (c.role, c.committee) == (stated["role"], stated["committee"])]
    named = [c for c in held if any(c in s.own_people() for s in near)]
    goes = any(s.has("contact.gives_up") for s in near) or _takes_post(scenes, move, held)
    actor = context.contact in held and any(s.spans("contact.subject_i") for s in near)
    named = named or (held if actor and goes else [])
    return named[0] if len(held) == len(named) == 1 and goes else None


def _takes_post(scenes: Sequence[Scene], move: Move, held: Sequence[Contact]) -> bool:
    """`I shall not come back to this file. Mr X is your coordinator henceforth`: for good, from a day on."""
    scene = scenes[move.at]
    lead = scenes[move.at - 1] if move.at and scene.sentence.alone else scene
    others = [c for c in scene.own_people() if c not in held]
    asked = scene.has("contact.please_add") or scene.has("contact.wants_one") or others
    cues = ("onward", "takes_over", "from_day")
    return not asked and any(s.has(f"contact.{n}") for n in cues for s in (scene, lead))


def country_of(values: Mapping[str, str], context: Context) -> dict[str, str]:
    """The country of a body for which somebody on file works already."""
    body = folded(values.get("affiliation", ""))
    found = {c.country for c in context.directory.contacts if body and folded(c.affiliation or "") == body}
    land = found.pop() if len(found) == 1 else _named_first(values.get("affiliation", ""))
    return {"country": land} if land else {}


def _named_first(body: str) -> str | None:
    """`中国信息通信研究院`, `Kenya ICT Authority`: the country a body is named after."""
    if HAN.match(body):
        return next((code for n in (2, 3, 4, 5) if (code := country_code(body[:n]))), None)
    first = body.split()[0] if len(body.split()) > 1 else ""
    return country_code(first) if len(first) > 3 and not first.isupper() else None


def inherited(old: Contact | None) -> dict[str, str]:
    return {"role": old.role, "committee": old.committee} if old else {}


def _held_already(role: str, move: Move) -> bool:
    """`Ms X, the alternate, takes it over`: what she is so far, not what she is to be."""
    known = move.new.contact if move.new is not None else None
    return known is not None and move.old is not None and known.role == role != move.old.role


def _coordinator_beside(scene: Scene) -> Contact | None:
    """`as alternate to Ms X`: the one coordinator named with him."""
    found = [c for c in scene.own_people() if c.role == "coordinator"]
    return found[0] if len(found) == len(scene.own_people()) == 1 else None


def stated_of(scenes: Sequence[Scene], move: Move, context: Context) -> dict[str, str]:
    """Role and committee where the sentence, or the one that announces it, gives them to the new person."""
    out: dict[str, str] = {}
    for text in announced(scenes, move.at):
        named = fresh_for_new(text, context)
        named = [r for r in named if not _held_already(r, move)]
        beside = role_beside(move.new, scenes[move.at]) if move.new and len(named) > 1 else None
        named = [beside] if beside else named
        committees = fresh_committees(text, context)
        if len(named) == 1:
            out.setdefault("role", named[0])
        if len(committees) == 1:
            out.setdefault("committee", committees[0])
        if out.get("role") or (out and move.old is not None):
            break
    if "committee" in out or move.old is not None:
        return out
    if out.get("role") == "focal_point":
        out["committee"] = "all"
    elif out.get("role") == "alternate" and (chief := _coordinator_beside(scenes[move.at])) is not None:
        out["committee"] = chief.committee
    elif out.get("role"):
        here = scenes[move.at].sentence.paragraph
        near = [s for s in scenes[max(0, move.at - 2) : move.at + 1] if s.sentence.paragraph == here]
        around = {c for s in near for c in fresh_committees(s.text, context)}
        if len(around) == 1:
            out["committee"] = around.pop()
    return out
