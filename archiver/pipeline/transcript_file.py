"""The third step, where a person brings what was said: a transcript taken from a file, with the times of the sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from archiver.archive import transcripts, write
from archiver.archive.files import settle, taking_in
from archiver.archive.people.best_text import refresh
from archiver.archive.speaker_names import carry_names
from archiver.archive.store import Archive, Event
from archiver.display import clock, counted
from archiver.errors import ModelError, RecordingError
from archiver.models import UNTIMED, Capture, Transcript
from archiver.page.source import read_page
from archiver.reporting import Reporter
from archiver.transcript.captions import read_transcript
from archiver.transcript.speakers import with_turns
from archiver.transcript.text_times import needs_times, timed_by_sound

LATE_SECONDS = 5.0  # captions lag, and silence is cut from the end of a recording


def take_transcript(
    archive: Archive,
    recording_id: int,
    path: Path,
    reporter: Reporter,
    language: str | None = None,
    listen: Callable[[str | None], Transcript | None] | None = None,
) -> tuple[int, bool]:
    """Keep a transcript file's bytes as a capture, and its sentences as a transcript, once.

    language: ISO 639-1 code of what is spoken, where a person says so
    listen: gives what an engine hears in the recording, in a language, for the times of words that the file leaves
        without; None where there is no sound, or nobody wants it to be heard

    Returns the transcript, and whether it is new. Raises ``TranscriptFileError`` or ``SourceNotFound``.
    """
    page = read_page(str(path))
    found = read_transcript(page.data, page.name, language)
    with taking_in([page.data], archive.folder) as incoming:
        asked = {"language": language} if language else {}
        found = replace(found, parameters={**found.parameters, **asked, "sha256": incoming.sha256})
        known = transcripts.same_transcript(
            archive, recording_id, engine=found.engine, model_sha256=None, parameters=found.parameters
        )
        if known is not None:
            return known, False
        recording = archive.table("recordings").get(recording_id)
        unlike = unlike_sound(found, recording["heard_duration"] or recording["duration"])
        found, doubts = _with_times(found, listen)
        doubts += unlike
        found = replace(found, segments=with_turns(found.segments, found.language))
        said = "; ".join([f"read {page.name}", *doubts])
        with archive.step(Event("transcript", said, recording_id=recording_id)) as event:
            kept = settle(incoming, archive.folder, path.suffix.lower().lstrip("."))
            capture = Capture(page.name, kept, incoming.sha256, incoming.size, None, page.media_type)
            capture_id = write.add_capture(archive, capture)
            event.transcript_id = transcript_id = write.add_transcript(archive, recording_id, found, capture_id)
            warnings = refresh(archive, transcript_id)
            carry_names(archive, transcript_id)
            for warning in unlike:
                archive.warn(replace(event, message=warning))
    reporter.say(f"transcript {transcript_id}: {counted(len(found.segments), 'sentence')} from {page.name}")
    for warning in (*doubts, *warnings):
        reporter.warn(warning)
    return transcript_id, True


def unlike_sound(transcript: Transcript, seconds: float | None) -> list[str]:
    """What is to be told of a transcript that goes on after the sound: one of an excerpt may end before it.

    seconds: how long the recording is; None where there is no sound
    """
    timed = [segment for segment in transcript.segments if UNTIMED not in segment.flags]
    late = [segment.end for segment in timed if seconds and segment.start > seconds + LATE_SECONDS]
    if not seconds or not late:
        return []
    told = f"{transcript.model} ends at {clock(max(late))}, and the recording at {clock(seconds)}"
    asked = "is it the transcript of another recording?"
    return [f"{told}: {len(late)} of {len(timed)} sentences begin after it; {asked}"]


def _with_times(
    found: Transcript, listen: Callable[[str | None], Transcript | None] | None
) -> tuple[Transcript, list[str]]:
    """A file's transcript with the times of the sound, where its words have none, and what is to be told of it."""
    doubts = list(found.doubts)
    if needs_times(found) and listen is not None:
        try:
            heard = listen(found.language)
        except (ModelError, RecordingError) as error:
            heard = None
            doubts.append(f"{found.model}: its words could not be timed by the sound: {error}")
        found = timed_by_sound(found, heard) if heard else found
    untimed = sum(UNTIMED in segment.flags for segment in found.segments)
    if untimed:
        doubts.append(f"{found.model}: nobody knows when {untimed} of {len(found.segments)} sentences were said")
    return found, doubts
