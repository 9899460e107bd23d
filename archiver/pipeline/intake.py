"""A recording's way into the archive: hashed, probed, listened through, and held against what the page said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from archiver.archive import write
from archiver.archive.files import Incoming, is_there, settle, taking_in
from archiver.archive.read import recording_with_hash
from archiver.archive.store import Archive, Event, Row
from archiver.display import clock
from archiver.errors import TooLong
from archiver.models import Arrival, Recording
from archiver.recording.announced import announced_seconds
from archiver.recording.audio import LONGEST_HINT, Listening, Sound, hear, listen, probe
from archiver.recording.containers import CONTAINERS

LABEL_TOLERANCE = 0.10  # a size or duration further off than this is told; labels round, and kB is sometimes 1024 bytes
LONGEST_HOURS = 24.0  # a day of debate; what lasts longer was most likely made to fill a memory
CUT_SHORT_SHARE = 0.02  # of the announced duration; decoders differ by less


@dataclass(frozen=True, slots=True)
class KeptRecording:
    """A recording that is in the archive.

    new: whether anything was written
    figures: its length and size, or how it came to be there, for people
    warnings: what is doubtful about it; kept in the archive already
    """

    recording_id: int
    new: bool
    figures: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MediaOrigin:
    """Where a recording came from.

    arrival: the answer that brought it; None for a file, or where nobody asked
    """

    name: str
    arrival: Arrival | None = None


def keep_recording(
    archive: Archive,
    blocks: Iterable[bytes],
    name: str,
    link: Row,
    arrival: Arrival | None = None,
    *,
    longest: float = LONGEST_HOURS,
) -> KeptRecording:
    """Take in the bytes of a recording and tie it to a media link.

    arrival: the answer that brought them; None for a file
    longest: hours that it may last

    Raises ``RecordingError``.
    """
    with taking_in(blocks, archive.folder) as incoming:
        known = recording_with_hash(archive, incoming.sha256)
        if known:
            return _attach(archive, incoming, link, known, MediaOrigin(name, arrival))
        sound = probe(incoming.path, name)
        if sound.duration > longest * 3600:
            raise TooLong(f"{name} lasts {clock(sound.duration)}, more than {longest:g} hours", hint=LONGEST_HINT)
        heard = hear(incoming.path, sound.container, longest=longest * 3600)
        decoded = listen(heard.blocks())
        announced = announced_seconds(incoming.path, sound.container, sound.duration)
        with archive.step(Event("recording", f"{link['label']}: {name}", link["release"])) as event:
            path = settle(incoming, archive.folder, CONTAINERS[sound.container])
            recording = _recording(incoming, path, sound, decoded)
            event.recording_id = recording_id = write.add_recording(archive, recording, decoded.duration, decoded.peaks)
            write.attach(archive, link["id"], recording_id)
            if arrival:
                write.add_download(archive, recording_id, arrival)
            warnings = (
                *heard.warnings(name),
                *_several_tracks(name, sound),
                *_cut_short(name, announced or _timed(sound, incoming.size), decoded),
                *(_without_length(name, announced, decoded) if arrival and not arrival.ends else ()),
                *_unlike_label(link, incoming.size, decoded.duration),
            )
            _keep_warnings(archive, event, warnings)
    figures = f"{clock(decoded.duration)}, {incoming.size / 1e6:.1f} MB {CONTAINERS[sound.container]}"
    return KeptRecording(recording_id, True, figures, warnings)


def tie(archive: Archive, link: Row, known: Row, origin: MediaOrigin, how: str = "archived before") -> KeptRecording:
    """Tie a recording that is there to one more media link.

    known: the recording's row
    how: it came to be there
    """
    warnings = _unlike_label(link, known["size"], known["heard_duration"])
    message = f"{link['label']}: {origin.name}, {how}"
    with archive.step(Event("recording", message, link["release"], known["id"])) as event:
        write.attach(archive, link["id"], known["id"])
        if origin.arrival:
            write.add_download(archive, known["id"], origin.arrival)
        _keep_warnings(archive, event, warnings)
    return KeptRecording(known["id"], True, how, warnings)


def _attach(archive: Archive, incoming: Incoming, link: Row, known: Row, origin: MediaOrigin) -> KeptRecording:
    """Tie a recording that is there already to one more media link, and put its file back if that went missing."""
    missing = not is_there(archive.folder, known)
    if missing:
        settle(incoming, archive.folder, known["path"].rpartition(".")[2])
    if link["recording"] == known["id"] and not missing:
        return KeptRecording(known["id"], False)
    return tie(archive, link, known, origin, "its file was put back" if missing else "archived before")


def _keep_warnings(archive: Archive, event: Event, warnings: Iterable[str]) -> None:
    for warning in warnings:
        archive.warn(replace(event, message=warning))


def _recording(incoming: Incoming, path: str, sound: Sound, decoded: Listening) -> Recording:
    return Recording(
        sha256=incoming.sha256,
        path=path,
        size=incoming.size,
        format=sound.container,
        codec=sound.codec,
        duration=sound.duration or decoded.duration,
        bit_rate=sound.bit_rate,
        channels=sound.channels,
        sample_rate=sound.sample_rate,
    )


def _several_tracks(name: str, sound: Sound) -> tuple[str, ...]:
    if not sound.tracks:
        return ()
    told = f"{name} has {len(sound.tracks)} sound tracks: {'; '.join(map(str, sound.tracks))}"
    return (f"{told}. The one in the release's language is transcribed, else the first; `--track` takes another",)


def _timed(sound: Sound, size: int) -> float | None:
    """Seconds by the times that stand in a file; None where they are but its size by its first bit rate."""
    estimated = sound.bit_rate and abs(size * 8 / sound.bit_rate - sound.duration) < CUT_SHORT_SHARE * sound.duration
    return None if estimated else sound.duration


def _cut_short(name: str, expected: float | None, decoded: Listening) -> tuple[str, ...]:
    """A warning where the sound ends before the file says that it should."""
    if expected is None or _is_complete(expected, decoded):
        return ()
    return (
        f"{name} ends at {clock(decoded.duration)} of {clock(expected)}; "
        f"the first {decoded.duration:.0f} s were archived, and the recording is incomplete",
    )


def _is_complete(expected: float, decoded: Listening) -> bool:
    return decoded.duration >= expected * (1 - CUT_SHORT_SHARE)


def _without_length(name: str, announced: float | None, decoded: Listening) -> tuple[str, ...]:
    """A warning where a server did not say how much it would send: what the file itself says of that."""
    told = f"the server did not say how long {name} is"
    if announced is None:
        return (f"{told}: it lasts {clock(decoded.duration)}, and may have broken off there",)
    if not _is_complete(announced, decoded):
        return ()  # which is told already
    return (f"{told}; the file itself says {clock(announced)}, and all of that is there",)


def _unlike_label(link: Row, size: int, seconds: float) -> tuple[str, ...]:
    """Warnings where a recording is not as large or as long as its label says."""
    found = []
    label, kb = link["label"], link["announced_kb"]
    if kb and abs(size / 1000 - kb) > LABEL_TOLERANCE * kb:
        found.append(f"“{label}” was announced with {kb:,} kB, the recording has {size / 1000:,.0f} kB")
    announced = link["announced_seconds"]
    if announced and abs(seconds - announced) > LABEL_TOLERANCE * announced:
        found.append(f"“{label}” was announced with {clock(announced)}, the recording lasts {clock(seconds)}")
    return tuple(found)
