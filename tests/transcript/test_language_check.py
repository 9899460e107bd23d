"""A model that knows only English tells when it hears another language."""

from __future__ import annotations

import pytest

from archiver.errors import ModelMissing
from archiver.transcript.chunk import Chunk
from archiver.transcript.language_check import check_understood


def stretch(logprob: float, seconds: float = 30.0, share: float = 1.0) -> tuple[float, list[Chunk]]:
    """A stretch of speech, of which that share got words."""
    return seconds, [Chunk(0.0, seconds * share, (), avg_logprob=logprob)]


@pytest.mark.parametrize(
    "heard",
    [
        [],
        [stretch(-0.1), stretch(-0.3), stretch(-0.6)],
        [stretch(-0.2), stretch(-1.5), stretch(-0.3)],  # somebody asks in French
        [stretch(-0.1, share=0.5)],  # half of it is left out: music, or a bad microphone
        [stretch(-1.4, seconds=8.0)],  # too little to tell
    ],
)
def test_what_is_understood_passes(heard: list[tuple[float, list[Chunk]]]) -> None:
    check_understood(heard, "tiny.en")


@pytest.mark.parametrize(
    "heard",
    [
        [stretch(-1.0), stretch(-0.9), stretch(-1.2)],
        [stretch(-0.1), stretch(-1.2), stretch(-1.1)],  # a greeting in English
        [stretch(-0.7, share=0.2)],  # a word here and there
        [(30.0, [])],
    ],
)
def test_nonsense_is_told_with_what_to_do(heard: list[tuple[float, list[Chunk]]]) -> None:
    with pytest.raises(ModelMissing, match=r"does not sound like English, and the model tiny\.en") as caught:
        check_understood(heard, "tiny.en")
    assert "--model small" in str(caught.value.hint)
    assert "--language en" in str(caught.value.hint)
