"""Every command that writes, killed before every step that reaches the disk: whole, and the same command goes on.

So it is where from a step on the disk is full, or where one of the files cannot be read, which is told in words.

What a command does in the end is compared with what it does when nobody kills it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from unittest.mock import patch

import pytest
from archive_examples import STATEMENT, add_heard, add_links, add_page, add_sound, later_version
from ingest_examples import rows
from kill_points import killed_at, met_unreadable_file, outcome, same_vectors, told_of_full_disk

from archiver.archive.backup import back_up
from archiver.archive.bags.read_bag import unpack_bag
from archiver.archive.bags.write_bag import write_bag
from archiver.archive.edit import edit_release
from archiver.archive.event_chain import read_chain
from archiver.archive.meaning import kept
from archiver.archive.merge import merge
from archiver.archive.people.human_links import decide
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.queue import begin_next, clear, end, put_in, retry
from archiver.archive.quotes.check import check_quote
from archiver.archive.remove import remove_release
from archiver.archive.speaker_names import name_speakers
from archiver.archive.store import Archive, open_archive, read_archive
from archiver.archive.tidy import tidy_archive
from archiver.archive.verify.repair import repair
from archiver.archive.verify.run import Extent, verify
from archiver.demo import RECORDING
from archiver.errors import BagError
from archiver.outputs import UNFINISHED_SUFFIX, write_out
from archiver.pipeline.clip import Wanted, cut_clip
from archiver.pipeline.receipt import write_receipt
from archiver.reporting import Silent
from archiver.site import publish

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that ends at once needs fork")

SOUND_BYTES = 120_000  # of the demo's recording: fifteen seconds
OTHER = replace(STATEMENT, url="https://example.org/other.htm", title="Statement on lamps")
Command = Callable[[Path], object]


def on_archive(work: Callable[[Archive], object]) -> Command:
    def command(folder: Path) -> None:
        with open_archive(folder / "a", create=True) as archive:
            tidy_archive(archive)
            work(archive)

    return command


def take_page_and_sound(archive: Archive) -> None:
    """What ``ingest`` does, step by step, as far as it is not done."""
    done = len(archive.rows("select * from events where release = 4 or recording = 2 or transcript = 2"))
    if done < 1:
        add_page(archive, OTHER, b"<p>Lamps.")
    if done < 2:
        add_sound(archive, 4, data=b"other sound")
    if done < 3:
        add_heard(archive, 2)
    if done < 4:
        add_links(archive, 4, 2)


def merge_other(folder: Path) -> None:
    with read_archive(folder / "other") as theirs, open_archive(folder / "a") as ours:
        merge(ours, theirs)


def remove(archive: Archive) -> None:
    if archive.rows("select id from releases where id = 1"):
        remove_release(archive, 1)


def put_right(archive: Archive) -> None:
    repair(archive, verify(archive, Extent(), Silent()).problems)


def pack(folder: Path) -> None:
    if not (folder / "bag").exists():
        with open_archive(folder / "a") as archive:
            write_bag(archive, folder / "bag")


def unpack(folder: Path) -> None:
    try:
        unpack_bag(folder / "packed", folder / "b")
    except BagError:
        if not (folder / "b").exists():
            raise
        # it was done before the kill
        assert rows(folder / "b", "select count(*) from releases") == [(3,)]


def index(archive: Archive) -> None:
    with patch.object(kept, "read_texts", same_vectors):
        kept.index(archive, kept.owners(archive))


def publish_all(folder: Path) -> None:
    with read_archive(folder / "a") as archive, patch.object(publish, "can_search", lambda: False):
        publish.publish(archive, folder / "out" / "site", publish.Options("https://example.org/site"), Silent())


def cut(folder: Path) -> None:
    with read_archive(folder / "a") as archive:
        write_out(folder / "out" / "clip.mp3", cut_clip(archive, 1, Wanted(start=2.5, end=6.0)).data)


def give_receipt(folder: Path) -> None:
    receipt = folder / "out" / "receipt"
    if not receipt.exists() or (receipt / UNFINISHED_SUFFIX).exists() or not any(receipt.iterdir()):
        with read_archive(folder / "a") as archive:
            write_receipt(archive, check_quote(archive, "the flooding of the old keys"), receipt)


def save(folder: Path) -> None:
    if not (folder / "copy.db").exists():
        with open_archive(folder / "a") as archive:
            back_up(archive, folder / "copy.db", Silent())


COMMANDS: dict[str, Command] = {
    "ingest": on_archive(take_page_and_sound),
    "edit": on_archive(lambda archive: edit_release(archive, 2, {"title": "Another title"})),
    "edit --segment": on_archive(lambda archive: correct_sentence(archive, 1, 4, "And the saxophonists?", "Ines")),
    "link": on_archive(lambda archive: decide(archive, 1, 1, 2)),
    "speakers": on_archive(lambda archive: name_speakers(archive, 1, {"S1": "Spokesman"})),
    "remove": on_archive(remove),
    "verify": on_archive(lambda archive: verify(archive, Extent(), Silent())),
    "verify --repair": on_archive(put_right),
    "queue retry": on_archive(retry),
    "queue clear": on_archive(lambda archive: clear(archive, everything=True)),
    "index": on_archive(index),
    "clip": cut,
    "quote --receipt": give_receipt,
    "publish": publish_all,
    "backup": save,
    "merge": merge_other,
    "bag": pack,
    "unbag": unpack,
}


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, another one to be merged with it, and a file that no row names."""
    folder = tmp_path_factory.mktemp("before")
    (folder / "out").mkdir()
    for name, release in (("a", STATEMENT), ("other", OTHER)):
        with open_archive(folder / name, create=True) as archive:
            release_id = add_page(archive)
            heard = add_heard(archive, add_sound(archive, release_id, data=RECORDING.read_bytes()[:SOUND_BYTES]))
            add_links(archive, release_id, heard)
            later_version(archive)
            if name == "other":
                add_page(archive, release, b"<p>Lamps.")
            else:
                add_page(archive, replace(STATEMENT, url=None), b"<p>A third.")
                for release_id in (1, 2):
                    put_in(archive, release_id, {})
                    end(archive, begin_next(archive) or {}, ["the server did not answer"])
            if name == "other":
                write_bag(archive, folder / "packed")
    stray = folder / "a" / "media" / "stray.mp3"
    stray.write_bytes(b"of a database that was lost")
    return folder


# More than the database.
READING = ("verify", "verify --repair", "backup", "merge", "bag", "unbag", "clip", "quote --receipt", "publish")
EVERY = {"publish": 7}  # of its steps, which are the same three for every file; at others all steps are tried
Trouble = Callable[[int, Path, Callable[[], object]], bool]
TROUBLES: dict[str, Trouble] = {
    "killed": killed_at,
    "full disk": told_of_full_disk,
    "unreadable file": met_unreadable_file,
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("trouble", "name"),
    [(trouble, name) for trouble in TROUBLES for name in COMMANDS if trouble != "unreadable file" or name in READING],
)
def test_trouble_at_every_step(before: Path, tmp_path: Path, name: str, trouble: str) -> None:
    command = COMMANDS[name]
    shutil.copytree(before, tmp_path / "undisturbed")
    command(tmp_path / "undisturbed")
    expected, tried = outcome(tmp_path / "undisturbed"), 0
    for step in count(0, EVERY.get(name, 1)):
        folder = Path(shutil.copytree(before, tmp_path / f"{step}"))
        came_so_far = TROUBLES[trouble](step, folder, lambda folder=folder: command(folder))  # type: ignore[misc]
        assert rows(folder / "a", "pragma integrity_check") == [("ok",)]
        assert rows(folder / "a", "pragma foreign_key_check") == []
        if not came_so_far:
            break
        command(folder)
        assert outcome(folder) == expected, step
        with open_archive(folder / "a") as archive:
            assert read_chain(archive.db).breaks == {}, step
            problems = [one.what for one in verify(archive, Extent(), Silent()).problems]
            assert problems in ([], ["media/stray.mp3 is named by no row of the database"]), step
        shutil.rmtree(folder)
        tried += 1
    assert tried >= (2 if trouble != "unreadable file" else 1)
    print(f"{name}, {trouble}: {tried} tried, {tried} held")
