"""A bag is valid for others too, brings back the same archive, and is refused where it is not what it says."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import bagit
import bagit_utils
import pytest
from archive_examples import SOUND, STATEMENT, add_everything, add_page, later_version
from bagit_utils import BagValidator
from ingest_examples import contents, contents_without, media
from rocrate.rocrate import ROCrate

from archiver.archive.bags.read_bag import unpack_bag
from archiver.archive.bags.write_bag import write_bag
from archiver.archive.event_chain import read_chain
from archiver.archive.merge import Merged, merge
from archiver.archive.people.human_links import decide
from archiver.archive.store import open_archive, read_archive
from archiver.archive.verify.run import Extent, verify
from archiver.errors import ArchiverError, BagError, DamagedFile
from archiver.reporting import Advance, Silent

OTHER = replace(STATEMENT, url="https://example.org/other.htm", title="Statement on lamps")
PROFILE = Path(__file__).parents[3] / "docs" / "reference" / "bagit-profile.json"
PREMIS = "{http://www.loc.gov/premis/v3}"


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    folder = tmp_path / "kept"
    with open_archive(folder, create=True) as archive:
        decide(archive, add_everything(archive), 4, 2)
        later_version(archive)
        add_page(archive, OTHER, b"<p>Lamps.")
    return folder


@pytest.fixture
def bag(kept: Path, tmp_path: Path) -> Path:
    with open_archive(kept) as archive:
        write_bag(archive, tmp_path / "bag")
    return tmp_path / "bag"


def test_others_find_it_valid(bag: Path) -> None:
    bagit.Bag(str(bag)).validate()
    report = bagit_utils.Bag(bag).validate()
    assert report.valid, report.issues
    assert {path.name for path in bag.iterdir()} == {
        *("data", "bagit.txt", "bag-info.txt", "premis.xml"),
        *("manifest-sha256.txt", "tagmanifest-sha256.txt"),
    }


@pytest.mark.parametrize(("damaged", "told"), [(None, None), ("premis.xml", "premis.xml"), ("data/db", "archive.db")])
def test_others_find_that_it_fits_its_published_profile(bag: Path, damaged: str | None, told: str | None) -> None:
    if damaged:
        (bag / damaged).rename(bag / f"{damaged}-gone")
    report = BagValidator.validate_once(bagit_utils.Bag(bag), profile_src=PROFILE)
    assert report.valid == (damaged is None)
    assert told is None or told in str(report.issues)


def test_packed_unpacked_elsewhere_and_merged_back_it_is_the_same_row_by_row(
    kept: Path, bag: Path, tmp_path: Path
) -> None:
    before = contents(kept)
    unpack_bag(bag, tmp_path / "elsewhere")
    assert contents_without(tmp_path / "elsewhere", "bag") == contents_without(kept, "bag")
    assert media(tmp_path / "elsewhere") == media(kept)
    with read_archive(tmp_path / "elsewhere") as theirs, open_archive(kept) as ours:
        assert merge(ours, theirs) == Merged({}, 0, ())
    assert contents(kept) == before
    with open_archive(tmp_path / "elsewhere") as archive:
        assert verify(archive, Extent(), Silent()).problems == ()
        assert read_chain(archive.db).breaks == {}


class Bars(Silent):
    """Keeps how far each bar came, and how far it was to go."""

    def __init__(self) -> None:
        self.seen: dict[str, tuple[float, float | None]] = {}

    @contextmanager
    def bar(self, title: str, total: float | None, unit: str) -> Iterator[Advance]:
        yield lambda done: self.seen.update({title: (done, total)})


def test_packing_and_unpacking_tell_how_far_they_are(
    kept: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    packing, unpacking = Bars(), Bars()
    with open_archive(kept) as archive:
        write_bag(archive, tmp_path / "bag", reporter=packing)
    unpack_bag(tmp_path / "bag", tmp_path / "elsewhere", reporter=unpacking)
    assert list(packing.seen) == ["merging", "hashing", "checking"]
    assert list(unpacking.seen) == ["checking", "merging"]
    for done, total in (*packing.seen.values(), *unpacking.seen.values()):
        assert total is not None
        assert 0 < total / 2 < done < total * 2
    assert caplog.records == []  # what bagit tells of every file


def test_one_release_with_all_that_belongs_to_it(kept: Path, tmp_path: Path) -> None:
    with open_archive(kept) as archive:
        write_bag(archive, tmp_path / "one", [1])
    unpack_bag(tmp_path / "one", tmp_path / "elsewhere")
    with read_archive(tmp_path / "elsewhere") as archive:
        assert [row["id"] for row in archive.rows("select id from releases order by id")] == [1, 2]
        assert len(archive.rows("select * from human_links")) == 1
        assert {row["release"] for row in archive.rows("select release from events")} == {1, 2, None}
    assert len(media(tmp_path / "elsewhere")) == 3


def test_it_tells_what_is_in_it(kept: Path, tmp_path: Path) -> None:
    with open_archive(kept) as archive:
        archive.db.execute("delete from releases where replaces is not null")
        write_bag(archive, tmp_path / "bag")
    vtt = (tmp_path / "bag" / "data" / "captions" / "release-1.vtt").read_text()
    assert "And the xylophonists?" in vtt
    premis = ElementTree.parse(tmp_path / "bag" / "premis.xml").getroot()
    assert hashlib.sha256(SOUND).hexdigest() in [one.text for one in premis.iter(f"{PREMIS}messageDigest")]
    assert [one.text for one in premis.iter(f"{PREMIS}eventType")][:3] == ["capture", "capture", "creation"]


# What the Library of Congress' schema of PREMIS 3.0 lets an element hold, as far as we write it: in this order.
ALLOWED = {
    "premis": "object+ event* agent*",
    "object": "objectIdentifier+ objectCharacteristics*",
    "objectIdentifier": "objectIdentifierType objectIdentifierValue",
    "objectCharacteristics": "fixity* size? format+",
    "fixity": "messageDigestAlgorithm messageDigest",
    "format": "formatDesignation",
    "formatDesignation": "formatName",
    "event": "eventIdentifier eventType eventDateTime eventDetailInformation* eventOutcomeInformation* "
    "linkingAgentIdentifier* linkingObjectIdentifier*",
    "eventIdentifier": "eventIdentifierType eventIdentifierValue",
    "eventDetailInformation": "eventDetail",
    "eventOutcomeInformation": "eventOutcome",
    "linkingAgentIdentifier": "linkingAgentIdentifierType linkingAgentIdentifierValue",
    "linkingObjectIdentifier": "linkingObjectIdentifierType linkingObjectIdentifierValue",
    "agent": "agentIdentifier+ agentName* agentType? agentVersion?",
    "agentIdentifier": "agentIdentifierType agentIdentifierValue",
}


def test_premis_is_as_its_schema_has_it(bag: Path, tmp_path: Path) -> None:
    with open_archive(tmp_path / "empty", create=True) as archive:
        write_bag(archive, tmp_path / "nothing")
    for one in (bag, tmp_path / "nothing"):
        for element in ElementTree.parse(one / "premis.xml").iter():
            allowed = ALLOWED.get(element.tag.removeprefix(PREMIS), "")
            pattern = "".join(re.sub(r"(\w+)(\W?)", r"(?:\1 )\2", name) for name in allowed.split())
            assert re.fullmatch(pattern, "".join(child.tag.removeprefix(PREMIS) + " " for child in element))
            assert len(element) or (element.text or "").strip()


def test_premis_names_what_was_done_to_which_file_by_which_program(bag: Path) -> None:
    premis = ElementTree.parse(bag / "premis.xml").getroot()
    objects = {one.text for one in premis.iter(f"{PREMIS}objectIdentifierValue")}
    agents = {one.text for one in premis.iter(f"{PREMIS}agentIdentifierValue")}
    files = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.parts[-3] == "media"}
    assert objects == files | {"data/db/archive.db"}
    for event in premis.iter(f"{PREMIS}event"):
        assert event.findtext(f"{PREMIS}linkingAgentIdentifier/{PREMIS}linkingAgentIdentifierValue") in agents
    linked = [one.text for one in premis.iter(f"{PREMIS}linkingObjectIdentifierValue")]
    assert {Path(str(one)).suffix for one in linked} == {".html", ".mp3"}
    assert set(linked) <= objects


def test_another_program_reads_the_research_objects_metadata(bag: Path) -> None:
    crate = ROCrate(str(bag / "data"))
    assert crate.root_dataset["license"]["description"].startswith("The rights in releases")
    files = {path.relative_to(bag / "data").as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    assert {one.id for one in crate.data_entities} == files - {"ro-crate-metadata.json"}
    release = crate.dereference("#release-2")
    assert (release["url"], release["datePublished"], release.type) == (STATEMENT.url, "2006-03-31", "CreativeWork")
    sound = next(one for one in crate.data_entities if one["encodingFormat"] == "audio/mpeg")
    assert sound["sha256"] == hashlib.sha256(SOUND).hexdigest()


def test_it_takes_no_other_folders_place(kept: Path, bag: Path, tmp_path: Path) -> None:
    with open_archive(kept) as archive:
        for output in (bag, tmp_path / "nowhere" / "bag"):
            with pytest.raises(BagError, match=r"is there already|there is no folder"):
                write_bag(archive, output)
    with pytest.raises(BagError, match=r"there is an archive in .* already; .*`archiver merge"):
        unpack_bag(bag, kept)


def test_an_archive_that_is_not_whole_is_not_packed(kept: Path, tmp_path: Path) -> None:
    next((kept / "media").rglob("*.mp3")).unlink()
    with open_archive(kept) as archive, pytest.raises(DamagedFile):
        write_bag(archive, tmp_path / "bag")
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def sealed(bag: Path) -> None:
    """Make the manifests of a bag anew, as somebody would who means to deceive."""
    bagit.Bag(str(bag)).save(manifests=True)


def in_manifest(line: str) -> Callable[[Path], None]:
    def change(bag: Path) -> None:
        with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as manifest:
            manifest.write(f"{'ab' * 32}  {line}\n")
        (bag / "tagmanifest-sha256.txt").unlink()

    return change


def a_link(bag: Path) -> None:
    sound = next((bag / "data").rglob("*.mp3"))
    sound.unlink()
    sound.symlink_to("/etc/hostname")


def a_linked_folder(bag: Path) -> None:
    shutil.move(bag / "data" / "media", bag.parent / "media")
    (bag / "data" / "media").symlink_to(bag.parent / "media")


def a_pipe(bag: Path) -> None:
    os.mkfifo(bag / "data" / "pipe")


def two_cases(bag: Path) -> None:
    (bag / "data" / "Notes.txt").write_text("one")
    (bag / "data" / "notes.TXT").write_text("two")
    sealed(bag)


def to_fetch(bag: Path) -> None:
    (bag / "fetch.txt").write_text("https://example.org/a.mp3 10 data/media/a.mp3\n")


def a_changed_file(bag: Path) -> None:
    next((bag / "data").rglob("*.mp3")).write_bytes(SOUND[::-1])


def one_file_more(bag: Path) -> None:
    (bag / "data" / "more.txt").write_text("more")


def one_file_less(bag: Path) -> None:
    next((bag / "data").rglob("*.mp3")).unlink()


def no_archive(bag: Path) -> None:
    shutil.rmtree(bag / "data" / "db")
    (bag / "data" / "notes.txt").write_text("A valid bag.")
    sealed(bag)


def no_database(bag: Path) -> None:
    (bag / "data" / "db" / "archive.db").write_text("A text.")
    sealed(bag)


def another_path(bag: Path) -> None:
    """The bag is valid, and its database names a file that is none of the archive's."""
    with open_archive(bag / "data") as archive:
        archive.db.execute("update recordings set path = '../../../../etc/passwd'")
    sealed(bag)


def another_sound(bag: Path) -> None:
    """The bag is valid, and a recording in it has other bytes than its name says."""
    a_changed_file(bag)
    sealed(bag)


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (in_manifest("../../etc/passwd"), "unsafe|is no valid bag"),
        (in_manifest("/etc/passwd"), "is no valid bag"),
        (in_manifest("data/../../outside"), "is no valid bag"),
        (in_manifest("~/.profile"), "is no valid bag"),
        (a_link, "is a link or a device"),
        (a_linked_folder, "is a link or a device"),
        (a_pipe, "is a link or a device"),
        (two_cases, "are one name on many disks"),
        (to_fetch, "files that are to be fetched"),
        (a_changed_file, "is no valid bag: .*mp3"),
        (one_file_more, "is no valid bag"),
        (one_file_less, "is no valid bag"),
        (no_archive, "but no archive of the briefing archiver"),
        (no_database, "damaged or no SQLite database|another program"),
        (another_path, "names a file '../../../../etc/passwd'"),
        (another_sound, "of the other archive has changed"),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_a_bag_that_is_not_what_it_says_is_refused(
    bag: Path, tmp_path: Path, attack: Callable[[Path], None], told: str
) -> None:
    attack(bag)
    with pytest.raises(ArchiverError, match=told):
        unpack_bag(bag, tmp_path / "elsewhere")
    elsewhere = tmp_path / "elsewhere"
    assert not elsewhere.exists() or (media(elsewhere) == [] and not any(contents(elsewhere).values()))


def test_a_folder_that_is_no_bag(tmp_path: Path) -> None:
    with pytest.raises(BagError, match=r"is no bag: it has no bagit\.txt"):
        unpack_bag(tmp_path, tmp_path / "elsewhere")
