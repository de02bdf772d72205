"""The degree of consensus: the worked examples of `docs/consensus.md`, and what must hold of every table."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.directory.commonality import compare, matrix, totals
from mailbot.directory.consensus import Assessment, Memory, assess_all, committee_of, texts_of
from mailbot.directory.degree import DEGREES, words
from mailbot.directory.likeness import like_new_texts
from mailbot.directory.records import Committee, Organization, Position, Programme, Text, View
from mailbot.directory.snapshot import Directory
from mailbot.wording import SHIPPED_WORDINGS

CODES = ("APT", "ATU", "CEPT", "CITEL", "LAS", "RCC")
TEXTS = ("Resolution 1", "A.7", "New: Quantum networks and their names")
SAY = SHIPPED_WORDINGS.of("en")


def directory(positions: list[Position], views: list[View] | None = None, codes: Any = CODES) -> Directory:
    return Directory(
        Programme(id="p", title="t"),
        committees=(Committee(code="COM3", name="x"), Committee(code="COM4", name="y")),
        organizations=tuple(Organization(code=code, name=code) for code in codes),
        texts=tuple(Text(id=text, title=text, committee="COM3") for text in TEXTS[:2]),
        positions=tuple(positions),
        views=tuple(views or ()),
    )


def position(said: str, text: str = "A.7") -> Position:
    """`CEPT MOD agreed`, `RCC ? preliminary`."""
    code, action, *status = said.split()
    return Position.model_validate(
        {"organization": code, "text": text, "action": None if action == "?" else action,
         "status": status[0] if status else None}
    )  # fmt: skip


def view(said: str, text: str = "A.7") -> View:
    """`ATU oppose CEPT`, `ATU support -` of the text itself."""
    code, stance, about = said.split()
    return View.model_validate(
        {"organization": code, "stance": stance, "about": None if about == "-" else about, "text": text}
    )


def judged(said: str, text: str = "A.7") -> Assessment:
    """`CEPT MOD agreed; ATU oppose CEPT` → the assessment of one text."""
    parts = [part.strip() for part in said.split(";") if part.strip()]
    of_view = [part.split()[1] in ("support", "oppose", "comment") for part in parts]
    positions = [position(part, text) for part, is_view in zip(parts, of_view, strict=True) if not is_view]
    views = [view(part, text) for part, is_view in zip(parts, of_view, strict=True) if is_view]
    return assess_all(directory(positions, views), withdrawn=True)[text]


EXAMPLES = [  # those of docs/consensus.md, in its order
    ("", "no_proposal", None),
    ("CEPT NOC draft", "no_proposal", None),
    ("ATU oppose -", "no_proposal", None),
    ("CEPT MOD withdrawn", "no_proposal", None),
    ("RCC ? preliminary", "no_proposal", None),
    ("ATU MOD agreed", "one_region", 58),
    ("ATU MOD agreed; CEPT comment ATU", "one_region", 58),
    ("ATU MOD agreed; CEPT MOD withdrawn", "one_region", 58),
    ("ATU MOD agreed; CITEL MOD submitted", "common_ground", 67),
    ("ATU MOD agreed; CITEL support ATU", "common_ground", 65),
    ("APT NOC agreed; ATU NOC agreed; CEPT NOC agreed", "common_ground", 75),
    ("ATU MOD agreed; CITEL MOD draft", "near_agreement", 65),
    ("ATU MOD agreed; CITEL MOD submitted; RCC comment ATU", "near_agreement", 67),
    ("ATU MOD agreed; CITEL MOD submitted; RCC ? draft", "near_agreement", 67),
    ("ATU MOD agreed; CITEL MOD submitted; RCC support -", "near_agreement", 67),
    ("ATU MOD agreed; CITEL ADD agreed", "near_agreement", 67),
    ("CEPT SUP agreed; CITEL MOD draft; CITEL support CEPT", "near_agreement", 65),
    ("APT MOD agreed; ATU MOD agreed; LAS MOD agreed; RCC MOD agreed; CEPT NOC preliminary", "near_agreement", 78),
    ("APT MOD agreed; ATU MOD agreed; LAS MOD agreed; RCC MOD agreed; CEPT NOC agreed", "needs_discussion", 75),
    ("CEPT SUP draft; CITEL SUP preliminary; ATU NOC preliminary", "needs_discussion", 57),
    ("ATU MOD draft; CITEL SUP preliminary", "needs_discussion", 52),
    ("ATU MOD agreed; CITEL MOD submitted; RCC oppose ATU", "needs_discussion", 58),
    ("CEPT SUP agreed; ATU support -", "needs_discussion", 50),
    ("CEPT NOC agreed; ATU oppose -", "needs_discussion", 50),
]  # fmt: skip


@pytest.mark.parametrize(("said", "degree", "number"), EXAMPLES)
def test_worked_examples(said: str, degree: str, number: int | None) -> None:
    found = judged(said)
    assert (found.degree, found.number) == (degree, number)


def test_of_a_new_text_the_text_itself_is_its_proposal() -> None:
    new = TEXTS[2]
    assert judged("ATU ADD agreed; LAS support -", new).degree == "common_ground"
    assert judged("ATU ADD agreed; LAS oppose -", new).degree == "needs_discussion"
    assert judged("ATU ADD agreed", new).degree == "one_region"


def test_everybody_agreed_is_a_hundred_and_everybody_against_is_nothing() -> None:
    assert judged("; ".join(f"{code} MOD agreed" for code in CODES)).number == 100
    against = "; ".join(f"{code} oppose CEPT" for code in CODES if code != "CEPT")
    assert judged(f"CEPT SUP agreed; {against}").number == 17  # its own sixth


def test_a_position_that_was_withdrawn_takes_the_views_of_it_along() -> None:
    found = judged("CEPT MOD withdrawn; ATU oppose CEPT; LAS support CEPT; RCC MOD agreed")
    assert found.degree == "one_region"
    assert found.objectors == found.supporters == ()
    assert set(found.silent) == set(CODES) - {"RCC"}


def test_reasons_name_who_says_what() -> None:
    found = judged("CEPT SUP agreed; ATU MOD draft; LAS oppose CEPT; RCC support ATU; CITEL ? preliminary")
    said = [words(reason, SAY) for reason in found.reasons]
    assert said == [
        "There is an objection.",
        "A modification is proposed by: ATU.",
        "Suppression is proposed by: CEPT.",
        "The position of ATU is supported by: RCC.",
        "The position of CEPT is opposed by: LAS.",
        "Not yet agreed within the organization: ATU.",
        "A position is announced, its action not yet known: CITEL.",
        "Nothing said so far: APT.",
    ]


def test_what_a_name_holds_is_not_filled_in_again() -> None:
    found = judged("ATU ADD agreed", "New: %(who)s")
    assert words(found.reasons[0], SAY) == "Only one organization has a proposal: ATU."
    like = assess_all(
        directory(
            [
                position("ATU ADD", "New: %(who)s names of all"),
                position("LAS ADD", "New: names of all %(who)s"),
            ]
        )
    )
    last = like["New: %(who)s names of all"].reasons[-1]
    assert words(last, SAY) == "A like title is proposed as: New: names of all %(who)s."


def test_like_titles_are_pointed_out_and_not_joined() -> None:
    one, other = (
        "New: Artificial intelligence in networks",
        "New: Networks, and artificial intelligence in them",
    )
    far = "New: Equitable remote participation"
    assert like_new_texts([one, other, far, "Resolution 1", "New: AI", "New: ai!"]) == {
        one: (other,), other: (one,), "New: AI": ("New: ai!",), "New: ai!": ("New: AI",)
    }  # fmt: skip
    table = directory([position("ATU ADD agreed", one), position("RCC ADD agreed", other)])
    found = assess_all(table)
    assert {found[text].degree for text in (one, other)} == {"one_region"}
    assert words(found[one].reasons[-1], SAY) == f"A like title is proposed as: {other}."


def test_a_new_text_has_the_committee_of_its_proposers() -> None:
    proposal = position("LAS ADD agreed", TEXTS[2]).model_copy(update={"committee": "COM4"})
    table = directory([proposal])
    assert committee_of(table, TEXTS[2]) == "COM4"
    assert committee_of(table, "A.7") == "COM3"
    assert committee_of(table, "New: other") is None
    counted = totals(table, assess_all(table))
    assert counted["COM4"]["one_region"] == 1
    assert sum(counted["COM3"].values()) == 2


PAIRS = [
    ("ATU MOD draft; CEPT MOD agreed", "same"),
    ("ATU MOD draft; CEPT ADD agreed", "compatible"),
    ("ATU MOD draft; CEPT NOC agreed", "opposed"),
    ("ATU MOD draft; CEPT MOD agreed; ATU oppose CEPT", "opposed"),
    ("ATU MOD draft; CEPT SUP agreed; ATU support CEPT", "compatible"),
    ("CEPT SUP agreed; ATU support CEPT", "compatible"),
    ("CEPT SUP agreed; ATU oppose CEPT", "opposed"),
    ("CEPT SUP agreed; ATU comment CEPT", "only_b"),
    ("ATU MOD draft; RCC oppose ATU", "only_a"),
    ("CEPT MOD agreed; RCC MOD agreed; ATU support RCC", "compatible"),
    ("CEPT MOD agreed; RCC SUP agreed; ATU support RCC", "opposed"),
    ("CEPT MOD agreed; RCC MOD agreed; ATU oppose RCC", "only_b"),
    ("CEPT SUP agreed; RCC SUP agreed; ATU oppose RCC", "opposed"),
    ("CEPT oppose RCC; ATU oppose RCC; RCC SUP draft", "compatible"),
    ("CEPT SUP agreed; ATU support -", "opposed"),
    ("CEPT MOD withdrawn; ATU MOD agreed", "only_a"),
]


@pytest.mark.parametrize(("said", "how"), PAIRS)
def test_two_organizations_on_one_text(said: str, how: str) -> None:
    assert compare({"A.7": judged(said)}, "ATU", "CEPT") == {"A.7": how}


def test_who_says_nothing_is_not_compared() -> None:
    assert compare({"A.7": judged("RCC MOD agreed; ATU comment RCC")}, "ATU", "CEPT") == {}


rows = st.builds(
    Position, organization=st.sampled_from(CODES), text=st.sampled_from(TEXTS),
    action=st.sampled_from(("ADD", "MOD", "SUP", "NOC", None)),
    status=st.sampled_from(("preliminary", "draft", "agreed", "submitted", "withdrawn", None)),
)  # fmt: skip
views = st.builds(
    View, organization=st.sampled_from(CODES), about=st.sampled_from((*CODES, None)),
    text=st.sampled_from(TEXTS), stance=st.sampled_from(("support", "oppose", "comment")),
)  # fmt: skip
tables = st.builds(
    directory,
    st.lists(rows, max_size=14, unique_by=lambda row: row.key),
    st.lists(views, max_size=14, unique_by=lambda row: row.key),
)


@given(tables)
def test_every_text_has_one_class_and_a_number_with_reasons(table: Directory) -> None:
    found = assess_all(table)
    assert tuple(found) == texts_of(table)
    for each in found.values():
        assert each.degree in DEGREES
        assert (each.number is None) == (each.degree == "no_proposal")
        assert each.number is None or 0 <= each.number <= 100
        assert all("%(" not in words(reason, SAY) for reason in each.reasons)
        assert set(each.voices) == set(CODES)
    counted = totals(table, found)
    assert sum(sum(classes.values()) for classes in counted.values()) == len(found)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(table: Directory, chance: random.Random) -> None:
    def shuffled(records: Any) -> Any:
        return tuple(chance.sample(records, len(records)))

    turned = replace(table, organizations=shuffled(table.organizations), positions=shuffled(table.positions),
                     views=shuffled(table.views), texts=shuffled(table.texts), _indexes={})  # fmt: skip
    assert assess_all(turned) == assess_all(table)


@given(tables, st.permutations(CODES))
def test_organizations_count_alike(table: Directory, codes: list[str]) -> None:
    """Under other names the same is said of each text."""
    name = dict(zip(CODES, codes, strict=True))
    turned = directory(
        [row.model_copy(update={"organization": name[row.organization]}) for row in table.positions],
        [row.model_copy(update={"organization": name[row.organization], "about": name.get(row.about or "")})
         for row in table.views],
    )  # fmt: skip
    before, after = assess_all(table), assess_all(turned)
    assert {text: (each.degree, each.number) for text, each in before.items()} == {
        text: (each.degree, each.number) for text, each in after.items()
    }


@given(tables, views)
def test_support_never_lowers_the_number(table: Directory, said: View) -> None:
    if said.about is None:
        return
    key = said.key
    without = replace(table, views=tuple(v for v in table.views if v.key != key), _indexes={})
    supported = replace(
        without, views=(*without.views, said.model_copy(update={"stance": "support"})), _indexes={}
    )
    for text, before in assess_all(without).items():
        after = assess_all(supported)[text]
        if before.number is not None:
            assert after.number is not None
            assert after.number >= before.number


@given(tables, st.sampled_from(CODES), st.sampled_from(TEXTS))
def test_to_withdraw_is_to_say_nothing(table: Directory, code: str, text: str) -> None:
    mine = f"{code}/{text}"
    gone = replace(table, positions=tuple(p for p in table.positions if p.key != mine), _indexes={})
    withdrawn = replace(
        table, _indexes={},
        positions=tuple(p.model_copy(update={"status": "withdrawn"}) if p.key == mine else p for p in table.positions),
    )  # fmt: skip
    assert assess_all(withdrawn) == assess_all(gone)


@given(tables)
def test_the_matrix_is_symmetric(table: Directory) -> None:
    found = assess_all(table)
    pairs = matrix(found, CODES)
    assert len(pairs) == 30
    turned = {"only_a": "only_b", "only_b": "only_a"}
    for (a, b), one in pairs.items():
        other = pairs[b, a]
        assert (one.share, one.both, one.agreeing) == (other.share, other.both, other.agreeing)
        assert compare(found, a, b) == {
            text: turned.get(how, how) for text, how in compare(found, b, a).items()
        }
        assert sum(one.counts.values()) <= len(found)


@given(st.lists(tables, min_size=2, max_size=4))
def test_what_is_remembered_changes_nothing(states: list[Directory]) -> None:
    memory: Memory = {}
    for state in [*states, *states]:
        assert assess_all(state, memory=memory) == assess_all(state)
