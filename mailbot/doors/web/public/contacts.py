"""`/contacts`: the contact sheet, by organization or by Committee; every organization's and contact's page.

    /contacts?q=berg&role=coordinator&committee=COM3&by=committee
    /contacts/CEPT    /contacts/cept-1    /contacts/cept-1.vcf

Everybody sees what each contact agreed to publish; TSB sees all of it, with what is not public marked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, get_args

from babel import Locale
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from mailbot.directory.consent import PUBLISHABLE, Consents, consent_of
from mailbot.directory.exports.cards import cards
from mailbot.directory.records import Contact, Organization, Role
from mailbot.directory.snapshot import Directory
from mailbot.directory.words import ACTIONS, ROLES, STATUSES
from mailbot.doors.web.public.downloads import attached
from mailbot.doors.web.public.shown import Shown, shown
from mailbot.doors.web.site import Site
from mailbot.doors.web.visitor import Visitor
from mailbot.reading.values import folded

MAX_SEARCH = 80  # characters
ORDER = get_args(Role)


@dataclass(frozen=True)
class Asked:
    """What the address asks for; what the programme does not know is left out."""

    q: str = ""
    role: str | None = None
    committee: str | None = None
    by: str = "organization"

    @classmethod
    def of(cls, query: Mapping[str, str], directory: Directory) -> Asked:
        role, committee = query.get("role"), query.get("committee") or None
        return cls(
            " ".join(query.get("q", "")[:MAX_SEARCH].split()),
            role if role in ORDER else None,
            committee if directory.get("committee", committee) else None,
            "committee" if query.get("by") == "committee" else "organization",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.q or self.role or self.committee)


@dataclass(frozen=True)
class Line:
    """A contact as the visitor sees him. ``country`` is its name, ``private`` are the fields that only TSB
    sees, ``unlisted``: nobody else sees that there is an entry."""

    contact: Contact
    country: str = ""
    private: frozenset[str] = frozenset()
    unlisted: bool = False


def router(site: Site) -> APIRouter:
    made = APIRouter(prefix="/contacts")

    @made.api_route("", methods=["GET", "HEAD"])
    def sheet(request: Request) -> Response:
        """The contact sheet, or the part of it that is asked for."""
        visitor = site.visitor(request)
        seen = shown(site, visitor)
        headers, unchanged = site.unchanged(request, visitor, seen.version)
        if unchanged is not None:
            return unchanged
        asked = Asked.of(request.query_params, seen.directory)
        facts = _sheet(site, seen, visitor, asked)
        return site.page(request, "public/contacts", visitor, headers=headers, **facts)

    @made.api_route("/{key}.vcf", methods=["GET", "HEAD"])
    def card(request: Request, key: str) -> Response:
        """One contact as vCard."""
        visitor = site.visitor(request)
        seen = shown(site, visitor)
        headers, unchanged = site.unchanged(request, visitor, seen.version)
        if unchanged is not None:
            return unchanged
        contact = _contact_of(seen.directory, key)
        content = cards(replace(seen.directory, contacts=(contact,), _indexes={}))
        return attached(f"{contact.id}.vcf", content, "text/vcard; charset=utf-8", headers)

    @made.api_route("/{key}", methods=["GET", "HEAD"])
    def entry(request: Request, key: str) -> Response:
        """One organization's contacts, or one contact."""
        visitor = site.visitor(request)
        seen = shown(site, visitor)
        headers, unchanged = site.unchanged(request, visitor, seen.version)
        if unchanged is not None:
            return unchanged
        found = _organization(seen.directory, key)
        if found is not None:
            name, facts = "public/contacts", _sheet(site, seen, visitor, Asked(), found)
        else:
            name, facts = "public/contact", _contact(site, seen, visitor, _contact_of(seen.directory, key))
        return site.page(request, name, visitor, headers=headers, **facts)

    return made


def _organization(directory: Directory, key: str) -> Organization | None:
    return next((each for each in directory.organizations if each.code.casefold() == key.casefold()), None)


def _contact_of(directory: Directory, key: str) -> Contact:
    found = directory.get("contact", key)
    if not isinstance(found, Contact):
        raise HTTPException(404, "there is no such contact")
    return found


def _sheet(
    site: Site, seen: Shown, visitor: Visitor, asked: Asked, organization: Organization | None = None
) -> dict[str, Any]:
    directory = seen.directory
    names = {each.code: each.name for each in directory.organizations}
    wanted = [
        each for each in directory.contacts
        if (organization is None or each.organization == organization.code) and _fits(each, asked, names)
    ]  # fmt: skip
    lines = [_line(each, seen.consents, site, visitor) for each in wanted]
    return {
        "asked": asked, "organization": organization, "found": len(lines),
        "groups": _groups(lines, directory, asked.by), "roles": ROLES, "committees": directory.committees,
        "committee_names": {each.code: each.name for each in directory.committees},
        "organizations": directory.organizations,
        "has": {name: any(getattr(each, name) for each in wanted) for name in ("email", "phone")},
        "all_of_it": visitor.may("see"),
    }  # fmt: skip


def _fits(contact: Contact, asked: Asked, names: Mapping[str, str]) -> bool:
    """Every word asked for begins a word of the name, the organization, the role or the public post."""
    if asked.role is not None and contact.role != asked.role:
        return False
    if asked.committee is not None and contact.committee not in ("all", asked.committee):
        return False
    said = (contact.name, contact.organization, names.get(contact.organization), contact.role,
            contact.affiliation, contact.job_title)  # fmt: skip
    words = folded(" ".join(text for text in said if text).replace("_", " ")).split()
    return all(any(word.startswith(part) for word in words) for part in folded(asked.q).split())


def _line(contact: Contact, consents: Consents, site: Site, visitor: Visitor) -> Line:
    country = _country(contact.country, visitor.say.language) if contact.country else ""
    if not visitor.may("see"):
        return Line(contact, country)
    consent = consent_of(contact.id, consents, site.wiring.settings.web.publish)
    private = {name for name in PUBLISHABLE if name not in consent.public and getattr(contact, name)}
    return Line(contact, country, frozenset(private), not consent.listed)


@cache
def _country(code: str, language: str) -> str:
    """The name of an ISO 3166 code (Unicode CLDR)."""
    return str(Locale.parse(language).territories.get(code, code))


def _groups(lines: Sequence[Line], directory: Directory, by: str) -> list[tuple[str, str, list[Line]]]:
    """(anchor, name, contacts) of each organization or Committee that has any, in the programme's order."""
    if by == "committee":
        heads = [("all", ""), *((each.code, each.name) for each in directory.committees)]
    else:
        heads = [(each.code, each.name) for each in directory.organizations]
    known = {code for code, _ in heads}
    heads += [(code, "") for code in _others(lines, by, known)]
    made = []
    for code, name in heads:
        own = [line for line in lines if getattr(line.contact, by) == code]
        own.sort(key=lambda line: (ORDER.index(line.contact.role), line.contact.committee != "all",
                                   line.contact.committee))  # fmt: skip
        if own:
            made.append((code, name, own))
    return made


def _others(lines: Sequence[Line], by: str, known: Collection[str]) -> list[str]:
    codes: dict[str, None] = dict.fromkeys(getattr(line.contact, by) for line in lines)
    return [code for code in codes if code not in known]


def _contact(site: Site, seen: Shown, visitor: Visitor, contact: Contact) -> dict[str, Any]:
    directory = seen.directory
    titles = dict(directory.titles)
    coordinates = [each for each in directory.positions if each.coordinator == contact.id]
    organization = _organization(directory, contact.organization)
    committee = directory.get("committee", contact.committee)
    return {
        "line": _line(contact, seen.consents, site, visitor), "contact": contact, "roles": ROLES,
        "organization": organization, "committee": committee, "positions": coordinates, "titles": titles,
        "actions": ACTIONS, "statuses": STATUSES,
    }  # fmt: skip
