#!/usr/bin/env python3
"""Fit the coefficients of ``archiver.align.paraphrase`` on hand-written examples, and say how well they do on others.

usage: .venv/bin/python scripts/fit_paraphrase.py

The examples are made-up briefings on made-up releases, and the demo. What was read word for word is left out, since the
verbatim pass finds it. Every briefing is also held against the other releases, where nothing belongs to anything.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sentencex import segment
from sklearn.linear_model import LogisticRegression

from archiver.align import link_texts
from archiver.align.meaning import mini_lm
from archiver.align.paraphrase import features
from archiver.align.verbatim import passages
from archiver.align.words import Stream, tokens
from archiver.release import read_release

Floats = npt.NDArray[np.float32]

HERE = Path(__file__).parent
DEMO = HERE.parent / "archiver" / "demo"
REGULARISATION = 10.0  # scikit-learn's C: weak, there are six coefficients and some hundred examples
FOREIGN_WEIGHT = 0.2  # a pair of strangers is easy to tell apart, and there are many


@dataclass(frozen=True)
class Example:
    """A release and what was said about it; each sentence with the number of its paragraph or None."""

    title: str
    paragraphs: list[str]
    sentences: list[str]
    answers: list[int | None]


def examples() -> list[Example]:
    """The made-up briefings, and the demo."""
    written = json.loads((HERE / "linking_examples.json").read_text())
    found = [Example(x["title"], x["paragraphs"], *map(list, zip(*x["sentences"], strict=True))) for x in written]
    release = read_release((DEMO / "release.txt").read_bytes())
    units = json.loads((DEMO / "truth.json").read_text())["units"]
    said = [(sentence.strip(), unit["paragraph"]) for unit in units for sentence in segment("en", unit["text"])]
    return [*found, Example("demo", [p.text for p in release.paragraphs], *map(list, zip(*said, strict=True)))]


def pairs(example: Example, paragraphs: Sequence[str] | None = None) -> tuple[Floats, list[bool]]:
    """Features and answers of every pair of a sentence that was not read and a paragraph."""
    written = paragraphs or example.paragraphs
    stream = Stream.of(example.sentences, "en")
    read = {stream.owners[said] for p in passages([tokens(p) for p in written], stream) for _, said in p.pairs}
    before = ["", *("" if number in read else said for number, said in enumerate(example.sentences[:-1]))]
    found = features([list(segment("en", p)) for p in written], example.sentences, before, "en", mini_lm())
    keep = [number for number in range(len(example.sentences)) if number not in read]
    own = paragraphs is None
    answers = [own and example.answers[s] == p + 1 for s in keep for p in range(len(written))]
    return found[keep].reshape(-1, found.shape[-1]), answers


def fit(chosen: Sequence[Example]) -> Floats:
    """The coefficients and the constant."""
    rows, answers, weights = [], [], []
    for example in chosen:
        for other in chosen:
            foreign = other.paragraphs != example.paragraphs
            found, right = pairs(example, other.paragraphs if foreign else None)
            rows.append(found)
            answers += right
            weights += [FOREIGN_WEIGHT if foreign else 1.0] * len(right)
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    model.fit(np.concatenate(rows), answers, sample_weight=weights)
    return np.append(model.coef_[0], model.intercept_).astype(np.float32)


def score(example: Example) -> str:
    """How the whole linker does on an example."""
    found = link_texts(example.paragraphs, example.sentences)
    given = [None if answer is None else answer + 1 for answer in found]
    right = sum(a == b and a is not None for a, b in zip(example.answers, given, strict=True))
    wanted, linked = (sum(answer is not None for answer in answers) for answers in (example.answers, given))
    precision, recall = right / max(1, linked), right / max(1, wanted)
    return f"precision {precision:.2f} recall {recall:.2f} F1 {2 * right / (wanted + linked):.2f}"


def main() -> None:
    """Print the coefficients, those without each example in turn, and how the linker does with its own."""
    known = examples()
    print(f"all: {_row(fit(known))}")
    for left_out in known:
        without = fit([example for example in known if example is not left_out])
        print(f"without {left_out.title[:20]:20s} {_row(without)}")
    for example in known:
        print(f"{example.title[:20]:20s} {score(example)}")


def _row(coefficients: Floats) -> str:
    return ", ".join(f"{c:.1f}" for c in coefficients)


if __name__ == "__main__":
    main()
