"""What an ingest with a given transcript costs in a large archive, beside a new one; the database alone."""

from __future__ import annotations

import shutil
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import fmean, median
from tempfile import TemporaryDirectory

from measuring.table import print_table

from archiver.archive.store import Archive, open_archive
from scale_bench import made

BRIEFINGS = 400  # in each: so many that the full-text index brings parts of itself together a few times


def report(folder: Path) -> None:
    """Ingest into a copy of an archive and into a new one, in turn, and print processor time and its ratios."""
    with TemporaryDirectory() as place, ExitStack() as opened:
        large, new = Path(place) / "large", Path(place) / "new"
        (large / "db").mkdir(parents=True)
        shutil.copyfile(folder / "db" / "archive.db", large / "db" / "archive.db")
        archives = [opened.enter_context(open_archive(one, create=True)) for one in (new, large)]
        turns = [[_milliseconds(archive, number) for archive in archives] for number in _numbers(archives[1])]
    first, last = zip(*turns, strict=True)
    rows = [
        [name, "1.20", f"{of(last) / of(first):.2f}", f"{of(first):.1f}", f"{of(last):.1f}"]
        for name, of in (("median", median), ("mean", fmean))
    ]
    columns = ["", "asked", "times", "new, ms of processor time", "large"]
    print_table(f"{BRIEFINGS} ingests into this archive and into a new one, in turn", columns, rows)


def _numbers(large: Archive) -> range:
    """Briefings that are not in the archive yet."""
    (known,) = large.db.execute("select count(distinct url) from captures").fetchone()
    return range(known, known + BRIEFINGS)


def _milliseconds(archive: Archive, number: int) -> float:
    one = made.briefing(number)
    began = time.process_time()
    made.ingest(archive, number, one)
    return (time.process_time() - began) * 1000
