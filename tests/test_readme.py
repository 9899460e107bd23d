"""Every command of the README runs, in its order, on real input."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from archiver.demo import RECORDING, RELEASE
from archiver.release import read_release

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PRESS = "https://press.example.org"

CANAL = """The ministers on the canal

20 May 2006

The ministers welcome that the canal was opened to ships of all nations after eleven years.

They regret the reform of the tolls, which was decided without the neighbours.
"""

CAPTIONS = """WEBVTT

00:01.000 --> 00:06.000
My fellow citizens, the harbour will be closed to all ships from Monday.
"""


def commands() -> list[str]:
    """The commands as they stand in the README's console blocks."""
    blocks = re.findall(r"^```console\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@contextmanager
def press_server(folder: Path) -> Iterator[str]:
    """An institution's web server, on this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def prepare(folder: Path) -> Path:
    """What a person of the README has: a site somewhere, a saved page, a release with its recording, a transcript."""
    release = read_release(RELEASE.read_bytes())
    items = "".join(f"<li>{paragraph.text}</li>" for paragraph in release.paragraphs)
    page = (
        f'<html lang="en"><head><title>{release.title}</title></head><body><h1>{release.title}</h1><p>31 March 2006</p>'
        f'<p><a href="../audio/briefing.mp3">Press briefing (.MP3/1.250Kb)</a></p><ol>{items}</ol></body></html>'
    )
    site = folder / "site"
    for name in ("docu", "audio"):
        (site / name).mkdir(parents=True)
    (site / "docu" / "p06-040e.htm").write_text(page)
    shutil.copy(RECORDING, site / "audio" / "briefing.mp3")
    (folder / "saved").mkdir()
    (folder / "saved" / "p06-040e.htm").write_text(page)
    (folder / "release.txt").write_text(CANAL)
    shutil.copy(RECORDING, folder / "briefing.mp3")
    (folder / "other.txt").write_text(
        "Harbour closed from Monday\n\n3 June 2006\n\nThe harbour will be closed to all ships from Monday.\n\n"
        "The ferry to the island is not affected, and the market is held as always.\n"
    )
    (folder / "briefing.vtt").write_text(CAPTIONS)
    return site


def prepare_lists(folder: Path, site: Path, address: str) -> None:
    """An index page, a file of addresses, and a web archive that has the page which the site has no more."""
    (site / "docu" / "index.htm").write_text(
        '<ul><li>31 March 2006 <a href="p06-040e.htm">Statement on Belarus</a></ul>'
    )
    (site / "docu" / "canal.txt").write_text(CANAL)
    (folder / "addresses.txt").write_text(f"# found in a drawer\n{address}/docu/canal.txt\n")
    gone, captured = f"{address}/docu/gone.htm", "20060402101112"
    index = site / "past" / "cdx" / "search" / "cdx"
    index.parent.mkdir(parents=True)
    index.write_text(f'[["timestamp", "original"], ["{captured}", "{gone}"]]')
    page = site / "past" / "web" / f"{captured}id_" / gone.replace("//", "/")
    page.parent.mkdir(parents=True)
    page.write_text("<h1>Ferries</h1><p>2 April 2006</p><p>The ferry to the island sails at night, too.</p>")


def run(command: str, folder: Path, wayback: str = "") -> None:
    """Run a command as a shell would in the activated environment; a server is stopped when it listens."""
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "100"}
    environment["ARCHIVER_ALLOW_PRIVATE"] = "1"  # the institution of the README is a server on this machine
    environment["ARCHIVER_WAYBACK"] = wayback
    if " serve " not in command:
        done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return
    free = re.sub(r"--port \d+", "--port 0", command)
    with subprocess.Popen(free.split(), cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("http://127.0.0.1:")
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0


def test_first_screen_has_the_two_commands() -> None:
    assert commands()[:2] == ["scripts/demo", "scripts/test"]
    assert README.index("scripts/test") < README.index("\n```text")


@pytest.mark.slow
def test_demo_command(tmp_path: Path) -> None:
    environment = {**os.environ, "ARCHIVER_HOME": str(tmp_path), "COLUMNS": "100"}
    done = subprocess.run([ROOT / "scripts" / "demo"], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "North Atlantic Council statement on NATO-Belarus relations" in done.stdout
    assert (tmp_path / "db" / "archive.db").is_file()


@pytest.mark.slow
def test_every_other_command_runs(tmp_path: Path) -> None:
    site = prepare(tmp_path)
    with press_server(site) as address:
        prepare_lists(tmp_path, site, address)
        for command in commands()[2:]:
            if command.startswith("archiver remove"):
                continue  # after everything else, since the blocks below still ask about release 1
            run(command.replace(PRESS, address), tmp_path, f"{address}/past")
    run(next(command for command in commands() if command.startswith("archiver remove")), tmp_path)
