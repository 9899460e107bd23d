"""Commands that do a step again: transcribe, align, reread."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.options import (
    HERE,
    AnyRelease,
    Device,
    DeviceName,
    EngineName,
    Folder,
    Json,
    Language,
    ModelName,
    ReleaseName,
    asr_wish,
    newest_version,
    opened_archive,
    print_json,
)
from archiver.errors import UsageError

if TYPE_CHECKING:
    pass


def transcribe(
    recording: Annotated[str, typer.Argument(help="Id, or the beginning of the SHA-256.")],
    engine: EngineName = None,
    model: ModelName = "auto",
    language: Language = None,
    device: DeviceName = Device.auto,
    archive: Folder = HERE,
) -> None:
    """Hear a recording once more, with another engine or model, and link its releases to what was heard."""
    from archiver.archive.read import find_recording, releases_of
    from archiver.pipeline.alignment import link_release
    from archiver.pipeline.transcript import hear_recording
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        key = int(find_recording(opened, recording)["id"])
        releases = releases_of(opened, key)
        wish = asr_wish(engine, model, language, device)
        made, new = hear_recording(opened, key, wish, next(iter(releases), None), Terminal(), again=True)
        if not new:
            print(f"recording {key} was heard with these settings before: transcript {made}", file=sys.stderr)
        for release in releases:
            link_release(opened, release, made, Terminal())


def align(release: ReleaseName, archive: Folder = HERE) -> None:
    """Link a release to the newest transcripts of its recordings again."""
    from archiver.archive.read import find_release, newest_transcripts
    from archiver.pipeline.alignment import link_release
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        key = newest_version(opened, find_release(opened, release))
        known = newest_transcripts(opened, key)
        if not known:
            raise UsageError(f"release {key} has no transcript yet", hint="`archiver ingest` its page again to hear it")
        for transcript in known:
            link_release(opened, key, transcript, Terminal(), again=True)


def reread(
    release: AnyRelease = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Read the archived pages again with a better reader; what changes is linked again, and older readings stay."""
    from dataclasses import asdict

    from archiver.archive.read import find_release
    from archiver.pipeline.reread import reread as read_again
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        outcomes = read_again(opened, None if release is None else find_release(opened, release), Terminal())
    failures = [failure for outcome in outcomes for failure in outcome.failures]
    for failure in failures:
        print(f"archiver: {failure}", file=sys.stderr)
    same = sum(not outcome.changed and not outcome.failures for outcome in outcomes)
    if same or not outcomes:
        print(f"{same} release{'s' * (same != 1)} unchanged", file=sys.stderr)
    if as_json:
        print_json([asdict(outcome) for outcome in outcomes])
    if failures:
        raise typer.Exit(1)
