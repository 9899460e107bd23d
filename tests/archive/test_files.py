"""Files: under a temporary name until they are whole, then named by their bytes."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archiver.archive.files import ABANDONED_SECONDS, FORGOTTEN_SECONDS, checked_bytes, settle, sweep, taking_in
from archiver.errors import DamagedFile
from archiver.shared_files import take_file

BYTES = b"ID3 what a microphone took in"
SHA256 = hashlib.sha256(BYTES).hexdigest()


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("blocks", [[BYTES], [BYTES[:5], b"", BYTES[5:]], [bytes([byte]) for byte in BYTES]])
def test_bytes_are_counted_and_hashed_as_they_come(tmp_path: Path, blocks: list[bytes]) -> None:
    with taking_in(blocks, tmp_path) as incoming:
        assert (incoming.sha256, incoming.size) == (SHA256, len(BYTES))
        assert incoming.path.read_bytes() == BYTES
        assert incoming.path.parent == tmp_path / "media"
        assert incoming.path.name.startswith(".incoming-")
    assert files(tmp_path) == []


def test_nothing_came(tmp_path: Path) -> None:
    with taking_in([], tmp_path) as incoming:
        assert incoming.size == 0
    assert files(tmp_path) == []


def test_a_settled_file_is_named_by_its_bytes(tmp_path: Path) -> None:
    with taking_in([BYTES], tmp_path) as incoming:
        path = settle(incoming, tmp_path, "mp3")
    assert path == f"media/{SHA256[:2]}/{SHA256}.mp3"
    assert files(tmp_path) == [path]
    assert (tmp_path / path).read_bytes() == BYTES
    assert stat.S_IMODE((tmp_path / path).stat().st_mode) == 0o644


def test_the_same_bytes_are_kept_once(tmp_path: Path) -> None:
    for _ in range(2):
        with taking_in([BYTES], tmp_path) as incoming:
            path = settle(incoming, tmp_path, "mp3")
    assert files(tmp_path) == [path]


def breaking_off() -> Iterator[bytes]:
    yield BYTES
    raise ConnectionResetError(errno.ECONNRESET, "the server hung up")


def test_a_stream_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ConnectionResetError), taking_in(breaking_off(), tmp_path):
        pytest.fail("half a file was offered")
    assert files(tmp_path) == []


def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"), taking_in([BYTES], tmp_path):
        pytest.fail("a file was offered that is not on the disk")
    assert files(tmp_path) == []


def test_what_killed_runs_left_is_swept_when_nobody_can_be_writing_it(tmp_path: Path) -> None:
    media = tmp_path / "media"
    (media / "ab").mkdir(parents=True)
    now = time.time()
    for name, age in [
        (".incoming-old", ABANDONED_SECONDS + 60),
        (".incoming-young", 60),
        (".transcribing-3", 60),
        (".incoming-held", 60),
        (".partial-12", FORGOTTEN_SECONDS + 60),
        (".partial-12.json", FORGOTTEN_SECONDS + 60),
        (".partial-34", ABANDONED_SECONDS + 60),
        ("ab/kept.mp3", FORGOTTEN_SECONDS + 60),
    ]:
        (media / name).write_bytes(BYTES)
        os.utime(media / name, (now - age, now - age))
    with (media / ".incoming-held").open("rb") as held:
        assert take_file(held, media / ".incoming-held")
        sweep(tmp_path)
    assert files(media) == [".incoming-held", ".partial-34", "ab/kept.mp3"]


def test_a_file_that_is_being_taken_in_is_no_dead_runs(tmp_path: Path) -> None:
    with taking_in([BYTES], tmp_path) as incoming:
        sweep(tmp_path)
        settle(incoming, tmp_path, "mp3")
    assert files(tmp_path / "media") == [f"{incoming.sha256[:2]}/{incoming.sha256}.mp3"]


def test_sweeping_where_nothing_is(tmp_path: Path) -> None:
    sweep(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_bytes_are_those_that_were_archived(tmp_path: Path) -> None:
    with taking_in([BYTES], tmp_path) as incoming:
        path = settle(incoming, tmp_path, "mp3")
    assert checked_bytes(tmp_path, path, SHA256) == BYTES
    (tmp_path / path).write_bytes(BYTES[:-1])
    with pytest.raises(DamagedFile, match=r"mp3 is not what was archived: its SHA-256 is another; restore the file"):
        checked_bytes(tmp_path, path, SHA256)
    (tmp_path / path).unlink()
    with pytest.raises(DamagedFile, match=r"^media/.*\.mp3 is missing; restore the file from a copy of the archive$"):
        checked_bytes(tmp_path, path, SHA256)
