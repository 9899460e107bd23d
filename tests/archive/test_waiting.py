"""What another program is writing is waited for, and metadata that nobody could use is refused."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest

from archiver.archive.edit import edit_release
from archiver.archive.store import Event, open_archive
from archiver.errors import UsageError


def test_a_step_waits_for_another_writer(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True):
        pass
    other = sqlite3.connect(tmp_path / "db" / "archive.db", check_same_thread=False, isolation_level=None)
    other.execute("begin immediate")
    release = threading.Timer(0.5, lambda: other.execute("rollback"))
    with open_archive(tmp_path) as archive:
        release.start()
        with archive.step(Event("page", "after the other one")):
            pass
        assert archive.db.execute("select message from events").fetchall() == [("after the other one",)]
    release.join()
    other.close()


@pytest.mark.parametrize("changes", [{"language": "klingon"}, {"language": "EN"}, {"title": "   "}])
def test_what_cannot_be_used_is_refused(tmp_path: Path, changes: dict[str, str]) -> None:
    with open_archive(tmp_path, create=True) as archive, pytest.raises(UsageError):
        edit_release(archive, 1, changes)
