"""What a window says of its texts: action and status, also by the line above its list or by "likewise"."""

from __future__ import annotations

import re
from dataclasses import replace

from mailbot.directory.records import Position
from mailbot.reading.context import Context
from mailbot.reading.prose.coordinators import new_coordinator
from mailbot.reading.prose.position_leads import line_above
from mailbot.reading.prose.position_moods import is_stated
from mailbot.reading.prose.position_values import action_hits, new_action, new_status
from mailbot.reading.prose.window import Window
from mailbot.reading.texts import TextRef

_LIKEWISE = 11  # words of a clause that only says "likewise"
_BRACKET = re.compile(r"[(（][^()（）]{3,120}[)）]")
Values = dict[str, str | None]


def said_of(window: Window, context: Context) -> Values | None:
    """Action and status as the window gives them; None where two actions are left."""
    words, scene = context.words, window.scene
    withdraw = words.pattern("position.withdraw")
    left = words.pattern("position.not_withdrawn").sub(" ", window.text)  # "the reservations are withdrawn"
    left = _without_asides(left, context)
    window = replace(window, text=left)
    if withdraw.search(left) and not _negated(left, withdraw, context):
        instead = new_action(_without_proposals(window.text, context), context, window.carried)
        if instead and instead == _action_on_file(window, context):
            instead = ""  # "the modification of Resolution 1 is not maintained"
        more = words.pattern("position.given_up_action").sub(" ", scene.text)  # "... and no longer pursue it"
        if not instead and (more == scene.text or words.has("position.withdraw", more)):
            return {"status": "withdrawn"}
    action = new_action(window.text, context, window.carried and not window.answer)
    if action is None:
        action = _only_new(window, context)
    if action is None:
        return None
    values: Values = {"action": action} if action else {}
    values |= new_status(window.text, context)
    fresh = window.keys[0].id.startswith("New: ") and not window.carried
    if fresh and not is_on_file_new(window.keys[0], context):
        values.setdefault("action", "ADD")
    return values


def _without_proposals(text: str, context: Context) -> str:
    """The words without what is done to a proposal: `delete our proposal` deletes no Resolution."""
    noun = context.words.pattern("view.proposal_noun")
    for found in context.words.pattern("position.withdraw").finditer(text):
        if noun.search(found[0]):
            text = f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"
    return text


def _without_asides(text: str, context: Context) -> str:
    """The words without a bracket on other texts: `(no changes on the rest)`."""
    words = context.words
    for found in reversed(list(_BRACKET.finditer(text))):
        if words.has("position.rest", found[0]) or words.has("position.other_texts", found[0]):
            text = f"{text[: found.start()]} {text[found.end() :]}"
    return text


def _only_new(window: Window, context: Context) -> str | None:
    """Of two actions of which the table has one, the other: `he got them to drop the SUP, it's NOC now`."""
    held = _action_on_file(window, context)
    names = {name for _, name, _ in action_hits(window.text, context)}
    if held is None or held not in names or len(names) != 2 or window.scene.denied:
        return None
    place, last, _ = max(action_hits(window.text, context))
    if last != held:
        return last
    before = " ".join(window.text[:place].split()[-2:])
    return (names - {held}).pop() if context.words.has("modality.negation", before) else None


def _action_on_file(window: Window, context: Context) -> str | None:
    """The action that the table gives all the texts of the window."""
    held = [context.directory.get("position", f"{context.organization}/{ref.id}") for ref in window.keys]
    actions = {one.action if isinstance(one, Position) else None for one in held}
    return actions.pop() if len(actions) == 1 else None


def led_by(window: Window, context: Context, own: Values) -> Values:
    """What the line that announces a list says of each of its items: `The following are MOD, draft:`.

    ``own``: what the item says itself; `we agreed on the following:` tells no stage of `22 - MOD`.
    """
    above = None if window.carried else line_above(window.scene, context)
    if above is None or above.texts or above.others or not is_stated(above, context) or above.asks:
        return {}
    lead = Window(window.keys, above.text, above)
    said = said_of(lead, context) or {}
    if "action" not in said and not above.has("position.these"):
        said = {}
    if own and any(not above.text[b:].strip(" :：") for _, b in above.spans("position.as_follows")):
        said = {name: value for name, value in said.items() if name != "status"}
    mine = above.own_people() or above.has("position.i_coordinate")
    return said | (new_coordinator(lead, context) if mine else {})


def is_likewise(window: Window, context: Context) -> bool:
    """`likewise 48`, `..., and so is 48`: what was said of the text before holds for this one."""
    words = context.words
    same = words.pattern("position.same").search(window.text)
    if same is not None and same.start() == 0 and window.text[same.end() :].lstrip()[:1] in (",", "،", "，"):
        return False  # "Also, I had to hand over 98" only goes on
    if same is None and len(window.text.split()) <= 4:  # nothing but its name: "..., and so is Resolution 48"
        place = window.scene.text.find(window.text)
        before = window.scene.text[max(0, place - 30) : max(place, 0)].rstrip()
        marks = words.pattern("position.same").finditer(before)
        same = next((m for m in marks if len(before[m.end() :].split()) <= 1), None)
    if same is None or words.has("position.same_as_before", window.text):
        return False
    if len(window.text.split()) > _LIKEWISE or words.has("position.talk", window.text):
        return False  # "they also had a first exchange on 7 but left it as it was" says what it says
    return not words.has("modality.negation", window.text)  # "the same cannot be said of 45"


def is_on_file_new(ref: TextRef, context: Context) -> bool:
    return context.directory.get("position", f"{context.organization}/{ref.id}") is not None


def _negated(text: str, pattern: re.Pattern[str], context: Context) -> bool:
    found = pattern.search(text)
    if not found:
        return False
    before = text[max(0, found.start() - 22) : found.start()]
    return context.words.pattern("modality.negation").search(before) is not None
