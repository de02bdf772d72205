"""A number or an address of a contact: new, or deleted.

A value is new where it differs from the file and the sentence gives it to a contact, whatever the verb;
values for one occasion, of somebody else or marked as the old one are not.
"""

from __future__ import annotations

import re

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.prose.aligned import aligned
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.contact_blocks import of_a_block
from mailbot.reading.prose.owners import Talk, answered, whose
from mailbot.reading.prose.scene import Scene, Value
from mailbot.reading.prose.stated import denies_elsewhere, states
from mailbot.reading.prose.value_refusals import is_old, refused
from mailbot.reading.values import folded, phone, same

READER = "prose"


def deleted(scene: Scene, context: Context, talk: Talk, following: Scene | None) -> list[Result]:
    """`please delete my mobile number`, `I have no desk phone any more`: a value goes and none comes."""
    named = _fields_gone(scene)
    gone = scene.has("contact.value_gone")
    if len(named) != 1 or not (gone or scene.has("contact.remove") or scene.has("contact.erase")):
        return []
    if scene.supposed or scene.doubted or scene.texts or scene.asks or refused(scene, None):
        return []
    around = " ".join(s.text for s in (talk.before, scene, following) if s is not None)
    if scene.has("contact.earlier_mail") or (
        named[0] == "email" and scene.has_in("contact.was_sent", around)
    ):
        return []  # `please delete my last message`
    if following is not None and (following.phones or following.emails):
        return []  # the new one comes right after
    if not (gone or scene.says_i or scene.own_people() or scene.has("contact.no_longer_valid")):
        return []
    contact, raw = whose(scene, context, talk, None)
    if contact is None or not getattr(contact, named[0]):
        return []
    return [
        Finding(
            "contact", "update", raw, contact.id, None, {named[0]: None},
            (scene.text,), "body", 0.8, READER, "deleted",
        )
    ]  # fmt: skip


def _fields_gone(scene: Scene) -> list[str]:
    """The fields named in the clause that says that something goes; else in the sentence."""
    cues = [at for n in ("value_gone", "remove", "erase") for at, _ in scene.spans(f"contact.{n}")]
    for begin, end in [*(clause(scene.text, at) for at in cues), (0, len(scene.text))]:
        named = [n for n in ("phone", "email") if scene.has_in(f"contact.{n}_field", scene.text[begin:end])]
        if len(named) == 1:
            return named
    return []


def given_values(scene: Scene, context: Context, talk: Talk) -> list[Result]:
    """Every number and address that the sentence gives to somebody."""
    cue = scene.has("contact.change") or answered(scene) is not None or _labelled(scene) or _announced(scene)
    results: list[Result] = []
    for name, given in (("phone", scene.phones), ("email", scene.emails)):
        by_person: dict[str, list[tuple[Contact | None, str, Value]]] = {}
        for value in given:
            if not scene.asserted and not denies_elsewhere(scene, value):
                continue
            contact, raw = whose(scene, context, talk, value)
            named = bool(scene.says_i or scene.own_people())
            if refused(scene, value) or is_old(scene, value):
                continue
            if not _told_whose(scene, value) and _of_errand(scene, value):
                continue
            if not named and of_a_block(scene, value, talk):
                continue
            if _on_file(contact, name, value, context, named):
                continue
            if contact is None and (scene.texts or scene.has("contact.group_work")):
                continue  # `Mr X (x@y) leads the experts on Resolution 20`
            sure = cue or value.start in aligned(scene) or _beside_old(scene, given, context)
            stated = sure or states(scene, name, value, contact, talk.earlier)
            stated = stated or _ambiguous(scene, value) or _of_one_of_several(scene, talk, contact, raw)
            if stated:
                by_person.setdefault(contact.id if contact else raw, []).append((contact, raw, value))
        results += [_one_value(scene, name, group) for group in by_person.values()]
    return results


def _told_whose(scene: Scene, value: Value) -> bool:
    """Whether the writer or somebody of ours stands before the value."""
    own = scene.context.own_contacts
    begin = max((m.end() for m in re.finditer(r"[:;.]\s", scene.text[: value.start])), default=0)
    return any(begin <= start < value.start for start, _ in scene.says_i) or any(
        p.contact in own and p.start < value.start for p in scene.people
    )


def _of_errand(scene: Scene, value: Value) -> bool:
    """`Documents should be sent to docs@...`: nobody's address, where nobody is named."""
    return scene.has_in("contact.errand", scene.text[: value.start])


def _beside_old(scene: Scene, given: list[Value], context: Context) -> bool:
    """`+34 91 346 1500 -> +34 91 346 1577`: the value on file stands beside the one that takes its place."""
    on_file = {folded(str(v)) for c in context.own_contacts for v in (c.phone, c.email) if v}
    old = [v for v in given if folded(v.raw) in on_file or folded(str(phone(v.raw, None))) in on_file]
    return len(given) == 2 and len(old) == 1 and not _elsewhere(scene)


def _elsewhere(scene: Scene) -> bool:
    return any(scene.has(name) for name in ("attendance.call", "attendance.inter_regional")) or bool(
        scene.texts
    )


def _ambiguous(scene: Scene, value: Value) -> bool:
    """A number of somebody whose name fits several contacts: a question."""
    return any(len(p.contacts) > 1 and p.start < value.start for p in scene.people)


def _of_one_of_several(scene: Scene, talk: Talk, contact: Contact | None, raw: str) -> bool:
    """`Mr X has a new number. It is ...`, where several on file have that name: a question as well."""
    spoken = talk.person
    unclear = contact is None and spoken is not None and len(spoken.contacts) > 1 and raw == spoken.raw
    return unclear and not (scene.people or scene.texts or scene.has("contact.not_for_sheet"))


def _on_file(contact: Contact | None, name: str, value: Value, context: Context, named: bool = True) -> bool:
    """Whether it is the contact's on file, or that of another where nobody is ``named``."""
    if contact is None:
        if name == "phone" and any(
            same(name, c.phone, phone(value.raw, c.country)) for c in context.own_contacts
        ):
            return True
        return name == "email" and any(
            c.email and c.email.lower() == value.raw.lower() for c in context.directory.contacts
        )
    written = phone(value.raw, contact.country) if name == "phone" else value.raw
    if same(name, getattr(contact, name), written):
        return True
    others = [c for c in context.own_contacts if c != contact and same(name, getattr(c, name), written)]
    return bool(others) and not named  # `the number +30 ... goes to another department`


def _announced(scene: Scene) -> bool:
    """An item of a list that was announced as corrections."""
    lead = scene.sentence.lead
    return bool(lead) and scene.context.words.pattern("contact.announce").search(lead) is not None


def _labelled(scene: Scene) -> bool:
    """`Phone: +44 ...`, `New e-mail here: ...`"""
    return bool(scene.sentence.item and re.search(r"[:：]\s*[^\s]{0,3}[\d+(]", scene.text))


def _one_value(scene: Scene, name: str, group: list[tuple[Contact | None, str, Value]]) -> Result:
    contact, raw, value = group[0]
    evidence = (scene.text,)
    if len({v.raw for _, _, v in group}) > 1:
        return Doubt(
            f"{raw}: several values for the {name}; which one is to be entered?",
            evidence,
            "body",
            READER,
            name,
        )
    key = contact.id if contact else None
    owner = contact.organization if contact else None
    return Finding(
        "contact", "update", raw, key, owner, {name: value.raw}, evidence, "body", 0.95, READER, name
    )
