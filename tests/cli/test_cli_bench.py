"""``archiver bench links``: the measure of linking, with plain ways beside."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from bench_files import BRIEFING, COMMITTEE, written
from typer.testing import CliRunner, Result

from archiver import cli
from archiver.bench import measure
from archiver.bench.plain_ways import PLAIN_WAYS
from archiver.errors import UsageError

LINKS = [None, [0, "paraphrase", 0.9], [1, "paraphrase", 0.6], [2, "paraphrase", 0.4], [2, "verbatim", 1]]


@pytest.fixture(autouse=True)
def only_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measure, "PLAIN_WAYS", {"TF-IDF": PLAIN_WAYS["TF-IDF"]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    cases = tmp_path / "cases"
    cases.mkdir()
    written(cases, "monday", BRIEFING)
    written(tmp_path, "theirs", {"monday": LINKS, "tuesday": LINKS})
    return cases


def run(folder: Path, *options: str, answers: str = "theirs") -> Result:
    command = ["bench", "links", str(folder), "--answers", str(folder.parent / f"{answers}.json"), *options]
    return CliRunner().invoke(cli.app, command)


def test_tables_for_people(folder: Path) -> None:
    result = run(folder)
    assert result.exit_code == 0, result.output
    assert "Briefings: 1 file, 5 judged sentences" in result.stdout
    rows = [line.split() for line in result.stdout.splitlines()]
    assert ["theirs", "4", "0.750", "1.000", "0.857", "1.000", "1.000", "1.000", "0.500", "–"] in rows
    assert ["verbatim", "0.9", "to", "1.0", "1", "1.00", "1.00", "1.00"] in rows
    assert "The plain ways make as many links as theirs" in result.stdout
    assert "The scores of paraphrases are 0.200 off on average." in result.stdout  # (.1 + .4 + .1) / 3


def test_each_file_is_shown_where_there_are_several(folder: Path) -> None:
    written(folder, "tuesday", BRIEFING)
    rows = [line.split() for line in run(folder).stdout.splitlines()]
    assert ["F1,", "strict", "/", "lenient", "sentences", "theirs", "TF-IDF"] in rows
    assert ["tuesday", "5", "0.857", "/", "1.000", "1.000", "/", "1.000"] in rows


def test_links_below_the_least_score_do_not_count(folder: Path) -> None:
    (row,) = [row for row in json.loads(run(folder, "--least", "0.5", "--json").stdout)["rows"] if row["file"]][:1]
    assert (row["way"], row["links"], row["precision"], row["false_links"]) == ("theirs", 3, 1.0, 0.0)


def test_csv_has_a_row_for_every_way_file_and_part(folder: Path) -> None:
    rows = list(csv.DictReader(StringIO(run(folder, "--format", "csv").stdout)))
    assert [(row["way"], row["file"], row["part"]) for row in rows[:4]] == [
        ("theirs", "monday", ""),
        ("theirs", "", ""),
        ("theirs", "", "opening"),
        ("theirs", "", "qa"),
    ]
    assert (rows[0]["precision"], rows[0]["foreign_links"]) == ("0.75", "")


def test_a_broken_file_is_named_and_the_others_go_on(folder: Path) -> None:
    (folder / "wednesday.json").write_text("{", encoding="utf-8")
    written(folder, "thursday", COMMITTEE)
    result = run(folder, "--json")
    assert result.exit_code == 1
    assert "archiver: wednesday.json is not JSON" in result.stderr
    assert "archiver: thursday: the answers have no list of this name" in result.stderr
    found = json.loads(result.stdout)
    assert {row["file"] for row in found["rows"]} == {"monday", None}
    assert [failure.split(maxsplit=1)[0] for failure in found["failures"]] == ["wednesday.json", "thursday:"]


def test_a_folder_of_foreign_files_gives_no_figures(folder: Path) -> None:
    written(folder, "monday", {"name": "something else"})
    for form in ("text", "csv"):
        result = run(folder, "--format", form)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "monday.json is not a file with known answers; it needs paragraphs" in result.stderr


def test_json_and_csv_do_not_go_together(folder: Path) -> None:
    with pytest.raises(UsageError, match="do not go together"):
        CliRunner().invoke(
            cli.app, ["bench", "links", str(folder), "--json", "--format", "csv"], catch_exceptions=False
        )


@pytest.mark.slow
def test_our_own_links_are_measured_without_answers(folder: Path) -> None:
    result = CliRunner().invoke(cli.app, ["bench", "links", str(folder), "--json"])
    assert result.exit_code == 0, result.output
    assert {row["way"] for row in json.loads(result.stdout)["rows"]} == {"ours", "TF-IDF"}
