"""Clips: the passages on a paragraph, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from step_examples import HEARD, kept

from archiver.archive import write
from archiver.archive.store import Archive, Event, open_archive
from archiver.demo import RECORDING
from archiver.errors import UsageError
from archiver.models import Link
from archiver.pipeline.clip import cut_passages, form_of, joined
from archiver.pipeline.intake import keep_recording
from archiver.recording.audio import probe


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    links = (Link(2, 1, "verbatim", 0.9, (0, 52), 3.0, 6.0), Link(4, 1, "paraphrase", 0.7, (0, 52), 20.0, 23.0))
    with open_archive(tmp_path, create=True) as opened:
        kept(opened)  # another release, so that ids and positions differ
        (link,) = kept(opened, "Press briefing (.MP3)")
        recording = keep_recording(opened, [RECORDING.read_bytes()], "briefing.mp3", link).recording_id
        with opened.step(Event("alignment")):
            transcript = write.add_transcript(opened, recording, HEARD)
            write.add_alignment(opened, 2, transcript, links, write.AlignmentMethod("", "", {}))
        yield opened


@pytest.mark.parametrize(
    ("pieces", "whole"),
    [
        ([], []),
        ([(1.0, 2.0)], [(1.0, 2.0)]),
        ([(1.0, 2.0), (4.0, 5.0)], [(1.0, 5.0)]),  # a breath and a page turn
        ([(1.0, 2.0), (4.1, 5.0)], [(1.0, 2.0), (4.1, 5.0)]),
        ([(4.1, 5.0), (1.0, 2.0)], [(1.0, 2.0), (4.1, 5.0)]),
        ([(1.0, 9.0), (2.0, 3.0)], [(1.0, 9.0)]),
        ([(1.0, 3.0), (2.0, 4.0), (5.0, 6.0)], [(1.0, 6.0)]),
    ],
)
def test_passages_that_follow_each_other_are_one(
    pieces: list[tuple[float, float]], whole: list[tuple[float, float]]
) -> None:
    assert joined(pieces) == whole


@pytest.mark.parametrize(("form", "container"), [("mp3", "mp3"), ("wav", "wav"), ("flac", "flac"), ("ogg", "ogg")])
def test_the_passages_on_a_paragraph_are_cut_out(archive: Archive, form: str, container: str) -> None:
    cut = cut_passages(archive, 2, 1, form)
    assert cut.seconds == pytest.approx(3.0 + 0.4 + 3.0, abs=0.05)
    output = archive.folder / "paragraph"
    output.write_bytes(cut.data)
    sound = probe(output)
    assert (sound.container, sound.channels) == (container, 1)
    assert sound.duration == pytest.approx(cut.seconds, abs=0.1)


def test_what_is_not_sure_enough_is_left_out(archive: Archive) -> None:
    cut = cut_passages(archive, 2, 1, least=0.9)
    assert cut.seconds == pytest.approx(3.0, abs=0.05)
    assert (cut.links, cut.left_out) == (2, 1)
    with pytest.raises(UsageError, match=r"paragraph 1 of release 2 as surely as 0\.95"):
        cut_passages(archive, 2, 1, least=0.95)


def test_what_nobody_talked_about_cannot_be_cut(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no recording talks about paragraph 1 of release 1"):
        cut_passages(archive, 1, 1)


@pytest.mark.parametrize("paragraph", [0, 9])
def test_a_paragraph_that_does_not_exist_is_not_one_that_nobody_talked_about(archive: Archive, paragraph: int) -> None:
    with pytest.raises(UsageError, match=f"^there is no paragraph {paragraph} in release 2, which has "):
        cut_passages(archive, 2, paragraph)


@pytest.mark.parametrize(("name", "form"), [("a.mp3", "mp3"), ("a.WAV", "wav"), ("a", "mp3"), ("-", "mp3")])
def test_the_name_tells_the_format(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


def test_a_format_that_no_clip_has() -> None:
    with pytest.raises(UsageError, match=r"^no clip can be written as \.mp4: a\.mp4; give a name with \.mp3, \.wav"):
        form_of(Path("a.mp4"))
