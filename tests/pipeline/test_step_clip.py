"""Clips: passages on a paragraph, a time, a sentence, or words that were said."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path

import av
import mutagen
import pytest
import webvtt
from step_examples import HEARD, kept

from archiver.archive import write
from archiver.archive.store import Archive, Event, open_archive
from archiver.demo import RECORDING
from archiver.errors import UsageError
from archiver.models import Link
from archiver.pipeline.clip import Wanted, cut_clip, cut_part, form_of, joined
from archiver.pipeline.intake import keep_recording
from archiver.recording.audio import probe
from archiver.web.visitors import Part


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
def test_the_passages_on_a_paragraph_are_cut_out_from_pause_to_pause(
    archive: Archive, form: str, container: str
) -> None:
    cut = cut_clip(archive, 2, Wanted(paragraph=1), form)
    assert 3.0 + 0.4 + 3.0 <= cut.seconds <= 3.0 + 0.4 + 3.0 + 4 * 0.95
    output = archive.folder / "paragraph"
    output.write_bytes(cut.data)
    sound = probe(output)
    assert (sound.container, sound.channels) == (container, 1)
    assert sound.duration == pytest.approx(cut.seconds, abs=0.1)


def test_what_is_not_sure_enough_is_left_out(archive: Archive) -> None:
    cut = cut_clip(archive, 2, Wanted(paragraph=1, least=0.9))
    assert 3.0 <= cut.seconds <= 3.0 + 2 * 0.95
    assert (cut.links, cut.left_out) == (2, 1)
    with pytest.raises(UsageError, match=r"paragraph 1 of release 2 as surely as 0\.95"):
        cut_clip(archive, 2, Wanted(paragraph=1, least=0.95))


def test_captions_have_the_times_of_the_clip(archive: Archive) -> None:
    (segment,) = archive.rows("select id, start, heard from segments order by start limit 1 offset 1")
    cut = cut_clip(archive, 2, Wanted(segment=segment["id"]))
    captions = webvtt.from_string(cut.captions or "")
    assert unescape(captions[0].text) == segment["heard"]
    assert captions[0].start_in_seconds < 1.0
    assert captions[-1].end_in_seconds <= cut.seconds + 1


def test_players_show_what_a_clip_is_and_where_it_is_from(archive: Archive) -> None:
    output = archive.folder / "clip.mp3"
    output.write_bytes(cut_clip(archive, 2, Wanted(start=3.0, end=6.0)).data)
    (release,) = archive.rows("select * from releases where id = 2")
    tags = mutagen.File(output).tags
    assert str(tags["TIT2"]) == f"00:03–00:06: {release['title']}"
    assert str(tags["TALB"]) == release["title"]
    told = {name: str(tags[key]) for name, key in {"issuer": "TPE1", "date": "TDRC"}.items() if release[name]}
    assert told == {name: release[name] for name in told}


def test_a_visitor_of_the_pages_has_the_same(archive: Archive) -> None:
    wanted = Wanted(start=3.0, end=6.0, recording=1)
    assert cut_part(archive.folder, Part(2, 1, 3.0, 6.0)) == cut_clip(archive, 2, wanted).data


def test_words_that_were_said(archive: Archive) -> None:
    (word,) = {row["heard"].split()[0] for row in archive.rows("select heard from segments order by start limit 1")}
    assert cut_clip(archive, 2, Wanted(words=f'"{word}"')).seconds > 0.5
    with pytest.raises(UsageError, match="nobody said “perihelion” in the recordings of release 2"):
        cut_clip(archive, 2, Wanted(words="perihelion"))


@pytest.mark.slow
def test_a_video_has_sound_and_picture(archive: Archive) -> None:
    output = archive.folder / "clip.mp4"
    cut = cut_clip(archive, 2, Wanted(start=3.0, end=5.0), "mp4")
    output.write_bytes(cut.data)
    with av.open(str(output)) as file:
        (video,), (sound,) = file.streams.video, file.streams.audio
        assert (video.codec_context.name, video.width, video.height) == ("h264", 1280, 720)
        assert sound.codec_context.name == "aac"
        assert (file.duration or 0) / 1_000_000 == pytest.approx(cut.seconds, abs=0.2)
        first, *_, last = file.decode(video=0)
        lit = [(one.to_ndarray(format="rgb24")[220:440, 60:1220, 0] > 200).sum() for one in (first, last)]
    assert lit[1] > lit[0] + 100  # what was played is no longer in the shade


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        (Wanted(segment=99), "there is no sentence 99 in release 2; `archiver export` tells the ids"),
        (Wanted(start=900.0), r"there is nothing from 900 s in a recording of \d+\.\d s"),
        (Wanted(start=9.0, end=3.0), "there is nothing from 9 s to 3 s"),
        (Wanted(start=1.0, end=3.0, recording=7), "it is not in recording 7"),
        (Wanted(paragraph=1, recording=7), "it is not in recording 7"),
        (Wanted(words=' "'), "there is no word in that to look for"),
        (Wanted(paragraph=0), "^there is no paragraph 0 in release 2, which has "),
        (Wanted(paragraph=9), "^there is no paragraph 9 in release 2, which has "),
    ],
)
def test_what_is_not_there_cannot_be_cut(archive: Archive, wanted: Wanted, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        cut_clip(archive, 2, wanted)


def test_a_release_without_sound_has_no_clips(archive: Archive) -> None:
    with pytest.raises(UsageError, match="no recording talks about paragraph 1 of release 1"):
        cut_clip(archive, 1, Wanted(paragraph=1))
    with pytest.raises(UsageError, match="there is no sound of release 1; `archiver todo"):
        cut_clip(archive, 1, Wanted(start=1.0))


def test_what_is_known_by_its_transcript_only_has_no_clips(archive: Archive) -> None:
    archive.db.execute("update recordings set path = null")
    with pytest.raises(UsageError, match="there is no sound of what was said about paragraph 1; `archiver todo"):
        cut_clip(archive, 2, Wanted(paragraph=1))


@pytest.mark.parametrize(
    ("name", "form"), [("a.mp3", "mp3"), ("a.WAV", "wav"), ("a.mp4", "mp4"), ("a", "mp3"), ("-", "mp3")]
)
def test_the_name_tells_the_format(name: str, form: str) -> None:
    assert form_of(Path(name)) == form


def test_a_format_that_no_clip_has() -> None:
    with pytest.raises(UsageError, match=r"^no clip can be written as \.avi: a\.avi; give a name with \.mp3, \.wav"):
        form_of(Path("a.avi"))


@pytest.mark.parametrize("wanted", [Wanted(paragraph=1), Wanted(words="harbour")])
def test_what_was_not_transcribed_is_not_told_as_never_said(archive: Archive, wanted: Wanted) -> None:
    kept(archive, "Evening briefing (.MP3)")
    with pytest.raises(UsageError, match="release 3; 1 of its recordings without a transcript: `archiver todo`"):
        cut_clip(archive, 3, wanted)
