"""Recordings whose file was lost or changed: each command says so in words, and `fetch` gets them again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from ingest_examples import Notes, letters, linked, rows, served, site
from steps_at_once import align_release

from archiver.archive.files import recording_file
from archiver.archive.read import lacking
from archiver.archive.store import Archive, open_archive
from archiver.demo import RECORDING
from archiver.errors import DamagedFile
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness
from archiver.pipeline.clip import Wanted, cut_clip
from archiver.pipeline.ingest import fetch_missing, ingest_page
from archiver.pipeline.run import GivenMedia, IngestOptions, Run
from archiver.pipeline.transcript import prepare_transcript

Harm = Callable[[Path], object]


def exchange(path: Path) -> None:
    """Put other sound of the same length in its place."""
    path.write_bytes(bytes(reversed(RECORDING.read_bytes())))
    os.utime(path, (time.time() + 60,) * 2)


HARMS: dict[str, tuple[Harm, str]] = {
    "deleted": (Path.unlink, "is missing"),
    "shorter": (
        lambda path: path.write_bytes(RECORDING.read_bytes()[:60_000]),
        "is not the recording that was archived",
    ),
    "empty": (lambda path: path.write_bytes(b""), "is not the recording that was archived"),
    "exchanged": (exchange, "is not the recording that was archived"),
}


@pytest.fixture(params=HARMS)
def harm(request: pytest.FixtureRequest) -> tuple[Harm, str]:
    return HARMS[request.param]


@pytest.fixture
def archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive of one page with its recording and what was said."""
    monkeypatch.setattr("archiver.align.scorer_for", letters)
    monkeypatch.setenv("NO_PROXY", "*")
    page = site(tmp_path / "www")
    with served(tmp_path / "www") as server, open_archive(tmp_path / "a", create=True) as archive:
        given = IngestOptions(GivenMedia((), tmp_path / "www" / "talk.vtt"), transcribe=False)
        ingest_page(Run(archive, given, Notes(), here()), f"{server}/{page.relative_to(tmp_path / 'www')}")
    return tmp_path / "a"


def here() -> Web:
    return Web(Politeness(True, True, 0.0), Notes())


def file_of(archive: Archive) -> Path:
    return archive.folder / str(archive.table("recordings").get(1)["path"])


def test_what_is_whole_is_read_without_being_hashed(archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("archiver.archive.files.sha256_of")
    with open_archive(archived) as archive:
        assert recording_file(archived, archive.table("recordings").get(1)) == file_of(archive)


def test_a_copy_of_the_archive_is_whole(archived: Path) -> None:
    """Its files are younger than their rows, and so are hashed."""
    with open_archive(archived) as archive:
        os.utime(file_of(archive), (time.time() + 60,) * 2)
        assert recording_file(archived, archive.table("recordings").get(1)).is_file()


def test_it_is_told_wherever_the_sound_is_read(archived: Path, harm: tuple[Harm, str], tmp_path: Path) -> None:
    with open_archive(archived) as archive:
        harm[0](file_of(archive))
        told = rf"^media/.*\.mp3 {harm[1]}; `archiver fetch RELEASE` gets it again, or restore"
        with pytest.raises(DamagedFile, match=told):
            cut_clip(archive, 1, Wanted(paragraph=1))
        with pytest.raises(DamagedFile, match=told):
            prepare_transcript(Run(archive), 1, 1, again=True)


def test_aligning_goes_on_without_the_sound(archived: Path, harm: tuple[Harm, str]) -> None:
    with open_archive(archived) as archive:
        harm[0](file_of(archive))
        notes = Notes()
        align_release(archive, 1, 1, notes, again=True)
    assert linked(archived) == [None, 1, None, 2]
    (warning,) = notes.warnings
    assert harm[1] in warning
    assert warning.endswith("the times of what was read are those of the transcript")


def test_it_is_lacking_and_fetched_again(archived: Path, harm: tuple[Harm, str], tmp_path: Path) -> None:
    with open_archive(archived) as archive:
        assert lacking(archive) == []
        harm[0](file_of(archive))
        assert lacking(archive) == [1]
        notes = Notes()
        options = IngestOptions(GivenMedia((str(RECORDING),)), transcribe=False)
        outcome = fetch_missing(Run(archive, options, notes, here()), 1)
        assert outcome.failures == []
        assert file_of(archive).read_bytes() == RECORDING.read_bytes()
        assert lacking(archive) == []
    assert any("its file was put back" in line for line in notes.lines)
    assert rows(archived, "select count(*) from recordings") == [(1,)]
