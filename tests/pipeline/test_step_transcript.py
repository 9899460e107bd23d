"""A transcript is taken from a file once, and made by an engine only where no other one will do."""

from __future__ import annotations

import json
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
from archiver.errors import ModelMissing, TranscriptFileError, UsageError
from archiver.models import SPEECH_MISSED, Segment, Transcript
from archiver.pipeline.intake import keep_recording
from archiver.pipeline.recording import without_sound
from archiver.pipeline.run import IngestOptions, Run, TranscribeOptions
from archiver.pipeline.transcript import take_transcript, unlike_sound
from archiver.reporting import Silent
from archiver.transcript.chunk import Chunk
from archiver.transcript.language_detection import Probabilities

FILES = {
    "talk.vtt": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Minister>Good morning.\n",
    "talk.srt": "1\n00:00:01,000 --> 00:00:02,500\nGood morning.\n",
    "talk.json": json.dumps({"language": "en", "segments": [{"start": 1.0, "end": 2.5, "text": " Good morning."}]}),
    "TALK.VTT": "WEBVTT\n\n00:01.000 --> 00:02.500\nGood morning.\n",
}


class Told(Silent):
    """Remembers what a person is warned of."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def warn(self, line: str) -> None:
        self.warnings.append(line)


archive = archive_with(folder="a")


@pytest.fixture
def recording(archive: Archive) -> int:
    return without_sound(archive, kept(archive, "Press briefing (.MP3)")[0])


def transcribed(archive: Archive, recording: int, options: TranscribeOptions, release: int | None) -> tuple[int, bool]:
    return transcribe_recording(Run(archive, IngestOptions(transcribing=options)), recording, release)


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_kept_and_read_once(archive: Archive, recording: int, tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    assert take_transcript(archive, recording, path, Silent()) == (1, True)
    before = archive.rows("select * from events")
    assert take_transcript(archive, recording, path, Silent()) == (1, False)
    assert archive.rows("select * from events") == before
    (segment,) = transcripts.segments_of(archive, 1)
    assert (segment.start, segment.end, segment.heard) == (1.0, 2.5, "Good morning.")
    assert [word.start for word in segment.words] == [None, None]  # nothing is interpolated
    (row,) = archive.rows("select engine, model, source, path from transcripts join captures on captures.id = capture")
    assert (row["engine"], row["model"], row["source"]) == ("file", name, name)
    assert (archive.folder / row["path"]).read_text() == FILES[name]


def test_a_file_that_changed_is_another_transcript(archive: Archive, recording: int, tmp_path: Path) -> None:
    path = tmp_path / "talk.vtt"
    for number, text in enumerate((FILES["talk.vtt"], FILES["talk.vtt"] + "\n00:03.000 --> 00:04.000\nYes.\n"), 1):
        path.write_text(text)
        assert take_transcript(archive, recording, path, Silent()) == (number, True)
    assert transcripts.newest_transcript(archive, recording) == 2


def test_a_file_that_cannot_be_read_leaves_nothing(archive: Archive, recording: int, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(TranscriptFileError, match=r"talk\.vtt cannot be read as vtt"):
        take_transcript(archive, recording, tmp_path / "talk.vtt", Silent())
    assert transcripts.newest_transcript(archive, recording) is None
    assert [path.suffix for path in (archive.folder / "media").rglob("*.*")] == [".txt"]


def test_what_cannot_be_read_is_told_and_kept_in_the_log(archive: Archive, recording: int, tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    path.write_text("1\n00:00:03,000 --> 00:00:01,000\n[Applause] Good morning.\n")
    told = Told()
    take_transcript(archive, recording, path, told)
    assert told.warnings == ["talk.srt: line 2: ends before it begins; read as 1 s to 3 s"]
    assert archive.rows("select message from events where action = 'transcript'") == [
        {"message": f"read talk.srt; {told.warnings[0]}"}
    ]
    assert archive.rows('select start, "end", label from sounds') == [{"start": 1.0, "end": 3.0, "label": "Applause"}]


def test_words_without_times_are_timed_by_the_sound(archive: Archive, recording: int, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("The ministers deplore the flooding of the old quays.\n\nNobody heard this.\n")
    told = Told()
    take_transcript(archive, recording, path, told, listen=lambda language: HEARD)
    first, second = transcripts.segments_of(archive, 1)
    assert (first.start, first.flags, second.flags) == (3.0, (), ("not timed",))
    assert told.warnings == ["talk.txt: nobody knows when 1 of 2 sentences were said"]


def test_without_a_model_the_times_of_the_file_stay(archive: Archive, recording: int, tmp_path: Path) -> None:
    def deaf(language: str | None) -> Transcript:
        raise ModelMissing("no model on this machine knows the language 'fr'")

    path = tmp_path / "talk.vtt"
    path.write_text(FILES["talk.vtt"])
    told = Told()
    take_transcript(archive, recording, path, told, listen=deaf)
    assert [segment.start for segment in transcripts.segments_of(archive, 1)] == [1.0]
    assert told.warnings[0].startswith("talk.vtt: its words could not be timed by the sound: no model on this machine")


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


@pytest.mark.parametrize(
    ("times", "told"),
    [
        ([(1.0, 2.0), (90.0, 150.0)], []),
        ([(1.0, 2.0), (155.0, 160.0)], []),  # captions lag
        (
            [(1.0, 2.0), (3300.0, 3305.0)],
            ["talk.vtt ends at 55:05, and the recording at 02:32: 1 of 2 sentences begin after it"],
        ),
        ([(1.0, 2.0), (3.0, 60.0)], []),  # an excerpt
        ([], []),
    ],
)
def test_a_transcript_that_goes_on_after_the_sound(times: list[tuple[float, float]], told: list[str]) -> None:
    sentences = tuple(Segment(start, end, "So it is.") for start, end in times)
    transcript = Transcript("file", "talk.vtt", sentences)
    asked = "; is it the transcript of another recording?"
    assert unlike_sound(transcript, 152.0) == [line + asked for line in told]
    assert unlike_sound(transcript, None) == []


def test_captions_that_go_on_after_the_sound_are_told(archive: Archive, tmp_path: Path) -> None:
    (link,) = kept(archive, "Another briefing (.MP3)")
    sound = write_wav(tmp_path / "short.wav", beeps(4, (1,))).read_bytes()
    recording = keep_recording(archive, [sound], "short.wav", link).recording_id
    path = tmp_path / "talk.vtt"
    path.write_text("WEBVTT\n\n00:01.000 --> 00:02.500\nGood morning.\n\n55:00.000 --> 55:05.000\nGoodbye.\n")
    reporter = Told()
    take_transcript(archive, recording, path, reporter)
    (warning,) = reporter.warnings
    assert warning.startswith("talk.vtt ends at 55:05, and the recording at 00:04: 1 of 2 sentences begin after it")
    assert warning in archive.rows("select message from events order by id desc limit 1")[0]["message"]
