"""A page is kept byte for byte, with what was read from it, and once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import archive_with
from step_examples import PARAGRAPHS, page, read_and_keep

from archiver.archive import read, release_history, write
from archiver.archive.files import taking_in
from archiver.archive.store import Archive, Event, open_archive
from archiver.errors import NoParagraphs, NotAPage
from archiver.models import Capture, MediaLink, Paragraph, Recording, Release
from archiver.release import READER

archive = archive_with()


def test_the_bytes_and_what_was_read_from_them(archive: Archive) -> None:
    release, title, new = read_and_keep(archive, page(url="http://example.org/p.txt"))
    assert (release, title, new) == (1, "Statement on harbour safety", True)
    (capture,) = archive.rows("select * from captures")
    assert (archive.folder / capture["path"]).read_bytes() == page().data
    assert (capture["url"], capture["source"], capture["size"]) == (
        "http://example.org/p.txt",
        "release.txt",
        len(page().data),
    )
    assert [row["text"] for row in archive.rows("select text from paragraphs")] == list(PARAGRAPHS)


def test_how_to_read_the_bytes_again_is_kept_with_them(archive: Archive) -> None:
    redirected = replace(page(url="http://example.org/p.txt"), base="https://www.example.org/docu/p.txt")
    read_and_keep(archive, redirected)
    assert archive.rows("select base, media_type from captures") == [
        {"base": "https://www.example.org/docu/p.txt", "media_type": "text/plain"}
    ]
    assert archive.rows("select reader from releases") == [{"reader": READER}]


@pytest.mark.parametrize(
    ("data", "media_type", "extension"),
    [
        (None, "text/plain", "txt"),
        (None, None, "txt"),
        (b"<HTML><p>1. The ministers deplore the flooding of the old quays.</p></HTML>", None, "html"),
        (b"<p>1. The ministers deplore the flooding of the old quays.</p>", "text/html; charset=utf-8", "html"),
    ],
)
def test_a_page_is_called_what_it_is(
    archive: Archive, data: bytes | None, media_type: str | None, extension: str
) -> None:
    read_and_keep(archive, replace(page(), data=data or page().data, media_type=media_type))
    assert [Path(row["path"]).suffix for row in archive.rows("select path from captures")] == [f".{extension}"]


@pytest.mark.parametrize(
    ("other", "new"),
    [
        (page(), False),
        (replace(page(), name="copy.txt"), False),
        (page(url="http://example.org/p.txt"), True),
        (page("Press briefing (.MP3/9kb)"), True),
    ],
)
def test_the_same_page_is_only_found_again(archive: Archive, other: object, new: bool) -> None:
    read_and_keep(archive, page())
    assert read_and_keep(archive, other)[2] == new  # type: ignore[arg-type]
    assert len(archive.rows("select 1 from releases")) == 1 + new


def test_what_the_reader_doubted_is_kept(archive: Archive) -> None:
    undated = replace(page(), data=page().data.replace(b"31 March 2006", b""))
    release, _, _ = read_and_keep(archive, undated)
    assert "no date found" in release_history.warnings_of(archive, release)


@pytest.mark.parametrize(("data", "error"), [(b"", NotAPage), (b"<html><body></body></html>", NoParagraphs)])
def test_the_error_names_the_page(archive: Archive, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"^release\.txt: the page"):
        read_and_keep(archive, replace(page(), data=data, media_type=None))
    assert archive.rows("select 1 from captures union select 1 from events") == []


def test_a_recording_stays_with_the_newer_version_of_its_page(tmp_path: Path) -> None:
    address = "http://press.example.org/a.htm"
    with open_archive(tmp_path, create=True) as archive:
        for version, media in (("first", (MediaLink("Briefing", "http://press.example.org/a.mp3"),)), ("second", ())):
            release = Release(version, (Paragraph(1, "The lock is closed."),), media, url=address)
            with archive.step(Event("page")), taking_in([version.encode()], tmp_path) as incoming:
                found = Capture("a.htm", f"media/{version}", incoming.sha256, incoming.size, address)
                capture = write.add_capture(archive, found)
                key = write.add_release(archive, capture, release)
                if media:
                    (link,) = read.media_links_of(archive, key)
                    sound = Recording("00" * 32, "media/00/x.mp3", 9, "mp3", "mp3", 1.0, 64_000, 1, 22_050)
                    write.attach(archive, link["id"], write.add_recording(archive, sound, 1.0, [1]))
        (link,) = read.media_links_of(archive, key)
    assert (link["release"], link["label"], link["recording"], link["reason"]) == (2, "Briefing", 1, None)
