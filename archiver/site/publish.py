"""Publishing: writing an archive, or some of its releases, as a static site, and again into the same folder."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import archiver
from archiver import web
from archiver.archive.store import Archive, Row
from archiver.display import one_line
from archiver.errors import UsageError
from archiver.reporting import Reporter
from archiver.site.addresses import HOME, place_of
from archiver.site.feeds import episode_files, feeds_of
from archiver.site.fingerprints import fingerprint, fingerprint_of_context
from archiver.site.pages import RECORDINGS, Media, Site, home_pages, release_pages, sound_file
from archiver.site.scripts import bundle
from archiver.site.search_index import PAGES_AT_ONCE, can_search, index_files, parts_of
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
        program = _program(options)
        stamp = _stamp(archive, options, program)
        before = _as_told(target.known.told)
        if before and target.known.stamp == stamp and target.is_whole(target.known.written):
            return replace(before, unchanged=len(target.known.written))
        site = Site(archive, options.title, options.base, options.media, can_search())
        told = Published()
        indexed = _write_releases(site, target, program, told, reporter)
        _write_lists(site, target, program)
        if site.base:
            _write_sitemap(site, target, indexed)
            for name, data in feeds_of(site, target.wanted).items():
                target.write(name, data)
        if site.searchable:
            _write_search(site, target, list(indexed), reporter)
        sound = {name: one for name, one in target.wanted.items() if name.startswith(f"{RECORDINGS}/")}
        told.recordings, told.sound_bytes = len(sound), sum(one.size for one in sound.values())
        target.finish(stamp, asdict(told))
    told.new, told.changed, told.unchanged = target.new, target.changed, target.unchanged
    told.removed, told.left = target.removed, target.left
    return told


def _as_told(kept: Mapping[str, Any]) -> Published | None:
    """What an earlier run told; None where somebody else wrote it."""
    usual = {name: type(value) for name, value in asdict(Published()).items()}
    return Published(**kept) if {name: type(value) for name, value in kept.items()} == usual else None


def site_title(typed: str) -> str:
    """What a site may be called: a line with letters in it. Raises ``UsageError``."""
    title = one_line(typed)
    if not title:
        raise UsageError("--title has no letters", hint="leave it out, or give the site a name")
    return title


def _write_releases(
    site: Site, target: SiteFolder, program: str, told: Published, reporter: Reporter
) -> dict[str, str]:
    """Write the pages of all releases, with their sound; returns which are to be found, with the day of each.

    program: stands for what all pages are made by
    """
    indexed: dict[str, str] = {}
    missing: dict[str, None] = {}
    count = site.archive.rows("select count(*) as count from published")[0]["count"]
    with reporter.bar("Publishing", count, "releases") as advance:
        for version in published_versions(site.archive):
            part = _write_release(site, target, version, program)
            indexed |= dict.fromkeys(part["indexed"], str(version["day"]))
            missing.update(dict.fromkeys(part["missing"]))
            told.older += version["newer"] is not None
            told.releases += version["newer"] is None
            advance(told.releases)
    told.missing = list(missing)
    return indexed


def _write_release(site: Site, target: SiteFolder, version: Row, program: str) -> Mapping[str, list[str]]:
    """Write the pages of one version of a release, unless they were made of what they would be made of now.

    Returns which of them are to be found (``indexed``), and the labels of recordings that are ``missing``.
    """
    name, made_of = f"release {version['id']}", f"{program} {fingerprint(site.archive, version)}"
    if kept := target.again(name, made_of):
        return kept
    with target.part(name, made_of) as told:
        pages = []
        for page in release_pages(site, version["id"], version["newer"]):
            target.write(page.place.file, page.html.encode())
            if page.sound:
                target.copy(sound_file(page.sound), media_file(site.archive.folder, page.sound), page.sound["sha256"])
            for file, data in episode_files(page.episode).items() if site.base and page.episode else ():
                target.write(file, data)
            pages.append((page.place.file, page.indexed, page.missing))
        told["indexed"] = [file for file, is_indexed, _ in pages if is_indexed]
        told["missing"] = [label for _, _, label in pages if label]
    return told


def _write_lists(site: Site, target: SiteFolder, program: str) -> None:
    for place, context in home_pages(site, glance_at(site.archive)):
        name, made_of = f"list {place.file}", f"{program} {fingerprint_of_context(context)}"
        if target.again(name, made_of) is None:
            with target.part(name, made_of):
                target.write(place.file, site.render("archive_home.html", place, context).encode())
    for name in STYLES:
        target.write(f"static/{name}", (STATIC / name).read_bytes())
    for name in SCRIPTS:
        target.write(f"static/{name}", bundle(STATIC, name).encode())


def _write_sitemap(site: Site, target: SiteFolder, indexed: dict[str, str]) -> None:
    rows = [(f"{site.base}/", None), *((f"{site.base}/{file}", day) for file, day in indexed.items())]
    for name, data in sitemaps(str(site.base), rows).items():
        target.write(name, data)


def _write_search(site: Site, target: SiteFolder, indexed: Sequence[str], reporter: Reporter) -> None:
    """Write the search page and its index, of which a part is made anew only where a page in it is another one."""
    place = place_of(f"{HOME}/search")
    parts = parts_of(indexed)
    target.write(place.file, site.render("archive_site_search.html", place, {"parts": len(parts)}).encode())
    with reporter.bar("Indexing", len(indexed), "pages") as advance:
        for number, pages in enumerate(parts, 1):
            name, made_of = f"index {number}", _digest([(page, target.wanted.get(page)) for page in pages])
            if target.dry_run:
                target.spare(name)
            elif target.again(name, made_of) is None:
                with target.part(name, made_of):
                    for file, data in index_files(target.folder, pages):
                        target.write(f"{SEARCH_INDEX}/{'' if number == 1 else f'part-{number}/'}{file}", data)
            advance(min(number * PAGES_AT_ONCE, len(indexed)))


def _stamp(archive: Archive, options: Options, program: str) -> str:
    """What stands for all that a site is made of: the archive as it is now, its sound, and what makes the pages."""
    told: list[object] = [program, options.releases]
    for name in ("archive.db", "archive.db-wal"):
        file = archive.folder / "db" / name
        found = file.stat() if file.exists() else None
        told.append(f"{name} {found and (found.st_size, found.st_mtime_ns)}")
    for row in archive.rows("select path from recordings where path is not null"):
        file = archive.folder / row["path"]
        told.append(f"{row['path']} {file.is_file() and file.stat().st_mtime_ns}")
    return _digest(told)


def _program(options: Options) -> str:
    """What stands for what makes the pages of any release: our program, and what is wanted of the site."""
    wanted = [options.base, options.title, options.media, can_search()]
    digest = hashlib.sha256(json.dumps(wanted).encode())
    for file in sorted(Path(archiver.__file__).parent.rglob("*.*")):
        if file.suffix in (".py", ".html", ".js", ".css"):
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
