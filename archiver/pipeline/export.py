"""Export: a release written in one of the formats, or in all of them beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.archive import read, transcripts
from archiver.archive.files import recording_file
from archiver.archive.store import Archive
from archiver.errors import ArchiverError, OutputError, UsageError
from archiver.export.document import Document
from archiver.export.formats import FORMATS, Format
from archiver.outputs import file_stem, write_out
from archiver.recording import audio, cutting


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one format of several.

    path: the file; None where none could be written
    why: why not
    """

    form: Format
    path: Path | None
    why: str = ""


def render(archive: Archive, document: Document, form: Format) -> bytes:
    """A release in a format.

    Raises ``UsageError`` where it lacks what the format is about, ``DamagedFile`` where sound that it needs was lost.
    """

    def cut(transcript_id: int, pieces: Sequence[tuple[float, float]]) -> tuple[bytes, list[tuple[float, float]]]:
        return cut_pieces(archive, transcript_id, pieces)

    text = form.render(document, cut) if form.needs_sound else form.render(document)
    return text if isinstance(text, bytes) else text.encode(errors="replace")


def cut_pieces(
    archive: Archive, transcript_id: int, pieces: Sequence[tuple[float, float]]
) -> tuple[bytes, list[tuple[float, float]]]:
    """Pieces of the recording of a transcript as one MP3, and where in it each lies.

    pieces: (start, end) in seconds
    """
    recording = read.recording_of(archive, transcript_id)
    if not recording["path"]:
        raise UsageError(f"there is no sound of recording {recording['id']}, only what was said")
    path, track = recording_file(archive.folder, recording), transcripts.track_of(archive, transcript_id)
    data, _ = cutting.clip(path, audio.probe(path), pieces, track=track)
    return data, cutting.places_in_clip(pieces)


def export_all(archive: Archive, document: Document, folder: Path) -> Iterator[Written]:
    """Write a release in every format into a folder, which is made where it is missing.

    The files are called by the release's id and title. Raises ``OutputError`` where nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{error.strerror or error}: {folder}", kept="the archive is as it was") from error
    release = document["release"]
    stem = f"{release['id']}-{file_stem(release['title'])}".strip("-")
    for form in FORMATS.values():
        path = folder / f"{stem}{form.ending}"
        try:
            data = render(archive, document, form)
        except OutputError:
            raise
        except ArchiverError as error:
            yield Written(form, None, str(error))
            continue
        write_out(path, data)
        yield Written(form, path)
