"""Who coordinates a text: `60 and 98 are now with Ms X`, `I am in charge of each of these texts`.

A word for the task, and one person of the sender's organization who takes it on; who gives it up does not
count. Where a sentence names as many people as texts, each text has its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt
from mailbot.reading.people import Person
from mailbot.reading.prose.clauses import clause
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.text_groups import grouped, joined
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef
from mailbot.reading.values import folded

READER = "prose"


def new_coordinator(window: Window, context: Context) -> dict[str, str]:
    """The one person who takes the texts of the window on."""
    scene = window.scene
    if scene.has("position.not_taken"):
        return {}  # "Ms X was proposed, but declined"
    told = is_cued(scene) or (window.whole is not None and is_cued(window.whole))
    if not told and (cell := _name_in_cells(window, context)):
        return cell
    if not told and (window.carried or not scene.has("position.i_hold")):
        return {}
    groups = joined(grouped(scene.texts), scene.text)
    takers = takers_of(scene, context)
    if not window.carried and len(groups) > 1 and len(takers) == len(groups):
        number = next((n for n, g in enumerate(groups) if {k.id for k in g} & {k.id for k in window.keys}), 0)
        return _id(takers[number])
    if not window.carried and len(groups) > 1 and len(takers) == 1:
        mine = _mine(window, takers[0], context)
        if mine or not _shared(window, takers[0], groups):
            return mine
    return the_one(scene, takers, context)


def _mine(window: Window, other: Person, context: Context) -> dict[str, str]:
    """`Ms X takes A.1, while 22 stays with me`: of several texts that which the writer has himself."""
    place = window.scene.text.find(window.text)
    if place <= other.start < place + len(window.text):
        return {}
    own = any(context.words.has(f"position.{name}", window.text) for name in ("i_coordinate", "i_hold"))
    return {"coordinator": context.contact.id} if own and context.contact else {}


def handed_on(window: Window, context: Context) -> dict[str, str]:
    """`I do not carry it any more, Mr X coordinates`: the clause that denies tells who gives it up."""
    scene = window.scene
    takers = takers_of(scene, context)
    if window.carried or len({ref.start for ref in scene.texts}) != 1 or len(takers) != 1:
        return {}
    begin, end = clause(scene.text, takers[0].start)
    words = scene.text[begin:end]
    denial = context.words.pattern("modality.denial")
    if denial.search(words) or context.words.has("modality.negation", words):
        return {}
    return _id(takers[0]) if context.words.has("position.coordinator_cue", words) else {}


def is_cued(scene: Scene) -> bool:
    if any(scene.has(f"position.{name}") for name in ("coordinator_cue", "i_coordinate", "takes_over")):
        text = scene.context.words.pattern("position.coordination_of").sub(" ", scene.text)
        if text != scene.text:  # "he spoke on coordination among the Sectors"
            return is_cued(scene.saying(text))
        return True
    own = scene.own_people() if scene.has("position.from_now") else []
    return len(own) == 1 and not scene.has("position.talk")  # "from now on Resolution 22 is Ms X's"


def the_one(scene: Scene, takers: Sequence[Person], context: Context) -> dict[str, str]:
    if context.contact and scene.has("position.i_am_it") and not scene.denied:
        return {"coordinator": context.contact.id}  # "I have taken it off Paul and am our coordinator"
    if len(takers) > 1 and (handed := [p for p in takers if p.contact and _handed_to(scene, p)]):
        takers = handed[-1:]
    if len({p.contact.id for p in takers if p.contact}) == 1 and all(p.contact for p in takers):
        return _id(takers[0])
    named = any((p.contacts or p.honorific) and not _gives_up(scene, p) for p in scene.people)
    mine = any(scene.has(f"position.{name}") for name in ("i_coordinate", "i_hold", "to_me")) or (
        bool(scene.says_i) and not scene.has("position.not_i")
    )
    return {"coordinator": context.contact.id} if not named and mine and context.contact else {}


def _name_in_cells(window: Window, context: Context) -> dict[str, str]:
    """`Res. 84, MOD, draft, Papadaki`: an item of cells, one of them the family name of one of us."""
    cells = [cell.strip(" .*") for cell in re.split(r"[,;|/]|\s[–—-]\s", window.text)]
    if window.carried or len(cells) < 3 or any(len(cell.split()) > 5 for cell in cells):
        return {}
    bare = [folded(re.sub(r"^(?:Mr|Ms|Mrs|Dr|M|Mme|Sr|Sra)\.?\s", "", cell)) for cell in cells]
    own = [c for c in context.own_contacts if {folded(c.name), folded(c.name.split()[-1])} & set(bare)]
    return {"coordinator": own[0].id} if len(own) == 1 else {}


def _handed_to(scene: Scene, person: Person) -> bool:
    """`Since Ms X has three texts already, A.8 goes to Ms Y`: the one whom it is said to go to."""
    before = scene.text[max(0, person.start - 40) : person.start]
    marks = scene.context.words.pattern("position.to_person").finditer(before)
    return any(not before[m.end() :].strip() for m in marks)


def _id(person: Person) -> dict[str, str]:
    return {"coordinator": person.contact.id} if person.contact else {}


def _shared(window: Window, person: Person, groups: Sequence[Sequence[TextRef]]) -> bool:
    """Whether the one person named goes with the window's texts: he stands in it, or before them all."""
    scene = window.scene
    place = scene.text.find(window.text)
    if place <= person.start < place + len(window.text):
        return True
    behind = scene.text[groups[-1][-1].end : person.start]
    if behind and scene.has_in("position.all_of_them", behind):
        return True  # "61 MOD and 97 NOC, both with Mr X"
    return person.end <= groups[0][0].start


def takers_of(scene: Scene, context: Context) -> list[Person]:
    """The own people named who do not give the task up."""
    out: list[Person] = []
    for person in scene.people:
        if not any(c.organization == context.organization for c in person.contacts):
            continue
        if _gives_up(scene, person) or _is_asked(scene, person):
            continue
        out.append(person)
    return out


def _is_asked(scene: Scene, person: Person) -> bool:
    """`... is an error, but please ask Mr X`: who knows, and who need not be the one."""
    before = scene.text[max(0, person.start - 24) : person.start].rstrip(" ,")
    return any(m.end() == len(before) for m in scene.context.words.pattern("asking.whom").finditer(before))


def _gives_up(scene: Scene, person: Person) -> bool:
    """`instead of Mr X`; in `instead of me Mr X` it is another who gives up."""
    words = scene.context.words
    behind = scene.text[person.end :]
    if words.pattern("position.hands_over").match(behind.lstrip()):
        return True
    lead = words.pattern("position.from_person").finditer(scene.text, max(0, person.start - 8), person.start)
    if any(not scene.text[m.end() : person.start].strip() for m in lead) and (
        words.has("position.to_me", behind) or any(_follows(scene, person, p) for p in scene.people)
    ):
        return True  # "it passes from Mr X to Ms Y"
    before = scene.text[max(0, person.start - 36) : person.start]
    earlier = [p.end for p in scene.people if p.contacts and p.end <= person.start]
    if earlier and words.has("position.takes_over", scene.text[earlier[-1] : person.start].rstrip() + " "):
        return True
    before = words.pattern("position.from_now").sub(lambda m: "," * len(m[0]), before)  # "from now on Mr X"
    marks = list(words.pattern("position.old_person").finditer(before))
    gap = before[marks[-1].end() :] if marks else ""
    place = person.start - len(gap)
    if any(place <= p.start and p.end <= person.start for p in scene.people):
        return False  # "from Mr X to Ms Y"
    apart = re.search(r"[,;:،؛，；：]", gap) is not None or words.has("position.but", gap)
    return bool(marks) and not apart and len(gap.split()) <= 3 and not words.has("contact.i", gap)


def _follows(scene: Scene, person: Person, other: Person) -> bool:
    """Whether the other one, named later, may take it over: not `... X, instead of Y`."""
    between = scene.text[person.end : other.start] if other.start > person.end else ""
    return bool(between and other.contacts) and not scene.has_in("position.old_person", between)


def unclear(window: Window, context: Context) -> Doubt | None:
    """A coordinator whose name fits several people, or nobody, of the sender's organization."""
    scene = window.scene
    if not scene.has("position.coordinator_set"):
        return None
    several = [
        p for p in scene.people
        if len([c for c in p.contacts if c.organization == context.organization]) > 1
    ]  # fmt: skip
    if len(several) != 1 or takers_of(scene, context) != several:
        return None
    text = f"{several[0].raw} coordinates {window.keys[0].id}: which person is meant?"
    return Doubt(text, (scene.text,), "body", READER, "coordinator")
