#!/usr/bin/env python3
"""Fit what a sentence's confidence is made of on sentences heard in good and bad recordings, whose words are known.

usage: .venv/bin/python scripts/fit_confidence.py [--examples FILE] [--pictures DIR]

Prints the constants of ``archiver.transcript.confidence``, and how far confidences can be believed: the engine's own,
ours with the constants that come out without the recording that a sentence is of, and what else it could be made of.
Needs the extra ``voices``.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hearing_bench.confidence import COLUMNS, drawn, engines, row
from hearing_bench.examples import Example, examples, kept, to_fit
from measuring.table import print_table
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from archiver.bench.reliability import Scored

Floats = npt.NDArray[np.float64]

FEATURES = ("mean_logit",)  # one is enough: the table that is printed says what others would add
USUAL_PACE = (2.0, 3.2)  # words a second, between which people speak to an audience
REGULARISATION = 1.0  # scikit-learn's C, for features of variance 1


def columns(features: Mapping[str, float]) -> dict[str, float]:
    """The features, and what is made of them.

    slow, fast: how far the pace is below or above the usual, as the logarithm of how many times
    repetition: how far the compression ratio is above that of plain English
    """
    slowest, fastest = USUAL_PACE
    pace = max(features["pace"], 0.1)
    made = {
        "slow": max(0.0, math.log(slowest / pace)),
        "fast": max(0.0, math.log(pace / fastest)),
        "repetition": max(0.0, features["compression_ratio"] - 1.7),
    }
    return {**features, **made}


def matrix(known: Sequence[Example], names: Sequence[str]) -> Floats:
    """A row for each sentence, a column for each feature."""
    made = [columns(own.features) for own in known]
    return np.array([[own[name] for name in names] for own in made])


def fit(known: Sequence[Example], names: Sequence[str] = FEATURES) -> Floats:
    """The coefficients of the log-odds of a word being right, and at the end the constant.

    Every sentence counts the same, however long it is: it is sentences that have a confidence.
    """
    rows, shares = matrix(known, names), np.array([own.share for own in known])
    scaled = StandardScaler().fit(rows)
    model = LogisticRegression(C=REGULARISATION, max_iter=5000)
    both = np.concatenate([scaled.transform(rows)] * 2)
    answers = np.repeat([1, 0], len(known))
    model.fit(both, answers, sample_weight=np.concatenate([shares, 1 - shares]))
    slopes = model.coef_[0] / scaled.scale_
    return np.append(slopes, model.intercept_ - slopes @ scaled.mean_)


def confidences(known: Sequence[Example], coefficients: Floats, names: Sequence[str] = FEATURES) -> Floats:
    """The confidence in each sentence, 0 to 1."""
    odds = matrix(known, names) @ coefficients[:-1] + coefficients[-1]
    return np.asarray(1 / (1 + np.exp(-odds)))


def left_out(known: Sequence[Example], names: Sequence[str] = FEATURES) -> list[Scored]:
    """The confidence in each sentence with the coefficients that come out of all other recordings."""
    found: list[Scored] = []
    for recording in dict.fromkeys(own.recording for own in known):
        own = [example for example in known if example.recording == recording]
        others = [example for example in known if example.recording != recording]
        found += zip(confidences(own, fit(others, names), names).tolist(), (e.share for e in own), strict=True)
    return found


def report(known: Sequence[Example], pictures: Path | None) -> None:
    """Print the constants and what they are worth."""
    before, after = engines(known), left_out(known)
    rows = [row("the engine's own", before), row("fitted, its recording left out", after)]
    further = [name for name in columns(known[0].features) if name not in FEATURES]
    rows += [row(f"with {name} as well", left_out(known, [*FEATURES, name])) for name in further]
    recordings = len({own.recording for own in known})
    print_table(f"Confidence of {len(known)} sentences in {recordings} recordings", COLUMNS, rows)
    steepness, height = fit(known)
    print(f"\nSTEEPNESS, HEIGHT = {steepness:.3f}, {height:.3f}")
    if pictures:
        curves = {"the engine's own": before, "fitted, its recording left out": after}
        print(f"drawn: {drawn(curves, pictures / 'confidence-fitted.svg')}")


def main() -> None:
    """Hear, or read what was heard, fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--examples", type=Path, help="a file of examples; they are made and kept there if it is not there"
    )
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="draw how far confidences can be believed")
    given = parser.parse_args()
    report(kept(given.examples, lambda: examples(to_fit())), given.pictures)


if __name__ == "__main__":
    main()
