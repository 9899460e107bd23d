"""Every command that writes, as it is typed, killed before every step that reaches the disk: typed again, it goes on.

What it leaves in the end is compared with what it leaves when nobody kills it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest
import typer
from ingest_examples import PARAGRAPHS, VTT, letters, rows, served
from kill_points import KILLED, command_line_ended, outcome, same_vectors

import archiver.align
from archiver.archive.event_chain import read_chain
from archiver.archive.meaning import kept
from archiver.archive.store import open_archive
from archiver.archive.verify.run import Extent, verify
from archiver.cli import app
from archiver.demo import RECORDING
from archiver.pipeline import processes
from archiver.pipeline.workers import Message
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
    "queue retry": "queue retry",
    "queue clear": "queue clear --all",
    "index": "index",
    "export": "export 1 --format vtt --output out/briefing.vtt",
    "clip": "clip 1 --from 4 --to 9 --output out/clip.mp3",
    "quote --receipt": "quote SAID --receipt out/receipt",
    "publish": "publish out/site --base-url https://example.org/site",
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
EVERY = {"ingest from the web": 1, "fetch": 1, "reread": 1, "align": 1, "export": 1, "publish": 29}
EXPECTED = {"verify": 1}  # it finds the file that no row names
MAY_BE_DONE = ("remove", "backup", "bag", "unbag", "quote --receipt")  # typed again after all was done, they say so


# They only read, but for `demo`, which is `ingest` of what is built in, and what `serve` lets people put right: `edit`,
# `link` and `speakers`, each in one transaction.
READING = {
    *("bench", "demo", "differences", "history", "list", "models", "phrase"),
    *("read", "search", "serve", "show", "stats", "todo"),
}


def quick() -> None:
    """No models in this process: what they would say is known, and they take seconds to load."""
    language._identifier = lambda: lambda text: ("en", 1.0)  # type: ignore[assignment]
    archiver.align.scorer_for = letters  # type: ignore[assignment]
    kept.read_texts = same_vectors  # type: ignore[attr-defined]


def real() -> None:
    """Nothing is replaced."""


def one_worker_dies(step: int) -> None:
    """One process among the workers is killed at its step: when it is given a job, or when it has said something."""
    steps, real = count(), processes._Worker.do

    def do(worker: processes._Worker, job: bytes) -> Iterator[Message]:
        for message in chain([None], real(worker, job)):
            if next(steps) == step:
                worker._process.kill()
                Path("died").touch()
            if message:
                yield message

    processes._Worker.do = do  # type: ignore[method-assign, assignment]


def typed(
    folder: Path, name: str, site: str, step: int | None = None, prepare: Callable[[], None] | None = None
) -> int:
    """How a command ends in a folder."""
    command = (COMMANDS | HEARING)[name].replace("SITE", site)
    words = [PARAGRAPHS[0] if word == "SAID" else word for word in command.split()]
    words += ["--archive", "b" if name == "unbag" else "a", *(NETWORK if name in ASKING else ())]
    return command_line_ended(words, step, prepare or (quick if name in COMMANDS else real), folder)


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
    (folder / "out").mkdir()
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
        db.execute("insert into queue (release, options, state, added, message) values (1, '{}', 'failed', '', 'no')")
        db.execute("delete from meanings")
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


def test_every_command_that_writes_is_killed() -> None:
    killed = {words.split()[0] for words in (COMMANDS | HEARING).values()}
    assert killed.isdisjoint(READING)
    assert killed | READING == set(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_at_step_after_step(before: Path, site: str, tmp_path: Path, name: str) -> None:
    expected, tried = undisturbed(before, name, site, tmp_path / "undisturbed"), 0
    for step in count(0, EVERY.get(name, 5)):
        folder = Path(shutil.copytree(before, tmp_path / f"{step}"))
        if not held(folder, name, site, step, expected):
            break
        shutil.rmtree(folder)
        tried += 1
    assert tried >= 2
    print(f"{name}: {tried} tried, {tried} held")


@pytest.mark.parametrize(("name", "steps"), [("ingest, hearing", (10, 16)), ("work", (6, 12)), ("transcribe", (4, 8))])
def test_killed_while_it_hears(before: Path, site: str, tmp_path: Path, name: str, steps: tuple[int, ...]) -> None:
    expected = undisturbed(before, name, site, tmp_path / "undisturbed")
    for step in steps:
        assert held(Path(shutil.copytree(before, tmp_path / f"{step}")), name, site, step, expected)


def test_a_worker_that_is_killed_costs_nothing(before: Path, site: str, tmp_path: Path) -> None:
    expected = undisturbed(before, "work", site, tmp_path / "undisturbed")
    for step in (1, 4):
        assert without_a_worker(before, site, tmp_path / f"{step}", step) == expected


def without_a_worker(before: Path, site: str, folder: Path, step: int) -> dict[str, Any] | None:
    """What is left where one worker was killed at its step; None where it has not so many."""
    shutil.copytree(before, folder)
    assert typed(folder, "work", site, prepare=partial(one_worker_dies, step)) == 0
    return outcome(folder) if (folder / "died").exists() else None
