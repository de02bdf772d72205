"""Every form of an English verb where a phrase says so, and nothing where it does not."""

from __future__ import annotations

import pytest

from mailbot.mail.verbs import forms, with_forms


@pytest.mark.parametrize(
    "every",
    [
        "take takes took taken taking", "drop drops dropped dropping", "shelve shelves shelved shelving",
        "carry carries carried carrying", "stay stays stayed staying", "push pushes pushed pushing",
        "cancel cancels cancelled canceled cancelling", "open opens opened opening", "agree agrees agreed agreeing",
        "quit quits quitting", "go goes went gone going", "put puts putting", "sit sits sat sitting",
        "see sees saw seen seeing", "defer defers deferred deferring", "enter enters entered entering",
    ],
)  # fmt: skip
def test_the_forms_of_a_verb(every: str) -> None:
    assert forms(every.split()[0]) == tuple(every.split())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ('["~drop our"]', '["(drop|drops|dropped|dropping) our"]'),
        ('["(~drop|shelved) it"]', '["(drop|drops|dropped|dropping|shelved) it"]'),
        ('["(has )~take .. off"]', '["(has )(take|takes|took|taken|taking) .. off"]'),
        ('["as it is"]', '["as it is"]'),
    ],
)
def test_the_sign_becomes_a_choice_or_joins_the_one_it_is_in(written: str, meant: str) -> None:
    assert with_forms(written) == meant
