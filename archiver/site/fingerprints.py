"""What pages are made of, as one hash: it tells beforehand whether they would come out the same.

For the pages of a release all rows are read in which they may show something; that takes a few thousandths of a second,
of which drawing the pages takes twenty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from archiver.archive.read import media_links_of
from archiver.archive.store import Archive, Row
from archiver.archive.translations import translations_of
from archiver.site.pages import is_here

_RECORDINGS = "select recording from release_recordings where release = :release"
_TRANSCRIPTS = f"select id from transcripts where recording in ({_RECORDINGS})"
_ALIGNMENTS = f"select id from alignments where transcript in ({_TRANSCRIPTS})"  # whatever they correct in it

# By table, the rows in which the pages of a release may show something.
ROWS: Mapping[str, str] = {
    "releases": "id = :release",
    "paragraphs": "release = :release",
    "captures": "id = (select capture from releases where id = :release)",
    "release_recordings": "release = :release",
    "recordings": f"id in ({_RECORDINGS})",
    "human_texts": f"recording in ({_RECORDINGS})",
    "human_links": "release = :release",
    "transcripts": f"recording in ({_RECORDINGS})",
    "segments": f"transcript in ({_TRANSCRIPTS})",
    "words": f"segment in (select id from segments where transcript in ({_TRANSCRIPTS}))",
    "sounds": f"transcript in ({_TRANSCRIPTS})",
    "speakers": f"transcript in ({_TRANSCRIPTS})",
    "alignments": f"transcript in ({_TRANSCRIPTS})",
    "links": f"alignment in (select id from alignments where release = :release and transcript in ({_TRANSCRIPTS}))",
    "corrections": f"alignment in ({_ALIGNMENTS})",
}

# Rows that nobody changes once they are written: how many there are, and which, is enough.
WRITTEN_ONCE = frozenset({"words"})


def fingerprint_of_context(context: Mapping[str, object]) -> str:
    """What stands for all that a template is given, but for our functions."""
    told = {name: value for name, value in context.items() if not callable(value)}
    return hashlib.sha256(repr(told).encode()).hexdigest()


def fingerprint(archive: Archive, version: Row) -> str:
    """What stands for all that the pages of a version of a release are made of.

    version: a row of ``published_versions``
    """
    digest = hashlib.sha256(repr(sorted(version.items())).encode())
    for table, which in ROWS.items():
        shown = "count(*), min(id), max(id)" if table in WRITTEN_ONCE else "*"
        found = archive.db.execute(f"select {shown} from {table} where {which} order by id", {"release": version["id"]})
        digest.update(f"{table} {found.fetchall()!r}\n".encode())
    sound = [is_here(archive, link) for link in media_links_of(archive, version["id"]) if link["path"]]
    digest.update(repr(sound).encode())
    digest.update(repr([_published(archive, one) for one in translations_of(archive, version["id"])]).encode())
    return digest.hexdigest()


def _published(archive: Archive, translation: Row) -> Row | None:
    """A translation as it is shown, or nothing where it is on no page of the site."""
    return translation if archive.first("select id from published where id = ?", [translation["id"]]) else None
