"""What was read is timed by its words in the sound; the demo's, whose times are known."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

from archiver.align.timing.boundaries import MOST_MOVED_SECONDS, can_refine, refine
from archiver.align.timing.forced_alignment import LEAST_FIT, Aligner, aligner
from archiver.demo import RECORDING
from archiver.models import Link, Segment, Word
from archiver.recording import decoding
from archiver.recording.decoding import SAMPLE_RATE

Samples = npt.NDArray[np.int16]

FROM, TO = 25.6, 72.0  # what is cut out of the demo: two readings, some talk, and a third
TRUTH = json.loads(RECORDING.with_name("truth.json").read_text(encoding="utf-8"))["units"]
UNITS = [unit for unit in TRUTH if unit["start"] > FROM and unit["end"] < TO]
READ = [unit for unit in UNITS if unit.get("exact")]
PARAGRAPHS = [unit["text"] for unit in READ]


@pytest.fixture(scope="module")
def sound() -> Samples:
    samples = np.concatenate(list(decoding.decode(RECORDING, "mp3")))
    return samples[round(FROM * SAMPLE_RATE) : round(TO * SAMPLE_RATE)]


@pytest.fixture(scope="module")
def ear() -> Aligner:
    return aligner()


def heard(text: str, start: float, end: float) -> Segment:
    """A sentence whose words share its time by their length, which is roughly right."""
    words, letters, clock = [], sum(map(len, text.split())), start
    for word in text.split():
        begun, clock = clock, clock + (end - start) * len(word) / letters
        words.append(Word(word, round(begun, 3), round(clock, 3)))
    return Segment(words[0].start or 0.0, words[-1].end or 0.0, text, tuple(words))


def transcript(late: float = 0.0) -> list[Segment]:
    """What is said in the cut, all of it so many seconds late."""
    return [heard(unit["text"], unit["start"] - FROM + late, unit["end"] - FROM + late) for unit in UNITS]


def links(segments: list[Segment]) -> list[Link]:
    """The links of what was read, with the engine's times."""
    found = []
    for number, (unit, segment) in enumerate(zip(UNITS, segments, strict=True), 1):
        if unit in READ:
            span, words = (0, len(unit["text"])), (0, len(segment.words) - 1)
            times = segment.start, segment.end
            found.append(Link(number, READ.index(unit) + 1, "verbatim", 0.99, span, *times, words=words))
    return found


def errors(found: list[Link]) -> list[float]:
    """How far from the truth every edge is, in seconds."""
    pairs = [(link, READ[link.paragraph - 1]) for link in found]
    return [abs(time + FROM - unit[side]) for link, unit in pairs for side, time in edges(link)]


def edges(link: Link) -> list[tuple[str, float]]:
    assert link.start is not None
    assert link.end is not None
    return [("start", link.start), ("end", link.end)]


def part(sound: Samples, start: float, end: float) -> Samples:
    """A piece of the sound, by the demo's own times."""
    return sound[round((start - FROM) * SAMPLE_RATE) : round((end - FROM) * SAMPLE_RATE)]


@pytest.mark.slow
@pytest.mark.parametrize("late", [-0.5, -0.2, 0.0, 0.3, 0.5])
def test_what_was_read_begins_and_ends_within_30_ms(sound: Samples, late: float) -> None:
    assert len(READ) == 3
    segments = transcript(late)
    before = links(segments)
    assert late == 0 or min(errors(before)) > 0.15
    after = refine(before, segments, PARAGRAPHS, sound, "en")
    assert max(errors(after)) < 0.03
    assert [replace(link, start=None, end=None) for link in after] == [
        replace(link, start=None, end=None) for link in before
    ]


def test_an_edge_in_the_middle_of_speech_is_told_by_its_words(sound: Samples) -> None:
    """`careful review of its`, in a sentence that goes on without a pause before and behind it."""
    whole, (unit,) = transcript(), [unit for unit in READ if "careful review" in unit["text"]]
    number, text = UNITS.index(unit), unit["text"]
    begin, stop = text.index("careful"), text.index("relationship")
    timed = whole[number].words
    words = text[:begin].count(" "), text[:stop].count(" ") - 1
    start, end = timed[words[0]].start, timed[words[1]].end
    link = Link(number + 1, READ.index(unit) + 1, "verbatim", 0.99, (begin, stop - 1), start, end, words=words)
    (found,) = refine([link], whole, PARAGRAPHS, sound, "en")
    assert refine([link], whole, PARAGRAPHS, sound, "en") == [found]  # the ear remembers nothing of what it heard
    (_, first), (_, last) = edges(found)
    assert last - first == pytest.approx(1.05, abs=0.3)
    assert aligner().fit(["careful", "review", "of", "its"], part(sound, first + FROM, last + FROM)) > LEAST_FIT


@pytest.mark.parametrize("side", ["start", "end"])
@pytest.mark.parametrize("spoken", [True, False], ids=["it was said", "something else was said"])
def test_words_that_no_engine_heard_are_taken_in_if_they_were_said(sound: Samples, side: str, spoken: bool) -> None:
    segments, paragraphs, words = transcript(), list(PARAGRAPHS), 3
    text, number = READ[0]["text"], UNITS.index(READ[0])
    pieces = text.split()
    lost = " ".join(pieces[:words] if side == "start" else pieces[-words:])
    kept = (len(lost) + 1, len(text)) if side == "start" else (0, len(text) - len(lost) - 1)
    left = segments[number].words[words:] if side == "start" else segments[number].words[:-words]
    start, end = left[0].start, left[-1].end
    assert start is not None
    assert end is not None
    segments[number] = Segment(start, end, text[slice(*kept)], left)
    if not spoken:
        paragraphs[0] = text.replace(lost, ("bring many yellow umbrellas " * 9)[: len(lost) - 1] + "s")
    link = Link(number + 1, 1, "verbatim", 0.99, kept, start, end, words=(0, len(left) - 1))
    (found,) = refine([link], segments, paragraphs, sound, "en")
    if spoken:
        assert max(errors([found])) < 0.03
        assert text[slice(*found.span)].strip(".") == text.strip(".")
    else:
        assert found.span == kept
        assert [time for _, time in edges(found)] == pytest.approx([start, end], abs=MOST_MOVED_SECONDS)


def test_a_word_that_no_dictionary_has_is_found_too(sound: Samples, ear: Aligner) -> None:
    """`Secretary` written as a name that sounds like it."""
    piece = part(sound, READ[1]["start"] - 0.3, READ[1]["start"] + 1.5)
    known = ear.align(["the", "secretary", "general"], range(2), piece)
    unknown = ear.align(["the", "sekreterry", "general"], range(2), piece)
    assert known[1] is not None
    assert unknown[1] is not None
    assert unknown[1] == pytest.approx(known[1], abs=0.05)


def test_what_is_not_in_the_sound_does_not_fit_it(sound: Samples, ear: Aligner) -> None:
    piece = part(sound, READ[0]["start"], READ[0]["start"] + 0.75)
    assert ear.fit(["the", "north", "atlantic"], piece) > LEAST_FIT
    assert ear.fit(["bring", "umbrellas"], piece) < LEAST_FIT
    assert ear.fit(["минск"], piece) == -math.inf
    assert ear.align(["the", "минск"], range(2), piece) == [None, None]
    assert ear.align(["the"] * 40, range(40), piece[: SAMPLE_RATE // 10]) == [None] * 40  # nobody speaks so fast


def test_a_word_that_is_found_in_other_speech_moves_nothing(sound: Samples) -> None:
    """The passage is half a second early, and nobody wrote down what was said before it, where a `the` is found."""
    segments = transcript(-0.5)[1:]
    (read,) = (replace(link, segment=1) for link in links(transcript(-0.5)) if link.paragraph == 2)
    (found,) = refine([read], segments, PARAGRAPHS, sound, "en")
    assert found.start == read.start
    assert errors([found])[1] < 0.03


def test_other_languages_and_what_was_not_timed_stay_as_they_are() -> None:
    silence = np.zeros(SAMPLE_RATE, dtype=np.int16)
    segments = [heard("Der Rat hat heute getagt.", 0.1, 0.9)]
    read = Link(1, 1, "verbatim", 0.9, (0, 25), segments[0].start, segments[0].end, words=(0, 4))
    meant = replace(read, relation="paraphrase", words=None)
    untimed = replace(read, start=None, end=None, words=None)
    assert refine([read], segments, [segments[0].heard], silence, "de") == [read]
    assert refine([meant, untimed], segments, [segments[0].heard], silence, "en") == [meant, untimed]
    assert [can_refine(found, "en") for found in ([read], [meant], [untimed], [])] == [True, False, False, False]


def test_in_silence_nothing_is_found_and_nothing_moves() -> None:
    silence = np.zeros(4 * SAMPLE_RATE, dtype=np.int16)
    segments = [heard("The council met today.", 1.0, 2.5)]
    read = Link(1, 1, "verbatim", 0.9, (0, 22), segments[0].start, segments[0].end, words=(0, 3))
    assert refine([read], segments, ["The council met today."], silence, "en") == [read]
