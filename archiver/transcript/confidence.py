"""Confidence: which share of the words heard is probably right, told from how sure the engine was of each of them.

What an engine calls a probability is no frequency. Taken as log-odds and moved along a straight line (Platt 1999) it
becomes one: of sentences with a confidence of 0.8, eight words in ten are right. It says nothing of words that were not
heard at all. What other programs say of their words is worth something else, so that transcripts read from files have
no confidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from archiver.models import Segment, Word

# Fitted by `scripts/fit_confidence.py` on 26 November 2026: 2,397 English sentences in 20 recordings, each in three of
# ten conditions, from as it is to noise louder than the voice, heard by faster-whisper with tiny.en. The other engine,
# other weights and other languages get the same line, which was not measured on them.
STEEPNESS, HEIGHT = 1.254, 0.224

LEAST, MOST = 1e-6, 0.9999  # a probability that was rounded to 0 or 1 is not meant so, and has no log-odds


def with_confidence(segments: Iterable[Segment]) -> list[Segment]:
    """The sentences that an engine of ours heard, each with its confidence."""
    return [replace(segment, confidence=confidence(segment.words)) for segment in segments]


def confidence(words: Sequence[Word]) -> float | None:
    """The share of words that is probably right, 0 to 1; None where a word has no probability, or there is no word."""
    known = [word.probability for word in words if word.probability is not None]
    if not known or len(known) < len(words):
        return None
    return round(1 / (1 + math.exp(-STEEPNESS * mean_logit(known) - HEIGHT)), 4)


def mean_logit(probabilities: Sequence[float]) -> float:
    """The geometric mean of the words' probabilities as log-odds: all that the confidence is made of."""
    logs = [math.log(max(probability, LEAST)) for probability in probabilities]
    mean = min(math.exp(sum(logs) / len(logs)), MOST)
    return math.log(mean / (1 - mean))
