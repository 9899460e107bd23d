"""Lists of pages: what is there is skipped, what fails stops nothing, and a stopped run is gone on with."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from ingest_examples import Notes, assert_sound, letters, listen_at_once, rows
from scripted_server import Asked, Clock, Server, moved, scripted, whole

from archiver.archive.store import open_archive
from archiver.demo import RECORDING
from archiver.errors import ArchiveLocked, NotAPage, Refused, SourceNotFound
from archiver.fetch.client import Web
from archiver.fetch.politeness import Politeness
from archiver.page.lists import ListedPage
from archiver.pipeline import batch as batch_module
from archiver.pipeline.batch import Batch, Wanted, archive_listed, read_list, summary
from archiver.pipeline.run import IngestOptions, Run

SOUND = RECORDING.read_bytes()


def page(number: int) -> bytes:
    """A statement; three and four share a recording, five has none that can be had."""
    sound = {3: "shared", 4: "shared", 5: "missing"}.get(number)
    media = f'<p>Press briefing <a href="/{sound}.mp3">(.MP3)</a></p>' if sound else ""
    return (
        f"<html><h1>Statement {number} on harbour safety</h1><p>{number} March 2006</p>{media}"
        f"<p>1. The ministers deplore the flooding of quay {number} and thank the pilots for their help.</p></html>"
    ).encode()


def answer(asked: Asked) -> list[bytes]:
    name = asked.path.strip("/")
    if name == "index.htm":
        return whole("".join(f'<li>{n} March 2006 <a href="{n}.htm">Statement {n}</a>' for n in range(1, 7)).encode())
    if name == "shared.mp3":
        return whole(SOUND)
    number = int(name.removesuffix(".htm")) if name.removesuffix(".htm").isdecimal() else 6
    return whole(page(number), Content_Type="text/html") if number < 6 else whole(b"gone", 404)


@pytest.fixture
def house() -> Iterator[Server]:
    with scripted(answer) as server:
        yield server


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)


def take(
    source: str, folder: Path, wanted: Wanted | None = None, *, transcribe: bool = False, notes: Notes | None = None
) -> tuple[Batch, list[ListedPage]]:
    wanted, notes, politeness = wanted or Wanted(), notes or Notes(), Politeness(allow_private=True, pause=0.0)
    web, batch = Web(politeness, notes, Clock().environment()), Batch()
    items = read_list(source, None, wanted, web, batch)
    with open_archive(folder, create=True) as archive:
        options = IngestOptions(transcribe=transcribe, since=wanted.since)
        archive_listed(Run(archive, options, notes, web), items, batch)
    return batch, items


def asked(house: Server) -> list[str]:
    """What the house was asked for since the last time."""
    paths = [asked.path for asked in house.asked]
    house.asked.clear()
    return paths


def test_a_list_and_the_same_list_again(house: Server, tmp_path: Path) -> None:
    batch, items = take(f"{house.url}/index.htm", tmp_path)
    assert [outcome.title for outcome in batch.outcomes] == [f"Statement {n} on harbour safety" for n in range(1, 6)]
    assert len(batch.failures) == 2
    assert asked(house).count("/shared.mp3") == 1
    assert summary(batch, len(items), None)[:2] == [
        "6 pages: 5 archived, 0 there already, 1 failed",
        "recordings: 2 obtained, 1 failed",
    ]
    assert sum(failure.startswith("release ") for failure in batch.failures) == 1  # the page has none
    batch, items = take(f"{house.url}/index.htm", tmp_path)
    assert asked(house) == ["/index.htm", "/6.htm"]
    assert summary(batch, len(items), None) == [
        "6 pages: 0 archived, 5 there already, 1 failed",
        f"{house.url}/6.htm answered 404 Because",
    ]
    assert rows(tmp_path, "select count(*), count(distinct recording) from release_recordings") == [(3, 1)]
    assert_sound(tmp_path)


def test_what_fails_is_kept_as_an_event(house: Server, tmp_path: Path) -> None:
    take(f"{house.url}/index.htm", tmp_path)
    failed = rows(tmp_path, "select action, message from events where outcome = 'failed' order by id")
    assert failed == [
        ("recording", f"{house.url}/missing.mp3 answered 404 Because"),
        ("page", f"{house.url}/6.htm answered 404 Because"),
    ]


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Wanted(since="2006-03-04"), [4, 5]),
        (Wanted(match="STATEMENT 2"), [2]),
        (Wanted(match="/4.htm"), [4]),
        (Wanted(limit=2), [1, 2]),
        (Wanted(since="2006-03-02", limit=1), [2]),
    ],
)
def test_what_is_wanted_of_a_list(house: Server, tmp_path: Path, wanted: Wanted, taken: list[int]) -> None:
    take(f"{house.url}/index.htm", tmp_path, wanted)
    titles = rows(tmp_path, "select title from releases order by id")
    assert titles == [(f"Statement {number} on harbour safety",) for number in taken]
    asked(house)
    take(f"{house.url}/index.htm", tmp_path, wanted)
    assert "/1.htm" not in asked(house)


def test_a_page_that_the_list_does_not_date_is_read_to_know(house: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{house.url}/2.htm\n{house.url}/4.htm\n")
    batch, items = take(str(tmp_path / "list.txt"), tmp_path, Wanted(since="2006-03-03"))
    assert rows(tmp_path, "select date from releases") == [("2006-03-04",)]
    assert summary(batch, len(items), "2006-03-03") == [
        "2 pages: 1 archived, 0 there already, 1 older than 2006-03-03",
        "recordings: 1 obtained",
    ]


def test_addresses_on_standard_input(house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = io.TextIOWrapper(io.BytesIO(f"# two of them\n{house.url}/1.htm\n{house.url}/2.htm\n".encode()))
    monkeypatch.setattr(sys, "stdin", typed)
    batch, _ = take("-", tmp_path)
    assert len(batch.outcomes) == 2


def test_files_may_stand_on_a_list_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "one release.htm").write_bytes(page(1))
    (tmp_path / "list.txt").write_text(f"{tmp_path}/one release.htm\n{tmp_path}/missing.htm\n")
    batch, _ = take(str(tmp_path / "list.txt"), tmp_path)
    assert [outcome.title for outcome in batch.outcomes] == ["Statement 1 on harbour safety"]
    assert "there is no file" in batch.failures[0]


def test_the_web_names_no_files_of_ours(tmp_path: Path) -> None:
    (tmp_path / "secret.htm").write_bytes(page(1))
    names = f"{tmp_path}/secret.htm\nfile://{tmp_path}/secret.htm\nhttp://127.0.0.1:9/x.htm\n"
    with scripted(lambda asked: whole(names.encode(), Content_Type="text/plain")) as server:
        batch, items = take(f"{server.url}/list.txt", tmp_path)
    assert not batch.outcomes
    assert all(item.source.startswith("http") for item in items)


FEED = """<rss version="2.0"><channel><title>Harbour Union</title>
<item><title>Statement 1</title><link>{house}/1.htm</link><pubDate>Wed, 01 Mar 2006 10:00:00 GMT</pubDate>
<enclosure url="{house}/shared.mp3" length="1250000" type="audio/mpeg"/></item>
<item><title>Only heard</title><guid isPermaLink="false">ep-7</guid>
<pubDate>Thu, 02 Mar 2006 10:00:00 GMT</pubDate>
<description>The ministers spoke on the quays and on the pilots.</description>
<enclosure url="{house}/shared.mp3" length="1250000" type="audio/mpeg"/></item></channel></rss>"""


def test_a_podcast_brings_its_sound_and_its_text(tmp_path: Path) -> None:
    def feed(asked: Asked) -> list[bytes]:
        if asked.path == "/feed.xml":
            return whole(FEED.format(house=server.url).encode(), Content_Type="application/rss+xml")
        return answer(asked)

    with scripted(feed) as server:
        batch, _ = take(f"{server.url}/feed.xml", tmp_path)
        assert batch.failures == []
        assert asked(server).count("/shared.mp3") == 1
        titles = rows(tmp_path, "select title, date, url from releases order by id")
        assert titles == [
            ("Statement 1 on harbour safety", "2006-03-01", f"{server.url}/1.htm"),
            ("Only heard", "2006-03-02", f"{server.url}/feed.xml#ep-7"),
        ]
        assert rows(tmp_path, "select recording from release_recordings") == [(1,), (1,)]
        take(f"{server.url}/feed.xml", tmp_path)
        assert asked(server) == ["/feed.xml"]
    assert_sound(tmp_path)


def test_sitemaps_name_sitemaps_and_one_that_is_gone_stops_nothing(tmp_path: Path) -> None:
    def maps(asked: Asked) -> list[bytes]:
        locations = {
            "/sitemap.xml": ("sitemapindex", "sitemap", ("/lost.xml", "/2006.xml")),
            "/2006.xml": ("urlset", "url", ("/1.htm", "/2.htm")),
        }
        if asked.path not in locations:
            return answer(asked)
        outer, inner, paths = locations[asked.path]
        inside = "".join(f"<{inner}><loc>{server.url}{path}</loc></{inner}>" for path in paths)
        return whole(f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</{outer}>'.encode())

    with scripted(maps) as server:
        batch, items = take(f"{server.url}/sitemap.xml", tmp_path)
    assert len(items) == len(batch.outcomes) == 2
    assert batch.failures == [f"{server.url}/lost.xml answered 404 Because"]


def test_hearing_that_was_left_out_is_made_up_for(
    house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listen_at_once(monkeypatch)
    (tmp_path / "list.txt").write_text(f"{house.url}/3.htm\n{house.url}/4.htm\n")
    take(str(tmp_path / "list.txt"), tmp_path)
    asked(house)
    take(str(tmp_path / "list.txt"), tmp_path, transcribe=True)
    assert asked(house) == []
    assert rows(tmp_path, "select count(*) from transcripts") == [(1,)]
    assert rows(tmp_path, "select release from alignments order by release") == [(1,), (2,)]


def test_a_run_that_was_killed_between_a_page_and_its_sound(house: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{house.url}/3.htm\n")
    take(str(tmp_path / "list.txt"), tmp_path)
    with open_archive(tmp_path) as archive:
        archive.db.execute("update release_recordings set recording = null, reason = 'not fetched yet'")
        archive.db.conn.commit()
    asked(house)
    take(str(tmp_path / "list.txt"), tmp_path)
    assert asked(house) == []  # the recording was there
    assert rows(tmp_path, "select recording from release_recordings") == [(1,)]


def test_an_archive_that_cannot_be_written_ends_the_run(
    house: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*args: object, **names: object) -> None:
        raise ArchiveLocked("archive.db is locked by another program")

    monkeypatch.setattr("archiver.archive.write.add_capture", locked)
    with pytest.raises(ArchiveLocked):
        take(f"{house.url}/index.htm", tmp_path)
    assert asked(house) == ["/index.htm", "/1.htm"]


@pytest.mark.parametrize(
    ("script", "error", "said"),
    [
        (lambda asked: whole(b"\x89PNG\0\0"), NotAPage, "/list: "),
        (lambda asked: moved("ftp://x/"), Refused, "we ask by the http and https protocols only"),
    ],
)
def test_a_list_that_is_none(
    tmp_path: Path, script: Callable[[Asked], list[bytes]], error: type[Exception], said: str
) -> None:
    with scripted(script) as server, pytest.raises(error, match=said):
        take(f"{server.url}/list", tmp_path)
    assert not (tmp_path / "db").exists()


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(SourceNotFound, match="there is no file"):
        take(str(tmp_path / "list.txt"), tmp_path)


def test_what_a_list_attaches_to_a_page_that_is_there_comes_in(tmp_path: Path) -> None:
    """So it does where a run was killed between the page and what the list attaches to it."""

    def feed(asked: Asked) -> list[bytes]:
        return whole(FEED.format(house=server.url).encode()) if asked.path == "/feed.xml" else answer(asked)

    with scripted(feed) as server:
        (tmp_path / "list.txt").write_text(f"{server.url}/1.htm\n")
        take(str(tmp_path / "list.txt"), tmp_path)
        take(f"{server.url}/feed.xml", tmp_path)
        assert rows(tmp_path, "select release, recording from release_recordings order by release") == [(1, 1), (2, 1)]


def test_a_link_to_sound_is_the_entrys_recording(tmp_path: Path) -> None:
    told = "<description>On the quays and the pilots.</description>"
    entry = "<item><title>Briefing</title><link>{house}/shared.mp3</link>" + told + "</item>"

    def feed(asked: Asked) -> list[bytes]:
        body = f'<rss version="2.0"><channel><title>x</title>{entry.format(house=server.url)}</channel></rss>'
        return whole(body.encode()) if asked.path == "/feed.xml" else answer(asked)

    with scripted(feed) as server:
        take(f"{server.url}/feed.xml", tmp_path)
        assert rows(tmp_path, "select url, recording from release_recordings") == [(f"{server.url}/shared.mp3", 1)]


def test_a_sitemap_index_of_indexes_and_a_page_in_two_of_them(tmp_path: Path) -> None:
    def maps(asked: Asked) -> list[bytes]:
        named = {"/top.xml": ("sitemap", ["/middle.xml", "/one.xml"]), "/middle.xml": ("sitemap", ["/two.xml"])}
        kind, paths = named.get(asked.path, ("url", ["/1.htm", "/6.htm"]))
        if not asked.path.endswith(".xml"):
            return answer(asked)
        outer = "sitemapindex" if kind == "sitemap" else "urlset"
        inside = "".join(f"<{kind}><loc>{server.url}{path}</loc></{kind}>" for path in paths)
        return whole(f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</{outer}>'.encode())

    with scripted(maps) as server:
        batch, items = take(f"{server.url}/top.xml", tmp_path)
        assert "/two.xml" in asked(server)
    assert (len(items), len(batch.failures)) == (2, 1)


def test_a_line_that_is_no_name_stops_nothing(house: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{'x' * 300}\n{house.url}/1.htm\n")
    batch, _ = take(str(tmp_path / "list.txt"), tmp_path)
    assert len(batch.outcomes) == len(batch.failures) == 1


def test_more_sitemaps_than_are_read_are_told_and_no_fewer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_module, "MAX_SITEMAPS", 2)
    named = {"/three.xml": 3, "/two.xml": 2}

    def maps(asked: Asked) -> list[bytes]:
        if asked.path in named:
            inside = "".join(f"<sitemap><loc>{server.url}/{n}.xml</loc></sitemap>" for n in range(named[asked.path]))
            return whole(f"<sitemapindex>{inside}</sitemapindex>".encode())
        number = asked.path.strip("/").removesuffix(".xml")
        return whole(f"<urlset><url><loc>{server.url}/{number}.htm</loc></url></urlset>".encode())

    with scripted(maps) as server:
        web, batch = Web(Politeness(allow_private=True, pause=0.0), environment=Clock().environment()), Batch()
        assert len(read_list(f"{server.url}/two.xml", None, Wanted(), web, batch)) == 2
        assert batch.failures == []
        assert len(read_list(f"{server.url}/three.xml", None, Wanted(), web, batch)) == 2
        assert batch.failures == [f"{server.url}/2.xml and 0 more sitemaps were left out: too many"]


def test_a_list_that_names_itself_is_no_release_of_it(house: Server, tmp_path: Path) -> None:
    def listing(asked: Asked) -> list[bytes]:
        return whole(f"{server.url}/list.txt\n{house.url}/1.htm\n".encode(), Content_Type="text/plain")

    with scripted(listing) as server:
        batch, items = take(f"{server.url}/list.txt", tmp_path)
    assert [item.source for item in items] == [f"{house.url}/1.htm"]
    assert batch.failures == []


def offline(source: str, folder: Path) -> Batch:
    """Take a list without the network."""
    politeness = Politeness(allow_private=True, pause=0.0)
    web, batch = Web(politeness, environment=Clock().environment()), Batch()
    with open_archive(folder, create=True) as archive:
        items = read_list(source, None, Wanted(), web, batch)
        options = IngestOptions(transcribe=False, fetch=False)
        archive_listed(Run(archive, options, Notes(), web), items, batch)
    return batch


def test_without_the_network_addresses_are_told_and_files_are_taken(house: Server, tmp_path: Path) -> None:
    (tmp_path / "one.htm").write_bytes(page(3).replace(b"/shared", house.url.encode() + b"/shared"))
    (tmp_path / "list.txt").write_text(f"{house.url}/1.htm\n{tmp_path}/one.htm\n")
    batch = offline(str(tmp_path / "list.txt"), tmp_path)
    assert batch.failures == [f"{house.url}/1.htm was not fetched (--no-fetch)"]
    assert len(batch.outcomes) == 1
    assert asked(house) == []


def test_what_was_left_out_for_want_of_the_network_is_made_up_for(house: Server, tmp_path: Path) -> None:
    (tmp_path / "list.txt").write_text(f"{house.url}/3.htm\n")
    take(str(tmp_path / "list.txt"), tmp_path)
    with open_archive(tmp_path) as archive:
        archive.db.execute("update release_recordings set recording = null, reason = 'not fetched (--no-fetch)'")
        archive.db.execute("delete from downloads")
        archive.db.conn.commit()
    asked(house)
    offline(str(tmp_path / "list.txt"), tmp_path)
    assert asked(house) == []
    take(str(tmp_path / "list.txt"), tmp_path)
    assert "/shared.mp3" in asked(house)
    assert rows(tmp_path, "select recording from release_recordings") == [(1,)]
