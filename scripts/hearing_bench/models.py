"""The two models in the box side by side: words heard otherwise, time per second of sound, and memory."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from measuring.table import print_table

from archiver.recording.decoding import SAMPLE_RATE
from archiver.weights import BASE, TINY_EN
from hearing_bench.contenders import ours
from hearing_bench.material import Material, word_error_rate, words
from hearing_bench.side_by_side import measured

MODELS = (BASE.name, TINY_EN.name)


def report(recordings: Sequence[Material], rounds: int) -> None:
    """Archive every recording with either model, in turn within each round, and print."""
    contenders = {model: partial(ours, model) for model in MODELS}
    rows = []
    for material in recordings:
        seconds, said = len(material.samples()) / SAMPLE_RATE, words(material.said)
        found = measured(material, contenders, rounds)
        quick = min(found[TINY_EN.name].seconds)
        for model, own in found.items():
            rates = [f"{word_error_rate(said, words(text)):.4f}" for text in (own.heard.text, own.heard.raw)]
            took = min(own.seconds)
            speed = [f"{took / seconds:.3f}", f"{took / quick:.2f}"]
            rows.append([f"{material.name}, {model}", *rates, *speed, f"{own.memory:.0f}"])
    columns = ["", "word error rate", "raw", "seconds a second of sound", f"times {TINY_EN.name}", "MB at most"]
    print_table(f"Models, everything of ours included, fastest of {rounds} rounds in turn", columns, rows)
