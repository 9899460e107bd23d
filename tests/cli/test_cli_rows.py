"""Rows for programs: the same rows as JSON, CSV, TSV or a line each, as many as are wanted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from archive_examples import add_everything
from command_line import run

from archiver.archive.store import open_archive
from archiver.errors import UsageError


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rows")
    with open_archive(folder, create=True) as opened:
        add_everything(opened)
        opened.db.execute("update releases set title = '=1+1' where id = 1")
        opened.db.conn.commit()
    return folder


LISTS = [("list",), ("search", "the")]


@pytest.mark.parametrize("command", LISTS)
def test_every_form_has_the_same_rows(archive: Path, command: tuple[str, ...]) -> None:
    def given(form: str) -> str:
        return run(*command, form, "--archive", archive).stdout

    rows = json.loads(given("--json"))
    assert len(rows) >= 1
    assert [json.loads(line) for line in given("--nl").splitlines()] == rows
    for form, delimiter in (("--csv", ","), ("--tsv", "\t")):
        table = list(csv.DictReader(io.StringIO(given(form)), delimiter=delimiter))
        assert [list(row) for row in table] == [list(row) for row in rows]
        assert [row["title"] for row in table] == [row["title"].replace("=1+1", "'=1+1") for row in rows]


@pytest.mark.parametrize("command", [*LISTS, ("export", "1")])
def test_headings_stand_above_nothing(archive: Path, command: tuple[str, ...]) -> None:
    all_of_it = run(*command, "--csv", "--archive", archive).stdout
    nothing = run(*command, "--csv", "--limit", 0, "--archive", archive).stdout
    assert nothing == all_of_it.splitlines(keepends=True)[0]


def test_the_first_rows_only(archive: Path) -> None:
    def found(*asked: object) -> list[object]:
        return list(json.loads(run("search", "the", "--json", *asked, "--archive", archive).stdout))

    assert found("--limit", 1) == found()[:1]
    assert "2006" in run("list", "--limit", 1, "--archive", archive).stdout
    assert "2006" not in run("list", "--limit", 0, "--archive", archive).stdout


def test_the_sentences_of_a_release(archive: Path) -> None:
    lines = run("export", "1", "--nl", "--archive", archive).stdout.splitlines()
    document = json.loads(run("export", "1", "--archive", archive).stdout)
    said = [segment["text"] for segment in document["recordings"][0]["transcripts"][-1]["segments"]]
    assert [json.loads(line)["text"] for line in lines] == said
    assert len(run("export", "1", "--tsv", "--limit", 1, "--archive", archive).stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "command",
    [
        ("list", "--csv", "--json"),
        ("search", "the", "--nl", "--tsv"),
        ("export", "1", "--csv", "--output", "x.csv"),
        ("export", "1", "--csv", "--format", "vtt"),
        ("export", "1", "--limit", 3),
    ],
)
def test_one_form_at_a_time(archive: Path, command: tuple[object, ...]) -> None:
    with pytest.raises(UsageError):
        run(*command, "--archive", archive)


def test_figures_are_drawn_into_a_file(archive: Path, tmp_path: Path) -> None:
    for name in ("figures.svg", "figures.PNG"):
        assert run("stats", "--plot", tmp_path / name, "--archive", archive).exit_code == 0
    assert "Minutes by speaker" in (tmp_path / "figures.svg").read_text(encoding="utf-8")
    assert (tmp_path / "figures.PNG").read_bytes().startswith(b"\x89PNG")
    run("stats", "--plot", tmp_path / "one.svg", "--release", 1, "--archive", archive)


@pytest.mark.parametrize("asked", [("--plot", "figures.gif"), ("--release", 1)])
def test_what_cannot_be_drawn(archive: Path, asked: tuple[object, ...]) -> None:
    with pytest.raises(UsageError):
        run("stats", *asked, "--archive", archive)
