"""The page of what was said differently: each paragraph beside what was left out, put in or changed, to be played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from archiver.archive.differences import Difference, release_differences, telling
from archiver.archive.read import media_links_of
from archiver.archive.release_document import written
from archiver.archive.store import Archive, Row
from archiver.display import clock
from archiver.web.archives import ask
from archiver.web.audio_files import sound_address
from archiver.web.briefing_page import BRIEFING_TABLES
from archiver.web.briefing_view import colour_of, day
from archiver.web.pages import archive_of, check_release, render_page

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """A difference as the page shows it.

    told: what it is, in a few words
    at: when it is said; empty where nobody knows
    place: where the briefing's page has it
    sound: what plays it; None where there is no sound
    """

    of: Difference
    told: str
    at: str
    place: str
    sound: str | None


async def show_differences(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/releases/ID/differences``."""
    archive = await archive_of(datasette, request, BRIEFING_TABLES)
    asked = int(request.url_vars["release"])
    release, paths, found = await ask(archive, lambda opened: look_up(opened, asked))
    home = datasette.urls.path("/-/archive")
    shown = [show(one, paths, home) for one in found or ()]
    by_paragraph = {position: list(own) for position, own in groupby(shown, lambda one: one.of.paragraph)}
    context = {
        "release": release,
        "day": day(release["date"]),
        "briefing": f"{home}/releases/{asked}",
        "heard": found is not None,
        "first": [one for one in shown if one.of.matters],
        "names": {one["position"]: one["label"] or str(one["position"]) for one in release["paragraphs"]},
        "paragraphs": [
            {**one, "colour": colour_of(one["position"]), "differences": by_paragraph.get(one["position"], [])}
            for one in release["paragraphs"]
        ],
    }
    return await render_page(datasette, request, "archive_differences.html", context)


def look_up(archive: Archive, release_id: int) -> tuple[Row, Mapping[int, str | None], Sequence[Difference] | None]:
    """The release, where its recordings lie, and what differs; None where nothing was heard. Raises ``Unanswered``."""
    check_release(archive, release_id)
    paths = {link["recording"]: link["path"] for link in media_links_of(archive, release_id)}
    return written(archive, release_id), paths, release_differences(archive, release_id)


def show(one: Difference, paths: Mapping[int, str | None], home: str) -> ShownDifference:
    """A difference with where it is heard.

    paths: where recordings lie, by their numbers
    """
    if one.start is None or one.end is None:
        return ShownDifference(one, telling(one), "", f"{home}/releases/{one.release}#p{one.paragraph}", None)
    time = f"#t={one.start:g},{one.end:g}"
    place = f"{home}/releases/{one.release}?recording={one.recording}{time}"
    sound = sound_address(home, one.sha256, paths.get(one.recording or 0)) if one.sha256 else None
    return ShownDifference(one, telling(one), clock(one.start), place, f"{sound}{time}" if sound else None)
