"""What a search finds: titles, paragraphs and spoken sentences together, the best first, each to be played.

Two questions: which rows match, ranked and counted; then what is shown of the few that stand on one page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archiver.archive.search import fts_query
from archiver.archive.store import Row
from archiver.display import clock
from archiver.export.grades import told_grade
from archiver.web.audio_files import sound_address
from archiver.web.briefing_view import colour_of, day, paragraph_label, speaker_label
from archiver.web.least import ALL_LINKS, GRADE, SURENESS, Least
from archiver.web.row_links import page_address
from archiver.web.sentence_view import anchor

LONGEST_SEARCH = 300  # characters that are read; nobody types more, and FTS5 has limits of its own
SHOWN_WORDS = 48  # of a hit; a spoken sentence is rarely longer
MARKS = "\x02", "\x03"  # around the words found, in what SQLite gives back

_DATED = """
    (:since is null or substr(releases.date, 1, length(:since)) >= :since)
    and (:until is null or substr(releases.date, 1, length(:until)) <= :until)
"""

# A title or a paragraph is in the language of its release, a sentence in its own.
_WRITTEN_IN = "(select id from dated where :language is null or language = :language)"

# Which releases and transcripts count is found out first, once: there may be a hundred thousand hits.
FOUND = f"""
    with dated as materialized (select id, language from current_releases releases where {_DATED}),
    transcribed as materialized (
        select id from current_transcripts where recording in (
            select recording from release_recordings where release in (select id from dated)
        )
    ),
    found as (
        select 'title' as kind, rowid as id, rank from releases_fts
        where releases_fts match :query and :speaker is null and rowid in {_WRITTEN_IN}
        union all
        select 'written', paragraphs.id, rank
        from paragraphs_fts join paragraphs on paragraphs.id = paragraphs_fts.rowid
        where paragraphs_fts match :query and :speaker is null and paragraphs.release in {_WRITTEN_IN}
        union all
        select 'said', segments.id, rank
        from segments_fts join segments on segments.id = segments_fts.rowid
        where segments_fts match :query and segments.transcript in (select id from transcribed)
        and (:language is null or segments.language = :language) and (
            :speaker is null or :speaker = coalesce((
                select name from speakers where transcript = segments.transcript and label = segments.speaker
            ), segments.speaker)
        )
    )
    select kind, id, count(*) over () as total, count(*) filter (where kind = 'said') over () as said
    from found where :kind is null or (kind = 'said') = (:kind = 'said')
    order by rank, kind, id desc limit :limit offset :offset
"""

_SOUND = "recordings.id as recording, recordings.sha256, recordings.path"

# The recording of a title is the first that was obtained, played from its start.
TITLE_HIT = f"""
    select releases.id as release, releases.title, releases.date, releases.language, 0 as start, {_SOUND},
        snippet(releases_fts, 0, :before, :behind, '…', :words) as shown
    from releases_fts join releases on releases.id = releases_fts.rowid
    left join recordings on recordings.id = (
        select recording from release_recordings
        where release = releases.id and recording is not null order by position limit 1
    )
    where releases_fts match :query and releases_fts.rowid = :id
"""

# The links that stand and are sure enough, of the newest alignment with the newest transcript: what the view `moments`
# has, but for one paragraph or sentence the view would go through the whole archive.
_STANDS = f"""
    links.overruled_by is null and {SURENESS} >= :least and not exists (
        select 1 from alignments newer where newer.release = alignments.release
        and newer.transcript = alignments.transcript and newer.id > alignments.id
    ) and not exists (
        select 1 from transcripts newer where newer.recording = transcripts.recording and newer.id > transcripts.id
    )
"""

_TIED_GRADE = f"(select {GRADE} from links where links.id = tied.id) as grade"

# A paragraph is played from the first moment that it is read out, else talked about.
PARAGRAPH_HIT = f"""
    select releases.id as release, releases.title, releases.date, releases.language, {_SOUND},
        coalesce(tied.start, said.start) as start, tied.relation, {_TIED_GRADE}, paragraphs.position, paragraphs.label,
        snippet(paragraphs_fts, 1, :before, :behind, '…', :words) as shown
    from paragraphs_fts join paragraphs on paragraphs.id = paragraphs_fts.rowid
    join releases on releases.id = paragraphs.release
    left join links tied on tied.id = (
        select links.id from links join alignments on alignments.id = links.alignment
        join transcripts on transcripts.id = alignments.transcript join segments on segments.id = links.segment
        where links.paragraph = :id and {_STANDS}
        order by relation = 'verbatim' desc, recording, coalesce(links.start, segments.start) limit 1
    )
    left join segments said on said.id = tied.segment
    left join transcripts on transcripts.id = said.transcript
    left join recordings on recordings.id = transcripts.recording
    where paragraphs_fts match :query and paragraphs_fts.rowid = :id
"""

# A sentence whose recording stands on several releases is shown with the one that it is about, else with the newest.
# What people or the release put right is shown, unless the words stand only in what was heard.
SENTENCE_HIT = f"""
    select releases.id as release, releases.title, releases.date, segments.start, {_SOUND},
        snippet(segments_fts, 0, :before, :behind, '…', :words) as shown,
        snippet(segments_fts, 1, :before, :behind, '…', :words) as heard,
        segments.speaker, segments.language, speakers.name, tied.relation, {_TIED_GRADE},
        paragraphs.position, paragraphs.label
    from segments_fts join segments on segments.id = segments_fts.rowid
    join transcripts on transcripts.id = segments.transcript
    join recordings on recordings.id = transcripts.recording
    join releases on releases.id = (
        select releases.id from release_recordings media join current_releases releases on releases.id = media.release
        where media.recording = transcripts.recording and {_DATED}
        order by exists (
            select 1 from links join paragraphs on paragraphs.id = links.paragraph
            where links.segment = :id and paragraphs.release = releases.id and links.overruled_by is null
        ) desc, releases.date desc, releases.id desc limit 1
    )
    left join speakers on speakers.transcript = segments.transcript and speakers.label = segments.speaker
    left join links tied on tied.id = (
        select links.id from links join alignments on alignments.id = links.alignment
        join transcripts on transcripts.id = alignments.transcript
        where links.segment = :id and alignments.release = releases.id and {_STANDS} order by links.score desc limit 1
    )
    left join paragraphs on paragraphs.id = tied.paragraph
    where segments_fts match :query and segments_fts.rowid = :id
"""

HIT_QUERIES = {"title": TITLE_HIT, "written": PARAGRAPH_HIT, "said": SENTENCE_HIT}

SPEAKERS = """
    select distinct coalesce(name, label) as value, name is not null as named
    from speakers where transcript in (select id from current_transcripts) order by named desc, value
"""

LANGUAGES = """
    select distinct language from segments where transcript in (select id from current_transcripts)
    and language is not null
    union select language from current_releases where language is not null order by language
"""


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search.

    words: as typed, cut to what is read
    kind: ``said`` or ``written`` (paragraphs and titles); None for both
    since, until: ISO 8601 days, or years, of the release
    speaker: a name given by people, or a speaker's label
    language: ISO 639-1 code of what was said or written
    least: how sure links must be
    """

    words: str
    kind: str | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    language: str | None = None
    least: Least = ALL_LINKS


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit as the page shows it.

    text: parts, each with whether it is a word that was looked for
    as_heard: the words stand only in the engine's own transcript, which was put right since
    grade: how sure the link to the paragraph is, where that does not go without saying
    address: where it is read along; sound: where it is played, from its second on
    """

    kind: str
    title: str
    date: str | None
    day: str | None
    text: Sequence[tuple[bool, str]]
    as_heard: bool
    address: str
    sound: str | None
    at: str | None
    speaker: str | None
    paragraph: str | None
    paragraph_address: str | None
    colour: int
    relation: str | None
    grade: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits, out of how many; and how many of all are spoken sentences."""

    hits: Sequence[Hit]
    total: int
    said: int


def find(connection: sqlite3.Connection, asked: SearchRequest, home: str, limit: int, offset: int) -> Found | None:
    """Look for words; None where there is no word in what was asked.

    home: where our pages begin
    """
    query = fts_query(asked.words)
    if not query:
        return None
    filters = {name: getattr(asked, name) for name in ("kind", "since", "until", "speaker", "language")}
    values = {"query": query, **filters, "limit": limit, "offset": offset}
    marks = {"before": MARKS[0], "behind": MARKS[1], "words": SHOWN_WORDS}
    rows = _rows(connection, FOUND, values)
    hits = []
    for row in rows:
        told = {**values, **marks, "id": row["id"], "least": asked.least.value}
        (shown,) = _rows(connection, HIT_QUERIES[row["kind"]], told)
        hits.append(_hit(row["kind"], {**shown, "least": asked.least.written}, home))
    return Found(hits, rows[0]["total"] if rows else 0, rows[0]["said"] if rows else 0)


def _rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]  # Datasette's connections know their columns


def _hit(kind: str, row: Row, home: str) -> Hit:
    sound = sound_address(home, row["sha256"], row["path"])
    only_heard = kind == "said" and MARKS[0] not in row["shown"]
    position, speaker = row.get("position"), row.get("speaker")
    about = page_address(home, {**row, "recording": None, "start": None}) if position else None
    place = {name: row[name] for name in ("release", "least")}
    if kind != "title" and row["recording"]:
        place |= {name: row[name] for name in ("recording", "start")}
    return Hit(
        kind,
        row["title"],
        row["date"],
        day(row["date"]),
        marked_parts(row["heard"] if only_heard else row["shown"]),
        only_heard,
        about if kind == "written" and about else page_address(home, place),
        f"{sound}#{anchor(row['start'])}" if sound else None,
        clock(row["start"]) if row["recording"] else None,
        speaker_label(speaker, row["name"]) if speaker else None,
        paragraph_label(row["label"], position) if position else None,
        about,
        colour_of(position) if position else 0,
        row.get("relation"),
        told_grade(row.get("relation"), row["grade"]) if row.get("grade") else None,
        row["language"],
    )


def marked_parts(text: str) -> list[tuple[bool, str]]:
    """A text with marks in parts, each with whether it stood between marks."""
    begun, ended = MARKS
    first, *others = text.split(begun)
    found = [(False, first.replace(ended, ""))]
    for other in others:
        marked, _, plain = other.partition(ended)
        found += [(True, marked), (False, plain.replace(ended, ""))]
    return [part for part in found if part[1]]
