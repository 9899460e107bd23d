"""A transcript is taken from a file once, with the times of the sound where it has none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from archive_examples import archive_with
from ingest_examples import Notes
from sound_files import beeps, write_wav
from step_examples import HEARD, kept

from archiver.archive import transcripts
from archiver.archive.store import Archive
from archiver.errors import ModelMissing, TranscriptFileError
from archiver.models import Segment, Transcript
from archiver.pipeline.intake import keep_recording
from archiver.pipeline.recording import without_sound
from archiver.pipeline.transcript_file import take_transcript, unlike_sound
from archiver.reporting import Silent

FILES = {
    "talk.vtt": "WEBVTT\n\n00:01.000 --> 00:02.500\n<v Minister>Good morning.\n",
    "talk.srt": "1\n00:00:01,000 --> 00:00:02,500\nGood morning.\n",
    "talk.json": json.dumps({"language": "en", "segments": [{"start": 1.0, "end": 2.5, "text": " Good morning."}]}),
    "TALK.VTT": "WEBVTT\n\n00:01.000 --> 00:02.500\nGood morning.\n",
}


archive = archive_with(folder="a")


@pytest.fixture
def recording(archive: Archive) -> int:
    return without_sound(archive, kept(archive, "Press briefing (.MP3)")[0])


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
    told = Notes()
    take_transcript(archive, recording, path, told)
    assert told.warnings == ["talk.srt: line 2: ends before it begins; read as 1 s to 3 s"]
    assert archive.rows("select message from events where action = 'transcript'") == [
        {"message": f"read talk.srt; {told.warnings[0]}"}
    ]
    assert archive.rows('select start, "end", label from sounds') == [{"start": 1.0, "end": 3.0, "label": "Applause"}]


def test_words_without_times_are_timed_by_the_sound(archive: Archive, recording: int, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("The ministers deplore the flooding of the old quays.\n\nNobody heard this.\n")
    told = Notes()
    take_transcript(archive, recording, path, told, listen=lambda language: HEARD)
    first, second = transcripts.segments_of(archive, 1)
    assert (first.start, first.flags, second.flags) == (3.0, (), ("not timed",))
    assert told.warnings == ["talk.txt: nobody knows when 1 of 2 sentences were said"]


def test_without_a_model_the_times_of_the_file_stay(archive: Archive, recording: int, tmp_path: Path) -> None:
    def deaf(language: str | None) -> Transcript:
        raise ModelMissing("no model on this machine knows the language 'fr'")

    path = tmp_path / "talk.vtt"
    path.write_text(FILES["talk.vtt"])
    told = Notes()
    take_transcript(archive, recording, path, told, listen=deaf)
    assert [segment.start for segment in transcripts.segments_of(archive, 1)] == [1.0]
    assert told.warnings[0].startswith("talk.vtt: its words could not be timed by the sound: no model on this machine")


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
    reporter = Notes()
    take_transcript(archive, recording, path, reporter)
    (warning,) = reporter.warnings
    assert warning.startswith("talk.vtt ends at 55:05, and the recording at 00:04: 1 of 2 sentences begin after it")
    assert warning in archive.rows("select message from events order by id desc limit 1")[0]["message"]
