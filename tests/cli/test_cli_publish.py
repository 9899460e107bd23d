"""The command ``publish``: what it tells, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_line import run
from site_examples import make_archive

from archiver.errors import ArchiverError, NoSuchRelease, UsageError


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_archive(tmp_path_factory.mktemp("archive") / "archive")


def test_what_is_told(archive: Path, tmp_path: Path) -> None:
    first = run("publish", tmp_path / "site", "--dry-run", "--archive", archive)
    assert f"{tmp_path / 'site'}: 2 releases, 2 recordings (0 kB)\n" in first.stdout
    assert "would be new, 0 would be changed" in first.stdout
    assert "without --base-url the site has no feeds" in first.stderr
    told = json.loads(run("publish", tmp_path / "site", "1", "--json", "--archive", archive).stdout)
    assert (told["releases"], told["recordings"], told["removed"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("asked", "error", "told"),
    [
        (["--base-url", "archive.example.org"], UsageError, "no address that a site can have"),
        (["--title", " \n"], UsageError, "--title has no letters"),
        (["99"], NoSuchRelease, "no release goes by '99'"),
        ([" "], NoSuchRelease, "an empty name names no release"),
        (["../../etc"], NoSuchRelease, r"no release goes by '\.\./\.\./etc'"),
    ],
)
def test_what_is_refused(
    archive: Path, tmp_path: Path, asked: list[str], error: type[ArchiverError], told: str
) -> None:
    with pytest.raises(error, match=told):
        run("publish", tmp_path / "site", *asked, "--archive", archive)
    assert not (tmp_path / "site").exists()


def test_a_folder_with_something_else(archive: Path) -> None:
    with pytest.raises(UsageError, match="holds something else, and nothing was written there"):
        run("publish", archive, "--archive", archive)
