"""``archiver phrase``: the life of a formula in lines, and what a release repeats."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from phrase_examples import make_phrases

from archiver.errors import UsageError


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("phrases")
    make_phrases(folder)
    return folder


def test_life_in_words(archive: Path) -> None:
    told = " ".join(run("phrase", "the promotion of democracy", "--archive", archive).stdout.split())
    assert "“the promotion of democracy”: 5 times word for word, 2004-03-01 to 2009-09-30: not heard 2, read" in told
    assert "by S1 1, S2 1" in told
    assert "2005-06-01 · release 2 (Statement of 2005), paragraph 1 · read out at 00:10 of recording 1 by S1" in told
    assert "once “democratic reform” for “democracy”: 2007-01-15 in release 3" in told


def test_what_has_no_date_is_counted(tmp_path: Path) -> None:
    make_phrases(tmp_path)
    assert run("edit", 1, "--date", "", "--archive", tmp_path).exit_code == 0
    told = " ".join(run("phrase", "the promotion of democracy", "--archive", tmp_path).stdout.split())
    assert "5 times word for word, 2005-06-01 to 2009-09-30, 1 of them without a date: not heard 2" in told


def test_the_same_place_is_told_once(archive: Path) -> None:
    told = run("phrase", "the", "--archive", archive).stdout
    assert "of recording 1 by S1, 3 times" in " ".join(told.split())


def test_nothing(archive: Path) -> None:
    told = run("phrase", "made of cheese", "--archive", archive).stdout
    assert told.strip() == "“made of cheese” was neither written nor said in what is archived"


def test_life_as_json(archive: Path) -> None:
    told = json.loads(run("phrase", "promotion of democracy", "--json", "--archive", archive).stdout)
    assert (told["first"], told["last"], told["years"]["2006"]) == ("2004-03-01", "2009-09-30", {})
    assert told["uses"][1]["kind"] == "read out"


def test_what_a_release_repeats(archive: Path) -> None:
    told = " ".join(run("phrase", "--since-last", "Statement of 2009", "--archive", archive).stdout.split())
    assert told.startswith("62% of the words of release 4 stood in an earlier one word for word paragraph 1: “the")
    assert "first 2004-03-01 in release 1, paragraph 1, last 2005-06-01 in release 2, paragraph 1, in 2 in all" in told
    nothing = run("phrase", "--since-last", "1", "--archive", archive).stdout
    assert nothing == "nothing of release 1 stood in an earlier one word for word\n"


@pytest.mark.parametrize("asked", [(), ("words", "--since-last", "1")])
def test_either_or(archive: Path, asked: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="either a phrase, or a release"):
        run("phrase", *asked, "--archive", archive)
