"""Corrections of a contact in prose: number, address, post, ministry, name, committee, role.

What each reader finds in a sentence, person by person; who is meant is told by `owners`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt, Finding, Result
from mailbot.reading.people import Person
from mailbot.reading.person import extended
from mailbot.reading.prose.card_lines import written_out
from mailbot.reading.prose.contact_values import deleted, given_values
from mailbot.reading.prose.edits import edited_fields
from mailbot.reading.prose.exchanged import exchanged
from mailbot.reading.prose.honorifics import addressed_as
from mailbot.reading.prose.names import respelled
from mailbot.reading.prose.owners import Talk, addressed, by_role, signed_from, whose
from mailbot.reading.prose.parts import parts
from mailbot.reading.prose.post_changes import BUT, without_day, without_old_post
from mailbot.reading.prose.posts import posts
from mailbot.reading.prose.role_rather import rather
from mailbot.reading.prose.roles import Cast, roles
from mailbot.reading.prose.scene import Scene, Value
from mailbot.reading.prose.sentences import Sentence
from mailbot.reading.prose.stated import speaks_of_field
from mailbot.reading.prose.value_refusals import refused

READER = "prose"
TOPIC_REACH = 30  # words of a sentence for which the subject of the mail may stand in


def read(
    scenes: Sequence[Scene], context: Context, taken: set[int], moves: Sequence[Result] = ()
) -> list[Result]:
    """Findings of all sentences but those `taken` (by number) for replacements and additions.

    Of those only what they say of the roles of others than the ones who come and go (``moves``).
    """
    moved = {r.key for r in moves if isinstance(r, Finding)}
    if moves and context.contact is not None:
        moved.add(context.contact.id)  # "I work instead of X" may be said by the new person
    results: list[Result] = []
    talk = Talk()
    cast = Cast()
    topic = _topic(context)
    if topic is not None:
        _follow(talk, topic)
    signed = signed_from(scenes, context)
    for number, scene in enumerate(scenes[:signed]):
        _follow(talk, scene)
        talk.before = _beside(scene, scenes[number - 1]) if number else None
        talk.earlier = [s for s in scenes[max(0, number - 3) : number] if _beside(scene, s)]
        if topic is not None and not scene.texts and len(scene.text.split()) <= TOPIC_REACH:
            talk.earlier = [topic, *talk.earlier]
        talk.around = [*scenes[max(0, number - 4) : number], *scenes[number + 1 : number + 2]]
        talk.after = _beside(scene, scenes[number + 1]) if number + 1 < signed else None
        cast.follow(scene)
        talk.recent = cast.recent
        if number in taken:
            told = roles(scene, context, cast, talk.earlier) if scene.asserted else []
            results += [r for r in told if isinstance(r, Finding) and r.key not in moved]
            continue
        results += written_out(scenes[:signed], number, context)
        results += _with_parts(_sentence(scene, context, talk), scene, context, talk)
        holds = scene if scene.asserted else _turned(scene)
        given = roles(holds, context, cast, talk.earlier) if holds is not None else []
        results += given or rather(scene, context, cast)
    gone = {r.key for r in moves if isinstance(r, Finding) and r.op == "remove"}
    # `I retire; you find me at ...`: the private address of somebody who goes is not for the sheet
    return [r for r in results if not (isinstance(r, Finding) and r.key in gone)]


def _topic(context: Context) -> Scene | None:
    """The subject of the mail, where it announces a number or an address: `New telephone of Mr X`."""
    if not context.subject:
        return None
    scene = Scene(Sentence(context.subject, -1), context)
    named = scene.has("contact.phone_field") or scene.has("contact.email_field")
    told = named and scene.has("contact.change") and scene.asserted
    return None if not told or refused(scene, None) or scene.texts or _meets(scene) else scene


def _meets(scene: Scene) -> bool:
    return scene.has("attendance.call") or scene.has("attendance.inter_regional") or scene.has("meeting.noun")


def _with_parts(found: list[Result], scene: Scene, context: Context, talk: Talk) -> list[Result]:
    """What a long sentence says, and what its parts say besides."""
    apart = [r for part in parts(scene) for r in _sentence(part, context, talk)]
    told = [r for r in apart if isinstance(r, Finding)]
    if not told:
        return found
    sure = [r for r in found if isinstance(r, Finding)]
    more = [r for r in told if not any(s.key == r.key and set(s.values) & set(r.values) for s in sure)]
    return [*sure, *more]


def _beside(scene: Scene, other: Scene) -> Scene | None:
    """The other sentence, if it stands in the same paragraph."""
    return other if other.sentence.paragraph == scene.sentence.paragraph else None


def _follow(talk: Talk, scene: Scene) -> None:
    """Remembers who is spoken of; capitalized words that are nobody on file need an honorific to count."""
    named = [p for p in scene.people if (p.contacts or p.honorific) and not addressed(p, scene)]
    if scene.has("contact.not_meant"):
        return  # `not to be confused with Mr X`
    if not named and (meant := _meant(scene)) is not None:
        talk.person, talk.contact, talk.paragraph = meant, meant.contact, scene.sentence.paragraph
        return
    if not named and (newcomer := _introduced(scene)) is not None:
        talk.person, talk.contact, talk.paragraph = newcomer, None, scene.sentence.paragraph
        return
    if not named:
        if scene.spans("contact.subject_i"):
            talk.person = talk.contact = None
        return
    last = named[-1] if len({p.name for p in named}) == 1 else named[0]
    talk.person, talk.contact, talk.paragraph = last, last.contact, scene.sentence.paragraph


def _meant(scene: Scene) -> Person | None:
    """Whom a longer name means, or a role: `Ada Verne-Moss`, `our coordinator for Committee 3`."""
    for person in scene.people:
        if contact := extended(person, scene.context.own_contacts):
            return replace(person, contacts=(contact,))
    if scene.texts or scene.has("contact.subject_i") or any(p.is_new for p in scene.people):
        return None
    contact = by_role(scene, scene.context)
    return Person(0, 0, contact.name, contact.name, contact.honorific, (contact,)) if contact else None


def _introduced(scene: Scene) -> Person | None:
    """`Jana Novak (CTU) joins us.`: a full name that nobody on file has, in a sentence of additions."""
    fresh = [p for p in scene.people if p.is_new and " " in p.name and "@" not in p.raw]
    return fresh[0] if fresh and scene.has("contact.add") and not scene.texts else None


def _doubts_value(scene: Scene, talk: Talk) -> bool:
    """`her number may be wrong`, or part of a number for the one spoken of: `the last digits may be 2714`."""
    named = any(scene.has(f"contact.{n}_field") for n in ("phone", "email"))
    if scene.has("contact.wrong") and (speaks_of_field(scene) or (named and talk.contact is not None)):
        return not scene.texts
    digits = re.search(r"(?<![\d.+-])\d{2,6}(?![\d:-]|\.\d)", scene.text)
    about = scene.says_i or talk.person is not None or any(s.own_people() for s in (scene, *talk.earlier))
    return bool(about) and digits is not None and scene.has("contact.phone_field") and not scene.texts


def _of_another(scene: Scene) -> bool:
    """`The number of Greg Halloran of CITEL is now ...`: nobody on file is named, but his organization is."""
    if any(p.contacts for p in scene.people) or scene.says_i or scene.has("contact.pronoun"):
        return False
    ours = [code for _, _, code in scene.organizations if code not in scene.others]
    first = min((value.start for value in (*scene.phones, *scene.emails)), default=0)
    behind_name = any(
        code in scene.others
        and re.search(
            r"[A-ZÀ-Þ][\w'’-]+,?\s(?:of|from|de|du|\()\s?(?:the\s|la\s|l['’])?$", scene.text[:start]
        )
        for start, _, code in scene.organizations
        if start < first
    )
    return bool(scene.others) and not ours and behind_name


def _affirmed(scene: Scene, talk: Talk) -> tuple[Scene, Talk]:
    """Of `my title is not up to date: I am now Director` what stands behind the denial, after the rest."""
    if not scene.denied or scene.supposed or scene.doubted:
        return scene, talk
    for mark in reversed(list(re.finditer(r"[:;：；]\s*|,\s", scene.text))):
        rest = scene.saying(scene.text[mark.end() :])
        if rest.denied or not rest.asserted:
            break
        if rest.spans("contact.subject_i") or rest.own_people():
            return rest, replace(talk, before=scene.saying(scene.text[: mark.start()]))
    return scene, talk


def _turned(scene: Scene) -> Scene | None:
    """What stands behind a denial and its colon: `she does not leave: the two change places, so she ...`.

    Or behind its "but", said of the same person: `Ms X will not be alternate for COM4, but for COM3`.
    """
    if not scene.denied or scene.supposed or scene.doubted:
        return None
    _, colon, rest = scene.text.partition(": ")
    if not colon and (turn := BUT.search(scene.text)) is not None:
        named = [p for p in scene.people if p.contact and p.end <= turn.start()]
        name = named[0].raw if len(named) == 1 else ""
        mine = scene.spans("contact.subject_i")
        name = name or (scene.text[slice(*mine[0])] if mine and mine[0][0] < turn.start() else "")
        rest = f"{name} {scene.text[turn.end() :]}" if name else ""
    told = replace(scene.saying(rest), silenced=scene.text) if rest else None
    return told if told is not None and told.asserted else None


def _sentence(scene: Scene, context: Context, talk: Talk) -> list[Result]:
    found: list[Result] = []
    wanted = bool(scene.phones or scene.emails)
    if wanted and scene.doubted and (scene.has("contact.change") or scene.asks):
        return [
            Doubt(
                f"The sender is not sure; please check: {scene.text}", (scene.text,), "body", READER, "doubt"
            )
        ]
    if wanted and scene.supposed and scene.has("modality.told") and speaks_of_field(scene):
        text = f"Somebody else says so; please check: {scene.text}"
        return [Doubt(text, (scene.text,), "body", READER, "hearsay")]
    if not wanted and scene.doubted and _doubts_value(scene, talk):
        return [
            Doubt(
                f"The sender is not sure; please check: {scene.text}", (scene.text,), "body", READER, "doubt"
            )
        ]
    if wanted and _of_another(scene):
        text = f"A number or address of somebody of {scene.others[0]}; please check there: {scene.text}"
        return [Doubt(text, (scene.text,), "body", READER, "authority")]
    if not wanted:
        found += exchanged(scene, context)
        found += deleted(scene, context, talk, talk.after)
    if wanted:
        found += given_values(scene, context, talk)
    scene, talk = _affirmed(without_old_post(scene), talk)
    scene = _turned(scene) or scene
    scene = without_day(scene)
    if scene.asserted:
        edited = edited_fields(scene, context, whose(scene, context, talk, None), talk.before)
        found += edited
        found += posts(
            scene, context, lambda place: whose(scene, context, talk, Value(place, place, "")), talk.before
        )
        found += addressed_as(scene, context, whose(scene, context, talk, None))
        if not edited:
            found += respelled(scene, context, whose(scene, context, talk, None), talk.before)
    return found
