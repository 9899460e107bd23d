"""A recording without a page, and the page that takes its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line import run
from ingest_examples import InstantEngine, assert_sound, letters, listen_at_once, rows

from archiver.demo import RECORDING, RELEASE
from archiver.errors import SourceNotFound, UsageError

RELEASES = "select id, title, date, replaces, current from releases order by id"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)
    monkeypatch.setattr("archiver.align.scorer_for", letters)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "2006-03-31 talk.mp3"
    path.write_bytes(RECORDING.read_bytes())
    return path


def test_a_page_takes_the_place_of_its_recording_alone(tmp_path: Path, talk: Path) -> None:
    there = ("--archive", tmp_path / "a")
    assert run("ingest", talk, "--title", "Talk in Brussels", *there).exit_code == 0
    assert rows(tmp_path / "a", RELEASES) == [(1, "Talk in Brussels", "2006-03-31", None, 1)]
    assert InstantEngine.heard == 1
    assert "no text" in run("list", *there).stdout
    assert run("ingest", talk, *there).exit_code == 0  # again, under its own name: it is there
    again = run("ingest", talk, "--title", "Another talk", *there)
    assert "it keeps its title; `archiver edit 1 --title …` gives it another" in again.stderr
    assert "paragraph" not in run("show", 1, *there).stdout.replace("on a paragraph", "")
    with pytest.raises(SourceNotFound, match=r"there is no file nothing\.mp3"):
        run("ingest", "nothing.mp3", "--title", "Talk", *there)
    assert run("reread", *there).exit_code == 0
    assert run("verify", *there).exit_code == 0
    assert_sound(tmp_path / "a")

    assert run("ingest", RELEASE, "--audio", talk, *there).exit_code == 0
    first, second = rows(tmp_path / "a", RELEASES)
    assert (first[0], first[-1]) == (1, 0)
    assert second[2:] == ("2006-03-31", 1, 1)
    assert InstantEngine.heard == 1  # and is not transcribed again
    assert "newer version" in run("show", 1, *there).stdout
    assert rows(tmp_path / "a", "select count(*) from recordings") == [(1,)]
    assert_sound(tmp_path / "a")


def test_what_is_said_in_it_is_found(tmp_path: Path, talk: Path) -> None:
    there = ("--archive", tmp_path / "a")
    run("ingest", talk, *there)
    word = rows(tmp_path / "a", "select heard from segments where id = 1")[0][0].split()[-1].strip(".,")
    assert "said" in run("search", word, *there).stdout


@pytest.mark.parametrize("command", [("page.txt", "--title", "x"), ("talk.mp3", "--audio", "talk.mp3")])
def test_options_that_do_not_fit(
    tmp_path: Path, talk: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    talk.rename("talk.mp3")
    (tmp_path / "page.txt").write_text("A title\n\nA paragraph of some words, and a few more of them.")
    with pytest.raises(UsageError):
        run("ingest", *command, "--archive", tmp_path / "a")
