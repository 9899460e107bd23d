"""The last step: which sentences of a transcript belong to which paragraphs of a release."""

from __future__ import annotations

from archiver import align
from archiver.archive import read, write
from archiver.archive.store import Archive, Event
from archiver.reporting import Reporter


def link_release(archive: Archive, release: int, transcript: int, reporter: Reporter, *, again: bool = False) -> bool:
    """Tie a transcript to a release and keep the links; unless ``again``, only if this has not been done before."""
    known = read.newest_alignment(archive, release, transcript)
    if known and not again and (known["method"], known["version"]) == (align.METHOD, align.VERSION):
        return False
    paragraphs = read.rows(archive, "select text from paragraphs where release = ? order by position", [release])
    segments = read.segments_of(archive, transcript)
    language = read.language_of(archive, release, transcript) or "en"
    reporter.say("linking…")
    links = align.align([row["text"] for row in paragraphs], segments, language)
    with archive.step(Event("alignment", "", release, transcript=transcript)) as event:
        write.add_alignment(
            archive,
            release,
            transcript,
            links,
            method=align.METHOD,
            version=align.VERSION,
            parameters={"language": language},
        )
        linked, touched = len({link.segment for link in links}), len({link.paragraph for link in links})
        event.message = f"{linked} of {len(segments)} sentences tied to {touched} of {len(paragraphs)} paragraphs"
    reporter.say(event.message)
    return True
