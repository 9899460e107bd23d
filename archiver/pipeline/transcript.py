"""The third step: a transcript, made by an engine unless that was done before."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from archiver import transcript as transcription
from archiver.archive import transcripts, write
from archiver.archive.claims import Claim
from archiver.archive.files import is_there, recording_file
from archiver.archive.people.best_text import refresh
from archiver.archive.speaker_names import carry_names
from archiver.archive.store import Archive, Event, Row
from archiver.display import clock, counted
from archiver.errors import ModelMissing, UsageError
from archiver.models import Transcript
from archiver.pipeline.jobs import Step
from archiver.pipeline.run import Run, TranscribeOptions
from archiver.recording import audio
from archiver.reporting import Reporter
from archiver.transcript.quality_flags import NOT_KNOWN
from archiver.transcript.speakers import by_channel, check_weights, with_speakers


def prepare_transcript(
    run: Run, recording_id: int, release_id: int | None, *, again: bool = False
) -> Step[Transcript, int] | int:
    """The transcript that a run's options ask for: the step that makes it, or the one that is in the archive.

    release_id: whose language is taken for the recording's, so that no model transcribes what it does not know
    again: whether a transcript made with other settings is not good enough, though nothing in particular was asked for

    Raises ``ModelError`` or ``UsageError``, and ``ArchiveLocked`` where another run transcribes the recording; what
    computes, ``RecordingError``.
    """
    archive, options = run.archive, run.options.transcribing
    known = transcripts.newest_transcript(archive, recording_id)
    if known is not None and not options.is_particular and not again:
        return known
    language = transcripts.language_of(archive, release_id)
    setting = _setting(options, language)
    row = archive.table("recordings").get(recording_id)
    track = _track(archive.folder, row, options, language)
    same = transcripts.same_transcript(
        archive,
        recording_id,
        engine=setting.engine,
        model_sha256=setting.weights.sha256,
        parameters={**setting.parameters, **_of_track(track)},
    )
    if same is not None:
        return same
    if row["path"] is None:
        raise UsageError("only a transcript of this recording is known", hint="attach its sound with ingest --audio")
    path = recording_file(archive.folder, row)
    claim = Claim(archive.folder, recording_id)
    if transcripts.newest_transcript(archive, recording_id) != known:  # another run was done with it in the meantime
        claim.release()
        return prepare_transcript(run, recording_id, release_id, again=again)
    return Step(
        partial(transcribe_file, path, row["format"], setting, options.device, track=track),
        partial(_keep, run, recording_id, setting, claim),
    )


def _track(folder: Path, row: Row, options: TranscribeOptions, language: str | None) -> int:
    """Which sound track of a recording is transcribed; its file is asked only where it is there."""
    if row["path"] is None or not is_there(folder, row):
        return options.track or 1
    decided = options.language if options.language and "," not in options.language else language
    return audio.track_in(audio.probe(folder / row["path"]), decided, options.track)


def _of_track(track: int) -> dict[str, object]:
    """What a transcript records of its sound track: nothing for the first, which most recordings have alone."""
    return {"track": track} if track > 1 else {}


def _setting(options: TranscribeOptions, language: str | None) -> transcription.EngineSetting:
    """Which engine and model transcribe, given the language that the release is in, of which the model is to know it.

    What is spoken may be in another.
    """
    wish = partial(transcription.choose_setting, options.engine, options.model, translate=options.translate)
    if options.language or not transcription.is_language(language):
        return wish(options.language)
    try:
        return replace(wish(language), languages=())
    except ModelMissing as error:
        if language == "en":
            raise
        hint = f"{error.hint}; or give --language en if English was spoken"
        raise ModelMissing(f"the release is in {language!r}, and {error.message}", hint=hint) from error


def transcribe_file(
    path: Path,
    container: str,
    setting: transcription.EngineSetting,
    device: str,
    reporter: Reporter,
    *,
    track: int = 1,
) -> Transcript:
    """The job: from a recording's file to its transcript. Raises ``ModelError`` or ``RecordingError``."""
    weights = setting.weights
    reporter.say(f"transcribing with {setting.engine}, model {weights.name} ({weights.origin})…")
    check_weights()
    heard = audio.hear(path, container, track)
    engine = _engine(setting, device)
    if heard.mix.people:
        people = audio.people(path, container, track, heard.mix)
        parts = [transcription.transcribe(engine, setting, one, reporter) for one in people]
        transcript = by_channel(parts)
    else:
        transcript = transcription.transcribe(engine, setting, heard.samples, reporter)
        transcript = with_speakers(transcript, heard.samples, reporter)
    return replace(transcript, parameters={**transcript.parameters, **_of_track(track)})


@lru_cache(maxsize=1)
def _engine(setting: transcription.EngineSetting, device: str) -> transcription.TranscriptionEngine:
    """The engine, loaded once a process."""
    return transcription.load_engine(setting, device)


def _keep(
    run: Run, recording_id: int, setting: transcription.EngineSetting, claim: Claim, transcript: Transcript
) -> int:
    archive = run.archive
    with archive.step(Event("transcript", "", recording_id=recording_id)) as event:
        event.transcript_id = transcript_id = write.add_transcript(archive, recording_id, transcript)
        carry_names(archive, transcript_id)
        written = sum(bool(one.heard) for one in transcript.segments)
        event.message = (
            f"{counted(written, 'sentence')} transcribed in {transcript.seconds_taken:.1f} s "
            f"by {setting.engine} with {setting.weights.name}"
        )
        warnings = [*refresh(archive, transcript_id), *_unheard(archive, recording_id, transcript)]
        warnings += _not_known(transcript)
        for warning in warnings:
            archive.warn(replace(event, message=warning))
    claim.release()
    run.reporter.say(f"transcript {transcript_id}: {event.message}")
    for warning in warnings:
        run.reporter.warn(warning)
    return transcript_id


def _unheard(archive: Archive, recording_id: int, transcript: Transcript) -> list[str]:
    """A warning where a recording gave no words: that is no success, though nothing failed."""
    if any(one.heard or NOT_KNOWN in one.flags for one in transcript.segments):
        return []
    seconds = archive.table("recordings").get(recording_id)["heard_duration"] or 0
    if transcript.segments:
        return [f"somebody may speak in {seconds:.0f} s of recording {recording_id}, and not a word was understood"]
    return [f"nobody was heard in {seconds:.0f} s of recording {recording_id}: it has no words"]


def _not_known(transcript: Transcript) -> list[str]:
    """A warning where something was said in a language that the model does not know."""
    marked = [segment for segment in transcript.segments if NOT_KNOWN in segment.flags]
    if not marked:
        return []
    places = ", ".join(f"{clock(one.start)}–{clock(one.end)} ({one.language})" for one in marked)
    told = f"no words were written for what is in a language that {transcript.model} does not know: {places}"
    return [f"{told}; `archiver transcribe --model base` knows more"]


def hear(run: Run, recording_id: int, release_id: int, language: str | None) -> Transcript | None:
    """What an engine hears in a recording, or heard before, in a language; None where there is no sound.

    It is not kept: the transcript that a person brought is the one that they want to read.
    """
    row = run.archive.table("recordings").get(recording_id)
    if row["path"] is None:
        return None
    known = transcripts.newest_heard(run.archive, recording_id)
    if known is not None:
        return Transcript("", "", tuple(transcripts.segments_of(run.archive, known)))
    options = run.options.transcribing
    wish = replace(options, language=options.language or language)
    written = transcripts.language_of(run.archive, release_id)
    setting, track = _setting(wish, written), _track(run.archive.folder, row, wish, written)
    run.reporter.say(f"listening for the times of the words with {setting.engine}, model {setting.weights.name}…")
    heard = audio.hear(recording_file(run.archive.folder, row), row["format"], track)
    return transcription.transcribe(_engine(setting, options.device), setting, heard.samples, run.reporter)
