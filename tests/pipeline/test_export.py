"""Giving out a release: in one format with its sound, or in all of them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from step_examples import HEARD, kept

from archiver.archive import write
from archiver.archive.release_document import build_document
from archiver.archive.store import Archive, Event, open_archive
from archiver.demo import RECORDING
from archiver.errors import DamagedFile, OutputError
from archiver.export.formats import FORMATS
from archiver.models import Link
from archiver.pipeline.export import export_all, render
from archiver.pipeline.intake import keep_recording
from archiver.recording.audio import probe


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    read = (Link(2, 1, "verbatim", 0.9, (0, 30), 3.0, 6.0), Link(4, 1, "verbatim", 0.7, (30, 52), 20.0, 23.0))
    with open_archive(tmp_path / "archive", create=True) as opened:
        (link,) = kept(opened, "Press briefing (.MP3)")
        recording = keep_recording(opened, [RECORDING.read_bytes()], "briefing.mp3", link).recording_id
        with opened.step(Event("alignment")):
            transcript = write.add_transcript(opened, recording, HEARD)
            write.add_alignment(opened, 1, transcript, read, write.AlignmentMethod("", "", {}))
        yield opened


def test_the_book_has_the_sound_of_what_was_read(archive: Archive, tmp_path: Path) -> None:
    book = render(archive, build_document(archive, 1), FORMATS["epub"])
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        (sound,) = [name for name in opened.namelist() if name.endswith(".mp3")]
        opened.extract(sound, tmp_path)
        overlay = opened.read("EPUB/release.smil").decode()
    seconds = probe(tmp_path / sound).duration
    assert seconds == pytest.approx(3.0 + 0.4 + 3.0, abs=0.1)
    clips = re.findall(r'clipBegin="([\d.]+)s" clipEnd="([\d.]+)s"', overlay)
    assert len(clips) == 2
    for begin, end in clips:
        assert 0 <= float(begin) < float(end) <= seconds


def test_without_its_sound_there_is_no_book_but_all_else(archive: Archive, tmp_path: Path) -> None:
    (media,) = (archive.folder / "media").rglob("*.mp3")
    media.unlink()
    whole = build_document(archive, 1)
    with pytest.raises(DamagedFile, match=r"media/.*\.mp3 is missing"):
        render(archive, whole, FORMATS["epub"])
    written = list(export_all(archive, whole, tmp_path / "out"))
    (lacking,) = [one for one in written if one.path is None]
    assert lacking.form is FORMATS["epub"]
    assert "is missing" in lacking.why
    assert len(list((tmp_path / "out").iterdir())) == len(FORMATS) - 1


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("../../etc/passwd", "1-etc-passwd"),
        ("“Quotes\" 'and' `ticks`", "1-quotes-and-ticks"),
        ("🎙️", "1"),
        ("Größe / Беларусь", "1-größe-беларусь"),
        ("word " * 60, f"1-{'word-' * 15}word"),  # 300 letters
    ],
)
def test_files_are_called_by_what_is_left_of_a_title(title: str, stem: str, archive: Archive, tmp_path: Path) -> None:
    whole = build_document(archive, 1)
    whole["release"]["title"] = title
    written = [one.path for one in export_all(archive, whole, tmp_path / "out")]
    assert {path.parent for path in written if path} == {tmp_path / "out"}
    assert (tmp_path / "out" / f"{stem}.json") in written
    assert json.loads((tmp_path / "out" / f"{stem}.json").read_text())["release"]["title"] == title


def test_a_folder_that_is_a_file(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine")
    with pytest.raises(OutputError, match="out; the archive is as it was"):
        list(export_all(archive, build_document(archive, 1), tmp_path / "out"))
    assert (tmp_path / "out").read_text() == "mine"
