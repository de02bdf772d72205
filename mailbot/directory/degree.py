"""From what each organization says to the class, with the reasons in words. Pure; see `docs/consensus.md`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mailbot.directory.voices import FAMILIES, Family, Voice, leading
from mailbot.wording import N_, Wording

Degree = Literal["common_ground", "near_agreement", "needs_discussion", "one_region", "no_proposal"]
DEGREES: dict[str, str] = {
    "common_ground": N_("common ground"),
    "near_agreement": N_("near agreement"),
    "needs_discussion": N_("needs discussion"),
    "one_region": N_("only one region"),
    "no_proposal": N_("no proposal"),
}


@dataclass(frozen=True)
class Reason:
    """One sentence: ``message`` is a msgid with placeholders like `%(who)s`, ``names`` fills them."""

    message: str
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_PROPOSED = {
    "ADD": N_("A new text is proposed by: %(who)s."),
    "MOD": N_("A modification is proposed by: %(who)s."),
    "SUP": N_("Suppression is proposed by: %(who)s."),
    "NOC": N_("No change is wanted by: %(who)s."),
}
_VIEWS = {
    "supports": N_("The position of %(about)s is supported by: %(who)s."),
    "opposes": N_("The position of %(about)s is opposed by: %(who)s."),
    "comments": N_("The position of %(about)s is commented on by: %(who)s."),
}
_ON_TEXT = {
    "support": N_("The text as such is supported by: %(who)s."),
    "oppose": N_("The text as such is opposed by: %(who)s."),
    "comment": N_("The text as such is commented on by: %(who)s."),
}


def decide(voices: Mapping[str, Voice]) -> tuple[Degree, Reason]:
    """The class, and the sentence that says why; the first rule that holds."""
    lead = leading(voices)
    if lead is None:
        return "no_proposal", Reason(N_("Nobody proposes anything on this text."))
    outcomes = {voice.own for voice in voices.values() if voice.own}
    objecting = any(voice.rejects & outcomes for voice in voices.values())
    if outcomes == {"keep"} and not objecting and len(_backers(voices, "keep")) < 2:
        return "no_proposal", Reason(N_("Nobody proposes a change to this text."))
    if objecting:
        return "needs_discussion", Reason(N_("There is an objection."))
    if len(outcomes) > 1:
        return _between(voices, lead[0])
    return _agreed(voices, lead[0])


def _backers(voices: Mapping[str, Voice], outcome: Family) -> tuple[str, ...]:
    return tuple(c for c, v in voices.items() if outcome in v.backs and outcome not in v.rejects)


def _between(voices: Mapping[str, Voice], lead: Family) -> tuple[Degree, Reason]:
    """Organizations propose what excludes each other."""
    speakers = {code for code, voice in voices.items() if voice.speaks}
    for outcome in FAMILIES.values():
        if speakers <= set(_backers(voices, outcome)):
            return "near_agreement", Reason(
                N_("Actions differ, but there is one that all who speak support.")
            )
    backers = _backers(voices, lead)
    others = [voice for code, voice in voices.items() if voice.own and code not in backers]
    if len(others) == 1 and not _is_past_preliminary(others[0]) and 2 * len(backers) > len(voices):
        return "near_agreement", Reason(
            N_("More than half of the organizations want the same; one, %(who)s, wants something else, as a "
               "preliminary position."), {"who": (others[0].organization,)},
        )  # fmt: skip
    return "needs_discussion", Reason(N_("The organizations want different things."))


def _is_past_preliminary(voice: Voice) -> bool:
    return voice.position is not None and voice.position.status not in (None, "preliminary")


def _agreed(voices: Mapping[str, Voice], lead: Family) -> tuple[Degree, Reason]:
    """Nobody proposes what excludes the others' proposals, and nobody objects."""
    backers = _backers(voices, lead)
    if len(backers) < 2:
        return "one_region", Reason(N_("Only one organization has a proposal: %(who)s."), {"who": backers})
    actions = {voice.action for voice in voices.values() if voice.action}
    if len(actions) > 1:
        return "near_agreement", Reason(N_("The actions differ, but do not exclude each other."))
    if any(_unsettled(voice, lead) for voice in voices.values()):
        return "near_agreement", Reason(N_("All who speak want the same; not all of it is settled."))
    return "common_ground", Reason(N_("All who speak want the same, and it is settled in each of them."))


def _unsettled(voice: Voice, lead: Family) -> bool:
    """Whether it keeps an agreement from being settled: by a position that is no more than a draft or does
    not say its action, by a comment, by a view on the text as such that is not for what is proposed."""
    drafted = voice.position is not None and not voice.is_firm
    unknown = voice.position is not None and voice.action is None
    beside = voice.on_text is not None and lead not in voice.backs
    return drafted or unknown or beside or bool(voice.comments) or voice.on_text == "comment"


def explain(voices: Mapping[str, Voice], like: tuple[str, ...] = ()) -> Iterator[Reason]:
    """Who says what, who is silent, and what keeps it from being settled."""

    for action, message in _PROPOSED.items():
        if who := tuple(code for code, voice in voices.items() if voice.action == action):
            yield Reason(message, {"who": who})
    for stance, message in _VIEWS.items():
        by: dict[str, list[str]] = defaultdict(list)
        for code, voice in voices.items():
            for about in getattr(voice, stance):
                by[about].append(code)
        for about, who_ in sorted(by.items()):
            yield Reason(message, {"about": (about,), "who": tuple(who_)})
    for stance, message in _ON_TEXT.items():
        if who := tuple(code for code, voice in voices.items() if voice.on_text == stance):
            yield Reason(message, {"who": who})
    for message, holds in _STATES.items():
        if who := tuple(code for code, voice in voices.items() if holds(voice)):
            yield Reason(message, {"who": who})
    if like:
        yield Reason(N_("A like title is proposed as: %(texts)s."), {"texts": like})


_STATES: dict[str, Callable[[Voice], bool]] = {
    N_("Not yet agreed within the organization: %(who)s."): lambda v: bool(v.action) and not v.is_firm,
    N_("A position is announced, its action not yet known: %(who)s."): lambda v: bool(
        v.position and not v.action
    ),
    N_("Nothing said so far: %(who)s."): lambda v: v.is_silent,
}


def words(reason: Reason, say: Wording) -> str:
    """The sentence in one language; organizations keep their codes."""
    filled = {name: ", ".join(each) for name, each in reason.names.items()}
    return re.sub(r"%\((\w+)\)s", lambda found: filled.get(found[1], found[0]), say(reason.message))
