"""The Viterbi path through a briefing: for every sentence a paragraph or none, in the light of its neighbours.

Viterbi's algorithm (1967), forwards and backwards, over the paragraphs and one state more, "none". Staying with a
paragraph is likelier than leaving it and the next one likelier than any other, but every jump is possible: people speak
in their own order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from archiver.arrays import Doubles, Floats

# Log-probabilities of the steps, relative to staying. Entering and leaving cost little: the evidence knows already how
# rarely a sentence speaks of a paragraph.
ENTER = -0.2  # from none to some paragraph
LEAVE = -0.2  # from a paragraph to none
NEXT = -0.3  # to the paragraph that follows
JUMP = -0.9  # to any other


def best_path(evidence: Floats, persistence: Floats | None = None) -> list[int | None]:
    """The likeliest paragraph of every sentence, from 0, or None; see ``max_marginals``."""
    return best_states(max_marginals(evidence, persistence))


def best_states(through: Floats) -> list[int | None]:
    """The states that the best of all paths leads through."""
    none = through.shape[1] - 1
    return [None if state == none else int(state) for state in through.argmax(axis=1)]


def max_marginals(evidence: Floats, persistence: Floats | None = None) -> Floats:
    """How likely the best of all paths is that leads through each paragraph, or through none, at each sentence.

    Log-probabilities; shape (sentences, paragraphs + 1), the last for none. Of two states of a sentence that differ by
    a margin, the worse would cost the whole path that margin.

    evidence: log-odds of each paragraph against none; shape (sentences, paragraphs)
    persistence: log-odds of staying with a paragraph for each sentence, beside the evidence; shape (sentences,)
    """
    count, width = evidence.shape
    seen = np.concatenate([evidence, np.zeros((count, 1))], axis=1)  # in doubles: hours of speech add up
    stay = np.zeros(count) if persistence is None else persistence
    until, after = seen.copy(), np.zeros_like(seen)
    if count and width:
        until[0, :width] += ENTER
    for sentence in range(1, count):
        until[sentence] += _best_into(until[sentence - 1], float(stay[sentence]), ENTER, LEAVE)
    for sentence in range(count - 1, 0, -1):
        after[sentence - 1] = _best_from(seen[sentence] + after[sentence], float(stay[sentence]))
    return np.asarray(until + after, dtype=np.float32)


def margins(through: Floats, path: Sequence[int | None]) -> list[float]:
    """By how much the path is likelier than the best that leads elsewhere at each sentence, as log-odds."""
    found = []
    for own, state in zip(through, path, strict=True):
        chosen = len(own) - 1 if state is None else state
        found.append(float(own[chosen] - np.delete(own, chosen).max(initial=-np.inf)))
    return found


def _best_from(score: Doubles, persistence: float) -> Doubles:
    """The best way out of every state: as the way in, with time and the order of paragraphs turned round."""
    turned = _best_into(np.append(score[-2::-1], score[-1]), persistence, LEAVE, ENTER)
    return np.append(turned[-2::-1], turned[-1])


def _best_into(score: Doubles, persistence: float, enter: float, leave: float) -> Doubles:
    """The best way into every state: staying, from the one before, from the best of all, from none."""
    paragraphs, none = score[:-1], score[-1]
    if not paragraphs.size:
        return np.array([none])
    best = paragraphs.max()
    found = np.maximum(paragraphs + persistence, max(best + JUMP, none + enter))
    found[1:] = np.maximum(found[1:], paragraphs[:-1] + NEXT)
    return np.append(found, max(none, best + leave))
