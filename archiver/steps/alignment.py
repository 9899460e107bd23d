"""The last step: which sentences of a transcript belong to which paragraphs of a release."""

from __future__ import annotations

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
