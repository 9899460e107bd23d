"""The export document: a release with everything that belongs to it, in the shape of ``briefing-archive/1``."""

from __future__ import annotations

import json
from typing import Any

from archiver.archive.people.best_text import best_texts
from archiver.archive.people.text_matching import BestText, Change, exported_words
from archiver.archive.read import media_links_of, paragraphs_of
from archiver.archive.store import Archive, Row
from archiver.archive.transcripts import newest_alignment, segment_rows, transcripts_of, words_of
from archiver.archive.translations import declared_translations, translations_of
from archiver.export.grades import grade_of
from archiver.export.provenance import provenance_of
from archiver.models import UNTIMED

FORMAT = "briefing-archive/1"


def build_document(archive: Archive, release_id: int) -> dict[str, Any]:
    """A release, its recordings (obtained ones first), their transcripts (oldest first) and the links of each."""
    return {
        "format": FORMAT,
        "release": written(archive, release_id),
        "recordings": [_recording(archive, release_id, link) for link in media_links_of(archive, release_id)],
    }


def written(archive: Archive, release_id: int) -> dict[str, Any]:
    """A release's facts and its paragraphs."""
    (row,) = archive.rows(
        "select id, url, title, number, issuer, date, updated, language from releases where id = ?", [release_id]
    )
    told = ("position", "label", "heading", "text")
    paragraphs = [{name: getattr(one, name) for name in told} for one in paragraphs_of(archive, release_id)]
    return {**row, "translations": _translations(archive, release_id), "paragraphs": paragraphs}


def _translations(archive: Archive, release_id: int) -> list[Row]:
    """The release in other languages: those in the archive, then those that its page links to, without an id."""
    known = translations_of(archive, release_id)
    languages = {one["language"] for one in known}
    told = declared_translations(archive, release_id)
    return [*known, *({"id": None, **one, "title": None} for one in told if one["language"] not in languages)]


def _recording(archive: Archive, release_id: int, link: Row) -> dict[str, Any]:
    transcripts = transcripts_of(archive, link["recording"]) if link["recording"] else []
    return {
        "id": link["recording"],
        "sha256": link["sha256"],
        "url": link["url"],
        "label": link["label"],
        "announced_kb": link["announced_kb"],
        "duration": link["duration"],
        "transcripts": [_with_provenance(link, spoken(archive, release_id, one)) for one in transcripts],
    }


def _with_provenance(link: Row, transcript: dict[str, Any]) -> dict[str, Any]:
    return {**transcript, "provenance": provenance_of(link, transcript)}


def spoken(archive: Archive, release_id: int, transcript: Row) -> dict[str, Any]:
    """A transcript, by its row, in its best reading, with the links of its newest alignment with a release."""
    alignment = newest_alignment(archive, release_id, transcript["id"])
    links = _links(archive, alignment["id"]) if alignment else {}
    words, best = words_of(archive, transcript["id"]), best_texts(archive, transcript["id"])
    kept = ("id", "created", "engine", "engine_version", "model", "model_sha256", "language")
    return {
        **{name: transcript[name] for name in kept},
        "parameters": json.loads(transcript["parameters"]),
        "seconds_taken": transcript["seconds_taken"],
        "speakers": archive.rows(
            "select label, name from speakers where transcript = ? order by id", [transcript["id"]]
        ),
        "sounds": archive.rows(
            'select start, "end", label from sounds where transcript = ? order by start, id', [transcript["id"]]
        ),
        "segments": [
            _segment(row, words[row["id"]], links.get(row["id"], []), best.get(row["id"]))
            for row in segment_rows(archive, transcript["id"])
        ],
    }


def _segment(row: Row, words: list[Row], links: list[Row], best: BestText | None) -> dict[str, Any]:
    kept = ("id", "position", "start", "end", "speaker", "turn", "language", "confidence")
    changes, edits = (best.changes, best.edits) if best else ((), ())
    flags = json.loads(row["flags"])
    return {
        **{name: row[name] for name in kept},
        **({"start": None, "end": None} if UNTIMED in flags else {}),
        "flags": flags,
        "text": row["text"],
        "heard": row["heard"],
        "words": exported_words(changes, words),
        "links": links,
        "corrections": [_correction(change, words) for change in changes],
        "edited": {"by": edits[-1].who, "at": edits[-1].created} if edits else None,
    }


def _correction(change: Change, words: list[Row]) -> dict[str, Any]:
    """What was corrected, with the words that it takes the place of; none where words were put in before ``first``."""
    own = words[change.first - 1 : change.last]
    place = {"first": change.first, "last": change.last, "heard": " ".join(word["heard"] for word in own)}
    told = {"text": change.text, "reason": change.reason, "by": change.by, "release": change.release_id}
    return {**place, **told, "at": change.created}


def _links(archive: Archive, alignment_id: int) -> dict[int, list[Row]]:
    """The links of every segment in an alignment, without those that a person overruled."""
    found: dict[int, list[Row]] = {}
    for row in archive.rows(
        "select segment, paragraphs.position as paragraph, relation, score, links.start, links.end, "
        "span_start, span_end, human, why, created "
        "from links join paragraphs on paragraphs.id = links.paragraph left join human_links on human_links.id = human "
        "where alignment = ? and +overruled_by is null order by links.id",
        [alignment_id],
    ):
        span = [row.pop("span_start"), row.pop("span_end")]
        by = "machine" if row.pop("human") is None else "human"
        why, decided = row.pop("why"), row.pop("created")
        link = {**row, "span": span, "by": by, "decided": decided, "why": json.loads(why) if why else None}
        found.setdefault(link.pop("segment"), []).append({**link, "grade": grade_of(link)})
    return found
