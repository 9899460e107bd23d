"""Who speaks when, made by hand: words get voices, sentences are cut, and what nobody wrote down is told."""

from __future__ import annotations

import numpy as np
import pytest

from archiver.models import SPEECH_MISSED, Segment, Word
from archiver.transcript.confidence import confidence
from archiver.transcript.speakers.inaudible import inaudible, with_faint_speech
from archiver.transcript.speakers.local_speakers import LocalSpeaker
from archiver.transcript.speakers.segmentation import CHUNK_FRAMES, FIRST_FRAME_SECONDS, FRAME_SECONDS
from archiver.transcript.speakers.speaker_activity import SpeakerActivity, put_together
from archiver.transcript.speakers.speaker_change import voiced, without_gaps

Turn = tuple[int, float, float]


def activity(*turns: Turn, voices: int = 3, seconds: float = 30.0, probability: float = 0.9) -> SpeakerActivity:
    """Voices that speak from one time to another; the last of them is unknown."""
    times = np.arange(round(seconds / FRAME_SECONDS)) * FRAME_SECONDS + FIRST_FRAME_SECONDS
    made = np.zeros((len(times), voices), dtype=np.float32)
    for voice, start, end in turns:
        made[(times >= start) & (times < end), voice] = probability
    return SpeakerActivity(made)


def sentence(start: float, end: float, said: str) -> Segment:
    """A sentence whose words are spread evenly, each surer than the one before."""
    words = said.split()
    times, sure = np.linspace(start, end, len(words) + 1).tolist(), np.linspace(0.4, 0.9, len(words)).tolist()
    made = (Word(w, a, b, p) for w, a, b, p in zip(words, times, times[1:], sure, strict=False))
    return Segment(start, end, said, tuple(made))


def test_a_sentence_is_his_who_speaks_then() -> None:
    said = [sentence(0, 4, "We open it on Monday."), sentence(5, 7, "And who pays?"), sentence(20, 22, "Nobody.")]
    heard = activity((0, 0, 4.2), (1, 4.8, 7))
    assert [voice for _, voice in voiced(said, heard, cut=True)] == [0, 1, None]


def test_a_sentence_is_cut_between_the_words_where_the_voice_changes() -> None:
    both = sentence(0, 6, "It will not close. Is that all?")
    (first, one), (last, other) = voiced([both], activity((0, 0, 3.4), (1, 3.4, 6)), cut=True)
    assert (one, first.heard, other, last.heard) == (0, "It will not close.", 1, "Is that all?")
    assert (first.start, first.end, last.end) == (0, last.start, 6)
    assert first.words + last.words == both.words
    assert [first.confidence, last.confidence] == [confidence(first.words), confidence(last.words)]
    assert voiced([both], activity((0, 0, 3.4), (1, 3.4, 6)), cut=False) == [(both, 0)]


def test_a_word_in_between_is_not_anothers_for_a_moment_of_doubt() -> None:
    said = [sentence(0, 4, "We open it on Monday.")]
    assert voiced(said, activity((0, 0, 1.6), (1, 1.6, 1.9), (0, 1.9, 4)), cut=True) == [(said[0], 0)]


def test_a_turn_without_words_is_a_sentence_without_words() -> None:
    said = [(sentence(0, 4, "We open it on Monday."), 0), (sentence(8, 12, "Thank you all for coming."), 0)]
    ((missed, voice),) = inaudible(said, activity((0, 0, 4.1), (1, 5, 7), (0, 8, 12)), [])
    assert (missed.heard, missed.words, missed.flags, voice) == ("", (), (SPEECH_MISSED,), 1)
    assert (missed.start, missed.end) == pytest.approx((5, 7), abs=0.03)


def test_who_speaks_at_the_same_time_is_told_too() -> None:
    said = [(sentence(0, 6, "We open it on Monday, and close it on Friday."), 0)]
    ((missed, voice),) = inaudible(said, activity((0, 0, 6), (1, 2, 3)), [])
    assert voice == 1
    assert (missed.start, missed.end) == pytest.approx((2, 3), abs=0.03)


def test_words_beside_the_voice_and_silence_are_nothing_missed() -> None:
    said = [(sentence(0, 4, "We open it on Monday."), 0), (sentence(4.3, 6, "Not before."), 0)]
    assert inaudible(said, activity((0, 0, 7)), [(6.1, 8.0)]) == []
    assert len(inaudible(said, activity((0, 0, 7)), [])) == 1
    assert inaudible(said, activity((1, 0, 6)), []) == [], "the words are those of the only one who speaks"
    doubt = activity((0, 0, 6), (2, 1, 3), probability=0.5)
    assert inaudible(said, doubt, []) == [], "one person speaks, and the words may be his"
    assert len(inaudible(said, activity((0, 0, 6), (2, 1, 3)), [])) == 1


def test_nobody_clear_is_nobody_known() -> None:
    unclear = activity((0, 2, 4), (1, 2, 4), probability=0.28)
    assert [voice for _, voice in inaudible([], unclear, [])] == [2]


def test_faint_speech_is_told_on_the_sentence_before() -> None:
    said = [(sentence(0, 4, "We open it on Monday."), 0), (sentence(8, 12, "Thank you all for coming."), 0)]
    faint = activity((0, 5, 6), (1, 5, 6), probability=0.2)
    assert [one.flags for one, _ in with_faint_speech(said, faint, [])] == [(SPEECH_MISSED,), ()]
    assert with_faint_speech(said, faint, [(4.0, 8.0)]) == said


def test_one_who_goes_on_without_a_pause_leaves_no_gap_between_sentences() -> None:
    said = [(sentence(0, 4, "We open it on Monday."), 0), (sentence(4.4, 6, "Not before."), 0)]
    first, last = (one for one, _ in without_gaps(said, activity((0, 0, 6)), []))
    assert (first.end, last.start) == (4.2, 4.2)
    assert (first.words, last.words) == (said[0][0].words, said[1][0].words)
    assert without_gaps(said, activity((0, 0, 6)), [(4.1, 4.3)]) == said
    assert without_gaps(said, activity((0, 0, 4.1), (0, 4.3, 6)), []) == said


def test_chunks_are_put_together_by_their_voices() -> None:
    local = np.zeros((2, CHUNK_FRAMES, 3), dtype=np.float32)
    local[0, :, 1], local[1, :, 2] = 0.8, 0.4
    local[1, :100, 0] = 0.3  # somebody whom nobody listened to
    speakers = [LocalSpeaker(0, 1, 9.0), LocalSpeaker(1, 2, 9.0)]
    heard = put_together(local, speakers, [0, 0])
    assert heard.mean(0.0, 4.5) == pytest.approx([0.8, 0.0], abs=1e-4)
    assert heard.mean(5.5, 6.0) == pytest.approx([0.6, 0.15], abs=1e-4)
    assert heard.mean(12.0, 14.0) == pytest.approx([0.4, 0.0], abs=1e-4)
    assert heard.mean(50.0, 60.0) == pytest.approx([0.0, 0.0])
    assert put_together(local, speakers, [0, None]).mean(12.0, 14.0) == pytest.approx([0.0, 0.4], abs=1e-4)
