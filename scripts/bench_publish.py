"""How long an archive takes to be published as a static site, how large that is, and how soon a page of it is seen.

    scripts/bench-publish [--briefings N,N] [--rounds N] [--keep DIR]

The archives are made, with a hundred sentences a briefing, every word timed, and without sound, which would only be
copied. Each is published three times: into a new folder, again as it is, and after one sentence was corrected. Then a
page is opened in Chromium, from a plain file server and from the folder; requests to other hosts are counted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from subprocess import DEVNULL, Popen
from tempfile import TemporaryDirectory
from threading import Thread
from typing import TYPE_CHECKING

from browser_bench.measured import chromium
from measuring.memory import Watch
from measuring.table import print_table
from scale_bench import made

from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.store import open_archive, read_archive
from archiver.reporting import Terminal

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Request

BASE = "https://archive.example.org"
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
READY = "() => performance.getEntriesByName('ready')[0]?.startTime"


@dataclass(frozen=True, slots=True)
class Run:
    """Publishing once, with all that it began.

    seconds: on the clock
    processor: seconds of all cores together, which others on the machine change little
    memory: at its most, in MB
    """

    seconds: float
    processor: float
    memory: float


def main() -> None:
    """Measure and print."""
    given = _parser().parse_args()
    with TemporaryDirectory() as folder:
        kept = given.keep or Path(folder)
        for count in map(int, given.briefings.split(",")):
            archive, site = kept / f"archive-{count}", kept / f"site-{count}"
            made.make(archive, count, Terminal(), words=True)
            _report(count, archive, site, given.rounds)


def _report(count: int, archive: Path, site: Path, rounds: int) -> None:
    new, same = publish(archive, site), publish(archive, site)
    _correct(archive)
    corrected = publish(archive, site)
    runs = {"a new folder": new, "nothing changed": same, "one sentence corrected": corrected}
    print_table(
        f"Publishing {count:,} briefings",
        ["", "seconds", "of processor", "briefings a minute", "MB of memory"],
        [
            [
                name,
                f"{run.seconds:.1f}",
                f"{run.processor:.1f}",
                f"{count / run.seconds * 60:,.0f}",
                f"{run.memory:.0f}",
            ]
            for name, run in runs.items()
        ],
    )
    sizes = {"all": size(site), "search index": size(site / "pagefind"), "pages": size(site / "releases")}
    print_table(
        "What it wrote",
        ["", "MB", "kB a briefing"],
        [[name, f"{own / 1e6:.1f}", f"{own / 1e3 / count:.1f}"] for name, own in sizes.items()],
    )
    with _served(site) as address, chromium() as browser:
        places = {"from a file server": address, "from a folder": site.resolve().as_uri()}
        print_table(
            f"The page of a release, median of {rounds}",
            ["", "ms until painted", "ms until ready", "requests to other hosts"],
            [[name, *painting(browser, place, rounds)] for name, place in places.items()],
        )


def publish(archive: Path, site: Path) -> Run:
    """Publish in a process of its own."""
    command = [sys.executable, "-m", "archiver", "publish", str(site), "--archive", str(archive), "--base-url", BASE]
    began, used = time.perf_counter(), _processor()
    with Popen(command, stdout=DEVNULL, stderr=DEVNULL) as process, Watch(process.pid) as watch:
        code = process.wait()
    seconds = time.perf_counter() - began
    if code:
        raise SystemExit(f"publishing ended with {code}")
    return Run(seconds, _processor() - used, watch.most)


def _processor() -> float:
    """Seconds of processor that this process's children took, those of theirs with them."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _correct(archive: Path) -> None:
    with read_archive(archive) as opened:
        (row,) = opened.rows("select max(id) as id from releases")
        (segment,) = opened.rows(
            "select min(segments.id) as id from segments join alignments using (transcript) "
            "where alignments.release = ? and alignments.current = 1",
            [row["id"]],
        )
    with open_archive(archive) as opened:
        correct_sentence(opened, row["id"], segment["id"], f"Said otherwise, {time.time_ns()}.", "bench")


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def painting(browser: Browser, address: str, rounds: int) -> Sequence[str]:
    """Milliseconds until something is painted and until the player is ready, and how many other hosts were asked."""
    painted, ready, elsewhere = [], [], 0
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page, asked = context.new_page(), list[str]()
        page.on("request", partial(_note, asked))
        page.goto(f"{address}/releases/1.html", wait_until="load")
        page.wait_for_function(READY)
        page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        painted.append(page.evaluate(PAINTED))
        ready.append(page.evaluate(READY))
        elsewhere += sum(not url.startswith((address, "data:")) for url in asked)
        context.close()
    return f"{median(painted):.0f}", f"{median(ready):.0f}", str(elsewhere)


def _note(asked: list[str], request: Request) -> None:
    asked.append(request.url)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *told: object) -> None:
        """Say nothing."""


@contextmanager
def _served(site: Path) -> Iterator[str]:
    """The address of a plain file server on a folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("bench-publish", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--briefings", default="100,2000", metavar="N,N", help="how many each archive has")
    parser.add_argument("--rounds", type=int, default=5, help="how often a page is opened; medians are told")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="keep the archives and sites there, for the next time")
    return parser


if __name__ == "__main__":
    main()
