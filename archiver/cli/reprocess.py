"""Commands that do a step again: transcribe, align, reread."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from archiver.cli.options import (
    HERE,
    AnyRelease,
    Device,
    DeviceName,
    EngineName,
    Folder,
    Json,
    JudgeName,
    Language,
    ModelName,
    ReleaseName,
    SoundTrack,
    chosen_judge,
    newest_version,
    opened_archive,
    print_outcomes,
    say_what_is_missing,
    transcribe_options,
)
from archiver.errors import UsageError


def transcribe(
    recording: Annotated[str, typer.Argument(help="An id, or the beginning of the SHA-256.")],
    engine: EngineName = None,
    model: ModelName = "auto",
    language: Language = None,
    device: DeviceName = Device.auto,
    track: SoundTrack = None,
    archive: Folder = HERE,
) -> None:
    """Transcribe a recording once more, with another engine or model, and link its releases to the new transcript."""
    from archiver.archive.read import find_recording, releases_of
    from archiver.pipeline.alignment import align_release
    from archiver.pipeline.run import IngestOptions, Run
    from archiver.pipeline.transcript import transcribe_recording
    from archiver.reporting import Terminal

    options = IngestOptions(transcribing=transcribe_options(engine, model, language, device, track))
    with opened_archive(archive) as opened:
        recording_id = int(find_recording(opened, recording)["id"])
        release_ids = releases_of(opened, recording_id)
        run = Run(opened, options, Terminal())
        say_what_is_missing(run.reporter)
        transcript_id, new = transcribe_recording(run, recording_id, next(iter(release_ids), None), again=True)
        if not new:
            told = f"recording {recording_id} was transcribed with these settings before: transcript {transcript_id}"
            print(told, file=sys.stderr)
        for release_id in release_ids:
            align_release(opened, release_id, transcript_id, run.reporter)


def align(release: ReleaseName, judge: JudgeName = None, archive: Folder = HERE) -> None:
    """Link a release to the newest transcripts of its recordings again."""
    from archiver.archive.read import newest_transcripts
    from archiver.pipeline.alignment import align_release
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        release_id = newest_version(opened, release)
        known = newest_transcripts(opened, release_id)
        if not known:
            hint = "`archiver ingest` its page again to transcribe its recordings"
            raise UsageError(f"release {release_id} has no transcript yet", hint=hint)
        asked = chosen_judge(judge, Terminal())
        for transcript_id in known:
            align_release(opened, release_id, transcript_id, Terminal(), again=True, judge=asked)


def reread(release: AnyRelease = None, archive: Folder = HERE, as_json: Json = False) -> None:
    """Read the archived pages again with a better reader; what changes is linked again, and older readings stay."""
    from archiver.archive.read import find_release
    from archiver.pipeline.reread import reread_releases
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        outcomes = reread_releases(opened, None if release is None else find_release(opened, release), Terminal())
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for failure in failures:
        print(f"archiver: {failure}", file=sys.stderr)
    same = sum(not outcome.changed and not outcome.failures for outcome in outcomes)
    if same or not outcomes:
        print(f"{same} release{'s' * (same != 1)} unchanged", file=sys.stderr)
    if as_json:
        print_outcomes(outcomes)
    if failures:
        raise typer.Exit(1)
