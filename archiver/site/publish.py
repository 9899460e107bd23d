"""Publishing: writing an archive, or some of its releases, as a static site, and again into the same folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import archiver
from archiver import web
from archiver.archive.store import Archive
from archiver.display import one_line
from archiver.errors import UsageError
from archiver.reporting import Reporter
from archiver.site.addresses import HOME, place_of
from archiver.site.feeds import episode_files, feeds_of
from archiver.site.pages import Media, Page, Site, home_pages, release_pages, sound_file
from archiver.site.scripts import bundle
from archiver.site.search_index import can_search, parts_of, search_files
from archiver.site.selection import only, published_versions
from archiver.site.site_folder import SiteFolder
from archiver.site.sitemap import sitemaps
from archiver.web.audio_files import media_file
from archiver.web.home_page import glance_at
from archiver.web.pages import ARCHIVE_NAME

STATIC = Path(web.__file__).parent / "static"
SCRIPTS = ("briefing.js", "site_search.js")  # what pages load; the other modules are parts of these
STYLES = ("archive.css", "plain.css")
SEARCH_INDEX = "pagefind"  # the folder in which its own script looks for it


@dataclass(frozen=True, slots=True)
class Options:
    """What a person wants of a site.

    base: the address where it will be found, without a slash at its end, for what needs whole addresses
    title: what it is called
    media: what becomes of the sound
    releases: ids of those that are published; all where there is none
    """

    base: str | None = None
    title: str = ARCHIVE_NAME
    media: Media = "copy"
    releases: Sequence[int] = ()


@dataclass(slots=True)
class Published:
    """What is on the site, and what was done for it.

    older: how many older versions of releases keep their pages
    sound_bytes: of the recordings that it has
    missing: recordings whose sound is not in the archive, by label
    new, changed, unchanged, removed: how many files
    left: files that somebody else wrote or changed, and that stay as they are
    """

    releases: int = 0
    older: int = 0
    recordings: int = 0
    sound_bytes: int = 0
    missing: list[str] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    left: list[str] = field(default_factory=list)


def publish(
    archive: Archive, folder: Path, options: Options, reporter: Reporter, *, dry_run: bool = False
) -> Published:
    """Write the site, or with ``dry_run`` only find out what would be written.

    Raises ``UsageError`` for a folder that holds something else, ``OutputError`` where it cannot be written.
    """
    target = SiteFolder(folder, dry_run)
    with only(archive, options.releases):
        stamp = _stamp(archive, options)
        if target.stamp == stamp and target.is_whole():
            return Published(**{**target.notes["told"], "unchanged": len(target.sizes)})
        site = Site(archive, options.title, options.base, options.media, can_search())
        told = Published()
        indexed = _write_releases(site, target, told, reporter)
        _write_lists(site, target)
        if site.base:
            _write_sitemap(site, target, indexed)
            for name, data in feeds_of(site, target.wanted).items():
                target.write(name, data)
        if site.searchable:
            _write_search(site, target, list(indexed), reporter)
        target.notes["told"] = asdict(told)
        target.finish(stamp)
    told.new, told.changed, told.unchanged = target.new, target.changed, target.unchanged
    told.removed, told.left = target.removed, target.left
    return told


def site_title(typed: str) -> str:
    """What a site may be called: a line with letters in it. Raises ``UsageError``."""
    title = one_line(typed)
    if not title:
        raise UsageError("--title has no letters", hint="leave it out, or give the site a name")
    return title


def _write_releases(site: Site, target: SiteFolder, told: Published, reporter: Reporter) -> dict[str, str]:
    """Write the pages of all releases, with their sound; returns which are to be found, with the day of each."""
    indexed: dict[str, str] = {}
    count = site.archive.rows("select count(*) as count from published")[0]["count"]
    with reporter.bar("Publishing", count, "releases") as advance:
        for version in published_versions(site.archive):
            for page in release_pages(site, version["id"], version["newer"]):
                target.write(page.place.file, page.html.encode())
                if page.indexed:
                    indexed[page.place.file] = version["day"]
                _give_sound(site, target, told, page)
                for name, data in episode_files(page.episode).items() if site.base and page.episode else ():
                    target.write(name, data)
            told.older += version["newer"] is not None
            told.releases += version["newer"] is None
            advance(told.releases)
    return indexed


def _give_sound(site: Site, target: SiteFolder, told: Published, page: Page) -> None:
    """Copy what a page plays; tell what is not there to be played."""
    if page.sound and (name := sound_file(page.sound)) not in target.wanted:
        source = media_file(site.archive.folder, page.sound)
        target.copy(name, source, page.sound["sha256"])
        told.recordings += 1
        told.sound_bytes += source.stat().st_size
    if page.missing and page.missing not in told.missing:
        told.missing.append(page.missing)


def _write_lists(site: Site, target: SiteFolder) -> None:
    for page in home_pages(site, glance_at(site.archive)):
        target.write(page.place.file, page.html.encode())
    for name in STYLES:
        target.write(f"static/{name}", (STATIC / name).read_bytes())
    for name in SCRIPTS:
        target.write(f"static/{name}", bundle(STATIC, name).encode())


def _write_sitemap(site: Site, target: SiteFolder, indexed: dict[str, str]) -> None:
    rows = [(f"{site.base}/", None), *((f"{site.base}/{file}", day) for file, day in indexed.items())]
    for name, data in sitemaps(str(site.base), rows).items():
        target.write(name, data)


def _write_search(site: Site, target: SiteFolder, indexed: Sequence[str], reporter: Reporter) -> None:
    """Write the search page and its index, which is made anew only where a page of it is another one."""
    place = place_of(f"{HOME}/search")
    target.write(place.file, site.render("archive_site_search.html", place, {"parts": len(parts_of(indexed))}).encode())
    pages = hashlib.sha256(json.dumps([(name, target.wanted.get(name)) for name in indexed]).encode()).hexdigest()
    if target.notes.get("index") == pages:
        target.keep(SEARCH_INDEX)
    elif not target.dry_run:
        with reporter.bar("Indexing", len(indexed), "pages") as advance:
            for name, data in search_files(target.folder, indexed, advance):
                target.write(f"{SEARCH_INDEX}/{name}", data)
    target.notes["index"] = pages


def _stamp(archive: Archive, options: Options) -> str:
    """What stands for all that a site is made of: the archive as it is now, its sound, the options, our program."""
    digest = hashlib.sha256(json.dumps([asdict(options), can_search()]).encode())
    for name in ("archive.db", "archive.db-wal"):
        file = archive.folder / "db" / name
        found = file.stat() if file.exists() else None
        digest.update(f"{name} {found and (found.st_size, found.st_mtime_ns)}\n".encode())
    for row in archive.rows("select path from recordings where path is not null"):
        file = archive.folder / row["path"]
        digest.update(f"{row['path']} {file.is_file() and file.stat().st_mtime_ns}\n".encode())
    for file in sorted(Path(archiver.__file__).parent.rglob("*.*")):
        if file.suffix in (".py", ".html", ".js", ".css"):
            digest.update(file.read_bytes())
    return digest.hexdigest()
