"""The figures of a page: how long the server takes, what it sends, when it is seen, and how smoothly it plays."""

from __future__ import annotations

import gzip
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import httpx
from measuring.table import print_table

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = "/-/archive/releases/1"
WINDOW = {"width": 1440, "height": 900}
SECONDS = 5.0  # for which frames are counted
GZIP = 6  # what web servers compress with

# Counts the frames of so many milliseconds, and how long each took.
FRAMES = """milliseconds => new Promise(done => {
    const taken = [];
    let last = performance.now();
    const end = last + milliseconds;
    const frame = now => {
        taken.push(now - last);
        last = now;
        if (now < end) requestAnimationFrame(frame); else done(taken.slice(1));
    };
    requestAnimationFrame(frame);
})"""
# Scrolls on by a wheel's notch in every frame, as a hand does that turns it without a rest.
SCROLLING = """milliseconds => {
    const end = performance.now() + milliseconds;
    const on = () => {
        window.scrollBy({ top: 60, behavior: "instant" });
        if (performance.now() < end) requestAnimationFrame(on);
    };
    requestAnimationFrame(on);
}"""
# When the first byte came, when anything was painted, and when the page's scripts had made it ready; in milliseconds.
MILESTONES = """() => [
    performance.getEntriesByType("navigation")[0].responseStart,
    ...["first-contentful-paint", "ready"].map(name => performance.getEntriesByName(name)[0].startTime),
]"""


@dataclass(frozen=True, slots=True)
class Sent:
    """An answer. seconds: until all of it was there"""

    seconds: float
    body: bytes


def report(archive: Path, rounds: int) -> None:
    """Serve an archive, and print the figures of its first release's page: medians of so many rounds."""
    with served(archive) as address, chromium() as browser:
        _server(address, rounds)
        _painting(browser, address, rounds)
        _frames(browser, address, rounds)


def _server(address: str, rounds: int) -> None:
    answers = [_get(address + PAGE) for _ in range(rounds + 1)][1:]  # the first one imports and opens
    body = answers[0].body
    small = len(gzip.compress(body, GZIP))
    row = ["page", f"{median(a.seconds for a in answers):.2f}", f"{len(body) / 1000:.0f}", f"{small / 1000:.0f}"]
    print_table("What the server does", ["", "seconds", "kB sent", "kB if compressed"], [row])


def _get(address: str) -> Sent:
    began = time.perf_counter()
    answer = httpx.get(address, timeout=60).raise_for_status()
    return Sent(time.perf_counter() - began, answer.content)


def _painting(browser: Browser, address: str, rounds: int) -> None:
    found = [_painted(browser, address) for _ in range(rounds)]
    columns = ["", "seconds after it was asked for"]
    names = ("the page's first byte", "first paint", "everything can be used")
    rows = [[name, f"{median(one[n] for one in found) / 1000:.2f}"] for n, name in enumerate(names)]
    print_table("What a reader waits for (no cache)", columns, rows)


def _painted(browser: Browser, address: str) -> list[float]:
    with _page(browser, address) as page:
        page.wait_for_selector(".player.ready")
        page.wait_for_timeout(500)
        found: list[float] = page.evaluate(MILESTONES)
    return found


def _frames(browser: Browser, address: str, rounds: int) -> None:
    rows = []
    for name, play, scroll in [
        ("still", False, False),
        ("playing", True, False),
        ("playing and scrolling", True, True),
    ]:
        found = [_counted(browser, address, play=play, scroll=scroll) for _ in range(rounds)]
        rates = [len(taken) / sum(taken) * 1000 for taken in found]
        slow = [sorted(taken)[int(len(taken) * 0.95)] for taken in found]
        rows.append([name, f"{median(rates):.1f}", f"{median(slow):.0f}", f"{median(map(max, found)):.0f}"])
    columns = ["", "frames a second", "ms for 95 of 100 frames", "ms for the longest"]
    print_table(f"How smoothly it moves, in {SECONDS:g} seconds", columns, rows)


def _counted(browser: Browser, address: str, *, play: bool, scroll: bool) -> list[float]:
    with _page(browser, address) as page:
        page.wait_for_selector(".player.ready")
        page.wait_for_timeout(500)
        if play:
            page.click(".player .toggle")
            page.wait_for_timeout(500)
        if scroll:
            page.evaluate(SCROLLING, SECONDS * 1000)
        taken: list[float] = page.evaluate(FRAMES, SECONDS * 1000)
        if play and not page.evaluate("document.querySelector('audio').currentTime > 0"):
            sys.exit("bench-browser: the sound does not play in this browser")
    return taken


@contextmanager
def _page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport=WINDOW)  # type: ignore[arg-type]
    page = context.new_page()
    try:
        page.goto(address + PAGE, wait_until="commit")
        yield page
    finally:
        context.close()


@contextmanager
def served(archive: Path) -> Iterator[str]:
    """The address of ``archiver serve`` on an archive, in a process of its own."""
    start = "from archiver.cli import main; main()"
    command = [sys.executable, "-c", start, "serve", "--port", "0", "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip().rstrip("/")
        finally:
            server.terminate()


@contextmanager
def chromium() -> Iterator[Any]:
    """A Chromium as the system has it."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if path is None:
        sys.exit("there is no Chromium here; CHROMIUM=PATH names one")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()
