"""Mistakes at the edges: numbers that no database holds, and outputs that cannot be written, are told in words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from archive_examples import add_everything
from command_line import run

from archiver.archive.store import open_archive
from archiver.errors import OutputError, UsageError

HUGE = "9" * 20


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with open_archive(tmp_path, create=True) as opened:
        add_everything(opened)
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ["clip", "1", "--paragraph", HUGE, "--output", "x.mp3"],
        ["show", "1", "--why", "--segment", HUGE],
        ["edit", "1", "--segment", HUGE, "--undo"],
        ["link", "1", HUGE, "1"],
        ["speakers", "1", "--recording", HUGE],
        ["transcribe", "1", "--track", HUGE],
    ],
)
def test_a_number_that_no_database_holds(archive: Path, command: list[str]) -> None:
    assert run(*command, "--archive", archive).exit_code == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_of_the_output_is_told_of_the_output(archive: Path) -> None:
    with pytest.raises(OutputError, match=r"^No space left on device: /dev/full; the archive is as it was$"):
        run("export", "1", "--output", "/dev/full", "--archive", archive)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_a_full_disk_behind_standard_output(archive: Path) -> None:
    import subprocess

    command = [sys.executable, "-m", "archiver", "list", "--archive", str(archive)]
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env={**os.environ})
    assert (ended.returncode, ended.stderr) == (1, "archiver: No space left on device: what is written\n")


def test_speakers_of_a_recording_that_is_not_there(archive: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^release 1 has no recording 99; `archiver show 1 --json` tells the id of each$"
    ):
        run("speakers", "1", "--recording", "99", "--archive", archive)
