"""All contenders on one recording, warm, in turn within each round: seconds, memory, and words heard otherwise."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from measuring.table import print_table
from measuring.warm import Warm

from hearing_bench.contenders import BATCHED, CONTENDERS, OURS, Contender, Heard
from hearing_bench.material import Material, word_error_rate, words

ASKED = [
    ["asked of ours", "", "at most 1.00", "", "at most 0.012", ""],
    ["asked of openai-whisper", "", "at least 3 times ours", "", "", ""],
]


@dataclass(frozen=True, slots=True)
class Measured:
    """One contender after all rounds.

    seconds: of every round
    memory: MB at most, of its process with all that it begins
    heard: in the first round
    """

    seconds: list[float]
    memory: float
    heard: Heard


def report(material: Material, rounds: int) -> None:
    """Measure and print."""
    found = measured(material, CONTENDERS, rounds)
    medians = {name: statistics.median(own.seconds) for name, own in found.items()}
    said = words(material.said)
    rows = [[name, *_row(own, medians[name] / medians[BATCHED], said)] for name, own in found.items()]
    title = f"{material.name}, file to text, models loaded and warm, median of {rounds} rounds in turn"
    columns = ["", "seconds (fastest, slowest)", "times batched", "MB at most", "word error rate", "raw"]
    print_table(title, columns, [*rows, *ASKED])
    print(f"openai-whisper takes {medians['openai-whisper'] / medians[OURS]:.2f} times as long as ours")
    print("ours: MP3 and release to rows in SQLite, each round in a new archive. Word times everywhere, same weights.")


def _row(own: Measured, ratio: float, said: Sequence[str]) -> list[str]:
    seconds = f"{statistics.median(own.seconds):.1f} ({min(own.seconds):.1f}, {max(own.seconds):.1f})"
    rates = [f"{word_error_rate(said, words(text)):.4f}" for text in (own.heard.text, own.heard.raw)]
    return [seconds, f"{ratio:.2f}", f"{own.memory:.0f}", *rates]


def measured(material: Material, contenders: Mapping[str, Callable[[], Contender]], rounds: int) -> dict[str, Measured]:
    """Every contender in a process of its own; the first turn loads and warms, and its time is not counted."""
    with ExitStack() as stack:
        warm = {name: stack.enter_context(Warm(load)) for name, load in contenders.items()}
        heard = {name: process.ask(material) for name, process in warm.items()}
        seconds: dict[str, list[float]] = {name: [] for name in warm}
        for name in turns(list(warm), rounds):
            seconds[name].append(warm[name].ask(material).seconds)
        return {name: Measured(seconds[name], warm[name].memory, heard[name]) for name in warm}


def turns(names: Sequence[str], rounds: int) -> Iterator[str]:
    """Each once a round, another one first every time, so that nobody always follows the same."""
    for number in range(rounds):
        shift = number % len(names)
        yield from [*names[shift:], *names[:shift]]
