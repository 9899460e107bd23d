"""The made archive is one that the steps could have written, and the same each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from scale_bench.made import briefing, make

from archiver.archive.kept_figures import differences
from archiver.archive.read import list_releases
from archiver.archive.stats import stats
from archiver.archive.store import open_archive
from archiver.reporting import Silent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scale")
    make(folder, 2, Silent())
    make(folder, 3, Silent())  # goes on where it was
    return folder


def test_it_is_a_whole_archive(made: Path) -> None:
    with open_archive(made) as archive:
        assert [row["obtained"] for row in list_releases(archive)] == [1, 1, 1]
        assert stats(archive)["sentences"] == 300
        assert stats(archive)["transcripts"] == 4
        assert differences(archive.db) == []


def test_a_link_is_about_its_paragraph() -> None:
    made = briefing(9)
    for link in made.links:
        if link.relation == "verbatim":
            paragraph, said = made.release.paragraphs[link.paragraph - 1], made.transcript.segments[link.segment - 1]
            assert paragraph.text[slice(*link.span)] == said.heard.rstrip(".")


def test_it_is_the_same_each_time() -> None:
    assert briefing(7, words=True) == briefing(7, words=True)
