"""Where what is heard stands in time, in whole files and in damaged ones: a table of kinds."""

from __future__ import annotations

import errno
import io
import random
from pathlib import Path

import numpy as np
import pytest
from sound_files import RATE, beeps, encode, heard_beeps, with_hole, write_wav

from archiver.errors import BrokenOff, NotSound, Unreadable
from archiver.recording.audio import hear, listen, probe
from archiver.recording.cutting import clip
from archiver.recording.decoding import Decoding, decode, whole_numbers
from archiver.recording.timeline import Lost, describe, joined

BEEPS = (2, 8, 25, 33)  # seconds
NOISE = random.Random(2006).randbytes(200_000)


def decoded(path: Path) -> tuple[list[float], list[Lost], float]:
    """When the beeps are heard, what was lost, and how long it all is."""
    decoding = Decoding(path, probe(path).container)
    samples = np.concatenate([whole_numbers(block.mean(axis=0)) for block in decoding.blocks()])
    return heard_beeps(samples), joined(decoding.lost), len(samples) / RATE


# What can be read.

KINDS = {
    "briefing.au": "pcm_s16be",
    "briefing.avi": "pcm_s16le",
    "briefing.ts": "aac",
    "briefing.caf": "pcm_s16le",
    "briefing.wv": "wavpack",
    "briefing.ac3": "ac3",
    "briefing.eac3": "eac3",
    "briefing.tta": "tta",
    "briefing.w64": "pcm_s16le",
    "briefing.mp2": "mp2",
    "briefing.mka": "flac",
    "briefing.rm": "ac3",
    "briefing.wma": "wmav2",
    "point-de-presse.m4a": "aac",
    "point-de-presse.oga": "flac",
    "point-de-presse.aac": "aac",
}


@pytest.mark.parametrize(("name", "codec"), KINDS.items(), ids=KINDS)
def test_what_libav_reads_is_sound(tmp_path: Path, name: str, codec: str) -> None:
    sound = beeps(12, (2, 8))
    path = encode(tmp_path / name, codec, sound)
    times, lost, seconds = decoded(path)
    assert times == pytest.approx([2, 8], abs=0.11)
    assert lost == []
    assert seconds == pytest.approx(12, abs=0.2)


def test_an_m4a_without_its_index_is_a_broken_download(tmp_path: Path) -> None:
    path = encode(tmp_path / "point de presse.m4a", "aac", beeps(12, (2,)))
    path.write_bytes(path.read_bytes()[:30_000].partition(b"moov")[0][:-4])
    with pytest.raises(BrokenOff, match=r"^point de presse\.m4a is an MP4 or M4A recording that breaks off: its index"):
        probe(path)


def test_a_picture_in_the_boxes_of_an_m4a_is_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "photo.m4a"
    path.write_bytes(b"\0\0\0\x18ftypheic" + bytes(200))
    with pytest.raises(NotSound, match="it is a picture"):
        probe(path)


# What is damaged: ten seconds of forty, with a beep before and two behind them.

DAMAGED = {
    "briefing.mp3": "mp3",
    "briefing.mp2": "mp2",
    "briefing.ac3": "ac3",
    "briefing.m4a": "aac",
    "briefing.mka": "mp3",
    "point-de-presse.aac": "aac",
    "point-de-presse.ts": "mp2",
    "point-de-presse.opus": "libopus",
}


@pytest.mark.parametrize("rubbish", [b"\0", NOISE], ids=["zeros", "noise"])
@pytest.mark.parametrize(("name", "codec"), DAMAGED.items(), ids=DAMAGED)
def test_what_follows_damage_stands_at_its_true_time(tmp_path: Path, name: str, codec: str, rubbish: bytes) -> None:
    path = encode(tmp_path / name, codec, beeps(40, BEEPS))
    found = with_hole(path, 0.30, 0.55, rubbish)
    times, lost, seconds = decoded(found)
    vague = 1.5 if path.suffix == ".aac" else 0.3  # where the bit rate varies and nothing else tells
    assert [time for time in times if time > 24] == pytest.approx([25, 33], abs=vague)
    assert times[:2] == pytest.approx([2, 8], abs=0.11)
    assert lost[0].start == pytest.approx(12, abs=1.5)
    assert 21 < lost[-1].end < 25  # Matroska goes on with the next of its clusters, which have five seconds
    assert seconds == pytest.approx(40, abs=vague + 0.1)


def test_clips_of_a_damaged_recording_are_cut_where_they_should_be(tmp_path: Path) -> None:
    path = with_hole(encode(tmp_path / "briefing.mp3", "mp3", beeps(40, BEEPS)), 0.30, 0.55)
    (tmp_path / "clip.mp3").write_bytes(clip(path, probe(path), [(24.5, 27.0), (32.0, 34.5)])[0])
    heard = np.concatenate(list(decode(tmp_path / "clip.mp3", "mp3")))
    assert heard_beeps(heard) == pytest.approx([0.5, 2.5 + 0.4 + 1.0], abs=0.15)


def test_clips_of_realaudio_are_cut_where_they_should_be(tmp_path: Path) -> None:
    path = encode(tmp_path / "briefing.rm", "ac3", beeps(40, BEEPS))
    (tmp_path / "clip.mp3").write_bytes(clip(path, probe(path), [(24.5, 27.0), (32.0, 34.5)])[0])
    heard = np.concatenate(list(decode(tmp_path / "clip.mp3", "mp3")))
    assert heard_beeps(heard) == pytest.approx([0.5, 2.5 + 0.4 + 1.0], abs=0.15)


@pytest.mark.parametrize("codec", ["flac", "libopus"])
def test_parts_put_together_are_heard_one_after_the_other(tmp_path: Path, codec: str) -> None:
    """A chained Ogg, whose clock begins again: in the index, and in clips."""
    first = encode(tmp_path / "first.ogg", codec, beeps(10, (2,)))
    second = encode(tmp_path / "second.ogg", codec, beeps(10, (4,)))
    path = tmp_path / "chained.ogg"
    path.write_bytes(first.read_bytes() + second.read_bytes())
    times, lost, _ = decoded(path)
    assert times == pytest.approx([2, 14], abs=0.11)
    assert lost == []
    (tmp_path / "clip.mp3").write_bytes(clip(path, probe(path), [(13.0, 16.0)])[0])
    assert heard_beeps(np.concatenate(list(decode(tmp_path / "clip.mp3", "mp3")))) == pytest.approx([1], abs=0.15)


def test_a_tag_between_two_mp3s_is_no_damage(tmp_path: Path) -> None:
    data = encode(tmp_path / "part.mp3", "mp3", beeps(10, (2,))).read_bytes()
    picture = b"ID3\x03\0\0\0\0\x40\0" + NOISE[: 1 << 13]  # 8,192 bytes, in seven bits each
    path = tmp_path / "both.mp3"
    path.write_bytes(data + b"TAG" + bytes(125) + picture + data)
    times, _, seconds = decoded(path)
    assert times == pytest.approx([2, 12], abs=0.2)
    assert seconds == pytest.approx(20, abs=0.3)


def test_a_forged_timestamp_makes_no_hours_of_silence(tmp_path: Path) -> None:
    path = encode(tmp_path / "a.ts", "mp2", beeps(4, (1,)))
    late = encode(tmp_path / "b.ts", "mp2", beeps(4, (1,)))
    path.write_bytes(path.read_bytes() + late.read_bytes())
    assert listen(decode(path, "mpegts")).duration < 10


# What is told.


@pytest.mark.parametrize(
    ("lost", "told"),
    [
        ([], ""),
        ([Lost(1210.0, 1220.04)], "from 20:10 to 20:20 (10.0 s) (the decoder says: Header missing)"),
        ([Lost(1.0, 2.0), Lost(2.05, 3.0)], "from 00:01 to 00:03 (2.0 s) (the"),
        ([Lost(n * 10.0, n * 10.0 + 1) for n in range(7)], "and 2 more of 2.0 s in all (the"),
    ],
)
def test_damage_is_told_with_place_and_length(lost: list[Lost], told: str) -> None:
    said = describe("briefing.mp3", lost, "Header missing", 1)
    assert len(said) == bool(lost)
    assert all(told in line and "what follows stands at its true time" in line for line in said)


def test_complaints_without_a_place_are_told() -> None:
    (told,) = describe("briefing.amr", [], "Invalid data", 4)
    assert told == "briefing.amr may be damaged: the decoder complained 4 times (Invalid data), and nobody knows where"


def test_a_whole_recording_has_nothing_to_tell(tmp_path: Path) -> None:
    heard = hear(write_wav(tmp_path / "a.wav", beeps(5, (1,))), "wav")
    assert (heard.lost, heard.warnings("a.wav")) == ((), ())


def test_a_failing_disk_is_no_damage_of_the_recording(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """libavformat takes what cannot be read for the end of the file."""

    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            raise OSError(errno.EIO, "Input/output error")

    decoding = Decoding(write_wav(tmp_path / "talk.wav", beeps(3, (1,))), "wav")
    monkeypatch.setattr(Path, "open", lambda path, mode: Failing())
    with pytest.raises(
        Unreadable, match=r"^talk\.wav cannot be read: Input/output error; nothing .*; look after the disk"
    ):
        list(decoding.blocks())
