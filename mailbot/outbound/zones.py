"""The recipient's own time zone, as far as the contact sheet tells it. Pure, from packaged tables only.

In this order: the contact's `timezone`; the zone of the telephone number, where its prefix has exactly one;
the country's, where it has exactly one (tzdata's zone.tab), else its capital's (`config/zones.toml`).
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo, available_timezones

from mailbot.directory.records import Contact
from mailbot.resources import CONFIG


def own_zone(contact: Contact) -> ZoneInfo | None:
    """The contact's zone, None where nothing tells it."""
    home = _country_zones().get(contact.country or "")
    name = contact.timezone or _phone_zone(contact.phone, contact.country, home) or home
    return ZoneInfo(name) if name else None


@cache
def _phone_zone(phone: str | None, country: str | None, home: str | None) -> str | None:
    """The number's one zone; ``home`` where it is a number of ``country`` that has only this one zone.

    Some prefixes are filed under a neighbour's zone (Belarus under Europe/Moscow).
    """
    if not phone:
        return None
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return None
    if home in _single_zones().values() and phonenumbers.region_code_for_number(number) == country:
        return home
    zones = timezone.time_zones_for_number(number)
    known = len(zones) == 1 and zones[0] in available_timezones()
    return str(zones[0]) if known else None


@cache
def _single_zones() -> dict[str, str]:
    zones: dict[str, list[str]] = defaultdict(list)
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if line and not line.startswith("#"):
            country, _, zone = line.split("\t")[:3]
            zones[country].append(zone)
    return {country: names[0] for country, names in zones.items() if len(names) == 1}


@cache
def _country_zones() -> dict[str, str]:
    capitals = tomllib.loads((CONFIG / "zones.toml").read_text(encoding="utf-8"))["capitals"]
    return {**_single_zones(), **capitals}
