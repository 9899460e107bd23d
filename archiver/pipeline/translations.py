"""The step between a page and its recordings: the same release in another language, where it is archived as well."""

from __future__ import annotations

from archiver.archive import read, transcripts, write
from archiver.archive.store import Archive, Event, Row
from archiver.archive.translations import declared_translations, tie, translations_of, untied_translation
from archiver.fetch.http import named
from archiver.pipeline.alignment import prepare_alignment
from archiver.pipeline.jobs import NextStep
from archiver.release.formats.translations import other_addresses
from archiver.reporting import Reporter

MOST_TOLD = 3  # addresses in other languages; houses with two dozen languages link to all


def tie_translations(archive: Archive, release_id: int, reporter: Reporter) -> bool:
    """Tie a release to what is the same in another language, and tell where the page says that there is more.

    Returns whether it was tied just now; then its recordings and those of the other want ``go_together``.
    """
    other_id = find_translation(archive, release_id)
    if other_id is not None:
        reporter.say(f"release {release_id}: {tie(archive, release_id, other_id)}")
    known = {one["language"] for one in translations_of(archive, release_id)}
    missing = [one for one in declared_translations(archive, release_id) if one["language"] not in known]
    for one in missing[:MOST_TOLD]:
        reporter.say(f"also in {one['language']}, not archived: {one['url']}")
    if len(missing) > MOST_TOLD:
        reporter.say(f"and in {len(missing) - MOST_TOLD} more languages")
    return other_id is not None


def find_translation(archive: Archive, release_id: int) -> int | None:
    """An archived release that is surely the same in another language: by the links of either page, or by address."""
    url = archive.table("releases").get(release_id)["url"] or ""
    told = {one["url"]: one["language"] for one in declared_translations(archive, release_id)}
    addresses = {named(address): language for address, language in {**other_addresses(url), **told}.items()}
    return untied_translation(archive, release_id, addresses)


def go_together(archive: Archive, release_id: int, reporter: Reporter) -> None:
    """Let a release and its translations, which were tied just now, have each other's recordings and languages."""
    others = translations_of(archive, release_id)
    for other in others:
        _share_recordings(archive, release_id, other["id"])
        _share_recordings(archive, other["id"], release_id)
    group = [archive.table("releases").get(release_id), *others]
    for one in group:
        languages = [other["language"] for other in group if other is not one]
        for transcript_id in transcripts.newest_transcripts(archive, one["id"]):
            among = f"transcript = ? and language in ({', '.join('?' * len(languages))})"
            again = archive.table("segments").count_where(among, [transcript_id, *languages]) > 0
            step: NextStep = prepare_alignment(archive, one["id"], transcript_id, reporter, again=again)
            while step:
                step = step.do(reporter)


def _share_recordings(archive: Archive, release_id: int, other_id: int) -> None:
    """A release of which no recording is known has those of its translation: one briefing was given on both."""
    links: list[Row] = [link for link in read.media_links_of(archive, other_id) if link["recording"]]
    if not links or any(link["recording"] for link in read.media_links_of(archive, release_id)):
        return
    with archive.step(Event("recording", f"has the recordings of its translation, release {other_id}", release_id)):
        for link in links:
            write.take_media_link(archive, release_id, link["id"])
