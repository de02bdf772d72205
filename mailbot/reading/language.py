"""Which of the six languages a text is written in: its script, then its commonest words.

Small on purpose: mails of three lines defeat statistical models, and a Chinese mail full of `MOD` and
`WTSA-20` is still Chinese. A word that several languages share tells less than one of a single language,
and the writer's language on file decides where the words leave it open.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from mailbot.mail.hanzi import HAN
from mailbot.mail.phrases import LANGUAGES, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "zh": HAN,
}
_ELIDED = re.compile(r"(?:[cdjlmnst]|qu)['’]")  # `l'action`, `d'avance`
_SPELLED = {
    "es": re.compile(r"[ñóíúá]|(?:ci[oó]n(?:es)?|[aei]mos|mente|dad|iendo|ando|[ai]d[oa]s?)$"),
    "fr": re.compile(r"[éèêàùôçœîû]|(?:eux|euse|ement|aient|rons|issons|llez|ttez|ndrez)$"),
}
# a Chinese sentence sets no blanks around an address: only its own signs are left out
_ADDRESS = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_PRIOR = 0.9  # what the writer's language on file weighs: a little less than one word of another


def detect(text: str, default: str = "en", likely: str | None = None) -> str:
    """An ISO 639-1 code, `default` where there is nothing to go by.

    ``likely`` is the writer's language on file, which decides where a few words could be of either.
    """
    text = _ADDRESS.sub(" ", text[:20_000])
    letters = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    letters["zh"] *= 3  # one sign is about a syllable
    best = max(letters, key=lambda language: letters[language])
    share = 0.15 if best == likely else 0.3
    if letters[best] > share * len(_LATIN.findall(text)) and letters[best] >= 4:
        return best
    scores = _scores(text)
    if likely in scores:
        scores[likely] += _PRIOR
    language = max(scores, key=lambda name: scores[name])
    return language if scores[language] > 0 else default


def _scores(text: str) -> dict[str, float]:
    """What speaks for each language in Latin letters; a name in capitals is spelled as it likes."""
    weights = _weights()
    scores = {name: 0.0 for name in LANGUAGES if name not in _SCRIPTS}
    for word in _WORD.findall(text):
        for language, weight in weights.get(word.casefold(), {}).items():
            scores[language] += weight
        if _ELIDED.match(word.casefold()):
            scores["fr"] += 1
        if word[1:].islower() and len(word) > 4:
            for language, spelling in _SPELLED.items():
                scores[language] += 0.4 if spelling.search(word) else 0
    return scores


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """For each of the usual words the languages it may be of, and how much it tells."""
    spoken: dict[str, list[str]] = {}
    for language in LANGUAGES:
        if language in _SCRIPTS:
            continue
        words = phrases(language)
        for word in {
            w.casefold() for w in (*words.words("language.stopwords"), *words.words("language.usual"))
        }:
            spoken.setdefault(word, []).append(language)
    return {word: dict.fromkeys(names, 1 / len(names) ** 2) for word, names in spoken.items()}
