from __future__ import annotations

from collections.abc import Sequence

import pytest

from archiver.transcript.language_detection import Probabilities, Stretch, spoken_languages
from archiver.transcript.vad import Interval


class Listener:
    """Tells the language that is spoken in most of an interval, by a list of when each begins."""

    def __init__(self, *begins: tuple[float, str], doubtful: float = 0.0) -> None:
        self.begins = begins
        self.doubtful = doubtful  # seconds, below which it takes everything for Welsh
        self.asked: list[Interval] = []

    def __call__(self, intervals: Sequence[Interval]) -> list[Probabilities]:
        self.asked += intervals
        return [self.one(*interval) for interval in intervals]

    def one(self, start: float, end: float) -> Probabilities:
        if end - start < self.doubtful:
            return {"cy": 0.6, "en": 0.2, "fr": 0.2}
        language = [name for begin, name in self.begins if begin <= (start + end) / 2][-1]
        return {language: 0.97, "cy": 0.02, "xx": 0.01}


def talk(seconds: float, length: float = 1.8, pause: float = 0.2) -> list[Interval]:
    count = round(seconds / (length + pause))
    return [(n * (length + pause), n * (length + pause) + length) for n in range(count)]


def told(stretches: Sequence[Stretch]) -> list[tuple[float, str]]:
    """When each language begins."""
    return [(one.start, one.language) for one in stretches]


def test_each_language_from_the_stretch_on_in_which_it_begins() -> None:
    """Pieces of five seconds do not know; the stretches beside a change do."""
    listener = Listener((0.0, "en"), (26.0, "fr"), (52.0, "en"))
    assert told(spoken_languages(talk(80), listener)) == [(0.0, "en"), (26.0, "fr"), (52.0, "en")]


def test_all_of_the_speech_stays() -> None:
    speech = talk(60)
    stretches = spoken_languages(speech, Listener((0.0, "en"), (30.0, "fr")))
    assert [interval for stretch in stretches for interval in stretch.speech] == speech


def test_long_speech_is_parted_only_where_the_language_changes() -> None:
    speech = [(0.0, 29.0), (29.0, 50.0), (50.0, 61.7)]
    (stretch,) = spoken_languages(speech, Listener((0.0, "en")))
    assert stretch.speech == tuple(speech)
    first, second = spoken_languages(speech, Listener((0.0, "en"), (40.0, "fr")))
    assert first.speech == ((0.0, 29.0), (29.0, second.start))
    assert second.start == pytest.approx(40.0, abs=1.0)
    assert second.speech[1:] == ((50.0, 61.7),)


def test_a_short_word_that_sounds_foreign_is_no_change() -> None:
    speech = [(0.0, 4.9), (6.0, 6.8), (20.0, 24.9)]
    assert told(spoken_languages(speech, Listener((0.0, "fr"), doubtful=1.0))) == [(0.0, "fr")]


def test_one_sentence_in_another_language_is_a_change() -> None:
    speech = [(0.0, 4.9), (10.0, 14.5), (20.0, 24.9)]
    listener = Listener((0.0, "en"), (9.0, "fr"), (19.0, "en"))
    assert told(spoken_languages(speech, listener)) == [(0.0, "en"), (10.0, "fr"), (20.0, "en")]


def test_only_languages_that_may_occur_do() -> None:
    listener = Listener((0.0, "en"), (20.0, "cy"))
    assert told(spoken_languages(talk(40), listener, ("en", "fr"))) == [(0.0, "en")]


def test_a_person_who_names_one_is_believed() -> None:
    listener = Listener((0.0, "en"))
    assert told(spoken_languages(talk(10), listener, ("fr",))) == [(0.0, "fr")]
    assert listener.asked == []


def test_who_speaks_on_without_a_breath_may_change_the_language() -> None:
    stretches = spoken_languages([(0.0, 32.0)], Listener((0.0, "en"), (16.0, "fr")))
    assert told(stretches) == [(0.0, "en"), (16.0, "fr")]
    assert stretches[-1].end == 32.0


@pytest.mark.parametrize("wished", [(), ("en", "fr")])
def test_where_nobody_speaks_there_is_no_language(wished: Sequence[str]) -> None:
    assert spoken_languages([], Listener((0.0, "en")), wished) == []
