from __future__ import annotations

import random
import wave
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from archiver.demo import RECORDING
from archiver.errors import DecodingFailed, EmptyRecording, NotSound, RecordingError, UsageError
from archiver.recording.audio import MAX_PEAKS, Sound, floats, listen, probe, samples
from archiver.recording.cutting import FORMATS, clip
from archiver.recording.decoding import SAMPLE_RATE, decode

MP3 = RECORDING.read_bytes()
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(200)


@pytest.fixture(autouse=True)
def _nothing_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither ffmpeg nor ffprobe of the machine: ours come with packages."""
    monkeypatch.setenv("PATH", str(tmp_path / "no-programs"))


def tone(path: Path, seconds: float, rate: int = SAMPLE_RATE, channels: int = 1) -> Path:
    """A WAV file with a tone of 440 Hz in it, half as loud as can be."""
    wave_form = np.sin(np.arange(round(seconds * rate)) * 2 * np.pi * 440 / rate) * 16384
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(np.repeat(wave_form.astype("<i2"), channels).tobytes())
    return path


def put(folder: Path, data: bytes, name: str = "briefing.mp3") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# What a file is.


def test_the_demo() -> None:
    assert probe(RECORDING) == Sound("mp3", "mp3", 156.085, 64_000, channels=1, sample_rate=22_050)


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (44_100, 2), (96_000, 1), (48_000, 6)])
def test_a_wav_called_mp3_is_a_wav(tmp_path: Path, rate: int, channels: int) -> None:
    sound = probe(tone(tmp_path / "briefing.mp3", 1.5, rate, channels))
    assert (sound.container, sound.codec, sound.duration) == ("wav", "pcm_s16le", 1.5)
    assert (sound.sample_rate, sound.channels, sound.bit_rate) == (rate, channels, rate * channels * 16)


def test_an_empty_file(tmp_path: Path) -> None:
    with pytest.raises(EmptyRecording, match=r"^briefing\.mp3 is empty: it has no bytes; download or copy it again$"):
        probe(put(tmp_path, b""))


LIST = b"ffconcat version 1.0\nfile 'real.mp3'\n"
HLS = b"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nreal.mp3\n#EXT-X-ENDLIST\n"

NO_SOUND = {
    "png": (PNG, "a PNG picture"),
    "text": (b"Press briefing by the NATO Spokesman\n" * 50, "nothing that can be heard"),
    "page": (b"<!doctype html><title>Not found</title>", "a web page"),
    "pdf": (b"%PDF-1.4\n" + bytes(100), "a PDF document"),
    "list": (LIST, "a playlist"),
    "long list": (LIST + b"# nothing more\n" * 3000, "a playlist"),
    "m3u": (b"#EXTM3U\n#EXTINF:156,Briefing\nreal.mp3\n", "a playlist"),
    "hls": (HLS, "a playlist"),
    "random": (random.Random(2006).randbytes(20_000), "nothing that can be heard"),
    "zeros": (bytes(20_000), "nothing that can be heard"),
    "a byte": (b"x", "nothing that can be heard"),
    "head only": (MP3[:40], "nothing that can be heard"),
}
no_sound = pytest.mark.parametrize(("data", "what"), NO_SOUND.values(), ids=NO_SOUND)


@no_sound
def test_what_is_no_sound_is_said_by_its_name(tmp_path: Path, data: bytes, what: str) -> None:
    """Also where a list points at a real recording beside it."""
    put(tmp_path, MP3, "real.mp3")
    with pytest.raises(NotSound, match=rf"^Spokesman is no sound file, whatever its name says: it is {what}; check"):
        probe(put(tmp_path, data), "Spokesman")


@no_sound
def test_nor_does_the_decoder_hear_anything_in_it(tmp_path: Path, data: bytes, what: str) -> None:
    put(tmp_path, MP3, "real.mp3")
    with pytest.raises(DecodingFailed, match=r"^briefing\.mp3 could not be decoded: ."):
        list(decode(put(tmp_path, data), "mp3"))


@pytest.mark.parametrize("data", [LIST, HLS])
@pytest.mark.parametrize("container", ["mp3", "wav", "flac", "ogg", "aac", "mov", "matroska"])
def test_a_list_is_refused_whatever_container_is_told(tmp_path: Path, data: bytes, container: str) -> None:
    put(tmp_path, MP3, "real.mp3")
    with pytest.raises(DecodingFailed):
        list(decode(put(tmp_path, data), container))


def test_a_picture_in_an_audio_container_is_no_sound(tmp_path: Path) -> None:
    """An MP3's cover is a picture with its own stream; here is nothing but the cover."""
    cover = b"\0image/png\0\x03\0" + PNG
    frame = b"APIC" + len(cover).to_bytes(4, "big") + b"\0\0" + cover
    size = len(frame)
    tag = b"ID3\x03\0\0" + bytes([size >> 21 & 127, size >> 14 & 127, size >> 7 & 127, size & 127]) + frame
    with pytest.raises(NotSound):
        probe(put(tmp_path, tag))
    assert probe(put(tmp_path, tag + MP3[:60_000])).codec == "mp3"


def test_a_recording_without_a_sample(tmp_path: Path) -> None:
    path = tone(tmp_path / "silent.wav", 0)
    assert probe(path).duration == 0
    with pytest.raises(DecodingFailed, match=r"silent\.wav could not be decoded: no sound in it"):
        list(decode(path, "wav"))


@pytest.mark.parametrize("name", ["-y.mp3", "a:b.mp3", "http:a.mp3", "Größe 100%d [1].mp3", "concat:a|b.mp3"])
def test_a_name_is_never_taken_for_more_than_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    path = put(tmp_path, MP3[:30_000], name)
    assert probe(path).codec == "mp3"
    monkeypatch.chdir(tmp_path)
    assert listen(decode(Path(name), "mp3")).duration == pytest.approx(3.7, abs=0.2)


# What is in it.


def test_all_of_the_demo_is_heard() -> None:
    heard = listen(decode(RECORDING, "mp3"))
    assert heard.duration == pytest.approx(156.085, abs=0.05)
    assert len(heard.peaks) <= MAX_PEAKS
    assert 50 < max(heard.peaks) <= 100
    assert min(heard.peaks) == 0  # silence between the sentences


def test_a_truncated_recording_gives_what_it_has(tmp_path: Path) -> None:
    path = put(tmp_path, MP3[: len(MP3) // 4])
    assert probe(path).duration == 156.085  # what its first frame promises
    assert listen(decode(path, "mp3")).duration == pytest.approx(156.085 / 4, abs=1)


def test_blocks_are_ten_seconds_of_mono_at_16_khz(tmp_path: Path) -> None:
    blocks = list(decode(tone(tmp_path / "tone.wav", 24.5, 44_100, 2), "wav"))
    assert [len(block) for block in blocks[:-1]] == [160_000, 160_000]
    assert {block.dtype for block in blocks} == {np.dtype(np.int16)}
    assert sum(map(len, blocks)) / SAMPLE_RATE == pytest.approx(24.5, abs=0.01)


def test_decoding_may_be_left_off() -> None:
    stream = decode(RECORDING, "mp3")
    assert isinstance(stream, Iterator)
    assert len(next(stream)) == 160_000
    stream.close()  # type: ignore[attr-defined]  # it is a generator, and ends its ffmpeg without a complaint


def test_samples_are_whole_numbers_or_lie_between_minus_one_and_one(tmp_path: Path) -> None:
    heard = samples(tone(tmp_path / "tone.wav", 0.5), "wav")
    assert (heard.dtype, heard.shape) == (np.dtype(np.int16), (8_000,))
    assert np.abs(heard).max() == pytest.approx(0.5 * 32_768, abs=30)
    as_floats = floats(heard)
    assert as_floats.dtype == np.float32
    assert np.abs(as_floats).max() == pytest.approx(0.5, abs=0.001)
    assert floats(as_floats) is as_floats


def test_a_file_that_changed_is_decoded_again(tmp_path: Path) -> None:
    path = tone(tmp_path / "tone.wav", 0.5)
    first = samples(path, "wav")
    assert samples(path, "wav") is first
    assert not first.flags.writeable
    assert len(samples(tone(path, 1.0), "wav")) == 16_000
    path.unlink()
    with pytest.raises(DecodingFailed):
        samples(path, "wav")


def blocks(*parts: list[int]) -> list[npt.NDArray[np.int16]]:
    return [np.array(part, dtype=np.int16) for part in parts]


@pytest.mark.parametrize(
    ("stream", "duration", "peaks"),
    [
        ([], 0.0, ()),
        ([[0] * 800, [16384] + [0] * 799], 0.1, (0, 50)),  # a column is a twentieth of a second
        ([[-32768] * 800], 0.05, (100,)),
        ([[328] * 400], 0.025, (1,)),  # the last column may be short
    ],
)
def test_peaks(stream: list[list[int]], duration: float, peaks: tuple[int, ...]) -> None:
    heard = listen(blocks(*stream))
    assert (heard.duration, heard.peaks) == (duration, peaks)


def test_an_hour_has_no_more_peaks_than_a_screen_shows() -> None:
    quiet, loud = np.zeros(SAMPLE_RATE * 60, dtype=np.int16), np.full(SAMPLE_RATE * 60, 32767, dtype=np.int16)
    heard = listen([quiet] * 59 + [loud])
    assert heard.duration == 3600
    assert 1000 < len(heard.peaks) <= MAX_PEAKS
    assert sum(peak > 0 for peak in heard.peaks) == pytest.approx(len(heard.peaks) / 60, abs=1)


# Pieces of it.


def test_a_clip_is_its_pieces_with_a_pause_between(tmp_path: Path) -> None:
    output = tmp_path / "clip.mp3"
    data, seconds = clip(RECORDING, probe(RECORDING), [(46.0, 48.5), (1.0, 2.0)])
    output.write_bytes(data)
    assert seconds == pytest.approx(2.5 + 0.4 + 1.0, abs=0.01)
    assert (probe(output).container, probe(output).channels) == ("mp3", 1)
    assert listen(decode(output, "mp3")).duration == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("rate", "channels"), [(7_350, 1), (8_000, 2), (48_000, 6), (96_000, 1)])
def test_any_rate_and_any_number_of_channels_can_be_cut(tmp_path: Path, rate: int, channels: int, form: str) -> None:
    path = tone(tmp_path / "tone.wav", 1.0, rate, channels)
    data, seconds = clip(path, probe(path), [(0.25, 0.75)], form)
    assert seconds == pytest.approx(0.5, abs=0.01)
    (tmp_path / "clip").write_bytes(data)
    assert (probe(tmp_path / "clip").container, probe(tmp_path / "clip").channels) == (form, min(channels, 2))


def test_a_piece_fades_in_and_out(tmp_path: Path) -> None:
    path = tone(tmp_path / "tone.wav", 2.0)
    (tmp_path / "clip.mp3").write_bytes(clip(path, probe(path), [(0.5, 1.5)])[0])
    heard = np.abs(floats(samples(tmp_path / "clip.mp3", "mp3")))
    assert heard[:80].max() < 0.2 < 0.45 < heard[4_000:12_000].max()


@pytest.mark.parametrize("pieces", [[], [(3.0, 3.0)], [(3.0, 2.0)], [(3.0, 3.0004)]])
def test_nothing_to_cut(pieces: list[tuple[float, float]]) -> None:
    with pytest.raises(UsageError, match="nothing to cut"):
        clip(RECORDING, probe(RECORDING), pieces)


def test_a_piece_behind_the_end_cannot_be_cut() -> None:
    with pytest.raises(RecordingError, match=r"nothing could be decoded from 200\.0 s to 201\.0 s"):
        clip(RECORDING, probe(RECORDING), [(1.0, 2.0), (200.0, 201.0)])
