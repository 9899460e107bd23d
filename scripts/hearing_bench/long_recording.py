"""Three hours of speech: how much memory archiving them takes, and how long."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.table import print_table
from measuring.warm import Warm

from archiver.recording.decoding import SAMPLE_RATE
from hearing_bench import mp3
from hearing_bench.archived import archived
from hearing_bench.material import Material, Samples

GAINS = (1.0, 0.7, 0.5, 0.85, 0.6)  # so that no two repetitions are the same
MOST = 2_000  # MB asked for

Files = tuple[Path, Path]


def report(materials: Sequence[Material], hours: float) -> None:
    """Make so many hours of what there is, archive them in a process of their own, and print what that took."""
    with TemporaryDirectory() as folder, Warm(_load) as ours:
        sound = mp3.write(repeated([m.samples() for m in materials], hours * 3600), Path(folder) / "long.mp3")
        seconds, sentences = ours.ask((materials[0].release, sound))
    row = [f"{hours:g} hours", f"{ours.memory:.0f}", f"{seconds:.0f}", f"{hours * 3600 / seconds:.1f}", str(sentences)]
    asked = ["asked", f"under {MOST}", "", "", ""]
    columns = ["", "MB at most", "seconds", "times as fast as it was said", "sentences"]
    print_table("A long recording, MP3 to rows in SQLite, with the loading of the models", columns, [row, asked])


def repeated(recordings: Sequence[Samples], seconds: float) -> Iterator[Samples]:
    """Recordings one after the other and from the beginning again, with another gain each time, until it is enough."""
    left = round(seconds * SAMPLE_RATE)
    gains = cycle(GAINS)
    for samples in cycle(recordings):
        yield samples[:left] * next(gains)
        left -= len(samples)
        if left <= 0:
            return


def _load() -> Callable[[Files], tuple[float, int]]:
    return _archive


def _archive(files: Files) -> tuple[float, int]:
    done = archived(*files)
    return done.seconds, len(done.sentences)
