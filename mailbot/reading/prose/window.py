"""A stretch of words and the texts it is about."""

from __future__ import annotations

from dataclasses import dataclass

from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef


@dataclass(frozen=True)
class Window:
    """What is said of some texts: the keys, and the words that go with them.

    ``carried``: the sentence goes on about texts named before; ``answer``: it stands under their quoted row;
    ``whole``: the sentence, where the scene is only the part of it that is on these texts.
    """

    keys: tuple[TextRef, ...]
    text: str
    scene: Scene
    carried: bool = False
    answer: bool = False
    whole: Scene | None = None
    asked: Scene | None = (
        None  # the question that it answers itself: "Is it still a draft? It should be agreed."
    )
