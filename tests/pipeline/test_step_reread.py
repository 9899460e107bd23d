"""A better reader goes over what is archived: what it reads otherwise replaces the older reading, and is linked."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from ingest_examples import Notes
from step_examples import HEARD, PARAGRAPHS, page, read_and_keep
from steps_at_once import align_release

from archiver import align
from archiver import release as reader
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.archive import read, release_history, write
from archiver.archive.edit import edit_release
from archiver.archive.remove import remove_release
from archiver.archive.store import Archive, Event, open_archive
from archiver.errors import ModelMissing, NoParagraphs, NotAPage
from archiver.models import MediaLink, Paragraph, Release
from archiver.pipeline import page as page_step
from archiver.pipeline import reread as step
from archiver.pipeline.recording import match_given_media, without_sound
from archiver.pipeline.reread import RereadOutcome, reread_releases
from archiver.pipeline.run import GivenMedia
from archiver.pipeline.scheduler import WantedWorkers, open_jobs
from archiver.release import read_release
from archiver.reporting import Silent

URL = "http://press.example.org/p.txt"
TITLE = "Statement on harbour safety"
BRIEFING, QUESTIONS = "Press briefing (.MP3)", "Questions and answers (.MP3)"
MORE = (*(Paragraph(n, text, f"{n}.") for n, text in enumerate(PARAGRAPHS, 1)), Paragraph(3, "They meet again in May."))

Better = Callable[..., None]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(align, "scorer_for", lambda language, texts, written=None: TfidfScorer(texts))
    with open_archive(tmp_path, create=True) as opened:
        yield opened


@pytest.fixture
def better(monkeypatch: pytest.MonkeyPatch) -> Better:
    """Put a newer reader in the place of ours: it reads every page as ours does, with these changes."""

    def take_place(**changes: object) -> None:
        def newer(data: bytes, media_type: str | None = None, url: str | None = None) -> Release:
            return replace(read_release(data, media_type, url), **changes)  # type: ignore[arg-type]

        monkeypatch.setattr(page_step, "read_release", newer)
        monkeypatch.setattr(reader, "READER", reader.READER + 1)

    return take_place


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch, better: Better) -> Callable[[Exception], None]:
    """A newer reader that reads nothing."""

    def take_place(error: Exception) -> None:
        def newer(data: bytes, media_type: str | None = None, url: str | None = None) -> Release:
            raise error

        better()
        monkeypatch.setattr(page_step, "read_release", newer)

    return take_place


def add_page(archive: Archive, *media: str, url: str | None = None) -> int:
    return read_and_keep(archive, page(*media, url=url))[0]


def add_linked(archive: Archive, url: str | None = None) -> int:
    """A page with a briefing that was heard and linked, and questions that were not to be had."""
    release = add_page(archive, BRIEFING, QUESTIONS, url=url)
    briefing, questions = read.media_links_of(archive, release)
    recording = without_sound(archive, briefing)
    with archive.step(Event("transcript", recording_id=recording)) as event:
        event.transcript_id = transcript = write.add_transcript(archive, recording, HEARD)
        write.not_obtained(archive, questions["id"], "the server said 404")
    align_release(archive, release, transcript, Silent())
    return release


def dump(archive: Archive) -> list[str]:
    return list(archive.db.iterdump())


def tables(archive: Archive) -> dict[str, list[dict[str, Any]]]:
    """Everything but the log."""
    names = ("captures", "releases", "paragraphs", "release_recordings", "alignments", "links")
    return {name: archive.rows(f"select * from {name}") for name in names}


def linked(archive: Archive) -> list[tuple[int, int]]:
    """Release and paragraph of every sentence that belongs to one, in the newest alignments."""
    return [(row["release"], row["position"]) for row in archive.rows("select * from moments order by start")]


def test_the_same_reading_is_only_marked(archive: Archive, better: Better) -> None:
    add_linked(archive)
    before = tables(archive)
    better()
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(1, TITLE)]
    for row in before["releases"]:
        row["reader"] += 1
    assert tables(archive) == before
    assert release_history.history(archive, 1)[-1]["message"] == "read again, nothing changed"


@pytest.mark.parametrize("changes", [{}, {"title": "Another"}])
def test_again_does_nothing(archive: Archive, better: Better, changes: dict[str, object]) -> None:
    add_linked(archive)
    better(**changes)
    (first,) = reread_releases(archive, None, Silent())
    before, notes = dump(archive), Notes()
    assert reread_releases(archive, None, notes) == [RereadOutcome(first.release_id, first.title)]
    assert dump(archive) == before
    assert notes.lines == []


def test_without_a_better_reader_there_is_nothing_to_do(archive: Archive) -> None:
    add_linked(archive)
    before = dump(archive)
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(1, TITLE)]
    assert dump(archive) == before


def test_a_reading_is_told_by_what_it_says_not_by_its_reader(archive: Archive) -> None:
    add_linked(archive)
    archive.table("paragraphs").update(1, {"text": "Something that the page never said."})
    assert [outcome.changes for outcome in reread_releases(archive, None, Silent())] == [["1 paragraph changed"]]
    assert [outcome.changed for outcome in reread_releases(archive, None, Silent())] == [False]


@pytest.mark.parametrize("url", [None, URL])
def test_another_reading_replaces_the_older(archive: Archive, better: Better, url: str | None) -> None:
    add_linked(archive, url)
    old = tables(archive)
    better(title="Statement on quays", paragraphs=MORE, number="7")
    notes = Notes()
    changes = ["title", "number", "1 paragraph more"]
    assert reread_releases(archive, None, notes) == [RereadOutcome(2, "Statement on quays", True, 1, changes)]
    assert notes.lines[0] == "release 2 replaces 1: title, number, 1 paragraph more"
    (older, newer) = archive.rows("select * from releases order by id")
    assert older == old["releases"][0] | {"current": 0}
    assert {name: newer[name] for name in ("url", "capture", "replaces", "reader")} == {
        "url": url,
        "capture": older["capture"],
        "replaces": 1,
        "reader": older["reader"] + 1,
    }
    assert read.reading_of(archive, 2).paragraphs == MORE
    assert [row["id"] for row in read.list_releases(archive)] == [2]
    assert (read.newer_version(archive, 1), read.newer_version(archive, 2)) == (2, None)
    assert read.find_release(archive, "quays") == 2


def test_the_step_and_its_event_are_one(archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch) -> None:
    add_linked(archive)
    before = dump(archive)
    better(title="Another")

    def full(*args: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Archive, "_log", full)
    with pytest.raises(sqlite3.OperationalError):
        reread_releases(archive, None, Silent())
    assert dump(archive) == before


def test_what_came_of_the_links_goes_along(archive: Archive, better: Better) -> None:
    release = add_linked(archive)
    with archive.step(Event("recording")):
        write.add_media_link(archive, release, MediaLink("notes"), by_hand=True)
    better(media=(MediaLink("Questions and answers"), MediaLink("Video"), MediaLink("Press briefing")))
    (outcome,) = reread_releases(archive, None, Silent())
    links = archive.rows("select * from release_recordings where release = 2 order by position")
    assert [(row["position"], row["label"], row["recording"], row["reason"], row["by_hand"]) for row in links] == [
        (1, "Questions and answers", None, "the server said 404", 0),
        (2, "Video", None, "not fetched yet", 0),
        (3, "Press briefing", 1, "not fetched yet", 0),  # known by its transcript only
        (4, "notes", None, "not fetched yet", 1),
    ]
    assert outcome.changes == ["1 media link more"]


def test_a_link_that_a_person_added_to_a_page_without_any_stays(archive: Archive, better: Better) -> None:
    release = add_page(archive)
    match_given_media(archive, release, GivenMedia(("http://press.example.org/briefing.mp3",)))
    before = read.media_links_of(archive, release)
    better()
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(1, TITLE)]
    better(title="Another")
    reread_releases(archive, None, Silent())
    (link,) = read.media_links_of(archive, 2)
    assert [{**link, "id": 1, "release": 1}] == before


def test_what_was_linked_is_linked_again(archive: Archive, better: Better) -> None:
    add_linked(archive)
    assert linked(archive) == [(1, 1), (1, 1)]
    before = archive.rows("select * from links")
    better(paragraphs=tuple(Paragraph(n, text) for n, text in enumerate(("They meet in May.", PARAGRAPHS[0]), 1)))
    reread_releases(archive, 1, Silent())
    assert linked(archive) == [(2, 2), (2, 2)]
    assert archive.rows("select * from links where alignment = 1") == before
    assert archive.rows("select release, transcript from alignments") == [
        {"release": 1, "transcript": 1},
        {"release": 2, "transcript": 1},
    ]


@pytest.mark.slow
def test_workers_link_what_reads_otherwise(archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in (1, 2):
        add_linked(archive, f"{URL}?{number}")
    better(paragraphs=tuple(Paragraph(n, text) for n, text in enumerate(("They meet in May.", PARAGRAPHS[0]), 1)))
    monkeypatch.delattr(align, "scorer_for")  # here nothing is compared
    with open_jobs(WantedWorkers(2), archive.folder, Silent()) as jobs:
        outcomes = reread_releases(archive, None, Silent(), jobs)
    assert [(one.release_id, one.changed, one.failures) for one in outcomes] == [(3, True, []), (4, True, [])]
    assert {release for release, _ in linked(archive)} == {3, 4}


def test_only_the_newest_transcript_is_linked_again(archive: Archive, better: Better) -> None:
    add_linked(archive)
    with archive.step(Event("transcript")):
        write.add_transcript(archive, 1, replace(HEARD, segments=HEARD.segments[:2]))
    better(title="Another")
    reread_releases(archive, 1, Silent())
    assert archive.rows("select transcript from alignments where release = 2") == [{"transcript": 2}]


def test_broken_off_between_reading_and_linking(
    archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_linked(archive)
    better(title="Another")
    with monkeypatch.context() as patch:
        patch.setattr(step, "prepare_alignment", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            reread_releases(archive, 1, Silent())
    assert [row["id"] for row in read.list_releases(archive)] == [2]
    assert linked(archive) == []
    assert reread_releases(archive, 1, Silent()) == [RereadOutcome(2, "Another", changed=True)]
    assert linked(archive) == [(2, 1), (2, 1)]
    assert reread_releases(archive, 1, Silent()) == [RereadOutcome(2, "Another")]


def _interrupted(*args: object, **options: object) -> bool:
    raise KeyboardInterrupt


def test_links_that_fail_are_caught_up(archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch) -> None:
    add_linked(archive)
    better(title="Another")

    def missing(language: str, texts: list[str], written: str | None = None) -> TfidfScorer:
        raise ModelMissing("the sentence model is not here")

    with monkeypatch.context() as patch:
        patch.setattr(align, "scorer_for", missing)
        (outcome,) = reread_releases(archive, 1, Silent())
    assert (outcome.release_id, outcome.replaces, outcome.changed) == (2, 1, True)
    assert outcome.failures == ["release 2: the sentence model is not here"]
    assert reread_releases(archive, 1, Silent()) == [RereadOutcome(2, "Another", changed=True)]
    assert linked(archive) == [(2, 1), (2, 1)]


def test_links_that_never_were_are_not_made(archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing changes where the reading does not, though nobody has linked yet, or with an older method."""
    add_linked(archive)
    with archive.step(Event("transcript")):
        write.add_transcript(archive, 1, replace(HEARD, segments=HEARD.segments[:2]))
    monkeypatch.setattr(align, "VERSION", "a newer one")
    better()
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(1, TITLE)]
    assert len(archive.rows("select 1 from alignments")) == 1


def test_a_page_that_changed_is_no_new_reading_to_be_linked(archive: Archive, better: Better) -> None:
    add_linked(archive, URL)
    assert add_page(archive, BRIEFING, url=URL) == 2
    assert [row["recording"] for row in read.media_links_of(archive, 2)] == [1]
    better()
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(2, TITLE)]
    assert linked(archive) == []


@pytest.mark.parametrize("broken", ["missing", "other", "folder"])
def test_bytes_that_are_not_those_archived(archive: Archive, better: Better, broken: str) -> None:
    """They are told of and not read; the others are."""
    add_page(archive)
    add_page(archive, BRIEFING)
    path = archive.folder / archive.rows("select path from captures where id = 1")[0]["path"]
    path.unlink()
    if broken == "other":
        path.write_bytes(page().data.replace(b"deplore", b"welcome"))
    elif broken == "folder":
        path.mkdir()
    better(title="Another")
    bad, good = reread_releases(archive, None, Silent())
    assert (bad.release_id, bad.title, bad.changed, len(bad.failures)) == (1, TITLE, False, 1)
    said = {"missing": "is missing", "other": "its SHA-256 is another", "folder": "cannot be read: Is a directory"}
    assert bad.failures[0].startswith("release 1: media/")
    assert said[broken] in bad.failures[0]
    assert (good.replaces, good.changes) == (2, ["title"])
    told = release_history.history(archive, 1)[-1]
    assert (told["action"], told["outcome"], told["message"]) == ("reread", "failed", bad.failures[0])
    assert [row["title"] for row in read.list_releases(archive)] == [TITLE, "Another"]


@pytest.mark.parametrize("error", [NoParagraphs("the page has no paragraphs"), NotAPage("the page is empty")])
def test_a_page_that_can_no_longer_be_read_stays_as_it_was(
    archive: Archive, refusing: Callable[[Exception], None], error: Exception
) -> None:
    add_linked(archive)
    before = tables(archive)
    refusing(error)
    (outcome,) = reread_releases(archive, None, Silent())
    assert outcome.failures == [f"release 1: release.txt: {error}; the older reading stays"]
    assert not outcome.changed
    assert tables(archive) == before
    assert release_history.history(archive, 1)[-1]["outcome"] == "failed"


def test_it_is_read_as_it_was_read_first(archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch) -> None:
    redirected = replace(
        page(url=URL), data="<p>1. Die Flüsse steigen, und die Kais stehen unter Wasser.</p>".encode("latin-1")
    )
    redirected = replace(redirected, media_type="text/html; charset=iso-8859-1", base="https://www.example.org/d/")
    read_and_keep(archive, redirected)
    better()
    seen = []

    def newer(data: bytes, media_type: str | None, url: str | None) -> Release:
        seen.append((data, media_type, url))
        return read_release(data, media_type, url)

    monkeypatch.setattr(page_step, "read_release", newer)
    assert [outcome.changes for outcome in reread_releases(archive, None, Silent())] == [[]]
    assert seen == [(redirected.data, redirected.media_type, redirected.base)]


def test_an_old_capture_is_read_with_its_own_address(
    archive: Archive, better: Better, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_page(archive, url=URL)
    archive.table("captures").update(1, {"base": None})
    better()
    seen = []

    def newer(data: bytes, media_type: str | None, url: str | None) -> Release:
        seen.append(url)
        return read_release(data, media_type, url)

    monkeypatch.setattr(page_step, "read_release", newer)
    reread_releases(archive, None, Silent())
    assert seen == [URL]


@pytest.mark.parametrize(("status", "changes"), [(200, []), (None, ["1 media link changed"])])
def test_redirects_of_old_captures_make_no_new_reading(
    archive: Archive, better: Better, status: int | None, changes: list[str]
) -> None:
    """What was fetched before the base was kept: the links lead where the redirects ended, not where they began.

    Of a page that was not fetched, the address that was given is all there ever was.
    """
    data = b'<h1>Statement on harbour safety</h1><p>1. Every quay will be lit.</p><a href="b.mp3">Press briefing</a>'
    fetched = replace(page(url=URL), data=data, media_type="text/html", base="https://www.example.org/p", status=status)
    release, _, _ = read_and_keep(archive, fetched)
    archive.table("captures").update(1, {"base": None})
    assert read.media_links_of(archive, release)[0]["url"] == "https://www.example.org/b.mp3"
    better()
    (outcome,) = reread_releases(archive, None, Silent())
    assert outcome.changes == changes


def test_what_a_person_put_right_survives_any_number_of_readings(archive: Archive, better: Better) -> None:
    release = add_page(archive)
    edit_release(archive, release, {"title": "Statement on lamps", "date": ""})
    better(title="Menu", number="7")
    (outcome,) = reread_releases(archive, None, Silent())
    assert (outcome.title, outcome.changes) == ("Statement on lamps", ["number"])
    better(title="Banner", issuer="Union", date="2006-03-30")
    (outcome,) = reread_releases(archive, None, Silent())
    assert (outcome.release_id, outcome.replaces, outcome.changes) == (3, 2, ["number", "issuer"])
    (row,) = read.list_releases(archive)
    assert (row["title"], row["date"], row["number"], row["issuer"]) == ("Statement on lamps", None, None, "Union")


def test_a_reading_that_differs_only_where_a_person_put_it_right_is_none(archive: Archive, better: Better) -> None:
    edit_release(archive, add_page(archive), {"title": "Statement on lamps"})
    better(title="Menu")
    assert reread_releases(archive, None, Silent()) == [RereadOutcome(1, "Statement on lamps")]


def test_the_same_page_is_found_in_its_newest_reading(archive: Archive, better: Better) -> None:
    add_linked(archive, URL)
    better(title="Another")
    reread_releases(archive, None, Silent())
    again = read_and_keep(archive, page(BRIEFING, QUESTIONS, url=URL))
    assert again == (2, "Another", False)
    assert len(archive.rows("select 1 from releases")) == 2


def test_a_page_that_changes_later_replaces_the_newest_reading(archive: Archive, better: Better) -> None:
    add_page(archive, url=URL)
    better(title="Another")
    reread_releases(archive, None, Silent())
    assert add_page(archive, BRIEFING, url=URL) == 3
    assert archive.rows("select id, replaces from releases where id = 3") == [{"id": 3, "replaces": 2}]


def test_of_a_page_that_changed_the_newest_version_is_read(archive: Archive, better: Better) -> None:
    add_page(archive, url=URL)
    add_page(archive, BRIEFING, url=URL)
    better(title="Another")
    notes = Notes()
    (outcome,) = reread_releases(archive, 1, notes)
    assert (outcome.release_id, outcome.replaces) == (3, 2)
    assert notes.lines == ["release 1 has a newer version: release 2", "release 3 replaces 2: title"]
    assert [row["id"] for row in read.list_releases(archive)] == [3]


def test_only_the_release_that_was_named_is_read(archive: Archive, better: Better) -> None:
    add_page(archive)
    add_page(archive, BRIEFING)
    better(title="Another")
    assert [outcome.replaces for outcome in reread_releases(archive, 2, Silent())] == [2]
    assert [row["title"] for row in read.list_releases(archive)] == [TITLE, "Another"]


def test_all_readings_are_taken_down_together(archive: Archive, better: Better) -> None:
    add_linked(archive)
    for title in ("Another", "A third"):
        better(title=title)
        reread_releases(archive, None, Silent())
    remove_release(archive, 2)
    assert set(map(len, tables(archive).values())) == {0}
    assert list((archive.folder / "media").iterdir()) == []


def test_history_tells_what_changed(archive: Archive, better: Better) -> None:
    add_linked(archive)
    better(title="Another")
    reread_releases(archive, None, Silent())
    told = [(row["action"], row["message"], row["release"]) for row in release_history.history(archive, 1)[-2:]]
    assert told == [
        ("reread", "release 2 replaces 1: title", 2),
        ("alignment", "2 of 4 sentences tied to 1 of 2 paragraphs", 2),
    ]
    assert release_history.history(archive, 1) == release_history.history(archive, 2)


def test_what_the_newer_reader_doubts_is_kept(archive: Archive, better: Better) -> None:
    add_page(archive)
    better(title="Another", doubts=("the title may be that of the site",))
    notes = Notes()
    reread_releases(archive, None, notes)
    assert notes.warnings == ["the title may be that of the site"] == release_history.warnings_of(archive, 2)
    assert not set(notes.warnings) & set(release_history.warnings_of(archive, 1))


def test_what_was_doubted_when_the_page_came_stays(archive: Archive, better: Better) -> None:
    told = "http://press.example.org/p.txt leads to http://press.example.org/, perhaps because the page is gone"
    read_and_keep(archive, replace(page(BRIEFING, url=URL), doubts=(told,)))
    better(title="Another", doubts=("language not recognised",))
    [outcome] = reread_releases(archive, None, Silent())
    release = archive.first("select doubts from releases where id = ?", [outcome.release_id])
    assert release is not None
    assert json.loads(release["doubts"]) == [told, "language not recognised"]
