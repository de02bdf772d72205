"""A table as full as it may become: six organizations, each with a position on sixty texts, and views."""

from __future__ import annotations

import random
from dataclasses import replace

from mailbot.directory.records import Position, View
from mailbot.directory.snapshot import Directory

TEXTS = 60
_NEW = (
    "New: Coordination of the studies on artificial intelligence in support of telecommunication networks",
    "New: Равноправное участие в собраниях Сектора в дистанционной форме",
    "New: 国际电联电信标准化部门各研究组在量子信息技术方面的协调",
    "New: مبادئ توجيهية بشأن المشاركة عن بُعد في اجتماعات القطاع",
)
_SUMMARY = "Adjust the mandates; keep the number of study groups; consult the countries concerned before"


def full(shipped: Directory, seed: int = 7) -> Directory:
    """The shipped programme with every cell of `TEXTS` texts filled in."""
    chance = random.Random(seed)
    texts = shipped.texts[: TEXTS - len(_NEW)]
    codes = [each.code for each in shipped.organizations]
    coordinators = {each.organization: each.id for each in shipped.contacts if each.role == "coordinator"}
    positions, views = [], []
    for text in (*(each.id for each in texts), *_NEW):
        positions += [
            Position(
                organization=code, text=text, coordinator=coordinators[code],
                action="ADD" if text in _NEW else chance.choice(("MOD", "MOD", "MOD", "SUP", "NOC")),
                status=chance.choice(("preliminary", "draft", "agreed", "submitted")),
                summary=f"{_SUMMARY} {chance.randrange(99)}", committee="COM4" if text in _NEW else None,
            )
            for code in codes
        ]  # fmt: skip
        about, speaker = chance.sample(codes, 2)
        views.append(View(organization=speaker, about=about, text=text, comment=_SUMMARY,
                          stance=chance.choice(("support", "oppose", "comment"))))  # fmt: skip
    return replace(shipped, texts=texts, positions=tuple(positions), views=tuple(views), _indexes={})
