"""``--least``: links that are not sure enough are left out, and how many is said."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from ingest_examples import letters, site
from typer.testing import CliRunner

from archiver import cli
from archiver.demo import RECORDING
from archiver.errors import UsageError

LEFT_OUT = "1 of 2 links is left out: less sure than 0.9\n"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a link to paragraph 1, which was read out, and one to paragraph 2 that is only likely."""
    folder = tmp_path_factory.mktemp("least")
    page = site(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        given = ("--audio", RECORDING, "--transcript", folder / "talk.vtt", "--archive", folder / "a")
        assert run("ingest", page, *given).exit_code == 0
    with closing(sqlite3.connect(folder / "a" / "db" / "archive.db")) as db, db:
        db.execute(
            "update links set relation = 'paraphrase', score = 0.71 "
            "where paragraph = (select id from paragraphs where position = 2)"
        )
    return folder / "a"


@pytest.fixture(autouse=True)
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")


def linked(document: Any) -> list[list[tuple[int, str]]]:
    """Of each sentence the paragraphs and grades of its links."""
    (transcript,) = document["recordings"][0]["transcripts"]
    return [[(link["paragraph"], link["grade"]) for link in row["links"]] for row in transcript["segments"]]


def test_show(archive: Path) -> None:
    everything = run("show", 1, "--archive", archive).stdout
    assert "▒ 00:13–00:17 likely" in everything
    assert "left out" not in everything
    sure = run("show", 1, "--least", 0.9, "--archive", archive).stdout
    assert "▒ 00:13" not in sure
    assert "nothing this sure" in sure
    assert LEFT_OUT in sure


def test_show_why(archive: Path) -> None:
    assert "in other words  likely, 0.71" in run("show", 1, "--why", "--archive", archive).stdout
    sure = run("show", 1, "--why", "--least", 0.9, "--archive", archive)
    assert "likely" not in sure.stdout
    assert sure.stderr == LEFT_OUT


def test_export_json(archive: Path) -> None:
    everything = json.loads(run("export", 1, "--archive", archive).stdout)
    assert linked(everything) == [[], [(1, "certain")], [], [(2, "likely")]]
    assert "least" not in everything
    result = run("export", 1, "--least", 0.9, "--archive", archive)
    sure = json.loads(result.stdout)
    assert linked(sure) == [[], [(1, "certain")], [], []]
    assert sure["least"] == 0.9
    assert sure["recordings"][0]["transcripts"][0]["left_out"] == [{"paragraph": 2, "links": 1}]
    assert result.stderr == LEFT_OUT
    assert run("export", 1, "--least", 0.7, "--archive", archive).stderr == ""


@pytest.mark.parametrize(("form", "told"), [("txt", LEFT_OUT), ("vtt", LEFT_OUT), ("srt", "")])
def test_export_for_people(archive: Path, form: str, told: str) -> None:
    result = run("export", 1, "--format", form, "--least", 0.9, "--archive", archive)
    assert result.stderr.partition(f"{form} has no place for")[0] == told
    assert told in result.stdout  # a file that is passed on tells it, too


def test_clip(archive: Path, tmp_path: Path) -> None:
    clip = ("clip", 1, "--output", tmp_path / "clip.mp3", "--archive", archive, "--paragraph")
    assert run(*clip, 2, "--least", 0.7).stdout.endswith("clip.mp3: 4.9 s, captions in clip.vtt\n")
    assert run(*clip, 2, "--least", 0.7).exit_code == 0  # again, over its own
    result = CliRunner().invoke(cli.app, [str(arg) for arg in (*clip, 2, "--least", 0.9)])
    assert str(result.exception) == "no recording talks about paragraph 2 of release 1 as surely as 0.9"


def test_it_can_stand_in_the_archives_settings(archive: Path) -> None:
    settings = archive / "archiver.toml"
    settings.write_text("least = 0.9\n", encoding="utf-8")
    try:
        assert run("export", 1, "--archive", archive).stderr == LEFT_OUT
        assert run("export", 1, "--least", 0, "--archive", archive).stderr == ""
    finally:
        settings.unlink()


@pytest.mark.parametrize("value", ["2", "-0.1", "nan", "inf"])
@pytest.mark.parametrize("command", [("show",), ("export",), ("clip", "--paragraph", "1", "-o", "x.mp3")])
def test_a_number_from_0_to_1(command: tuple[str, ...], value: str) -> None:
    result = run(*command, "1", f"--least={value}")
    assert result.exit_code == 2
    assert "is not from 0 to 1" in result.stderr


def test_the_captions_of_something_else_are_not_written_over(archive: Path, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text("WEBVTT\n")
    clip = ("clip", 1, "--archive", archive, "--from", 1, "--to", 3, "--output")
    with pytest.raises(UsageError, match=r"talk\.vtt is there already, and belongs to something else; give the clip"):
        run(*clip, tmp_path / "talk.mp3")
    assert [path.name for path in tmp_path.glob("talk.*")] == ["talk.vtt"]
    assert run(*clip, tmp_path / "one.mp3").exit_code == run(*clip, tmp_path / "one.wav").exit_code == 0
