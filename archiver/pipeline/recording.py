"""The second step: the recordings of a release, from wherever they are to be had."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from archiver.archive import read, write
from archiver.archive.files import is_there
from archiver.archive.recordings_alone import take_place
from archiver.archive.store import Archive, Event, Row
from archiver.archive.versions import NOT_ASKED
from archiver.errors import ArchiverError, UsageError
from archiver.fetch.client import Web
from archiver.fetch.http import is_address, named
from archiver.models import MediaLink
from archiver.page.source import FetchedPage, Validators
from archiver.pipeline.intake import KeptRecording, MediaOrigin, keep_recording, tie
from archiver.pipeline.run import MOST_BYTES, GivenMedia, Run
from archiver.recording.resumable_download import is_unchanged
from archiver.recording.sound_source import beside, check_readable, sound
from archiver.weights import sha256_of

FRESH_FOR = timedelta(days=1)  # a night's run asks for what stands on several pages once


def match_given_media(archive: Archive, release_id: int, given: GivenMedia) -> dict[int, str]:
    """The sound given for each media link of a release; what is more than the page names gets a link of its own.

    Raises ``UsageError`` where it is not clear which recording is meant.
    """
    chosen = {}
    named = bool(read.media_links_of(archive, release_id))
    for audio in given.audio:
        label, source = _split_label(audio)
        link = _matching_link(read.media_links_of(archive, release_id), label, source, named=named)
        chosen[_add_link(archive, release_id, label, source) if link is None else link] = source
    links = read.media_links_of(archive, release_id)
    if given.transcript and not links:
        _add_link(archive, release_id, "", str(given.transcript))
    if given.transcript and len(links) > 1 and len(chosen) != 1:
        raise UsageError(
            f"which recording does {given.transcript} tell of? The page has {_labels(links)}",
            hint="give --audio LABEL=FILE as well",
        )
    return chosen


def _matching_link(links: Sequence[Row], label: str, source: str, *, named: bool) -> int | None:
    """The media link that a sound belongs to; None where it needs one of its own.

    named: whether the page had links before anything was given by hand
    """
    sha256 = sha256_of(Path(source)) if Path(source).is_file() else None
    fitting = [link for link in links if label.casefold() in link["label"].casefold()]
    same = [link for link in fitting if link["sha256"] and (link["sha256"] == sha256 or link["url"] == source)]
    if label and not fitting and named:
        raise UsageError(f"no recording of the page is called {label!r}; there are {_labels(links)}")
    silent = [link for link in fitting if not link["sha256"]]
    if not same and len(silent) > 1:
        raise UsageError(f"which recording is {source}? The page has {_labels(silent)}", hint="give --audio LABEL=FILE")
    return next((int(link["id"]) for link in (*same, *silent)), None)


def _add_link(archive: Archive, release_id: int, label: str, source: str) -> int:
    """A media link for a recording that the page does not name."""
    check_readable(source)  # a mistyped name must not become a link that stays
    url = named(source) if is_address(source) else None
    link = MediaLink(label or Path(source).stem, url)
    with archive.step(Event("recording", f"“{link.label}” was added by hand", release_id)):
        return write.add_media_link(archive, release_id, link, by_hand=True)


def _split_label(given: str) -> tuple[str, str]:
    """Split ``LABEL=FILE``; a file or address that has an equals sign in it is one all the same."""
    label, sign, rest = given.partition("=")
    if not sign or is_address(given) or Path(given).exists():
        return "", given
    return label, rest


def _labels(links: Sequence[Row]) -> str:
    return "; ".join(f"“{link['label']}”" for link in links)


def obtain(run: Run, page: FetchedPage | None, link: Row, given: str | None) -> tuple[int | None, bool]:
    """The recording behind a media link, taken in unless it is there; None where it cannot be had, which is kept, too.

    page: as it was read just now, to look for sound that was saved with it; None for one that is in the archive
    given: the sound that was given by hand

    Returns the recording, and whether anything changed. Raises ``SourceError`` or ``RecordingError``.
    """
    archive, reporter = run.archive, run.reporter
    if link["sha256"] and not given and is_there(archive.folder, link):
        return int(link["recording"]), False
    source, reason = _where(page, link, given)
    known = read.newest_download(archive, named(source)) if source else None
    if source and is_address(source) and not run.options.fetch and not known:
        source, reason = None, NOT_ASKED
    if source is None:
        reporter.warn(f"no sound for “{link['label']}”: {reason}")
        return None, _not_obtained(archive, link, reason)
    try:
        kept = _take_in(run, source, link, known)
    except ArchiverError as error:
        if not link["sha256"]:
            _not_obtained(archive, link, str(error))
        raise
    if kept.new:
        reporter.say(f"recording {kept.recording_id}: {link['label']}, {kept.figures}")
        if alone := take_place(archive, link["release"], kept.recording_id):
            reporter.say(f"release {link['release']} takes the place of release {alone}, its recording alone")
    for warning in kept.warnings:
        reporter.warn(warning)
    return kept.recording_id, kept.new


class Asked:
    """How many recordings of a page a run asked for, and how large they were: no page fills a disk by itself."""

    def __init__(self, run: Run) -> None:
        self.run, self.count, self.bytes = run, 0, 0
        self.left: list[Row] = []  # links that were not asked for any more

    def may_ask(self, link: Row) -> bool:
        """Whether one more may be asked for; what is there need not be."""
        if link["sha256"] and is_there(self.run.archive.folder, link):
            return True
        if self.count >= self.run.options.most_links or self.bytes > MOST_BYTES:
            self.left.append(link)
            return False
        self.count += 1
        return True

    def add(self, recording_id: int | None) -> None:
        """Count the bytes of a recording that was obtained."""
        if recording_id is not None:
            self.bytes += self.run.archive.table("recordings").get(recording_id)["size"] or 0

    def tell(self) -> bool:
        """Say which were not asked for, and keep it with them; returns whether that was not known before."""
        if not self.left:
            return False
        told = f"the page has {len(self.left)} more than the {self.count} recordings of {self.bytes / 1e9:.1f} GB"
        hint = "go on with `archiver fetch`, or allow more with --most-links"
        self.run.reporter.warn(f"{told} that one run asks for; {hint}")
        reason = f"not asked for, one of too many; {hint}"
        return sum(_not_obtained(self.run.archive, link, reason) for link in self.left) > 0


def _take_in(run: Run, source: str, link: Row, known: Row | None) -> KeptRecording:
    """Take in the sound of a source, without asking for it if the same address brought it before.

    known: the download of that time
    """
    archive, name = run.archive, Path(source).name
    if known and is_there(archive.folder, known) and (not run.options.fetch or _is_unchanged(known, run.web)):
        return tie(archive, link, archive.table("recordings").get(known["recording"]), MediaOrigin(name))
    near = read.day_of(archive, link["release"])
    with sound(source, archive.folder, run.web, run.reporter, near) as (blocks, arrival):
        return keep_recording(archive, blocks, name, link, arrival, longest=run.options.longest)


def _is_unchanged(known: Row, web: Web) -> bool:
    """Whether an address still leads to what it brought; one that was asked within a day is not asked again."""
    age = datetime.now(UTC) - datetime.fromisoformat(known["downloaded"])
    if age < FRESH_FOR or known["memento"]:
        return True
    validators = Validators(known["etag"], known["last_modified"], known["address"])
    return is_unchanged(web, known["url"], validators, known["size"])


def _where(page: FetchedPage | None, link: Row, given: str | None) -> tuple[str | None, str]:
    """Where the sound of a media link is to be had, or why it is not."""
    address = link["url"]
    saved = beside(page, address) if page else None
    source = given or saved or (address if address and is_address(address) else None)
    if source is None and address and urlsplit(address).scheme:
        return None, f"{address} is no http address; give the sound with --audio FILE"
    if source is None and address:
        return (
            None,
            f"{address} is a relative address; say where the page came from with --url, or give --audio FILE",
        )
    if source is None:
        return None, "the page gives no address; give the sound with --audio FILE"
    return source, ""


def _not_obtained(archive: Archive, link: Row, reason: str) -> bool:
    """Keep why there is no recording; returns whether that was not known before."""
    if link["reason"] == reason:
        return False
    with archive.locked():
        write.not_obtained(archive, link["id"], reason)
        archive.warn(Event("recording", f"“{link['label']}” was not obtained: {reason}", link["release"]))
    return True


def without_sound(archive: Archive, link: Row) -> int:
    """The recording that stands behind a transcript when nobody has its sound."""
    if link["recording"]:
        return int(link["recording"])
    event = Event("recording", f"“{link['label']}” is known by its transcript only", link["release"])
    with archive.step(event):
        event.recording_id = recording_id = write.add_silent_recording(archive, link["id"])
    return recording_id
