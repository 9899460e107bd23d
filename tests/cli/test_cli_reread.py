"""``archiver reread``: what it prints for people and for programs, and how it ends."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from command_line import run
from ingest_examples import LINKED, PARAGRAPHS, VTT, assert_sound, contents, letters, linked, rows, site

from archiver import cli
from archiver import release as reader
from archiver.models import Paragraph, Release
from archiver.pipeline import page as page_step
from archiver.release import read_release

TITLE = "Statement on harbour safety"


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page that was linked to what was said, and a typed one without a recording."""
    folder = tmp_path_factory.mktemp("reread")
    page = site(folder)
    (folder / "lamps.txt").write_text("Statement on lamps\n\n1 April 2006\n\nEvery quay will be lit at night.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        run("ingest", page, "--no-fetch", "--transcript", folder / "talk.vtt", "--archive", folder / "a")
        run("ingest", folder / "lamps.txt", "--archive", folder / "a")
    assert linked(folder / "a") == LINKED
    return folder / "a"


@pytest.fixture
def archive(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "a"))


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader that sees another title on one page and a greeting before its first paragraph."""

    def newer(data: bytes, media_type: str | None = None, url: str | None = None) -> Release:
        release = read_release(data, media_type, url)
        if release.title != TITLE:
            return release
        texts = ("Good morning, ladies and gentlemen.", *PARAGRAPHS)
        paragraphs = tuple(Paragraph(number, text) for number, text in enumerate(texts, 1))
        return replace(release, title="Statement on quays", paragraphs=paragraphs)

    monkeypatch.setattr(page_step, "read_release", newer)
    monkeypatch.setattr(reader, "READER", reader.READER + 1)


@pytest.mark.usefixtures("better")
def test_what_changed_is_told_and_the_rest_counted(archive: Path) -> None:
    result = run("reread", "--archive", archive)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [
        "release 3 replaces 1: title, 1 paragraph more",
        "linking…",
        "3 of 4 sentences tied to 3 of 4 paragraphs",
        "1 release unchanged",
    ]
    assert linked(archive) == [1, 2, None, 3]
    assert_sound(archive)


@pytest.mark.usefixtures("better")
def test_the_older_reading_can_still_be_opened(archive: Path) -> None:
    run("reread", "--archive", archive)
    shown = run("show", "1", "--archive", archive).stdout
    assert TITLE in shown
    assert "There is a newer version of this page: release 3." in shown
    assert [row["id"] for row in _printed("list", "--archive", archive)] == [3, 2]
    assert _printed("export", "1", "--archive", archive)["release"]["title"] == TITLE


def _printed(*args: object) -> Any:
    return json.loads(run(*args, *(["--json"] if args[0] != "export" else [])).stdout)


@pytest.mark.usefixtures("better")
def test_the_same_again_is_nothing_new(archive: Path, filled: Path) -> None:
    run("reread", "--archive", archive)
    before = contents(archive)
    again = run("reread", "--archive", archive)
    assert (again.exit_code, again.stderr) == (0, "2 releases unchanged\n")
    page = filled.parent / "docu" / "pr" / "p06-043e.htm"
    talk = filled.parent / "talk.vtt"
    assert talk.read_text() == VTT
    told = run("ingest", page, "--no-fetch", "--transcript", talk, "--archive", archive)
    assert told.stderr.endswith("release 3: nothing new, nothing changed\n")
    assert contents(archive) == before


@pytest.mark.usefixtures("better")
@pytest.mark.parametrize("name", ["1", "harbour safety", "(2006)043"])
def test_one_release(archive: Path, name: str) -> None:
    result = run("reread", name, "--archive", archive, "--json")
    assert "unchanged" not in result.stderr
    assert json.loads(result.stdout) == [
        {
            "release": 3,
            "title": "Statement on quays",
            "changed": True,
            "replaces": 1,
            "changes": ["title", "1 paragraph more"],
            "failures": [],
        }
    ]
    assert rows(archive, f"select id from releases where reader = {reader.READER}") == [(3,)]


@pytest.mark.usefixtures("better")
def test_what_fails_is_told_and_the_rest_goes_on(archive: Path) -> None:
    ((path,),) = rows(archive, "select path from captures where id = 1")
    (archive / path).write_text("<p>Somebody wrote into it.</p>")
    result = run("reread", "--archive", archive)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        f"archiver: release 1: {path} is not what was archived: its SHA-256 is another; "
        "restore the file from a copy of the archive",
        "1 release unchanged",
    ]
    assert rows(archive, "select reader from releases order by id") == [(reader.READER - 1,), (reader.READER,)]
    assert rows(archive, "select outcome, release from events where action = 'reread' order by id") == [
        ("failed", 1),
        ("done", 2),
    ]


def test_nothing_to_read(tmp_path: Path, archive: Path) -> None:
    for release in ("1", "2"):
        run("remove", release, "--yes", "--archive", archive)
    result = run("reread", "--archive", archive)
    assert (result.exit_code, result.stderr) == (0, "0 releases unchanged\n")


def test_no_such_release(archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["archiver", "reread", "7", "--archive", str(archive)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert capsys.readouterr().err == "archiver: no release goes by '7'; `archiver list` shows what there is\n"


def test_it_has_its_help() -> None:
    result = run("reread", "--help")
    assert "Read the archived pages again" in result.stdout
    assert "RELEASE" in result.stdout


@pytest.mark.usefixtures("better")
def test_what_is_put_right_under_an_older_id_is_put_right_in_the_newest(archive: Path) -> None:
    run("reread", "1", "--archive", archive)
    told = run("edit", "1", "--title", "Mine", "--archive", archive)
    assert told.stderr == "release 1 has a newer version: release 3\n"
    assert rows(archive, "select title from current_releases where id = 3") == [("Mine",)]
    assert rows(archive, "select title from releases where id = 1") != [("Mine",)]


def test_ingest_goes_on_where_a_rereading_broke_off(filled: Path, archive: Path) -> None:
    """The page was read again and the linking never came: the same command as before links it."""
    with sqlite3.connect(archive / "db" / "archive.db") as db:
        db.execute("delete from links")
        db.execute("delete from alignments")
    page = filled.parent / "docu" / "pr" / "p06-043e.htm"
    told = run("ingest", page, "--no-fetch", "--archive", archive)
    assert "sentences tied to" in told.stderr
    assert linked(archive) == LINKED
