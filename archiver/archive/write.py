"""Writing to an archive: pages, recordings, transcripts and alignments, each one step of a larger transaction.

Every function expects to be called inside ``Archive.step`` and takes care of nothing but its own rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from archiver.archive.store import Archive, now
from archiver.archive.versions import KnownLink, Reading
from archiver.models import (
    Arrival,
    Capture,
    Correction,
    Link,
    MediaLink,
    Recording,
    Release,
    Segment,
    Transcript,
    header,
)


def add_capture(archive: Archive, capture: Capture) -> int:
    """Keep that these bytes were found; a file that was read before without an address is one capture."""
    if capture.url is None:
        known = archive.db.execute(
            "select id from captures where url is null and sha256 = ?", [capture.sha256]
        ).fetchone()
        if known:
            return int(known[0])
    return _insert(archive, "captures", {**asdict(capture), "captured": now()})


def add_download(archive: Archive, recording_id: int, arrival: Arrival) -> int:
    """Keep the answer that brought a recording, with all its headers."""
    row = {
        "recording": recording_id,
        "url": arrival.url,
        "address": arrival.address,
        "downloaded": now(),
        "status": arrival.status,
        "media_type": header(arrival.headers, "content-type"),
        "etag": header(arrival.headers, "etag"),
        "last_modified": header(arrival.headers, "last-modified"),
        "memento": arrival.memento,
        "headers": json.dumps(arrival.headers, ensure_ascii=False),
    }
    return _insert(archive, "downloads", row)


def add_release(archive: Archive, capture_id: int, release: Release, *, reader: int = 1) -> int:
    """Keep the first reading of a capture; it replaces the newest release of the same address.

    reader: the version of the reader; where nobody says, it is taken for the oldest
    """
    row = {
        "url": release.url,
        "title": release.title,
        "number": release.number,
        "issuer": release.issuer,
        "date": release.date,
        "updated": release.updated,
        "language": release.language,
        "capture": capture_id,
        "replaces": _newest_of(archive, release.url),
        "reader": reader,
    }
    key = _insert(archive, "releases", row)
    archive.table("paragraphs").insert_all({"release": key, **asdict(p)} for p in release.paragraphs)
    for link in release.media:
        add_media_link(archive, key, link)
    if row["replaces"]:
        _carry_over(archive, int(row["replaces"]), key)
        _keep_edits(archive, int(row["replaces"]), key)
    return key


def _keep_edits(archive: Archive, older: int, newer: int) -> None:
    """What a person put right stays so, whatever the newer version of the page says."""
    before = archive.table("releases").get(older)
    edited = {name: before[name] for name in json.loads(before["edited"])}
    archive.table("releases").update(newer, {**edited, "edited": before["edited"]})


def _carry_over(archive: Archive, older: int, newer: int) -> None:
    """A recording that stood on the older version of a page stays with the newer, even where its link is gone.

    So do links that people or lists added, whether or not anything came of them.
    """
    kept = "select * from release_recordings where release = ? and (recording or by_hand) order by position"
    for link in list(archive.db.query(kept, [older])):
        same = archive.db.execute(
            "select id from release_recordings where release = :newer and recording is null "
            "and (url = :url or (url is null and label = :label))",
            {"newer": newer, "url": link["url"], "label": link["label"]},
        ).fetchone()
        if same:
            if link["recording"]:
                archive.table("release_recordings").update(same[0], {"recording": link["recording"], "reason": None})
            continue
        taken = archive.db.execute("select count(*) from release_recordings where release = ?", [newer]).fetchone()[0]
        row = {**link, "release": newer, "position": taken + 1}
        archive.table("release_recordings").insert({name: value for name, value in row.items() if name != "id"})


def _newest_of(archive: Archive, url: str | None) -> int | None:
    row = archive.db.execute("select max(id) from releases where url = ?", [url]).fetchone()
    return None if row[0] is None else int(row[0])


def add_reading(archive: Archive, older: int, reading: Reading, *, reader: int) -> int:
    """Keep another reading of the same capture; it replaces the older one and shares what is not read from the bytes.

    reader: the version of the reader
    """
    before = archive.table("releases").get(older)
    shared = {name: before[name] for name in ("url", "capture", "edited")}
    key = _insert(archive, "releases", {**shared, **reading.facts, "replaces": older, "reader": reader})
    archive.table("paragraphs").insert_all({"release": key, **asdict(p)} for p in reading.paragraphs)
    for link in reading.links:
        _add_link(archive, key, link)
    return key


def read_by(archive: Archive, release_id: int, reader: int) -> None:
    """Say that a newer version of the reader gives the same reading."""
    archive.table("releases").update(release_id, {"reader": reader})


def add_media_link(archive: Archive, release_id: int, link: MediaLink, *, by_hand: bool = False) -> int:
    """Keep that a release speaks of a recording, before anyone has tried to get it.

    by_hand: whether a person says so, and not the page
    """
    return _add_link(archive, release_id, KnownLink(link, by_hand=by_hand))


def _add_link(archive: Archive, release_id: int, link: KnownLink) -> int:
    taken = archive.db.execute("select count(*) from release_recordings where release = ?", [release_id]).fetchone()[0]
    became = {"recording": link.recording_id, "reason": link.reason, "by_hand": int(link.by_hand)}
    return _insert(
        archive, "release_recordings", {"release": release_id, "position": taken + 1, **asdict(link.printed), **became}
    )


def add_recording(archive: Archive, recording: Recording, heard: float, peaks: Sequence[int]) -> int:
    """Keep a recording's figures; the same bytes are one recording.

    heard: seconds that the decoder got out of it
    peaks: its waveform, 0 to 100
    """
    known = archive.db.execute("select id from recordings where sha256 = ?", [recording.sha256]).fetchone()
    if known:
        return int(known[0])
    row = {**asdict(recording), "heard_duration": heard, "peaks": json.dumps(list(peaks)), "added": now()}
    return _insert(archive, "recordings", row)


def add_silent_recording(archive: Archive, media_link_id: int) -> int:
    """A recording of which only a transcript is known, behind a media link that says why there is no sound."""
    recording_id = _insert(archive, "recordings", {"added": now()})
    archive.table("release_recordings").update(media_link_id, {"recording": recording_id})
    return recording_id


def attach(archive: Archive, media_link_id: int, recording_id: int) -> None:
    """Say which recording a media link leads to; what was only known by transcript takes its transcripts along."""
    before = archive.db.execute(
        "select recordings.id from release_recordings join recordings on recordings.id = recording "
        "where release_recordings.id = ? and sha256 is null",
        [media_link_id],
    ).fetchone()
    archive.table("release_recordings").update(media_link_id, {"recording": recording_id, "reason": None})
    if before and before[0] != recording_id:
        archive.db.execute("update transcripts set recording = ? where recording = ?", [recording_id, before[0]])
        archive.db.execute("update release_recordings set recording = ? where recording = ?", [recording_id, before[0]])
        for table in ("human_links", "human_texts"):
            archive.db.execute(f"update {table} set recording = ? where recording = ?", [recording_id, before[0]])
        archive.table("recordings").delete(before[0])


def not_obtained(archive: Archive, media_link_id: int, reason: str) -> None:
    """Say why a media link still leads to no recording."""
    archive.table("release_recordings").update(media_link_id, {"reason": reason})


def add_transcript(archive: Archive, recording_id: int, transcript: Transcript, capture_id: int | None = None) -> int:
    """Keep what was heard, word by word.

    capture_id: the file it was read from, None where an engine listened
    """
    row = {
        "recording": recording_id,
        "engine": transcript.engine,
        "engine_version": transcript.engine_version,
        "model": transcript.model,
        "model_sha256": transcript.model_sha256,
        "language": transcript.language,
        "parameters": canonical(transcript.parameters),
        "capture": capture_id,
        "created": now(),
        "seconds_taken": transcript.seconds_taken,
    }
    key = _insert(archive, "transcripts", row)
    for position, segment in enumerate(transcript.segments, 1):
        _add_segment(archive, key, position, segment)
    speakers = dict.fromkeys(s.speaker for s in transcript.segments if s.speaker)
    archive.table("speakers").insert_all({"transcript": key, "label": label, "name": None} for label in speakers)
    return key


def _add_segment(archive: Archive, transcript_id: int, position: int, segment: Segment) -> None:
    figures = asdict(segment)
    words = figures.pop("words")
    figures["flags"] = json.dumps(list(segment.flags))
    row = {"transcript": transcript_id, "position": position, "text": segment.heard, **figures}
    key = _insert(archive, "segments", row)
    archive.table("words").insert_all({"segment": key, "position": n, **word} for n, word in enumerate(words, 1))


def add_alignment(
    archive: Archive,
    release_id: int,
    transcript_id: int,
    links: Iterable[Link],
    *,
    method: str,
    version: str,
    parameters: Mapping[str, object],
) -> int:
    """Keep which sentences of a transcript belong to which paragraphs of a release."""
    row = {
        "release": release_id,
        "transcript": transcript_id,
        "method": method,
        "version": version,
        "parameters": canonical(parameters),
        "created": now(),
    }
    key = _insert(archive, "alignments", row)
    segments = _by_position(archive, "segments", "transcript", transcript_id)
    paragraphs = _by_position(archive, "paragraphs", "release", release_id)
    archive.table("links").insert_all(_link_row(key, link, segments, paragraphs) for link in links)
    return key


def add_corrections(archive: Archive, alignment_id: int, transcript_id: int, found: Iterable[Correction]) -> None:
    """Keep what a release puts right of a transcript, beside the links by which it was found."""
    words = {
        (row["segment"], row["word"]): row["id"]
        for row in archive.db.query(
            "select segments.position as segment, words.position as word, words.id from words "
            "join segments on segments.id = segment where transcript = ?",
            [transcript_id],
        )
    }
    archive.table("corrections").insert_all(
        {
            "alignment": alignment_id,
            "first_word": words[one.segment, one.first],
            "last_word": words[one.segment, one.last],
            "text": one.text,
            "reason": one.reason,
        }
        for one in found
    )


def _link_row(
    alignment_id: int, link: Link, segments: Mapping[int, int], paragraphs: Mapping[int, int]
) -> dict[str, Any]:
    figures = asdict(link)
    span_start, span_end = figures.pop("span")
    figures["why"] = link.why and json.dumps(figures["why"], ensure_ascii=False, separators=(",", ":"))
    owners = {"alignment": alignment_id, "segment": segments[link.segment], "paragraph": paragraphs[link.paragraph]}
    return {**figures, **owners, "span_start": span_start, "span_end": span_end}


def _by_position(archive: Archive, table: str, owner: str, key: int) -> dict[int, int]:
    """From positions to ids, of the rows of one owner."""
    rows = archive.db.execute(f"select position, id from [{table}] where [{owner}] = ?", [key])
    return {int(position): int(row) for position, row in rows.fetchall()}


def canonical(parameters: Mapping[str, object]) -> str:
    """Parameters as JSON that is equal for equal parameters."""
    return json.dumps(dict(parameters), sort_keys=True, ensure_ascii=False)


# What the log speaks of. SQLite gives the highest id again once its row is gone, and another release would inherit
# its history.
LOGGED = {"releases": "release", "recordings": "recording", "transcripts": "transcript"}


def _insert(archive: Archive, table: str, row: Mapping[str, Any]) -> int:
    values = dict(row)
    if column := LOGGED.get(table):
        values["id"] = archive.db.execute(
            f"select 1 + max((select coalesce(max(id), 0) from [{table}]), coalesce(max([{column}]), 0)) from events"
        ).fetchone()[0]
    key = archive.table(table).insert(values).last_pk
    assert isinstance(key, int)
    return key
