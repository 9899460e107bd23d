"""Links by hand: keeping what a person decides about a sentence, and letting it count in every alignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from archiver.archive.people.decisions import (
    conclude,
    keep,
    known_sentence,
    name_sentence,
    time_of,
    timed_sentences,
    withdraw,
)
from archiver.archive.people.link_matching import (
    HumanLink,
    TimedSentence,
    TimeRange,
    links_that_count,
    overrules,
    same_paragraph,
    sentences_about,
)
from archiver.archive.read import VERSIONS, paragraphs_of, recording_of
from archiver.archive.store import Archive, Event, Row
from archiver.archive.transcripts import newest_alignment
from archiver.display import clock
from archiver.errors import UsageError
from archiver.models import Paragraph


def decide(
    archive: Archive, release_id: int, segment_id: int, paragraph: int | None, *, also: bool = False
) -> list[str]:
    """Keep that a sentence belongs to a paragraph of a release (by its position), or to none.

    release_id: the newest version
    also: whether the paragraph is a further one; else what was decided about the sentence before is superseded

    Returns what was done, and what could not be applied. Raises ``UsageError`` for a sentence or paragraph that is not
    there.
    """
    with archive.step(Event("link", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        row = {"release": release_id, "recording": sentence["recording"], "said": sentence["heard"], "also": int(also)}
        text = None if paragraph is None else _text_of(archive, release_id, paragraph)
        chosen = {"start": sentence["start"], "end": sentence["end"], "paragraph": paragraph, "paragraph_text": text}
        keep(archive, "human_links", row | chosen, [] if also else _replaced(archive, release_id, sentence))
        where = f"paragraph {paragraph}" if paragraph else "no paragraph"
        told = f"{name_sentence(sentence)} belongs to {where} of release {release_id}{' too' * also}"
        return conclude(
            archive, event, sentence, f"{told}, as decided by hand", partial(_apply_to, archive, release_id)
        )


def take_back(archive: Archive, release_id: int, segment_id: int) -> list[str]:
    """Withdraw what was decided about a sentence, so that the machine's answer counts again.

    Returns what was done, and what could not be applied. Raises ``UsageError`` where nothing was decided.
    """
    with archive.step(Event("link", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        about = decided_about(archive, release_id, sentence)
        if not about:
            raise UsageError(f"nothing was decided by hand about {name_sentence(sentence)}")
        withdraw(archive, "human_links", about)
        told = f"{name_sentence(sentence)} belongs to what the machine found in release {release_id} again"
        return conclude(archive, event, sentence, told, partial(_apply_to, archive, release_id))


def decided_about(archive: Archive, release_id: int, sentence: Row) -> list[int]:
    """The decisions that count for a sentence, by their ids."""
    found = _sentences_of_links(archive, release_id, sentence)
    return [link_id for link_id, ids in found if sentence["id"] in ids]


def none_by_hand(archive: Archive, release_id: int, segment_id: int) -> str | None:
    """When a person said that a sentence belongs to no paragraph, even if nothing was found for it (ISO 8601, UTC)."""
    sentence = known_sentence(archive, release_id, segment_id)
    links = _human_links(archive, release_id, sentence["recording"])
    counted = links_that_count(links, timed_sentences(archive, sentence["transcript"]))
    about, time = counted.get(segment_id, ()), time_of(sentence)
    own = [one.id for one in about if one.paragraph is None and overrules(one, time, time)]
    return str(archive.table("human_links").get(max(own))["created"]) if own else None


def _apply_to(archive: Archive, release_id: int, transcript_id: int) -> list[str]:
    alignment = newest_alignment(archive, release_id, transcript_id)
    return apply_decisions(archive, alignment["id"]) if alignment else []


def _text_of(archive: Archive, release_id: int, paragraph: int) -> str:
    """The text of the paragraph at a position. Raises ``UsageError`` if there is none."""
    known = {one.position: one.text for one in paragraphs_of(archive, release_id)}
    if paragraph not in known:
        raise UsageError(f"paragraph {paragraph} of {len(known)}", hint=f"`archiver show {release_id}` shows them")
    return known[paragraph]


def _replaced(archive: Archive, release_id: int, sentence: Row) -> list[int]:
    """The decisions of which nothing is left once there is a new one about a sentence.

    What was decided about a longer sentence of another transcript still counts for the rest of it.
    """
    about = _sentences_of_links(archive, release_id, sentence)
    return [link_id for link_id, ids in about if ids == [sentence["id"]]]


def _sentences_of_links(archive: Archive, release_id: int, sentence: Row) -> list[tuple[int, list[int]]]:
    """The decisions about a sentence's recording, each with the sentences of its transcript that it is about (ids)."""
    sentences = timed_sentences(archive, sentence["transcript"])
    return [
        (link.id, [one.id for one in sentences_about(link, sentences)])
        for link in _human_links(archive, release_id, sentence["recording"])
    ]


def _human_links(archive: Archive, release_id: int, recording_id: int) -> list[HumanLink]:
    """The decisions about a recording that count, whichever version of the release they were made on."""
    found = archive.rows(
        f"{VERSIONS} select * from human_links where release in (select id from line) and recording = :recording "
        "and superseded_by is null and withdrawn is null order by id",
        {"release": release_id, "recording": recording_id},
    )
    versions = {version: paragraphs_of(archive, version) for version in {row["release"] for row in found}}
    return [_human_link(row, versions[row["release"]]) for row in found]


def unfit_links(archive: Archive, release_id: int, recording_id: int) -> list[HumanLink]:
    """What people decided about a recording, and no paragraph of a release has a place for any more."""
    paragraphs = paragraphs_of(archive, release_id)
    links = _human_links(archive, release_id, recording_id)
    return [one for one in links if one.paragraph is not None and same_paragraph(one, paragraphs) is None]


def _human_link(row: Row, paragraphs: Iterable[Paragraph]) -> HumanLink:
    """A decision, with what is known of its paragraph in the version that it was made on."""
    return HumanLink(
        row["id"],
        time_of(row),
        row["said"],
        row["paragraph"],
        row["paragraph_text"] or "",
        next((one.label for one in paragraphs if one.position == row["paragraph"]), None),
        frozenset(one.text for one in paragraphs if one.position != row["paragraph"]),
        bool(row["also"]),
    )


def apply_decisions(archive: Archive, alignment_id: int) -> list[str]:
    """Let what people decided count in an alignment, in place of what the machine found; again changes nothing.

    Belongs into the step that writes the alignment or the decision. Returns warnings about paragraphs that are gone,
    which are kept as events.
    """
    archive.db.execute("delete from links where alignment = ? and human is not null", [alignment_id])
    archive.db.execute("update links set overruled_by = null where alignment = ?", [alignment_id])
    alignment = archive.table("alignments").get(alignment_id)
    recording_id = recording_of(archive, alignment["transcript"])["id"]
    links = _human_links(archive, alignment["release"], recording_id)
    paragraphs = paragraphs_of(archive, alignment["release"])
    positions = {one.id: same_paragraph(one, paragraphs) for one in links if one.paragraph is not None}
    sentences = timed_sentences(archive, alignment["transcript"])
    counted = links_that_count(links, sentences)
    for sentence in sentences:
        if sentence.id in counted:
            _settle(archive, alignment, sentence, counted[sentence.id], positions)
    return [
        _warn_of_lost_paragraph(archive, link, Event("link", "", alignment["release"], recording_id))
        for link in links
        if positions.get(link.id, 0) is None
    ]


def _settle(
    archive: Archive,
    alignment: Row,
    sentence: TimedSentence,
    links: Sequence[HumanLink],
    positions: Mapping[int, int | None],
) -> None:
    """Write the links of one sentence that a person decided on, and mark those that do not count any more.

    positions: of each decision's paragraph in this version, by the decision's id
    """
    machine = archive.rows(
        'select links.*, position, coalesce(links.start, :start) as "from", coalesce(links.end, :end) as "to" '
        "from links join paragraphs on paragraphs.id = paragraph "
        "where alignment = :alignment and segment = :segment and human is null order by links.id",
        {"alignment": alignment["id"], "segment": sentence.id, **sentence.time._asdict()},
    )
    chosen = {position: one.id for one in links if (position := positions.get(one.id)) is not None}
    for link in machine:
        time = TimeRange(link["from"], link["to"])
        against = [one.id for one in links if overrules(one, sentence.time, time)]
        if by := chosen.get(link["position"]) or max(against, default=None):
            archive.table("links").update(link["id"], {"overruled_by": by})
    for position, human_link_id in sorted(chosen.items()):
        same = [link for link in machine if link["position"] == position]
        for row in same or [_whole(archive, alignment, sentence, position)]:
            kept = {name: row[name] for name in LINK_COLUMNS}
            archive.table("links").insert({**kept, "score": 1.0, "human": human_link_id})


# What a person's link takes over from the machine's link to the same paragraph.
LINK_COLUMNS = ("alignment", "segment", "paragraph", "relation", "span_start", "span_end", "start", "end")


def _whole(archive: Archive, alignment: Row, sentence: TimedSentence, position: int) -> Row:
    """A link to the whole of a paragraph of which the machine found nothing in a sentence."""
    (paragraph,) = archive.rows(
        "select id, text from paragraphs where release = ? and position = ?", [alignment["release"], position]
    )
    span = {"span_start": 0, "span_end": len(paragraph["text"])}
    owners = {"alignment": alignment["id"], "segment": sentence.id, "paragraph": paragraph["id"]}
    return {**owners, **span, **sentence.time._asdict(), "relation": "paraphrase"}


def _warn_of_lost_paragraph(archive: Archive, link: HumanLink, event: Event) -> str:
    """Warn that the paragraph of a decision is not in this version any more."""
    start, end = (clock(second) for second in link.time)
    paragraph = f"paragraph {link.paragraph} of an older version"
    event.message = f"{paragraph}, to which {start}–{end} was linked by hand, is gone"
    archive.warn(event)
    return event.message
