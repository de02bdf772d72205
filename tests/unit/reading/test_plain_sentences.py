"""Plain sentences, as officials in six languages would say the same thing in many ways (`plain/`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.reading.plain_case import classified, told

FOLDER = Path(__file__).with_name("plain")


def _cases(file: Path) -> Iterator[tuple[str, str, str]]:
    """(sender, what is wanted, text): `# sender wanted` stands above the texts, one a line."""
    sender = wanted = ""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            _, sender, wanted = line.split(" ", 2)
        elif line:
            yield sender, wanted, line


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: file.stem)
def test_the_same_said_in_many_ways(file: Path) -> None:
    language = file.stem[:2]
    wrong = {}
    for sender, wanted, text in _cases(file):
        if wanted.startswith("="):
            got = "=" + classified(language, sender, text)
        else:
            got = told(language, sender, text)
            wanted = " & ".join(sorted(wanted.split(" & ")))
        if got != wanted:
            wrong[text] = (wanted, got)
    assert wrong == {}
