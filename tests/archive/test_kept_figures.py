"""What is kept is what would be counted, whatever is done to the archive."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from archive_examples import (
    HEARD,
    LINKS,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    later_version,
)

from archiver.archive.kept_figures import MARKED, differences
from archiver.archive.people.human_links import decide, take_back
from archiver.archive.read import media_links_of
from archiver.archive.remove import remove_release
from archiver.archive.store import Archive, Event
from archiver.archive.transcripts import newest_alignment, newest_transcript
from archiver.archive.write import add_silent_recording, attach
from archiver.models import MediaLink

archive = archive_with(add_everything)


def current(archive: Archive, table: str) -> list[int]:
    return [row["id"] for row in archive.rows(f"select id from {table} where current = 1 order by id")]


def moments(archive: Archive, release: int) -> list[int]:
    """How many moments each paragraph of a release has, as the view tells."""
    found = archive.rows("select moments from coverage where release = ? order by position", [release])
    return [row["moments"] for row in found]


def another_page_with_the_same_sound(archive: Archive) -> int:
    other = add_page(archive, replace(STATEMENT, url="https://example.org/other.htm"), b"<p>Other.")
    add_sound(archive, other)
    return add_links(archive, other, 1)


def sound_for_a_transcript_that_had_none(archive: Archive) -> None:
    page = add_page(archive, replace(STATEMENT, url=None, media=(MediaLink("Briefing"),)), b"<p>Silent.")
    (link,) = media_links_of(archive, page)
    with archive.step(Event("recording", "", page)):
        silent = add_silent_recording(archive, link["id"])
    add_links(archive, page, add_heard(archive, silent))
    with archive.step(Event("recording", "", page)):
        attach(archive, link["id"], 1)


CHANGES: tuple[Callable[[Archive], object], ...] = (
    later_version,
    lambda archive: add_heard(archive, 1),
    lambda archive: add_links(archive, 1, add_heard(archive, 1), LINKS[:1]),
    lambda archive: add_links(archive, 1, 1, LINKS[:1]),
    lambda archive: add_links(archive, 1, 1, (replace(LINKS[0], span=(0, 20)), replace(LINKS[0], span=(10, 30)))),
    lambda archive: decide(archive, 1, 3, None),
    lambda archive: decide(archive, 1, 4, 1),
    lambda archive: (decide(archive, 1, 4, 1), take_back(archive, 1, 4)),
    another_page_with_the_same_sound,
    sound_for_a_transcript_that_had_none,
    lambda archive: (later_version(archive), remove_release(archive, 1)),
    lambda archive: (another_page_with_the_same_sound(archive), remove_release(archive, 1)),
    lambda archive: archive.table("alignments").delete(1),
    lambda archive: (add_heard(archive, 1), archive.table("transcripts").delete(2)),
    lambda archive: archive.table("segments").update(2, {"speaker": "S9", "start": 1.0}),
    lambda archive: archive.table("segments").delete(1),
)


@pytest.mark.parametrize("change", CHANGES)
def test_it_is_what_would_be_counted(archive: Archive, change: Callable[[Archive], object]) -> None:
    assert moments(archive, 1) == [1, 1]
    change(archive)
    with archive.step(Event("edit", "counts what was changed beside the steps")):
        pass
    assert differences(archive.db) == []
    assert [archive.rows(f"select * from {marked}") for marked in MARKED.values()] == [[], []]


def test_the_newest_are_current(archive: Archive) -> None:
    newest = later_version(archive)
    heard = add_heard(archive, 1, replace(HEARD, model="base"))
    assert (current(archive, "releases"), current(archive, "transcripts")) == ([newest], [heard])
    assert current(archive, "alignments") == []
    tied = add_links(archive, newest, heard, LINKS[:1])
    assert current(archive, "alignments") == [tied]
    assert moments(archive, 1) == []
    assert moments(archive, newest) == [1]


def test_what_came_later_and_was_made_before_is_not_the_newest(archive: Archive) -> None:
    """As it is where an archive is merged that has an older transcript or alignment."""
    heard, tied = archive.table("transcripts").get(1), archive.table("alignments").get(1)
    before = {"created": "2001-01-01T00:00:00Z"}
    archive.table("transcripts").insert({**heard, **before, "id": 7})
    archive.table("alignments").insert({**tied, **before, "id": 7})
    assert (current(archive, "transcripts"), current(archive, "alignments")) == ([1], [1])
    assert newest_transcript(archive, 1) == 1
    newest = newest_alignment(archive, 1, 1)
    assert newest is not None
    assert newest["id"] == 1


def test_who_speaks_how_long(archive: Archive) -> None:
    archive.table("segments").update(1, {"speaker": "S2", "start": 0.0, "end": 4.0})
    archive.table("segments").update(2, {"speaker": "S1", "start": 4.0, "end": 5.5, "text": ""})
    with archive.step(Event("speakers", "")):
        archive.db.execute("delete from segments where id > 2")
    told = archive.rows("select id, speaker, sentences, seconds, start from speaking_time order by id")
    assert [tuple(row.values()) for row in told] == [(1, "S2", 1, 4.0, 0.0), (2, "S1", 0, 1.5, 4.0)]


def test_a_step_that_fails_changes_nothing(archive: Archive) -> None:
    with suppress(KeyboardInterrupt), archive.step(Event("alignment", "")):
        archive.db.execute("delete from links")
        raise KeyboardInterrupt
    assert moments(archive, 1) == [1, 1]
    assert differences(archive.db) == []


def test_what_differs_is_told(archive: Archive) -> None:
    archive.db.execute("update paragraph_coverage set moments = 7 where id = 2")
    archive.db.execute("update transcripts set current = 0")
    told = ["transcripts 1: current is 0", "alignments 1: current is 0"]
    assert [line for line in differences(archive.db) if line in told] == told[:1]
    assert "paragraph 2: its coverage" in differences(archive.db)


def test_one_release_is_answered_from_indexes(archive: Archive) -> None:
    for view in ("coverage", "moments", "sentences"):
        plan = archive.rows(f"explain query plan select * from {view} where release = 1")
        assert not [row["detail"] for row in plan if row["detail"].startswith("SCAN")], view


@pytest.mark.parametrize("view", ["coverage", "moments", "sentences"])
def test_the_first_rows_need_no_sorting(archive: Archive, view: str) -> None:
    plan = archive.rows(f"explain query plan select * from {view} order by id limit 101")
    assert not [row["detail"] for row in plan if "TEMP B-TREE" in row["detail"]]
