"""Findings -> changes on single records, or questions. Never a guess.

Here the authority rule holds (an organization speaks for itself), raw values get the contract's forms,
what is on file already falls away, and two findings that disagree become a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from mailbot.directory.change import Change, Question
from mailbot.reading.context import Context
from mailbot.reading.findings import RESTATED, TO_DO, Doubt, Dropped, Finding, Result
from mailbot.reading.merge import merge
from mailbot.reading.normal import Unclear
from mailbot.reading.plausible import passed
from mailbot.reading.targets import TARGETS, Outcome, ask, described

_OF_OTHERS = ("authority", "other organization")  # rules of doubts about what somebody else owns


@dataclass(frozen=True)
class Resolved:
    """What a message comes to."""

    changes: tuple[Change, ...] = ()
    questions: tuple[Question, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def resolve(results: list[Result], context: Context) -> Resolved:
    """All findings and doubts of one message, resolved and merged."""
    changes: list[Change] = []
    questions: list[Question] = []
    dropped: list[Dropped] = []
    for result in results:
        outcome: Outcome
        if isinstance(result, Doubt):
            outcome = Question(result.text, result.evidence, result.source, _owner(result, context))
        else:
            finding, refused = passed(result, context)
            dropped += refused
            if finding is None:
                continue
            outcome = _one(finding, context)
        if isinstance(outcome, Change):
            changes.append(outcome)
        elif isinstance(outcome, Question):
            questions.append(outcome)
        else:
            dropped.append(outcome)
    merged, conflicts = merge(changes)
    questions = _still_asked(questions, results, merged)
    questions = _open(questions, results, merged, context)
    return Resolved(tuple(merged), tuple(dict.fromkeys(questions + conflicts)), tuple(dropped))


def _still_asked(questions: list[Question], results: list[Result], changes: list[Change]) -> list[Question]:
    """The questions without requests to do what was read, attachments included, and without those about a
    message sent on where the letter itself says what is to be entered.
    """
    settled = set()
    if any(isinstance(result, Finding) for result in results):
        settled = {r.text for r in results if isinstance(r, Doubt) and r.rule == TO_DO}
    if any(change.source == "body" for change in changes):
        settled |= {r.text for r in results if isinstance(r, Doubt) and r.rule == RESTATED}
    return [question for question in questions if question.text not in settled]


def _open(
    questions: list[Question], results: list[Result], changes: list[Change], context: Context
) -> list[Question]:
    """The questions without those on the days of a meeting that something else gives: `moved by a week,
    see the invitation attached`.
    """
    asked = {r.text for r in results if isinstance(r, Doubt) and r.rule == "dates"}
    if not asked:
        return questions
    told = {c.id for c in changes if c.target == "meeting" and "starts" in c.fields}
    titles = tuple(f"{m.title}:" for m in context.directory.meetings if m.id in told)
    return [q for q in questions if not (q.text in asked and titles and q.text.startswith(titles))]


def _owner(doubt: Doubt, context: Context) -> str | None:
    """Whose entry a doubt about authority concerns, where the sender speaks for another organization."""
    if context.organization is None or doubt.rule not in _OF_OTHERS:
        return None
    told = doubt.text.partition("; please check")[0]
    others = [o.code for o in context.directory.organizations if o.code != context.organization]
    named = [code for code in others if re.search(rf"(?<!\w){re.escape(code)}(?!\w)", told)]
    return named[0] if len(named) == 1 else None


def _one(finding: Finding, context: Context) -> Outcome:
    organization = finding.organization or context.organization
    if context.organization is None:
        return ask(
            finding,
            f"The sender belongs to no organization on file; is this to be made: {described(finding)}?",
        )
    if organization != context.organization:
        question = ask(
            finding,
            f"{context.organization} speaks of {organization}'s entry {described(finding)}; please check"
            f" with {organization}.",
        )
        return replace(question, owner=organization)
    try:
        return TARGETS[finding.target](finding, context)
    except Unclear as doubt:
        return ask(finding, str(doubt))
