"""Answers: what a system says about each sentence of a case, ours or somebody else's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.align import link_sentences, link_texts, longest
from archiver.align.paraphrase.judge import Judge
from archiver.bench.cases import Case, parsed
from archiver.errors import BenchFileError


@dataclass(frozen=True, slots=True)
class Answer:
    """A link of a sentence.

    paragraph: from 0
    relation, score: None where the system does not tell
    """

    paragraph: int
    relation: str | None = None
    score: float | None = None


Answers = Sequence[Answer | None]
"""For each sentence of a case its link, or None."""


def ours(case: Case, least: float, judge: Judge | None = None) -> list[Answer | None]:
    """What this program links.

    least: the score from which a link counts
    judge: a larger model that is asked as well
    """
    if case.kind != "briefing" and not least and not judge:  # the fixed interface, which tells no scores
        return plain(link_texts(case.paragraphs, case.sentences, case.language))
    found = link_sentences(case.paragraphs, case.sentences, case.language, judge=judge)
    links = longest(found, len(case.sentences))
    answers = [None if link is None else Answer(link.paragraph, link.relation, link.score) for link in links]
    return surer(answers, least)


def plain(paragraphs: Sequence[int | None]) -> list[Answer | None]:
    """Answers that are only paragraphs."""
    return [None if paragraph is None else Answer(paragraph) for paragraph in paragraphs]


def surer(answers: Answers, least: float) -> list[Answer | None]:
    """The answers without links that have a lower score; those without a score stay."""
    return [answer if answer and (answer.score is None or answer.score >= least) else None for answer in answers]


def read_answers(path: Path) -> Mapping[str, object]:
    """What a system answered to cases, by their names, unchecked. Raises ``BenchFileError``."""
    document = parsed(path)
    if not isinstance(document, dict):
        raise BenchFileError(f"{path.name} is not an object from the names of files to lists of answers")
    return document


def answers_for(case: Case, answered: Mapping[str, object]) -> list[Answer | None]:
    """What a system answered to one case. Raises ``BenchFileError`` where that cannot be."""
    answers = answered.get(case.name)
    if not isinstance(answers, list):
        raise BenchFileError(f"{case.name}: the answers have no list of this name")
    if len(answers) != len(case.sentences):
        raise BenchFileError(f"{case.name}: {len(answers)} answers for {len(case.sentences)} sentences")
    return [_answer(case, number, answer) for number, answer in enumerate(answers)]


def _answer(case: Case, number: int, answer: object) -> Answer | None:
    match answer:
        case None:
            return None
        case [int(paragraph), str() | None as relation, int() | float() | None as score]:
            in_range = not isinstance(paragraph, bool) and 0 <= paragraph < len(case.paragraphs)
            if in_range and (score is None or (not isinstance(score, bool) and 0 <= score <= 1)):
                return Answer(paragraph, relation, score)
    wanted = f"null, or [paragraph from 0 to {len(case.paragraphs) - 1}, relation, score from 0 to 1]"
    raise BenchFileError(f"{case.name}: answer {number} is {json.dumps(answer)}", hint=f"it can be {wanted}")
