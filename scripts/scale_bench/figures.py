"""The figures of a large archive: what commands, SQL and pages take, one reader or twenty at once."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

import httpx
from browser_bench.measured import served
from measuring.table import print_table

from archiver.archive.store import Archive, read_archive

READERS = 20  # that ask at once
ENDS = 100  # of the first and of the last briefings, whose cost is compared

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
    )
}
PAGES = {"/-/archive": 100, "/-/archive/releases/500": 70}
# From rare to most frequent: of a million sentences 2,000, 18,000 and half a million, then a phrase of 20,000.
WORDS = {"minister": 50, "elect*": 50, "back": 50, "the": 150, '"of the"': 150, "the minister": 150}
FILTERS = {"": "", "a house": "&issuer=House+3", "a month": "&from=2006-03&to=2006-03", "a release": "&release=500"}


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took each time, in milliseconds; and how many answers were errors."""

    times: Sequence[float]
    errors: int = 0

    def row(self, name: str, asked: int) -> list[str]:
        """As the table shows it: asked, median, 95th percentile, errors."""
        late = sorted(self.times)[int(len(self.times) * 0.95)]
        return [name, str(asked), f"{median(self.times):.0f}", f"{late:.0f}", str(self.errors)]


COLUMNS = ["milliseconds", "asked", "median", "p95", "errors"]


def report(folder: Path, ingests: Sequence[float], rounds: int) -> None:
    """Ask an archive everything so many times, and print what it took.

    ingests: seconds that each briefing took when it was made, in their order; empty where it was kept
    """
    if len(ingests) >= 2 * ENDS:
        first, last = median(ingests[:ENDS]), median(ingests[-ENDS:])
        ratio = ["the last ingests to the first", f"{last / first:.2f}"]
        print_table("What grows", ["", "times"], [ratio])
    with read_archive(folder) as archive:
        print_table("Size", ["", ""], _size(archive))
        asked = [_ask(archive, sql, rounds).row(sql, limit) for sql, limit in QUESTIONS.items()]
    commands = [_command(folder, words_of, rounds).row(words_of, limit) for words_of, limit in COMMANDS.items()]
    print_table("Commands, as processes of their own", COLUMNS, commands)
    print_table("SQL", COLUMNS, asked)
    with served(folder) as address:
        pages = {**VIEWS, **CANNED, **PAGES}
        print_table("Pages", COLUMNS, [_get(address, page, rounds).row(page, limit) for page, limit in pages.items()])
        searches = {
            f"{words}, in {name}" if name else words: (f"/-/archive/search?q={quote(words)}{filters}", limit)
            for words, limit in WORDS.items()
            for name, filters in FILTERS.items()
        }
        found = [_get(address, page, rounds).row(name, limit) for name, (page, limit) in searches.items()]
        print_table("Searches", COLUMNS, found)
        crowd = [page for page, _ in searches.values()] + ["/-/archive/releases/500"] * len(searches)
        print_table(
            f"{READERS} readers at once, searches and briefing pages",
            COLUMNS,
            [_at_once(address, crowd, rounds).row("all of them", 4000)],
        )


def _size(archive: Archive) -> list[list[str]]:
    (hours,) = archive.db.execute("select sum(heard_duration) / 3600 from recordings").fetchone()
    size = archive.path.stat().st_size
    return [["MB", f"{size / 1e6:,.0f}"], ["kB a spoken hour", f"{size / 1000 / hours:,.0f}"]]


def _times(do: Callable[[], bool], rounds: int) -> Taken:
    """How long it takes, once it was done before; ``do`` tells whether it went well."""
    do()
    times, errors = [], 0
    for _ in range(rounds):
        began = time.perf_counter()
        errors += not do()
        times.append((time.perf_counter() - began) * 1000)
    return Taken(times, errors)


def _ask(archive: Archive, sql: str, rounds: int) -> Taken:
    return _times(lambda: bool(archive.rows(sql)), rounds)


def _command(folder: Path, words: str, rounds: int) -> Taken:
    command = [sys.executable, "-m", "archiver", *words.split(), "--archive", str(folder)]
    return _times(lambda: subprocess.run(command, check=False, capture_output=True).returncode == 0, rounds)


def _get(address: str, page: str, rounds: int) -> Taken:
    return _times(lambda: httpx.get(address + page, timeout=60).status_code == 200, rounds)


def _at_once(address: str, pages: Iterable[str], rounds: int) -> Taken:
    asked = [page for _ in range(max(1, rounds // 5)) for page in pages]
    with ThreadPoolExecutor(READERS) as readers:
        taken = list(readers.map(lambda page: _get_once(address, page), asked))
    return Taken([milliseconds for milliseconds, _ in taken], sum(status != 200 for _, status in taken))


def _get_once(address: str, page: str) -> tuple[float, int]:
    began = time.perf_counter()
    status = httpx.get(address + page, timeout=60).status_code
    return (time.perf_counter() - began) * 1000, status
