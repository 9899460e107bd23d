"""A recording that is being transcribed is left alone by other processes, until it is let go or its process is over."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archiver.archive.claims import Claim
from archiver.archive.files import sweep
from archiver.errors import ArchiveLocked

HOLD = """
import sys
from pathlib import Path
from archiver.archive.claims import Claim
claim = Claim(Path(sys.argv[1]), 3)
print("ours", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "media").mkdir()
    return tmp_path


def test_another_process_has_it_until_it_dies(folder: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLD, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"ours\n"
        with pytest.raises(
            ArchiveLocked, match="recording 3 is being transcribed by another run; give the same command"
        ):
            Claim(folder, 3)
        Claim(folder, 4)
        other.kill()
    Claim(folder, 3)


def test_one_that_takes_days_is_not_swept_away(folder: Path) -> None:
    claim, old = Claim(folder, 3), folder / "media" / ".transcribing-4"
    old.touch()
    for path in (folder / "media").iterdir():
        os.utime(path, (0, 0))
    sweep(folder)
    assert [path.name for path in (folder / "media").iterdir()] == [".transcribing-3"]
    with pytest.raises(ArchiveLocked):
        Claim(folder, 3)
    claim.release()


def test_it_leaves_nothing_behind(folder: Path) -> None:
    claim = Claim(folder, 3)
    assert [path.name for path in (folder / "media").iterdir()] == [".transcribing-3"]
    claim.release()
    assert list((folder / "media").iterdir()) == []


def test_what_failed_is_free_again(folder: Path) -> None:
    def fail() -> None:
        claim = Claim(folder, 3)
        raise ValueError(claim)

    with pytest.raises(ValueError, match="Claim"):
        fail()
    assert list((folder / "media").iterdir()) == []
