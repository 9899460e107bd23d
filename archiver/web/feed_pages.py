"""Feeds from the server, and the transcripts and chapters that they point to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from datasette import Response

from archiver.archive.episodes import episode_document, newest_episodes, newest_releases
from archiver.archive.store import Archive, Row
from archiver.export.as_chapters import render_chapters
from archiver.export.as_srt import render_srt
from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document
from archiver.export.feeds import CHAPTERS, CHAPTERS_TYPE, MOST, TRANSCRIPTS, Channel, podcast_feed, releases_feed
from archiver.export.podcast import render_podcast_transcript
from archiver.web.archives import ask
from archiver.web.audio_files import MEDIA_TYPES, extension, media_file
from archiver.web.briefing_page import BRIEFING_TABLES
from archiver.web.pages import ARCHIVE_NAME, PAGE_HEADERS, Unanswered, archive_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

FEED_TYPES = {"rss": "application/rss+xml", "atom": "application/atom+xml"}
EPISODE_TYPES: Mapping[str, str] = {**TRANSCRIPTS, CHAPTERS: CHAPTERS_TYPE}
EPISODE_FORMS: Mapping[str, Callable[[Document], str]] = {
    "vtt": render_vtt,
    "srt": render_srt,
    "json": render_podcast_transcript,
    CHAPTERS: render_chapters,
}


async def show_feed(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/feed.rss``, the recordings, and ``/-/archive/feed.atom``, the releases."""
    database = await archive_of(datasette, request, BRIEFING_TABLES)
    base = datasette.absolute_url(request, datasette.urls.path("/-/archive"))
    kind = request.url_vars["kind"]

    def written(archive: Archive) -> bytes:
        channel = Channel(
            ARCHIVE_NAME, base, base, lambda *key: _page(base, *key), lambda one: _sound(archive, base, one)
        )
        if kind == "rss":
            return podcast_feed(channel, newest_episodes(archive, MOST))
        return releases_feed(channel, newest_releases(archive, MOST))

    return _answer(await ask(database, written), FEED_TYPES[kind])


async def show_episode(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/episodes/RELEASE-RECORDING.vtt`` and its like: the newest transcript of one recording."""
    database = await archive_of(datasette, request, BRIEFING_TABLES)
    release, recording = int(request.url_vars["release"]), int(request.url_vars["recording"])
    form = request.url_vars["form"]
    found = await ask(database, lambda archive: episode_document(archive, release, recording))
    if found is None:
        raise Unanswered(
            "There is no such transcript", "No release of this archive has a transcript of that recording."
        )
    return _answer(EPISODE_FORMS[form](found).encode(), EPISODE_TYPES[form])


def _page(base: str, release: int, recording: int | None) -> str:
    return f"{base}/releases/{release}" + (f"?recording={recording}" if recording else "")


def _sound(archive: Archive, base: str, recording: Row) -> tuple[str, str] | None:
    """The address and type of a recording that browsers may be given."""
    ending = extension(recording["path"])
    try:
        media_file(archive.folder, recording)
    except Unanswered:
        return None
    return (f"{base}/recordings/{recording['sha256']}.{ending}", MEDIA_TYPES[ending]) if ending else None


def _answer(data: bytes, media_type: str) -> Response:
    return Response(data, headers=dict(PAGE_HEADERS), content_type=f"{media_type}; charset=utf-8")
