"""What a text must hold before a phrase can be in it: told by looking for a few words, without a pattern.

A text is made flat: small letters, simplified characters, single blanks for all that is no letter or digit,
and around Chinese. Of a phrase the pieces between its signs are made flat the same way; a piece
that begins or ends a word keeps a blank there. What is told here is necessary and never enough.
"""

from __future__ import annotations

import re
from operator import add

from mailbot.mail.hanzi import simplified

Need = tuple[tuple[str, ...], ...]  # of each of these choices the text holds one

_SAME = str.maketrans({"İ": "i", "ı": "i", "ſ": "s", "ʼ": "'"})  # letters that a pattern takes for others
_SEPARATE = str.maketrans({chr(code): " " for code in range(128) if not (chr(code).isalnum() or code == 95)})
_OTHER = re.compile(r"\W+")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\u3400-\u9fff]+")
_HEAD = 4  # letters
_TAIL = 3
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_END = "-"  # before how an Arabic word ends; alone it stands for any Arabic letter
_CHOICE = re.compile(r"(\([^()]*\))")
_GAP = re.compile(r"(?<=\s)\.\.(?=\s)|[*…]")  # the blanks stay: words end and begin there


def flat(text: str) -> str:
    """The text as pieces are looked for in it."""
    if text.isascii():
        return f" {' '.join(text.lower().translate(_SEPARATE).split())} "
    return f" {_flattened(text)} "


def _flattened(text: str) -> str:
    plain = text.translate(_SAME).lower()
    if _HAN.search(plain):
        plain = _HAN.sub(r" \g<0> ", simplified(plain))
    return _OTHER.sub(" ", plain)


def piece_of(phrase: str) -> str:
    """One piece, found cheaply; empty where all stands in choices."""
    bare = _CHOICE.sub(" ", phrase) if "(" in phrase else phrase
    if bare.isascii():
        runs = bare.lower().translate(_SEPARATE).split()
    else:
        runs = _RUN.findall(simplified(bare.translate(_SAME).lower()))
    return max(runs, key=len, default="")


def heads(plain: str) -> set[str]:
    """The words of a flat text and how they begin, Chinese signs and pairs of them, how Arabic words end."""
    words = plain.split()
    found = {"", *words}
    found.update([word[:_HEAD] for word in words])
    if not plain.isascii():
        for run in _HAN.findall(plain):
            found.update(run)
            found.update(map(add, run, run[1:]))
        if _ARABIC.search(plain):
            found.update([_END + word[-_TAIL:] for word in words])
            found.add(_END)
    return found


def head_of(piece: str) -> str:
    """What is among the heads of every text with the piece; empty where it may stand within a word."""
    found = []
    words = piece.split(" ")
    for number, word in enumerate(words):
        if _HAN.match(word):
            found.append((len(word), word[:2]))
        elif word and 0 < number < len(words) - 1:
            found.append((len(word), word))
        elif number > 0 and len(word) >= _HEAD:
            found.append((len(word), word[:_HEAD]))
    if not found and _ARABIC.search(piece):  # conjunctions are written together with the word
        return _END + words[0][-_TAIL:] if len(words) > 1 and len(words[0]) >= _TAIL else _END
    return max(found, default=(0, ""))[1]


def need(phrase: str, begins: bool, ends: bool) -> Need:
    """The choices of pieces, the one that tells most first. ``begins`` and ``ends``: whether the phrase
    does so at the boundary of a word.
    """
    choices: list[tuple[str, ...]] = []
    parts = [part for part in _CHOICE.split(phrase) if part]
    left = begins
    for part, following in zip(parts, [*parts[1:], ""], strict=True):
        right = following[0].isspace() if following else ends
        options = [part]
        if part[0] == "(" and part[-1] == ")":
            options = part[1:-1].split("|")
            if all(option.endswith(" ") for option in options):
                continue  # it can be left out; what follows begins a word as before
            longest = tuple(max(_pieces(o, left, right), key=len, default="") for o in options)
            choices.append(longest if all(longest) else ("",))
        else:
            choices += [(piece,) for piece in _pieces(part, left, right)]
        left = all(option[-1:].isspace() for option in options)
    choices.sort(key=lambda choice: -min(map(len, choice)))
    return tuple(choice for choice in choices if min(map(len, choice)) > 0) or (("",),)


def _pieces(part: str, left: bool, right: bool) -> list[str]:
    """The pieces between the gaps of a part, flat; Chinese has no boundaries."""
    runs = _GAP.split(part)
    found = []
    for number, run in enumerate(runs):
        piece = _flattened(run)
        bare = piece.strip()
        if not bare:
            continue
        if _HAN.match(bare):
            piece = piece.lstrip()
        elif left and number == 0:
            piece = " " + piece.lstrip()
        if _HAN.match(bare[-1]):
            piece = piece.rstrip()
        elif right and number == len(runs) - 1:
            piece = piece.rstrip() + " "
        found.append(piece)
    return found
