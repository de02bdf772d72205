"""The payloads of the mail tests, and what may be left of them."""

from __future__ import annotations

from tests.unit.mail.payloads import PAYLOADS
from tests.unit.mail.test_markup import assert_harmless

__all__ = ["PAYLOADS", "assert_harmless"]
