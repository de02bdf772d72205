"""vCards 2.1 to 4.0 (RFC 2426, 6350): a person's card beside a sentence that says what the person shall be.

The card gives name, address, number, post; role and committee come from the letter. A card that is only the
sender's own, as mail programs attach to every mail, says nothing.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from mailbot.directory.records import Contact
from mailbot.mail.message import Part
from mailbot.mail.mime import text_of
from mailbot.reading import countries, names, normal, people
from mailbot.reading.card_given import attendance
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Material, Result
from mailbot.reading.honorifics import split_name
from mailbot.reading.values import clean, folded

READER = "card"
MAX_CARDS = 50
_VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652"  # Arabic signs a word may end in
_LINE = re.compile(r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;[^:]*)?):(?P<value>.*)", re.S)


@dataclass
class Card:
    """The properties of one card in order: (name, parameters in capitals, value)."""

    lines: list[tuple[str, str, str]] = field(default_factory=list)

    def all(self, name: str) -> list[tuple[str, str]]:
        return [(params, value) for n, params, value in self.lines if n == name and value.strip()]

    def first(self, name: str) -> str:
        found = self.all(name)
        return clean(re.sub(r"\\([,;\\])", r"\1", found[0][1].replace("\\n", " "))) if found else ""


def cards(content: bytes, charset: str | None) -> list[Card]:
    """Every card in the file; unfolded, quoted-printable undone."""
    text = text_of(content, charset).replace("\r\n", "\n").replace("\r", "\n")
    text = re.sub(r"=\n(?!\s*[A-Z-]+[;:])", "", text)
    text = re.sub(r"\n[ \t]", "", text)
    found: list[Card] = []
    for line in text.split("\n")[:5000]:
        match = _LINE.fullmatch(line.strip())
        if not match:
            continue
        name, params, value = match["name"].upper(), match["params"].upper(), match["value"]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            found.append(Card())
        elif found and len(found) <= MAX_CARDS:
            if "QUOTED-PRINTABLE" in params:
                written = re.search(r"CHARSET=([\w-]+)", params)
                value = text_of(
                    quopri.decodestring(value.encode("utf-8")), written[1] if written else "utf-8"
                )
            found[-1].lines.append((name, params, value))
    return found[:MAX_CARDS]


def fields(card: Card, context: Context) -> dict[str, str]:
    """The card's values in field names of a contact."""
    parts = [clean(p) for p in (card.all("N")[0][1] if card.all("N") else "").split(";")]
    given = " ".join(p for p in (parts[1] if len(parts) > 1 else "", parts[0]) if p)
    honorific, name = split_name(card.first("FN") or given, context)
    if not honorific and len(parts) > 3 and parts[3]:
        honorific = split_name(f"{parts[3]} x", context)[0]
    address = card.all("ADR")
    country = countries.code(address[0][1].split(";")[-1].strip()) if address else None
    out = {
        "honorific": honorific, "name": name, "email": card.first("EMAIL"), "phone": _phone(card),
        "job_title": card.first("TITLE"), "affiliation": clean(card.first("ORG").split(";")[0]),
        "country": country,
    }  # fmt: skip
    return {key: value for key, value in out.items() if value}


def _phone(card: Card) -> str:
    numbers = [
        (params, re.sub(r"(?i)^tel:", "", value)) for params, value in card.all("TEL") if "FAX" not in params
    ]
    for wanted in ("PREF", "WORK", "CELL", ""):
        for params, value in numbers:
            if wanted in params:
                return clean(value)
    return ""


def read(part: Part, material: Material, context: Context) -> list[Result]:
    source = f"attachment:{part.filename}" if part.filename else "body"
    results: list[Result] = []
    said = cache(lambda: _said(material, context))  # the letter is read once, and only if a card needs it
    found = list(cards(part.content, part.charset))
    for card in found:
        result = _one(fields(card, context), material, context, source, said, alone=len(found) == 1)
        if result is not None:
            results.append(result)
            if isinstance(result, Finding):
                results += attendance(result.subject, material, context, "body")
    return results


def _said(material: Material, context: Context) -> list[Finding]:
    """What the letter itself says of the contact sheet."""
    from mailbot.reading.prose.reader import read_answer

    read = read_answer(material.reply, context)
    return [r for r in read if isinstance(r, Finding) and r.target == "contact"]


def _one(
    values: dict[str, str],
    material: Material,
    context: Context,
    source: str,
    said: Callable[[], list[Finding]],
    *,
    alone: bool,
) -> Result | None:
    name = values.get("name", "")
    if not name:
        return None
    evidence = tuple(v for k, v in values.items() if k in ("name", "email", "phone"))
    found = people.find(values.get("email", ""), context) or people.find(name, context)
    own = [c for c in found if c.organization == context.organization]
    text = material.reply.new_text
    if own and own[0] == context.contact and not context.words.pattern("contact.card_cue").search(text):
        return None
    if len(own) == 1:
        kept = {k: v for k, v in values.items() if k not in ("name", "honorific")}
        return Finding(
            "contact", "update", name, own[0].id, None, kept, evidence, source, 0.9, READER, "card"
        )
    text = _without_who_stays(text, context)
    roles = [r for r, pattern in context.words.patterns("contact.role_noun").items() if pattern.search(text)]
    if sorted(roles) == ["alternate", "coordinator"] and _one_noun(text, context):
        roles = ["alternate"]
    committee = normal.committee(text, context)
    if _announced(name, said()):  # the letter says what the person is, the card how to reach them
        return Finding("contact", "add", name, None, None, values, evidence, source, 0.93, READER, "card")
    if alone and not roles and (gone := _only_leaver(said(), context)) is not None:  # he takes over from him
        roles, committee = [gone.role], committee or gone.committee
    if len(roles) != 1:
        if context.sender_address and folded(values.get("email", "")) == folded(context.sender_address):
            return None
        return Doubt(f"The card of {name}: which role shall this person have?", evidence, source, READER)
    committee = committee or _inherited(roles[0], said(), context)
    values = {**values, "role": roles[0], **({"committee": committee} if committee else {})}
    return Finding("contact", "add", name, None, None, values, evidence, source, 0.93, READER, "card")


def _without_who_stays(text: str, context: Context) -> str:
    """The letter without `I continue as coordinator`: what somebody remains is not what the card is for."""
    stays = [context.words.pattern(n) for n in ("contact.keeps_duty", "modality.unchanged")]
    said = re.split(r"(?<=[.!?;。；！？])\s*", text)
    return " ".join(s for s in said if not any(p.search(s) for p in stays)) or text


def _announced(name: str, said: list[Finding]) -> bool:
    """Whether the letter itself adds this person to the contact sheet."""
    added = (r.subject for r in said if r.op == "add")
    return any(sorted(names.units(each)) == sorted(names.units(name)) for each in added)


def _only_leaver(said: list[Finding], context: Context) -> Contact | None:
    """The one contact whom the letter takes off the sheet, where it puts nobody in his place."""
    ids = {r.key for r in said if r.op == "remove"}
    gone = [c for c in context.own_contacts if c.id in ids]
    return gone[0] if len(gone) == 1 and not any(r.op == "add" for r in said) else None


def _inherited(role: str, said: list[Finding], context: Context) -> str | None:
    """The committee of the one person of that role whom the letter says to be gone."""
    ids = {r.key for r in said if r.op == "remove"}
    gone = [c for c in context.own_contacts if c.id in ids and c.role == role]
    return gone[0].committee if len(gone) == 1 else None


def _one_noun(text: str, context: Context) -> bool:
    """Whether the two roles are one title, `alternate coordinator`: each is named once, side by side."""
    patterns = context.words.patterns("contact.role_noun")
    found = [list(patterns[r].finditer(text)) for r in ("alternate", "coordinator")]
    if any(len(matches) != 1 for matches in found):
        return False
    first, second = sorted((matches[0] for matches in found), key=lambda m: m.start())
    return second.start() < first.end() or not text[first.end() : second.start()].strip(" -" + _VOWELS)
