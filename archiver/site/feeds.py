"""The feeds of a site, and the texts of its episodes."""

from __future__ import annotations

import mimetypes
from collections.abc import Container, Mapping

from archiver.archive.episodes import newest_episodes, newest_releases
from archiver.archive.store import Row
from archiver.export.document import Document
from archiver.export.feeds import MOST, Channel, episode_file, podcast_feed, releases_feed
from archiver.site.addresses import HOME, file_of, public_address
from archiver.site.pages import Site, sound_file
from archiver.web.audio_files import MEDIA_TYPES, extension
from archiver.web.feed_pages import EPISODE_FORMS


def feeds_of(site: Site, files: Container[str]) -> Mapping[str, bytes]:
    """The feeds by their names.

    files: what the site has
    """

    def page(release: int, recording: int | None) -> str:
        path = f"{HOME}/releases/{release}"
        own = file_of(path, recording=recording)
        return f"{site.base}/{own if own in files else file_of(path)}"

    def sound(recording: Row) -> tuple[str, str] | None:
        if site.media == "link" and (address := public_address(recording["url"])):
            return address, mimetypes.guess_type(address)[0] or MEDIA_TYPES.get(
                extension(recording["path"]), "audio/mpeg"
            )
        name = sound_file(recording)
        return (f"{site.base}/{name}", MEDIA_TYPES[extension(recording["path"])]) if name in files else None

    channel = Channel(site.title, str(site.base), f"{site.base}/", page, sound)
    return {
        "feed.rss": podcast_feed(channel, newest_episodes(site.archive, MOST)),
        "feed.atom": releases_feed(channel, newest_releases(site.archive, MOST)),
    }


def episode_files(episode: Document) -> Mapping[str, bytes]:
    """The transcripts and chapters of one recording of a release, by their names."""
    release, recording = episode["release"]["id"], episode["recordings"][0]["id"]
    return {
        episode_file(release, recording, ending): render(episode).encode() for ending, render in EPISODE_FORMS.items()
    }
