"""The archive's tables, full-text indexes and views, as migrations that bring any older archive up to date."""

from __future__ import annotations

from sqlite_utils import Database, Migrations
from sqlite_utils.db import Table

migrations = Migrations("briefing_archiver")

# Porter's stems find `reforms` for `reform`; without diacritics `Noel` finds `Noël`.
TOKENIZER = "porter unicode61 remove_diacritics 2"


@migrations()
def pages(db: Database) -> None:
    """Captures, the releases read from them, and their paragraphs."""
    db.table("captures").create(
        {
            "id": int,
            "url": str,
            "source": str,
            "captured": str,
            "sha256": str,
            "size": int,
            "media_type": str,
            "status": int,
            "path": str,
        },
        pk="id",
        not_null={"source", "captured", "sha256", "size", "path"},
    )
    db.execute("create unique index captures_url_sha256 on captures (coalesce(url, ''), sha256)")
    db.table("releases").create(
        {
            "id": int,
            "url": str,
            "title": str,
            "number": str,
            "issuer": str,
            "date": str,
            "updated": str,
            "language": str,
            "capture": int,
            "replaces": int,
        },
        pk="id",
        not_null={"title", "capture"},
        foreign_keys=[("capture", "captures", "id"), ("replaces", "releases", "id")],
    )
    db.execute("create unique index releases_url_capture on releases (coalesce(url, ''), capture)")
    db.table("releases").create_index(["replaces"])
    db.table("paragraphs").create(
        {"id": int, "release": int, "position": int, "label": str, "heading": str, "text": str},
        pk="id",
        not_null={"release", "position", "text"},
        foreign_keys=[("release", "releases", "id")],
    )
    db.table("paragraphs").create_index(["release", "position"], unique=True)


@migrations()
def recordings(db: Database) -> None:
    """Recordings, and the media links that tie them to releases, many to many."""
    db.table("recordings").create(
        {
            "id": int,
            "sha256": str,
            "path": str,
            "size": int,
            "format": str,
            "duration": float,
            "codec": str,
            "bit_rate": int,
            "channels": int,
            "sample_rate": int,
            "heard_duration": float,
            "peaks": str,
            "added": str,
        },
        pk="id",
        not_null={"added"},
    )
    db.table("recordings").create_index(["sha256"], unique=True)
    db.table("release_recordings").create(
        {
            "id": int,
            "release": int,
            "position": int,
            "label": str,
            "format": str,
            "announced_kb": int,
            "announced_seconds": float,
            "url": str,
            "recording": int,
            "reason": str,
        },
        pk="id",
        not_null={"release", "position", "label"},
        foreign_keys=[("release", "releases", "id"), ("recording", "recordings", "id")],
    )
    db.table("release_recordings").create_index(["release", "position"], unique=True)
    db.table("release_recordings").create_index(["recording"])


@migrations()
def transcripts(db: Database) -> None:
    """What was heard: transcripts, sentences, words, voices."""
    db.table("transcripts").create(
        {
            "id": int,
            "recording": int,
            "engine": str,
            "engine_version": str,
            "model": str,
            "model_sha256": str,
            "language": str,
            "parameters": str,
            "capture": int,
            "created": str,
            "seconds_taken": float,
        },
        pk="id",
        not_null={"recording", "engine", "model", "parameters", "created"},
        foreign_keys=[("recording", "recordings", "id"), ("capture", "captures", "id")],
    )
    db.table("transcripts").create_index(["recording"])
    db.table("segments").create(
        {
            "id": int,
            "transcript": int,
            "position": int,
            "start": float,
            "end": float,
            "heard": str,
            "text": str,
            "speaker": str,
            "confidence": float,
            "avg_logprob": float,
            "no_speech_prob": float,
            "compression_ratio": float,
            "temperature": float,
            "flags": str,
        },
        pk="id",
        not_null={"transcript", "position", "start", "end", "heard", "text", "flags"},
        foreign_keys=[("transcript", "transcripts", "id")],
    )
    db.table("segments").create_index(["transcript", "position"], unique=True)
    db.table("words").create(
        {"id": int, "segment": int, "position": int, "start": float, "end": float, "heard": str, "probability": float},
        pk="id",
        not_null={"segment", "position", "heard"},
        foreign_keys=[("segment", "segments", "id")],
    )
    db.table("words").create_index(["segment", "position"], unique=True)
    db.table("speakers").create(
        {"id": int, "transcript": int, "label": str, "name": str},
        pk="id",
        not_null={"transcript", "label"},
        foreign_keys=[("transcript", "transcripts", "id")],
    )
    db.table("speakers").create_index(["transcript", "label"], unique=True)


@migrations()
def alignments(db: Database) -> None:
    """Which sentence belongs to which paragraph, by machine and by hand, and what the release put right."""
    db.table("alignments").create(
        {
            "id": int,
            "release": int,
            "transcript": int,
            "method": str,
            "version": str,
            "parameters": str,
            "created": str,
        },
        pk="id",
        not_null={"release", "transcript", "method", "version", "parameters", "created"},
        foreign_keys=[("release", "releases", "id"), ("transcript", "transcripts", "id")],
    )
    db.table("alignments").create_index(["release", "transcript"])
    db.table("alignments").create_index(["transcript"])
    db.table("links").create(
        {
            "id": int,
            "alignment": int,
            "segment": int,
            "paragraph": int,
            "relation": str,
            "score": float,
            "span_start": int,
            "span_end": int,
            "start": float,
            "end": float,
        },
        pk="id",
        not_null={"alignment", "segment", "paragraph", "relation", "score", "span_start", "span_end"},
        foreign_keys=[
            ("alignment", "alignments", "id"),
            ("segment", "segments", "id"),
            ("paragraph", "paragraphs", "id"),
        ],
    )
    for column in ("alignment", "segment", "paragraph"):
        db.table("links").create_index([column])
    db.table("corrections").create(
        {"id": int, "alignment": int, "first_word": int, "last_word": int, "text": str, "reason": str},
        pk="id",
        not_null={"alignment", "first_word", "last_word", "text", "reason"},
        foreign_keys=[
            ("alignment", "alignments", "id"),
            ("first_word", "words", "id"),
            ("last_word", "words", "id"),
        ],
    )
    for column in ("alignment", "first_word", "last_word"):
        db.table("corrections").create_index([column])
    db.table("human_links").create(
        {
            "id": int,
            "release": int,
            "recording": int,
            "start": float,
            "end": float,
            "paragraph": int,
            "paragraph_text": str,
            "created": str,
            "superseded_by": int,
        },
        pk="id",
        not_null={"release", "recording", "start", "end", "created"},
        foreign_keys=[
            ("release", "releases", "id"),
            ("recording", "recordings", "id"),
            ("superseded_by", "human_links", "id"),
        ],
    )
    db.table("human_links").create_index(["release"])
    db.table("human_links").create_index(["recording"])


@migrations()
def events(db: Database) -> None:
    """The log. No foreign keys: a line outlives the release or recording it speaks of."""
    db.table("events").create(
        {
            "id": int,
            "at": str,
            "version": str,
            "action": str,
            "outcome": str,
            "message": str,
            "release": int,
            "recording": int,
            "transcript": int,
            "seconds": float,
        },
        pk="id",
        not_null={"at", "version", "action", "outcome", "message"},
    )
    for column in ("release", "recording"):
        db.table("events").create_index([column])
    for action in ("update", "delete"):
        db.execute(f"""
            create trigger events_no_{action} before {action} on events
            begin select raise(abort, 'events are only ever added'); end
        """)


@migrations()
def full_text(db: Database) -> None:
    """Full-text indexes over what was written and what was said, kept by triggers."""
    _index(db.table("releases"), ["title", "number", "issuer"])
    _index(db.table("paragraphs"), ["heading", "text"])
    _index(db.table("segments"), ["text", "heard"])


def _index(table: Table, columns: list[str]) -> None:
    table.enable_fts(columns, fts_version="FTS5", create_triggers=True, tokenize=TOKENIZER)


@migrations()
def views(db: Database) -> None:
    """What people ask for, always on the newest reading, transcript and alignment."""
    for name, sql in _views().items():
        db.create_view(name, sql)


@migrations()
def rereading(db: Database) -> None:
    """Which reader gives a reading, what people put right or added, and the base that the same bytes are read with."""
    db.table("captures").add_column("base", str)
    db.table("releases").add_column("reader", int, not_null_default=1)
    db.table("releases").add_column("edited", str, not_null_default="[]")
    db.table("release_recordings").add_column("by_hand", int, not_null_default=0)
    db.execute("drop index releases_url_capture")
    # A capture has one first reading, and every later one replaces another.
    db.execute(
        "create unique index releases_url_capture_replaces on releases "
        "(coalesce(url, ''), capture, coalesce(replaces, 0))"
    )
    _recall_hands(db)


@migrations()
def fetching(db: Database) -> None:
    """Pages as WARC records, what a server will know them by again, and the answers that brought the recordings."""
    for column in ("etag", "last_modified", "memento"):
        db.table("captures").add_column(column, str)
    db.table("captures").add_column("warc_offset", int)
    db.table("releases").create_index(["url"])
    # A page that returns to an earlier text is captured again.
    db.execute("drop index captures_url_sha256")
    db.table("captures").create_index(["url", "sha256"])
    db.table("downloads").create(
        {
            "id": int,
            "recording": int,
            "url": str,
            "address": str,
            "downloaded": str,
            "status": int,
            "media_type": str,
            "etag": str,
            "last_modified": str,
            "memento": str,
            "headers": str,
        },
        pk="id",
        not_null={"recording", "url", "address", "downloaded", "status", "headers"},
        foreign_keys=[("recording", "recordings", "id")],
    )
    for column in ("url", "recording"):
        db.table("downloads").create_index([column])


@migrations()
def by_hand(db: Database) -> None:
    """What a person decided beside what the machine found: which links stand, and which decision says so."""
    table = db.table("human_links")
    table.add_column("said", str)
    table.add_column("also", int, not_null_default=0)
    table.add_column("withdrawn", str)
    for column in ("human", "overruled_by"):
        # sqlite-utils would copy the table for a foreign key, and the views would be in its way.
        db.execute(f"alter table links add column {column} integer references human_links(id)")
        db.table("links").create_index([column])
    for name, sql in _BY_HAND.items():
        db.create_view(name, sql, replace=True)


@migrations()
def reasons(db: Database) -> None:
    """Why the machine made a link."""
    db.table("links").add_column("why", str)


@migrations()
def put_right(db: Database) -> None:
    """What people say was said, kept apart from any transcript."""
    db.table("human_texts").create(
        {
            "id": int,
            "recording": int,
            "start": float,
            "end": float,
            "heard": str,
            "text": str,
            "who": str,
            "created": str,
            "superseded_by": int,
            "withdrawn": str,
        },
        pk="id",
        not_null={"recording", "start", "end", "heard", "text", "who", "created"},
        foreign_keys=[("recording", "recordings", "id"), ("superseded_by", "human_texts", "id")],
    )
    db.table("human_texts").create_index(["recording"])


@migrations()
def turns(db: Database) -> None:
    """Which sentences ask, and which answer."""
    db.table("segments").add_column("turn", str)


@migrations()
def quick_views(db: Database) -> None:
    """Views that do not ask the index of links for those that nobody overruled, which are nearly all.

    SQLite takes such an index to find a few, and went through everything for each paragraph: 25 s for the coverage of
    2000 briefings, now 1 s.
    """
    for name, sql in VIEWS.items():
        db.create_view(name, sql, replace=True)


def _recall_hands(db: Database) -> None:
    """Fill in what people did before there were columns for it, from the log, which has told it all along."""
    for fact in ("title", "number", "issuer", "date", "updated", "language"):
        db.execute(
            "update releases set edited = json_insert(edited, '$[#]', :fact) where id in (select release from events "
            "where action = 'edit' and outcome = 'done' and ('; ' || message) like '%; ' || :fact || ': %')",
            {"fact": fact},
        )
    db.execute("""
        update release_recordings set by_hand = 1 where exists (
            select 1 from events where action = 'recording' and events.release = release_recordings.release
            and message = '“' || label || '” was added by hand'
        )
    """)


# With a gap each for the condition under which a link counts and for the column that tells a person's.
_VIEWS = {
    "current_releases": """
        select * from releases
        where not exists (select 1 from releases newer where newer.replaces = releases.id)
    """,
    "current_transcripts": """
        select * from transcripts
        where id = (select max(id) from transcripts newer where newer.recording = transcripts.recording)
    """,
    "current_alignments": """
        select * from alignments
        where id = (
            select max(id) from alignments newer
            where newer.release = alignments.release and newer.transcript = alignments.transcript
        )
        and release in (select id from current_releases) and transcript in (select id from current_transcripts)
    """,
    "moments": """
        select links.id, alignments.release, releases.title, paragraphs.id as paragraph,
            paragraphs.position, paragraphs.label, links.relation, links.score,
            coalesce(links.start, segments.start) as start, coalesce(links.end, segments.end) as "end",
            segments.speaker, segments.text, transcripts.recording, segments.id as segment{human}
        from current_alignments alignments
        join links on links.alignment = alignments.id{stands}
        join segments on segments.id = links.segment
        join paragraphs on paragraphs.id = links.paragraph
        join releases on releases.id = alignments.release
        join transcripts on transcripts.id = alignments.transcript
    """,
    "sentences": """
        select segments.id, alignments.release, releases.title, transcripts.recording,
            segments.start, segments.end, segments.speaker, segments.text, segments.confidence,
            links.relation, links.score, paragraphs.id as paragraph, paragraphs.position, paragraphs.label{human}
        from current_alignments alignments
        join transcripts on transcripts.id = alignments.transcript
        join releases on releases.id = alignments.release
        join segments on segments.transcript = alignments.transcript
        left join links on links.alignment = alignments.id and links.segment = segments.id{stands}
        left join paragraphs on paragraphs.id = links.paragraph
    """,
    # The share read is the union of the spans: a span adds what lies beyond all the spans that begin before it.
    "coverage": """
        with reach as (
            select paragraphs.id as paragraph, links.relation, links.segment, span_start, span_end,
                coalesce(links.end, segments.end) - coalesce(links.start, segments.start) as seconds,
                max(case when links.relation = 'verbatim' then span_end end) over (
                    partition by links.paragraph order by span_start, span_end, links.id
                    rows between unbounded preceding and 1 preceding
                ) as reached
            from current_alignments alignments
            join links on links.alignment = alignments.id{stands}
            join segments on segments.id = links.segment
            join paragraphs on paragraphs.id = links.paragraph
        )
        select paragraphs.id, paragraphs.release, releases.title, paragraphs.position, paragraphs.label,
            count(reach.segment) as moments,
            count(case when reach.relation = 'verbatim' then 1 end) as read_out,
            round(coalesce(sum(reach.seconds), 0), 2) as seconds,
            round(coalesce(sum(case when reach.relation = 'verbatim'
                then max(0, span_end - max(span_start, coalesce(reached, 0))) end), 0) * 1.0
                / max(1, length(paragraphs.text)), 3) as share_read,
            paragraphs.text
        from paragraphs
        join current_releases releases on releases.id = paragraphs.release
        left join reach on reach.paragraph = paragraphs.id
        group by paragraphs.id
    """,
}


def _views(stands: str = "", human: str = "") -> dict[str, str]:
    """The views with their gaps filled in; left empty, they are those of before people could decide."""
    return {name: sql.format(stands=stands, human=human) for name, sql in _VIEWS.items()}


_BY_HAND = _views(" and links.overruled_by is null", ", links.human")
VIEWS = _views(" and +links.overruled_by is null", ", links.human")  # a plus keeps an index from being asked
