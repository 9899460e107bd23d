"""The command that tells what is left for a person to do: todo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, at_folder
from archiver.cli.printing import print_indented
from archiver.cli.rows_out import RowsOut
from archiver.display import one_line

if TYPE_CHECKING:
    from archiver.archive.worklist import Kind, Task

SOME = 5  # of each kind, unless one kind or a number is asked for


class TaskKind(StrEnum):
    """What there may be to do; the names are those of ``archiver.archive.worklist.TITLES``."""

    recordings = "recordings"
    transcripts = "transcripts"
    languages = "languages"
    pages = "pages"
    links = "links"
    corrections = "corrections"
    files = "files"


def todo(
    kind: Annotated[
        TaskKind | None, typer.Argument(help="Only what is of this kind.", show_default="some of all")
    ] = None,
    *,
    rows: RowsOut,
    archive: Folder = HERE,
) -> None:
    """Tell what is left to do, and the command for it: what is missing, doubtful, or does not fit any more.

    Links are in doubt from a score of 0.4 to 0.7. `archiver fetch --from-folder` looks for missing recordings among the
    files of a folder.
    """
    from archiver.archive.worklist import Task, worklist

    with reading_archive(archive) as opened:
        found = worklist(opened, kind.value if kind else None)
    every = [asdict(task) for tasks in found.values() for task in tasks]
    if rows.printed(every, [one.name for one in fields(Task)]):
        return
    shown = SOME if kind is None and rows.limit is None else rows.limit
    print_indented(
        line for name, tasks in found.items() if tasks for line in _told(name, tasks, shown, at_folder(archive))
    )
    if not every:
        print("nothing is left to do")


def _told(kind: Kind, tasks: Sequence[Task], most: int | None, where: str) -> Iterator[str]:
    """What there is to do of one kind, in lines; commands end with ``where`` the archive is."""
    from archiver.archive.worklist import TITLES

    yield f"{TITLES[kind]}: {len(tasks):,}"
    for task in tasks[:most]:
        if task.release:
            yield f"  release {task.release}, {one_line(task.title)}"
        yield f"    {one_line(task.what)}"
        yield f"      {task.command}{where}"
    if most is not None and len(tasks) > most:
        yield f"  … and {len(tasks) - most:,} more: archiver todo {kind}{where}"
    yield ""
