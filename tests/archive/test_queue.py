"""The queue: each release once, in order, begun by one process, and reckoned with."""

from __future__ import annotations

import pytest
from archive_examples import archive_with

from archiver.archive import queue, write
from archiver.archive.queue import begin_next, clear, count_states, end, put_in, retry, rows_of, seconds_left, working
from archiver.archive.store import Archive
from archiver.errors import ArchiveLocked, UsageError
from archiver.models import Capture, Paragraph, Release


def filled(archive: Archive) -> None:
    """With four releases, all in the queue."""
    for number in range(1, 5):
        capture = write.add_capture(archive, Capture(f"{number}.htm", f"{number}.htm", f"{number:064}", 1))
        release = Release(f"Statement {number}", (Paragraph(1, "The quay is open."),))
        assert put_in(archive, write.add_release(archive, capture, release, reader=1), {"model": "auto"})


archive = archive_with(filled)


def states(archive: Archive) -> dict[int, str]:
    return {row["release"]: row["state"] for row in rows_of(archive)}


def test_first_in_first_out_and_each_release_once(archive: Archive) -> None:
    assert not put_in(archive, 2, {})
    first = begin_next(archive)
    assert first is not None
    assert (first["release"], first["options"]) == (1, '{"model": "auto"}')
    assert not put_in(archive, 1, {})
    end(archive, first, [])
    assert put_in(archive, 1, {})  # done, and wanted again: at the end
    assert [row["release"] for row in rows_of(archive)] == [2, 3, 4, 1]


def test_what_failed_says_why_and_can_be_tried_again(archive: Archive) -> None:
    for _ in range(2):
        row = begin_next(archive)
        assert row is not None
        end(archive, row, ["no sound in it", "answered 404"])
    assert count_states(archive) == {"running": 0, "waiting": 2, "failed": 2, "done": 0}
    assert rows_of(archive, "failed")[0]["message"] == "no sound in it; answered 404"
    with pytest.raises(UsageError, match="release 3 has not failed"):
        retry(archive, 3)
    assert retry(archive, 1) == 1
    assert retry(archive) == 1
    assert set(states(archive).values()) == {"waiting"}
    assert [row["message"] for row in rows_of(archive)] == [None] * 4


def test_clearing_takes_out_what_is_done_or_all_that_does_not_run(archive: Archive) -> None:
    done = begin_next(archive)
    assert done is not None
    end(archive, done, [])
    begin_next(archive)
    assert clear(archive) == 1
    assert states(archive) == {2: "running", 3: "waiting", 4: "waiting"}
    assert clear(archive, everything=True) == 2
    assert states(archive) == {2: "running"}
    assert archive.table("releases").count == 4


def test_what_a_killed_run_had_begun_waits_again_and_only_one_works(archive: Archive) -> None:
    begin_next(archive)
    with working(archive):
        assert set(states(archive).values()) == {"waiting"}
        begin_next(archive)
        with pytest.raises(ArchiveLocked, match="another `archiver work` is at work here"), working(archive):
            pass
        assert states(archive)[1] == "running"
    assert set(states(archive).values()) == {"waiting"}
    assert list((archive.folder / "media").iterdir()) == []


def test_the_time_left_is_told_by_what_was_done_and_not_by_nights_between(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seconds_left(archive) is None
    for at in ("2026-03-01T10:00:00Z", "2026-03-01T10:01:30Z"):
        monkeypatch.setattr(queue, "now", lambda at=at: at)
        row = begin_next(archive)
        assert row is not None
        end(archive, row, [])
    assert seconds_left(archive) == 2 * 90
    monkeypatch.setattr(queue, "now", lambda: "2026-03-01T10:03:00Z")
    begin_next(archive)
    assert seconds_left(archive) == 2 * 90
    row = rows_of(archive, "running")[0]
    end(archive, row, [])
    monkeypatch.setattr(queue, "now", lambda: "2026-03-02T09:00:00Z")
    put_in(archive, row["release"], {})
    assert seconds_left(archive) == 2 * 90


def test_a_release_that_is_removed_leaves_the_queue(archive: Archive) -> None:
    archive.table("releases").delete(2)
    assert list(states(archive)) == [1, 3, 4]
