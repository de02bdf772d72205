"""Every mail as its readers see it, in six languages, compared with `tests/golden/<language>/`.

A difference is written beside it as .got.
"""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path

import pytest

from mailbot.outbound.composing import MAILS as TEMPLATES
from mailbot.outbound.composing import Mail
from mailbot.wording import LANGUAGES
from tests.unit.outbound.golden_mails import MAILS, golden

GOLDEN = Path(__file__).parents[2] / "golden"


def readable(mail: Mail) -> str:
    """Headers and decoded parts, one after the other."""
    message = email.message_from_bytes(mail.content, policy=default)
    blocks = ["\n".join(f"{name}: {value}" for name, value in message.items())]
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_content().replace("\r\n", "\n").rstrip("\n")
            blocks.append(f"===== {part.get_content_type()}\n{content}")
    return "\n\n".join(blocks) + "\n"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("occasion", MAILS)
def test_the_mail_is_as_it_was_looked_at(occasion: str, language: str) -> None:
    got = readable(golden(occasion, language))
    path = GOLDEN / language / f"{occasion}.mail"
    wanted = path.read_text(encoding="utf-8") if path.exists() else ""
    beside = path.with_suffix(".got")
    beside.unlink(missing_ok=True)
    if got != wanted:
        beside.parent.mkdir(exist_ok=True)
        beside.write_text(got, encoding="utf-8")
    assert got == wanted, f"looks different; compare {beside} and rename it to {path.name} if it is better"


def test_every_golden_mail_has_its_occasion_and_language() -> None:
    found = {path.relative_to(GOLDEN).with_suffix("") for path in GOLDEN.rglob("*.mail")}
    assert found == {Path(language, occasion) for language in LANGUAGES for occasion in MAILS}


def test_every_template_has_its_golden_mails() -> None:
    folders = {path.name for path in TEMPLATES.iterdir() if path.is_dir() and not path.name.startswith("_")}
    assert folders == set(MAILS)
