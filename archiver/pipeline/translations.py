"""The step between a page and its recordings: the same release in another language, where it is archived as well."""

from __future__ import annotations

from archiver.archive import read, write
from archiver.archive.store import Archive, Event, Row
from archiver.archive.translations import declared_translations, tie, translations_of, untied_translation
from archiver.fetch.http import named
from archiver.release.formats.translations import other_addresses
from archiver.reporting import Reporter

MOST_TOLD = 3  # addresses in other languages; houses with two dozen languages link to all


def tie_translations(archive: Archive, release_id: int, reporter: Reporter) -> None:
    """Tie a release to what is the same in another language, and tell where the page says that there is more."""
    other_id = find_translation(archive, release_id)
    if other_id is not None:
        reporter.say(f"release {release_id}: {tie(archive, release_id, other_id)}")
        share_recordings(archive, release_id, other_id)
        share_recordings(archive, other_id, release_id)
    known = {one["language"] for one in translations_of(archive, release_id)}
    missing = [one for one in declared_translations(archive, release_id) if one["language"] not in known]
    for one in missing[:MOST_TOLD]:
        reporter.say(f"also in {one['language']}, not archived: {one['url']}")
    if len(missing) > MOST_TOLD:
        reporter.say(f"and in {len(missing) - MOST_TOLD} more languages")


def find_translation(archive: Archive, release_id: int) -> int | None:
    """An archived release that is surely the same in another language: by the links of either page, or by address."""
    url = archive.table("releases").get(release_id)["url"] or ""
    told = {one["url"]: one["language"] for one in declared_translations(archive, release_id)}
    addresses = {named(address): language for address, language in {**other_addresses(url), **told}.items()}
    return untied_translation(archive, release_id, addresses)


def share_recordings(archive: Archive, release_id: int, other_id: int) -> None:
    """A release that names no recording has those of its translation: one briefing was given on both."""
    links: list[Row] = read.media_links_of(archive, other_id)
    if not links or read.media_links_of(archive, release_id):
        return
    with archive.step(Event("recording", f"has the recordings of its translation, release {other_id}", release_id)):
        for link in links:
            write.take_media_link(archive, release_id, link["id"])
