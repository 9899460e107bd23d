"""Mistakes at the edges: numbers that no database holds, and outputs that cannot be written, are told in words."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from archive_examples import add_everything
from command_line import run

from archiver import cli
from archiver.archive.store import open_archive
from archiver.errors import ArchiverError, OutputError, UsageError

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
    with pytest.raises(
        OutputError, match=r"^No space left on device: /dev/full; the archive is as it was; make room, "
    ):
        run("export", "1", "--output", "/dev/full", "--archive", archive)


PRINTING = [
    *(["list"], ["list", "--json"], ["search", "lamps"], ["show", "1"], ["stats"], ["todo"], ["history", "1"]),
    *(
        ["export", "1"],
        ["export", "1", "--format", "vtt"],
        ["differences", "1"],
        ["quote", "lamps"],
        ["phrase", "lamps"],
    ),
    *(["queue"], ["speakers", "1"], ["verify"]),
]
NOT_READ_ON = 141


def ended(command: list[str], archive: Path, stdout: int | None) -> tuple[int, str]:
    """How a command ends in a process of its own, and what it says; None: its standard output is closed."""
    child = os.fork()
    if child == 0:
        said = os.open(archive / "said", os.O_CREAT | os.O_TRUNC | os.O_WRONLY)
        os.dup2(said, 2)
        os.close(1) if stdout is None else os.dup2(stdout, 1)
        sys.stdout = None if stdout is None else os.fdopen(1, "w", closefd=False)
        sys.stderr = os.fdopen(2, "w", closefd=False)
        sys.argv = ["archiver", *command, "--archive", str(archive)]
        try:
            cli.main()
        except SystemExit as end:
            sys.stderr.flush()
            os._exit(int(end.code or 0))
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status), (archive / "said").read_text()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
@pytest.mark.parametrize("command", PRINTING, ids=" ".join)
def test_an_output_that_takes_nothing_is_told_of_the_output(archive: Path, command: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)  # as `head` does when it has enough
    with Path("/dev/full").open("w") as full:
        ends = [ended(command, archive, stdout) for stdout in (full.fileno(), None, writer)]
    os.close(writer)
    cannot = "archiver: standard output cannot be written: {}; the archive has no part in that{}\n"
    told = [
        (1, cannot.format("No space left on device", "; make room, and give the same command again")),
        (1, cannot.format("it is closed", "")),
        (NOT_READ_ON, ""),
    ]
    assert [(code, said[said.find("archiver: ") :] if code == 1 else "") for code, said in ends] == told
    assert not any("Traceback" in said for _, said in ends)


def test_speakers_of_a_recording_that_is_not_there(archive: Path) -> None:
    with pytest.raises(
        UsageError, match=r"^release 1 has no recording 99; `archiver show 1 --json` tells the id of each$"
    ):
        run("speakers", "1", "--recording", "99", "--archive", archive)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            ["search", "(("],
            r'^there is no word to look for; write words, "a phrase", or the beginning of one: reform\*$',
        ),
        (["search", "lamps", "--speaker", "Nobody"], r"^nobody in the archive is called 'Nobody'; `archiver speakers`"),
        (["search", "lamps", "--language", "xx"], r"^nothing in the archive is in 'xx'; there are en"),
        (["quote", "there will be lamps", "--speaker", "S9"], r"^nobody in the archive is called 'S9'"),
        (
            ["verify", "--repair", "--copy", "nowhere"],
            r"^nowhere is no copy of an archive: it has no folder media; name",
        ),
        (["unbag", "nowhere"], r"^nowhere is no bag: it has no bagit.txt$"),
        (["remove", "1"], r"^nothing was taken down; --yes does it without asking$"),  # nobody answers
        (["history"], r"^no release is named; name a release, or check the whole log with --verify$"),
    ],
)
def test_a_slip_is_told_and_not_taken_for_nothing(
    archive: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], said: str
) -> None:
    monkeypatch.chdir(archive)
    with pytest.raises(ArchiverError, match=said):
        run(*command)


def test_a_label_is_a_speaker_in_small_letters_too(archive: Path) -> None:
    assert "lamps" in run("search", "lamps", "--speaker", "s1", "--archive", archive).stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["show", "1", "--least", "abc"], "abc is no number"),
        (["list", "--limit", "abc"], "abc is no whole number"),
        (["list", "--limit", "-3"], "-3 is too small: the least is 0"),
        (["serve", "--port", "70000"], "70000 is too large: the most is 65535"),
        (["todo", "gardens"], "'gardens' is not one of 'recordings'"),
        (["transcribe"], "Missing argument 'RECORDING'"),
        (["search"], "Missing argument 'WORDS'"),
    ],
)
def test_values_that_make_no_sense_are_told_in_words(command: list[str], said: str) -> None:
    told = run(*command)
    assert told.exit_code == 2
    assert f"{said}" in " ".join(told.stderr.replace("│", "").split())
    assert "Value error" not in told.stderr


def test_a_title_is_one_line(archive: Path) -> None:
    run("edit", "1", "--title", "The keys\nof the  ministers", "--archive", archive)
    assert "The keys of the ministers" in run("list", "--csv", "--archive", archive).stdout


def test_a_plot_is_told(archive: Path) -> None:
    assert "figures.svg was drawn" in run("stats", "--plot", archive / "figures.svg", "--archive", archive).stderr
