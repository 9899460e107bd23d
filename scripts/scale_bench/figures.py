"""The figures of a large archive: what commands, SQL and pages take, one reader or twenty at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
from browser_bench.measured import served
from measuring.processor import of_children
from measuring.table import print_table

from archiver.archive.store import Archive, read_archive

READERS = 20  # that ask at once
NOTHING = 2.0  # milliseconds of processor time; what differs by less has not grown

COMMANDS = {
    "list": 1000,
    "list --json": 1000,
    "stats": 1000,
    "show 500": 500,
    "history 500": 400,
    "search minister": 350,
}
QUESTIONS = {
    "select * from coverage where release = 500": 20,
    "select count(*) from current_alignments": 100,
}
VIEWS = {f"/archive/{view}": 300 for view in ("sentences", "coverage", "moments")}
CANNED = {
    f"/archive/{name}_timelimit=1000": 1000
    for name in (
        "all_releases?",
        "never_talked_about?",
        "read_word_for_word?",
        "numbers_that_differ?",
        "longest_speakers?",
        "low_confidence?",
        "search_everything?words=minister&",
        "search_everything?words=the&",
    )
}
BRIEFING_PAGE = "/-/archive/releases/500"
PAGES = {"/-/archive": 100, BRIEFING_PAGE: 70}
# From rare to most frequent: of a million sentences 2,000, 18,000 and half a million, then a phrase of 20,000.
WORDS = {"minister": 50, "elect*": 50, "back": 50, "the": 150, '"of the"': 150, "the minister": 150}
FILTERS = {
    "a house": "&issuer=House+3",
    "a month": "&from=2006-03&to=2006-03",
    "a release": "&release=500",
    "a speaker": "&speaker=S2",
    "read out": "&relation=verbatim",
}
SEARCHES = {
    f"{words}, {name}": (f"/-/archive/search?q={quote(words)}{asked}", limit)
    for words, limit in WORDS.items()
    for name, asked in {"all": "", **FILTERS, "all of these": "".join(FILTERS.values())}.items()
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What it took to ask something so many times.

    times: milliseconds of each, by the clock
    processor: milliseconds of processor time, the mean
    size: bytes of an answer
    errors: how many answers were none
    """

    times: Sequence[float]
    processor: float = 0.0
    size: int = 0
    errors: int = 0

    def row(self, name: str, asked: str) -> list[str]:
        """As the tables show it."""
        late = sorted(self.times)[int(len(self.times) * 0.95)]
        figures = [f"{median(self.times):.0f}", f"{late:.0f}", f"{self.processor:.0f}"]
        return [name, asked, *figures, f"{self.size / 1000:.0f}", str(self.errors)]


COLUMNS = ["milliseconds", "asked", "median", "p95", "processor", "kB", "errors"]
Figures = dict[str, Taken]
Ask = Callable[[], int | None]
"""Asks once; gives the bytes of the answer, None for an error."""


def report(folder: Path, rounds: int) -> Figures:
    """Ask an archive everything so many times, and print what it took."""
    with read_archive(folder) as archive:
        print_table("Size", ["", ""], _size(archive))
        sql = {one: _times(lambda one=one: len(archive.rows(one)), rounds, time.process_time) for one in QUESTIONS}  # type: ignore[misc]
    _print("SQL", sql, QUESTIONS)
    commands = {one: _times(lambda one=one: _command(folder, one), rounds) for one in COMMANDS}  # type: ignore[misc]
    _print("Commands, as processes of their own", commands, COMMANDS)
    with served(folder) as address:
        pages = {one: _times(lambda one=one: _get(address + one), rounds) for one in {**VIEWS, **CANNED, **PAGES}}  # type: ignore[misc]
        _print("Pages", pages, {**VIEWS, **CANNED, **PAGES})
        searches = {
            name: _times(lambda page=page: _get(address + page), rounds)  # type: ignore[misc]
            for name, (page, _) in SEARCHES.items()
        }
        _print("Searches, asked at their 95th percentile", searches, {n: limit for n, (_, limit) in SEARCHES.items()})
        title = f"{READERS} readers at once, searches and a briefing page in turn"
        print_table(title, COLUMNS, [found.row(n, "no error") for n, found in _at_once(address, rounds).items()])
    return {**sql, **commands, **pages, **searches}


def growth(smaller: Figures, larger: Figures, releases: tuple[int, int]) -> None:
    """Print what grows faster than the logarithm of the number of releases, by processor time."""
    few, many = releases
    allowed = log(many) / log(few)
    rows = [
        [name, f"{smaller[name].processor:.0f}", f"{found.processor:.0f}"]
        for name, found in larger.items()
        if found.processor > smaller[name].processor * allowed + NOTHING
    ]
    title = f"What grows by more than {allowed:.2f}, as the logarithm does"
    print_table(title, ["processor, milliseconds", f"{few:,}", f"{many:,}"], rows)


def _print(title: str, found: Mapping[str, Taken], asked: Mapping[str, int]) -> None:
    print_table(title, COLUMNS, [taken.row(name, str(asked[name])) for name, taken in found.items()])


def _size(archive: Archive) -> list[list[str]]:
    (hours,) = archive.db.execute("select sum(heard_duration) / 3600 from recordings").fetchone()
    size = archive.path.stat().st_size
    per_hour = f"{size / 1000 / hours:,.0f} (at most 1,500 with words)"
    return [["MB", f"{size / 1e6:,.0f}"], ["kB a spoken hour", per_hour]]


def _times(ask: Ask, rounds: int, processor: Callable[[], float] = of_children) -> Taken:
    """How long it takes, once it was done before.

    processor: seconds of processor time so far, of this process or of those that it began
    """
    ask()
    times, sizes, before = [], [], processor()
    for _ in range(rounds):
        began = time.perf_counter()
        sizes.append(ask())
        times.append((time.perf_counter() - began) * 1000)
    took = (processor() - before) * 1000 / rounds
    return Taken(times, took, max(size or 0 for size in sizes), sizes.count(None))


def _command(folder: Path, words: str) -> int | None:
    command = [sys.executable, "-m", "archiver", *words.split(), "--archive", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True)
    return len(done.stdout) if done.returncode == 0 else None


@cache
def _client() -> httpx.Client:
    """Who asks: as a browser does, over connections that stay open. To make one takes as long as a search."""
    return httpx.Client(timeout=60, limits=httpx.Limits(max_connections=READERS))


def _get(address: str) -> int | None:
    answer = _client().get(address)
    return len(answer.content) if answer.status_code == 200 else None


def _at_once(address: str, rounds: int) -> Figures:
    """Searches and the page of a briefing, asked by many readers in turn."""
    turns = [one for page, _ in SEARCHES.values() for one in (("searches", page), ("briefing page", BRIEFING_PAGE))]
    asked = turns * max(1, rounds // 10)
    with ThreadPoolExecutor(READERS) as readers:
        taken = list(readers.map(lambda one: _once(address + one[1]), asked))
    found: Figures = {}
    for kind in ("searches", "briefing page"):
        own = [answer for (name, _), answer in zip(asked, taken, strict=True) if name == kind]
        found[kind] = Taken([took for took, _ in own], errors=sum(size is None for _, size in own))
    return found


def _once(address: str) -> tuple[float, int | None]:
    began = time.perf_counter()
    size = _get(address)
    return (time.perf_counter() - began) * 1000, size
