"""One path through the whole briefing: for every sentence a paragraph or none, in the light of its neighbours.

Viterbi's algorithm (1967) over the paragraphs and one state more, "none". Staying with a paragraph is likelier than
leaving it and the next one likelier than any other, but every jump is possible: people speak in their own order.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

# Log-probabilities of the steps, relative to staying. Entering and leaving cost little: the evidence knows already how
# rarely a sentence speaks of a paragraph.
ENTER = -0.1  # from none to some paragraph
LEAVE = -0.1  # from a paragraph to none
NEXT = -0.3  # to the paragraph that follows
JUMP = -0.9  # to any other


def best_path(evidence: Floats, clinging: Floats | None = None) -> list[int | None]:
    """The likeliest paragraph of every sentence, from 0, or None.

    evidence: log-odds of each paragraph against none; shape (sentences, paragraphs)
    clinging: log-odds of staying with a paragraph for each sentence, beside the evidence; shape (sentences,)
    """
    count, width = evidence.shape
    if not count or not width:
        return [None] * count
    score = np.zeros(width + 1, dtype=np.float32)  # the last is none
    score[:width] = evidence[0] + ENTER
    came_from = np.zeros((count, width + 1), dtype=np.int32)
    for sentence in range(1, count):
        options = _steps(score, 0.0 if clinging is None else float(clinging[sentence]))
        came_from[sentence] = _origin(score, options.argmax(axis=0))
        score = options.max(axis=0) + np.append(evidence[sentence], 0)
    state = int(score.argmax())
    path = [state]
    for sentence in range(count - 1, 0, -1):
        state = int(came_from[sentence, state])
        path.append(state)
    return [None if state == width else state for state in reversed(path)]


def _steps(score: Floats, clinging: float) -> Floats:
    """The four best ways into every state: staying, from the one before, from the best of all, from none."""
    width = len(score) - 1
    stay = score.copy()
    stay[:width] += clinging
    following = np.full_like(score, -np.inf)
    following[1:width] = score[: width - 1] + NEXT
    jump = np.full_like(score, score[:width].max() + JUMP)
    jump[width] = score[:width].max() + LEAVE
    enter = np.full_like(score, score[width] + ENTER)
    enter[width] = score[width]
    return np.stack([stay, following, jump, enter])


def _origin(score: Floats, way: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
    """The state that each of the four ways comes from."""
    width = len(score) - 1
    states = np.arange(width + 1)
    best = np.full(width + 1, int(score[:width].argmax()))
    return np.choose(way, [states, states - 1, best, np.full(width + 1, width)]).astype(np.int32)
