"""Documents for the tests of the writers: one of everything, hostile texts in all places."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from mailbot.outbound.papers.document import Document
from mailbot.outbound.papers.markdown import blocks, escaped, line
from mailbot.wording import SHIPPED_WORDINGS

NOW = datetime(2020, 12, 14, 8, tzinfo=UTC)
HOSTILE = ("{{7*7}}", "*_[](x)", "#set text(red)", "</w:t><w:p/>", "<script>x</script>", "$x$ @y \\ //")
WORDS = {
    "en": "Letters of the meeting", "fr": "Lettres de la réunion, œuvre été", "es": "Cartas de la reunión año ¿qué?",
    "ru": "Письма заседания", "ar": "رسائل الاجتماع", "zh": "会议文件",
}  # fmt: skip
SOURCE = """
| | |
|---|---|
| Source | TSAG |
| Contact | {data} |

Before **bold** and *slanted*, [[TSB to add: URL of TD852]], https://www.itu.example/x

## Heading {data}

1. First {data}
   - inner

   more of the first
2. Second

Between.

1. Another list

| Region | Proposal | Summary |
|---|---|---|
| CEPT | modify | {data} |

> quoted

12:30-15:30 CET {words}
"""


def document(language: str = "en", data: str = "plain") -> Document:
    """One of everything, with ``data`` in all places."""
    direction: Literal["ltr", "rtl"] = "rtl" if SHIPPED_WORDINGS.of(language).direction == "rtl" else "ltr"
    source = SOURCE.replace("{data}", escaped(data)).replace("{words}", WORDS[language])
    return Document(
        "liaison", language, direction, "Liaison statement", line("LS 42"), line(escaped(data)), "subject",
        "WTSA-20", "14 December 2020", "Page {page} of {pages}", blocks(source),
    )  # fmt: skip
