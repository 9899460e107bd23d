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
from archiver.pipeline.clip import cut_passages, joined
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


def test_the_passages_on_a_paragraph_are_cut_out(archive: Archive) -> None:
    output = archive.folder / "paragraph.mp3"
    seconds = cut_passages(archive, 2, 1, output).seconds
    assert seconds == pytest.approx(3.0 + 0.4 + 3.0, abs=0.05)
    sound = probe(output)
    assert (sound.container, sound.channels) == ("mp3", 1)
    assert sound.duration == pytest.approx(seconds, abs=0.1)


def test_what_is_not_sure_enough_is_left_out(archive: Archive) -> None:
    cut = cut_passages(archive, 2, 1, archive.folder / "paragraph.mp3", least=0.9)
    assert cut.seconds == pytest.approx(3.0, abs=0.05)
    assert (cut.links, cut.left_out) == (2, 1)
    with pytest.raises(UsageError, match=r"paragraph 1 of release 2 as surely as 0\.95"):
        cut_passages(archive, 2, 1, archive.folder / "none.mp3", least=0.95)


@pytest.mark.parametrize(("release", "paragraph"), [(2, 2), (2, 9), (1, 1)])
def test_what_nobody_talked_about_cannot_be_cut(archive: Archive, release: int, paragraph: int) -> None:
    output = archive.folder / "paragraph.mp3"
    with pytest.raises(UsageError, match=f"about paragraph {paragraph} of release {release}"):
        cut_passages(archive, release, paragraph, output)
    assert not output.exists()
