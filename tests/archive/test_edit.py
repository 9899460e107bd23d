"""Changes by hand: metadata put right, and a release taken down so that nothing of it is left but the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import (
    HEARD,
    SOUND,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    counts,
    later_version,
)

from archiver.archive import read
from archiver.archive.edit import edit_release
from archiver.archive.files import settle, taking_in
from archiver.archive.remove import remove_release
from archiver.archive.search import search
from archiver.archive.store import Archive, Event, open_archive
from archiver.archive.write import add_capture, add_transcript, attach
from archiver.errors import UsageError
from archiver.models import Capture, Paragraph, Segment


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(tmp_path, create=True) as opened:
        yield opened


def files(folder: Path) -> list[str]:
    return sorted(path.suffix for path in (folder / "media").rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": "Statement on lamps"}, "title: 'Statement on harbour safety' to 'Statement on lamps'"),
        ({"date": "", "number": "7"}, "date: '2006-03-31' to None; number: '(2006)042' to '7'"),
    ],
)
def test_what_stood_there_before_is_told(archive: Archive, changes: dict[str, str], told: str) -> None:
    release = add_page(archive)
    edit_release(archive, release, changes)
    (row,) = read.rows(archive, "select * from releases")
    assert {name: row[name] for name in changes} == {name: value or None for name, value in changes.items()}
    assert read.history(archive, release)[-1]["message"] == told


def test_what_was_put_right_is_known_by_name(archive: Archive) -> None:
    release = add_page(archive)
    assert read.rows(archive, "select edited from releases") == [{"edited": "[]"}]
    edit_release(archive, release, {"title": "Statement on lamps", "date": ""})
    edit_release(archive, release, {"date": "2006-04-01", "number": "7"})
    assert read.rows(archive, "select edited from releases") == [{"edited": '["title", "date", "number"]'}]


@pytest.mark.parametrize(("changes", "said"), [({}, "nothing to change"), ({"title": ""}, "needs a title")])
def test_what_cannot_be_put_right(archive: Archive, changes: dict[str, str], said: str) -> None:
    release = add_page(archive)
    with pytest.raises(UsageError, match=said):
        edit_release(archive, release, changes)
    assert len(read.history(archive, release)) == 1


def test_a_title_that_was_put_right_is_found(archive: Archive) -> None:
    release = add_page(archive)
    edit_release(archive, release, {"title": "Statement on lamps"})
    assert [row["kind"] for row in search(archive, "lamps")] == ["title"]
    assert [row["kind"] for row in search(archive, "safety")] == []


def test_nothing_is_left_of_a_release_but_the_log(archive: Archive) -> None:
    release = add_everything(archive)
    later_version(archive)
    gone = remove_release(archive, release)
    assert set(counts(archive).values()) == {0}
    assert len(gone) == 3
    assert list((archive.folder / "media").iterdir()) == []
    told = [(event["action"], event["message"]) for event in read.rows(archive, "select * from events order by id")]
    assert [action for action, _ in told] == ["page", "recording", "transcript", "alignment", "page", "remove"]
    assert told[-1][1] == "taken down: Statement on harbour safety"


@pytest.mark.parametrize("word", ["xylophonist", "flooding", "Next steps", "Harbour Union"])
def test_no_word_is_left_in_the_bytes_of_the_database(tmp_path: Path, word: str) -> None:
    path = tmp_path / "db" / "archive.db"
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive, replace(STATEMENT, url=None, issuer="Pilots", paragraphs=(Paragraph(1, "It stays."),)), b"2")
        release = add_everything(archive)
    assert word.encode() in path.read_bytes()
    with open_archive(tmp_path) as archive:
        remove_release(archive, release)
    assert word.lower().encode() not in path.read_bytes().lower()
    assert b"It stays." in path.read_bytes()
    assert [path.name for path in (tmp_path / "db").iterdir()] == ["archive.db"]


def test_a_shared_recording_stays_until_the_last_release_goes(archive: Archive) -> None:
    first = add_everything(archive)
    second = add_page(archive, replace(STATEMENT, url="https://example.org/two-days-older.htm"), b"<p>Older.")
    add_links(archive, second, 1 if add_sound(archive, second) else 0)
    remove_release(archive, first)
    assert counts(archive)["recordings"] == counts(archive)["transcripts"] == counts(archive)["alignments"] == 1
    assert files(archive.folder) == [".html", ".mp3"]
    assert [row["release"] for row in search(archive, "xylophonists")] == [second]
    remove_release(archive, second)
    assert set(counts(archive).values()) == {0}
    assert files(archive.folder) == []


@pytest.mark.parametrize("version", [0, 1])
def test_all_versions_go_whichever_is_named(archive: Archive, version: int) -> None:
    versions = [add_everything(archive), later_version(archive)]
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    remove_release(archive, versions[version])
    assert [row["id"] for row in read.list_releases(archive)] == [other]
    assert counts(archive)["releases"] == 1


def test_a_page_that_two_releases_were_read_from_stays_until_the_second_goes(archive: Archive) -> None:
    first, second = (add_page(archive, replace(STATEMENT, url=url)) for url in (None, "https://example.org/"))
    remove_release(archive, first)
    assert files(archive.folder) == [".html"]
    remove_release(archive, second)
    assert files(archive.folder) == []


def test_a_transcript_file_goes_with_its_recording(archive: Archive) -> None:
    release = add_page(archive)
    recording = add_sound(archive, release)
    with taking_in([b"WEBVTT"], archive.folder) as incoming, archive.step(Event("transcript")):
        capture = add_capture(
            archive,
            Capture("briefing.vtt", settle(incoming, archive.folder, "vtt"), incoming.sha256, incoming.size),
        )
        add_transcript(archive, recording, HEARD, capture)
    assert files(archive.folder) == [".html", ".mp3", ".vtt"]
    remove_release(archive, release)
    assert files(archive.folder) == []
    assert set(counts(archive).values()) == {0}


def test_links_and_corrections_by_people_go_too(archive: Archive) -> None:
    release = add_everything(archive)
    archive.table("corrections").insert(
        {"alignment": 1, "first_word": 1, "last_word": 2, "text": "Good evening.", "reason": "as written"}
    )
    kept = {"release": release, "recording": 1, "start": 0.0, "end": 1.0, "created": "2026-03-01T10:00:00Z"}
    archive.table("human_links").insert_all([{"id": 2, **kept}, {"id": 1, **kept, "superseded_by": 2}])
    remove_release(archive, release)
    assert set(counts(archive).values()) == {0}


def test_files_that_are_gone_already_keep_nothing_from_going(archive: Archive) -> None:
    release = add_everything(archive)
    for path in list((archive.folder / "media").rglob("*.*")):
        path.unlink()
        path.parent.rmdir()
    assert len(remove_release(archive, release)) == 2
    assert set(counts(archive).values()) == {0}


def test_a_recording_that_another_took_the_place_of_goes_with_its_links(archive: Archive) -> None:
    """The sound behind an address may change; what was linked to the older one is still in the archive then."""
    release = add_everything(archive)
    link = next(link["id"] for link in read.media_links(archive, release) if link["recording"])
    with taking_in([SOUND + b", again"], archive.folder) as incoming, archive.step(Event("recording", "", release)):
        settle(incoming, archive.folder, "mp3")
        archive.table("recordings").insert({"id": 2, "sha256": incoming.sha256, "added": "2026-03-01T10:00:00Z"})
        attach(archive, link, 2)
    other = add_page(archive, replace(STATEMENT, url=None), b"<p>Another page.")
    remove_release(archive, other)
    remove_release(archive, release)
    assert set(counts(archive).values()) == {0}


def test_ids_are_not_given_again(archive: Archive) -> None:
    """The log and people's addresses speak of them: a new release must not inherit what was done to another."""
    release = add_everything(archive)
    remove_release(archive, release)
    new = add_page(archive, replace(STATEMENT, url=None, title="Another"), b"<p>Another page.")
    recording = add_sound(archive, new, data=b"other sound")
    transcript = add_heard(archive, recording, replace(HEARD, segments=(Segment(0.0, 1.0, "Yes."),)))
    assert (new, recording, transcript) == (2, 2, 2)
    assert [row["action"] for row in read.history(archive, new)] == ["page", "recording", "transcript"]
