"""Which of the six languages a text is written in: its script, then its commonest words.

Small on purpose: mails of three lines defeat statistical models, and a Chinese mail full of `MOD` and
`WTSA-20` is still Chinese.
"""

from __future__ import annotations

import re
from collections import Counter

from mailbot.mail.phrases import LANGUAGES, phrases

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SCRIPTS = {
    "ru": re.compile(r"[\u0400-\u04ff]"),
    "ar": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "zh": re.compile(r"[\u3400-\u9fff]"),
}
# a Chinese sentence sets no blanks around an address: only its own signs are left out
_ADDRESS = re.compile(r"[!-~]+@[!-~]+|https?://[!-~]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")


def detect(text: str, default: str = "en", likely: str | None = None) -> str:
    """An ISO 639-1 code, `default` where there is nothing to go by.

    ``likely`` is the writer's language on file, which decides where a few words could be of either.
    """
    text = _ADDRESS.sub(" ", text[:20_000])
    letters = {language: len(script.findall(text)) for language, script in _SCRIPTS.items()}
    letters["zh"] *= 3  # one sign is about a syllable
    best = max(letters, key=lambda language: letters[language])
    if letters[best] > 0.3 * len(_LATIN.findall(text)) and letters[best] >= 4:
        return best
    words = [word.casefold() for word in _WORD.findall(text)]
    counts: Counter[str] = Counter()
    for language in LANGUAGES:
        stop = {word.casefold() for word in phrases(language).words("language.stopwords")}
        counts[language] = sum(word in stop for word in words)
    language, hits = counts.most_common(1)[0]
    latin = likely in counts and likely not in _SCRIPTS and language not in _SCRIPTS
    if latin and hits <= 2 and likely and counts[likely] >= hits - (language == "en" and len(words) <= 6):
        return likely
    return language if hits else default
