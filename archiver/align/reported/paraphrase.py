"""Paraphrases of a report: the sentence that says in other words what somebody reports, with its numbers and names."""

from __future__ import annotations

from collections.abc import Sequence

from archiver.align.reported.compared_words import TELLING_NAME, ComparedWord, Report
from archiver.align.reported.differences import STEM_LETTERS, changes_meaning, is_negated_otherwise
from archiver.questions import asks
from archiver.tokens import tokens

ENCODED = "en"  # the language whose meaning the embedded model knows
# Cosine of two texts from which one says what the other says. A sentence on the same subject rarely comes to it.
LEAST_ALIKE = 0.6
# Share of what the rarer words tell that both must have, by their first letters, where no model knows the language.
LEAST_IN_COMMON = 0.5
LEAST_TOLD = 0.3  # by a word that is not everybody's: `enough` tells so much, `would` does not
LEAST_DENIED = 2  # words that another sentence must share to be about the same
MOST_READ = 8  # sentences that the model reads, those with most words in common: a tenth of a second


def in_other_words(
    text: str, report: Report, spoken: Sequence[tuple[str, Sequence[ComparedWord]]], language: str
) -> int | None:
    """Which of some sentences says in other words what is reported; None where none does.

    text: as reported; report: its words
    spoken: sentences, with their words
    """
    fit = [
        number
        for number, (sentence, words) in enumerate(spoken)
        if words and not asks(sentence, language) and not changes_meaning(report.words, words, language)
    ]
    denied = [words for _, words in spoken if is_negated_otherwise(report.words, words, language)]
    fit = [number for number in fit if not _is_denied(report, spoken[number][1], denied)]
    in_common = {number: _in_common(text, spoken[number][0], language) for number in fit}
    fit = sorted((number for number in fit if in_common[number]), key=lambda number: -in_common[number])[:MOST_READ]
    if not fit:
        return None
    if language != ENCODED:
        return fit[0] if in_common[fit[0]] >= LEAST_IN_COMMON else None
    from archiver.align.paraphrase.encoder import minilm

    own, *others = (one.whole for one in minilm().read([text, *(spoken[number][0] for number in fit)], language))
    alike = [float(own @ other) for other in others]
    return fit[alike.index(max(alike))] if max(alike) >= LEAST_ALIKE else None


def _is_denied(report: Report, said: Sequence[ComparedWord], denied: Sequence[Sequence[ComparedWord]]) -> bool:
    """Whether what a sentence lacks of a report stands in another one that negates it: `This alone is not enough`."""
    forms = {word.form for word in said}
    lacking = {word.form for word in report.words if word.token.info >= LEAST_TOLD and word.form not in forms}
    return len(lacking) >= LEAST_DENIED and any(lacking <= {word.form for word in words} for words in denied)


def _in_common(text: str, sentence: str, language: str) -> float:
    said = {token.form[:STEM_LETTERS] for token in tokens(sentence, language)}
    telling = [token for token in tokens(text, language) if token.info >= TELLING_NAME]
    shared = sum(token.info for token in telling if token.form[:STEM_LETTERS] in said)
    return shared / max(1.0, sum(token.info for token in telling))
