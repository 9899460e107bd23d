"""What ``archiver ingest`` does with a release and its recording, in this process, and what is in the archive then."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from archiver.archive.release_document import build_document
from archiver.archive.store import open_archive
from archiver.pipeline.ingest import ingest_page
from archiver.pipeline.run import GivenMedia, IngestOptions, Run, TranscribeOptions

Export = dict[str, Any]
Sentence = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Archived:
    """What came of it.

    seconds: from the two files to rows on the disk: decoding, hearing, linking, and all that belongs to them
    export: the archive's JSON
    """

    seconds: float
    export: Export

    @property
    def sentences(self) -> list[Sentence]:
        """The newest transcript's, in order."""
        found: list[Sentence] = next(
            recording["transcripts"][-1]["segments"]
            for recording in self.export["recordings"]
            if recording["transcripts"]
        )
        return found


def archived(release: Path, sound: Path, model: str = "auto") -> Archived:
    """Archive them in a folder that is gone afterwards. Ends the program where that fails."""
    with TemporaryDirectory() as place:
        began = time.perf_counter()
        with open_archive(Path(place), create=True) as archive:
            options = IngestOptions(
                GivenMedia(audio=(str(sound),)), fetch=False, transcribing=TranscribeOptions(model=model)
            )
            outcome = ingest_page(Run(archive, options), str(release))
        seconds = time.perf_counter() - began
        if outcome.failures:
            raise SystemExit("\n".join(outcome.failures))
        with open_archive(Path(place)) as archive:
            return Archived(seconds, build_document(archive, outcome.release_id))
