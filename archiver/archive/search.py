"""Full-text search over what was written and what was said."""

from __future__ import annotations

import re

from archiver.archive.store import Archive, Row

SNIPPET_WORDS = 24  # about a line and a half in a terminal
HITS_OF_A_KIND = 50

SAID_HITS = """
    select 'said' as kind, segments_fts.rank as rank, alignments.release, releases.title, releases.date,
        transcripts.recording, segments.start, segments.end,
        (select min(paragraphs.position) from links join paragraphs on paragraphs.id = links.paragraph
            where links.segment = segments.id and links.alignment = alignments.id
            and links.overruled_by is null) as paragraph, segments.language,
        snippet(segments_fts, -1, '[', ']', '…', :words) as snippet
    from segments_fts join segments on segments.id = segments_fts.rowid
    join transcripts on transcripts.id = segments.transcript
    join current_alignments alignments on alignments.transcript = transcripts.id
    join releases on releases.id = alignments.release
    where segments_fts match :query and (:language is null or segments.language = :language) order by rank limit :limit
"""
WRITTEN_HITS = """
    select 'written' as kind, paragraphs_fts.rank as rank, releases.id as release, releases.title, releases.date,
        null as recording, null as start, null as end, paragraphs.position as paragraph, releases.language,
        snippet(paragraphs_fts, -1, '[', ']', '…', :words) as snippet
    from paragraphs_fts join paragraphs on paragraphs.id = paragraphs_fts.rowid
    join current_releases releases on releases.id = paragraphs.release
    where paragraphs_fts match :query and (:language is null or releases.language = :language)
    order by rank limit :limit
"""
TITLE_HITS = """
    select 'title' as kind, releases_fts.rank as rank, releases.id as release, releases.title, releases.date,
        null as recording, null as start, null as end, null as paragraph, releases.language,
        snippet(releases_fts, -1, '[', ']', '…', :words) as snippet
    from releases_fts join current_releases releases on releases.id = releases_fts.rowid
    where releases_fts match :query and (:language is null or releases.language = :language) order by rank limit :limit
"""


def search_archive(archive: Archive, words: str, language: str | None = None) -> list[Row]:
    """Sentences, paragraphs and titles in which all the words stand, the best first.

    words: `"in quotes"` together, `reform*` as the beginning of a word; any other punctuation means nothing
    language: ISO 639-1 code of what was said or written; None for any
    """
    query = fts_query(words)
    if not query:
        return []
    values = {"query": query, "words": SNIPPET_WORDS, "limit": HITS_OF_A_KIND, "language": language}
    found = [row for sql in (TITLE_HITS, WRITTEN_HITS, SAID_HITS) for row in archive.rows(sql, values)]
    return [
        {key: value for key, value in row.items() if key != "rank"} for row in sorted(found, key=lambda r: r["rank"])
    ]


def fts_query(words: str) -> str:
    """A person's words as an FTS5 expression that is never a syntax error; empty where there is no word in them."""
    parts = re.findall(r'"[^"]*"|[^\s"]+', words)
    return " ".join(expression for part in parts if (expression := _phrase(part)))


def _phrase(part: str) -> str:
    inside = re.findall(r"\w+", part)
    return f'"{" ".join(inside)}"{"*" if part.endswith("*") else ""}' if inside else ""
