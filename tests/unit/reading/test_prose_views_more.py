"""Views in many wordings and six languages; what is denied, unsure or another's is none."""

from __future__ import annotations

import pytest

from tests.unit.reading.second_state import MAY, read

CASES = [
    (
        "jb",
        "CEPT supports the ATU proposal on Resolution 65 and opposes the RCC proposal on Resolution 20.",
        [("ATU/Resolution 65", "s"), ("RCC/Resolution 20", "o")],
    ),
    ("jb", "We endorse the APT proposal to modify Resolution 95.", [("APT/Resolution 95", "s")]),
    ("jb", "CEPT can live with the LAS proposal on Resolution 79.", [("LAS/Resolution 79", "s")]),
    ("jb", "CEPT has no objection to the LAS proposal on Resolution 79.", [("LAS/Resolution 79", "s")]),
    ("jb", "CEPT does not oppose the RCC proposal on Resolution 72.", [("RCC/Resolution 72", "s")]),
    (
        "jb",
        "CEPT is not in a position to support the RCC proposal to suppress Resolution 99.",
        [("RCC/Resolution 99", "o")],
    ),
    (
        "jb",
        "CEPT has serious difficulties with the RCC proposal on Res. 20: it goes beyond our remit.",
        [("RCC/Resolution 20", "o")],
    ),
    (
        "jb",
        "We have concerns about the APT proposals on Resolutions 68 and 77.",
        [("APT/Resolution 68", "o"), ("APT/Resolution 77", "o")],
    ),
    (
        "jb",
        "CEPT is not ready to back the suppression of Resolution 91 proposed by CITEL.",
        [("CITEL/Resolution 91", "o")],
    ),
    ("jb", "CEPT has not yet formed a view on the APT proposal on Resolution 1.", []),
    ("jb", "CEPT may support the APT proposal on Resolution 68.", []),
    (
        "jb",
        "We are in favour of the ATU and APT proposals on Resolutions 65 and 95 respectively.",
        [("APT/Resolution 95", "s"), ("ATU/Resolution 65", "s")],
    ),
    (
        "jb",
        "Our views on the proposals of RCC:\n\n- Resolution 18: support\n- Resolution 20: oppose\n- Resolution 72: no view yet",
        [("RCC/Resolution 18", "s"), ("RCC/Resolution 20", "o")],
    ),
    ("jb", "We oppose the proposal on Resolution 79.", [("LAS/Resolution 79", "o")]),
    (
        "jb",
        "We reject CITEL's suppression of Resolution 91. On the other hand we welcome CITEL's ideas on Resolution 70.",
        [("CITEL/Resolution 70", "s"), ("CITEL/Resolution 91", "o")],
    ),
    (
        "jb",
        "As regards the ATU proposal on Resolution 44, CEPT no longer supports it.",
        [("ATU/Resolution 44", "o")],
    ),
    (
        "jb",
        "Comment on the LAS proposal on Resolution 67: captioning should be offered for all six languages.",
        [("LAS/Resolution 67", "c")],
    ),
    ("jb", "CEPT would like clarification on the APT proposal on A.25.", [("APT/A.25", "c")]),
    ("jb", "I heard that APT opposes the CEPT proposal on A.8.", []),
    (
        "faisal",
        "The Arab group lifts its objection to the CEPT proposal on Resolution 48. We can now support it.",
        [("CEPT/Resolution 48", "s")],
    ),
    (
        "faisal",
        "The Arab States now support the CEPT proposal on Resolution 48.",
        [("CEPT/Resolution 48", "s")],
    ),
    (
        "rim",
        "La Ligue appuie la proposition de la CEPT sur la Résolution 1 mais ne peut pas accepter celle de la RCC sur la Résolution 20.",
        [("CEPT/Resolution 1", "s"), ("RCC/Resolution 20", "o")],
    ),
    (
        "rim",
        "Nous avons des réserves sur la proposition APT relative à la Résolution 77.",
        [("APT/Resolution 77", "o")],
    ),
    (
        "rod",
        "CITEL respalda la propuesta de APT sobre la Resolución 95 y no está en condiciones de apoyar la de RCC sobre la Resolución 99.",
        [("APT/Resolution 95", "s"), ("RCC/Resolution 99", "o")],
    ),
    (
        "kate",
        "РСС поддерживает предложение CEPT по Резолюции 1 и возражает против предложения APT по Резолюции 77.",
        [("APT/Resolution 77", "o"), ("CEPT/Resolution 1", "s")],
    ),
    ("kate", "Не возражаем против предложения CEPT по Резолюции 22.", [("CEPT/Resolution 22", "s")]),
    (
        "faisal",
        "نؤيد مقترح ATU بشأن القرار 44 ولا نؤيد مقترح APT بشأن القرار 77.",
        [("APT/Resolution 77", "o"), ("ATU/Resolution 44", "s")],
    ),
    (
        "wei",
        "我方支持CEPT关于第1号决议的提案，反对RCC关于第20号决议的提案。",
        [("CEPT/Resolution 1", "s"), ("RCC/Resolution 20", "o")],
    ),
    ("wei", "我方对LAS关于第2号决议的提案不持异议。", [("LAS/Resolution 2", "s")]),
]


@pytest.mark.parametrize(("who", "body", "wanted"), CASES)
def test_views(who: str, body: str, wanted: list[tuple[str, str]]) -> None:
    seen = read(who, body, MAY)
    found = []
    for change in seen.changes:
        assert change.target == "view"
        about = (
            f"{change.fields['about'].new}/{change.fields['text'].new}" if change.id is None else change.id
        )
        found.append((about.split(">")[-1], str(change.fields["stance"].new)[0]))
    assert sorted(found) == wanted


def test_a_changed_opinion_updates_the_view() -> None:
    seen = read("faisal", "The Arab States now support the CEPT proposal on Resolution 48.", MAY)
    assert [(c.op, c.id) for c in seen.changes] == [("update", "LAS>CEPT/Resolution 48")]
