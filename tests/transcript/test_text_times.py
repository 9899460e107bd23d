"""A text that somebody else wrote gets its times from what was heard, and none where it was not."""

from __future__ import annotations

from archiver.models import UNTIMED, Segment, Transcript, Word
from archiver.transcript.captions import read_transcript
from archiver.transcript.text_times import needs_times, timed_by_sound


def heard(text: str, begin: float = 100.0) -> Transcript:
    words = tuple(Word(word, begin + n, begin + n + 0.5) for n, word in enumerate(text.split()))
    return Transcript("engine", "model", (Segment(begin, begin + len(words), text, words),))


def test_plain_text() -> None:
    given = read_transcript(
        "L'écluse est fermée depuis mars. Personne n'a rien dit. Elle rouvrira en mai.".encode(), "a.txt"
    )
    assert needs_times(given)
    first, second, third = timed_by_sound(
        given, heard("l'écluse est fermée depuis mars euh elle rouvrira en mai")
    ).segments
    assert (first.start, first.end, first.flags) == (100.0, 104.5, ())
    assert (second.start, second.end, second.flags) == (104.5, 104.5, (UNTIMED,))  # nobody heard it
    assert [word.start for word in second.words] == [None] * 4
    assert (third.start, third.end) == (106.0, 109.5)


def test_captions_that_lag() -> None:
    said = "The lock is shut until May.\n"
    data = f"WEBVTT\n\n01:43.000 --> 01:49.000\n{said}\n02:40.000 --> 02:42.000\n{said}".encode()
    first, second = timed_by_sound(read_transcript(data, "a.vtt"), heard("The lock is shut until May.")).segments
    assert (first.start, first.end) == (100.0, 105.5)
    assert (second.start, second.end) == (160.0, 162.0)  # too far from what was heard to be that


def test_words_with_times_keep_them() -> None:
    data = (
        b'{"segments": [{"start": 1, "end": 2, "text": "Good.", "words": [{"word": "Good.", "start": 1, "end": 2}]}]}'
    )
    assert not needs_times(read_transcript(data, "a.json"))
