from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from archiver.models import Word
from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import NO_SPEECH, REPETITIVE, UNLIKELY
from archiver.transcript.sentences import sentences


def chunk(text: str, start: float = 0.0, speaker: str | None = None, **figures: float) -> Chunk:
    """A stretch with a word every half second; each word has the blank before it that Whisper gives it."""
    words = [f" {word}" for word in text.split()]
    timed = tuple(Word(word, start + n / 2, start + n / 2 + 0.4, 0.9) for n, word in enumerate(words))
    return replace(Chunk(start, start + len(words) / 2, timed, speaker), **figures)  # type: ignore[arg-type]


def cue(text: str, start: float, end: float, speaker: str | None = None) -> Chunk:
    """A stretch of which only the whole was timed."""
    return Chunk(start, end, tuple(Word(f" {word}") for word in text.split()), speaker)


def heard(*chunks: Chunk, language: str = "en") -> list[str]:
    return [segment.heard for segment in sentences(chunks, language)]


@pytest.mark.parametrize(
    ("chunks", "expected"),
    [
        (["Good morning. Any", "questions? Yes."], ["Good morning.", "Any questions?", "Yes."]),
        (["We condemn the use", "of force.", "It is"], ["We condemn the use of force.", "It is"]),
        (["It was Mr. Smith of the U.S. Army."], ["It was Mr. Smith of the U.S. Army."]),
        (["It grew by 3.5 percent."], ["It grew by 3.5 percent."]),
        (["no stop at all"], ["no stop at all"]),
        (["Élan vital 😀. Déjà vu."], ["Élan vital 😀.", "Déjà vu."]),  # places are counted in code points
        ([""], []),
        ([], []),
    ],
)
def test_a_sentence_ends_where_people_stop(chunks: list[str], expected: list[str]) -> None:
    starts = [sum(len(before.split()) for before in chunks[:number]) / 2 for number in range(len(chunks))]
    assert heard(*(chunk(text, start) for text, start in zip(chunks, starts, strict=True))) == expected


def test_a_sentence_is_in_one_language() -> None:
    french = replace(chunk("et je vous remercie.", 1.0), language="fr")
    found = sentences([chunk("Thank you"), french, chunk("Good morning.", 3.0)], "en")
    told = [("Thank you", "en"), ("et je vous remercie.", "fr"), ("Good morning.", "en")]
    assert [(one.heard, one.language) for one in found] == told


def test_times_are_those_of_the_first_and_the_last_word() -> None:
    first, second = sentences([chunk("Good morning. Any", 1.0), chunk("questions?", 2.5)], "en")
    assert (first.start, first.end) == (1.0, 1.9)
    assert (second.start, second.end) == (2.0, 2.9)
    assert [word.heard for word in second.words] == ["Any", "questions?"]


@pytest.mark.parametrize(("seconds", "expected"), [(1.9, ["I think we shall"]), (2.0, ["I think", "we shall"])])
def test_a_long_silence_ends_a_sentence(seconds: float, expected: list[str]) -> None:
    spoken = Chunk(
        0, 9, (Word(" I", 0, 0.5), Word(" think", 0.5, 1), Word(" we", 1 + seconds, 4), Word(" shall", 4, 5))
    )
    assert heard(spoken) == expected


def test_another_voice_ends_a_sentence() -> None:
    parts = sentences([chunk("Will you", 0, "S1"), chunk("no", 1, "S2"), chunk("comment?", 1.5, "S1")], "en")
    assert [(part.speaker, part.heard) for part in parts] == [("S1", "Will you"), ("S2", "no"), ("S1", "comment?")]


def test_a_word_without_a_blank_continues_the_one_before() -> None:
    [part] = sentences(
        [Chunk(0, 2, (Word(" MS", 0, 0.5, 0.8), Word("-13", 0.5, 1.2, 0.6), Word(" came.", 1.2, 2, 1)))], "en"
    )
    assert part.heard == "MS-13 came."
    assert part.words[0] == Word("MS-13", 0, 1.2, 0.6)  # as sure as its least sure part


@pytest.mark.parametrize("speaker", ["S1", "S2"])
def test_but_not_what_another_voice_said_or_what_was_said_long_ago(speaker: str) -> None:
    later = 5.0 if speaker == "S1" else 0.6
    parts = sentences(
        [Chunk(0, 0.5, (Word(" Yes", 0, 0.5),), "S1"), Chunk(later, 6, (Word("No.", later, 6),), speaker)], "en"
    )
    assert [(part.heard, part.speaker, part.start) for part in parts] == [("Yes", "S1", 0), ("No.", speaker, later)]


def test_languages_without_blanks_keep_their_characters_apart() -> None:
    characters = tuple(Word(c, n, n + 1) for n, c in enumerate("你好。再见。"))
    parts = sentences([Chunk(0, 6, characters)], "zh")
    assert [(part.heard, part.start, part.end, len(part.words)) for part in parts] == [
        ("你好。", 0, 3, 3),
        ("再见。", 3, 6, 3),
    ]


def test_untimed_words_leave_a_sentence_the_times_of_its_chunks() -> None:
    parts = sentences([cue("Good morning. Any", 1, 3), cue("questions?", 3, 4)], "en")
    assert [(part.heard, part.start, part.end) for part in parts] == [
        ("Good morning.", 1, 3),
        ("Any questions?", 1, 4),
    ]
    assert {(word.start, word.end, word.probability) for part in parts for word in part.words} == {(None, None, None)}


def test_no_sentence_ends_before_it_starts() -> None:
    [part] = sentences([cue("Hello.", 5, 2)], "en")
    assert (part.start, part.end) == (5, 5)


def test_of_several_chunks_the_worst_figures_count() -> None:
    good = chunk("We are", 0, avg_logprob=-0.2, no_speech_prob=0.1, compression_ratio=1.2, temperature=0.0)
    bad = chunk("here.", 1, avg_logprob=-1.4, no_speech_prob=0.7, compression_ratio=2.6, temperature=0.4)
    [part] = sentences([good, bad], "en")
    assert (part.avg_logprob, part.no_speech_prob, part.compression_ratio, part.temperature) == (-1.4, 0.7, 2.6, 0.4)
    assert part.flags == ("repetitive", "unlikely", "maybe silence")


@pytest.mark.parametrize(
    ("figures", "flags"),
    [
        ({}, ()),
        ({"avg_logprob": UNLIKELY, "compression_ratio": REPETITIVE, "no_speech_prob": 0.99}, ()),
        ({"avg_logprob": UNLIKELY - 0.1}, ("unlikely",)),
        ({"compression_ratio": REPETITIVE + 0.1}, ("repetitive",)),
        ({"avg_logprob": UNLIKELY - 0.1, "no_speech_prob": NO_SPEECH + 0.1}, ("unlikely", "maybe silence")),
    ],
)
def test_flags(figures: dict[str, Any], flags: tuple[str, ...]) -> None:
    [part] = sentences([replace(chunk("Thank you."), **figures)], "en")
    assert part.flags == flags


def test_blanks_are_no_words() -> None:
    assert sentences([Chunk(0, 1, (Word(" ", 0, 1), Word("", 1, 2), Word(" \n", 2, 3)))], "en") == ()


@pytest.mark.parametrize("language", ["en", "fr", "xx", "english", ""])
def test_nothing_heard_is_lost(language: str) -> None:
    text = "Well… no: Dr. Müller (of the E.U.)  said “yes”. 3.5 — 😀 at 5 p.m.! And? …"
    assert " ".join(heard(chunk(text), language=language)) == " ".join(text.split())


def test_what_has_no_punctuation_is_cut_at_its_longest_pauses() -> None:
    words = [f"word{number}" for number in range(40)]
    found = heard(chunk(" ".join(words), 0.0), chunk(" ".join(words), 21.0))
    assert found == [" ".join(words), " ".join(words)]


def test_a_long_sentence_with_commas_stays_whole() -> None:
    assert len(heard(chunk("one two three four, " * 20))) == 1
