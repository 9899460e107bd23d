"""Every command that writes, as it is typed, killed before every step that reaches the disk: typed again, it goes on.

What it leaves in the end is compared with what it leaves when nobody kills it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from ingest_examples import PARAGRAPHS, VTT, letters, rows, served
from kill_points import KILLED, command_line_ended, outcome

import archiver.align
from archiver.archive.event_chain import read_chain
from archiver.archive.store import open_archive
from archiver.archive.verify.run import Extent, verify
from archiver.demo import RECORDING
from archiver.release.facts import language
from archiver.reporting import Silent

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that ends at once needs fork"),
]

PAGE = f"""<h1>Statement on {{0}}</h1><p>31 March 2006</p><p><a href="{{0}}.mp3">Briefing</a></p>
<p>1. {PARAGRAPHS[0]}</p><p>2. {PARAGRAPHS[1]}</p>"""
FIRST_BYTES = 80_000  # of the demo's recording: ten seconds
SPOKEN = VTT.replace(PARAGRAPHS[0], f"<v Ines>{PARAGRAPHS[0]}")
NETWORK = ("--allow-private", "--pause", "0")

# As they are typed in a folder with two archives, ``a`` and ``other``, a bag, a page, sound, captions; SITE has more.
COMMANDS = {
    "ingest": "ingest new.htm --transcript talk.vtt --no-transcribe --no-fetch",
    "ingest from the web": "ingest SITE/tolls.htm --no-transcribe",
    "ingest --later": "ingest SITE/tolls.htm --later",
    "fetch": "fetch 2 --no-transcribe",
    "reread": "reread 2",
    "align": "align 1",
    "edit": "edit 1 --title Another",
    "edit --segment": "edit 1 --segment 2 --text Lamps. --by Ines",
    "link": "link 1 3 2",
    "speakers": "speakers 1 --name Ines=Ada",
    "remove": "remove 1 --yes",
    "verify": "verify",
    "verify --repair": "verify --repair",
    "backup": "backup copy.db",
    "merge": "merge other",
    "bag": "bag 1 --output bag",
    "unbag": "unbag packed",
}
# With Whisper tiny.en and the model of likeness in them, so that a few steps must do.
HEARING = {
    "ingest, hearing": "ingest new.htm --model tiny.en --no-fetch",
    "work": "work --workers 1",
    "transcribe": "transcribe 1 --model tiny.en",
}
ASKING = ("ingest from the web", "ingest --later", "fetch", "work")  # others, over the network
# Every fifth step is enough of the others: tests/archive/test_kill_table.py kills the same work at every one.
EVERY_STEP = ("ingest from the web", "fetch", "reread", "align")
EXPECTED = {"verify": 1}  # it finds the file that no row names
MAY_BE_DONE = ("remove", "backup", "bag", "unbag")  # typed again after all was done, they say so


def quick() -> None:
    """No models in this process: what they would say is known, and they take seconds to load."""
    language._identifier = lambda: lambda text: ("en", 1.0)  # type: ignore[assignment]
    archiver.align.scorer_for = letters  # type: ignore[assignment]


def real() -> None:
    """Nothing is replaced."""


def typed(folder: Path, name: str, site: str, step: int | None = None) -> int:
    """How a command ends in a folder."""
    command = (COMMANDS | HEARING)[name].replace("SITE", site)
    words = [*command.split(), "--archive", "b" if name == "unbag" else "a", *(NETWORK if name in ASKING else ())]
    return command_line_ended(words, step, quick if name in COMMANDS else real, folder)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("site")
    for number, name in enumerate(("quays", "lamps", "harbour", "tolls"), 1):
        (folder / f"{name}.htm").write_text(PAGE.format(name))
        (folder / f"{name}.mp3").write_bytes(RECORDING.read_bytes()[: FIRST_BYTES + number])
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory, site: str) -> Path:
    """Of the archive's releases the first has all, the second lacks its sound, the third waits for ``work``."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "talk.vtt").write_text(SPOKEN)
    for name in ("new", "lamps", "other"):
        (folder / f"{name}.htm").write_text(PAGE.format(name))
    (folder / "new.mp3").write_bytes(RECORDING.read_bytes()[:FIRST_BYTES])
    for words in (
        f"ingest {site}/quays.htm --transcript talk.vtt --no-transcribe --archive a --allow-private --pause 0",
        f"ingest lamps.htm --url {site}/lamps.htm --no-fetch --archive a",
        f"ingest {site}/harbour.htm --later --model tiny.en --archive a --allow-private --pause 0",
        "ingest other.htm --no-fetch --archive other",
        "bag --all --output packed --archive other",
    ):
        assert command_line_ended(words.split(), None, quick, folder) == 0
    with closing(sqlite3.connect(folder / "a" / "db" / "archive.db")) as db, db:  # as an older reader had it
        db.execute("update releases set reader = 0, title = 'Statement' where id = 2")
    (folder / "a" / "media" / "stray.mp3").write_bytes(b"of a database that was lost")
    return folder


def held(folder: Path, name: str, site: str, step: int, expected: dict[str, Any]) -> bool:
    """Whether a command comes to a step; what it leaves then is whole, and all is done when it is typed again."""
    if typed(folder, name, site, step) != KILLED:
        return False
    assert rows(folder / "a", "pragma integrity_check") == [("ok",)]
    assert rows(folder / "a", "pragma foreign_key_check") == []
    ended = typed(folder, name, site)
    assert ended == EXPECTED.get(name, 0) or name in MAY_BE_DONE, step
    assert outcome(folder) == expected, step
    with open_archive(folder / "a") as archive:
        assert read_chain(archive.db).breaks == {}, step
        problems = [one.what for one in verify(archive, Extent(), Silent()).problems]
        assert problems in ([], ["media/stray.mp3 is named by no row of the database"]), step
    return True


def undisturbed(before: Path, name: str, site: str, folder: Path) -> dict[str, Any]:
    shutil.copytree(before, folder)
    assert typed(folder, name, site) == EXPECTED.get(name, 0)
    return outcome(folder)


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_step_after_step(before: Path, site: str, tmp_path: Path, name: str) -> None:
    expected, tried = undisturbed(before, name, site, tmp_path / "undisturbed"), 0
    for step in count(0, 1 if name in EVERY_STEP else 5):
        folder = Path(shutil.copytree(before, tmp_path / f"{step}"))
        if not held(folder, name, site, step, expected):
            break
        shutil.rmtree(folder)
        tried += 1
    assert tried >= 2
    print(f"{name}: {tried} tried, {tried} held")


@pytest.mark.parametrize(("name", "steps"), [("ingest, hearing", (10, 16)), ("work", (6, 12)), ("transcribe", (4,))])
def test_killed_while_it_hears(before: Path, site: str, tmp_path: Path, name: str, steps: tuple[int, ...]) -> None:
    expected = undisturbed(before, name, site, tmp_path / "undisturbed")
    for step in steps:
        assert held(Path(shutil.copytree(before, tmp_path / f"{step}")), name, site, step, expected)
