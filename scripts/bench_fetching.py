"""A thousand releases from one index page: time and memory a page, what a second run asks for, and twenty kills.

A server on this machine gives an index, small pages, and recordings that ten pages share. The first archive is made in
one go, the second by runs that are killed at random moments; both must be the same in the end.

    .venv/bin/python scripts/bench_fetching.py [--pages 1000] [--kills 20]
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager, redirect_stdout
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import StringIO
from pathlib import Path
from typing import ClassVar

from warcio.checker import Checker

from archiver.demo import RECORDING
from archiver.recording.audio import probe
from archiver.recording.cutting import clip

SHARED = 10  # pages that name one recording
ARCHIVER = [sys.executable, "-c", "from archiver.cli import main; main()"]
PAGE = """<html><head><title>Harbour Union - Press Release ({number})</title></head><body>
<p>Press Release ({number})<br>{day} March 2006</p><h1>Statement {number} on harbour safety</h1>
<p>Press briefing <a href="/audio/{sound}.mp3">(.MP3/9kb)</a></p>
<p>1. The ministers deplore the flooding of quay {number} and thank the pilots for their help.</p>
<p>2. Every quay will be lit at night, as the pilots had asked since 2012.</p></body></html>"""


class House(BaseHTTPRequestHandler):
    """The web site; it counts what it is asked for."""

    pages: ClassVar[int]
    sound: ClassVar[bytes]
    asked: ClassVar[Counter[str]] = Counter()

    def do_GET(self) -> None:
        """Answer with the index, a page or a recording."""
        House.asked[self.path] += 1
        body = self._body(self.path.strip("/").partition(".")[0].split("/"))
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", "audio/mpeg" if self.path.endswith("mp3") else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _body(self, parts: list[str]) -> bytes:
        if parts == ["index"]:
            links = (
                f'<li>{n % 28 + 1} March 2006: <a href="/pr/{n:04}.htm">Statement {n}</a></li>'
                for n in range(self.pages)
            )
            return f"<html><body><h1>Statements</h1><ul>{''.join(links)}</ul></body></html>".encode()
        if parts[0] == "pr":
            n = int(parts[1])
            return PAGE.format(number=n, day=n % 28 + 1, sound=n // SHARED).encode()
        return self.sound + parts[1].encode() if parts[0] == "audio" else b""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@contextmanager
def serving(pages: int) -> Iterator[str]:
    """The house on this machine; gives the address of its index."""
    House.pages, (House.sound, _) = pages, clip(RECORDING, probe(RECORDING), [(1.0, 2.0)])
    with ThreadingHTTPServer(("127.0.0.1", 0), House) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/index.htm"
        server.shutdown()


def command(index: str, folder: Path) -> list[str]:
    """The command that archives the list."""
    polite = ("--allow-private", "--pause", "0")
    return [*ARCHIVER, "ingest", "--from", index, "--no-transcribe", *polite, "--archive", str(folder)]


def run(index: str, folder: Path) -> float:
    """Run it to its end; returns seconds."""
    began = time.monotonic()
    subprocess.run(command(index, folder), check=True, capture_output=True)
    return time.monotonic() - began


def killed(index: str, folder: Path, moments: list[float]) -> list[int]:
    """Run it and kill it after each of these seconds; returns how many pages were there each time."""
    there = []
    for seconds in moments:
        process = subprocess.Popen(command(index, folder), stderr=subprocess.DEVNULL)
        time.sleep(seconds)
        process.kill()
        process.wait()
        there.append(pages_in(folder))
    return there


def pages_in(folder: Path) -> int:
    """How many pages are there; none where it was killed before the file or its tables were made."""
    made = (folder / "db" / "archive.db").exists()
    if not made or not rows(folder, "select 1 from sqlite_master where name = 'captures'"):
        return 0
    return int(str(rows(folder, "select count(*) from captures")[0][0]))


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    """The rows of a query."""
    with closing(sqlite3.connect(folder / "db" / "archive.db")) as db:
        return db.execute(sql).fetchall()


IN_COMMON = (
    "select url, sha256, size, media_type, status, base, etag from captures order by url, id",
    "select url, title, number, date, language, replaces from releases order by url, id",
    """select url, position, label, text from paragraphs join releases on releases.id = release
       order by url, position""",
    """select releases.url, label, links.url, reason, sha256 from release_recordings links
       join releases on releases.id = links.release left join recordings on recordings.id = links.recording
       order by releases.url, position""",
    "select sha256, size, duration from recordings order by sha256",
    "select sha256, url from downloads join recordings on recordings.id = recording order by 1, 2",
    "pragma integrity_check",
    "pragma foreign_key_check",
)


def contents(folder: Path) -> list[list[tuple[object, ...]]]:
    """All that two archives of the same pages have in common: no times, and no names that times went into."""
    return [rows(folder, sql) for sql in IN_COMMON]


def is_complete(folder: Path) -> bool:
    """No row without its file, and no file without its row."""
    named = {path for (path,) in rows(folder, "select path from captures union select path from recordings")}
    return named == {str(path.relative_to(folder)) for path in (folder / "media").rglob("*") if path.is_file()}


def checked(folder: Path) -> tuple[int, str]:
    """How many WARC files there are, and what warcio's own checker says of them."""
    files = sorted(str(path) for path in (folder / "media").rglob("*.warc.gz"))
    with redirect_stdout(StringIO()) as said:
        failed = Checker(Namespace(inputs=files, verbose=False)).process_all()
    return len(files), said.getvalue() if failed else "sound"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=4)
    wanted = parser.parse_args()
    chance = random.Random(wanted.seed)
    with serving(wanted.pages) as index, tempfile.TemporaryDirectory() as place:
        whole, broken = Path(place) / "whole", Path(place) / "broken"
        first = run(index, whole)
        memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1000
        print(f"first run: {first:.1f} s, {first / wanted.pages * 1000:.1f} ms a page, {memory:.0f} MB at most")
        print(f"asked for more than once: {[path for path, count in House.asked.items() if count > 1] or 'nothing'}")
        House.asked.clear()
        second = run(index, whole)
        print(f"second run: {second:.1f} s, asked for {dict(House.asked)}")
        print("WARC files, by warcio's checker:", *checked(whole))
        each = 2 * first / (wanted.kills + 1)  # so that they get about as far together as one run that is not killed
        moments = [1.2 * second + chance.uniform(0, each) for _ in range(wanted.kills)]
        print("pages there after each kill:", killed(index, broken, moments))
        run(index, broken)
        print("the same archive in the end:", contents(whole) == contents(broken))
        print("every row has its file, every file its row:", is_complete(whole), is_complete(broken))


if __name__ == "__main__":
    main()
