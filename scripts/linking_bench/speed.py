"""How long linking takes, beside the embedding of the same texts alone, and how much memory."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from measuring import memory
from measuring.table import print_table

from archiver.align import link_texts
from linking_bench.baselines import minilm
from linking_bench.examples import blind, fitted
from linking_bench.long_speech import mean_words, recombined
from linking_bench.meetings import read


@dataclass(frozen=True, slots=True)
class Speech:
    """What is linked: paragraphs and sentences of one language."""

    paragraphs: list[str]
    sentences: list[str]
    language: str


def report(bench: Path | None, sentences: int, paragraphs: int, runs: int) -> None:
    """Time English speech, and French where there are meetings to make it from."""
    english = made_english(sentences, paragraphs)
    ours, alone = timed([lambda: _link(english), lambda: _embed(english)], runs)
    rows = [
        ["English, ours", f"{ours:.1f}", f"{ours / alone:.2f}", f"{peak(_link, english):.0f}"],
        ["MiniLM encode alone", f"{alone:.1f}", "1.00", f"{peak(_embed, english):.0f}"],
    ]
    if bench is not None:
        french = made_french(bench / "meetings-dev", sentences, paragraphs)
        (own,) = timed([lambda: _link(french)], runs)
        rows.append(["French, ours", f"{own:.1f}", f"{own / alone:.2f}", f"{peak(_link, french):.0f}"])
    size = f"{sentences} sentences ({mean_words(english.sentences):.0f} words) against {paragraphs} paragraphs"
    columns = ["", "seconds", "times the embedding", "MB at most, alone in a process"]
    print_table(f"Time: {size}, models loaded, median of {runs}", columns, rows)


def made_english(sentences: int, paragraphs: int) -> Speech:
    """Speech made of the briefings written by hand."""
    known = [*blind(), *fitted()]
    said = recombined([sentence for example in known for sentence in example.sentences], sentences)
    written = recombined([paragraph for example in known for paragraph in example.paragraphs], paragraphs)
    return Speech(written, said, "en")


def made_french(folder: Path, sentences: int, paragraphs: int) -> Speech:
    """A long meeting made of all: segments cut to a sentence's length in their order, and the first paragraphs."""
    meetings = read(folder)
    words = [w for meeting in meetings for segment in meeting["segments"] for w in segment["text"].split()]
    each = 20  # words, as a spoken sentence has
    said = [" ".join(words[begin : begin + each]) for begin in range(0, len(words), each)][:sentences]
    written = [paragraph for meeting in meetings for paragraph in meeting["paragraphs"]][:paragraphs]
    return Speech(written, said, "fr")


def timed(ways: Sequence[Callable[[], None]], runs: int) -> list[float]:
    """The median seconds of each, run in turn; the first turn loads and warms, and is not counted."""
    seconds: list[list[float]] = [[] for _ in ways]
    for run in range(runs + 1):
        for own, way in zip(seconds, ways, strict=True):
            began = time.perf_counter()
            way()
            if run:
                own.append(time.perf_counter() - began)
    return [statistics.median(own) for own in seconds]


def peak(way: Callable[[Speech], None], speech: Speech) -> float:
    """The most memory, in MB, of a process that does this alone and loads all that it needs. On Linux only."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(_peak, (way, speech))


def _peak(way: Callable[[Speech], None], speech: Speech) -> float:
    way(speech)
    return memory.peak()


def _link(speech: Speech) -> None:
    link_texts(speech.paragraphs, speech.sentences, speech.language)


def _embed(speech: Speech) -> None:
    minilm().encode([*speech.paragraphs, *speech.sentences], show_progress_bar=False)
