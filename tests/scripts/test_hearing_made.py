"""The recordings that ``scripts/bench-hearing`` makes, and how what was heard in them is counted."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hearing_bench import sounds
from hearing_bench.long_recording import repeated
from hearing_bench.made import THIRD, Said, around, interrupted, rightly_told, with_third_voice
from hearing_bench.material import Unit

SECOND = 16_000
UNITS = [
    Unit("spokesman", "Good morning to all of you.", 1.0, 9.0),
    Unit("journalist", "What did the ministers decide?", 11.0, 19.0),
    Unit("spokesman", "They decided to meet again.", 21.0, 29.0),
]
SAID = Said(sounds.music(30.0), UNITS)


def sentence(text: str, start: float, end: float, speaker: str | None = "S1", *flags: str) -> dict[str, Any]:
    own = text.split()
    step = (end - start) / len(own)
    words = [{"start": start + n * step, "end": start + (n + 1) * step} for n in range(len(own))]
    return {"text": text, "start": start, "end": end, "speaker": speaker, "flags": list(flags), "words": words}


def test_a_stretch_is_put_into_the_nearest_pause_and_what_follows_is_later() -> None:
    made, begin, end = interrupted(SAID, sounds.silence(5.0), 18.0)
    assert (begin, end) == (20.0, 25.0)
    assert len(made.samples) == 35 * SECOND
    assert [unit.start for unit in made.units] == [1.0, 11.0, 26.0]
    assert not made.samples[20 * SECOND : 25 * SECOND].any()


def test_a_stretch_at_the_end_moves_nothing() -> None:
    made, begin, end = interrupted(SAID, sounds.silence(5.0), 30.0)
    assert (begin, end) == (30.0, 35.0)
    assert made.units == UNITS


def test_what_is_heard_where_nobody_speaks_is_invented() -> None:
    known = interrupted(SAID, sounds.silence(10.0), 20.0)[0].units
    heard = [
        sentence("Good morning to all of you.", 1.0, 9.0),
        sentence("What did the ministers eat?", 11.0, 20.5),  # drawn out into the silence, and still no invention
        sentence("Thanks for watching.", 22.0, 24.0),
        sentence("Bye.", 25.0, 26.0, "S1", "no speech"),
    ]
    found = around(heard, known, 20.0, 30.0)
    assert found.unmarked == ["Thanks for watching."]
    assert found.marked == ["Bye."]
    assert (found.before, found.after) == (1.0, 0.0)


def test_a_third_voice_speaks_up_twice_as_loud_as_the_others() -> None:
    other = np.concatenate([sounds.applause(17.0, 0.3), sounds.silence(0.5), sounds.applause(30.0, 0.3)])
    made = with_third_voice(SAID, other)
    turns = [unit for unit in made.units if unit.speaker == THIRD]
    assert [unit.speaker for unit in made.units] == ["spokesman", THIRD, "journalist", THIRD, "spokesman"]
    assert turns[0].end - turns[0].start == pytest.approx(17.25, abs=0.3)  # it ends where it is softest
    assert made.units[2].start == pytest.approx(11.0 + turns[0].end - turns[0].start)
    turn = made.samples[round(turns[0].start * SECOND) : round(turns[0].end * SECOND)]
    assert np.sqrt(np.mean(turn**2)) == pytest.approx(np.sqrt(np.mean(SAID.samples**2)), rel=0.01)


def test_a_voice_found_stands_for_one_speaker_at_most() -> None:
    one = [sentence("Everything.", 1.0, 29.0, "S1")]
    both = [
        sentence("This.", 1.0, 10.0, "S2"),
        sentence("That.", 10.0, 20.0, "S1"),
        sentence("Both.", 20.0, 29.0, "S2"),
    ]
    assert rightly_told(one, UNITS) == pytest.approx(2 / 3)
    assert rightly_told(both, UNITS) == 1.0
    assert rightly_told([sentence("Nobody.", 1.0, 29.0, None)], UNITS) == 0.0


def test_recordings_are_repeated_until_it_is_enough_and_never_the_same() -> None:
    blocks = list(repeated([sounds.music(2.0), sounds.room(1.0)], 7.0))
    assert [len(block) / SECOND for block in blocks] == [2.0, 1.0, 2.0, 1.0, 1.0]
    assert not np.array_equal(blocks[0], blocks[2])
