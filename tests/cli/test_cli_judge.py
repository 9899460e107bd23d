"""``--judge``: a larger model, here a tiny one from a folder, in links, reasons, parameters and measures."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from bench_files import BRIEFING, written
from command_line import run
from ingest_examples import SAID, letters, rows, site
from tiny_judges import NLI_LABELS, write_encoder, write_judge

from archiver.align.paraphrase import judge
from archiver.bench import measure
from archiver.bench.plain_ways import PLAIN_WAYS
from archiver.errors import ModelError, UsageError

TALK = "WEBVTT\n\n" + "\n".join(
    f"00:00:{start:02}.000 --> 00:00:{start + 4:02}.000\n{text}\n"
    for start, text in enumerate(
        [
            *(text for _, _, text in SAID),
            "Pilots wanted light on the quays at night.",
            "The vote on dues will come in autumn.",
            "Flooding of the quays is deplored by ministers.",
        ]
    )
)
LINKS = "select segment, paragraph, score, why from links where alignment = (select max(id) from alignments)"


@pytest.fixture(autouse=True)
def by_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setattr(measure, "PLAIN_WAYS", {"TF-IDF": PLAIN_WAYS["TF-IDF"]})


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of a page with a transcript, without sound."""
    folder = tmp_path_factory.mktemp("judge")
    page = site(folder)
    (folder / "talk.vtt").write_text(TALK)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        told = run("ingest", page, "--no-fetch", "--transcript", folder / "talk.vtt", "--archive", folder / "a")
    assert told.exit_code == 0
    return folder / "a"


@pytest.fixture
def archive(linked: Path, tmp_path: Path) -> Path:
    """A copy of it, to be changed."""
    return Path(shutil.copytree(linked, tmp_path / "a"))


def align(archive: Path, folder: Path) -> str:
    """What is said while a release is linked with a judge."""
    result = run("align", "1", "--judge", folder, "--archive", archive)
    assert result.exit_code == 0
    return result.stderr


def parts(archive: Path) -> list[list[str]]:
    """What the scores of paraphrases in the newest alignment are made of."""
    told = rows(archive, "select why from links where alignment = (select max(id) from alignments)")
    return [list(why["parts"]) for why in (json.loads(text) for (text,) in told) if why["basis"] != "words"]


def test_a_judge_with_too_little_to_read_has_no_say_and_people_are_told(archive: Path, tmp_path: Path) -> None:
    before = rows(archive, LINKS)
    told = align(archive, write_judge(tmp_path / "reranker"))
    assert "loading " in told
    assert "warning: the judge reranker had no say: the pairs that it read are too few" in told
    assert rows(archive, LINKS) == before
    (parameters,) = rows(archive, "select parameters from alignments order by id desc limit 1")[0]
    assert json.loads(parameters) == {"language": "en", "judge": "reranker"}  # no place, since archives are moved


@pytest.mark.parametrize("labels", [("LABEL_0",), NLI_LABELS], ids=["reranker", "NLI"])
def test_of_a_judge_and_its_opposite_one_has_a_say(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, labels: tuple[str, ...]
) -> None:
    monkeypatch.setattr(judge, "FEWEST_PAIRS", 3)
    monkeypatch.setattr(judge, "LEAST_CORRELATION", 0.0)
    folders = [write_judge(tmp_path / f"judge-{turned}", labels, turned=turned) for turned in (False, True)]
    by_folder = {folder: align(archive, folder) for folder in folders}
    (asked,) = (folder for folder, told in by_folder.items() if "had no say" not in told)
    align(archive, asked)
    assert parts(archive)
    assert all("the judge" in own for own in parts(archive))


def test_what_came_closest_is_not_told_where_a_judge_was_asked(archive: Path, tmp_path: Path) -> None:
    align(archive, write_judge(tmp_path / "reranker"))
    told = run("show", "1", "--why", "--segment", "3", "--archive", archive)
    assert "What came closest cannot be told" in told.stdout


def test_what_is_no_judge_leaves_the_archive_as_it_was(archive: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="is no sequence classifier"):
        run("align", "1", "--judge", write_encoder(tmp_path / "bert"), "--archive", archive)
    assert rows(archive, "select count(*) from alignments") == [(1,)]


def test_a_settings_file_can_name_the_judge(archive: Path, tmp_path: Path) -> None:
    folder = write_judge(tmp_path / "reranker")
    (archive / "archiver.toml").write_text(f'judge = "{folder.as_posix()}"\n')
    assert "the judge reranker had no say" in run("align", "1", "--archive", archive).stderr


def test_links_with_a_judge_are_measured(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for name, language in (("monday", "en"), ("mardi", "fr")):
        written(tmp_path / "cases", name, {**BRIEFING, "language": language})
    result = run("bench", "links", tmp_path / "cases", "--judge", write_judge(tmp_path / "nli", NLI_LABELS), "--json")
    assert {row["way"] for row in json.loads(result.stdout)["rows"]} == {"ours with nli", "TF-IDF"}
    english, french = sorted(line for line in result.stderr.splitlines() if line.startswith("warning: "))[::-1]
    assert "the pairs that it read are too few" in english
    assert english.endswith("(2 times)")  # the file, and it with the paragraphs of the other
    assert "only where speech and release are in English (2 times)" in french


def test_a_judge_says_nothing_about_the_answers_of_others(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--answers measures those of another system"):
        run("bench", "links", tmp_path, "--answers", tmp_path / "mine.json", "--judge", "house/reranker")
