"""What Datasette is told about the archive: titles, descriptions, labels, orders and canned queries, as one dict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from archiver.archive.bags import ro_crate
from archiver.archive.migrations import INTERNAL, SCHEMA
from archiver.web.queries import QUERIES, Query

DATABASE = "archive"  # the stem of archive.db, so that plain `datasette db/archive.db -m metadata.json` finds it too
ARCHIVE_TITLE = "Briefing archive"
RIGHTS = ro_crate.RIGHTS["description"]
SOURCE = "The institutions named as issuers, at the address of each release"
DESCRIPTION = (
    "Written releases, the recordings of their press briefings, and which spoken sentence belongs to which paragraph. "
    "All times are in seconds from the start of a recording, or minutes:seconds where it says “from”, “to” or “at”."
)

# What those who run a Datasette say. Of "tables" it asks who may see them and how many facets they show.
WHAT_OTHERS_SAY = ("allow", "allow_sql", "plugins", "tables")

# How each table shows itself: the column that stands for a row wherever another table points to it, the order of its
# rows, and the columns whose values are worth counting.
_TABLE_SETTINGS: Mapping[str, Mapping[str, object]] = {
    "captures": {"label_column": "source", "sort_desc": "captured"},
    "releases": {"label_column": "title", "sort_desc": "date", "facets": ["issuer", "language"]},
    "paragraphs": {"label_column": "text"},
    "recordings": {"label_column": "path", "sort_desc": "added"},
    "downloads": {"label_column": "url", "sort_desc": "downloaded"},
    "release_recordings": {"label_column": "label", "facets": ["reason"]},
    "transcripts": {"label_column": "model", "sort_desc": "created", "facets": ["engine", "model", "language"]},
    "segments": {"label_column": "text", "facets": ["speaker"]},
    "words": {"label_column": "heard"},
    "sounds": {"label_column": "label", "facets": ["label"]},
    "speakers": {"label_column": "label"},
    "alignments": {"label_column": "created", "sort_desc": "created"},
    "links": {"facets": ["relation"]},
    "corrections": {"facets": ["reason"]},
    "human_links": {"label_column": "created", "sort_desc": "created"},
    "human_texts": {"label_column": "text", "sort_desc": "created"},
    "paragraph_coverage": {"sort": "id"},
    "stale_coverage": {"sort": "id"},
    "speaking_time": {"sort_desc": "seconds"},
    "stale_speaking_time": {"sort": "id"},
    "meanings": {"sort": "id", "facets": ["encoder"]},
    "queue": {"sort": "id", "facets": ["state"]},
    "file_checks": {"sort_desc": "checked"},
    "doomed_files": {"label_column": "path"},
    "events": {"sort_desc": "id", "facets": ["action", "outcome"]},
    "current_releases": {"sort_desc": "date", "fts_table": "releases_fts", "fts_pk": "id", "facets": ["issuer"]},
    "current_transcripts": {"sort_desc": "created"},
    "current_alignments": {"sort_desc": "created"},
    "moments": {"sort": "id", "fts_table": "segments_fts", "fts_pk": "segment"},
    "sentences": {"sort": "id", "fts_table": "segments_fts", "fts_pk": "id"},
    "coverage": {"sort": "id", "fts_table": "paragraphs_fts", "fts_pk": "id"},
}


def plain_metadata() -> dict[str, Any]:
    """Metadata for a Datasette without our plugin, made anew at each call: Datasette writes into what it is given."""
    queries = [query for query in QUERIES if not query.ours]
    home = {"title": ARCHIVE_TITLE, "description_html": _home(queries, f"{DATABASE}/search_everything", "words")}
    return {**home, "databases": {DATABASE: database_metadata(queries)}}


@dataclass(frozen=True, slots=True)
class Rights:
    """Whose an archive is, as whoever serves it words it; an address at the end of a text is where it leads."""

    license: str = RIGHTS
    source: str = SOURCE


def instance_metadata(rights: Rights | None = None) -> dict[str, Any]:
    """What is told about a Datasette that has nothing but an archive, and our pages."""
    rights = rights or Rights()
    told = {**_told("license", rights.license), **_told("source", rights.source)}
    home = {"title": ARCHIVE_TITLE, "description_html": _home(QUERIES, "-/archive/search", "q")}
    return {**home, **told, "databases": {DATABASE: told}}


def _told(name: str, text: str) -> dict[str, str]:
    words, _, address = text.rpartition(" ")
    if words and address.startswith(("http://", "https://")):
        return {name: words, f"{name}_url": address}
    return {name: text}


def database_metadata(queries: Sequence[Query] = QUERIES) -> dict[str, Any]:
    """What is told about one archive, whatever its database is called."""
    tables = {
        name: {
            "title": described.title,
            "description": described.row,
            "columns": {column: str(about) for column, about in described.columns.items()},
            **_TABLE_SETTINGS[name],
        }
        for name, described in SCHEMA.items()
    }
    internal = {name: {"hidden": True, "description": text} for name, text in INTERNAL.items()}
    return {
        "title": ARCHIVE_TITLE,
        "description": DESCRIPTION,
        "license": RIGHTS,
        "source": SOURCE,
        "tables": tables | internal,
        "queries": {query.name: _query(query) for query in queries},
    }


def metadata_asked(key: str | None) -> dict[str, Any]:
    """The part of it in which Datasette looks for a key; all of it for None.

    Before each page Datasette asks thirty times who may see what, and copies what it is told.
    """
    return {} if key in WHAT_OTHERS_SAY else database_metadata()


def _home(queries: Sequence[Query], search: str, asks: str) -> str:
    """The first page: a search and the questions.

    search: the address that the words go to, as its parameter ``asks``
    """
    items = "".join(
        f'<li><a href="{DATABASE}/{query.name}">{escape(query.title)}</a><br>{escape(query.description)}</li>'
        for query in queries
    )
    return f"""<p>{escape(DESCRIPTION)}</p>
<form class="sql" action="{search}">
<p><label for="words">Said or written</label> <input type="text" id="words" name="{asks}">
<input type="submit" value="Search"></p>
</form>
<h2>Questions to ask</h2>
<ul class="bullets">{items}</ul>
<h2>Everything there is</h2>"""


def _query(query: Query) -> dict[str, object]:
    asked = "".join(f"<li><strong>{escape(name)}</strong>: {escape(text)}</li>" for name, text in query.params.items())
    return {
        "title": query.title,
        "description": query.description,
        "description_html": f'<p>{escape(query.description)}</p><ul class="bullets">{asked}</ul>',
        "sql": query.sql.strip(),
        "params": list(query.params),
        "hide_sql": True,
    }
