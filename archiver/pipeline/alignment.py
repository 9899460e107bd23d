"""The last step: which sentences of a transcript belong to which paragraphs of a release."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from archiver import align
from archiver.align.corrections import corrections
from archiver.align.paraphrase.multilingual import ENCODER_LANGUAGES, can_compare
from archiver.align.timing import boundaries as times
from archiver.archive import read, write
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_links import apply_decisions
from archiver.archive.store import Archive, Event, Row
from archiver.errors import DecodingFailed
from archiver.models import Correction, Link, Segment
from archiver.pipeline.jobs import Steps, here
from archiver.recording import audio
from archiver.reporting import Reporter
from archiver.tokens import base_language
from archiver.weights import UNIVERSAL


def link_release(archive: Archive, release: int, transcript: int, reporter: Reporter, *, again: bool = False) -> bool:
    """Do the steps of ``linking`` in this process."""
    return here(linking(archive, release, transcript, reporter, again=again), reporter)


def linking(archive: Archive, release: int, transcript: int, reporter: Reporter, *, again: bool = False) -> Steps[bool]:
    """Tie a transcript to a release and keep the links; unless ``again``, only if this has not been done before.

    What people decided by hand counts in the new alignment, too.
    """
    known = read.newest_alignment(archive, release, transcript)
    if known and not again and (known["method"], known["version"]) == (align.METHOD, align.VERSION):
        return False
    segments = read.segments_of(archive, transcript)
    spoken, written = languages(archive, release, transcript)
    texts = [one.text for one in read.paragraphs_of(archive, release)]
    sound = _sound(archive, transcript)
    links, right, doubts = yield partial(tied, texts, segments, spoken, written, sound)
    with archive.step(Event("alignment", "", release, transcript_id=transcript)) as event:
        parameters = {"language": spoken} | ({"written": written} if written != spoken else {})
        method = write.AlignmentMethod(align.METHOD, align.VERSION, parameters)
        alignment = write.add_alignment(archive, release, transcript, links, method)
        write.add_corrections(archive, alignment, transcript, right)
        warnings = [
            *apply_decisions(archive, alignment),
            *refresh(archive, transcript),
            *_across(spoken, written),
            *doubts,
        ]
        linked, touched, by_hand = read.count_linked(archive, alignment)
        event.message = f"{linked} of {len(segments)} sentences tied to {touched} of {len(texts)} paragraphs"
        event.message += f", {by_hand} of them by hand" if by_hand else ""
    reporter.say(event.message)
    for warning in warnings:
        reporter.warn(warning)
    return True


def tied(
    paragraphs: Sequence[str],
    segments: Sequence[Segment],
    spoken: str,
    written: str,
    sound: tuple[Path, str] | None,
    reporter: Reporter,
) -> tuple[list[Link], list[Correction], list[str]]:
    """The job of linking what was said to what was written, from texts to what is kept, and what is to be said of it.

    sound: the recording's file and its container, None where only a transcript is known
    """
    reporter.say("linking…")
    links = align.align(paragraphs, segments, spoken, written=written)
    links, doubts = _with_times(links, segments, paragraphs, spoken, sound)
    return links, corrections(paragraphs, segments, links, spoken) if spoken == written else [], doubts


def _sound(archive: Archive, transcript: int) -> tuple[Path, str] | None:
    """The file that a transcript was heard in, and its container."""
    row = read.recording_of(archive, transcript)
    return row["path"] and (archive.folder / row["path"], row["format"])


def _with_times(
    links: Sequence[Link],
    segments: Sequence[Segment],
    paragraphs: Sequence[str],
    spoken: str,
    sound: tuple[Path, str] | None,
) -> tuple[list[Link], list[str]]:
    """The links with the times that the sound gives them, where there is any; and what is to be said to people."""
    if sound is None or not times.can_refine(links, spoken):
        return list(links), []
    try:
        samples = audio.samples(*sound)
    except DecodingFailed as error:
        return list(links), [f"{error}; the times of what was read are those of the transcript"]
    return times.refine(links, segments, paragraphs, samples, spoken), []


def languages(archive: Archive, release: int, transcript: int) -> tuple[str, str]:
    """What is spoken and what the release is written in; what is not known is as the other, or English."""
    spoken = base_language(read.language_of(archive, release, transcript) or "en")
    return spoken, base_language(read.language_of(archive, release) or spoken)


def _across(spoken: str, written: str) -> list[str]:
    """What is said to people where speech and release are of two languages that no model here knows."""
    if spoken == written or can_compare(written, spoken):
        return []
    known = {written, spoken} <= ENCODER_LANGUAGES
    hint = f"; `pip install {UNIVERSAL.distribution}` brings a model that knows both" if known else ""
    told = f"the release is in {written!r} and the recording in {spoken!r}: only names and numbers could be compared"
    return [told + hint]


def closest(archive: Archive, release: int, segment: int) -> Row | None:
    """The link that a sentence without one came closest to, as it would be exported; None where nobody can tell."""
    sentence = archive.table("segments").get(segment)
    said = [one.heard for one in read.segments_of(archive, sentence["transcript"])]
    spoken, written = languages(archive, release, sentence["transcript"])
    texts = [one.text for one in read.paragraphs_of(archive, release)]
    found = align.closest(texts, said, sentence["position"] - 1, spoken, written=written)
    if found is None:
        return None
    place = {"paragraph": found.paragraph + 1, "relation": found.relation, "start": None, "end": None}
    told = {"by": "machine", "decided": None, "why": asdict(found.why)}
    return {**place, "score": found.score, "span": list(found.span), **told}
