"""Writing to an archive: pages, recordings, transcripts and alignments, each one step of a larger transaction.

Every function expects to be called inside ``Archive.step`` and takes care of nothing but its own rows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from archiver.archive.store import Archive, Row, now
from archiver.archive.versions import FACTS, KnownLink, Reading
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
        known = archive.first("select id from captures where url is null and sha256 = ?", [capture.sha256])
        if known:
            return int(known["id"])
    doubts = json.dumps(capture.doubts, ensure_ascii=False)
    return _insert(archive, "captures", {**asdict(capture), "doubts": doubts, "captured": now()})


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
    older = archive.first("select * from releases where url = ? order by id desc limit 1", [release.url])
    facts = {"url": release.url, **{name: getattr(release, name) for name in FACTS}}
    if older:  # what a person corrected stays so, whatever the newer version of the page says
        facts |= {"edited": older["edited"], **{name: older[name] for name in json.loads(older["edited"])}}
    known = {"capture": capture_id, "replaces": older and older["id"], "reader": reader, **_beside(release)}
    release_id = _insert(archive, "releases", {**facts, **known})
    archive.table("paragraphs").insert_all({"release": release_id, **asdict(one)} for one in release.paragraphs)
    for link in release.media:
        add_media_link(archive, release_id, link)
    if older:
        _carry_over(archive, older["id"], release_id)
        _take_translations(archive, older["id"], release_id)
    return release_id


def _take_translations(archive: Archive, older_id: int, newer_id: int) -> None:
    """A newer version is the translation of what the older one was, and has its translations."""
    archive.db.execute(
        "update releases set translation_of = (select translation_of from releases where id = ?) where id = ?",
        [older_id, newer_id],
    )
    archive.db.execute("update releases set translation_of = ? where translation_of = ?", [newer_id, older_id])


def _carry_over(archive: Archive, older_id: int, newer_id: int) -> None:
    """A recording that stood on the older version of a page stays with the newer, even where its link is gone.

    So do links that people or lists added, whether or not anything came of them.
    """
    kept = "select * from release_recordings where release = ? and (recording or by_hand) order by position"
    for link in archive.rows(kept, [older_id]):
        same = archive.first(
            "select id from release_recordings where release = :newer and recording is null "
            "and (url = :url or (url is null and label = :label))",
            {"newer": newer_id, "url": link["url"], "label": link["label"]},
        )
        if not same:
            del link["id"]
            _append_link(archive, {**link, "release": newer_id})
        elif link["recording"]:
            archive.table("release_recordings").update(same["id"], {"recording": link["recording"], "reason": None})


def take_media_link(archive: Archive, release_id: int, media_link_id: int) -> None:
    """Let a release speak of the same recording as another one's media link; a person or the archiver says so."""
    link = archive.table("release_recordings").get(media_link_id)
    del link["id"]
    _append_link(archive, {**link, "release": release_id, "by_hand": 1})


def _append_link(archive: Archive, row: Row) -> int:
    """Keep a media link as the last one of its release."""
    taken = archive.table("release_recordings").count_where("release = ?", [row["release"]])
    return _insert(archive, "release_recordings", {**row, "position": taken + 1})


def add_reading(archive: Archive, older_id: int, reading: Reading, *, reader: int) -> int:
    """Keep another reading of the same capture; it replaces the older one and shares what is not read from the bytes.

    reader: the version of the reader
    """
    older = archive.table("releases").get(older_id)
    shared = {name: older[name] for name in ("url", "capture", "edited")}
    row = {**shared, **reading.facts, "replaces": older_id, "reader": reader, **_beside(reading)}
    release_id = _insert(archive, "releases", row)
    archive.table("paragraphs").insert_all({"release": release_id, **asdict(one)} for one in reading.paragraphs)
    for link in reading.links:
        _add_link(archive, release_id, link)
    _take_translations(archive, older_id, release_id)
    return release_id


def read_by(archive: Archive, release_id: int, reader: int, reading: Reading) -> None:
    """Say that a newer version of the reader gives the same reading, and what it was unsure of."""
    archive.table("releases").update(release_id, {"reader": reader, **_beside(reading)})


def _beside(reading: Release | Reading) -> Row:
    """What stands with a reading, and makes no other reading of it: doubts, and where it stands in other languages."""
    return {
        "doubts": json.dumps(reading.doubts, ensure_ascii=False),
        "lost": reading.lost,
        "translations": json.dumps([asdict(one) for one in reading.translations], ensure_ascii=False),
    }


def add_media_link(archive: Archive, release_id: int, link: MediaLink, *, by_hand: bool = False) -> int:
    """Keep that a release speaks of a recording, before anyone has tried to get it.

    by_hand: whether a person says so, and not the page
    """
    return _add_link(archive, release_id, KnownLink(link, by_hand=by_hand))


def _add_link(archive: Archive, release_id: int, link: KnownLink) -> int:
    became = {"recording": link.recording_id, "reason": link.reason, "by_hand": int(link.by_hand)}
    return _append_link(archive, {"release": release_id, **asdict(link.printed), **became})


def add_recording(archive: Archive, recording: Recording, decoded: float, peaks: Sequence[int]) -> int:
    """Keep a recording's figures; the same bytes are one recording.

    decoded: seconds that the decoder got out of it
    peaks: its waveform, 0 to 100
    """
    known = archive.first("select id from recordings where sha256 = ?", [recording.sha256])
    if known:
        return int(known["id"])
    row = {**asdict(recording), "heard_duration": decoded, "peaks": json.dumps(list(peaks)), "added": now()}
    return _insert(archive, "recordings", row)


def add_silent_recording(archive: Archive, media_link_id: int) -> int:
    """A recording of which only a transcript is known, behind a media link that says why there is no sound."""
    recording_id = _insert(archive, "recordings", {"added": now()})
    archive.table("release_recordings").update(media_link_id, {"recording": recording_id})
    return recording_id


def attach(archive: Archive, media_link_id: int, recording_id: int) -> None:
    """Say which recording a media link leads to; what was only known by transcript takes its transcripts along."""
    silent = archive.first(
        "select recordings.id from release_recordings join recordings on recordings.id = recording "
        "where release_recordings.id = ? and sha256 is null",
        [media_link_id],
    )
    archive.table("release_recordings").update(media_link_id, {"recording": recording_id, "reason": None})
    if silent and silent["id"] != recording_id:
        for table in ("transcripts", "release_recordings", "human_links", "human_texts"):
            archive.db.execute(f"update {table} set recording = ? where recording = ?", [recording_id, silent["id"]])
        archive.table("recordings").delete(silent["id"])


def not_obtained(archive: Archive, media_link_id: int, reason: str) -> None:
    """Say why a media link still leads to no recording."""
    archive.table("release_recordings").update(media_link_id, {"reason": reason})


def add_transcript(archive: Archive, recording_id: int, transcript: Transcript, capture_id: int | None = None) -> int:
    """Keep a transcript, word by word.

    capture_id: the file it was read from, None where an engine made it
    """
    told = ("engine", "engine_version", "model", "model_sha256", "language", "seconds_taken")
    row = {
        **{name: getattr(transcript, name) for name in told},
        "recording": recording_id,
        "parameters": canonical(transcript.parameters),
        "capture": capture_id,
        "created": now(),
    }
    transcript_id = _insert(archive, "transcripts", row)
    _add_segments(archive, transcript_id, transcript.segments)
    add_speaker_labels(archive, transcript_id, transcript.segments)
    archive.table("sounds").insert_all({"transcript": transcript_id, **asdict(sound)} for sound in transcript.sounds)
    return transcript_id


def add_speaker_labels(archive: Archive, transcript_id: int, segments: Iterable[Segment]) -> None:
    """Keep which speakers the sentences of a transcript name, none of them by a name yet."""
    labels = dict.fromkeys(one.speaker for one in segments if one.speaker)
    archive.table("speakers").insert_all({"transcript": transcript_id, "label": one, "name": None} for one in labels)


def _add_segments(archive: Archive, transcript_id: int, segments: Sequence[Segment]) -> None:
    """Keep sentences, many at once: with each statement the full-text index writes out what is new, however little."""
    archive.table("segments").insert_all(
        {"transcript": transcript_id, "position": position, "text": segment.heard, **_figures(segment)}
        for position, segment in enumerate(segments, 1)
    )
    keys = ids_by_position(archive, "segments", "transcript", transcript_id)
    archive.table("words").insert_all(
        {"segment": keys[position], "position": number, **asdict(word)}
        for position, segment in enumerate(segments, 1)
        for number, word in enumerate(segment.words, 1)
    )


def _figures(segment: Segment) -> Row:
    figures = asdict(replace(segment, words=()))
    del figures["words"]  # have rows of their own
    return {**figures, "flags": json.dumps(list(segment.flags))}


@dataclass(frozen=True, slots=True)
class AlignmentMethod:
    """How an alignment was made.

    version: the version of the archiver that made it
    parameters: settings that decide the result
    """

    name: str
    version: str
    parameters: Mapping[str, object]


def add_alignment(
    archive: Archive, release_id: int, transcript_id: int, links: Iterable[Link], method: AlignmentMethod
) -> int:
    """Keep which sentences of a transcript belong to which paragraphs of a release."""
    row = {
        "release": release_id,
        "transcript": transcript_id,
        "method": method.name,
        "version": method.version,
        "parameters": canonical(method.parameters),
        "created": now(),
    }
    alignment_id = _insert(archive, "alignments", row)
    segments = ids_by_position(archive, "segments", "transcript", transcript_id)
    paragraphs = ids_by_position(archive, "paragraphs", "release", release_id)
    archive.table("links").insert_all(
        {
            "alignment": alignment_id,
            "segment": segments[link.segment],
            "paragraph": paragraphs[link.paragraph],
            "relation": link.relation,
            "score": link.score,
            "span_start": link.span[0],
            "span_end": link.span[1],
            "start": link.start,
            "end": link.end,
            "why": link.why and json.dumps(asdict(link.why), ensure_ascii=False, separators=(",", ":")),
        }
        for link in links
    )
    return alignment_id


def add_corrections(archive: Archive, alignment_id: int, transcript_id: int, found: Iterable[Correction]) -> None:
    """Keep what a release corrects in a transcript, beside the links by which it was found."""
    words = {
        (row["segment"], row["word"]): row["id"]
        for row in archive.rows(
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


def ids_by_position(archive: Archive, table: str, owner: str, key: int) -> dict[int, int]:
    """From positions to ids, of the rows of one owner."""
    return {row["position"]: row["id"] for row in archive.rows(f"select * from {table} where {owner} = ?", [key])}


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
