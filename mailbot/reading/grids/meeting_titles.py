"""Which meeting on file a title in a table means, where it is not the title on file: `3rd prep meeting`,
`APG-3`, `Plenary`, `March session`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from mailbot.directory.records import Meeting
from mailbot.mail.phrases import phrases
from mailbot.reading.bodies import own_meetings, vocabulary
from mailbot.reading.context import Context
from mailbot.reading.grids import cells
from mailbot.reading.language import detect
from mailbot.reading.ordinals import of_meetings, ordinals
from mailbot.reading.values import folded

_NEAR = 60  # days that a meeting may have moved and still be told by its words
_LEADING = re.compile(r"^\W*(\d{1,2})\s(?=[A-ZА-ЯЁ]{2})")  # `38 CCP.I`
_LONGEST = 14  # words of a title
_WORDS = """
    the of for on and our a an to in wtsa meeting mtg session preparatory preparation group 20 24 28 itu
    t de la le les el del du des pour para reunion grupo groupe amnt rg sesion seance
    preparatoire preparatoria
"""
_SMALL = frozenset(_WORDS.split())


def by_words(title: str, context: Context, starts: date | None) -> Meeting | None:
    """The one own meeting that the title can mean: no word of it speaks of another one."""
    from mailbot.reading.prose.meeting_bodies import is_foreign_title
    from mailbot.reading.prose.meeting_names import candidates
    from mailbot.reading.prose.scene import Scene
    from mailbot.reading.prose.sentences import Sentence

    if not 0 < len(title.split()) <= _LONGEST or is_foreign_title(title, context):
        return None
    title = _LEADING.sub(r"\1th ", title)
    scene = Scene(Sentence(title, 0), context)
    found = [m for m in candidates(scene, context) if m.organization == context.organization]
    if len(found) != 1 or scene.others:
        return None
    numbered = ordinals(title, context) | of_meetings(title, context)
    same = bool(numbered & ordinals(found[0].title, context))
    if detect(title) == detect(found[0].title) and _strange(title, found[0], context):
        return None
    near = starts is None or abs((starts - found[0].starts).days) <= _NEAR
    return found[0] if same or (near and not numbered) else None


def is_foreign(title: str, context: Context) -> bool:
    """Whether it is the title of a meeting of a body that is known to be another: `SG 13`, `TSAG`."""
    return any(one.words.has("meeting.elsewhere", title) for one in cells.spoken(context))


def are_foreign(titles: Sequence[str], context: Context) -> bool:
    """Whether every title is of another body: the meetings that the region follows."""
    from mailbot.reading.prose.meeting_bodies import is_foreign_title

    named = [title for title in titles if title.strip()][:20]
    return bool(named) and all(is_foreign_title(title, context) for title in named)


def is_called(title: str, context: Context) -> bool:
    """Whether it is a title of a meeting at all: the word for one in it, or that of one on file."""
    return context.words.has("meeting.noun", title) or by_words(title, context, None) is not None


@lru_cache(maxsize=4096)
def heads_meetings(cell: str, languages: tuple[str, ...]) -> bool:
    """`Prep meeting`, `APG meeting`: a heading with the word for a meeting in it, and few others."""
    bare = cell.strip()
    return 0 < len(bare.split()) <= 3 and any(phrases(one).has("meeting.noun", bare) for one in languages)


def _strange(title: str, record: Meeting, context: Context) -> bool:
    """Whether a word stands in the title that is not, however shortened, in the one on file."""
    have = {*folded(record.title).split(), *_SMALL}
    have |= {word for code in (context.organization or "",) for word in folded(code).split()}
    _, initials = vocabulary(context)
    months = {name for name, number in context.words.months.items() if number == record.starts.month}
    told = [w if w[0].isdigit() else w.rstrip("0123456789") for w in folded(title).split()]
    words = [w for w in told if w and not w[0].isdigit() and w not in have and w not in months]
    place = folded(record.place or "").split()
    others = {w for m in own_meetings(context) if m.id != record.id for w in folded(m.title).split()}
    return any(
        word in others - have
        or not (
            word in place
            or any(w.startswith(word) or sorted(w) == sorted(word) for w in have if len(word) > 2)
            or any(word in row for row in initials)
            or any(p.fullmatch(word) for p in context.words.patterns("ordinal").values())
            or re.fullmatch(r"[a-z]{1,2}", word)
        )
        for word in words
    )
