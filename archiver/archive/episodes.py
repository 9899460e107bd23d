"""What feeds tell of: the recordings of releases as a podcast's episodes, and the releases that were added last."""

from __future__ import annotations

from archiver.archive.read import media_links_of
from archiver.archive.release_document import spoken, written
from archiver.archive.store import Archive, Row
from archiver.archive.transcripts import transcripts_of
from archiver.export.document import Document

# The newest first; a recording that stands on a release twice is one episode.
EPISODES = """
    select releases.id as release, releases.title, issuer, number, date, releases.language, captured,
        recordings.id as recording, min(links.label) as label, min(links.url) as url,
        recordings.sha256, recordings.path, recordings.size, added,
        coalesce(heard_duration, duration) as duration, transcripts.id as transcript, transcripts.language as spoken,
        (select text from paragraphs where release = releases.id order by position limit 1) as text
    from current_releases releases
    join captures on captures.id = releases.capture
    join release_recordings links on links.release = releases.id
    join recordings on recordings.id = links.recording and recordings.path is not null
    left join current_transcripts transcripts on transcripts.recording = recordings.id
    group by releases.id, recordings.id order by date desc, releases.id desc, min(links.position) limit ?
"""
RELEASES = """
    select releases.id as release, releases.title, issuer, number, date, releases.language, captured,
        (select text from paragraphs where release = releases.id order by position limit 1) as text
    from current_releases releases join captures on captures.id = releases.capture
    order by captured desc, releases.id desc limit ?
"""


def newest_episodes(archive: Archive, most: int) -> list[Row]:
    """The recordings of the newest releases, with the ``people`` whom somebody named in them."""
    return [{**row, "people": _named(archive, row["transcript"])} for row in archive.rows(EPISODES, [most])]


def newest_releases(archive: Archive, most: int) -> list[Row]:
    """The releases that were archived last."""
    return archive.rows(RELEASES, [most])


def episode_document(archive: Archive, release_id: int, recording_id: int) -> Document | None:
    """A release with one recording and its newest transcript, as exported; None where there is none."""
    links = [link for link in media_links_of(archive, release_id) if link["recording"] == recording_id]
    known = transcripts_of(archive, recording_id) if links else []
    if not known:
        return None
    told = ("sha256", "url", "label", "announced_kb", "duration")
    recording = {"id": recording_id, **{name: links[0][name] for name in told}}
    return {
        "release": written(archive, release_id),
        "recordings": [{**recording, "transcripts": [spoken(archive, release_id, known[-1])]}],
    }


def _named(archive: Archive, transcript_id: int | None) -> list[str]:
    names = "select distinct name from speakers where transcript = ? and name is not null order by id"
    return [row["name"] for row in archive.rows(names, [transcript_id])]
