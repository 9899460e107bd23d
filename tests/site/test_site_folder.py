"""The folder of a site: written again, changed by others, killed half-way, or somebody else's."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archiver.errors import OutputError, UsageError
from archiver.site.manifest import MANIFEST
from archiver.site.site_folder import SiteFolder


def finished(folder: Path, **files: str) -> SiteFolder:
    site = SiteFolder(folder)
    for name, text in files.items():
        site.write(f"{name}.html", text.encode())
    site.finish("stamp", {})
    return site


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    finished(tmp_path / "site", a="one", b="two", c="three")
    before = (tmp_path / "site" / "a.html").stat().st_mtime_ns
    again = finished(tmp_path / "site", a="one", b="other")
    assert (again.new, again.changed, again.unchanged, again.removed) == (0, 1, 1, 1)
    assert (tmp_path / "site" / "a.html").stat().st_mtime_ns == before
    assert sorted(path.name for path in (tmp_path / "site").iterdir()) == [MANIFEST, "a.html", "b.html"]


def test_what_others_wrote_stays(tmp_path: Path) -> None:
    finished(tmp_path, a="one", b="two", c="three")
    (tmp_path / "CNAME").write_text("example.org")
    (tmp_path / "a.html").write_text("put right by hand")
    (tmp_path / "c.html").write_text("put right by hand")
    (tmp_path / "new.html").write_text("somebody's")
    again = finished(tmp_path, a="changed", b="two", new="ours")
    assert again.left == ["a.html", "new.html", "c.html"]
    assert (tmp_path / "a.html").read_text() == (tmp_path / "c.html").read_text() == "put right by hand"
    assert (tmp_path / "new.html").read_text() == "somebody's"
    assert (tmp_path / "CNAME").is_file()


def test_a_folder_with_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="holds something else, and nothing was written"):
        SiteFolder(tmp_path)
    with pytest.raises(UsageError, match="holds something else"):
        SiteFolder(tmp_path / "thesis.txt")
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_run_that_was_killed_is_gone_on_with(tmp_path: Path) -> None:
    finished(tmp_path, a="one", b="two")
    begun = SiteFolder(tmp_path)
    begun.write("a.html", b"changed")
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write('{"files": {"b.html": ["2f')  # cut off
    after = SiteFolder(tmp_path)
    assert after.known.stamp is None  # the folder is no longer what that run left
    assert not after.write("a.html", b"changed")
    assert after.write("b.html", b"changed, too")
    after.finish("other", {})
    assert SiteFolder(tmp_path).known.stamp == "other"
    assert not after.left


def test_a_forged_manifest_deletes_nothing_outside(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("precious")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "b.html").write_text("two")
    site = tmp_path / "site"
    finished(site, a="one")
    digest = "ef9ffdd3c3b4b2ba1d63e3fb7a7ce4ffd0a6a9f4dcb1f8ee0bd0b5d34dcdb8ea"
    forged = {name: [digest, 8] for name in ("../precious.txt", str(precious), "link/b.html")}
    with (site / MANIFEST).open("a") as manifest:
        manifest.write(f"{json.dumps({'files': forged})}\n")
    (site / "link").symlink_to(tmp_path / "elsewhere")
    finished(site)
    assert precious.read_text() == "precious"
    assert (tmp_path / "elsewhere" / "b.html").is_file()
    assert not (site / "a.html").exists()


@pytest.mark.parametrize("name", ["a" * 300, "\ud800", "a\0b", "\x1b[2J"])
def test_a_forged_manifest_with_names_that_no_file_has(tmp_path: Path, name: str) -> None:
    finished(tmp_path, a="one")
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write(f"{json.dumps({'files': {name: ['ab' * 32, 8]}})}\n")
    finished(tmp_path, a="two")
    assert name not in SiteFolder(tmp_path).known.written


def test_a_forged_manifest_nested_deeper_than_can_be_read(tmp_path: Path) -> None:
    finished(tmp_path, a="one")
    with (tmp_path / MANIFEST).open("a") as manifest:
        manifest.write("[" * 200_000 + "\n")
    assert SiteFolder(tmp_path).known.written.keys() == {"a.html"}
    (tmp_path / MANIFEST).write_text("[" * 200_000)
    with pytest.raises(UsageError, match="is not ours"):
        SiteFolder(tmp_path)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    site = SiteFolder(tmp_path / "site", dry_run=True)
    assert site.write("a.html", b"one")
    site.finish("stamp", {})
    assert site.new == 1
    assert not (tmp_path / "site").exists()


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="the archive is as it was"):
        SiteFolder(tmp_path / "file" / "site")
