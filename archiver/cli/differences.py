"""The command that tells what was said differently: differences."""

from __future__ import annotations

from dataclasses import asdict, fields

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, ReleaseName
from archiver.cli.printing import page_console
from archiver.cli.rows_out import RowsOut
from archiver.errors import UsageError


def differences(release: ReleaseName, *, rows: RowsOut, archive: Folder = HERE) -> None:
    """Tell what was left out, put in or changed when a release was read out, and what was said in other words.

    Numbers, dates, names and negations that differ come first; then everything, paragraph by paragraph.
    """
    from archiver.archive.differences import Difference, release_differences, those_that_matter
    from archiver.archive.read import find_release, paragraphs_of
    from archiver.terminal.differences_view import render_differences

    with reading_archive(archive) as opened:
        release_id = find_release(opened, release)
        found = release_differences(opened, release_id)
        paragraphs = paragraphs_of(opened, release_id)
    if found is None:
        told = f"nothing was heard of release {release_id} yet"
        raise UsageError(told, hint=f"`archiver fetch {release_id}` gets its recording and transcribes it")
    if rows.printed([asdict(one) for one in those_that_matter(found)], [one.name for one in fields(Difference)]):
        return
    console = page_console()
    for part in render_differences(rows.first(found), paragraphs):
        console.print(part)
