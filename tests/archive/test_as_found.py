"""A database is read as it was found: another program's is left alone, a newer one's refused, an older one's kept."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from archive_examples import add_everything, counts, journal_mode, second_program
from command_line import run

from archiver.archive.as_found import APPLICATION_ID, schema_version
from archiver.archive.read import list_releases
from archiver.archive.store import open_archive, read_archive
from archiver.errors import ForeignDatabase, NewerArchive, NoArchive, OlderArchive, UnreadableHere

LANDED = Path(__file__).parent / "landed"
READING = (
    ["list"],
    ["show", "1"],
    ["search", "harbour"],
    ["stats"],
    ["history", "1"],
    ["export", "1"],
    ["speakers", "1"],
    ["clip", "1", "--paragraph", "1", "--output", "x.mp3"],
)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """Where an archive's database lies, or is to lie."""
    (tmp_path / "db").mkdir()
    return tmp_path / "db" / "archive.db"


@pytest.fixture
def archived(place: Path) -> Path:
    with open_archive(place.parent.parent, create=True) as archive:
        add_everything(archive)
    return place


def set_marks(path: Path, **marks: int) -> None:
    with closing(sqlite3.connect(path)) as database:
        for name, value in marks.items():
            database.execute(f"pragma {name} = {value}")


def files(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in place.parent.iterdir()}


def test_an_archive_says_what_it_is(archived: Path) -> None:
    assert archived.read_bytes()[60:64] == schema_version().to_bytes(4)  # where SQLite's header has the user version
    assert archived.read_bytes()[68:72] == b"BrAr" == APPLICATION_ID.to_bytes(4)


@pytest.mark.parametrize("application", [0, 0x42724172 + 1])
@pytest.mark.parametrize("command", [*READING, ["ingest", "page.txt"], ["align", "1"], ["reread"], ["remove", "1"]])
def test_another_programs_database_is_left_alone(
    place: Path, application: int, command: Sequence[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(sqlite3.connect(place)) as other:
        other.executescript(f"create table releases (id, url, title); pragma application_id = {application}")
    before = files(place)
    monkeypatch.chdir(place.parent.parent)
    Path("page.txt").write_text("A statement\n\n1. The quays will be lit.\n")
    with pytest.raises(ForeignDatabase, match=r"another program, not an archive; nothing in it was changed"):
        run(*command)
    assert files(place) == before


@pytest.mark.parametrize("command", [*READING, ["align", "1"], ["reread"]])
def test_a_newer_programs_archive_is_refused_by_name(archived: Path, command: Sequence[str]) -> None:
    with open_archive(archived.parent.parent) as archive, archive.locked():
        newest = "insert into events (at, version, action, outcome, message) values ('', '7.1', 'page', 'done', '')"
        archive.db.execute(newest)
    set_marks(archived, user_version=schema_version() + 1)
    before = files(archived)
    told = rf"made by archiver 7.1 \(schema {schema_version() + 1}\), which is newer than this program, .*; install"
    with pytest.raises(NewerArchive, match=told):
        run(*command, "--archive", archived.parent.parent)
    assert files(archived) == before


@pytest.mark.parametrize("state", sorted(path.name for path in LANDED.glob("*.db.gz")))
def test_an_older_archive_is_read_and_stays_as_it_is(place: Path, state: str, tmp_path: Path) -> None:
    place.write_bytes(gzip.decompress((LANDED / state).read_bytes()))
    before = files(place)
    for command in READING[:-1]:
        assert run(*command, "--archive", tmp_path).exit_code == 0, command
    assert files(place) == before
    with open_archive(tmp_path) as archive:
        assert [row["id"] for row in list_releases(archive)] == [2]
    assert place.read_bytes()[68:72] == b"BrAr"


def test_a_large_older_archive_is_brought_up_to_date_once_and_not_at_each_reading(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place.write_bytes(gzip.decompress((LANDED / "9_newest.db.gz").read_bytes()))
    monkeypatch.setattr("archiver.archive.as_found.MOST_COPIED", place.stat().st_size - 1)
    before = files(place)
    with pytest.raises(OlderArchive, match=r"earlier version.*nothing in it was changed; `archiver verify --quick"):
        run("list", "--archive", tmp_path)
    assert files(place) == before
    run("verify", "--quick", "--archive", tmp_path)
    assert run("list", "--archive", tmp_path).exit_code == 0


def test_an_archive_without_marks_gets_them_when_it_is_written(archived: Path) -> None:
    set_marks(archived, application_id=0, user_version=0)
    before = files(archived)
    with read_archive(archived.parent.parent) as archive:
        assert counts(archive)["releases"] == 1
    assert files(archived) == before
    with open_archive(archived.parent.parent):
        pass
    test_an_archive_says_what_it_is(archived)


def test_an_empty_file_is_no_archive_to_read(place: Path) -> None:
    place.touch()
    with pytest.raises(NoArchive, match="there is no archive in"), read_archive(place.parent.parent):
        pass
    assert place.read_bytes() == b""


def test_nothing_is_written_while_it_is_read(archived: Path) -> None:
    with read_archive(archived.parent.parent) as archive, pytest.raises(sqlite3.OperationalError, match="readonly"):
        archive.db.execute("delete from links")


@pytest.fixture
def left_behind(archived: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive as a killed run leaves it, with rows in its write-ahead log, where no file can be made beside it."""
    medium = tmp_path_factory.mktemp("medium")
    with closing(second_program(archived.parent.parent)) as writer:
        writer.execute("pragma journal_mode = wal")
        writer.execute("update releases set title = 'Written last'")
        shutil.copytree(archived.parent, medium / "db", ignore=shutil.ignore_patterns("*-shm"))
    (medium / "db" / "archive.db-shm").symlink_to("archive.db-shm")  # cannot be made, as on a disc that is only read
    return medium


def test_what_was_left_in_a_log_is_read_from_a_medium_that_cannot_be_written(left_behind: Path) -> None:
    assert journal_mode(left_behind) == "wal"
    before = (left_behind / "db" / "archive.db-wal").read_bytes()
    with read_archive(left_behind) as archive:
        assert [row["title"] for row in list_releases(archive)] == ["Written last"]
        copy = archive.path
    assert not copy.exists()
    assert (left_behind / "db" / "archive.db-wal").read_bytes() == before != b""


def test_no_room_for_a_copy_is_said(left_behind: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shutil, "copyfile", full)
    told = r"only in a copy, .* does not take one: No space left"
    with pytest.raises(UnreadableHere, match=told), read_archive(left_behind):
        pass
