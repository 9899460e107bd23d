"""Who listens, side by side, on the same weights: ``openai-whisper``, ``faster-whisper`` in some ways, and we.

Every one is loaded once and called again and again. The threads are those that it takes by itself.
"""

from __future__ import annotations

import os
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

from archiver.transcript.model_choice import choose
from hearing_bench.archived import archived
from hearing_bench.material import Material

BATCH = 8  # windows at a time, as the batched pipeline of faster-whisper is used most


@dataclass(frozen=True, slots=True)
class Heard:
    """What came of one hearing.

    seconds: from the file to the text
    text: all that was heard, in its best reading
    raw: the engine's own words; the same where nothing changes them
    """

    seconds: float
    text: str
    raw: str


Contender = Callable[[Material], Heard]


def openai_whisper() -> Contender:
    """As its command line runs it with ``--word_timestamps True``: beam, fall-backs and all."""
    from archiver.transcript.openai_whisper import OpenAIWhisper

    _ffmpeg_on_the_path()
    model = OpenAIWhisper(choose("openai-whisper", "auto"), "cpu").model
    fall_backs = tuple(step / 5 for step in range(6))  # --temperature 0 --temperature_increment_on_fallback 0.2

    def hear(material: Material) -> Heard:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Failed to launch Triton kernels")
            began = time.perf_counter()
            result = model.transcribe(
                str(material.sound),
                temperature=fall_backs,
                beam_size=5,
                best_of=5,
                condition_on_previous_text=True,
                word_timestamps=True,
                fp16=False,
            )
        return Heard(time.perf_counter() - began, result["text"], result["text"])

    return hear


def _ffmpeg_on_the_path() -> None:
    """openai-whisper calls ``ffmpeg``; ours is not called so and lies elsewhere."""
    import imageio_ffmpeg

    folder = Path(mkdtemp())
    (folder / "ffmpeg").symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    os.environ["PATH"] = f"{folder}{os.pathsep}{os.environ['PATH']}"


def sequential() -> Contender:
    """faster-whisper, one window after the other, beam 5, word times."""
    from faster_whisper import WhisperModel

    model = WhisperModel(str(choose("faster-whisper", "auto").path), device="cpu", local_files_only=True)
    return lambda material: _faster(model, material, {})


def batched(compute_type: str = "default") -> Contender:
    """faster-whisper's batched pipeline: voice activity detection, eight windows at a time, beam 5, word times."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    path = str(choose("faster-whisper", "auto").path)
    model = WhisperModel(path, device="cpu", compute_type=compute_type, local_files_only=True)
    pipeline = BatchedInferencePipeline(model)
    return lambda material: _faster(pipeline, material, {"batch_size": BATCH})


def batched_int8() -> Contender:
    """The same, with the weights rounded to whole numbers of eight bits as they are loaded."""
    return batched("int8")


def _faster(model: object, material: Material, options: Mapping[str, int]) -> Heard:
    began = time.perf_counter()
    found, _ = model.transcribe(str(material.sound), beam_size=5, word_timestamps=True, **options)  # type: ignore[attr-defined]
    text = "".join(segment.text for segment in found)
    return Heard(time.perf_counter() - began, text, text)


def ours(model: str = "auto") -> Contender:
    """Everything that ``archiver ingest`` does: hearing, speakers, doubts, links, corrections, times, and writing."""

    def hear(material: Material) -> Heard:
        done = archived(material.release, material.sound, model)
        texts = [" ".join(sentence[name] for sentence in done.sentences) for name in ("text", "heard")]
        return Heard(done.seconds, *texts)

    return hear


BATCHED = "faster-whisper, batched"
OURS = "ours, everything included"
CONTENDERS: Mapping[str, Callable[[], Contender]] = {
    "openai-whisper": openai_whisper,
    "faster-whisper, sequential": sequential,
    BATCHED: batched,
    f"{BATCHED}, int8": batched_int8,
    OURS: ours,
}
