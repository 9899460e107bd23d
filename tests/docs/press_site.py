"""What a reader of the documentation has at hand: an institution's website, saved pages, sound and captions."""

from __future__ import annotations

import shutil
from pathlib import Path

from archiver.demo import RECORDING, RELEASE
from archiver.release import read_release

PRESS = "https://press.example.org"  # the address that the documentation gives the site

CANAL = """The ministers on the canal

20 May 2006

The ministers welcome that the canal was opened to ships of all nations after eleven years.

They regret the reform of the tolls, which was decided without the neighbours.
"""

HARBOUR = """Harbour closed from Monday

3 June 2006

The harbour will be closed to all ships from Monday.

The ferry to the island is not affected, and the market is held as always.
"""

CAPTIONS = """WEBVTT

00:01.000 --> 00:06.000
My fellow citizens, the harbour will be closed to all ships from Monday.

00:07.000 --> 00:10.500
There is coffee in the next room.
"""


def prepare(folder: Path) -> Path:
    """Put the reader's files into a folder, and the website into a folder of its own; return the latter."""
    release = read_release(RELEASE.read_bytes())
    items = "".join(f"<li>{paragraph.text}</li>" for paragraph in release.paragraphs)
    page = (
        f'<html lang="en"><head><title>{release.title}</title></head><body><h1>{release.title}</h1><p>31 March 2006</p>'
        f'<p><a href="../audio/briefing.mp3">Press briefing (.MP3/1.250Kb)</a></p><ol>{items}</ol></body></html>'
    )
    site = folder / "site"
    for name in ("docu", "audio"):
        (site / name).mkdir(parents=True)
    (site / "docu" / "p06-040e.htm").write_text(page, encoding="utf-8")
    shutil.copy(RECORDING, site / "audio" / "briefing.mp3")
    (folder / "saved").mkdir()
    (folder / "saved" / "p06-040e.htm").write_text(page, encoding="utf-8")
    (folder / "release.txt").write_text(CANAL, encoding="utf-8")
    shutil.copy(RECORDING, folder / "briefing.mp3")
    (folder / "harbour.txt").write_text(HARBOUR, encoding="utf-8")
    (folder / "harbour.vtt").write_text(CAPTIONS, encoding="utf-8")
    return site


def prepare_lists(folder: Path, site: Path, address: str) -> None:
    """An index page, a file of addresses, and a web archive that has the page which the site no longer has."""
    (site / "docu" / "index.htm").write_text(
        '<ul><li>31 March 2006 <a href="p06-040e.htm">Statement on Belarus</a></ul>', encoding="utf-8"
    )
    (site / "docu" / "canal.txt").write_text(CANAL, encoding="utf-8")
    (folder / "addresses.txt").write_text(f"# found in a drawer\n{address}/docu/canal.txt\n", encoding="utf-8")
    gone, captured = f"{address}/docu/gone.htm", "20060402101112"
    index = site / "past" / "cdx" / "search" / "cdx"
    index.parent.mkdir(parents=True)
    index.write_text(f'[["timestamp", "original"], ["{captured}", "{gone}"]]', encoding="utf-8")
    page = site / "past" / "web" / f"{captured}id_" / gone.replace("//", "/")
    page.parent.mkdir(parents=True)
    page.write_text(
        "<h1>Ferries</h1><p>2 April 2006</p><p>The ferry to the island sails at night, too.</p>", encoding="utf-8"
    )
