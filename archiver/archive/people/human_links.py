"""Links by hand: keeping what a person decides about a sentence, and letting it count in every alignment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from archiver.archive.people.best_text import timed_sentences
from archiver.archive.people.matching import HumanLink, TimedSentence, TimeRange, counting, heir, meant_by, overrules
from archiver.archive.read import VERSIONS, newest_alignment, paragraphs_of, transcripts_of
from archiver.archive.store import Archive, Event, Row, now
from archiver.errors import UsageError
from archiver.export.times import clock


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
        row = {"release": release_id, "recording": sentence["recording"], "created": now(), "also": int(also)}
        stretch = {"start": sentence["start"], "end": sentence["end"], "said": sentence["heard"]}
        before = [] if also else _replaced(archive, release_id, sentence)
        new = archive.table("human_links").insert({**row, **stretch, **_named(archive, release_id, paragraph)}).last_pk
        for decision in before:
            archive.table("human_links").update(decision.id, {"superseded_by": new})
        where = "no paragraph" if paragraph is None else f"paragraph {paragraph}"
        told = f"{named(sentence)} belongs to {where} of release {release_id}{' too' * also}, as decided by hand"
        return _finish(archive, event, sentence, told)


def take_back(archive: Archive, release_id: int, segment_id: int) -> list[str]:
    """Withdraw what was decided about a sentence, so that the machine's answer counts again.

    Returns what was done, and what could not be applied. Raises ``UsageError`` where nothing was decided.
    """
    with archive.step(Event("link", "", release_id)) as event:
        sentence = known_sentence(archive, release_id, segment_id)
        sentences, decisions = (
            timed_sentences(archive, sentence["transcript"]),
            _standing(archive, release_id, sentence),
        )
        about = [one for one in decisions if any(meant.id == segment_id for meant in meant_by(one, sentences))]
        if not about:
            raise UsageError(f"nothing was decided by hand about {named(sentence)}")
        for decision in about:
            archive.table("human_links").update(decision.id, {"withdrawn": now()})
        told = f"{named(sentence)} belongs to what the machine found in release {release_id} again"
        return _finish(archive, event, sentence, told)


def none_by_hand(archive: Archive, release_id: int, segment_id: int) -> str | None:
    """When a person said that a sentence belongs to no paragraph, even if nothing was found for it (ISO 8601, UTC)."""
    sentence = known_sentence(archive, release_id, segment_id)
    stretch = TimeRange(sentence["start"], sentence["end"])
    counted = counting(_standing(archive, release_id, sentence), timed_sentences(archive, sentence["transcript"]))
    about = counted.get(segment_id, ())
    own = [one.id for one in about if one.paragraph is None and overrules(one, stretch, stretch)]
    found = archive.rows("select created from human_links where id = ?", [max(own, default=None)])
    return str(found[0]["created"]) if found else None


def _finish(archive: Archive, event: Event, sentence: Row, told: str) -> list[str]:
    """Apply what counts now to the newest alignments of all transcripts of the recording, and say what was done."""
    event.message, event.recording_id, event.transcript_id = told, sentence["recording"], sentence["transcript"]
    assert event.release_id is not None
    warnings: dict[str, None] = {}
    for transcript in transcripts_of(archive, sentence["recording"]):
        alignment = newest_alignment(archive, event.release_id, transcript["id"])
        if alignment:
            warnings.update(dict.fromkeys(apply_decisions(archive, alignment["id"])))
    return [told, *warnings]


def named(sentence: Row) -> str:
    """How people are told which sentence is meant."""
    return f"sentence {sentence['id']} ({clock(sentence['start'])}–{clock(sentence['end'])})"


def known_sentence(archive: Archive, release_id: int, segment_id: int) -> Row:
    """A sentence of a recording of a release, with that ``recording``. Raises ``UsageError``."""
    found = archive.rows(
        "select segments.*, recording from segments join transcripts on transcripts.id = transcript "
        "where segments.id = ?",
        [segment_id],
    )
    if not found:
        raise UsageError(f"there is no sentence {segment_id}", hint="`archiver export RELEASE` tells the id of each")
    own = archive.rows("select recording from release_recordings where release = ?", [release_id])
    if found[0]["recording"] not in [row["recording"] for row in own]:
        recording = found[0]["recording"]
        raise UsageError(f"sentence {segment_id} is of recording {recording}, which is not one of release {release_id}")
    return found[0]


def _named(archive: Archive, release_id: int, paragraph: int | None) -> dict[str, object]:
    """How a decision names a paragraph. Raises ``UsageError`` if the release has none at that position."""
    if paragraph is None:
        return {"paragraph": None, "paragraph_text": None}
    known = paragraphs_of(archive, release_id)
    texts = [one.text for one in known if one.position == paragraph]
    if not texts:
        raise UsageError(f"paragraph {paragraph} of {len(known)}", hint=f"`archiver show {release_id}` shows them")
    return {"paragraph": paragraph, "paragraph_text": texts[0]}


def _replaced(archive: Archive, release_id: int, sentence: Row) -> list[HumanLink]:
    """The decisions of which nothing is left once there is a new one about a sentence.

    What was decided about a longer sentence of another transcript still counts for the rest of it.
    """
    sentences, decisions = timed_sentences(archive, sentence["transcript"]), _standing(archive, release_id, sentence)
    return [one for one in decisions if [meant.id for meant in meant_by(one, sentences)] == [sentence["id"]]]


def _standing(archive: Archive, release_id: int, sentence: Row) -> list[HumanLink]:
    """The decisions about a sentence's recording that count, whichever version of the release they were made on."""
    found = archive.rows(
        f"{VERSIONS} select human_links.*, label from human_links left join paragraphs "
        "on paragraphs.release = human_links.release and paragraphs.position = human_links.paragraph "
        "where human_links.release in (select id from line) and recording = :recording "
        "and superseded_by is null and withdrawn is null order by human_links.id",
        {"release": release_id, "recording": sentence["recording"]},
    )
    return [_decision(row, _others(archive, row)) for row in found]


def _others(archive: Archive, row: Row) -> frozenset[str]:
    beside = paragraphs_of(archive, row["release"])
    return frozenset(one.text for one in beside if one.position != row["paragraph"])


def _decision(row: Row, others: frozenset[str]) -> HumanLink:
    return HumanLink(
        row["id"],
        TimeRange(row["start"], row["end"]),
        row["said"],
        row["paragraph"],
        row["paragraph_text"] or "",
        row["label"],
        others,
        bool(row["also"]),
    )


def apply_decisions(archive: Archive, alignment_id: int) -> list[str]:
    """Let what people decided count in an alignment, in place of what the machine found; again changes nothing.

    Belongs into the step that writes the alignment or the decision. Returns warnings about paragraphs that are gone,
    which are kept as events.
    """
    archive.db.execute("delete from links where alignment = ? and human is not null", [alignment_id])
    archive.db.execute("update links set overruled_by = null where alignment = ?", [alignment_id])
    (made,) = archive.rows(
        "select alignments.*, recording from alignments join transcripts on transcripts.id = transcript "
        "where alignments.id = ?",
        [alignment_id],
    )
    decisions = _standing(archive, made["release"], made)
    paragraphs = paragraphs_of(archive, made["release"])
    heirs = {one.id: heir(one, paragraphs) for one in decisions if one.paragraph is not None}
    sentences = timed_sentences(archive, made["transcript"])
    counted = counting(decisions, sentences)
    for sentence in sentences:
        if sentence.id in counted:
            _settle(archive, made, sentence, counted[sentence.id], heirs)
    return _missed(archive, made, [one for one in decisions if heirs.get(one.id, 0) is None])


def _settle(
    archive: Archive,
    made: Row,
    sentence: TimedSentence,
    decisions: Sequence[HumanLink],
    heirs: Mapping[int, int | None],
) -> None:
    """Write the links of one sentence that a person decided on, and mark those that do not count any more.

    heirs: the position of each decision's paragraph in this version
    """
    machine = _machine_links(archive, made["id"], sentence)
    named = {position: one.id for one in decisions if (position := heirs.get(one.id)) is not None}
    for link in machine:
        stretch = TimeRange(link["from"], link["to"])
        against = [one.id for one in decisions if overrules(one, sentence.time, stretch)]
        if by := named.get(link["position"]) or max(against, default=None):
            archive.table("links").update(link["id"], {"overruled_by": by})
    for position, decision in sorted(named.items()):
        same = [link for link in machine if link["position"] == position]
        for row in same or [_whole(archive, made, sentence, position)]:
            kept = {name: row[name] for name in _LINK}
            archive.table("links").insert({**kept, "score": 1.0, "human": decision})


_LINK = ("alignment", "segment", "paragraph", "relation", "span_start", "span_end", "start", "end")


def _machine_links(archive: Archive, alignment_id: int, sentence: TimedSentence) -> list[Row]:
    """What the machine found for a sentence: its links with the paragraphs' positions, and from when to when."""
    return archive.rows(
        'select links.*, position, coalesce(links.start, :start) as "from", coalesce(links.end, :end) as "to" '
        "from links join paragraphs on paragraphs.id = paragraph "
        "where alignment = :alignment and segment = :segment and human is null order by links.id",
        {"alignment": alignment_id, "segment": sentence.id, **sentence.time._asdict()},
    )


def _whole(archive: Archive, made: Row, sentence: TimedSentence, position: int) -> Row:
    """A link to the whole of a paragraph of which the machine found nothing in a sentence."""
    (paragraph,) = archive.rows(
        "select id, text from paragraphs where release = ? and position = ?", [made["release"], position]
    )
    span = {"span_start": 0, "span_end": len(paragraph["text"])}
    owners = {"alignment": made["id"], "segment": sentence.id, "paragraph": paragraph["id"]}
    return {**owners, **span, **sentence.time._asdict(), "relation": "paraphrase"}


def _missed(archive: Archive, made: Row, gone: Iterable[HumanLink]) -> list[str]:
    """Warn of decisions whose paragraph this version does not have any more."""
    told = []
    for decision in gone:
        start, end = (clock(second) for second in decision.time)
        paragraph = f"paragraph {decision.paragraph} of an older version"
        told.append(f"{paragraph}, to which {start}–{end} was linked by hand, is gone")
        archive.warn(Event("link", told[-1], made["release"], made["recording"]))
    return told
