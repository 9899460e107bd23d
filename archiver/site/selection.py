"""Which releases are published: while a site is written, the archive's views show those and no others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from archiver.archive.read import VERSIONS
from archiver.archive.store import Archive, Row

# Temporary views go before the archive's own of the same name, in whatever our pages ask.
_VIEWS = """
    create temp table published (id integer primary key);
    create temp view current_releases as
        select * from main.current_releases where id in (select id from published);
    create temp view current_transcripts as
        select * from main.current_transcripts where recording in (
            select recording from main.release_recordings where release in (select id from published)
        );
"""


@contextmanager
def only(archive: Archive, releases: Sequence[int]) -> Iterator[None]:
    """Let the archive show some of its releases; for all of them where none is named.

    releases: ids, of whatever versions
    """
    wanted = _newest(archive, releases) if releases else None
    archive.db.execute("pragma query_only = off")  # the temporary views are no part of the archive
    try:
        archive.db.conn.executescript(_VIEWS)
        archive.db.execute(
            "insert into published select id from main.current_releases where ? is null or id in "
            "(select value from json_each(?))",
            [wanted, wanted],
        )
        archive.db.conn.commit()
        archive.db.execute("pragma query_only = on")
        yield
    finally:
        archive.db.conn.executescript(
            "pragma query_only = off; drop view if exists temp.current_releases; "
            "drop view if exists temp.current_transcripts; drop table if exists temp.published; "
            "pragma query_only = on"
        )


def _newest(archive: Archive, releases: Sequence[int]) -> str:
    found = (archive.rows(f"{VERSIONS} select max(id) as id from line", {"release": one})[0]["id"] for one in releases)
    return "[" + ",".join(str(one) for one in sorted(set(found))) + "]"


def published_versions(archive: Archive) -> Iterator[Row]:
    """All that is published, one at a time: each release (``id``, ``day`` of its capture) and its older versions.

    ``newer`` is the version that took the place of an older one; an address that somebody cited keeps leading there.
    """
    for release in archive.rows("select id from current_releases order by id"):
        versions = archive.rows(
            f"{VERSIONS} select releases.id, substr(captured, 1, 10) as day from line "
            "join releases on releases.id = line.id join captures on captures.id = releases.capture order by line.id",
            {"release": release["id"]},
        )
        for one in versions:
            yield {**one, "newer": None if one["id"] == release["id"] else release["id"]}
