"""Four recordings at once: ours with ``--workers 2``, and batched faster-whisper with one after the other."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.table import print_table
from measuring.warm import Warm

from archiver.release import read_release
from hearing_bench import contenders, mp3
from hearing_bench.material import Material

GAINS = (-1.0, -3.0, -5.0, -7.0)  # dB; none louder, which would cut the peaks off
WORKERS = 2
OURS = f"archiver ingest --workers {WORKERS}"
ALONE = """
import sys
from pathlib import Path
from hearing_bench.contenders import batched
from hearing_bench.material import Material
hear = batched()
for sound in map(Path, sys.argv[1:]):
    hear(Material(sound.stem, sound, sound, ""))
"""


def report(material: Material, rounds: int) -> None:
    """Make the copies, hear them, and print how many times as much we hear in the same time."""
    with TemporaryDirectory() as folder, Warm(contenders.batched) as batched:
        copies = made(material.sound, Path(folder))
        pages = [page(material.release, copy) for copy in copies]
        ways: dict[str, Callable[[int], float]] = {
            "batched, warm": lambda _: sum(batched.ask(replace(material, sound=copy)).seconds for copy in copies),
            "batched, a process begun for it": lambda _: _seconds([sys.executable, "-c", ALONE, *map(str, copies)]),
            OURS: lambda number: _seconds(ours(pages, Path(folder) / f"archive-{number}")),
        }
        batched.ask(material)
        turns = [{name: way(number) for name, way in ways.items()} for number in range(rounds)]
    medians = {name: statistics.median(turn[name] for turn in turns) for name in ways}
    rows = [[name, f"{took:.1f}", f"{took / medians[OURS]:.2f}"] for name, took in medians.items()]
    title = f"Four copies of {material.name} with other gains, as four recordings; median of {rounds} rounds"
    print_table(title, ["", "seconds", "our throughput, times theirs"], [*rows, ["asked", "", "at least 1.30"]])
    print("ours: the whole command, from the start of Python to rows in SQLite, loading all models in every process.")
    print("batched: one recording after the other, all cores; warm without loading, or a process of its own with it.")


def made(sound: Path, folder: Path) -> list[Path]:
    """Copies with other gains, and so with other bytes."""
    return [mp3.with_gain(sound, gain, folder / f"copy-{number}.mp3") for number, gain in enumerate(GAINS, 1)]


def page(release: Path, sound: Path) -> Path:
    """A page with the release's text and a link to the sound beside it; returns where it lies."""
    found = read_release(release.read_bytes())
    text = "".join(f"<p>{escape(' '.join(filter(None, (p.label, p.text))))}</p>" for p in found.paragraphs)
    link = f'<p><a href="{sound.name}">Briefing ({sound.stem})</a></p>'
    written = sound.with_suffix(".html")
    written.write_text(f"<!doctype html><title>{escape(found.title)}</title><h1>{escape(found.title)}</h1>{text}{link}")
    return written


def ours(pages: Sequence[Path], archive: Path) -> list[str]:
    """The command line that archives them all."""
    program = [sys.executable, "-c", "from archiver.cli import main; main()", "ingest", "--no-fetch"]
    return [*program, "--archive", str(archive), "--workers", str(WORKERS), *map(str, pages)]


def _seconds(command: Sequence[str]) -> float:
    """How long a command takes. Ends the program with what it said where it fails."""
    began = time.perf_counter()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])}… failed:\n{done.stderr}")
    return time.perf_counter() - began
