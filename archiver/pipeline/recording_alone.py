"""A sound file without a page: archived, transcribed, and to be searched and read like any other briefing."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from archiver.archive import read, write
from archiver.archive.files import settle, taking_in
from archiver.archive.store import Event
from archiver.errors import UsageError
from archiver.models import Capture, MediaLink, Release
from archiver.pipeline.folder_matching import days_in
from archiver.pipeline.run import Run
from archiver.recording.audio import probe
from archiver.recording.containers import CONTAINERS
from archiver.recording.sound_source import check_readable
from archiver.shared_files import read_blocks
from archiver.weights import sha256_of

ENDINGS = frozenset(f".{ending}" for ending in CONTAINERS.values())


def is_sound_file(source: str) -> bool:
    """Whether a source is a file that is sound by its name."""
    path = Path(source)
    return path.suffix.lower() in ENDINGS and path.is_file()


def keep_alone(run: Run, source: str) -> tuple[int, str, bool]:
    """A release for a sound file without a page, titled as the run's options or the file's name say.

    Returns its number, its title, and whether it is new; where the recording is on a release already, that one.

    Raises ``RecordingError``, and ``UsageError`` for sound that was given twice.
    """
    if run.options.given.audio:
        raise UsageError(f"{source} is the sound itself", hint="omit --audio, or name the page")
    check_readable(source)
    path, archive = Path(source), run.archive
    known = read.recording_with_hash(archive, sha256_of(path))
    releases = read.releases_of(archive, known["id"]) if known else []
    if releases:
        title = archive.table("releases").get(releases[0])["title"]
        run.reporter.say(f"release {releases[0]}: {title} (already archived)")
        if run.options.title not in (None, title):
            run.reporter.warn(f"it keeps its title; `archiver edit {releases[0]} --title …` gives it another")
        return releases[0], title, False
    sound, title = probe(path), run.options.title or path.stem
    days = days_in(path.stem)
    date = days.pop() if len(days) == 1 else None
    release = Release(title, (), (MediaLink(title, format=sound.container),), date=date)
    with (
        taking_in(read_blocks(path), archive.folder) as incoming,
        archive.step(Event("page", f"kept {path.name}")) as event,
    ):
        kept = settle(incoming, archive.folder, CONTAINERS[sound.container])
        media_type, _ = mimetypes.guess_type(path.name)
        capture = Capture(path.name, kept, incoming.sha256, incoming.size, media_type=media_type)
        event.release_id = write.add_release(archive, write.add_capture(archive, capture), release)
    assert event.release_id is not None
    run.reporter.say(f"release {event.release_id}: {title}, a recording without a page")
    return event.release_id, title, True
