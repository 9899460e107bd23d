"""The third step: a transcript, heard with some engine or taken from a file, unless that was done before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

from archiver import transcript as transcribe
from archiver.archive import read, write
from archiver.archive.files import settle, taking_in
from archiver.archive.people.best_text import refresh
from archiver.archive.speaker_names import carry_names
from archiver.archive.store import Archive, Event
from archiver.errors import ModelMissing, UsageError
from archiver.models import Capture, Transcript
from archiver.page.source import read_page
from archiver.pipeline.jobs import Steps, here
from archiver.recording import audio
from archiver.reporting import Reporter
from archiver.transcript.captions import read_transcript
from archiver.transcript.speakers import check_weights, with_speakers, with_turns


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person said about hearing; None and ``auto`` leave it to us.

    language: ISO 639-1 code of what is spoken
    """

    engine: str | None = None
    model: str = "auto"
    language: str | None = None
    device: str = "auto"

    @property
    def is_particular(self) -> bool:
        """Whether anything was asked for that another transcript may not have."""
        return (self.engine, self.model, self.language) != (None, "auto", None)


def hear_recording(
    archive: Archive, recording: int, wish: Wish, release: int | None, reporter: Reporter, *, again: bool = False
) -> tuple[int, bool]:
    """Do the steps of ``hearing`` in this process."""
    return here(hearing(archive, recording, wish, release, reporter, again=again), reporter)


def hearing(
    archive: Archive, recording: int, wish: Wish, release: int | None, reporter: Reporter, *, again: bool = False
) -> Steps[tuple[int, bool]]:
    """The transcript that fulfils a wish, made now if there is none; and whether it was made now.

    release: whose language is taken for the recording's, so that no model listens to what it does not know
    again: whether a transcript made with other settings is not good enough, though nothing in particular was asked for

    Raises ``ModelError``, ``RecordingError`` or ``UsageError``.
    """
    known, new = read.newest_transcript(archive, recording), False
    if known is not None and not wish.is_particular and not again:
        return known, new
    chosen = _setting(wish, read.language_of(archive, release))
    same = read.same_transcript(
        archive,
        recording,
        engine=chosen.engine,
        model_sha256=chosen.weights.sha256,
        parameters=chosen.parameters,
    )
    if same is not None:
        return same, new
    return (yield from _hear(archive, recording, chosen, wish.device, reporter)), True


def _setting(wish: Wish, language: str | None) -> transcribe.Setting:
    try:
        spoken = transcribe.setting(wish.engine, wish.model, wish.language or language)
    except ModelMissing as error:
        if wish.language or language in (None, "en"):
            raise
        hint = f"{error.hint}; or say --language en if English was spoken"
        raise ModelMissing(f"the release is in {language!r}, and {error.message}", hint=hint) from error
    return transcribe.Setting(spoken.engine, spoken.weights, wish.language)


def _hear(archive: Archive, recording: int, chosen: transcribe.Setting, device: str, reporter: Reporter) -> Steps[int]:
    row = archive.table("recordings").get(recording)
    if row["path"] is None:
        raise UsageError("only a transcript of this recording is known", hint="attach its sound with ingest --audio")
    transcript: Transcript = yield partial(heard, archive.folder / row["path"], row["format"], chosen, device)
    with archive.step(Event("transcript", "", recording_id=recording)) as event:
        event.transcript_id = key = write.add_transcript(archive, recording, transcript)
        carry_names(archive, key)
        event.message = (
            f"{len(transcript.segments)} sentences heard in {transcript.seconds_taken:.1f} s "
            f"by {chosen.engine} with {chosen.weights.name}"
        )
        warnings = refresh(archive, key)
    reporter.say(f"transcript {key}: {event.message}")
    for warning in warnings:
        reporter.warn(warning)
    return key


def heard(path: Path, container: str, chosen: transcribe.Setting, device: str, reporter: Reporter) -> Transcript:
    """The job of hearing a recording, from its file to what is kept of it. Raises as ``hearing``."""
    weights = chosen.weights
    reporter.say(f"hearing with {chosen.engine}, model {weights.name} ({weights.origin})…")
    check_weights()
    samples = audio.samples(path, container)
    transcript = transcribe.hear(_engine(chosen, device), chosen, samples, reporter)
    return with_speakers(transcript, samples, reporter)


@lru_cache(maxsize=1)
def _engine(chosen: transcribe.Setting, device: str) -> transcribe.Engine:
    """The engine, loaded once a process."""
    return transcribe.load(chosen, device)


def take_transcript(archive: Archive, recording: int, path: Path, reporter: Reporter) -> tuple[int, bool]:
    """Keep a transcript file's bytes as a capture, and its sentences as a transcript, once.

    Returns the transcript, and whether it is new. Raises ``TranscriptFileError`` or ``SourceNotFound``.
    """
    page = read_page(str(path))
    found = read_transcript(page.data, page.name)
    found = replace(found, segments=with_turns(found.segments, found.language))
    with taking_in([page.data], archive.folder) as incoming:
        found = replace(found, parameters={**found.parameters, "sha256": incoming.sha256})
        known = read.same_transcript(
            archive, recording, engine=found.engine, model_sha256=None, parameters=found.parameters
        )
        if known is not None:
            return known, False
        with archive.step(Event("transcript", f"read {page.name}", recording_id=recording)) as event:
            kept = settle(incoming, archive.folder, path.suffix.lower().lstrip("."))
            capture = write.add_capture(
                archive, Capture(page.name, kept, incoming.sha256, incoming.size, None, page.media_type)
            )
            event.transcript_id = transcript = write.add_transcript(archive, recording, found, capture)
            warnings = refresh(archive, transcript)
            carry_names(archive, transcript)
    reporter.say(f"transcript {transcript}: {len(found.segments)} sentences from {page.name}")
    for warning in warnings:
        reporter.warn(warning)
    return transcript, True
