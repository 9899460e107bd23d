"""The prior: how much of what was said is about the release at all, estimated from the log-odds themselves.

A scorer's odds are right for briefings like those that it was fitted on, where more than a third of the sentences speak
of their release. In another house's briefing, or an hour of other business, a likeness is more probably chance. So the
share of sentences that speak of the release is estimated around each sentence by expectation maximisation, and the odds
are set right by it (Saerens, Latinne and Decaestecker 2002). Only downwards: that much is about the release is no
reason to believe that the rest is.
"""

from __future__ import annotations

import numpy as np

from archiver.arrays import Doubles, Floats

FITTED_SHARE = 0.35  # about the share in the briefings that the scorer was fitted on
PRIOR_SENTENCES = (
    3  # sentences with that share that are added to those around, so that a few sentences alone prove nothing
)
WINDOW_SENTENCES = 30  # sentences on either side: long enough to tell, short enough for a passage in a long meeting
EM_ROUNDS = 15  # of estimation; after ten nothing moves any more


def with_prior(odds: Floats) -> Floats:
    """The odds, less where little of what was said around is about the release.

    odds: log-odds of each paragraph against none; shape (sentences, paragraphs)
    """
    if not odds.size:
        return odds
    some = np.logaddexp.reduce(odds.astype(np.float64), axis=1)
    share = np.full(len(some), FITTED_SHARE)
    for _ in range(EM_ROUNDS):
        belonging = 1 / (1 + np.exp(-np.clip(some + _correction(share), -50, 50)))
        sums, counts = _around(belonging)
        share = (sums + PRIOR_SENTENCES * FITTED_SHARE) / (counts + PRIOR_SENTENCES)
    return np.asarray(odds + np.minimum(0, _correction(share))[:, None], dtype=np.float32)


def _correction(share: Doubles) -> Doubles:
    """What a share does to the log-odds."""
    found: Doubles = np.log(share / (1 - share)) - np.log(FITTED_SHARE / (1 - FITTED_SHARE))
    return found


def _around(values: Doubles) -> tuple[Doubles, Doubles]:
    """The sum of the values around each, its own among them, and how many they are."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    places = np.arange(len(values))
    first, last = np.maximum(places - WINDOW_SENTENCES, 0), np.minimum(places + WINDOW_SENTENCES + 1, len(values))
    return sums[last] - sums[first], (last - first).astype(np.float64)
