"""Voices are found by how alike local speakers are, in any number, and nobody is invented."""

from __future__ import annotations

import numpy as np
import pytest

from archiver.arrays import Floats
from archiver.transcript.speakers.clustering import SURE_SECONDS, cluster_speakers


def near(*directions: int, noise: float = 0.05, seed: int = 3) -> Floats:
    """Unit vectors, each near one axis of a space of 192 dimensions; a negative direction is no vector at all."""
    rng = np.random.default_rng(seed)
    made = np.stack([np.eye(192)[axis] * (axis >= 0) + rng.normal(0, noise, 192) * (axis >= 0) for axis in directions])
    lengths = np.linalg.norm(made, axis=1, keepdims=True)
    return np.asarray(made / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def between(first: int, second: int, share: float) -> Floats:
    """A vector between two axes, nearer to the second the larger the share."""
    made = np.eye(192)[first] * (1 - share) + np.eye(192)[second] * share
    return np.asarray(made / np.linalg.norm(made), dtype=np.float32)[None]


def told(vectors: Floats, seconds: float = 4.0) -> list[int | None]:
    """The voices of speakers who are heard in a chunk each, in the order in which they come."""
    labels = cluster_speakers(vectors, [seconds] * len(vectors), range(len(vectors)))
    order = {label: n for n, label in enumerate(dict.fromkeys(label for label in labels if label is not None))}
    return [None if label is None else order[label] for label in labels]


@pytest.mark.parametrize("speakers", [[0], [0, 0, 0, 0], [0, 1, 0, 1, 0], [0, 0, 1, 2, 0, 2, 3]])
def test_the_number_of_voices_is_found(speakers: list[int]) -> None:
    assert told(near(*speakers)) == speakers


def test_the_very_same_sound_again_is_the_same_voice() -> None:
    """The cosine of a vector of single precision with itself is often a little over 1."""
    assert told(np.repeat(near(0, 1, 2, noise=0.5), 4, axis=0)) == [0] * 4 + [1] * 4 + [2] * 4


def test_two_of_one_chunk_are_two_however_alike_they_are() -> None:
    alike = np.concatenate([near(0), between(0, 1, 0.4)])
    assert cluster_speakers(alike, [4.0, 4.0], [0, 1]) == [0, 0]
    assert len(set(cluster_speakers(alike, [4.0, 4.0], [0, 0]))) == 2


def test_one_voice_that_a_chunk_tells_apart_by_mistake_is_put_together_by_all_others() -> None:
    labels = cluster_speakers(near(*[0] * 12), [4.0] * 12, [0, *range(11)])
    assert len(set(labels[2:])) == 1
    assert labels[0] != labels[1], "within the chunk they stay apart"


def test_who_is_heard_too_briefly_founds_no_voice_but_may_have_one() -> None:
    brief = SURE_SECONDS / 2
    assert cluster_speakers(near(0, 0, 1), [4.0, brief, brief], [0, 1, 2]) == [0, 0, None]


def test_who_is_heard_briefly_is_not_the_one_who_speaks_in_the_same_chunk() -> None:
    labels = cluster_speakers(near(0, 1, 1), [8.0, 8.0, 0.5], [0, 1, 1])
    assert labels == [labels[0], labels[1], None]


def test_without_anybody_heard_for_long_the_longest_founds_a_voice() -> None:
    assert cluster_speakers(near(0, 0), [0.5, 0.4], [0, 1]) == [0, 0]


def test_without_a_voice_nobody_is_heard() -> None:
    assert cluster_speakers(near(0, -1), [4.0, 4.0], [0, 1]) == [0, None]
    assert cluster_speakers(near(-1), [4.0], [0]) == [None]
    assert cluster_speakers(np.zeros((0, 192), dtype=np.float32), [], []) == []


def test_four_thousand_local_speakers_are_told_apart() -> None:
    speakers = [n % 3 for n in range(4_000)]
    assert told(near(*speakers, noise=0.04)) == speakers
