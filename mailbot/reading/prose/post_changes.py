"""A post said together with the one it takes the place of, or before the sentence proper begins.

`"Chief Specialist" becomes "Principal Specialist"`, `the title "Director" instead of "Deputy Director"`,
`I am not an engineer but a leading engineer`, `Director since March, I remain ...`. The post on file tells
whose it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from mailbot.directory.records import Contact
from mailbot.reading.context import Context
from mailbot.reading.prose.post_owners import tells_whose
from mailbot.reading.prose.post_words import cut_post, fits_title, names_post
from mailbot.reading.prose.quoted_posts import PostPair, holder_of, post_pairs, tells_change
from mailbot.reading.prose.scene import Scene
from mailbot.reading.values import folded

_CLAUSE_END = re.compile(r"[,;.()،؛，；。]")
_OLD_WORDS = 8
_GAP = 40  # signs between the two posts
BUT = re.compile(
    r"[,،，]?\s?(?<![\w-])(?:but|mais|sino|pero|а|но|بل)(?![\w-])\s?|[,，]?\s?而(?:是|为)|[,，]\s?(?:應|应)?(?:是|为)"
)
_ARTICLE = re.compile(r"(?:an?|the|un|une|el|la|le|unos?)\s", re.I)


def exchanged_posts(scene: Scene, context: Context) -> Iterator[tuple[Contact | None, int, str]]:
    """(whose by the file, where, the new post) of two posts side by side, the old one and the new one."""
    if scene.texts or scene.has("position.new_resolution"):
        return
    for pair in post_pairs(scene):
        if len(pair.between) > _GAP:
            continue
        instead = scene.has_in("contact.instead_of_post", pair.between)
        told = instead or scene.has_in("contact.post_becomes", pair.between)
        if pair.holder is None:  # the words alone tell which one is over, and that they are posts
            told = told and _of_somebody(scene, pair)
            pair = replace(pair, turned=instead)
        if (told or (pair.holder and tells_change(scene))) and fits_title(scene, pair.new, "title"):
            yield pair.holder, pair.place, pair.new
    yield from _contrasted(scene, context)


def _of_somebody(scene: Scene, pair: PostPair) -> bool:
    """Whether both are posts, of somebody whom the sentence names or speaks as."""
    if not (names_post(pair.old) and names_post(pair.new)):
        return False
    return tells_whose(scene, None) or scene.has("contact.title_label")


def _contrasted(scene: Scene, context: Context) -> Iterator[tuple[Contact | None, int, str]]:
    """`not an engineer but a leading engineer`: a denied post, then the one that holds."""
    negation = scene.context.words.pattern("modality.negation")
    for turn in BUT.finditer(scene.text):
        denied = [m for m in negation.finditer(scene.text, 0, turn.start()) if turn.start() - m.end() <= 60]
        if not denied:
            continue
        old = _ARTICLE.sub("", scene.text[denied[-1].end() : turn.start()].strip(" \"'“”«»„"), count=1)
        new = scene.text[turn.end() :]
        known = holder_of(old, context)
        if not (known or (names_post(old) and len(old.split()) <= 8)) or not names_post(new):
            continue
        value = cut_post(scene, new)
        if value and fits_title(scene, value, "") and not scene.has_in("contact.group_office", old):
            yield known, turn.end(), value
            return


def opening_post(scene: Scene) -> Iterator[tuple[int, str, str]]:
    """`Director since March, I remain in charge of ...`: the writer's post before his sentence begins."""
    comma = re.search(r"[,،，]\s*", scene.text)
    head = scene.text[: comma.start()] if comma else ""
    if not head or scene.texts or not names_post(head) or not scene.has_in("contact.post_change", head):
        return
    mine = [start for start, _ in scene.spans("contact.subject_i")]
    if not comma or comma.end() not in mine:
        return
    value = cut_post(scene, head)
    if value and fits_title(scene, value, "") and len(value) < len(head):
        yield comma.end(), "job_title", value


def without_old_post(scene: Scene) -> Scene:
    """`I am Head of Section, no longer a plain Expert`: the sentence without the post that is over."""
    text = scene.text
    for found in reversed(list(scene.context.words.pattern("contact.no_more").finditer(text))):
        stop = _CLAUSE_END.search(text, found.end())
        end = stop.start() if stop else len(text)
        words = text[found.end() : end].split()
        before = text[: found.start()].rstrip()
        if not words or len(words) > _OLD_WORDS or not before or BUT.search(text, found.end(), end + 6):
            continue
        old = " ".join(words).strip(" \"'“”«»„")
        held = any(c.job_title and folded(c.job_title) in folded(old) for c in scene.context.own_contacts)
        if held or any(names_post(" ".join(words[n:])) for n in range(min(3, len(words)))):
            text = f"{before.rstrip(',،，')}{text[end:]}"
    return scene if text == scene.text else replace(scene.saying(text), silenced=scene.text)


_ASIDE = re.compile(r",\s(?:[^\W\d_]{1,8}\s){0,3}(?:[^\W\d_]['’])?$")  # `, since the`, `, à compter du`


def without_day(scene: Scene) -> Scene:
    """`I became, on 1 May, Deputy Director`: the sentence without the day that stands between commas."""
    for period in scene.periods:
        led = _ASIDE.search(scene.text[: period.start])
        behind = re.match(r"\s?,\s", scene.text[period.end :])
        if period.is_day and led and behind and scene.has_in("contact.post_day", led[0]):
            return scene.saying(f"{scene.text[: led.start()]} {scene.text[period.end + behind.end() :]}")
    return scene
