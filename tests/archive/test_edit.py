"""Metadata corrected by hand."""

from __future__ import annotations

import pytest
from archive_examples import add_page, archive_with

from archiver.archive import release_history
from archiver.archive.edit import edit_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive
from archiver.errors import UsageError

archive = archive_with()


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
    (row,) = archive.rows("select * from releases")
    assert {name: row[name] for name in changes} == {name: value or None for name, value in changes.items()}
    assert release_history.history(archive, release)[-1]["message"] == told


def test_what_was_put_right_is_known_by_name(archive: Archive) -> None:
    release = add_page(archive)
    assert archive.rows("select edited from releases") == [{"edited": "[]"}]
    edit_release(archive, release, {"title": "Statement on lamps", "date": ""})
    edit_release(archive, release, {"date": "2006-04-01", "number": "7"})
    assert archive.rows("select edited from releases") == [{"edited": '["title", "date", "number"]'}]


@pytest.mark.parametrize(("changes", "said"), [({}, "nothing to change"), ({"title": ""}, "needs a title")])
def test_what_cannot_be_put_right(archive: Archive, changes: dict[str, str], said: str) -> None:
    release = add_page(archive)
    with pytest.raises(UsageError, match=said):
        edit_release(archive, release, changes)
    assert len(release_history.history(archive, release)) == 1


def test_a_title_that_was_put_right_is_found(archive: Archive) -> None:
    release = add_page(archive)
    edit_release(archive, release, {"title": "Statement on lamps"})
    assert [row["kind"] for row in search_archive(archive, "lamps")] == ["title"]
    assert [row["kind"] for row in search_archive(archive, "safety")] == []
