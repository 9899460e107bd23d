"""Recordings that are hard to hear truly: nobody speaks for two minutes in the middle, or a third person speaks up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from measuring.table import print_table

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench import mp3, sounds
from hearing_bench.archived import Sentence, archived
from hearing_bench.labels import labels
from hearing_bench.material import Material, Samples, Unit, demo, units

EACH = 40.0  # seconds of silence, of music and of applause
KEPT = 0.6  # share of the words of a sentence that must have been heard for it to count as kept
TURN = (14.0, 20.0)  # seconds within which a turn of the third voice ends, at its softest moment
THIRD = "third voice"


@dataclass(frozen=True, slots=True)
class Said:
    """A made recording: sound at 16 kHz and who says what in it, in order."""

    samples: Samples
    units: list[Unit]


@dataclass(frozen=True, slots=True)
class Nothing:
    """What came of a stretch in which nobody speaks.

    unmarked, marked: what was heard in it all the same, in sentences without and with flags
    before, after: the share of what was said around it that was heard
    """

    unmarked: list[str]
    marked: list[str]
    before: float
    after: float


def report(bench: Path | None) -> None:
    """Make them from the demo, archive them, and print what was heard where nobody spoke, and how many voices."""
    spoken = Said(demo().samples(), units(demo().sound.parent))
    rows = []
    for name, (said, begin, end) in without_words(spoken).items():
        found = around(heard(said), said.units, begin, end)
        kept = [f"{found.before:.2f}", f"{found.after:.2f}"]
        rows.append([name, str(len(found.unmarked)), str(len(found.marked)), *kept])
        rows += [[f"  unmarked: {text[:70]}", "", "", "", ""] for text in found.unmarked]
        rows += [[f"  marked: {text[:70]}", "", "", "", ""] for text in found.marked]
    columns = ["sentences heard in the stretch", "unmarked", "marked", "kept before", "kept after"]
    rows.append(["asked", "0", "", "", ""])
    print_table("The demo with two minutes in the middle in which nobody speaks", columns, rows)
    _report_voices(spoken, bench)


def _report_voices(spoken: Said, bench: Path | None) -> None:
    other = bench / "human-dev" if bench else None
    if other is None or not other.is_dir():
        print("\nThere is no human-dev in the bench folder: no third voice to be found")
        return
    said = with_third_voice(spoken, Material.of(other).samples())
    rows = []
    for name, own in {"the demo": spoken, "with a third voice": said}.items():
        sentences = heard(own)
        voices = {sentence["speaker"] for sentence in sentences if sentence["speaker"]}
        asked = str(len({unit.speaker for unit in own.units}))
        rows.append([name, str(len(voices)), asked, f"{rightly_told(sentences, own.units):.3f}"])
    print_table("Voices", ["", "found", "asked", "speaking time with the right voice"], rows)


def heard(said: Said) -> list[Sentence]:
    """The sentences of a recording, archived with the demo's release."""
    with TemporaryDirectory() as folder:
        return archived(demo().release, mp3.write([said.samples], Path(folder) / "made.mp3")).sentences


def without_words(said: Said) -> Mapping[str, tuple[Said, float, float]]:
    """Made recordings with two minutes without a word, and where these begin and end, in seconds.

    Silence is digital, as of cut recordings, or that of a room with a microphone in it.
    """
    parts = (sounds.silence(EACH), sounds.music(EACH), sounds.applause(EACH))
    clean, last = np.concatenate(parts), np.concatenate(parts[::-1])
    far = np.concatenate([sounds.room(EACH), sounds.music(2 * EACH, level=0.01)])
    middle, end = len(said.samples) / SAMPLE_RATE / 2, len(said.samples) / SAMPLE_RATE
    return {
        "silence, music, applause": interrupted(said, clean, middle),
        "the same in a room that hums": interrupted(said, clean + sounds.room(3 * EACH), middle),
        "a room, and music far away": interrupted(said, far, middle),
        "applause, music, silence at the end": interrupted(said, last, end),
    }


def interrupted(said: Said, stretch: Samples, near: float) -> tuple[Said, float, float]:
    """Put a stretch into the pause nearest to a moment, or at the end; returns where it begins and ends, too."""
    at, number = _pause(said.units, near, len(said.samples) / SAMPLE_RATE)
    return _inserted(said, stretch, at, number, []), at, at + len(stretch) / SAMPLE_RATE


def with_third_voice(said: Said, other: Samples) -> Said:
    """Let another voice speak up twice, after about a third and two thirds, as loud as the others."""
    first = other[: _softest(other)]
    second = other[len(first) :][: _softest(other[len(first) :])]
    level, length = float(np.sqrt(np.mean(np.square(said.samples)))), len(said.samples) / SAMPLE_RATE
    for share, turn in ((2 / 3, second), (1 / 3, first)):  # from the end, so that times before it stay
        at, number = _pause(said.units, length * share, length)
        unit = Unit(THIRD, "", at, at + len(turn) / SAMPLE_RATE)
        said = _inserted(said, sounds.loud(turn, level), at, number, [unit])
    return said


def _softest(samples: Samples) -> int:
    """Where a turn ends: the softest tenth of a second within ``TURN``, in samples."""
    tenth = SAMPLE_RATE // 10
    begin, end = (round(seconds * SAMPLE_RATE) for seconds in TURN)
    energy = np.convolve(np.square(samples[begin:end]), np.ones(tenth), "valid")
    return begin + int(energy.argmin()) + tenth // 2


def _pause(known: Sequence[Unit], near: float, end: float) -> tuple[float, int]:
    """The middle of the pause after a unit that is nearest to a moment, or the end, and how many units are before."""
    pauses = [((one.end + other.start) / 2, number) for number, (one, other) in enumerate(pairwise(known), 1)]
    pauses.append((end, len(known)))
    return min(pauses, key=lambda pause: abs(pause[0] - near))


def _inserted(said: Said, stretch: Samples, at: float, number: int, new: list[Unit]) -> Said:
    cut, later = round(at * SAMPLE_RATE), len(stretch) / SAMPLE_RATE
    moved = [replace(unit, start=unit.start + later, end=unit.end + later) for unit in said.units[number:]]
    samples = np.concatenate([said.samples[:cut], stretch, said.samples[cut:]])
    return Said(samples, [*said.units[:number], *new, *moved])


def around(sentences: Sequence[Sentence], known: Sequence[Unit], begin: float, end: float) -> Nothing:
    """What was heard within a stretch in which nobody speaks, and what before and after it."""
    inside = [s for s in sentences if begin < _middle(s) < end]
    outside = [s for s in sentences if s not in inside]
    return Nothing(
        unmarked=[s["text"] for s in inside if not s["flags"]],
        marked=[s["text"] for s in inside if s["flags"]],
        before=_share_kept([u.text for u in known if u.end <= begin], [s for s in outside if _middle(s) <= begin]),
        after=_share_kept([u.text for u in known if u.start >= end], [s for s in outside if _middle(s) >= end]),
    )


def _middle(sentence: Sentence) -> float:
    """The middle of a sentence's words: of one drawn out over a silence, most are where it was said."""
    timed = [(word["start"] + word["end"]) / 2 for word in sentence["words"] if word["start"] is not None]
    return float(np.median(timed)) if timed else float(sentence["start"] + sentence["end"]) / 2


def _share_kept(said: Sequence[str], sentences: Iterable[Sentence]) -> float:
    """The share of what was said of which most words were heard."""
    found = labels(" ".join(sentence["text"] for sentence in sentences), said)
    return sum(own is not None and own.share >= KEPT for own in found) / len(said) if said else 1.0


def rightly_told(sentences: Sequence[Sentence], known: Sequence[Unit]) -> float:
    """The share of the speaking time with the right voice, each found voice standing for one real one at most."""
    from scipy.optimize import linear_sum_assignment

    voices = sorted({s["speaker"] for s in sentences if s["speaker"]})
    real = sorted({unit.speaker for unit in known})
    shared = np.zeros((len(real), max(1, len(voices))))
    for unit in known:
        for sentence in sentences:
            overlap = min(unit.end, sentence["end"]) - max(unit.start, sentence["start"])
            if overlap > 0 and sentence["speaker"]:
                shared[real.index(unit.speaker), voices.index(sentence["speaker"])] += overlap
    return float(shared[linear_sum_assignment(-shared)].sum() / sum(unit.end - unit.start for unit in known))
