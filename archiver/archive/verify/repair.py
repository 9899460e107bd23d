"""Repairs that lose nothing: what follows from the rows is made anew, bytes that are there again get their place back.

What has no place in the archive is moved to ``quarantine/``, from where the archiver deletes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path, PurePosixPath

from archiver.archive.files import named_hash, settle, sync_folder, taking_in
from archiver.archive.kept_figures import count_all
from archiver.archive.people.best_text import refresh
from archiver.archive.store import Archive, Event
from archiver.archive.tables import TABLES
from archiver.archive.verify.problems import Problem
from archiver.errors import ArchiveError
from archiver.shared_files import read_blocks

QUARANTINE = "quarantine"


def repair(archive: Archive, problems: Iterable[Problem], copy: Path | None = None) -> list[str]:
    """Put right what can be put right; returns what was done, in words. Each repair is an event of the log.

    copy: the folder of a copy of the archive, from which files may be taken that have the right hash

    Raises ``ArchiveError`` where a file cannot be moved to ``quarantine/``; what was put right before that stays.
    """
    found = list(problems)
    orphans = [one.path for one in found if one.kind == "unknown file" and one.path]
    return [
        *(_made_anew(archive) if any(one.kind == "index" for one in found) else ()),
        *(_counted(archive) if any(_is_count(one) for one in found) else ()),
        *(_refreshed(archive, one.transcript_id) for one in found if one.transcript_id is not None),
        *(
            told
            for one in found
            if one.kind in ("missing", "changed", "unreadable") and one.path
            if (told := _restored(archive, one.path, orphans, copy))
        ),
        *(_set_aside(archive, path) for path in orphans),
    ]


def _made_anew(archive: Archive) -> Iterator[str]:
    told = "the indexes were made anew from the rows"
    with archive.step(Event("repair", told)):
        archive.db.execute("reindex")
        for name, table in TABLES.items():
            if table.searched:
                archive.db.execute(f"insert into {name}_fts ({name}_fts) values ('rebuild')")
    yield told


def _is_count(problem: Problem) -> bool:
    return problem.kind == "kept figure" and problem.transcript_id is None


def _counted(archive: Archive) -> Iterator[str]:
    told = "what is current, and how much was talked about and by whom, was counted anew"
    with archive.step(Event("repair", told)):
        count_all(archive.db)
    yield told


def _refreshed(archive: Archive, transcript_id: int) -> str:
    told = f"the texts of transcript {transcript_id} were made anew from its words and their corrections"
    with archive.step(Event("repair", told, transcript_id=transcript_id)):
        refresh(archive, transcript_id)
    return told


def _restored(archive: Archive, path: str, orphans: Iterable[str], copy: Path | None) -> str | None:
    """Give a file its bytes back, if they are found anywhere; the bytes that are in its place are set aside."""
    folder, sha256 = archive.folder, named_hash(path)
    candidates = {
        **{folder / orphan: orphan for orphan in orphans if named_hash(orphan) == sha256},
        folder / QUARANTINE / path: f"{QUARANTINE}/{path}",
        **({copy / path: "the copy"} if copy else {}),
    }
    for candidate, name in candidates.items():
        if not candidate.is_file():
            continue
        with taking_in(read_blocks(candidate), folder) as incoming:
            if incoming.sha256 != sha256:
                continue
            told = f"{path} has its bytes again, from {name}"
            with archive.step(Event("repair", told)):
                if (folder / path).exists():
                    _quarantine(folder, path)
                settle(incoming, folder, PurePosixPath(path).name.partition(".")[2])
            return told
    return None


def _set_aside(archive: Archive, path: str) -> str:
    with archive.step(Event("repair", "")) as event:
        event.message = f"{path} was moved to {_quarantine(archive.folder, path)}"
    return event.message


def _quarantine(folder: Path, path: str) -> str:
    """Move a file out of ``media/``; returns where it lies now. No other file gives way to it.

    Raises ``ArchiveError`` where it cannot be moved.
    """
    wanted = folder / QUARANTINE / path
    free = (wanted.with_name(f"{wanted.name}.{n}" if n else wanted.name) for n in count())
    target = next(one for one in free if not one.exists())
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        (folder / path).rename(target)
        sync_folder(target.parent)
        sync_folder((folder / path).parent)
    except OSError as error:
        raise ArchiveError(
            f"{path} cannot be moved to {QUARANTINE}/: {error.strerror}",
            kept="nothing was lost, and what was repaired before is in the log",
            hint="see to the permissions and to room on the disk, and give the same command again",
        ) from error
    return target.relative_to(folder).as_posix()
