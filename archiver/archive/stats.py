"""The archive in figures: how much of everything there is, and what of it was heard and linked."""

from __future__ import annotations

from archiver.archive.kept_figures import ALL_HEARD
from archiver.archive.store import Archive, Row

# When all of the archive was last found whole.
LAST_WHOLE = "select max(at) from events where action = 'verify' and outcome = 'done'"


WORD_BYTES = 59  # of a timed word in the database, with its index: measured on a hundred thousand


def stats(archive: Archive) -> Row:
    """The archive in figures; the size of the database by spoken hour, as far as that is known also without words.

    Under an hour of sound nobody can say: an empty database has a size, too.
    """
    counted = _counts(archive)
    (size,) = archive.db.execute("select page_count * page_size from pragma_page_count, pragma_page_size").fetchone()
    (words,) = archive.db.execute("select count(*) from words").fetchone()
    sizes = {"kb_an_hour": size, "kb_an_hour_without_words": size - words * WORD_BYTES}
    hours = counted["seconds"] / 3600
    return {**counted, **{name: round(one / 1000 / hours) if hours >= 1 else None for name, one in sizes.items()}}


def _counts(archive: Archive) -> Row:
    return archive.rows(
        "select (select count(*) from current_releases) as releases, "
        "(select count(*) from paragraphs where release in (select id from current_releases)) as paragraphs, "
        "(select count(*) from release_recordings left join recordings on recordings.id = recording "
        " where sha256 is null and release in (select id from current_releases)) as recordings_missing, "
        "(select count(*) from recordings where sha256 is not null) as recordings, "
        "(select coalesce(sum(size), 0) from recordings) as bytes, "
        "(select round(coalesce(sum(heard_duration), 0), 1) from recordings) as seconds, "
        "(select count(*) from transcripts) as transcripts, "
        "(select count(*) from current_transcripts transcripts "
        " join segments on segments.transcript = transcripts.id "
        " where exists (select 1 from current_alignments where transcript = transcripts.id)) as sentences, "
        "(select count(distinct links.segment) from links join alignments on alignments.id = links.alignment "
        " where +alignments.current = 1 and +overruled_by is null) as sentences_linked, "
        "talked.read_out as links_verbatim, talked.moments - talked.read_out as links_paraphrase, "
        "talked.heard - talked.paragraphs as paragraphs_never_mentioned, "
        "(select count(*) from paragraphs where release in (select id from current_releases)) - talked.heard "
        " as paragraphs_not_heard, "
        "(select count(*) from current_releases "
        f" where id not in ({ALL_HEARD})) as releases_not_heard, "
        "(select count(*) from events where outcome = 'failed') as failures, "
        f"({LAST_WHOLE}) as last_whole "
        "from (select coalesce(sum(moments), 0) as moments, coalesce(sum(read_out), 0) as read_out, "
        "count(*) as heard, count(*) filter (where moments > 0) as paragraphs from paragraph_coverage) as talked",
    )[0]
