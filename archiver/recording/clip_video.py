"""Clips as video: the sound with its waveform and its captions, as newsrooms post them.

libass draws the text, in a font that this machine has.
"""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pysubs2

from archiver.errors import OutputError

WIDTH, HEIGHT, RATE = 1280, 720, 25  # pixels, pictures a second
WAVE_WIDTH, WAVE_HEIGHT, LEFT, TOP = 1160, 220, 60, 220  # pixels, of the waveform
GROUND, LIGHT = "0x14213d", "0xfca311"
WAVEFORM = f"aformat=channel_layouts=mono,showwavespic=s={WAVE_WIDTH}x{WAVE_HEIGHT}:colors={LIGHT}:scale=sqrt"
# What was not played yet lies in the shade, which moves to the right.
PICTURE = (
    f"color=c={GROUND}:s={WIDTH}x{HEIGHT}:r={RATE}[ground];color=c={GROUND}@0.75:s={WAVE_WIDTH}x{WAVE_HEIGHT}:r={RATE},"
    f"format=rgba[shade];[ground][1:v]overlay={LEFT}:{TOP}[wave];"
    f"[wave][shade]overlay=x='{LEFT}+{WAVE_WIDTH}*t/%.3f':y={TOP},subtitles=captions.ass[picture]"
)
ENCODED = ("-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "128k")
NO_FONT = ("failed to find any fallback", "can't find selected font provider", "no fonts")  # as libass says it
# The format of captions has no escape for what would be a command in it.
_PLAIN = str.maketrans({"{": "(", "}": ")", "\\": "/"})


@dataclass(frozen=True, slots=True)
class Caption:
    """Words that are shown.

    start, end: seconds
    """

    start: float
    end: float
    text: str


def as_video(sound: bytes, captions: Sequence[Caption], heading: str, source: str, tags: Mapping[str, str]) -> bytes:
    """An MP4 (H.264, AAC) of a WAV.

    heading: what stands above the waveform all the time
    source: what stands below
    tags: by ffmpeg's names

    Raises ``OutputError`` where this machine has no font, or the encoder fails.
    """
    seconds = _seconds(sound)
    with TemporaryDirectory() as folder:
        (Path(folder) / "sound.wav").write_bytes(sound)
        (Path(folder) / "captions.ass").write_text(_drawn(captions, heading, source, seconds), encoding="utf-8")
        _run_ffmpeg(folder, "-i", "sound.wav", "-filter_complex", WAVEFORM, "-frames:v", "1", "wave.png")
        told = [part for name, value in tags.items() for part in ("-metadata", f"{name}={value}")]
        inputs = ["-i", "sound.wav", "-loop", "1", "-i", "wave.png"]
        picture = ["-filter_complex", PICTURE % seconds, "-map", "[picture]", "-map", "0:a", "-t", f"{seconds:.3f}"]
        _run_ffmpeg(folder, *inputs, *picture, *ENCODED, *told, "-movflags", "+faststart", "clip.mp4")
        return (Path(folder) / "clip.mp4").read_bytes()


def _seconds(sound: bytes) -> float:
    with wave.open(BytesIO(sound)) as file:
        return float(file.getnframes() / file.getframerate())


def _run_ffmpeg(folder: str, *told: str) -> None:
    """Run the ffmpeg of ``imageio-ffmpeg`` in a folder of ours, on files that we wrote."""
    import imageio_ffmpeg

    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "warning", *told]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace")
    if any(said in done.stderr for said in NO_FONT):
        raise OutputError("this machine has no font to draw captions with", hint="install one, as fonts-dejavu")
    if done.returncode:
        raise OutputError(f"the video could not be made: {' '.join(done.stderr.strip().splitlines()[-1:])}")


def _drawn(captions: Sequence[Caption], heading: str, source: str, seconds: float) -> str:
    """The text of the picture, as libass reads it."""
    file = pysubs2.SSAFile()
    file.info |= {"PlayResX": str(WIDTH), "PlayResY": str(HEIGHT), "WrapStyle": "0"}
    base = pysubs2.SSAStyle(fontname="DejaVu Sans", outline=0, shadow=0, marginl=60, marginr=60)
    top, middle, bottom = pysubs2.Alignment.TOP_CENTER, pysubs2.Alignment.BOTTOM_CENTER, pysubs2.Alignment.BOTTOM_CENTER
    for name, size, alignment, margin in (
        ("heading", 40, top, 55),
        ("caption", 44, middle, 110),
        ("source", 24, bottom, 40),
    ):
        style = base.copy()
        style.fontsize, style.alignment, style.marginv, style.bold = size, alignment, margin, name == "heading"
        file.styles[name] = style
    whole = pysubs2.make_time(s=seconds)
    file.append(pysubs2.SSAEvent(0, whole, heading.translate(_PLAIN), style="heading"))
    file.append(pysubs2.SSAEvent(0, whole, source.translate(_PLAIN), style="source"))
    for one in captions:
        start, end = pysubs2.make_time(s=one.start), pysubs2.make_time(s=one.end)
        file.append(pysubs2.SSAEvent(start, end, one.text.translate(_PLAIN), style="caption"))
    return str(file.to_string("ass"))
