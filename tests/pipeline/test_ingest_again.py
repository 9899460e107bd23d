"""Pages that changed or are gone, recordings that stand on several: what is asked for again, and what is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from ingest_examples import PAGE, Notes, assert_sound, media, rows
from scripted_server import Asked, Clock, Server, chunked, moved, scripted, whole

from archiver.archive.edit import edit_release
from archiver.archive.store import open_archive
from archiver.demo import RECORDING
from archiver.errors import DownloadFailed
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness
from archiver.pipeline.ingest import IngestOutcome, fetch_missing, ingest_page
from archiver.pipeline.page import captured_bytes
from archiver.pipeline.reread import reread_releases
from archiver.pipeline.run import GivenMedia, IngestOptions, Run

FIRST = (PAGE % '<p>Press briefing <a href="/audio/briefing.mp3">(.MP3)</a></p>').encode()
SECOND = FIRST.replace(b"at night", b"by day")
SOUND = RECORDING.read_bytes()
Answer = Iterable[bytes]


@dataclass
class House:
    """A house whose pages a test exchanges, and what it was asked for."""

    server: Server
    pages: dict[str, Answer] = field(default_factory=dict)

    def answer(self, asked: Asked) -> Answer:
        return self.pages.get(asked.path.partition("?")[0]) or whole(b"gone", 404)

    @property
    def asked(self) -> list[str]:
        return [asked.path.partition("?")[0] for asked in self.server.asked]

    def forget(self) -> None:
        self.server.asked.clear()


@pytest.fixture
def house() -> Iterator[House]:
    houses: list[House] = []
    with scripted(lambda asked: houses[0].answer(asked)) as server:
        houses.append(House(server, {"/a.htm": whole(FIRST), "/audio/briefing.mp3": whole(SOUND)}))
        yield houses[0]


def take(
    house: House, folder: Path, path: str = "/a.htm", *, wayback: bool = False, notes: Notes | None = None
) -> IngestOutcome:
    politeness = Politeness(allow_private=True, pause=0.0, wayback=house.server.url + "/past" if wayback else None)
    notes = notes or Notes()
    with open_archive(folder, create=True) as archive:
        web = Web(politeness, notes, Clock().environment())
        return ingest_page(Run(archive, IngestOptions(transcribe=False), notes, web), house.server.url + path)


@contextmanager
def no_more(house: House, *paths: str) -> Iterator[None]:
    """Nothing but these paths is asked for meanwhile."""
    house.forget()
    yield
    assert house.asked == list(paths)


def past(house: House, path: str, *days: str) -> Answer:
    """The index of a web archive that captured a path on these days, as 20060402."""
    kept = "".join(f'["{day}101112","{house.server.url}{path}","200","text/html"],' for day in days)
    return whole(f'[["timestamp","original","statuscode","mimetype"],{kept.rstrip(",")}]'.encode())


def memento(house: House, path: str, day: str) -> str:
    return f"/past/web/{day}101112id_/{house.server.url}{path}"


def test_a_page_is_kept_as_a_web_archive_keeps_it(house: House, tmp_path: Path) -> None:
    take(house, tmp_path)
    assert rows(tmp_path, "select substr(path, -8), status, size from captures") == [(".warc.gz", 200, len(FIRST))]
    assert_sound(tmp_path)
    with open_archive(tmp_path) as archive:
        (capture,) = archive.db.query("select * from captures")
        assert captured_bytes(archive, capture) == FIRST
        assert [outcome.failures for outcome in reread_releases(archive, None, Notes())] == [[]]


def test_the_headers_of_a_recording_are_kept(house: House, tmp_path: Path) -> None:
    house.pages["/audio/briefing.mp3"] = whole(SOUND, ETag='"s"', Content_Type="audio/mpeg", X_Odd="kept, too")
    take(house, tmp_path)
    ((etag, kind, headers),) = rows(tmp_path, "select etag, media_type, headers from downloads")
    assert (etag, kind) == ('"s"', "audio/mpeg")
    assert '["X-Odd", "kept, too"]' in headers


@pytest.mark.parametrize(
    ("first", "mark"),
    [
        (whole(FIRST, ETag='"1"'), '"1"'),
        (whole(FIRST, Last_Modified="Fri, 31 Mar 2006 10:00:00 GMT"), "Fri, 31 Mar 2006 10:00:00 GMT"),
    ],
)
def test_a_page_with_marks_is_asked_for_by_them(house: House, tmp_path: Path, first: Answer, mark: str) -> None:
    house.pages["/a.htm"] = first
    take(house, tmp_path)
    house.pages["/a.htm"] = whole(b"", 304)
    with no_more(house, "/a.htm"):
        assert not take(house, tmp_path).changed
    asked = house.server.asked[-1].headers
    assert mark in (asked.get("if-none-match"), asked.get("if-modified-since"))


def test_a_page_without_marks_is_known_by_its_bytes(house: House, tmp_path: Path) -> None:
    take(house, tmp_path)
    house.pages["/a.htm"] = chunked(FIRST)
    with no_more(house, "/a.htm"):
        assert not take(house, tmp_path).changed
    assert rows(tmp_path, "select count(*) from captures") == [(1,)]


def test_a_page_that_changed_and_changed_back(house: House, tmp_path: Path) -> None:
    for body in (FIRST, SECOND, FIRST, FIRST):
        house.pages["/a.htm"] = whole(body)
        take(house, tmp_path)
    assert rows(tmp_path, "select id, replaces, capture from releases") == [(1, None, 1), (2, 1, 2), (3, 2, 3)]
    assert rows(tmp_path, "select count(*), count(distinct sha256), count(distinct path) from captures") == [(3, 2, 3)]
    assert rows(tmp_path, "select distinct recording from release_recordings") == [(1,)]
    assert_sound(tmp_path)


def test_what_was_put_right_stays_in_a_newer_version(house: House, tmp_path: Path) -> None:
    take(house, tmp_path)
    with open_archive(tmp_path) as archive:
        edit_release(archive, 1, {"title": "On quays", "number": ""})
    house.pages["/a.htm"] = whole(SECOND)
    take(house, tmp_path)
    told = "select title, number, date, edited from releases where id = 2"
    assert rows(tmp_path, told) == [("On quays", None, "2006-03-31", '["title", "number"]')]


def test_a_page_that_is_gone_stays_as_it_was_archived(house: House, tmp_path: Path) -> None:
    take(house, tmp_path)
    del house.pages["/a.htm"]
    with pytest.raises(DownloadFailed, match="answered 404 Because; release 1 stays as it was archived on 20"):
        take(house, tmp_path)
    with no_more(house, "/a.htm"):
        assert not take(house, tmp_path, wayback=True).changed


@pytest.mark.parametrize(
    "buried", [whole(b"", 410), moved("/"), moved("/error404.html")], ids=["gone", "front page", "error page"]
)
def test_a_dead_page_as_a_web_archive_has_it(house: House, tmp_path: Path, buried: Answer) -> None:
    house.pages |= {"/a.htm": buried, "/": whole(b"<p>Welcome to the Harbour Union and all its quays.")}
    house.pages["/error404.html"] = whole(b"<p>This page has been lost, and we regret that very much.")
    house.pages["/past/cdx/search/cdx"] = past(house, "/a.htm", "20060402", "20110101")
    house.pages[memento(house, "/a.htm", "20060402")] = whole(FIRST, Content_Type="text/html")
    outcome = take(house, tmp_path, wayback=True)
    assert (outcome.title, outcome.failures) == ("Statement on harbour safety", [])
    address = house.server.url + "/a.htm"
    assert rows(tmp_path, "select url, base, memento from captures") == [(address, address, "2006-04-02T10:11:12Z")]
    assert rows(tmp_path, "select url, recording from release_recordings") == [
        (house.server.url + "/audio/briefing.mp3", 1)
    ]
    assert_sound(tmp_path)
    live = house.asked[: house.asked.index("/past/cdx/search/cdx")]
    with no_more(house, *live):
        assert not take(house, tmp_path, wayback=True).changed


def test_a_capture_that_is_of_no_use_is_followed_by_the_next(house: House, tmp_path: Path) -> None:
    del house.pages["/a.htm"]
    house.pages["/past/cdx/search/cdx"] = past(house, "/a.htm", "20060402", "20060403")
    house.pages[memento(house, "/a.htm", "20060403")] = whole(
        FIRST, Content_Type="text/html", Memento_Datetime="Mon, 03 Apr 2006 10:11:12 GMT"
    )
    assert take(house, tmp_path, wayback=True).changed
    assert rows(tmp_path, "select memento from captures") == [("2006-04-03T10:11:12Z",)]


def test_a_page_that_nobody_has(house: House, tmp_path: Path) -> None:
    del house.pages["/a.htm"]
    house.pages["/past/cdx/search/cdx"] = whole(b"[]")
    with pytest.raises(DownloadFailed, match=r"answered 404 Because, and http://.*/past has no capture of it"):
        take(house, tmp_path, wayback=True)
    assert media(tmp_path) == []


def test_without_asking_a_front_page_is_archived_with_a_doubt(house: House, tmp_path: Path) -> None:
    house.pages |= {"/a.htm": moved("/"), "/": whole(FIRST)}
    notes = Notes()
    take(house, tmp_path, notes=notes)
    assert any("perhaps because the page is gone" in line for line in notes.warnings)


@pytest.mark.parametrize("buried", [whole(b"", 404), whole(b"<p>Not found", Content_Type="text/html"), moved("/")])
def test_a_dead_recording_as_a_web_archive_has_it(house: House, tmp_path: Path, buried: Answer) -> None:
    house.pages |= {"/audio/briefing.mp3": buried, "/": whole(b"<p>Welcome", Content_Type="text/html")}
    house.pages["/past/cdx/search/cdx"] = past(house, "/audio/briefing.mp3", "20010101", "20060330", "20060402")
    house.pages[memento(house, "/audio/briefing.mp3", "20060330")] = whole(b"<p>Lost", Content_Type="text/html")
    house.pages[memento(house, "/audio/briefing.mp3", "20060402")] = whole(SOUND, Content_Type="audio/mpeg")
    outcome = take(house, tmp_path, wayback=True)
    assert outcome.failures == []
    asked = house.server.url + "/audio/briefing.mp3"
    assert rows(tmp_path, "select url, memento from downloads") == [(asked, "2006-04-02T10:11:12Z")]
    assert_sound(tmp_path)


def test_a_dead_playlist_and_the_dead_file_that_it_names(house: House, tmp_path: Path) -> None:
    house.pages = {"/a.htm": whole(FIRST.replace(b"briefing.mp3", b"briefing.ram"))}
    named = f"{house.server.url}/audio/briefing.mp3".encode()
    house.pages[memento(house, "/audio/briefing.ram", "20060402")] = whole(named)
    house.pages[memento(house, "/audio/briefing.mp3", "20060402")] = whole(SOUND)
    indexes = iter(past(house, f"/audio/briefing.{form}", "20060402") for form in ("ram", "mp3"))
    answer = house.answer
    house.answer = lambda asked: next(indexes) if "/cdx" in asked.path else answer(asked)  # type: ignore[method-assign]
    assert take(house, tmp_path, wayback=True).failures == []
    assert rows(tmp_path, "select size from recordings") == [(len(SOUND),)]


def test_a_recording_on_two_pages_is_downloaded_once(house: House, tmp_path: Path) -> None:
    house.pages["/b.htm"] = whole(SECOND)
    take(house, tmp_path)
    with no_more(house, "/b.htm"):
        assert take(house, tmp_path, "/b.htm").changed
    assert rows(tmp_path, "select release, recording from release_recordings") == [(1, 1), (2, 1)]
    assert rows(tmp_path, "select count(*) from recordings") == [(1,)]


def ages(folder: Path) -> None:
    """Let the downloads of an archive be a week old."""
    with open_archive(folder) as archive:
        archive.db.execute("update downloads set downloaded = '2006-04-01T00:00:00Z'")
        archive.db.conn.commit()


@pytest.mark.parametrize(
    ("before", "after", "asked"),
    [
        (whole(SOUND, ETag='"1"'), whole(b"", 304), 1),
        (whole(SOUND, ETag='"1"'), whole(SOUND, ETag='"1"'), 1),
        (whole(SOUND, ETag='"1"'), whole(SOUND[:-4000], ETag='"2"'), 2),
        (whole(SOUND), whole(SOUND), 1),
        (whole(SOUND), whole(SOUND[:-4000]), 2),
    ],
)
def test_an_old_address_is_asked_whether_it_still_brings_the_same(
    house: House, tmp_path: Path, before: Answer, after: Answer, asked: int
) -> None:
    house.pages |= {"/b.htm": whole(SECOND), "/audio/briefing.mp3": before}
    take(house, tmp_path)
    ages(tmp_path)
    house.pages["/audio/briefing.mp3"] = after
    with no_more(house, "/b.htm", *["/audio/briefing.mp3"] * asked):
        take(house, tmp_path, "/b.htm")
    assert rows(tmp_path, "select count(*) from recordings") == [(asked,)]


def test_one_recording_by_two_addresses_is_stored_once(house: House, tmp_path: Path) -> None:
    house.pages["/b.htm"] = whole(SECOND.replace(b"/audio/briefing", b"/mirror/copy"))
    house.pages["/mirror/copy.mp3"] = whole(SOUND)
    for path in ("/a.htm", "/b.htm"):
        take(house, tmp_path, path)
    assert rows(tmp_path, "select recording from release_recordings") == [(1,), (1,)]
    assert rows(tmp_path, "select recording, url like '%copy%' from downloads") == [(1, 0), (1, 1)]


def again(house: House, folder: Path, given: GivenMedia | None = None, *, wayback: bool = False) -> IngestOutcome:
    politeness = Politeness(allow_private=True, pause=0.0, wayback=house.server.url + "/past" if wayback else None)
    options = IngestOptions(given or GivenMedia(), transcribe=False)
    with open_archive(folder) as archive:
        return fetch_missing(Run(archive, options, Notes(), Web(politeness, environment=Clock().environment())), 1)


def test_what_was_not_obtained_is_tried_again(house: House, tmp_path: Path) -> None:
    del house.pages["/audio/briefing.mp3"]
    assert "answered 404" in take(house, tmp_path).failures[0]
    assert "answered 404" in again(house, tmp_path).failures[0]
    house.pages["/audio/briefing.mp3"] = whole(SOUND)
    with no_more(house, "/audio/briefing.mp3"):
        assert again(house, tmp_path).changed
    with no_more(house):
        assert not again(house, tmp_path).changed
    assert rows(tmp_path, "select recording, reason from release_recordings") == [(1, None)]


def test_what_is_gone_by_now_is_fetched_from_a_web_archive(house: House, tmp_path: Path) -> None:
    house.pages["/audio/briefing.mp3"] = whole(b"", 404)
    take(house, tmp_path)
    house.pages["/past/cdx/search/cdx"] = past(house, "/audio/briefing.mp3", "20060402")
    house.pages[memento(house, "/audio/briefing.mp3", "20060402")] = whole(SOUND)
    assert again(house, tmp_path, wayback=True).changed


def test_a_recording_is_attached_later_by_hand(house: House, tmp_path: Path) -> None:
    del house.pages["/audio/briefing.mp3"]
    take(house, tmp_path)
    with no_more(house):
        assert again(house, tmp_path, GivenMedia(audio=(str(RECORDING),))).changed
    assert rows(tmp_path, "select label, recording from release_recordings") == [("Press briefing", 1)]


def test_a_password_in_an_address_is_kept_nowhere(house: House, tmp_path: Path) -> None:
    politeness = Politeness(allow_private=True, pause=0.0)
    with open_archive(tmp_path, create=True) as archive:
        address = house.server.url.replace("//", "//reader:s3cret@") + "/a.htm#top"
        ingest_page(Run(archive, IngestOptions(transcribe=False), Notes(), Web(politeness)), address)
        assert "s3cret" not in "\n".join(archive.db.iterdump())
    assert rows(tmp_path, "select url from releases") == [(house.server.url + "/a.htm",)]


def test_a_304_about_another_page_says_nothing(house: House, tmp_path: Path) -> None:
    house.pages["/a.htm"] = whole(FIRST, Last_Modified="Fri, 31 Mar 2006 10:00:00 GMT")
    take(house, tmp_path)
    house.pages |= {"/a.htm": moved("/elsewhere/b.htm")}
    answer = house.answer
    house.answer = lambda asked: (  # type: ignore[method-assign]
        whole(b"", 304) if "if-modified-since" in asked.headers and "b.htm" in asked.path else answer(asked)
    )
    house.pages["/elsewhere/b.htm"] = whole(SECOND)
    assert take(house, tmp_path).changed


def test_what_a_list_added_stays_with_a_page_that_changed(house: House, tmp_path: Path) -> None:
    take(house, tmp_path)
    with open_archive(tmp_path) as archive:
        archive.table("release_recordings").insert(
            {"release": 1, "position": 2, "label": "Later", "url": "http://x/later.mp3", "reason": "404", "by_hand": 1}
        )
        archive.db.conn.commit()
    house.pages["/a.htm"] = whole(SECOND)
    take(house, tmp_path)
    kept = rows(tmp_path, "select label, url from release_recordings where release = 2 and by_hand")
    assert kept == [("Later", "http://x/later.mp3")]


def test_the_marks_of_a_recording_say_nothing_of_its_playlist(house: House, tmp_path: Path) -> None:
    house.pages["/audio/briefing.mp3"] = whole(SOUND, ETag='"1"')
    for path in ("/a.htm", "/b.htm"):
        house.pages[path] = whole(FIRST.replace(b"briefing.mp3", b"briefing.ram").replace(b"safety", path.encode()))
    house.pages["/audio/briefing.ram"] = whole(b"briefing.mp3\n")
    take(house, tmp_path)
    ages(tmp_path)
    house.pages["/audio/other.mp3"] = whole(SOUND[:-4000])
    answers = iter([whole(b"", 304), whole(b"other.mp3\n")])
    answer = house.answer
    house.answer = lambda asked: next(answers) if asked.path.endswith(".ram") else answer(asked)  # type: ignore[method-assign]
    take(house, tmp_path, "/b.htm")
    assert rows(tmp_path, "select release, recording from release_recordings order by release") == [(1, 1), (2, 2)]


def test_a_password_is_not_in_the_doubt_about_a_front_page(house: House, tmp_path: Path) -> None:
    house.pages |= {"/a.htm": moved("/"), "/": whole(FIRST)}
    politeness = Politeness(allow_private=True, pause=0.0)
    with open_archive(tmp_path, create=True) as archive:
        address = house.server.url.replace("//", "//reader:s3cret@") + "/a.htm"
        ingest_page(Run(archive, IngestOptions(transcribe=False), Notes(), Web(politeness)), address)
        dump = "\n".join(archive.db.iterdump())
    assert "perhaps because the page is gone" in dump
    assert "s3cret" not in dump
