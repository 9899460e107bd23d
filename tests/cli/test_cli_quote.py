"""``archiver quote``: the verdict in a line, what differs, and where it was said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_examples import add_page
from command_line import run
from quote_examples import QUOTE, add_quoted_sound, make_quoted_archive

from archiver.archive.store import Event, open_archive
from archiver.demo import RECORDING
from archiver.display import clock
from archiver.errors import ReceiptError, UsageError


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("quotes")
    make_quoted_archive(folder)
    return folder


@pytest.mark.parametrize(
    ("report", "told"),
    [
        ("As part of a broader diplomatic response, NATO has begun a careful review", ["read out, word for word"]),
        ("three of the seven pumps broke", ["said, with these differences", "“broke” for “failed”", "Halvorsen"]),
        ("The families will get a written apology before Christmas", ["said in other words: it is no quote"]),
        ("four of the seven pumps failed", ["not said: another number", "“four” for “three”"]),
        ("they will raise harbour fees", ["not said: a “not”, or its contrary", "“not” was left out"]),
        ("The new barrier […] was finished in eleven months", ["said, word for word; shortened where it says so"]),
        ("three of the seven pumps failed. We owe the families an apology", ["joined from 01:00 and 01:40"]),
        ("I am told", ["give more of them"]),
        (
            "The moon is made of cheese",
            ["not said in what is archived: 00:24 minutes of speech in 2 recordings, 2006-03-31"],
        ),
    ],
)
def test_in_words(archive: Path, report: str, told: list[str]) -> None:
    printed = " ".join(run("quote", report, "--archive", archive).stdout.split())
    assert [one for one in told if one not in printed] == []


def test_whose_words(archive: Path) -> None:
    asked = ("quote", "three of the seven pumps failed in the first hour", "--archive", archive, "--speaker")
    assert run(*asked, "halvorsen").stdout.startswith("said, word for word")
    assert run(*asked, "S1").stdout.startswith("not said: somebody else said it")


def test_what_is_folded_begins_where_its_line_does(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    told = run("quote", "three of the seven pumps failed in the first hour", "--archive", archive).stdout
    text = told.splitlines()[-2:]
    assert [line[:3].count(" ") for line in text] == [2, 2]


def test_speech_without_sound_counts_up_to_its_last_sentence(tmp_path: Path) -> None:
    make_quoted_archive(tmp_path)
    with open_archive(tmp_path) as opened, opened.step(Event("recording")):
        opened.db.execute("update recordings set heard_duration = null")
        ends = opened.rows(
            'select sum("end") as seconds from (select max("end") as "end" from segments group by transcript)'
        )
    told = run("quote", "The moon is made of cheese", "--archive", tmp_path).stdout
    assert f": {clock(ends[0]['seconds'])} minutes of speech in 2 recordings" in told


def test_where_nothing_is_transcribed(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as opened:
        add_page(opened)
    told = run("quote", "three of the seven pumps failed", "--archive", tmp_path).stdout
    assert told == "not said in what is archived: no recording has a transcript yet, of 2\n"


def test_json(archive: Path) -> None:
    told = json.loads(run("quote", "four of the seven pumps failed", "--archive", archive, "--json").stdout)
    assert (told["verdict"], told["because"], told["places"][0]["start"]) == ("not said", ["number"], 60.0)
    difference = {"kind": "other words", "reported": "four", "said": "three", "at": 0, "changed": "number"}
    assert told["differences"] == [difference]


def test_receipt(tmp_path: Path) -> None:
    with open_archive(tmp_path / "archive", create=True) as opened:
        add_quoted_sound(opened)
    receipt = tmp_path / "receipt"
    told = run("quote", QUOTE, "--archive", tmp_path / "archive", "--receipt", receipt)
    assert told.stderr.endswith("receipt.json was written\n")
    checked = run("quote", "--check", receipt, "--archive", tmp_path / "archive")
    *held, unchecked = checked.stdout.splitlines()
    assert [line[:6] for line in held] == ["holds:"] * 10
    assert unchecked == "not checked: when and by which version the receipt was made, and how much was archived then"
    alone = run("quote", "--check", receipt, "--recording", RECORDING, "--json")
    assert [one["holds"] for one in json.loads(alone.stdout)] == [True] * 4
    (receipt / "clip-1.wav").unlink()
    with pytest.raises(ReceiptError, match="does not hold"):
        run("quote", "--check", receipt, "--recording", RECORDING)


@pytest.mark.parametrize(
    "options",
    [(), ("some words", "--check", "."), ("some words", "--recording", "a.mp3"), ("--check", ".", "--receipt", "b")],
)
def test_one_thing_at_a_time(archive: Path, options: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match="name either the words"):
        run("quote", *options, "--archive", archive)
