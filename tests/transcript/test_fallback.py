"""What is heard again, and what of it is believed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archiver.models import Word
from archiver.transcript.chunk import Chunk
from archiver.transcript.fallback import with_fallback
from archiver.transcript.vad import Interval

PART = (0.0, 10.0)


def chunk(text: str, start: float, end: float, logprob: float = -0.2, compression: float = 1.2) -> Chunk:
    """A chunk whose words are spread evenly."""
    words = text.split()
    step = (end - start) / max(1, len(words))
    timed = tuple(Word(f" {w}", start + n * step, start + (n + 1) * step, 0.9) for n, w in enumerate(words))
    return Chunk(start, end, timed, None, logprob, 0.1, compression, 0.0)


def text(chunks: list[Chunk]) -> str:
    return "".join(word.heard for one in chunks for word in one.words).strip()


class Ear:
    """Hears what it is told to, and remembers what it was asked."""

    def __init__(self, *answer: Chunk) -> None:
        self.answer, self.asked = list(answer), list[Interval]()

    def __call__(self, part: Interval) -> list[Chunk]:
        self.asked.append(part)
        return self.answer


GOOD = chunk("the council condemns the use of force against peaceful people", 0, 10)


def test_what_is_not_doubted_is_heard_once() -> None:
    decoder = Ear()
    assert with_fallback([GOOD], PART, [PART], decoder) == [GOOD]
    assert decoder.asked == []


@pytest.mark.parametrize(
    "doubtful",
    [
        replace(GOOD, compression_ratio=3.1),  # a loop
        replace(GOOD, avg_logprob=-1.4),
        chunk("many more words than anybody can say in so short a time as this", 0, 1),
        replace(GOOD, words=()),  # speech, and nothing was heard
    ],
)
def test_what_is_doubted_is_heard_again_and_the_better_is_taken(doubtful: Chunk) -> None:
    decoder = Ear(GOOD)
    assert with_fallback([doubtful], PART, [PART], decoder) == [GOOD]
    assert decoder.asked == [PART]


def test_what_is_heard_worse_the_second_time_is_left() -> None:
    first = replace(GOOD, compression_ratio=2.6)
    assert with_fallback([first], PART, [PART], Ear(replace(GOOD, compression_ratio=9.0, avg_logprob=-2.0))) == [first]


def test_a_hole_is_filled_with_what_is_heard_in_it() -> None:
    before, after = chunk("good afternoon", 0, 2), chunk("thank you very much", 7, 10)
    decoder = Ear(chunk("we met this morning", 3, 6))
    assert (
        text(with_fallback([before, after], PART, [PART], decoder))
        == "good afternoon we met this morning thank you very much"
    )
    assert decoder.asked == [pytest.approx((2.3, 6.7))]


def test_a_pause_is_no_hole() -> None:
    decoder = Ear(chunk("Thanks for watching", 3, 6))
    heard = [chunk("good afternoon", 0, 2), chunk("thank you very much", 7, 10)]
    assert with_fallback(heard, PART, [(0.0, 2.2), (6.8, 10.0)], decoder) == heard
    assert decoder.asked == []


@pytest.mark.parametrize(
    "filling",
    [
        chunk("good afternoon everybody", 3, 6),  # what stands there already
        chunk("we met this morning", 3, 6, logprob=-1.3),
        chunk("we met this morning", 7.5, 9.5),  # not in the hole
        replace(chunk("we met this morning", 3, 6), no_speech_prob=0.9),
    ],
)
def test_a_hole_stays_one_where_the_second_hearing_cannot_be_believed(filling: Chunk) -> None:
    heard = [chunk("good afternoon everybody", 0, 2), chunk("thank you very much", 7, 10)]
    assert with_fallback(heard, PART, [PART], Ear(filling)) == heard
