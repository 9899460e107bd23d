"""Two archives become one: nothing twice, nothing lost, and what both say differently is told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import STATEMENT, add_everything, add_heard, add_links, add_page, add_sound, later_version
from ingest_examples import assert_sound, contents, contents_without, media

from archiver.archive.edit import edit_release
from archiver.archive.event_chain import read_chain
from archiver.archive.merge import Merged, merge
from archiver.archive.people.human_links import decide
from archiver.archive.people.human_texts import correct_sentence
from archiver.archive.read import find_release, list_releases, media_links_of
from archiver.archive.release_document import build_document
from archiver.archive.release_history import history
from archiver.archive.remove import remove_release
from archiver.archive.speaker_names import name_speakers
from archiver.archive.store import Event, open_archive, read_archive
from archiver.archive.verify.run import Extent, verify
from archiver.errors import DamagedFile
from archiver.models import Paragraph
from archiver.reporting import Silent

OTHER = replace(STATEMENT, url="https://example.org/other.htm", title="Statement on lamps", media=STATEMENT.media)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """An archive with two versions of a page, a recording, decisions by people, and a release that was taken down."""
    folder = tmp_path / "theirs"
    with open_archive(folder, create=True) as archive:
        release = add_everything(archive)
        correct_sentence(archive, release, 2, "The ministers deplore the flooding of the old quays.", "Ines")
        decide(archive, release, 4, 2)
        decide(archive, release, 4, None)
        name_speakers(archive, release, {"S1": "Spokesman"})
        later_version(archive)
        remove_release(archive, add_page(archive, replace(STATEMENT, url=None), b"<p>Taken down."))
    return folder


def merged(ours: Path, theirs: Path, releases: list[int] | None = None) -> Merged:
    with read_archive(theirs) as there, open_archive(ours, create=True) as here:
        return merge(here, there, releases)


def test_an_empty_archive_becomes_the_other_row_by_row(theirs: Path, tmp_path: Path) -> None:
    found = merged(tmp_path / "ours", theirs)
    assert contents_without(tmp_path / "ours", "merge") == contents_without(theirs, "merge")
    assert media(tmp_path / "ours") == media(theirs)
    assert (found.added["releases"], found.added["words"], found.files, found.conflicts) == (2, 6, 3, ())
    assert_sound(tmp_path / "ours")
    with open_archive(tmp_path / "ours") as archive:
        assert verify(archive, Extent(), Silent()).problems == ()


def test_again_changes_nothing(theirs: Path, tmp_path: Path) -> None:
    merged(tmp_path / "ours", theirs)
    before = contents(tmp_path / "ours")
    assert merged(tmp_path / "ours", theirs) == Merged({}, 0, ())
    assert contents(tmp_path / "ours") == before


def test_a_copy_has_nothing_to_add(theirs: Path, tmp_path: Path) -> None:
    shutil.copytree(theirs, tmp_path / "copy")
    assert merged(theirs, tmp_path / "copy") == Merged({}, 0, ())


def test_what_only_one_has_is_in_both_afterwards(theirs: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    with open_archive(ours, create=True) as archive:
        archive.done(Event("page", "the log begins otherwise than theirs, which is made in the same second"))
        other = add_page(archive, OTHER, b"<p>Lamps.")
        add_links(archive, other, add_heard(archive, add_sound(archive, other, data=b"other sound")))
    assert merged(ours, theirs).conflicts == ()
    with open_archive(ours) as archive:
        assert [row["title"] for row in list_releases(archive)] == ["Statement on lamps", STATEMENT.title]
        assert read_chain(archive.db).breaks == {}
        assert verify(archive, Extent(), Silent()).problems == ()
        told = history(archive, find_release(archive, "harbour"))
        assert [row["action"] for row in told] == [
            *("page", "recording", "transcript", "alignment", "edit", "link", "link", "speakers", "page"),
        ]
        (old,) = archive.rows("select id from releases where title = ? and current = 0", [STATEMENT.title])
        document = build_document(archive, old["id"])
        (sentences,) = [one["transcripts"][0]["segments"] for one in document["recordings"] if one["transcripts"]]
    assert sentences[1]["text"] == "The ministers deplore the flooding of the old quays."
    assert (sentences[1]["edited"]["by"], sentences[3]["links"]) == ("Ines", [])
    assert merged(ours, theirs) == Merged({}, 0, ())


def test_the_same_page_and_sound_are_one(theirs: Path, tmp_path: Path) -> None:
    """What people decided there is applied to what is here, and what is missing here is filled in."""
    ours = tmp_path / "ours"
    with open_archive(ours, create=True) as archive:
        add_page(archive, OTHER, b"<p>Lamps.")
        add_page(archive)
    found = merged(ours, theirs)
    assert (found.added["releases"], found.added["recordings"], found.conflicts) == (1, 1, ())
    with open_archive(ours) as archive:
        (link,) = [one for one in media_links_of(archive, 2) if one["label"] == "Press briefing"]
        assert link["sha256"]
        assert len(archive.rows("select * from captures where url = ?", [STATEMENT.url])) == 2
        assert verify(archive, Extent(), Silent()).problems == ()


def test_people_who_disagree_are_told_and_the_later_word_counts(theirs: Path, tmp_path: Path) -> None:
    ours = Path(shutil.copytree(theirs, tmp_path / "ours"))
    with open_archive(theirs) as archive:
        edit_release(archive, 2, {"title": "Statement withdrawn", "issuer": "Pilots"})
        decide(archive, 2, 1, 1)
        archive.db.execute("update human_links set created = '2026-03-01T10:00:00Z' where id = 3")
        name_speakers(archive, 2, {"S1": "Ines", "S2": "Ben"})
    with open_archive(ours) as archive:
        edit_release(archive, 2, {"title": "Statement taken back"})
        decide(archive, 2, 1, None)
        name_speakers(archive, 2, {"S1": "Ada"})
    told = merged(ours, theirs).conflicts
    assert told == (
        "release 2: title is 'Statement withdrawn' there, and 'Statement taken back' here, which stays",
        "S1 in transcript 1 is called Ines there, and Ada stays",
        "release 2: what is said at 0.5 s belongs to paragraph 1 by one archive, to no paragraph by the other; "
        "the later decision, no paragraph, counts",
    )
    with open_archive(ours) as archive:
        release = archive.table("releases").get(2)
        assert (release["title"], release["issuer"]) == ("Statement taken back", "Pilots")
        assert archive.rows("select label, name from speakers order by id") == [
            {"label": "S1", "name": "Ada"},
            {"label": "S2", "name": "Ben"},
        ]
        assert len(archive.rows("select * from human_links where superseded_by is null")) == 2
        assert verify(archive, Extent(), Silent()).problems == ()
    assert merged(ours, theirs).added == {}


def test_a_page_that_went_on_differently_has_one_line_of_versions(theirs: Path, tmp_path: Path) -> None:
    ours = tmp_path / "ours"
    with open_archive(ours, create=True) as archive:
        add_page(archive)
        add_page(archive, replace(STATEMENT, paragraphs=(Paragraph(1, "It stays."),)), b"<p>It stays.")
    (told,) = merged(ours, theirs).conflicts
    assert told == (
        "“Statement on harbour safety” (https://example.org/p06-042e.htm) was read or has changed differently in both; "
        "what came now counts as the newest"
    )
    with open_archive(ours) as archive:
        assert len(list_releases(archive)) == 1
        assert [row["replaces"] for row in archive.rows("select replaces from releases order by id")] == [None, 1, 2]
        assert verify(archive, Extent(), Silent()).problems == ()
    assert merged(ours, theirs) == Merged({}, 0, ())


def test_one_release_with_all_that_belongs_to_it(theirs: Path, tmp_path: Path) -> None:
    with open_archive(theirs) as archive:
        other = add_page(archive, OTHER, b"<p>Lamps.")
    merged(tmp_path / "ours", theirs, [2])
    with open_archive(tmp_path / "ours") as archive:
        assert [row["id"] for row in archive.rows("select id from releases order by id")] == [1, 2]
        assert {row["release"] for row in archive.rows("select release from events")} == {1, 2, None}
        assert verify(archive, Extent(), Silent()).problems == ()
    merged(tmp_path / "ours", theirs, [other])
    assert contents_without(tmp_path / "ours", "merge")["releases"] == contents_without(theirs, "merge")["releases"]


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_an_archive_that_is_not_whole_is_not_merged(theirs: Path, tmp_path: Path, damage: str) -> None:
    sound = next((theirs / "media").rglob("*.mp3"))
    if damage == "gone":
        sound.unlink()
    else:
        sound.write_bytes(b"ID3 something else entirely..")
    with pytest.raises(DamagedFile, match=r"media/.*\.mp3 .*; nothing was merged; `archiver verify` on the other"):
        merged(tmp_path / "ours", theirs)
    assert {name for name, rows in contents(tmp_path / "ours").items() if rows} == set()
    assert media(tmp_path / "ours") == []
