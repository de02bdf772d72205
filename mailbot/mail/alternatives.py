"""Whether the plain and the HTML form of a mail say the same (RFC 2046 section 5.1.4: they should).

A mail can show one thing to its reader and another to a program. What the sender wrote anew is looked for in
all that the other form shows, word by word: clients mark quotations in one form and not in the other. What
they lose or add on the way (links, picture names, list marks, white space) is left out.
"""

from __future__ import annotations

import re

from mailbot.mail.html import to_text
from mailbot.mail.message import Message
from mailbot.mail.reply import split

_NOISE = re.compile(r"<?(?:https?|mailto|cid|tel|file):[^\s>\]]*[>\]]?|\[[^\]\n]{0,200}\]", re.IGNORECASE)
_WORD = re.compile(r"[\w.+-]+@[\w.-]+|\w+")
_FACT = re.compile(r"\d{2,}|.+@.+")
_SHOWN = 5


def disagreement(message: Message) -> tuple[str, ...]:
    """Words that only one of the two forms has, at most a few; empty where they agree or there is one form.

    A word replaced by another counts, and so does a number or an address that only one form has.
    """
    if message.html is None or not message.text.strip():
        return ()
    whole_plain, whole_rich = message.text, to_text(message.html, colours=True)
    plain = _words(_new(whole_plain, message.from_name))
    rich = _words(_new(whole_rich, message.from_name))
    if not rich:
        return ()
    shown_plain, shown_rich = _words(whole_plain), _words(whole_rich)
    only_plain = [word for word in plain if word not in shown_rich]
    only_rich = [word for word in rich if word not in shown_plain]
    replaced = [*only_plain, *only_rich] if only_plain and only_rich else []
    facts = [word for word in (*only_plain, *only_rich) if _FACT.fullmatch(word)]
    return tuple(dict.fromkeys([*facts, *replaced]))[:_SHOWN]


def _new(text: str, sender_name: str) -> str:
    return split(text, sender_name).new_text


def _words(text: str) -> dict[str, None]:
    """The words of the text in order, casefolded; digits of any script as 0-9."""
    said = _NOISE.sub(" ", text)
    return dict.fromkeys(_digits(word.strip("._-").casefold()) for word in _WORD.findall(said))


def _digits(word: str) -> str:
    return "".join(str(int(char)) if char.isdecimal() else char for char in word)
