"""Four recordings at once: ours with ``--workers 2``, and batched faster-whisper with one after the other."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring.processor import of_children
from measuring.table import print_table
from measuring.warm import Warm

from archiver.release import read_release
from hearing_bench import contenders, mp3
from hearing_bench.material import Material

GAINS = (-1.0, -3.0, -5.0, -7.0)  # dB; none louder, which would cut the peaks off
WORKERS = 2
OURS = f"archiver ingest --workers {WORKERS}"


def report(material: Material, rounds: int) -> None:
    """Make the copies, hear them, and print how many times as much we hear in the same time."""
    with (
        TemporaryDirectory() as folder,
        Warm(contenders.batched) as as_it_comes,
        Warm(contenders.batched_int8) as in_eight_bits,
    ):
        copies = made(material.sound, Path(folder))
        pages = [page(material.release, copy) for copy in copies]

        def one_by_one(batched: Warm[Material, contenders.Heard], _: int) -> None:
            for copy in copies:
                batched.ask(replace(material, sound=copy))

        ways: dict[str, Callable[[int], None]] = {
            "batched, as it comes (float32)": partial(one_by_one, as_it_comes),
            "batched, in eight bits": partial(one_by_one, in_eight_bits),
            OURS: lambda number: _run(ours(pages, Path(folder) / f"archive-{number}")),
        }
        for batched in (as_it_comes, in_eight_bits):
            batched.ask(material)
        turns = [{name: _timed(way, number) for name, way in ways.items()} for number in range(rounds)]
    medians = {name: [statistics.median(turn[name][which] for turn in turns) for which in (0, 1)] for name in ways}
    rows = [
        [name, *(f"{own:.1f}  ({own / best:.2f})" for own, best in zip(took, medians[OURS], strict=True))]
        for name, took in medians.items()
    ]
    title = f"Four copies of {material.name} with other gains, as four recordings; median of {rounds} rounds"
    columns = ["", "seconds (our throughput, times theirs)", "seconds of processor time (theirs, times ours)"]
    print_table(title, columns, [*rows, ["asked", "(at least 1.30)", ""]])
    print("ours: the whole command, from the start of Python to rows in SQLite, loading all models in every process.")
    print("batched: one recording after the other, all cores, without loading.")


def _timed(way: Callable[[int], None], number: int) -> tuple[float, float]:
    """Seconds by the clock, and of processor time."""
    began, used = time.perf_counter(), of_children()
    way(number)
    return time.perf_counter() - began, of_children() - used


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


def _run(command: Sequence[str]) -> None:
    """Run a command. Ends the program with what it said where it fails."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:6])}… failed:\n{done.stderr}")
