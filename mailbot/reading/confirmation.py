"""Whether a letter that asks for no change says that everything is correct."""

from __future__ import annotations

from mailbot.mail.reply import Reply
from mailbot.reading.context import Context
from mailbot.reading.prose.sentences import sentences


def confirms(reply: Reply, context: Context) -> bool:
    """Some sentence confirms, and none of them asks or supposes; a receipt confirms nothing."""
    receipt = context.words.pattern("modality.receipt")
    pattern = context.words.pattern("modality.confirm")
    maybe = context.words.pattern("modality.doubt")
    return any(
        pattern.search(receipt.sub(" ", s.text))
        and not s.text.rstrip().endswith("?")
        and not maybe.search(s.text)
        for s in sentences(reply, context)
    )
