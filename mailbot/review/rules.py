"""The site's rules of deciding, from `[review]`: what needs two officers, what needs none. Pure.

`focal_point` covers who is one and how he is reached: adding and removing a focal point, making somebody one
or no longer one, and the role, name, e-mail and phone of one. A target (`position`) covers every change of
such a record, a field (`meeting.starts`) every change that gives, takes or changes it. Taking back what was
approved needs one officer only: it restores what two had let stand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mailbot.directory.change import Change
from mailbot.directory.records import KINDS
from mailbot.errors import UsageError
from mailbot.review.entering import TARGETS
from mailbot.settings import Settings

FOCAL_POINT = "focal_point"
_WHO_HE_IS = frozenset({"role", "name", "email", "phone"})


@dataclass(frozen=True)
class Rules:
    """What the site's settings say of deciding; built by :meth:`of`."""

    two_officers: frozenset[str] = frozenset()
    auto: frozenset[str] = frozenset()

    @classmethod
    def of(cls, settings: Settings) -> Rules:
        """Raises UsageError for a word in `review.two_officers` that names nothing."""
        words = settings.review.two_officers
        for word in words:
            target, _, field = word.partition(".")
            if word != FOCAL_POINT and (
                target not in TARGETS or (field or "id") not in ("id", *KINDS[target].model_fields)
            ):
                raise UsageError(
                    f"review.two_officers: {word!r} is neither focal_point nor a target "
                    f"({', '.join(TARGETS)}) nor a field like meeting.starts"
                )
        return cls(frozenset(words), frozenset(settings.review.auto))

    def need_two(self, change: Change, on_file: Mapping[str, Any] | None) -> bool:
        """Whether two officers must approve it. ``on_file`` is the record it is about, as it is now."""
        if not self.two_officers:
            return False
        if change.target in self.two_officers:
            return True
        fields = set(change.fields) if change.op != "remove" else set(KINDS[change.target].model_fields)
        if any(f"{change.target}.{field}" in self.two_officers for field in fields):
            return True
        return FOCAL_POINT in self.two_officers and _is_of_focal_point(change, on_file or {})


def _is_of_focal_point(change: Change, on_file: Mapping[str, Any]) -> bool:
    if change.target != "contact":
        return False
    becomes = change.fields["role"].new if "role" in change.fields else None
    if becomes == FOCAL_POINT and change.op != "remove":
        return True
    was_one = on_file.get("role") == FOCAL_POINT
    return was_one and (change.op != "update" or bool(_WHO_HE_IS & set(change.fields)))


def same_officer(one: str, other: str) -> bool:
    """Whether two names mean one person: case, spaces and what is in brackets at the end do not count."""
    return _plain(one) == _plain(other)


def _plain(name: str) -> str:
    name = re.sub(r"\s*\([^()]*\)\s*$", "", unicodedata.normalize("NFKC", name))
    return " ".join(name.casefold().split())
