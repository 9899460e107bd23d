"""The whole archive is linked again, in this process or in workers, and what fails touches nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from ingest_examples import VTT, letters

from archiver.archive.store import Archive, open_archive
from archiver.errors import ArchiverError
from archiver.pipeline import alignment
from archiver.pipeline.again import align_again
from archiver.pipeline.batch import Batch, archive_all
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.pipeline.scheduler import WantedWorkers, open_jobs
from archiver.reporting import Silent


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    """Two releases with a transcript each, and one without."""
    (tmp_path / "talk.vtt").write_text(VTT)
    with open_archive(tmp_path / "archive", create=True) as opened, monkeypatch.context() as patch:
        patch.setattr("archiver.align.scorer_for", letters)
        for number in (1, 2, 3):
            page = tmp_path / f"{number}.txt"
            page.write_text(f"Statement {number}\n\n1. Every quay will be lit at night, as the pilots had asked.\n")
            given = GivenMedia(transcript=tmp_path / "talk.vtt") if number < 3 else GivenMedia()
            archive_all(Run(opened, IngestOptions(given, fetch=False)), [str(page)], Batch())
        yield opened


def aligned(archive: Archive) -> list[tuple[int, int]]:
    return [
        (row["release"], row["count"])
        for row in archive.rows("select release, count(*) as count from alignments group by release order by release")
    ]


def test_all_are_linked_again_here(archive: Archive) -> None:
    failures: list[str] = []
    assert align_again(Run(archive), [1, 2, 3], failures) == 2
    assert (aligned(archive), failures) == ([(1, 2), (2, 2)], [])


def test_one_that_fails_does_not_touch_the_others(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = alignment._given

    def broken(archive: Archive, release_id: int, transcript_id: int) -> alignment.SpokenAndWritten:
        if release_id == 1:
            raise ArchiverError("its sentences cannot be read")
        return kept(archive, release_id, transcript_id)

    monkeypatch.setattr(alignment, "_given", broken)
    failures: list[str] = []
    align_again(Run(archive), [1, 2, 3], failures)
    assert failures == ["release 1: its sentences cannot be read"]
    assert aligned(archive) == [(1, 1), (2, 2)]
    assert archive.rows("select release, action from events where outcome = 'failed'") == [
        {"release": 1, "action": "alignment"}
    ]


@pytest.mark.slow
def test_all_are_linked_again_by_workers(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("archiver.align.scorer_for")  # here nothing is compared
    failures: list[str] = []
    with open_jobs(WantedWorkers(2), archive.folder, Silent()) as jobs:
        align_again(Run(archive, jobs=jobs), [1, 2, 3], failures)
    assert (aligned(archive), failures) == ([(1, 2), (2, 2)], [])
