#!/usr/bin/env python3
"""Fit the weights of ``archiver.align.paraphrase.briefing_scorer``, and say how well they do on what was left out.

usage: .venv/bin/python scripts/fit_linking.py FOLDER [--measure]

FOLDER: judged briefings, as `archiver bench links` reads them; a file's name begins with its house (`fed-2012-12-12`).
Briefings that we wrote, which the scripts carry, are fitted with them: they are short, and count more. Each transcript
is also held against the releases of others, of its own house and of another, where nothing belongs to anything.

--measure: also fit without each pair in turn, without each house, and without each feature, and print how good the
links of what was left out are
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from fit_paraphrase import demo, examples
from sklearn.linear_model import LogisticRegression

from archiver.align.paraphrase import briefing_scorer
from archiver.align.paraphrase.briefing_scorer import FEATURES
from archiver.align.paraphrase.encoder import CachedEncoder, minilm
from archiver.align.paraphrase.likeness import Texts
from archiver.align.verbatim.quotes import sentences_of
from archiver.arrays import Doubles, Floats
from archiver.bench.answers import Answer
from archiver.bench.cases import Case, Judgement, read_folder
from archiver.bench.reliability import binned, calibration_error
from archiver.bench.scores import Judged, tally, verdict
from archiver.tokens import has_words

REGULARISATION = 0.05  # scikit-learn's C, for features of variance 1
OWN, STRANGERS = 4.0, 0.5  # weights of pairs that we wrote, and of such as do not belong together; of judged ones 1
EVERY = 10  # of so many sentences of strangers one
BORDERLINE = 0.5  # of an answer that only a lenient judge accepts: the middle of what a strict and a lenient one say
FITTED = Path(briefing_scorer.__file__).with_name(briefing_scorer.FITTED)


@dataclass(frozen=True)
class Pair:
    """A release and a transcript.

    features: shape (sentences, paragraphs, features); of the judged sentences
    right: 1 for a right paragraph, 0 for a wrong one, between them what is borderline; shape (sentences, paragraphs)
    paragraphs: which of the release's they are, from 0; those without words are left out
    judgements: of the judged sentences; none for strangers
    """

    name: str
    house: str
    features: Floats
    right: Doubles
    weight: float
    paragraphs: tuple[int, ...]
    judgements: tuple[Judgement, ...] = ()

    @property
    def is_judged(self) -> bool:
        """Whether a reader judged it; what we wrote, and strangers, are not what links are measured on."""
        return self.weight == 1


def judged_pairs(cases: Sequence[Case]) -> Iterator[Pair]:
    """The features of every case, and of its transcript with two releases that are not its own."""
    for number, case in enumerate(cases):
        encoder = CachedEncoder(minilm())
        yield pair(case, case.paragraphs, 1.0, encoder)
        others = [*cases[number + 1 :], *cases[:number]]
        for same in (True, False):
            other = next((one for one in others if (house(one) == house(case)) is same), None)
            if other is not None:
                yield pair(case, other.paragraphs, STRANGERS, encoder)


def own_cases() -> list[Case]:
    """The briefings that we wrote, the demo among them."""
    found = []
    for example in [*examples(), demo()]:
        answers = [Judgement(frozenset(n - 1 for n in own) or frozenset([None])) for own in example.answers]
        judged = dict(enumerate(answers))
        found.append(Case(example.title, "briefing", "en", example.paragraphs, example.sentences, judged))
    return found


def house(case: Case) -> str:
    """Who spoke."""
    return case.name.split("-")[0]


def pair(case: Case, paragraphs: Sequence[str], weight: float, encoder: CachedEncoder) -> Pair:
    """The features of what was judged; of strangers, where all is much the same, of some sentences only."""
    known = [number for number, text in enumerate(paragraphs) if has_words(text)]
    own = paragraphs is case.paragraphs
    parts = [sentences_of(paragraphs[number], "en") for number in known]
    texts = Texts.of(parts, case.sentences, "en", encoder)
    rows = sorted(case.judged)[:: 1 if own else EVERY]
    found = briefing_scorer.stacked(texts, parts, "en")[rows]
    judgements = tuple(case.judged[row] for row in rows) if own else ()
    right = np.zeros(found.shape[:2])
    for row, judgement in enumerate(judgements):
        for column, paragraph in enumerate(known):
            right[row, column] = (
                1.0 if paragraph in judgement.right else BORDERLINE * (paragraph in judgement.tolerated)
            )
    return Pair(case.name, house(case), found, right, weight, tuple(known), judgements)


def fit(pairs: Sequence[Pair], columns: Sequence[int]) -> tuple[Doubles, Doubles, float]:
    """The means, the weights and the constant of a logistic regression; borderline counts half for either side."""
    rows = np.concatenate([own.features.reshape(-1, own.features.shape[-1]) for own in pairs])[:, columns]
    right = np.concatenate([own.right.ravel() for own in pairs])
    weights = np.concatenate([np.full(own.right.size, own.weight) for own in pairs])
    means, spread = rows.mean(axis=0, dtype=float), rows.std(axis=0, dtype=float) + 1e-6
    scaled, between = (rows - means) / spread, (right > 0) & (right < 1)
    model = LogisticRegression(C=REGULARISATION, max_iter=500)
    model.fit(
        np.concatenate([scaled, scaled[between]]),
        np.concatenate([right > 0, np.zeros(between.sum(), dtype=bool)]),
        np.concatenate([weights * np.where(between, right, 1.0), (weights * (1 - right))[between]]),
    )
    return means, model.coef_[0] / spread, float(model.intercept_[0])


def left_out(
    pairs: Sequence[Pair], columns: Sequence[int], key: Callable[[Pair], str], only: str | None = None
) -> Iterator[Judged]:
    """The answers to judged pairs with weights that were fitted without all that shares its key.

    only: the key of those that are answered; None for all
    """
    for name in sorted({key(own) for own in pairs if own.is_judged}):
        if name != (only or name):
            continue
        means, weights, constant = fit([own for own in pairs if key(own) != name], columns)
        for own in pairs:
            if key(own) == name and own.is_judged:
                odds = (own.features[..., columns] - means) @ weights + constant
                yield from zip(answers(odds, own.paragraphs), own.judgements, strict=True)


def answers(odds: Doubles, paragraphs: Sequence[int]) -> Iterator[Answer | None]:
    """The likeliest of these paragraphs for each sentence, or none."""
    for own in odds:
        best = int(own.argmax())
        yield Answer(paragraphs[best], "paraphrase", float(1 / (1 + np.exp(-own[best])))) if own[best] >= 0 else None


def report(name: str, judged: Iterable[Judged]) -> None:
    """Print how good the links are, strict and lenient, and how far their scores can be believed."""
    known = list(judged)
    strict, lenient = tally(known), tally(known, lenient=True)
    scored = [
        (answer.score or 0.0, sum(verdict(answer, own, lenient=way) == "hit" for way in (False, True)) / 2)
        for answer, own in known
        if answer is not None
    ]
    print(
        f"{name:44s} F1 {strict.f1 or 0:.3f} / {lenient.f1 or 0:.3f}  precision {strict.precision or 0:.3f} / "
        f"{lenient.precision or 0:.3f}  links {strict.links:.0f} of {strict.wanted:.0f}  "
        f"calibration error {calibration_error(binned(scored)):.3f}",
        flush=True,
    )


def measure(pairs: Sequence[Pair], names: Sequence[str]) -> None:
    """Print what comes out for pairs and houses that were left out, and for these without each feature in turn."""
    everything = list(range(len(names)))
    report("each pair left out", left_out(pairs, everything, lambda own: own.name))
    report("each house left out", left_out(pairs, everything, lambda own: own.house))
    for one in sorted({own.house for own in pairs if own.is_judged}):
        report(f"house {one} left out", left_out(pairs, everything, lambda own: own.house, only=one))
    for number, name in enumerate(names):
        fewer = [column for column in everything if column != number]
        report(f"each house left out, without {name}", left_out(pairs, fewer, lambda own: own.house))


def written(pairs: Sequence[Pair], names: Sequence[str]) -> str:
    """The weights as they are kept, with the names of what they were fitted on."""
    means, weights, constant = fit(pairs, range(len(names)))
    features = {
        name: [round(float(mean), 5), round(float(weight), 5)]
        for name, mean, weight in zip(names, means, weights, strict=True)
    }
    judged = sorted(own.name for own in pairs if own.is_judged)
    ours = sorted(own.name for own in pairs if own.weight == OWN)
    document = {"judged": judged, "written for it": ours, "constant": round(constant, 4), "features": features}
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Fit, write, and measure if that is wanted."""
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    if len(folders) != 1:
        sys.exit(__doc__)
    cases, errors = read_folder(Path(folders[0]), "en")
    for error in errors:
        print(error, file=sys.stderr)
    pairs = [*judged_pairs(cases), *(pair(case, case.paragraphs, OWN, CachedEncoder(minilm())) for case in own_cases())]
    FITTED.write_text(written(pairs, FEATURES), encoding="utf-8")
    if "--measure" in sys.argv:
        measure(pairs, FEATURES)


if __name__ == "__main__":
    main()
