"""Which recordings are being transcribed: no other run begins with one until it is let go, or its process is over."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO
from weakref import finalize

from archiver.archive.files import CLAIM_PREFIX
from archiver.errors import ArchiveLocked
from archiver.shared_files import take_file


class Claim:
    """A recording that is ours until ``release``, or until nobody holds the claim any more.

    It is a lock on an empty file in ``media/``, which the operating system takes from a process that dies.

    Raises ``ArchiveLocked`` where another run has the recording.
    """

    def __init__(self, folder: Path, recording_id: int) -> None:
        path = folder / "media" / f"{CLAIM_PREFIX}{recording_id}"
        file = path.open("wb")
        if not take_file(file, path):
            file.close()
            raise ArchiveLocked(
                f"recording {recording_id} is being transcribed by another run",
                hint="give the same command again when that is done",
            )
        self.release = finalize(self, _let_go, file, path)


def _let_go(file: BinaryIO, path: Path) -> None:
    path.unlink(missing_ok=True)
    file.close()
