"""The last step: which sentences of a transcript belong to which paragraphs of a release."""

from __future__ import annotations

from dataclasses import asdict

from archiver import align
from archiver.archive import read, write
from archiver.archive.by_hand import apply_decisions
from archiver.archive.store import Archive, Event
from archiver.reporting import Reporter


def link_release(archive: Archive, release: int, transcript: int, reporter: Reporter, *, again: bool = False) -> bool:
    """Tie a transcript to a release and keep the links; unless ``again``, only if this has not been done before.

    What people decided by hand counts in the new alignment, too.
    """
    known = read.newest_alignment(archive, release, transcript)
    if known and not again and (known["method"], known["version"]) == (align.METHOD, align.VERSION):
        return False
    paragraphs = read.rows(archive, "select text from paragraphs where release = ? order by position", [release])
    segments = read.segments_of(archive, transcript)
    language = read.language_of(archive, release, transcript) or "en"
    reporter.say("linking…")
    links = align.align([row["text"] for row in paragraphs], segments, language)
    with archive.step(Event("alignment", "", release, transcript=transcript)) as event:
        alignment = write.add_alignment(
            archive,
            release,
            transcript,
            links,
            method=align.METHOD,
            version=align.VERSION,
            parameters={"language": language},
        )
        warnings = apply_decisions(archive, alignment)
        linked, touched, by_hand = read.tied(archive, alignment)
        event.message = f"{linked} of {len(segments)} sentences tied to {touched} of {len(paragraphs)} paragraphs"
        event.message += f", {by_hand} of them by hand" if by_hand else ""
    reporter.say(event.message)
    for warning in warnings:
        reporter.warn(warning)
    return True


def closest(archive: Archive, release: int, segment: int) -> read.Row | None:
    """The link that a sentence without one came closest to, as it would be exported; None where nobody can tell."""
    (sentence,) = read.rows(archive, "select transcript, position from segments where id = ?", [segment])
    paragraphs = read.rows(archive, "select text from paragraphs where release = ? order by position", [release])
    said = [one.heard for one in read.segments_of(archive, sentence["transcript"])]
    language = read.language_of(archive, release, sentence["transcript"]) or "en"
    found = align.closest([row["text"] for row in paragraphs], said, sentence["position"] - 1, language)
    if found is None:
        return None
    place = {"paragraph": found.paragraph + 1, "relation": found.relation, "start": None, "end": None}
    told = {"by": "machine", "decided": None, "why": asdict(found.why)}
    return {**place, "score": found.score, "span": list(found.span), **told}
