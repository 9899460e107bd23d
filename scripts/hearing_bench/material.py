"""Recordings whose words are known, and how many of them were heard otherwise."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Levenshtein

from archiver.demo import RECORDING
from archiver.recording import audio
from archiver.release import read_release

Samples = npt.NDArray[np.float32]

TRUTH = "truth.json"
OF_BENCH = ("briefing-dev", "reading-dev", "human-dev")


@dataclass(frozen=True, slots=True)
class Unit:
    """What was said in one go.

    start, end: seconds
    """

    speaker: str
    text: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Material:
    """A recording, the release that it is about, and every word of it."""

    name: str
    sound: Path
    release: Path
    said: str

    @classmethod
    def of(cls, folder: Path) -> Material:
        """That of a folder with ``briefing.mp3``, ``release.txt`` and ``truth.json``.

        Without a truth the release was read out in full, and is what was said.
        """
        release = folder / "release.txt"
        if (folder / TRUTH).is_file():
            said = " ".join(unit.text for unit in units(folder))
        else:
            said = " ".join(paragraph.text for paragraph in read_release(release.read_bytes()).paragraphs)
        return cls(folder.name, folder / "briefing.mp3", release, said)

    def samples(self) -> Samples:
        """The whole sound at 16 kHz, -1 to 1; shape (seconds * 16000,)."""
        return decoded(self.sound)


def decoded(sound: Path) -> Samples:
    """The samples of a sound file; see ``archiver.recording.audio.samples``."""
    return audio.floats(audio.samples(sound, audio.probe(sound).container))


def demo() -> Material:
    """The built-in briefing."""
    return Material.of(RECORDING.parent)


def units(folder: Path) -> list[Unit]:
    """Who said what and when, as the truth of a folder has it."""
    rows = json.loads((folder / TRUTH).read_text(encoding="utf-8"))["units"]
    return [Unit(row["speaker"], row["text"], row["start"], row["end"]) for row in rows]


def of_bench(bench: Path | None) -> list[Material]:
    """The recordings of the bench folder that are there."""
    folders = [bench / name for name in OF_BENCH] if bench else []
    return [Material.of(folder) for folder in folders if folder.is_dir()]


@cache
def _normaliser() -> Callable[[str], str]:
    from whisper.normalizers import EnglishTextNormalizer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its list of spellings open
        normal: Callable[[str], str] = EnglishTextNormalizer()
    return normal


def words(text: str) -> list[str]:
    """The words of an English text after Whisper's own normaliser (Radford et al. 2022, appendix C)."""
    return _normaliser()(text).split()


def word_error_rate(said: Sequence[str], heard: Sequence[str]) -> float:
    """Words wrong, missing or too many, as a share of the words said."""
    return Levenshtein.distance(said, heard) / max(1, len(said))
