"""Where a sentence on a position says nothing of it: a question, an idea given up, a view of another's."""

from __future__ import annotations

from mailbot.reading.context import Context
from mailbot.reading.prose.position_standing import behind_new_mind
from mailbot.reading.prose.scene import Scene
from mailbot.reading.prose.window import Window
from mailbot.reading.prose.windows import of_others
from mailbot.reading.texts import TextRef


def asks(scene: Scene) -> bool:
    """A question; `could you mark it as agreed?` is none."""
    return scene.asks and not scene.has("position.kindly")


def is_refused(window: Window, context: Context) -> bool:
    """`we first wanted to modify it, but changed our mind`; `a proposal is expected in March`."""
    words = context.words
    if any(words.has(f"position.{n}", window.text) for n in ("awaited", "other_subject", "nobody")):
        return True
    if words.has("position.no_entry", window.text) and not words.has("position.instead", window.text):
        return not behind_new_mind(window.text, context)
    if words.has(
        "position.falsely", (window.whole or window.scene).text
    ):  # "it is not true that we have withdrawn it"
        return not words.has("position.but", window.text)
    denied = words.pattern("modality.refuted").search(window.scene.text)
    return denied is not None and not window.carried and denied.start() > window.keys[-1].end


def theirs(scene: Scene, ref: TextRef) -> bool:
    """`RCC/Resolution 99`, `the CEPT proposal to suppress 48`: a text of theirs, and none of the sender's."""
    directory, mine = scene.context.directory, scene.context.organization
    if directory.get("position", f"{mine}/{ref.id}") is not None:
        return False
    return any(
        code != mine
        and end <= ref.start
        and len(scene.text[end : ref.start].split()) <= 4
        and directory.get("position", f"{code}/{ref.id}") is not None
        for _, end, code in scene.organizations
    )


def is_view(window: Window) -> bool:
    """Whether the words are about another organization's proposal."""
    scene = window.scene
    if not scene.others:
        return False
    if any(theirs(scene, ref) for ref in window.keys):
        return True
    return of_others(scene) or any(scene.has(f"view.{name}") for name in ("support", "oppose", "comment"))
