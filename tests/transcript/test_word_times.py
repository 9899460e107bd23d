"""The edges of words beside pauses are put where the voice is, and no others, and never far."""

from __future__ import annotations

import pytest

from archiver.models import Segment, Word
from archiver.recording.silence import Pause, VoiceActivity
from archiver.transcript.word_times import snap_to_pauses

Timed = tuple[str, float | None, float | None]


def sentence(*words: Timed) -> Segment:
    """A sentence of timed words."""
    starts = [start for _, start, _ in words if start is not None]
    ends = [end for _, _, end in words if end is not None]
    timed = tuple(Word(heard, start, end) for heard, start, end in words)
    return Segment(min(starts, default=0.0), max(ends, default=9.0), " ".join(word[0] for word in words), timed)


def times(segments: list[Segment]) -> list[tuple[float | None, float | None]]:
    return [(word.start, word.end) for segment in segments for word in segment.words]


def test_voice_between_two_times_is_what_is_no_pause() -> None:
    voice = VoiceActivity([Pause(0, 1), Pause(2, 2.5)])
    assert voice.between(0.5, 3) == pytest.approx(1.5)
    assert voice.between(3, 0.5) == pytest.approx(1.5)
    assert voice.between(2.1, 2.4) == pytest.approx(0)
    assert voice.between(2.2, 2.6) == pytest.approx(0.1)
    assert [voice.pauses[number] for number in voice.pauses_near(2.9, 0.5)] == [Pause(2, 2.5)]


def test_words_around_a_pause_end_and_begin_with_the_voice() -> None:
    before = [sentence(("Two", 1.0, 1.5), ("views.", 1.5, 2.08)), sentence(("The", 2.08, 2.7), ("council", 2.7, 3.2))]
    after = snap_to_pauses(before, [Pause(0, 0.96), Pause(2.0, 2.5), Pause(3.25, 4)])
    assert times(after) == [(0.96, 1.5), (1.5, 2.0), (2.5, 2.7), (2.7, 3.25)]
    assert [(segment.start, segment.end) for segment in after] == [(0.96, 2.0), (2.5, 3.25)]


def test_a_word_written_down_too_late_gets_its_beginning_back() -> None:
    after = snap_to_pauses(
        [sentence(("done.", 5.1, 5.6)), sentence(("NATO", 6.46, 6.48), ("will", 6.48, 6.9))], [Pause(5.5, 6.0)]
    )
    assert times(after) == [(5.1, 5.5), (6.0, 6.48), (6.48, 6.9)]


def test_where_there_is_no_pause_times_stay() -> None:
    before = [sentence(("a", 1.0, 1.1), ("broader", 1.1, 1.6), ("response", 1.6, 2.2))]
    assert snap_to_pauses(before, []) == before
    assert snap_to_pauses(before, [Pause(1.55, 1.63)]) == before  # the voice stops as long before a `p`
    assert snap_to_pauses(before, [Pause(1.3, 1.45)]) != before


def test_nothing_moves_across_more_than_half_a_second_of_voice() -> None:
    before = [sentence(("one", 1.0, 2.0)), sentence(("two", 2.7, 4.0))]
    assert times(snap_to_pauses(before, [Pause(1.55, 3.15)])) == [(1.0, 1.55), (3.15, 4.0)]
    assert times(snap_to_pauses(before, [Pause(0.2, 0.4), Pause(1.3, 1.45), Pause(3.3, 3.6)])) == [
        (1.0, 2.0),
        (2.7, 4.0),
    ]


def test_across_silence_a_word_moves_any_way() -> None:
    before = [sentence(("one.", 1.0, 1.9)), sentence(("two", 1.9, 6.0))]
    assert times(snap_to_pauses(before, [Pause(1.8, 5.2)])) == [(1.0, 1.8), (5.2, 6.0)]


def test_a_pause_is_given_to_one_pair_of_words() -> None:
    before = [sentence(("it", 1.0, 1.4), ("is", 1.4, 1.5), ("so,", 1.5, 1.9), ("now", 1.9, 2.2))]
    after = times(snap_to_pauses(before, [Pause(1.85, 2.0)]))
    assert after == [(1.0, 1.4), (1.4, 1.5), (1.5, 1.85), (2.0, 2.2)]


def test_where_a_clause_stops_a_pause_is_likelier() -> None:
    def around(first: str) -> list[tuple[float | None, float | None]]:
        before = [sentence((first, 1.0, 1.44), ("we", 1.44, 1.7), ("know", 1.7, 2.2))]
        return times(snap_to_pauses(before, [Pause(1.5, 1.65)]))

    assert around("well,") == [(1.0, 1.5), (1.65, 1.7), (1.7, 2.2)]
    assert around("well") == [(1.0, 1.44), (1.44, 1.5), (1.65, 2.2)]


def test_words_that_nobody_wrote_down_are_not_stretched_over() -> None:
    before = [sentence(("concern.", 1.0, 1.6)), sentence(("NATO", 4.4, 4.9))]
    after = snap_to_pauses(before, [Pause(1.65, 1.9), Pause(4.2, 4.45)])
    assert times(after) == [(1.0, 1.65), (4.45, 4.9)]


def test_edges_stay_in_order_and_every_word_keeps_something() -> None:
    before = [sentence(("a", 1.0, 1.02), ("b", 1.02, 1.04), ("c", 1.04, 1.06), ("d", 1.5, 1.9))]
    flat = [
        edge
        for pair in times(snap_to_pauses(before, [Pause(0.5, 1.01), Pause(1.03, 1.2), Pause(1.25, 1.6)]))
        for edge in pair
    ]
    assert flat == sorted(flat)  # type: ignore[type-var]


def test_what_was_not_timed_has_no_times() -> None:
    untimed = Segment(1.0, 2.0, "not timed", (Word("not"), Word("timed")))
    assert snap_to_pauses([untimed], [Pause(0, 1.2), Pause(1.8, 3)]) == [untimed]
    (mixed,) = snap_to_pauses([sentence(("one", None, None), ("two", 1.5, 2.1))], [Pause(2.0, 3)])
    assert times([mixed]) == [(None, None), (1.5, 2.0)]
