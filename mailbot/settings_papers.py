"""The section [papers] of the configuration: who signs, who confirms."""

from __future__ import annotations

from mailbot.settings_mail import Section


class Papers(Section):
    """``two_officers`` are the kinds that two different officers of review.approvers confirm before they are
    sent; ``signatory`` signs circular letters; ``study_period`` is printed on liaison statements, empty: the
    four years up to the assembly."""

    two_officers: tuple[str, ...] = ()
    signatory: str = ""
    study_period: str = ""
