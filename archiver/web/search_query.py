"""What a search finds: titles, paragraphs and spoken sentences together, the best first, each to be played.

Which rows match, ranked and counted, ``archiver.archive.search`` finds; here is what is shown of those on one page.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from archiver.archive.hits import ASKED, Found
from archiver.archive.kept_figures import HEARD
from archiver.archive.search import Search
from archiver.archive.store import Row
from archiver.display import clock
from archiver.export.doubtful import DOUBTFUL_BELOW
from archiver.export.grades import told_grade
from archiver.web.audio_files import sound_address
from archiver.web.briefing_view import colour_of, day, paragraph_label, speaker_label
from archiver.web.home_filters import MOST_OFFERED
from archiver.web.least import GRADE, SURENESS, Least
from archiver.web.row_links import page_address
from archiver.web.sentence_view import anchor

LONGEST_SEARCH = 300  # characters that are read; nobody types more, and FTS5 has limits of its own
SHOWN_WORDS = 48  # of a hit; a spoken sentence is rarely longer
MARKS = "\x02", "\x03"  # around the words found, in what SQLite gives back

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

# The links that stand and are sure enough, of current alignments.
_STANDS = f"+links.overruled_by is null and {SURENESS} >= :least and alignments.current = 1"

_TIED_GRADE = f"(select {GRADE} from links where links.id = tied.id) as grade"

# A paragraph is played from the first moment that it is read out, else talked about.
_PARAGRAPH_HIT = f"""
    select releases.id as release, releases.title, releases.date, releases.language, {_SOUND},
        coalesce(tied.start, said.start) as start, tied.relation,
        {HEARD.format("releases.id")} as release_heard, {_TIED_GRADE}, paragraphs.position, paragraphs.label,
        {{shown}} as shown
    from {{rows}}
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
    where {{this}} = :id
"""

# A sentence whose recording stands on several releases is shown with the one that it is about, else with the newest.
# What people or the release put right is shown, unless the words stand only in what was heard.
# The words of a sentence that the engine gave less than an even chance, and that nobody put right since.
_DOUBTFUL = f"""(
        select group_concat(words.heard, ', ') from words
        where words.segment = segments.id and probability < {DOUBTFUL_BELOW} and instr(segments.text, words.heard)
    )"""

_SENTENCE_HIT = f"""
    select releases.id as release, releases.title, releases.date, segments.start, {_SOUND},
        {{shown}} as shown, {{heard}} as heard,
        {_DOUBTFUL} as doubtful, segments.speaker, segments.language, speakers.name, tied.relation, {_TIED_GRADE},
        paragraphs.position, paragraphs.label
    from {{rows}}
    join transcripts on transcripts.id = segments.transcript
    join recordings on recordings.id = transcripts.recording
    join releases on releases.id = (
        select releases.id from release_recordings media join releases on releases.id = media.release
        where media.recording = transcripts.recording and {ASKED}
        order by exists (
            select 1 from links join paragraphs on paragraphs.id = links.paragraph
            where links.segment = :id and paragraphs.release = releases.id and +links.overruled_by is null
        ) desc, releases.date desc, releases.id desc limit 1
    )
    left join speakers on speakers.transcript = segments.transcript and speakers.label = segments.speaker
    left join links tied on tied.id = (
        select links.id from links join alignments on alignments.id = links.alignment
        join transcripts on transcripts.id = alignments.transcript
        where links.segment = :id and alignments.release = releases.id and {_STANDS} order by links.score desc limit 1
    )
    left join paragraphs on paragraphs.id = tied.paragraph
    where {{this}} = :id
"""


def _with_marks(sql: str, table: str, shown: int) -> str:
    """A query for one row that the index finds, with marks around the words that were looked for.

    shown: number of the index's column that is shown; the next one is what was heard
    """
    parts = [f"snippet({table}_fts, {column}, :before, :behind, '…', :words)" for column in (shown, shown + 1)]
    rows = f"{table}_fts join {table} on {table}.id = {table}_fts.rowid"
    this = f"{table}_fts match :query and {table}_fts.rowid"
    return sql.format(shown=parts[0], heard=parts[1], rows=rows, this=this)


def _whole(sql: str, table: str) -> str:
    """The same for a row with its whole text, whatever words stand in it."""
    return sql.format(shown=f"{table}.text", heard=f"{table}.text", rows=table, this=f"{table}.id")


HIT_QUERIES = {
    "title": TITLE_HIT,
    "written": _with_marks(_PARAGRAPH_HIT, "paragraphs", 1),
    "said": _with_marks(_SENTENCE_HIT, "segments", 0),
}
WHOLE_QUERIES = {"written": _whole(_PARAGRAPH_HIT, "paragraphs"), "said": _whole(_SENTENCE_HIT, "segments")}

# What was said before and after a sentence, so that it can be understood.
AROUND = """
    select id, "start", text,
        (select text from segments before where before.transcript = segments.transcript
            and before.position < segments.position order by before.position desc limit 1) as before,
        (select text from segments after where after.transcript = segments.transcript
            and after.position > segments.position order by after.position limit 1) as after
    from segments where id in (select value from json_each(:ids))
"""

# Those who can be chosen; where they are too many to list, one more than are listed.
SPEAKERS = f"select distinct name from speakers where name is not null order by name limit {MOST_OFFERED + 1}"


@dataclass(frozen=True, slots=True)
class Hit:
    """One hit as the page shows it.

    text: parts, each with whether it is a word that was looked for
    as_heard: the words stand only in the engine's own transcript, which was put right since
    grade: how sure the link to the paragraph is, where that does not go without saying
    doubtful: those of its words that are
    release_heard: for a paragraph, whether anything was heard of its release
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
    release_heard: bool
    doubtful: str | None


def show_hits(
    connection: sqlite3.Connection, query: str, found: Sequence[Found], asked: Search, least: Least, home: str
) -> list[Hit]:
    """What the page shows of some of the rows that a search found.

    query: what the index was asked; empty where it was not, and all of their texts is shown
    least: how sure links must be
    home: where our pages begin
    """
    marks = {"before": MARKS[0], "behind": MARKS[1], "words": SHOWN_WORDS}
    values = {**asdict(asked), **marks, "query": query, "least": least.value}
    shown = []
    for one in found:
        (row,) = _rows(connection, (HIT_QUERIES if query else WHOLE_QUERIES)[one.kind], {**values, "id": one.id})
        shown.append(_hit(one.kind, {**row, "least": least.written}, home))
    return shown


def _rows(connection: sqlite3.Connection, sql: str, values: Mapping[str, object]) -> list[Row]:
    return [dict(row) for row in connection.execute(sql, values)]  # Datasette's connections know their columns


def _hit(kind: str, row: Row, home: str) -> Hit:
    sound = sound_address(home, row["sha256"], row["path"])
    only_heard = kind == "said" and MARKS[0] not in row["shown"] and MARKS[0] in row["heard"]
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
        bool(row.get("release_heard")),
        row.get("doubtful"),
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
