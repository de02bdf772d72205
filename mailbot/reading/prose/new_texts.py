"""Proposed new Resolutions, which have a title instead of a number: `a new Resolution entitled "T"`."""

from __future__ import annotations

import re

from mailbot.reading.context import Context
from mailbot.reading.prose.scene import Scene
from mailbot.reading.texts import TextRef
from mailbot.reading.values import clean, folded

QUOTED = re.compile(r"[\"“«„「《]([^\"“”«»„「」《》]{3,600})[\"”»」》]")


_COLON = re.compile(
    r"\s*[:：]\s*(?=[A-ZÀ-ÝА-ЯЁ\u0600-\u06ff\u3400-\u9fff])"
)  # `a new Resolution: Digital identity`


def says_action(text: str, context: Context) -> bool:
    return any(p.search(text) for p in context.words.patterns("position.action").values()) or any(
        p.search(text) for p in context.words.patterns("position.status").values()
    )


def new_text(scene: Scene) -> TextRef | None:
    """A proposed new Resolution with its title: `a new Resolution entitled "T"`, `a new Resolution on T.`"""
    named = scene.context.words.pattern("position.new_resolution").search(scene.text) or _new_thing(scene)
    if named is None:
        return None
    if (known := _known(scene, named)) is not None:
        return known
    rest = scene.text[named.end() :]
    quoted = QUOTED.search(rest) or _title_before(scene.text[: named.start()])
    if quoted:
        title = quoted[1]
    else:
        behind = rest.lstrip(" ,:")
        cue = scene.context.words.pattern("position.new_title").match(behind) or _COLON.match(rest)
        if cue is None:
            return None
        title = behind if cue.re is _COLON else behind[cue.end() :]
        title = re.split(r"[.;:]\s|[.;:]$|,\s(?:which|that|with|and|its|as)\b|\s\(", title)[0]
        title = _title_only(title, scene.context)
    title = clean(title).strip(" .,")
    if not quoted and (held := _held(title, scene.context)):
        return TextRef(named.start(), named.end(), held, title)
    if len(title.split()) < 2 and not (quoted and len(title) >= _least(title)):
        return None
    return TextRef(named.start(), named.end(), f"New: {title[0].upper()}{title[1:]}", title)


def _held(title: str, context: Context) -> str | None:
    """`our other new Resolution, on digital transformation`: the one on file whose title has these words."""
    own = [
        p.text
        for p in context.directory.positions
        if p.organization == context.organization
        and p.text.startswith("New: ")
        and len(title) > 6
        and f" {folded(title)} " in f" {folded(p.text[5:])} "
    ]
    return own[0] if len(own) == 1 else None


def _title_before(text: str) -> re.Match[str] | None:
    """`题为“T”的新决议`, `"T", a new Resolution`: the title right before it."""
    found = list(QUOTED.finditer(text))
    last = found[-1] if found else None
    near = last is not None and re.fullmatch(r"[\s,，的]*(?:\w{1,3}\s)?", text[last.end() :])
    return last if near else None


def _new_thing(scene: Scene) -> re.Match[str] | None:
    """`an entirely new text entitled "T"`: a word for a text near one for new, and a title in quotes."""
    words = scene.context.words
    quoted = QUOTED.search(scene.text)
    if quoted is None:
        return None
    before = scene.text[: quoted.start()]
    cue = words.has("position.title_given", before[-40:]) or words.has("position.new_title", before[-24:])
    new = words.pattern("position.new_word").search(before)
    if new is None or not cue or words.has("meeting.noun", before[new.start() :]):
        return None
    return new if words.has("text.noun", before[max(0, new.start() - 40) : new.end() + 40]) else None


def _known(scene: Scene, named: re.Match[str]) -> TextRef | None:
    """The one new Resolution of the sender's organization on file, where it is spoken of without its title.

    Its title may stand there in another language, so it only has to be the only one, and nothing may
    propose another.
    """
    context = scene.context
    own = [
        p.text
        for p in context.directory.positions
        if p.organization == context.organization and p.text.startswith("New: ")
    ]
    if len(own) != 1:
        return None
    if QUOTED.search(scene.text) and (
        scene.has("position.proposes_new") or scene.has("position.title_given") or context.language == "en"
    ):
        return None
    gone = scene.has("position.withdraw") or scene.has("position.status.withdrawn")
    if not gone and (context.language == "en" or scene.has("position.proposes_new")):
        return None
    return TextRef(named.start(), named.end(), own[0], named[0])


def _least(title: str) -> int:
    """How many signs a quoted title of one word has at least; Chinese needs few."""
    return 3 if re.search(r"[\u3400-\u9fff]", title) else 4


def _title_only(title: str, context: Context) -> str:
    """The words up to a comma that a status or an action follows, or up to the verb of the sentence."""
    for comma in re.finditer(r",\s|\s[–—-]\s", title):
        rest = title[comma.end() :]
        if says_action(rest, context) or context.words.pattern("position.turn").match(rest):
            title = title[: comma.start()]
            break
    end = context.words.pattern("position.title_end").search(title)
    return title[: end.start()] if end else title


def further_titles(scene: Scene, first: TextRef) -> list[TextRef]:
    """The other titles of `two new Resolutions: "A" and "B"`."""
    if not scene.has("position.new_resolutions"):
        return []
    titles = [clean(found[1]).strip(" .,") for found in QUOTED.finditer(scene.text)]
    refs = [TextRef(first.start, first.end, f"New: {t[0].upper()}{t[1:]}", t) for t in titles if len(t) > 3]
    return [ref for ref in refs if ref.id != first.id]


def title_given(scene: Scene) -> TextRef | None:
    """`Working title: "T"`, the sentence behind one that names a new Resolution without its title."""
    cue = scene.context.words.pattern("position.title_given").search(scene.text)
    quoted = QUOTED.search(scene.text, cue.end() if cue else 0)
    if quoted is None and cue is not None:  # `"T" is the working title`
        quoted = QUOTED.search(scene.text[: cue.start()])
    after = re.match(r"\s*(?:[:：]|is)\s*([^.;]{8,200})", scene.text[cue.end() :]) if cue else None
    raw = quoted[1] if quoted else after[1] if after else ""
    title = clean(raw).strip(" .,")
    if len(title.split()) < 2 and not (quoted and len(title) >= _least(title)):
        return None
    return TextRef(0, len(scene.text), f"New: {title[0].upper()}{title[1:]}", title)
