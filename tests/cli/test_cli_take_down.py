"""A take-down that was interrupted: told by every command that reads, finished by the first that writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_examples import add_everything
from command_line import run

from archiver.archive import remove
from archiver.archive.store import open_archive


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An archive whose release was taken down, by a run that was stopped before it could delete the files."""
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, open_archive(tmp_path) as archive:
        patch.setattr(remove, "finish_removals", killed)
        with pytest.raises(KeyboardInterrupt):
            remove.remove_release(archive, 1)
    return tmp_path


def sounds(folder: Path) -> list[Path]:
    return [path for path in (folder / "media").rglob("*") if path.is_file()]


@pytest.mark.parametrize("command", [["list"], ["stats"], ["history", "1"]])
def test_it_is_told_until_it_is_finished(interrupted: Path, command: list[str]) -> None:
    told = run(*command, "--archive", interrupted).stderr
    assert "warning: what was taken down is not all deleted; the next command that writes does it: media/" in told
    assert len(sounds(interrupted)) == 2


def test_the_first_command_that_writes_finishes_it(interrupted: Path, tmp_path: Path) -> None:
    page = tmp_path / "other.txt"
    page.write_text("A statement\n\n1. The quays will be lit at night, as the pilots asked.\n")
    run("ingest", page, "--archive", interrupted)
    assert len(sounds(interrupted)) == 1  # the new page
    assert run("list", "--archive", interrupted).stderr == ""


def test_what_cannot_be_deleted_is_told_each_time(interrupted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, missing_ok: bool = False) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch, open_archive(interrupted) as archive:
        patch.setattr(Path, "unlink", refused)
        with pytest.raises(Exception, match="cannot be deleted: Permission denied; the release is taken down all the"):
            remove.finish_removals(archive)
    assert "not all deleted" in run("list", "--archive", interrupted).stderr
