"""What is said of another organization's positions: a question where it differs from the file.

`CITEL wants to suppress 48` only repeats the table where the table says so, and then it leads to a view;
where the table says something else, or nothing, TSB has to ask that organization.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailbot.directory.records import values as values_of
from mailbot.reading.context import Context
from mailbot.reading.findings import Doubt
from mailbot.reading.prose.position_values import new_action, new_status
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.view_stances import stances
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others

READER = "prose"


def told_of_others(found: Sequence[Window], context: Context) -> list[Doubt]:
    out: list[Doubt] = []
    for window in found:
        scene = window.scene
        if window.carried or not of_others(scene) or len(scene.others) != 1 or _is_opinion(scene, context):
            continue
        if scene.denied or (scene.supposed and not scene.doubted) or scene.asks:
            continue
        if _is_news(window, scene.others[0], context):
            text = f"About {scene.others[0]}; please check there: {scene.text}"
            out.append(Doubt(text, (scene.text,), "body", READER, "authority"))
    return out


def only_repeats(scene: Scene, context: Context) -> bool:
    """`CITEL wants to suppress 48`: whether nothing is said of it but what the table has."""
    if len(scene.others) != 1 or not scene.texts:
        return False
    window = Window(tuple(scene.texts), scene.text, scene)
    said = new_action(scene.text, context) or new_status(scene.text, context)
    return bool(said) and not _is_news(window, scene.others[0], context)


def _is_opinion(scene: Scene, context: Context) -> bool:
    return bool(stances(scene, context)) or scene.has("contact.we")


def _is_news(window: Window, other: str, context: Context) -> bool:
    """Whether a value is given for the other's position that the table does not have."""
    said: dict[str, str] = dict(new_status(window.text, context))
    if context.words.has("position.withdraw", window.text):
        said["status"] = "withdrawn"
    if action := new_action(window.text, context):
        said["action"] = action
    for key in window.keys:
        record = context.directory.get("position", f"{other}/{key.id}")
        now = values_of(record) if record is not None else {}
        if any(now.get(name) != value for name, value in said.items()):
            return True
    return False
