"""Which sound belongs to which media link, and what is kept where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from step_examples import kept, page

from archiver.archive import read
from archiver.archive.store import Archive, open_archive
from archiver.demo import RECORDING
from archiver.errors import NotSound, SourceNotFound, UsageError
from archiver.pipeline.recording import match_given_media, obtain, without_sound
from archiver.pipeline.run import GivenMedia, IngestOptions, Run

BRIEFING, QUESTIONS = "Press briefing (.MP3/1.250kb)", "Questions and answers (.MP3/9kb)"


def offline(archive: Archive) -> Run:
    return Run(archive, IngestOptions(fetch=False))


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.chdir(tmp_path)
    for name in ("b.mp3", "talk.vtt"):
        Path(name).touch()
    with open_archive(tmp_path / "a", create=True) as opened:
        yield opened


@pytest.mark.parametrize(
    ("media", "audio", "labels"),
    [
        ([BRIEFING], ["b.mp3"], ["Press briefing"]),
        ([BRIEFING], ["http://example.org/b.mp3"], ["Press briefing"]),
        ([BRIEFING], ["press=b.mp3"], ["Press briefing"]),
        ([BRIEFING, QUESTIONS], ["ANSWERS=q.mp3"], ["Questions and answers"]),
        ([BRIEFING, QUESTIONS], ["questions=q.mp3", "briefing=b.mp3"], ["Questions and answers", "Press briefing"]),
        ([], ["b.mp3"], ["b"]),  # a page without a link gets one
        ([], ["The minister=b.mp3"], ["The minister"]),
        ([BRIEFING], [], []),
        ([BRIEFING], ["http://example.org/?id=7"], ["Press briefing"]),  # an equals sign in an address
    ],
)
def test_sound_given_by_hand_finds_its_link(
    archive: Archive, media: list[str], audio: list[str], labels: list[str]
) -> None:
    kept(archive, *media)
    chosen = match_given_media(archive, 1, GivenMedia(tuple(audio)))
    names = {link["id"]: link["label"] for link in read.media_links_of(archive, 1)}
    assert [names[link] for link in chosen] == labels
    assert list(chosen.values()) == [given if "?" in given else given.rpartition("=")[2] for given in audio]


@pytest.mark.parametrize(
    ("audio", "said"),
    [
        ("b.mp3", "which recording is b.mp3.*“Press briefing”; “Questions and answers”; give --audio LABEL=FILE"),
        ("s=b.mp3", "which recording is b.mp3"),  # in both labels
        ("Speech=b.mp3", "no recording of the page is called 'Speech'"),
    ],
)
def test_it_is_not_clear_which_link_is_meant(archive: Archive, audio: str, said: str) -> None:
    kept(archive, BRIEFING, QUESTIONS)
    with pytest.raises(UsageError, match=said):
        match_given_media(archive, 1, GivenMedia((audio,)))


def test_a_file_with_an_equals_sign_in_its_name(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "day=1.mp3"
    path.touch()
    (link,) = kept(archive, BRIEFING)
    assert match_given_media(archive, 1, GivenMedia((str(path),))) == {link["id"]: str(path)}


def test_further_sound_takes_no_recordings_place(archive: Archive, tmp_path: Path) -> None:
    (link,) = kept(archive, BRIEFING)
    obtain(offline(archive), page(), link, str(RECORDING))
    assert match_given_media(archive, 1, GivenMedia((str(RECORDING),))) == {link["id"]: str(RECORDING)}
    other = tmp_path / "other.mp3"
    other.write_bytes(RECORDING.read_bytes() + b"TAG")
    (new,) = match_given_media(archive, 1, GivenMedia((str(other),)))
    assert [row["label"] for row in read.media_links_of(archive, 1) if row["id"] == new] == ["other"]


@pytest.mark.parametrize(("media", "links"), [([], 1), ([BRIEFING], 1)])
def test_a_transcript_needs_one_link_to_tell_of(archive: Archive, media: list[str], links: int) -> None:
    kept(archive, *media)
    assert match_given_media(archive, 1, GivenMedia(transcript=Path("talk.vtt"))) == {}
    assert len(read.media_links_of(archive, 1)) == links


def test_a_mistyped_name_leaves_no_link(archive: Archive) -> None:
    kept(archive)
    with pytest.raises(SourceNotFound, match=r"there is no file brefing\.mp3"):
        match_given_media(archive, 1, GivenMedia(("brefing.mp3",)))
    assert read.media_links_of(archive, 1) == []


def test_every_labelled_sound_gets_a_link_on_a_page_without_any(archive: Archive) -> None:
    kept(archive)
    match_given_media(archive, 1, GivenMedia(("Morning=b.mp3", "Evening=talk.vtt")))
    assert [link["label"] for link in read.media_links_of(archive, 1)] == ["Morning", "Evening"]


def test_a_recording_is_obtained_once(archive: Archive) -> None:
    (link,) = kept(archive, BRIEFING)
    assert obtain(offline(archive), page(), link, str(RECORDING)) == (1, True)
    (link,) = read.media_links_of(archive, 1)
    assert obtain(offline(archive), page(), link, None) == (1, False)
    assert obtain(offline(archive), page(), link, str(RECORDING)) == (1, False)


def test_why_there_is_none_is_kept_once(archive: Archive) -> None:
    (link,) = kept(archive, BRIEFING)
    assert obtain(Run(archive), page(), link, None) == (None, True)
    (link,) = read.media_links_of(archive, 1)
    assert link["reason"] == "the page gives no address; give the sound with --audio FILE"
    assert obtain(Run(archive), page(), link, None) == (None, False)


def test_what_is_no_sound_leaves_a_good_recording_alone(archive: Archive, tmp_path: Path) -> None:
    (link,) = kept(archive, BRIEFING)
    obtain(offline(archive), page(), link, str(RECORDING))
    before = read.media_links_of(archive, 1)
    (tmp_path / "words.mp3").write_text("Only words.")
    with pytest.raises(NotSound):
        obtain(offline(archive), page(), before[0], str(tmp_path / "words.mp3"))
    assert read.media_links_of(archive, 1) == before


def test_a_recording_known_by_its_transcript_only(archive: Archive) -> None:
    (link,) = kept(archive, BRIEFING)
    silent = without_sound(archive, link)
    (link,) = read.media_links_of(archive, 1)
    assert (link["recording"], link["sha256"]) == (silent, None)
    assert without_sound(archive, link) == silent
