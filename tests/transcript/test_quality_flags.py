"""Doubts about what was heard."""

from __future__ import annotations

import pytest

from archiver.models import Segment, Word
from archiver.transcript.quality_flags import decoder_flags, untranscribed, with_flags

SPOKEN = [(0.0, 30.0)]


def sentence(text: str, start: float, end: float, probability: float = 0.9, **figures: float) -> Segment:
    """A sentence whose words are spread evenly."""
    words = text.split()
    step = (end - start) / len(words)
    timed = tuple(Word(w, start + n * step, start + (n + 1) * step, probability) for n, w in enumerate(words))
    return Segment(start, end, text, timed, **figures)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("segment", "raised"),
    [
        (sentence("The council met.", 0, 1.5, avg_logprob=-0.2, compression_ratio=1.1), ()),
        (sentence("The council met.", 0, 1.5, compression_ratio=2.5), ("repetitive",)),
        (sentence("The council met.", 0, 1.5, avg_logprob=-1.1), ("unlikely",)),
        (sentence("You.", 0, 1.5, avg_logprob=-1.1, no_speech_prob=0.7), ("unlikely", "maybe silence")),
        (sentence("You.", 0, 1.5, avg_logprob=-0.3, no_speech_prob=0.7), ()),
        (sentence("This is far more than anyone can say in so little time.", 0, 1), ("too fast",)),
        (sentence("Seven words in a second is fast.", 0, 1), ()),
    ],
)
def test_doubts_of_the_decoder(segment: Segment, raised: tuple[str, ...]) -> None:
    assert decoder_flags(segment) == raised


def flags(*segments: Segment, spoken: list[tuple[float, float]] = SPOKEN) -> list[tuple[str, ...]]:
    return [segment.flags for segment in with_flags(segments, spoken, 30.0)]


def test_text_over_silence() -> None:
    said, invented = sentence("The council met.", 0, 2), sentence("And it goes on.", 10, 14)
    assert flags(said, invented, spoken=[(0.0, 2.0), (13.5, 14.0)]) == [(), ("no speech",)]


def test_words_without_any_time_are_text_over_silence() -> None:
    nowhere = sentence("Thank you.", 5, 5)  # the aligner found no place for them: a telephone rang
    assert flags(sentence("The council met.", 0, 2), nowhere, spoken=[(0.0, 6.0)])[1] == ("no speech",)


def test_an_invented_ending_is_doubted_and_a_clear_thank_you_is_not() -> None:
    whole = sentence("The council met and will meet again on Friday, as I said.", 0, 26)
    assert flags(whole, sentence("Thanks for watching!", 26, 30, 0.4)) == [(), ("maybe invented",)]
    assert flags(whole, sentence("Thank you for watching.", 26, 30, 0.95)) == [(), ()]
    spoken = [(0.0, 26.0), (29.0, 30.0)]
    assert flags(whole, sentence("Thanks for watching!", 26, 30, 0.95), spoken=spoken)[1] == (
        "no speech",
        "maybe invented",
    )


def test_what_is_said_three_times_in_a_row_is_a_loop() -> None:
    yes = [sentence("Yes, it is.", n * 5, n * 5 + 5) for n in range(6)]
    other = sentence("No, it is not.", 10, 15)
    assert flags(*yes) == [("repetitive",)] * 6
    assert flags(*yes[:2], other, *yes[3:5], spoken=[(0.0, 25.0)]) == [()] * 5


def test_speech_without_words_is_told_on_the_sentence_before() -> None:
    first, second = sentence("The council met.", 5, 8), sentence("It will meet again.", 20, 30)
    assert flags(first, second, spoken=[(4.9, 8.1), (20.0, 30.0)]) == [(), ()]
    assert flags(first, second, spoken=[(4.9, 14.0), (20.0, 30.0)]) == [("speech missed",), ()]
    assert flags(first, second, spoken=[(1.0, 8.1), (20.0, 30.0)]) == [("speech missed",), ()]
    assert flags(second, spoken=[(15.0, 30.0)]) == [("speech missed",)]


def test_a_breath_is_not_unheard_speech() -> None:
    heard = [sentence("The council met.", 0, 3)]
    assert untranscribed(heard, (0.0, 10.0), [(0.0, 4.2)]) == []
    assert untranscribed(heard, (0.0, 10.0), [(0.0, 4.5)]) == [pytest.approx((3.3, 4.5))]
