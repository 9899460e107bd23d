#!/usr/bin/env python3
"""Fit the weights that compare a release with speech in another language, and say how well they do.

usage: .venv/bin/python scripts/fit_paraphrase.py

The examples are made-up briefings on made-up releases, and the demo. What was read word for word is left out, since the
verbatim pass finds it, and so are follow-ups without content of their own, which the decoder ties to what they follow.
Every briefing is also held against another release, where nothing belongs to anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentencex import segment
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from archiver.align import link_sentences
from archiver.align.paraphrase import features as paraphrase
from archiver.align.paraphrase.encoder import CachedEncoder
from archiver.align.paraphrase.features import EncoderScorer, Scorer
from archiver.align.paraphrase.multilingual import universal
from archiver.align.verbatim.local_alignment import local_alignments
from archiver.release import read_release
from archiver.tokens import Stream, tokens

Floats = npt.NDArray[np.float32]
Pairs = tuple[Floats, list[bool]]

HERE = Path(__file__).parent
DEMO = HERE.parent / "archiver" / "demo"
REGULARISATION = 0.3  # scikit-learn's C, for features of variance 1
FAVOUR = 0.3  # log-odds beside the fitted constant: best for the decoded links of examples that were left out
FOREIGN_WEIGHT = 0.2  # a pair of strangers is easy to tell apart, and there are many


@dataclass(frozen=True)
class Example:
    """A release and what was said about it; each sentence with the numbers of its paragraphs, and what it is."""

    title: str
    paragraphs: tuple[str, ...]
    sentences: tuple[str, ...]
    answers: tuple[frozenset[int], ...]
    kinds: tuple[str, ...]


def examples(path: Path = HERE / "linking_examples.json") -> list[Example]:
    """The made-up briefings of a file."""
    found = []
    for written in json.loads(path.read_text(encoding="utf-8")):
        rows = [(*row, "") if len(row) == 2 else tuple(row) for row in written["sentences"]]
        said, answers, kinds = zip(*rows, strict=True)
        found.append(
            Example(written["title"], tuple(written["paragraphs"]), said, tuple(map(_numbers, answers)), kinds)
        )
    return found


def demo() -> Example:
    """The built-in briefing."""
    release = read_release((DEMO / "release.txt").read_bytes())
    units = json.loads((DEMO / "truth.json").read_text(encoding="utf-8"))["units"]
    said = [(sentence.strip(), unit["paragraph"]) for unit in units for sentence in segment("en", unit["text"])]
    sentences, answers = zip(*said, strict=True)
    paragraphs = tuple(paragraph.text for paragraph in release.paragraphs)
    return Example("demo", paragraphs, sentences, tuple(map(_numbers, answers)), ("",) * len(said))


def _numbers(answer: int | list[int] | None) -> frozenset[int]:
    return frozenset() if answer is None else frozenset(answer if isinstance(answer, list) else [answer])


@cache
def pairs(example: Example, paragraphs: tuple[str, ...], encoder: CachedEncoder) -> Pairs:
    """Features and answers of every pair of a sentence that was not read and a paragraph."""
    stream = Stream.of(example.sentences, "en")
    read = {
        stream.owners[said] for p in local_alignments([tokens(p) for p in paragraphs], stream) for _, said in p.pairs
    }
    apart = [number in read for number in range(len(example.sentences))]
    parts = [list(segment("en", p)) for p in paragraphs]
    found = paraphrase.features(parts, example.sentences, apart, ("en", "en"), encoder)
    keep = [n for n, kind in enumerate(example.kinds) if n not in read and kind != "follow"]
    own = paragraphs == example.paragraphs
    answers = [own and p + 1 in example.answers[n] for n in keep for p in range(len(paragraphs))]
    return found[keep].reshape(-1, found.shape[-1]), answers


def fit(chosen: Sequence[Example], encoder: CachedEncoder) -> Floats:
    """The coefficients and the constant."""
    rows, answers, weights = [], [], []
    for example, other in zip(chosen, [*chosen[1:], chosen[0]], strict=True):
        for paragraphs, weight in ((example.paragraphs, 1.0), (other.paragraphs, FOREIGN_WEIGHT)):
            found, right = pairs(example, paragraphs, encoder)
            rows.append(found)
            answers += right
            weights += [weight] * len(right)
    scaled = StandardScaler()
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    make_pipeline(scaled, model).fit(np.concatenate(rows), answers, logisticregression__sample_weight=weights)
    slopes = model.coef_[0] / scaled.scale_
    return np.append(slopes, model.intercept_ - slopes @ scaled.mean_ + FAVOUR).astype(np.float32)


def margins(example: Example, scorer: Scorer) -> list[tuple[float, bool]]:
    """The margin of every paraphrase, and whether the link is right."""
    return [
        (link.why.margin, link.paragraph + 1 in example.answers[link.sentence])
        for link in link_sentences(example.paragraphs, example.sentences, scorer=scorer)
        if link.relation == "paraphrase"
    ]


def reliability(found: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """The straight line that tells from a margin how often such a link is right: its slope and its constant."""
    values, right = zip(*found, strict=True)
    line = LogisticRegression(C=10).fit(np.array(values)[:, None], right)
    return float(line.coef_[0, 0]), float(line.intercept_[0])


def report(known: Sequence[Example], encoder: CachedEncoder) -> None:
    """Print the coefficients by their names, those that come out without each example in turn, and the reliability."""
    print(f"\n{encoder.name}")
    for name, value in zip(paraphrase.COEFFICIENTS, fit(known, encoder), strict=True):
        print(f'    "{name}": {value:.2f},')
    unseen: list[tuple[float, bool]] = []
    for left_out in known:
        without = fit([example for example in known if example is not left_out], encoder)
        print(f"without {left_out.title[:30]:30s} {', '.join(f'{value:.1f}' for value in without)}")
        named = {name: float(value) for name, value in zip(paraphrase.COEFFICIENTS, without, strict=True)}
        unseen += margins(left_out, EncoderScorer(encoder, coefficients=named))
    slope, constant = reliability(unseen)
    right = sum(found for _, found in unseen)
    print(f"CALIBRATION = ({slope:.2f}, {constant:.2f})  # {len(unseen)} paraphrases left out, {right} of them right")


def main() -> None:
    """Fit on all that we wrote."""
    report([*examples(), demo()], CachedEncoder(universal()))


if __name__ == "__main__":
    main()
