"""Voices are found by how alike stretches of speech are, in any number, and nobody is invented."""

from __future__ import annotations

import numpy as np
import pytest

from archiver.arrays import Floats
from archiver.transcript.speakers.clustering import cluster_speakers


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


@pytest.mark.parametrize(
    "speakers",
    [
        [0],
        [0, 0, 0, 0],
        [0, 1, 0, 1, 0],
        [0, 0, 1, 2, 0, 2, 3],
    ],
)
def test_the_number_of_voices_is_found(speakers: list[int]) -> None:
    assert cluster_speakers(near(*speakers), [4.0] * len(speakers), [True] * len(speakers)) == speakers


def test_voices_are_numbered_as_they_are_first_heard() -> None:
    assert cluster_speakers(near(7, 2, 7, 5), [4.0] * 4, [True] * 4) == [0, 1, 0, 2]


def test_a_moment_of_another_sound_is_no_voice() -> None:
    assert cluster_speakers(near(0, 1, 0), [8.0, 1.2, 8.0], [True] * 3) == [0, 0, 0]
    assert cluster_speakers(near(0, 1, 0), [8.0, 2.5, 8.0], [True] * 3) == [0, 1, 0]


def test_what_is_doubtful_founds_no_voice_and_gets_none_that_it_is_not_like() -> None:
    assert cluster_speakers(near(0, 1, 0), [8.0] * 3, [True, False, True]) == [0, None, 0]
    assert cluster_speakers(near(0, 0, 0), [8.0] * 3, [True, False, True]) == [0, 0, 0]


def test_a_short_sentence_goes_with_its_neighbours_unless_it_is_clearly_anothers() -> None:
    long = near(0, 0, 1, 1)
    unclear = np.concatenate([long[:1], between(0, 1, 0.52), long[1:]])
    assert cluster_speakers(unclear, [5.0, 0.6, 5.0, 5.0, 5.0], [True] * 5) == [0, 0, 0, 1, 1]
    clear = np.concatenate([long[:1], between(0, 1, 0.9), long[1:]])
    assert cluster_speakers(clear, [5.0, 0.6, 5.0, 5.0, 5.0], [True] * 5) == [0, 1, 0, 1, 1]


def test_a_short_sentence_does_not_go_with_applause_beside_it() -> None:
    said = np.concatenate([near(0, 1, -1), between(0, 1, 0.52), near(-1)])
    assert cluster_speakers(said, [5.0, 5.0, 5.0, 0.8, 5.0], [True] * 5) == [0, 1, None, 1, None]


def test_a_sentence_too_short_to_be_heard_has_no_voice() -> None:
    assert cluster_speakers(near(0, -1, 0), [5.0, 0.2, 5.0], [True] * 3) == [0, None, 0]
    assert cluster_speakers(near(-1), [0.2], [True]) == [None]


def test_no_sentences_no_voices() -> None:
    assert cluster_speakers(np.zeros((0, 192), dtype=np.float32), [], []) == []


def test_three_thousand_sentences_are_told_apart() -> None:
    speakers = [n % 3 for n in range(3_000)]
    assert cluster_speakers(near(*speakers, noise=0.04), [4.0] * 3_000, [True] * 3_000) == speakers
