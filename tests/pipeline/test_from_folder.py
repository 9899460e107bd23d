"""Thirty saved pages, of which ten lack their recordings, and a folder in which these lie under other names."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_line import run
from ingest_examples import letters, listen_at_once, rows
from sound_files import RATE, beeps, encode

from archiver.demo import RECORDING, RELEASE
from archiver.models import Segment, Transcript
from archiver.pipeline.from_folder import text_finder
from archiver.recording.audio import samples
from archiver.reporting import Reporter

TOWNS = [
    first + last
    for first in ("Ant", "Ber", "Car", "Dre", "Esb", "Flo")
    for last in ("werp", "gen", "tal", "sted", "mar")
]
THINGS = [
    first + last
    for first in ("sea", "mill", "salt", "coal", "ferry")
    for last in ("lock", "quay", "crane", "dyke", "pump", "barge")
]
MISSING = range(21, 31)  # pages 1 to 20 were saved with their sound
LENGTHS = {number: 600 + 100 * number for number in range(1, 31)}  # ms; what tells the made recordings apart


def told(number: int) -> str:
    return f"The mayors of {TOWNS[number - 1]} deplore the flooding of their {THINGS[number - 1]}."


def said(number: int) -> str:
    return f"Good morning. In {TOWNS[number - 1]} water came over the {THINGS[number - 1]}. Are there questions?"


def number_of(path: Path) -> int:
    """Which of the made recordings a file is."""
    return (len(samples(path, "mp3")) * 1000 // RATE - 650) // 100  # the encoder adds 70 to 106 ms


def write_sound(path: Path, number: int) -> Path:
    path.parent.mkdir(exist_ok=True)
    encode(path, "mp3", beeps(4, (0,))[: RATE * LENGTHS[number] // 1000], bits=32_000)
    return path


def write_pages(folder: Path, sizes: dict[int, int]) -> None:
    """Pages that announce a size or a length for some of their recordings."""
    folder.mkdir()
    for number, size in sizes.items():
        kb = f" (.MP3/{size / 1000:.0f}kb)" if number in MISSING[:6] else ""
        address = f"sound/{number}.mp3" if number not in MISSING else f"https://gone.example.org/2006/b{number}.mp3"
        page = (
            f'<h1>Floods of {number}</h1><p>{number % 28 + 1} May 2006</p><p><a href="{address}">Briefing{kb}</a></p>'
        )
        (folder / f"p{number:02}.htm").write_text(f"<html>{page}<p>1. {told(number)}</p></html>")


def scatter(folder: Path) -> dict[int, int]:
    """The ten recordings as somebody kept them, and two that belong to no page; returns their sizes in bytes."""
    names = {21: "b21.mp3", 22: "b22.mp3", 23: "old/b23.mp3", 24: "b24.mp3"}
    names |= {25: "2006-05-26 talk.mp3", 26: "060527.mp3"}  # with their sizes announced
    names |= {number: f"track {number * 7 % 10}.mp3" for number in MISSING[6:]}  # told by nothing but what is said
    folder.mkdir()
    return {number: write_sound(folder / name, number).stat().st_size for number, name in names.items()}


@pytest.fixture
def by_length(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """What is said in a recording is told by its length; no engine has to listen. Whose beginnings were asked for."""
    begun: list[str] = []

    def heard(
        path: Path, container: str, setting: object, device: str, reporter: Reporter, *, track: int
    ) -> Transcript:
        return Transcript("made", "up", (Segment(0.0, 1.0, said(number_of(path))),), language="en", seconds_taken=0.0)

    def beginning(options: object) -> Callable[[Path, Reporter], str]:
        def hear(path: Path, reporter: Reporter) -> str:
            begun.append(path.name)
            return said(number_of(path))

        return hear

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    listen_at_once(monkeypatch)
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setattr("archiver.pipeline.transcript.transcribe_file", heard)
    monkeypatch.setattr("archiver.pipeline.from_folder.first_minutes", beginning)
    return begun


def test_thirty_pages_have_their_recordings_after_three_commands(tmp_path: Path, by_length: list[str]) -> None:
    sizes = scatter(tmp_path / "found")
    (tmp_path / "found" / "notes.mp3").write_text("no sound")
    shutil.copy(tmp_path / "found" / "b21.mp3", tmp_path / "found" / "copy of b21.mp3")
    write_pages(tmp_path / "pages", dict.fromkeys(range(1, 21), 0) | sizes)
    for number in range(1, 21):
        write_sound(tmp_path / "pages" / "sound" / f"{number}.mp3", number)
    there = ("--archive", tmp_path / "archive")

    assert run("ingest", tmp_path / "pages", "--no-fetch", *there).exit_code == 0
    shown = run("fetch", "--from-folder", tmp_path / "found", *there)
    assert "10 of 10 missing recordings found in 10 sound files" in shown.stderr  # a copy is no other file
    assert "left out: notes.mp3" in shown.stdout
    assert "b21.mp3: release 21, Floods of 21, “Briefing” (same name, size nearly as announced)" in shown.stdout
    assert "talk.mp3: release 25, Floods of 25, “Briefing” (size nearly as announced, same day)" in shown.stdout
    assert shown.stdout.count("(what is said in its first minutes)") == 4
    assert rows(tmp_path / "archive", "select count(*) from recordings") == [(20,)]

    assert run("fetch", "--from-folder", tmp_path / "found", "--yes", *there).exit_code == 0
    assert len(by_length) == len(set(by_length)) == 4  # each was listened to once
    assert not list((tmp_path / "cache").rglob("*.json"))  # which nobody needs any more
    heard = rows(
        tmp_path / "archive",
        "select release, segments.heard from release_recordings join transcripts using (recording) "
        "join segments on segments.transcript = transcripts.id order by release",
    )
    assert heard == [(number, said(number)) for number in range(1, 31)]
    again = run("fetch", "--from-folder", tmp_path / "found", *there)
    assert again.stderr == "no recording is missing: the folder was not looked at\n"


@pytest.mark.usefixtures("by_length")
def test_what_is_not_sure_is_left_to_a_person(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", {29: 0, 30: 0})
    write_sound(tmp_path / "found" / "b29.mp3", 1)  # the name of one, and sound of which no page tells
    write_sound(tmp_path / "found" / "other" / "b29.mp3", 2)
    there = ("--archive", tmp_path / "archive")
    run("ingest", tmp_path / "pages", "--no-fetch", *there)
    shown = run("fetch", "--from-folder", tmp_path / "found", "--yes", *there)
    assert "perhaps" in shown.stdout
    assert f"archiver fetch 1 --audio Briefing={tmp_path}/found/" in shown.stdout
    assert f".mp3 --archive {tmp_path}/archive\n" in shown.stdout
    assert rows(tmp_path / "archive", "select count(*) from recordings") == [(0,)]


def test_words_that_fit_no_text_clearly_find_none() -> None:
    find = text_finder({number: told(number) for number in range(1, 31)})
    assert find(said(7)) == 7
    assert find("Good morning. Are there questions?") is None
    assert find(f"{said(7)} {said(8)}") is None
    assert find("") is None


@pytest.mark.slow
def test_real_words_find_their_release(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    write_pages(pages, {29: 0, 30: 0})
    (pages / "belarus.txt").write_text(RELEASE.read_text("utf-8").replace("20.036kb", ""))
    shutil.copy(RECORDING, tmp_path / "track 1.mp3")
    there = ("--archive", tmp_path / "archive")
    run("ingest", pages, "--no-fetch", "--no-transcribe", *there)
    shown = run("fetch", "--from-folder", tmp_path, "--model", "tiny.en", *there)
    assert "NATO-Belarus" in shown.stdout
    assert "(what is said in its first minutes)" in shown.stdout
