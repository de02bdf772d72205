"""What stands behind the keys of a form, brought to the fields of a record."""

from __future__ import annotations

import re

from mailbot.mail.phrases import every_language
from mailbot.reading import countries, normal
from mailbot.reading.context import Context
from mailbot.reading.values import clean, emails, phone_spans

_NEWER = re.compile(r"(?:->|→|=>|\b(?:new|now|nouve\w+|nuev\w+|нов\w+)|新|الجديد)\W{0,4}$", re.I)


def person(row: dict[str, str], context: Context) -> dict[str, str]:
    """Halves of a name joined, and a function told apart: a role, with a committee perhaps, or a post."""
    given, family = row.pop("given", ""), row.pop("family", "")
    if given and (rest := family or row.get("name", "")):
        row["name"] = f"{given} {rest}"
    elif family and row.get("name") and family.casefold() not in row["name"].casefold():
        row["name"] = f"{row['name']} {family}"
    if (body := row.pop("organization", "")) and "affiliation" not in row:
        row["affiliation"] = body  # what is not the region itself is where the person works
    body, comma, land = row.get("affiliation", "").rpartition(",")
    if comma and "country" not in row and len(body) > 1 and countries.code(land.strip()):
        row["affiliation"], row["country"] = body.strip(), land.strip()  # `Anatel, Brazil`
    if role := row.get("role", ""):
        said = _role(role, context)
        if said is None:  # `Fonction : Directeur adjoint`
            del row["role"]
            row.setdefault("job_title", role)
        elif "committee" not in row and (committee := normal.committee(role, context)):
            row["committee"] = committee
        if said:
            row["role"] = said
    return row


def _role(said: str, context: Context) -> str | None:
    """The role that the words are, a committee beside it or not; None where they are a post."""
    bare = re.sub(r"[(（][^()（）]*[)）]", " ", said).strip()
    both = (context.words, every_language())
    is_role = any(p.match(bare) for words in both for p in words.patterns("contact.role_noun").values())
    if every_language().pattern("contact.post_word").match(bare) and not is_role:
        return None
    if found := normal.choice("contact", "role", bare, context):
        return found
    named = {
        role for role, pattern in every_language().patterns("contact.role").items() if pattern.search(bare)
    }
    return "alternate" if named == {"alternate", "coordinator"} and len(bare.split()) <= 4 else None


def tidy(field: str, value: str) -> str:
    """The number or address itself, without what was written behind it: `(71) 238-42-60 (instead of ...)`."""
    found = phone_spans(value) if field == "phone" else emails(value) if field == "email" else []
    newer = [f for f in found[1:] if _NEWER.search(value[: f[0]])]  # `old +33 ..., new +33 ...`
    return (newer or found)[0][2] if found else value


def given_first(key: str, value: str, context: Context) -> str:
    """The name with the given name first, where the key asks for it the other way round: `Surname, name`."""
    halves = re.split(r"\s*[,/]\s*|\s+(?:and|et|y|и|و)\s*", clean(key).rstrip(" :*"))
    words = every_language()
    if len(halves) != 2 or not words.pattern("sheet.family").fullmatch(halves[0]):
        return value
    if "," in value:
        family, _, given = value.partition(",")
        return f"{given.strip()} {family.strip()}".strip()
    first, _, rest = value.partition(" ")
    is_plain = rest and not context.words.pattern("contact.honorific").fullmatch(first.rstrip("."))
    return f"{rest} {first}" if is_plain and not re.match(r"[\u3400-\u9fff]", value) else value
