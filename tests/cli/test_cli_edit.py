"""``archiver edit --segment``: what it says, how it ends, and that what it says stays."""

from __future__ import annotations

import getpass
import json
import re
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from ingest_examples import PARAGRAPHS, letters, rows, site

from archiver.errors import UsageError

SAID = "Is there any tea in the press room?"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setattr(getpass, "getuser", lambda: "ines")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Four sentences of a talk, of which the third asks for coffee."""
    page = site(tmp_path)
    run("ingest", page, "--no-fetch", "--transcript", tmp_path / "talk.vtt", "--archive", tmp_path / "a")
    return tmp_path / "a"


def segments(archive: Path) -> list[Any]:
    found: Any = json.loads(run("export", "1", "--archive", archive).stdout)
    return list(found["recordings"][0]["transcripts"][-1]["segments"])


def test_it_says_what_it_did_and_who_did_it(archive: Path) -> None:
    told = run("edit", "harbour safety", "--segment", "3", "--text", SAID, "--archive", archive)
    assert (told.exit_code, told.stderr) == (0, "")
    assert told.stdout == (
        "sentence 3 (00:10–00:12), corrected by ines: “Is there any coffee in the press room?” to "
        "“Is there any tea in the press room?”\n"
    )
    third = segments(archive)[2]
    assert (third["text"], third["heard"]) == (SAID, "Is there any coffee in the press room?")
    assert third["edited"]["by"] == "ines"
    assert SAID in run("export", "1", "--format", "vtt", "--archive", archive).stdout


def test_by_another_name_and_after_linking_again(archive: Path) -> None:
    run("edit", "1", "--segment", "2", "--text", PARAGRAPHS[0].upper(), "--by", "Otto", "--archive", archive)
    run("align", "1", "--archive", archive)
    second = segments(archive)[1]
    assert (second["text"], second["edited"]["by"]) == (PARAGRAPHS[0].upper(), "Otto")
    assert [link["paragraph"] for link in second["links"]] == [1]


def test_undo(archive: Path) -> None:
    run("edit", "1", "--segment", "3", "--text", SAID, "--archive", archive)
    told = run("edit", "1", "--segment", "3", "--undo", "--archive", archive)
    assert told.stdout == "sentence 3 (00:10–00:12) has its transcribed text again\n"
    assert (segments(archive)[2]["text"], segments(archive)[2]["edited"]) == (
        "Is there any coffee in the press room?",
        None,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--segment", "3"), "with --segment, give either --text (and --by, if you like) or --undo"),
        (("--segment", "3", "--text", "a", "--undo"), "with --segment, give either"),
        (("--segment", "3", "--undo", "--by", "Otto"), "with --segment, give either"),
        (("--text", "a"), "no sentence is named; give --segment ID"),
        (("--segment", "3", "--text", "a", "--title", "b"), "metadata and a sentence are corrected one after the"),
        (("--segment", "3", "--text", ""), "a sentence needs words"),
        (("--segment", "3", "--text", "a", "--by", ""), "nobody says so; give your name with --by"),
        (("--segment", "9", "--text", "a"), "there is no sentence 9"),
        (("--segment", "3", "--undo"), "nobody put anything right in sentence 3 (00:10–00:12)"),
    ],
)
def test_what_makes_no_sense(archive: Path, words: tuple[str, ...], said: str) -> None:
    with pytest.raises(UsageError, match=re.escape(said)):
        run("edit", "1", *words, "--archive", archive)
    assert rows(archive, "select 1 from human_texts") == []


def test_a_user_without_a_name_is_asked_for_one(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise KeyError("getpwuid(): uid not found: 1234")

    monkeypatch.setattr(getpass, "getuser", nameless)
    with pytest.raises(UsageError, match="your login has no name; give yours with --by"):
        run("edit", "1", "--segment", "3", "--text", SAID, "--archive", "x")
