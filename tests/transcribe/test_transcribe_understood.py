"""A model that knows one language tells when it hears another."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from archiver.errors import ModelMissing
from archiver.transcribe.sentences import Chunk
from archiver.transcribe.understood import understood


def chunks(*logprobs: float, seconds: float = 30.0) -> Iterator[Chunk]:
    for number, logprob in enumerate(logprobs):
        yield Chunk(number * seconds, (number + 1) * seconds, (), avg_logprob=logprob)


def test_what_is_understood_passes_unchanged() -> None:
    heard = [-0.1, -0.3, -0.2, -0.6, -0.1, -0.2]
    assert list(understood(chunks(*heard), "tiny.en")) == list(chunks(*heard))


def test_nonsense_is_told_before_the_rest_is_heard() -> None:
    coming = chunks(-1.0, -0.9, -1.2, -0.8, -1.0, -1.1)
    with pytest.raises(ModelMissing, match="does not sound like English") as caught:
        understood(coming, "tiny.en")
    assert "--language en" in str(caught.value.hint)
    assert len(list(coming)) == 2, "four stretches settled it"


def test_one_bad_stretch_is_not_another_language() -> None:
    assert len(list(understood(chunks(-0.2, -1.5, -0.3, -0.2), "tiny.en"))) == 4


def test_a_few_seconds_tell_nothing() -> None:
    assert len(list(understood(chunks(-1.4, seconds=8.0), "tiny.en"))) == 1
    assert list(understood(iter(()), "tiny.en")) == []
