"""What a sentence asks of TSB: to be told or sent something, which is a question, or to do something.

Whoever asks politely for a change that was read has been answered by reading it. A request that nothing came
of is a question only where the whole mail yields nothing (`resolve` sees that, attachments included).
"""

from __future__ import annotations

import re

from mailbot.reading.findings import TO_DO, Doubt
from mailbot.reading.prose.events import named
from mailbot.reading.prose.scene import Scene

READER = "prose"
_AGREED = re.compile(
    r"[,–-]\s*(?:ok|okay|right|possible|d'accord|vale|хорошо|ладно|好吗|可以吗)\s*[?？؟]$", re.IGNORECASE
)
# `The problem?`, which the next sentence answers
_RHETORICAL = re.compile(
    r"(?:The|Le|La|El|¿El|¿La)\s?(?:problem|reason|result|catch|answer|upshot|reason\swhy|goal|problème|raison|résultat"
    r"|réponse|but|problema|razón|resultado|respuesta|objetivo)\s?\?|(?:Причина|Результат|Проблема)\?|(?:原因|结果|问题)[?？]",
    re.I,
)
# `The Chair (Mr Rowe): Is the motion carried?`: somebody's words in minutes
_SPOKEN = re.compile(
    r"(?:(?:M|Mr|Mme|Ms|Mrs|Dr|Sr|Sra)\.?\s[A-ZÀ-Ý][\w'’-]+|(?:The\s|Le\s|La\s|El\s)?(?:Chair(?:man|person)?|Présidente?"
    r"|Presidente|Presidenta)|Председатель|Г-н\s\w+|主席|الرئيس)\s?(?:\([^()]{3,30}\))?\s?[:：]\s"
)


def asked(scene: Scene, others: bool) -> Doubt | None:
    """The question the sentence asks; ``others``: something else was read of the letter."""
    if _RHETORICAL.fullmatch(scene.text.strip()) or _SPOKEN.match(scene.text):
        return None
    kindly = scene.has("asking.kindly")
    wants = _wants_answer(scene)
    told = scene.asks and kindly and wants
    idle = scene.has("modality.no_request") and not told
    done = others and not wants
    ours = idle and scene.asks and not others and bool(named(scene.text, scene.context).ids)
    if idle and not ours and (done or not scene.asks or not scene.has("modality.apply")):
        return None  # "can you correct it?" asks for what was not understood, where nothing was
    marked = scene.asks or opens_as_question(scene.text, scene)
    if not (marked or scene.has("modality.request")):
        return None
    if marked and not (kindly and not _asks_behind(scene)) and not _offers(scene):
        return _doubt(scene, "request")  # "is this still right?" wants to be told
    if wants:
        settled = others and (scene.has("asking.receipt") or scene.has("asking.link"))
        return None if settled else _doubt(scene, "request")
    return None if others else _doubt(scene, TO_DO)


def _doubt(scene: Scene, rule: str) -> Doubt:
    return Doubt(f"The sender asks: {scene.text}", (scene.text,), "body", READER, rule)


def _wants_answer(scene: Scene) -> bool:
    """Whether something is to be told or sent, whatever else is to be entered."""
    return scene.has("asking.answer")


def opens_as_question(text: str, scene: Scene) -> bool:
    """`Where can we find it` without its sign; a sentence with its full stop may only begin so: `When is the
    table due, we shall ...`.
    """
    head = scene.context.words.pattern("modality.interrogative").match(text.lstrip("¿ "))
    if head is None or text.rstrip()[-1:] in (":", "："):
        return False  # "Quién estará por la CITEL:" opens a list
    return not any(sign in text for sign in ",，،;") or text.rstrip()[-1:].isalnum()


def _asks_behind(scene: Scene) -> bool:
    """`A question please: is there interpretation?`"""
    _, colon, rest = scene.text.rpartition(": ")
    return bool(colon) and opens_as_question(rest, scene)


def _offers(scene: Scene) -> bool:
    """`MOD instead of SUP, ok?`: what is asked of is only whether it can be done."""
    return _AGREED.search(scene.text) is not None
