"""A run: the archive that it adds to, what a person asked of it, and what it works with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from archiver.archive.store import Archive
from archiver.fetch.client import Web
from archiver.pipeline.jobs import Jobs, OneByOne
from archiver.reporting import Reporter, Silent

MOST_LINKS = 100  # the sessions of a summit; a page with more is a list, or was made to fill a disk
MOST_BYTES = 20_000_000_000  # of the recordings of one page in one run: a hundred hours, or several films


@dataclass(frozen=True, slots=True)
class TranscribeOptions:
    """How a person wants recordings transcribed; None and ``auto`` leave it to us.

    language: ISO 639-1 code of what is spoken, or several with commas between them of what may be
    track: number of the sound track, from 1
    translate: whether what is not English is written down in English
    """

    engine: str | None = None
    model: str = "auto"
    language: str | None = None
    device: str = "auto"
    track: int | None = None
    translate: bool = False

    @property
    def is_particular(self) -> bool:
        """Whether anything was asked for that another transcript may not have."""
        return replace(self, device="auto") != TranscribeOptions()


@dataclass(frozen=True, slots=True)
class GivenMedia:
    """What was given by hand for the recordings of a page.

    audio: ``FILE``, ``URL`` or ``LABEL=FILE``
    transcript: a file that tells what was said; with it a recording needs no sound
    """

    audio: tuple[str, ...] = ()
    transcript: Path | None = None


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What a person may ask for besides the page itself.

    url: where a saved page came from
    transcribe: False to archive recordings without a transcript
    fetch: False to leave the network untouched
    since: the ISO date before which a page is not wanted
    later: True to read pages only, and leave their recordings to the queue
    longest: hours that a recording may last
    most_links: recordings of one page that are asked for in one run
    title: what a recording without a page is called; None for the name of its file
    """

    given: GivenMedia = field(default_factory=GivenMedia)
    url: str | None = None
    transcribe: bool = True
    fetch: bool = True
    transcribing: TranscribeOptions = field(default_factory=TranscribeOptions)
    since: str | None = None
    later: bool = False
    longest: float = 24.0
    most_links: int = MOST_LINKS
    title: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """What the steps of one run share.

    web: the same for all pages, so that no host is asked too fast
    jobs: where recordings are transcribed and aligned. In worker processes they may not be done yet when a step
        returns: what became of a page is known after ``jobs.after``
    """

    archive: Archive
    options: IngestOptions = field(default_factory=IngestOptions)
    reporter: Reporter = field(default_factory=Silent)
    web: Web = field(default_factory=Web)
    jobs: Jobs = field(default_factory=OneByOne)
