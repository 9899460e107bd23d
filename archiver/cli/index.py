"""The command that makes an archive searchable by meaning: index."""

from __future__ import annotations

from archiver.cli.options import HERE, Folder, opened_archive


def index(archive: Folder = HERE) -> None:
    """Read by meaning what was not read yet, or corrected since: what was archived by an earlier version, or merged.

    What is archived from now on is read when it is linked. It can be stopped and goes on where it was.
    """
    from archiver.archive.meaning.kept import index as read_all
    from archiver.archive.meaning.kept import owners
    from archiver.reporting import Terminal

    with opened_archive(archive) as opened:
        found = owners(opened)
        with Terminal().bar("releases and transcripts", len(found), "read") as advance:
            changed = read_all(opened, found, advance)
    print(f"{changed:,} of {len(found):,} releases and transcripts were read by meaning")
