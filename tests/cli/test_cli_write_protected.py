"""An archive to which nothing can be written, as on a DVD, is verified, backed up and packed all the same."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from archive_examples import add_heard, add_page, add_sound
from command_line import run

from archiver.archive.store import open_archive
from archiver.errors import ArchiveError

NOBODY = 65_534
TOLD = "warning: a is write-protected; the archive's log does not tell of this run\n"

pytestmark = pytest.mark.skipif(not hasattr(os, "setresuid"), reason="needs to become another user for a while")


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An archive ``a`` that may be read only, and an empty folder ``out`` in which all may write."""
    folder = Path(tempfile.mkdtemp())  # pytest's own may be entered by its owner alone
    monkeypatch.setenv("HOME", str(folder / "out"))
    with open_archive(folder / "a", create=True) as archive:
        add_heard(archive, add_sound(archive, add_page(archive)))
    (folder / "out").mkdir()
    protect(folder)
    yield folder
    protect(folder, write=0o222)
    shutil.rmtree(folder)


def protect(folder: Path, write: int = 0) -> None:
    for place in (folder / "a", *(folder / "a").rglob("*")):
        place.chmod((0o555 if place.is_dir() else 0o444) | write)
    folder.chmod(0o755)
    (folder / "out").chmod(0o777)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Be a user who may write nowhere, for whom root's permissions do not count."""
    user = os.getuid()
    os.setresuid(*(NOBODY, NOBODY, 0) if user == 0 else (-1, -1, -1))
    try:
        yield
    finally:
        os.setresuid(*(0, 0, 0) if user == 0 else (-1, -1, -1))


COMMANDS = {
    "verify": ("verify",),
    "verify --quick": ("verify", "--quick"),
    "backup": ("backup", "out/copy.db"),
    "bag": ("bag", "--all", "--output", "out/bag"),
}


@pytest.mark.parametrize("name", COMMANDS)
def test_it_is_read_and_said_that_the_log_tells_nothing(
    folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    protect(folder, write=0o222)
    first = run(*COMMANDS[name], "--archive", "a")
    shutil.rmtree("out")
    Path("out").mkdir()
    protect(folder)
    before = {path: path.read_bytes() for path in Path("a").rglob("*") if path.is_file()}
    with as_nobody():
        ended = run(*COMMANDS[name], "--archive", "a")
    assert (ended.exit_code, ended.stderr) == (0, TOLD)
    assert ended.stdout == first.stdout
    assert {path: path.read_bytes() for path in Path("a").rglob("*") if path.is_file()} == before


def test_what_is_wrong_in_it_is_found(folder: Path) -> None:
    protect(folder, write=0o222)
    with open_archive(folder / "a") as archive:
        archive.db.conn.execute("insert into segments_fts (segments_fts) values ('delete-all')")
        archive.db.conn.commit()
    run("verify", "--archive", folder / "a")
    protect(folder)
    with as_nobody():
        ended = run("verify", "--archive", folder / "a")
    assert ended.exit_code == 1
    assert "the full-text index of segments does not fit its rows" in ended.stdout


def test_nothing_is_repaired_in_it(folder: Path) -> None:
    with as_nobody(), pytest.raises(ArchiveError, match="cannot be written"):
        run("verify", "--repair", "--archive", folder / "a")
