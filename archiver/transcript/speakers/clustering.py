"""How many voices there are, and which stretch of speech is whose: clusters of voice vectors, their number found.

Agglomerative clustering with average linkage, cut where two clusters are less alike than one voice is with itself (as
in D. Garcia-Romero et al., "Speaker diarization using deep neural network embeddings", ICASSP 2017).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats

# Mean cosine of two clusters' stretches, from which they are one voice. Measured with windows of two seconds, clean,
# with noise (10 dB) and as MP3 of 8 kbit/s: the last two clusters of one voice are 0.57 to 0.72 alike (two synthetic
# voices, a real one reading) or 0.48 to 0.59 (two people on a telephone, the sample of pyannote.audio). Two voices are
# 0.26 alike at most, and at 8 kbit/s 0.34, but for the two on the telephone: 0.44.
SAME_VOICE = 0.40
SURE_SECONDS = 1.0  # a vector of less speech than this founds no voice
LEAST_SECONDS = 2.0  # nor do all of a cluster's together
MOST_FOUNDERS = 2_000  # the longest stretches; their distances are 8 MB for every thousand, squared
NEIGHBOUR_MARGIN = (
    0.15  # how much more alike a voice must be, in a stretch under ``SURE_SECONDS``, than those around it
)


def cluster_speakers(vectors: Floats, seconds: Sequence[float], sure: Sequence[bool]) -> list[int | None]:
    """The voice of each stretch of speech, in speaking order: 0 is the first to be heard.

    vectors: unit length, shape (stretches, n); those without any speech are zero and get None
    seconds: of speech behind each vector
    sure: whether the stretch is speech beyond doubt; the others get a voice only if they are like one
    """
    lengths = np.asarray(seconds)
    founders = _founders(vectors, lengths, np.asarray(sure, dtype=bool))
    if not len(founders):
        return [None] * len(vectors)
    speaker_centroids = _cluster_centroids(vectors[founders], lengths[founders])
    alike = vectors @ speaker_centroids.T
    labels = alike.argmax(axis=1)
    for place in np.flatnonzero(lengths < SURE_SECONDS):
        labels[place] = _with_neighbours(alike, labels, lengths, int(place))
    known = [bool(vectors[n].any()) and (sure[n] or alike[n].max() >= SAME_VOICE) for n in range(len(vectors))]
    return _in_order([int(label) if heard else None for label, heard in zip(labels, known, strict=True)])


def speaker_centroids(vectors: Floats, labels: Sequence[int | None]) -> Floats:
    """The middle of each voice's vectors, as unit vectors; shape (voices, n)."""
    count = max((label for label in labels if label is not None), default=-1) + 1
    sums = [vectors[[n for n, label in enumerate(labels) if label == voice]].sum(axis=0) for voice in range(count)]
    return np.stack([one / np.linalg.norm(one) for one in sums])


def _founders(vectors: Floats, seconds: npt.NDArray[np.float64], sure: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """The stretches that the voices are found in: long ones if there are any, the longest if there are too many."""
    fit = np.flatnonzero(sure & vectors.any(axis=1))
    long = fit[seconds[fit] >= SURE_SECONDS]
    chosen = long if len(long) else fit
    return np.sort(chosen[np.argsort(-seconds[chosen], kind="stable")[:MOST_FOUNDERS]])


def _cluster_centroids(vectors: Floats, seconds: npt.NDArray[np.float64]) -> Floats:
    labels = _agglomerated(vectors)
    spoken = np.bincount(labels, weights=seconds)
    kept = np.flatnonzero(spoken >= min(LEAST_SECONDS, spoken.max()))
    return speaker_centroids(
        vectors, [int(place[0]) if len(place := np.flatnonzero(kept == one)) else None for one in labels]
    )


def _agglomerated(vectors: Floats) -> npt.NDArray[np.intp]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    if len(vectors) == 1:
        return np.zeros(1, dtype=np.intp)
    tree = linkage(pdist(vectors, "cosine"), "average")
    labels: npt.NDArray[np.intp] = fcluster(tree, 1 - SAME_VOICE, "distance").astype(np.intp) - 1
    return labels


def _with_neighbours(alike: Floats, labels: npt.NDArray[np.intp], seconds: npt.NDArray[np.float64], place: int) -> int:
    """The voice of a short stretch: that of a long one beside it, unless another is clearly more like it."""
    near = [n for n in (place - 1, place + 1) if 0 <= n < len(labels) and alike[n].any()]  # some have no voice
    beside = [n for n in near if seconds[n] >= SURE_SECONDS]
    if not beside:
        return int(labels[place])
    best = max((labels[n] for n in beside), key=lambda label: alike[place, label])
    return int(best if alike[place].max() - alike[place, best] < NEIGHBOUR_MARGIN else labels[place])


def _in_order(labels: Sequence[int | None]) -> list[int | None]:
    """Number the voices in the order in which they are first heard."""
    order = {label: n for n, label in enumerate(dict.fromkeys(one for one in labels if one is not None))}
    return [None if label is None else order[label] for label in labels]
