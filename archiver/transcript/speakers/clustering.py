"""How many voices there are, and which local speaker has which: clusters of voice vectors, their number found.

Agglomerative clustering with average linkage, cut where two clusters are less alike than one voice is with itself (as
in D. Garcia-Romero et al., "Speaker diarization using deep neural network embeddings", ICASSP 2017). Whom the
segmentation network tells apart within a chunk are hardly one voice (as in K. Kinoshita et al., "Integrating end-to-end
neural and clustering-based diarization", ICASSP 2021).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from archiver.arrays import Floats

# Mean cosine of two clusters, from which they are one voice: the value of 3D-Speaker's own recipe for these weights.
# In ten-second chunks, one voice is 0.4 to 0.9 like itself, two are 0.3 alike at most; in a room with a bad microphone
# one voice goes down to 0.3, and two go up to 0.47.
SAME_VOICE = 0.40
# The cosine that two local speakers of one chunk count with. The network may err, and a voice of many chunks is then
# put together all the same.
APART = -1.0
SURE_SECONDS = 1.25  # a vector of less speech than this founds no voice
LIKE_A_VOICE = 0.3  # cosine with a voice, under which a local speaker is nobody known
MOST_FOUNDERS = 3_000  # those with the most speech; their distances are 72 MB
OWN_VOICE = 2.0  # added to the likeness with the voice that a local speaker founded: more than any difference


def cluster_speakers(vectors: Floats, seconds: Sequence[float], chunks: Sequence[int]) -> list[int | None]:
    """The voice of each local speaker; None for one who is like none.

    vectors: unit length, shape (local speakers, n); those without a voice are zero
    seconds: of speech behind each vector
    chunks: in which each is heard; two of one chunk are never given one voice
    """
    lengths, places = np.asarray(seconds), np.asarray(chunks)
    founders = _founders(vectors, lengths)
    if not len(founders):
        return [None] * len(vectors)
    founded = _agglomerated(vectors[founders], places[founders])
    alike = vectors @ _centroids(vectors[founders], founded).T
    alike[founders, founded] += OWN_VOICE
    labels: list[int | None] = [None] * len(vectors)
    for place in np.unique(places):
        own = np.flatnonzero(places == place)
        for number, voice in _matched(alike[own]):
            labels[own[number]] = voice
    return labels


def _founders(vectors: Floats, seconds: npt.NDArray[np.float64]) -> npt.NDArray[np.intp]:
    """The local speakers that the voices are found in: those heard long enough, or the longest of all."""
    fit = np.flatnonzero(vectors.any(axis=1))
    long = fit[seconds[fit] >= SURE_SECONDS]
    chosen = long if len(long) else fit[seconds[fit] == seconds[fit].max(initial=0.0)]
    return np.sort(chosen[np.argsort(-seconds[chosen], kind="stable")[:MOST_FOUNDERS]])


def _agglomerated(vectors: Floats, chunks: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(vectors) == 1:
        return np.zeros(1, dtype=np.intp)
    alike = np.where(chunks[:, None] == chunks, APART, vectors @ vectors.T)
    # The cosine of a vector with itself may be a little over 1: a jingle that comes again has the same one.
    distances = squareform(np.maximum(0, 1 - alike), checks=False)
    labels: npt.NDArray[np.intp] = fcluster(linkage(distances, "average"), 1 - SAME_VOICE, "distance").astype(np.intp)
    return labels - 1


def _centroids(vectors: Floats, labels: npt.NDArray[np.intp]) -> Floats:
    """The middle of each voice's vectors, as unit vectors; shape (voices, n)."""
    sums = np.zeros((labels.max() + 1, vectors.shape[1]), dtype=np.float32)
    np.add.at(sums, labels, vectors)
    return np.asarray(sums / np.linalg.norm(sums, axis=1, keepdims=True), dtype=np.float32)


def _matched(alike: Floats) -> list[tuple[int, int]]:
    """Local speakers of one chunk and their voices: each voice once, and as alike as they can be together."""
    from scipy.optimize import linear_sum_assignment

    pairs = zip(*linear_sum_assignment(-alike), strict=True)
    return [(int(number), int(voice)) for number, voice in pairs if alike[number, voice] >= LIKE_A_VOICE]
