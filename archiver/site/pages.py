"""The pages of a site: those of the server, rendered to be files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from jinja2 import Environment, PackageLoader

from archiver.archive.store import Archive, Row
from archiver.export.document import Document
from archiver.site.addresses import HOME, SEARCH_PAGE, Place, place_of, public_address
from archiver.site.structured_data import audio_object, description_of, structured_data
from archiver.web.audio_files import extension, media_file
from archiver.web.briefing_page import Briefing, briefing_context, look_up
from archiver.web.briefing_view import script_json
from archiver.web.home_filters import Listed
from archiver.web.home_page import RELEASES_ON_A_PAGE, Glance, home_context
from archiver.web.pages import Paging, Unanswered, frame

Media = Literal["copy", "link", "none"]
RECORDINGS = "recordings"  # the folder of the sound


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it is written.

    sound: the recording that it plays from the site, if it does
    missing: the label of one that it should, and that is not in the archive
    indexed: whether it is found by searching, here and elsewhere: no older version, and no second page with the same
    episode: the release with the recording that the page is about, as exported, where it is to be found
    """

    place: Place
    html: str
    indexed: bool = False
    sound: Row | None = None
    missing: str | None = None
    episode: Document | None = None


@dataclass(frozen=True)
class Site:
    """What all pages of a site have in common.

    title: what it is called
    base: where it will be found, without a slash at its end; None where nobody said so
    media: what becomes of the sound: copied into the site, played from where it was published, or left out
    searchable: whether it has a search page
    """

    archive: Archive
    title: str
    base: str | None
    media: Media
    searchable: bool

    @cached_property
    def templates(self) -> Environment:
        """The server's templates."""
        return Environment(loader=PackageLoader("archiver.web"), autoescape=True)

    def render(self, template: str, place: Place, context: Mapping[str, Any]) -> str:
        """A page as HTML."""
        shown = {
            **frame(place.static, place.to, HOME),
            "archive_name": self.title,
            "search_page": place.leads_to(SEARCH_PAGE) if self.searchable else None,
            "published": True,
            "feeds": self.base,
            "canonical": self.address(place.file),
            "shared_title": self.title,
            **context,
        }
        return self.templates.get_template(template).render(shown)

    def address(self, file: str) -> str | None:
        """Where a file of the site will be found; None where nobody said where the site will be."""
        return None if self.base is None else f"{self.base}/{'' if file == 'index.html' else file}"


def home_pages(site: Site, glance: Glance) -> Iterator[tuple[Place, dict[str, object]]]:
    """The list of all releases and that of each year, page by page: what ``archive_home.html`` shows of each."""
    for year in (None, *(row["year"] for row in glance.years if len(glance.years) > 1)):
        count = max(1, -(-glance.count(year) // RELEASES_ON_A_PAGE))
        for number in range(1, count + 1):
            place = place_of(HOME, year=year, page=number)
            before = place.to(HOME, year=year, page=number - 1) if number > 1 else None
            after = place.to(HOME, year=year, page=number + 1) if number < count else None
            yield place, home_context(site.archive, glance, Listed(year), Paging(number, count, before, after))


def release_pages(site: Site, release: int, newer: int | None) -> Iterator[Page]:
    """The page of a release; where it has several recordings or transcripts, a page for each of them as well.

    newer: the version that took this one's place
    """
    path = f"{HOME}/releases/{release}"
    shown = _look_up(site, release, newer)
    had = [link for link in shown.recordings if link["recording"]]
    several = len(had) > 1 or len(shown.transcripts) > 1
    first = replace(place_of(path), alone=not several)
    lasting = place_of(path, recording=had[0]["recording"]) if several else first
    yield _briefing_page(site, first, shown, lasting, indexed=newer is None and not several)
    for link in had if several else ():
        own = _look_up(site, release, newer, recording=link["recording"])
        place = place_of(path, recording=link["recording"])
        yield _briefing_page(site, place, own, place, indexed=newer is None)
        for older in own.transcripts[1:]:
            asked = {"recording": link["recording"], "transcript": older["id"]}
            place = place_of(path, **asked)
            yield _briefing_page(site, place, _look_up(site, release, newer, **asked), place, indexed=False)


def _look_up(site: Site, release: int, newer: int | None, **asked: int) -> Briefing:
    """What a page shows, without what is not for strangers: who corrected, local addresses, why a download failed."""
    wanted = {name: str(asked[name]) if name in asked else None for name in ("recording", "transcript")}
    found = look_up(site.archive, release, wanted, names=False)
    known = {row["id"] for row in site.archive.rows("select id from published")}
    translations = [one for one in found.release["translations"] if one["id"] in known]
    written = {**found.release, "url": public_address(found.release["url"]), "translations": translations}
    recordings = [{**link, "reason": None} for link in found.recordings]
    return replace(found, release=written, recordings=recordings, newer=newer)


def _briefing_page(site: Site, place: Place, shown: Briefing, lasting: Place, *, indexed: bool) -> Page:
    """A page of a release.

    lasting: the page that goes on showing this recording, whichever is the first one day
    """
    sound, address = _sound(site, place, shown.recording)
    elsewhere = public_address(shown.recording["url"]) if shown.recording and not address else None
    release, canonical = shown.release, site.address(lasting.file)
    absolute = address and (site.address(sound_file(sound)) if sound else address)
    context = {
        **briefing_context(shown, HOME),
        "sound": address,
        "elsewhere": elsewhere,
        "files": {},  # the page itself is one
        "canonical": canonical,
        "shared_title": release["title"],
        "description": description_of(release),
        "shared_sound": absolute,
        "superseded": not indexed and place == lasting,
        "structured": script_json(
            structured_data(release, release["url"], canonical, _audio(shown, absolute or address))
        ),
    }
    lacks = site.media == "copy" and shown.recording and not sound and shown.recording["path"]
    missing = f"{shown.recording['label']} of {release['title']}" if lacks and shown.recording else None
    html = site.render("archive_briefing.html", place, context)
    return Page(place, html, indexed, sound, missing, _episode(shown) if indexed else None)


def _episode(shown: Briefing) -> Document | None:
    if not shown.recording or not shown.said:
        return None
    told = {name: shown.recording[name] for name in ("sha256", "label", "announced_kb", "duration")}
    recording = {"id": shown.recording["recording"], **told, "url": public_address(shown.recording["url"])}
    return {"release": shown.release, "recordings": [{**recording, "transcripts": [shown.said]}]}


def _audio(shown: Briefing, address: str | None) -> dict[str, object] | None:
    recording = shown.recording
    return audio_object(recording["label"], recording["duration"], address, shown.said) if recording else None


def _sound(site: Site, place: Place, recording: Row | None) -> tuple[Row | None, str | None]:
    """The recording that is to be copied, and the address by which a page plays it."""
    if recording is None or site.media == "none":
        return None, None
    if site.media == "link":
        return None, public_address(recording["url"])
    if not is_here(site.archive, recording):
        return None, None
    return recording, place.leads_to(sound_file(recording))


def sound_file(recording: Row) -> str:
    """Where a recording lies on the site: as the server has it."""
    return f"{RECORDINGS}/{recording['sha256']}.{extension(recording['path'])}"


def is_here(archive: Archive, recording: Row) -> bool:
    """Whether the archive has the sound of a recording, in a file that browsers may be given."""
    try:
        return bool(extension(recording["path"])) and media_file(archive.folder, recording).is_file()
    except Unanswered:
        return False
