"""The forms that values of records have: lines, prose, addresses, numbers, zones, days (contract, section 1).

Each refuses what it is not with a ValueError that says how it is written.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Annotated

from pydantic import AfterValidator, Field, PlainSerializer

from mailbot.clock import known_zones

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_CONTROL_BUT_LINES = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _one_line(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("holds a line break or control character; write it on one line")
    return text


def _no_control(text: str) -> str:
    if _CONTROL_BUT_LINES.search(text):
        raise ValueError("holds a control character; remove it")
    return text


# what every checker takes for an address; the reserved domains that it refuses are left to it
_SURE_ADDRESS = re.compile(
    r"(?=.{6,120}\Z)[a-z0-9]{1,40}(?:[._-][a-z0-9]{1,40})*"
    r"@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+(?!arpa|invalid|local|onion|test)[a-z]{2,20}",
    re.ASCII,
)


def _address(text: str) -> str:
    at = text.find("@")
    if at <= 64 and _SURE_ADDRESS.fullmatch(text) and all(len(label) <= 63 for label in text.split(".")):
        return text  # the library takes its time to load
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False)
    except EmailNotValidError as exc:
        raise ValueError(f"{text!r} is no e-mail address: {exc}") from None
    return text


def _phone(text: str) -> str:
    if not re.fullmatch(r"\+[0-9]{7,15}", text):
        raise ValueError(f"{text!r}: write + and 7 to 15 digits, as in +41227305111")
    return text


def _zone(text: str) -> str:
    if text not in known_zones():
        raise ValueError(f"{text!r} is no time zone; write one like Europe/Zurich")
    return text


def plain_day(value: object) -> object:
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        raise ValueError(f"{value!r} is no date; write it like 2021-02-28")
    return value


def _moment_text(value: datetime) -> str:
    return value.isoformat(timespec="minutes") if not value.second else value.isoformat()


Line = Annotated[str, Field(min_length=1, max_length=1000), AfterValidator(_one_line)]
Prose = Annotated[str, Field(max_length=20_000), AfterValidator(_no_control)]
Email = Annotated[str, Field(max_length=320), AfterValidator(_one_line), AfterValidator(_address)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[str, AfterValidator(_zone)]
Country = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Language = Annotated[str, Field(pattern=r"^[a-z]{2}$")]
Code = Annotated[str, Field(pattern=r"^[^\s/>][^/>\x00-\x1f]{0,63}$")]
Id = Annotated[str, Field(max_length=200), AfterValidator(_one_line)]
Moment = Annotated[datetime, PlainSerializer(_moment_text, return_type=str, when_used="json")]
Clock = Annotated[time, PlainSerializer(lambda t: t.strftime("%H:%M"), return_type=str, when_used="json")]
