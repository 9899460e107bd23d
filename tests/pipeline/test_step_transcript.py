"""A transcript is made by an engine only where no other one will do."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from archive_examples import archive_with
from ingest_examples import Notes, listen_at_once
from sound_files import RATE, beeps, encode, write_wav
from step_examples import HEARD, kept
from steps_at_once import transcribe_recording

from archiver import transcript as transcription
from archiver.archive import transcripts, write
from archiver.archive.store import Archive, Event
from archiver.arrays import Samples
from archiver.errors import ModelMissing, UsageError
from archiver.models import SPEECH_MISSED, Segment
from archiver.pipeline.intake import keep_recording
from archiver.pipeline.recording import without_sound
from archiver.pipeline.run import IngestOptions, Run, TranscribeOptions
from archiver.transcript.chunk import Chunk
from archiver.transcript.language_detection import Probabilities

archive = archive_with(folder="a")


@pytest.fixture
def recording(archive: Archive) -> int:
    return without_sound(archive, kept(archive, "Press briefing (.MP3)")[0])


def transcribed(archive: Archive, recording: int, options: TranscribeOptions, release: int | None) -> tuple[int, bool]:
    return transcribe_recording(Run(archive, IngestOptions(transcribing=options)), recording, release)


@pytest.mark.parametrize(
    ("wish", "particular"),
    [
        (TranscribeOptions(), False),
        (TranscribeOptions(device="cpu"), False),
        (TranscribeOptions(engine="faster-whisper"), True),
        (TranscribeOptions(model="small"), True),
        (TranscribeOptions(language="fr"), True),
        (TranscribeOptions(track=1), True),
    ],
)
def test_a_particular_wish(wish: TranscribeOptions, particular: bool) -> None:
    assert wish.is_particular == particular


def test_what_is_there_will_do_unless_something_particular_is_wished(archive: Archive, recording: int) -> None:
    with archive.step(Event("transcript")):
        made = write.add_transcript(archive, recording, HEARD)
    assert transcribed(archive, recording, TranscribeOptions(), None) == (made, False)
    with pytest.raises(UsageError, match="only a transcript of this recording is known; attach its sound"):
        transcribed(archive, recording, TranscribeOptions(language="en"), None)
    with pytest.raises(UsageError, match="there is no engine called dictaphone"):
        transcribed(archive, recording, TranscribeOptions(engine="dictaphone"), None)


def test_no_model_listens_to_a_language_that_it_does_not_know(
    archive: Archive, recording: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    def only_english(engine: str, model: str, language: str | None) -> None:
        raise ModelMissing(f"no model on this machine knows the language {language!r}", hint="fetch one")

    monkeypatch.setattr("archiver.transcript.choose", only_english)
    archive.db.execute("update releases set language = 'fr'")
    with pytest.raises(ModelMissing, match=r"the release is in 'fr', and no model .*; or give --language en"):
        transcribed(archive, recording, TranscribeOptions(), 1)
    with pytest.raises(ModelMissing, match=r"^no model on this machine knows the language 'de'; fetch one$"):
        transcribed(archive, recording, TranscribeOptions(language="de"), 1)


class Deaf:
    """An engine that hears nobody, and keeps where the loudest second of what it was given is."""

    version = "1"
    loudest: ClassVar[list[int]] = []

    def transcribe(self, samples: Samples, *rest: object, translate: bool = False) -> Iterable[Chunk]:
        Deaf.loudest.append(int(np.abs(samples).argmax()) // RATE)
        return ()

    def detect_languages(self, samples: object, intervals: Sequence[object]) -> list[Probabilities]:
        return [{"fr": 1.0} for _ in intervals]


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    listen_at_once(monkeypatch)
    monkeypatch.setattr(transcription, "load_engine", lambda setting, device: Deaf())
    monkeypatch.setattr(Deaf, "loudest", [])


@pytest.mark.usefixtures("deaf")
def test_a_recording_in_which_nobody_was_heard_is_told(archive: Archive, tmp_path: Path) -> None:
    (link,) = kept(archive, "Point de presse (.WAV)")
    silent = write_wav(tmp_path / "silence.wav", beeps(80, ())).read_bytes()
    recording = keep_recording(archive, [silent], "silence.wav", link).recording_id
    notes = Notes()
    transcribe_recording(Run(archive, reporter=notes), recording, link["release"])
    assert notes.warnings == ["nobody was heard in 80 s of recording 1: it has no words"]
    assert archive.rows("select message from events where outcome = 'warning'") == [{"message": notes.warnings[0]}]


@pytest.mark.usefixtures("deaf")
def test_a_recording_of_which_nothing_was_understood_is_told(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missed = Segment(1.0, 2.0, "", speaker="S1", flags=(SPEECH_MISSED,))
    monkeypatch.setattr(
        "archiver.pipeline.transcript.with_speakers",
        lambda heard, samples, reporter: replace(heard, segments=(missed,)),
    )
    (link,) = kept(archive, "Point de presse (.WAV)")
    silent = write_wav(tmp_path / "silence.wav", beeps(80, ())).read_bytes()
    recording = keep_recording(archive, [silent], "silence.wav", link).recording_id
    notes = Notes()
    transcribe_recording(Run(archive, reporter=notes), recording, link["release"])
    assert notes.warnings == ["somebody may speak in 80 s of recording 1, and not a word was understood"]


@pytest.mark.usefixtures("deaf")
def test_the_track_in_the_release_s_language_is_transcribed(archive: Archive, tmp_path: Path) -> None:
    (link,) = kept(archive, "Point de presse (.MP3)")
    tracks = [beeps(6, (second,)) for second in (1, 2, 3)]
    film = encode(tmp_path / "film.mka", "flac", *tracks, languages=("mul", "fre", "eng")).read_bytes()
    recording = keep_recording(archive, [film], "film.mka", link).recording_id
    asked = [TranscribeOptions(), TranscribeOptions(track=2), TranscribeOptions(track=1), TranscribeOptions(track=3)]
    archive.db.execute("update releases set language = 'en'")
    made = [transcribed(archive, recording, one, link["release"]) for one in asked]
    assert made == [(1, True), (2, True), (3, True), (1, False)]
    assert Deaf.loudest == [3, 2, 1]
    assert [transcripts.track_of(archive, transcript) for transcript in (1, 2, 3)] == [3, 2, 1]
    with pytest.raises(UsageError, match="there is no sound track 4"):
        transcribed(archive, recording, TranscribeOptions(track=4), link["release"])
