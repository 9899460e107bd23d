"""Figures that are kept beside what they are counted from: what is current, how much was talked about, and by whom.

Triggers set them in the transaction that changes what they stand for, whoever writes it. What is current is one
comparison and is set at once; the rest is counted at the end of a step, for the releases whose links, and for the
transcripts whose sentences changed in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

# By table, whether a row of it is the current one. What was merged from another archive may be older and come later.
CURRENT: Mapping[str, str] = {
    "releases": "not exists (select 1 from releases newer where newer.replaces = releases.id)",
    "transcripts": """
        id = (
            select id from transcripts newest where newest.recording = transcripts.recording
            order by created desc, id desc limit 1
        )
    """,
    "alignments": """
        id = (
            select id from alignments newest
            where newest.release = alignments.release and newest.transcript = alignments.transcript
            order by created desc, id desc limit 1
        )
        and (select current from releases where id = alignments.release)
        and (select current from transcripts where id = alignments.transcript)
    """,
}

# By table, where those of its rows are marked of which something is to be counted anew.
MARKED: Mapping[str, str] = {"releases": "stale_coverage", "transcripts": "stale_speaking_time"}

# Whether anything was heard of a release: without a sentence nobody can say what was never talked about.
HEARD = """exists (
    select 1 from alignments heard where heard.release = {0} and heard.current = 1
    and exists (select 1 from segments where segments.transcript = heard.transcript)
)"""

# The releases of which something was: quicker than to ask that of each release.
ALL_HEARD = """
    select release from alignments where current = 1 and transcript in (select transcript from speaking_time)
"""

# The share read is the union of the spans: a span adds what lies beyond all the spans that begin before it. A paragraph
# that no link is about comes along with a row of nothing; where nothing was heard, there is no row.
_COVERAGE = """
    with these as materialized (
        select distinct release from alignments where current = 1 and release in ({these})
        and exists (select 1 from segments where segments.transcript = alignments.transcript)
    ),
    reach as (
        select links.paragraph, links.relation, span_start, span_end,
            coalesce(links.end, segments.end) - coalesce(links.start, segments.start) as seconds,
            max(case when links.relation = 'verbatim' then span_end end) over (
                partition by links.paragraph order by span_start, span_end, links.id
                rows between unbounded preceding and 1 preceding
            ) as reached
        from these join alignments on alignments.release = these.release and alignments.current = 1
        join links on links.alignment = alignments.id and +links.overruled_by is null
        join segments on segments.id = links.segment
        union all
        select id, null, null, null, null, null from paragraphs where release in (select release from these)
    )
    select paragraphs.id, paragraphs.release, count(reach.relation) as moments,
        count(case when reach.relation = 'verbatim' then 1 end) as read_out,
        round(coalesce(sum(reach.seconds), 0), 2) as seconds,
        round(coalesce(sum(case when reach.relation = 'verbatim'
            then max(0, span_end - max(span_start, coalesce(reached, 0))) end), 0) * 1.0
            / max(1, length(paragraphs.text)), 3) as share_read
    from reach join paragraphs on paragraphs.id = reach.paragraph
    group by paragraphs.id
"""
_SPEAKING_TIME = """
    select min(id) as id, transcript, speaker, count(nullif(text, '')) as sentences,
        round(sum("end" - start), 2) as seconds, min(start) as start
    from segments where transcript in ({these}) group by transcript, speaker
"""


@dataclass(frozen=True, slots=True)
class Counted:
    """A table of figures that are counted for some rows of another one, their owners.

    column: names the owner
    sql: the rows of owners whose ids ``{these}`` selects, in the order of the table's columns
    row: what a row of it is, in words
    """

    owners: str
    column: str
    sql: str
    row: str


COUNTED: Mapping[str, Counted] = {
    "paragraph_coverage": Counted("releases", "release", _COVERAGE, "paragraph {0}: its coverage"),
    "speaking_time": Counted("transcripts", "transcript", _SPEAKING_TIME, "transcript {1}: its speaking time"),
}


def _set_current(table: str, which: str) -> str:
    return f"update {table} set current = not current where {which} and current <> ({CURRENT[table]});"


def _mark(table: str, row: str) -> str:
    """Mark a row as to be counted anew, unless it is just being deleted itself."""
    return f"insert or ignore into {MARKED[table]} (id) select id from {table} where id = {row};"


_OF = "(select release from alignments where id = {0}.alignment)"
_PAIR = "release = {0}.release and transcript = {0}.transcript"

# What is done after each of these changes of a row.
TRIGGERS: Mapping[str, str] = {
    "insert on releases": _set_current("releases", "id = new.replaces"),
    "delete on releases": _set_current("releases", "id = old.replaces"),
    "insert on transcripts": _set_current("transcripts", "recording = new.recording"),
    "delete on transcripts": _set_current("transcripts", "recording = old.recording"),
    "update of recording on transcripts": _set_current("transcripts", "recording in (old.recording, new.recording)"),
    "insert on alignments": _set_current("alignments", _PAIR.format("new")) + _mark("releases", "new.release"),
    "delete on alignments": _set_current("alignments", _PAIR.format("old")) + _mark("releases", "old.release"),
    "update of current on releases": _set_current("alignments", "release = new.id"),
    "update of current on transcripts": _set_current("alignments", "transcript = new.id"),
    "update of current on alignments": _mark("releases", "new.release"),
    "insert on links": _mark("releases", _OF.format("new")),
    "update on links": _mark("releases", _OF.format("new")),
    "delete on links": _mark("releases", _OF.format("old")),
    "insert on segments": _mark("transcripts", "new.transcript"),
    "update on segments": _mark("transcripts", "new.transcript"),
    "delete on segments": _mark("transcripts", "old.transcript"),
}


def create_triggers(db: Database) -> None:
    """Have what is kept set from now on; triggers of an earlier version are replaced."""
    for change, action in TRIGGERS.items():
        name = f"kept_after_{change.replace(' ', '_')}"
        db.execute(f"drop trigger if exists {name}")
        db.execute(f"create trigger {name} after {change} begin {action} end")


def count_stale(db: Database) -> None:
    """Count anew what belongs to marked rows. Belongs at the end of the transaction that marked them."""
    for table, counted in COUNTED.items():
        marked = MARKED[counted.owners]
        if db.execute(f"select 1 from {marked} limit 1").fetchone():
            these = f"select id from {marked}"
            db.execute(f"delete from {table} where {counted.column} in ({these})")
            db.execute(f"insert into {table} {counted.sql.format(these=these)}")
            db.execute(f"delete from {marked}")


def count_all(db: Database) -> None:
    """Set everything that is kept anew, whatever was kept before."""
    for table, current in CURRENT.items():
        db.execute(f"update {table} set current = coalesce(({current}), 0)")
    for owners, marked in MARKED.items():
        db.execute(f"insert or ignore into {marked} (id) select id from {owners}")
    count_stale(db)


def differences(db: Database) -> list[str]:
    """The rows whose kept figures are not those that are counted now, each in words; empty where all is well."""
    wrong = [
        f"{table} {row[0]}: current is {row[1]}"
        for table, current in CURRENT.items()
        for row in db.execute(f"select id, current from {table} where current is not coalesce(({current}), 0)")
    ]
    for table, kept in COUNTED.items():
        counted, told = kept.sql.format(these=f"select id from {kept.owners}"), f"select * from {table}"
        for one, other in ((counted, told), (told, counted)):
            rows = db.execute(f"select * from ({one}) except select * from ({other})")
            wrong += [kept.row.format(*row) for row in rows]
    return list(dict.fromkeys(wrong))
