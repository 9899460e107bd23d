"""``archiver link``: what it says, how it ends, and that its word outlives hearing, linking and reading again."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from ingest_examples import LINKED, PAGE, PARAGRAPHS, assert_sound, letters, linked, rows, site

from archiver import release as reader
from archiver.errors import UsageError
from archiver.models import Paragraph, Release
from archiver.pipeline import page as page_step
from archiver.release import read_release

# The same talk as another engine might cut it: the greeting and what follows are one sentence, paragraph 2 is two.
CUT_OTHERWISE = f"""WEBVTT

00:01.200 --> 00:08.900
Good morning and {PARAGRAPHS[0][4:]}

00:10.100 --> 00:12.100
Is there any coffee in the press room?

00:13.000 --> 00:15.000
Every quay will be lit at night.

00:15.100 --> 00:17.500
The pilots had asked since 2012.
"""
URL = "https://press.example.org/docu/p06-043e.htm"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setenv("COLUMNS", "160")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("link")
    page = site(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        talk = ("--transcript", folder / "talk.vtt")
        run("ingest", page, "--url", URL, "--no-fetch", *talk, "--archive", folder / "a")
    assert linked(folder / "a") == LINKED
    return folder / "a"


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Path:
    """The four sentences of a talk: the second reads paragraph 1 of three, the fourth paragraph 2."""
    return Path(shutil.copytree(filled, tmp_path / "a"))


def exported(archive: Path, release: int = 1) -> list[list[tuple[int, str]]]:
    found: Any = json.loads(run("export", release, "--archive", archive).stdout)
    segments = found["recordings"][0]["transcripts"][-1]["segments"]
    return [[(link["paragraph"], link["by"]) for link in segment["links"]] for segment in segments]


def test_it_says_what_it_did(archive: Path) -> None:
    told = run("link", "harbour safety", "3", "3", "--archive", archive)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == "sentence 3 (00:10–00:12) belongs to paragraph 3 of release 1, as decided by hand\n"
    assert exported(archive) == [[], [(1, "machine")], [(3, "human")], [(2, "machine")]]
    assert "▒ 00:10–00:12 by hand" in run("show", "1", "--archive", archive).stdout
    assert told.stdout.strip() in run("history", "1", "--archive", archive).stdout
    assert_sound(archive)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ([["4", "none"]], []),
        ([["4", "1"]], [(1, "human")]),
        ([["4", "1"], ["4", "3", "--also"]], [(1, "human"), (3, "human")]),
        ([["4", "1"], ["4", "machine"]], [(2, "machine")]),
    ],
)
def test_what_is_said_of_a_sentence(archive: Path, said: list[list[str]], found: list[tuple[int, str]]) -> None:
    for words in said:
        assert run("link", "1", *words, "--archive", archive).exit_code == 0
    assert exported(archive)[3] == found


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("9", "1"), "there is no sentence 9; `archiver export RELEASE` tells the id of each"),
        (("2", "9"), "paragraph 9 of 3; `archiver show 1` shows them"),
        (("2", "four"), "'four' is not a paragraph; give its position, counted from 1, or none, or machine"),
        (("2", "none", "--also"), "--also needs a paragraph; give its position, counted from 1, or none, or machine"),
        (("2", "machine"), "nothing was decided by hand about sentence 2 (00:04–00:09)"),
    ],
)
def test_what_makes_no_sense(archive: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=f"^{re.escape(said)}$"):
        run("link", "1", *words, "--archive", archive)
    assert rows(archive, "select 1 from human_links") == []


@pytest.mark.parametrize("segment", ["0", "x", "9" * 30])
def test_what_is_no_id(archive: Path, segment: str) -> None:
    assert run("link", "1", segment, "1", "--archive", archive).exit_code == 2


def test_it_outlives_linking_again(archive: Path) -> None:
    run("link", "1", "2", "none", "--archive", archive)
    run("link", "1", "3", "3", "--archive", archive)
    told = run("align", "1", "--archive", archive)
    assert told.stderr.endswith("2 of 4 sentences tied to 2 of 3 paragraphs, 1 of them by hand\n")
    assert exported(archive) == [[], [], [(3, "human")], [(2, "machine")]]


def test_it_outlives_another_transcript(archive: Path, filled: Path, tmp_path: Path) -> None:
    run("link", "1", "2", "3", "--archive", archive)
    run("link", "1", "4", "none", "--archive", archive)
    (tmp_path / "other.vtt").write_text(CUT_OTHERWISE)
    page = filled.parent / "docu" / "pr" / "p06-043e.htm"
    run("ingest", page, "--url", URL, "--no-fetch", "--transcript", tmp_path / "other.vtt", "--archive", archive)
    assert exported(archive) == [[(3, "human")], [], [], []]
    run("link", "1", "8", "machine", "--archive", archive)  # takes back what was said of both halves
    assert [by for found in exported(archive)[2:] for _, by in found] == ["machine", "machine"]


def test_it_outlives_a_page_that_changed(archive: Path, tmp_path: Path) -> None:
    run("link", "1", "3", "3", "--archive", archive)
    run("link", "1", "4", "1", "--archive", archive)
    changed = (PAGE % "").replace("<p>1. ", "<p>Good news.</p>\n<p>1. ").replace("autumn", "the autumn of 2007")
    (tmp_path / "later.htm").write_text(changed.replace(PARAGRAPHS[0], "The pilots were thanked."))
    told = run("ingest", tmp_path / "later.htm", "--url", URL, "--no-fetch", "--archive", archive)
    gone = "paragraph 1 of an older version, to which 00:13–00:17 was linked by hand, is gone"
    assert f"warning: {gone}" in told.stderr
    texts = [text for (text,) in rows(archive, "select text from paragraphs where release = 2 order by position")]
    assert texts[-1] == "A vote on the new harbour dues follows in the autumn of 2007."
    assert exported(archive, 2)[2:] == [[(len(texts), "human")], []]
    again = run("link", "1", "4", "machine", "--archive", archive)
    assert again.stderr == "release 1 has a newer version: release 2\n"
    assert [by for _, by in exported(archive, 2)[3]] == ["machine"]
    assert_sound(archive)


def test_it_outlives_reading_again(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def newer(data: bytes, media_type: str | None = None, url: str | None = None) -> Release:
        texts = ("Good morning, ladies and gentlemen.", *PARAGRAPHS)
        paragraphs = tuple(Paragraph(number, text) for number, text in enumerate(texts, 1))
        return replace(read_release(data, media_type, url), paragraphs=paragraphs)

    run("link", "1", "3", "3", "--archive", archive)
    run("link", "1", "1", "none", "--archive", archive)
    monkeypatch.setattr(page_step, "read_release", newer)
    monkeypatch.setattr(reader, "READER", reader.READER + 1)
    run("reread", "--archive", archive)
    assert exported(archive, 2) == [[], [(2, "machine")], [(4, "human")], [(3, "machine")]]


def test_show_tells_why(archive: Path) -> None:
    told = run("show", "1", "--why", "--archive", archive).stdout
    assert "sentence 2  paragraph 1.  read out" in told
    assert "words matched, of" in told
    assert "What was read of each paragraph" in told
    rows_of = json.loads(run("show", "1", "--why", "--json", "--archive", archive).stdout)
    assert [row["segment"] for row in rows_of["links"]] == [2, 4]
    assert len(rows_of["paragraphs"]) == 3


def test_show_tells_who_decided(archive: Path) -> None:
    run("link", "1", "3", "3", "--archive", archive)
    run("link", "1", "2", "none", "--archive", archive)
    assert "in other words  by hand, 20" in run("show", "1", "--why", "--segment", "3", "--archive", archive).stdout
    told = run("show", "1", "--why", "--segment", "2", "--archive", archive).stdout
    assert "sentence 2 is on no paragraph" in told
    assert "\n  by hand, 20" in told
    found = json.loads(run("show", "1", "--why", "--segment", "2", "--json", "--archive", archive).stdout)
    assert (found["links"], found["closest"], found["decided"][:2]) == ([], None, "20")


def test_show_tells_who_agreed_that_there_is_none(archive: Path) -> None:
    run("link", "1", "3", "none", "--archive", archive)
    told = run("show", "1", "--why", "--segment", "3", "--archive", archive).stdout
    assert "sentence 3 is on no paragraph" in told
    assert "\n  by hand, 20" in told
    run("link", "1", "3", "machine", "--archive", archive)
    assert "by hand" not in run("show", "1", "--why", "--segment", "3", "--archive", archive).stdout


def test_show_tells_what_came_closest(archive: Path) -> None:
    told = run("show", "1", "--why", "--segment", "3", "--archive", archive).stdout
    assert "sentence 3 is on no paragraph\n  closest: paragraph" in told
    assert "not enough: more speaks against it than for it" in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--segment", "3"), "--segment says about which sentence --why is asked"),
        (("--why", "--segment", "9"), "sentence 9 is in none of the newest transcripts"),
    ],
)
def test_show_is_asked_what_makes_no_sense(archive: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        run("show", "1", *words, "--archive", archive)


def test_nothing_is_left_of_it_when_the_release_goes(archive: Path) -> None:
    run("link", "1", "3", "3", "--archive", archive)
    run("link", "1", "3", "none", "--archive", archive)
    assert run("remove", "1", "--yes", "--archive", archive).exit_code == 0
    assert [rows(archive, f"select 1 from {table}") for table in ("links", "human_links", "releases")] == [[], [], []]
    assert_sound(archive)


@pytest.mark.parametrize("form", ["vtt", "srt", "txt"])
def test_captions_and_text_look_as_ever(archive: Path, form: str) -> None:
    before = run("export", "1", "--format", form, "--archive", archive).stdout
    run("link", "1", "4", "2", "--archive", archive)
    assert run("export", "1", "--format", form, "--archive", archive).stdout == before
