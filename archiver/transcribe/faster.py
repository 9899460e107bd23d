"""Hearing with faster-whisper, on CTranslate2: batches of stretches, as many at once as there are processors."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from archiver.audio import SAMPLE_RATE, Samples, floats
from archiver.errors import ModelError
from archiver.models import Word
from archiver.reporting import Reporter
from archiver.transcribe import DECODING
from archiver.transcribe.again import truthful
from archiver.transcribe.choice import Weights
from archiver.transcribe.sentences import Chunk
from archiver.transcribe.speech import Stretch, covered, stretches
from archiver.transcribe.understood import check_understood

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as TimedSegment
    from faster_whisper.transcribe import Word as TimedWord

FirstHeard = dict[Stretch, list[Chunk]]
"""What is heard in stretches before anything is heard again."""

BATCH = 3  # stretches decoded together, 80 MB each: with 8 a twentieth faster, and hours of sound take over 2 GB
LISTENED = 3  # stretches from all over a recording that tell its language
TRIED = 8  # stretches from all over it that tell whether a model that knows only English understands it

# Whole numbers of eight bits: on a processor twice as fast, with as many words wrong (scripts/bench-hearing).
ON_A_PROCESSOR = "int8"


class FasterWhisper:
    """The engine that is used unless another is asked for."""

    def __init__(self, weights: Weights, device: str) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_log_level(logging.ERROR)
        self.version = version("faster-whisper")
        self.name = weights.name
        on_gpu = device == "cuda" or (device == "auto" and ctranslate2.get_cuda_device_count() > 0)
        # Threads that each hear a batch of their own get more done than threads that share one.
        self.threads = 1 if on_gpu else threads()
        try:
            self.model = WhisperModel(
                str(weights.path),
                device=device,
                compute_type="default" if on_gpu else ON_A_PROCESSOR,
                cpu_threads=1,
                num_workers=self.threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"faster-whisper cannot load {weights.name} on {device}: {error}") from error

    def hear(
        self,
        samples: Samples,
        spoken: Sequence[Stretch],
        language: str | None,
        reporter: Reporter,
    ) -> tuple[str, Iterable[Chunk]]:
        """See ``Engine.hear``."""
        parts = stretches(spoken)
        ear = _Ear(self.model, samples, spoken, language or self._language(samples, parts))
        in_doubt = language is None and not self.model.model.is_multilingual
        return ear.language, self._chunks(ear, parts, _spread(parts, TRIED) if in_doubt else [], reporter)

    def _language(self, samples: Samples, parts: Sequence[Stretch]) -> str:
        """The language of most of a few stretches from all over the recording; English where there is no choice."""
        if not self.model.model.is_multilingual or not parts:
            return "en"
        sound = np.concatenate([_cut(samples, part) for part in _spread(parts, LISTENED)])
        found, _, _ = self.model.detect_language(sound, language_detection_segments=LISTENED)
        return str(found)

    def _chunks(
        self, ear: _Ear, parts: Sequence[Stretch], tried: Sequence[Stretch], reporter: Reporter
    ) -> Iterator[Chunk]:
        """What is said in all stretches, after a few of them were tried. Raises ``ModelMissing``."""
        seconds = len(ear.samples) / SAMPLE_RATE
        with reporter.bar("hearing", seconds, "s") as advance, ThreadPoolExecutor(self.threads) as pool:
            try:
                known = self._understood(ear, tried, pool)
                batches = self._batches(parts)
                heard = [pool.submit(ear.batch, batch, known) for batch in batches]
                for batch, chunks in zip(batches, heard, strict=True):
                    yield from chunks.result()
                    advance(batch[-1][1])
            finally:  # whoever stops listening does not wait for the rest
                pool.shutdown(cancel_futures=True)

    def _understood(self, ear: _Ear, tried: Sequence[Stretch], pool: ThreadPoolExecutor) -> FirstHeard:
        """What is heard at first in some stretches. Raises ``ModelMissing`` where that is nonsense."""
        known: FirstHeard = {}
        for own in pool.map(ear.first, self._batches(tried)):
            known |= own
        check_understood([(covered(*part, ear.spoken), known[part]) for part in tried], self.name)
        return known

    def _batches(self, parts: Sequence[Stretch]) -> list[Sequence[Stretch]]:
        size = min(BATCH, -(-len(parts) // self.threads)) or 1
        return [parts[begin : begin + size] for begin in range(0, len(parts), size)]


def _spread(parts: Sequence[Stretch], most: int) -> Sequence[Stretch]:
    """At most so many stretches, from all over a recording."""
    return parts[:: -(-len(parts) // most) or 1]


def threads() -> int:
    """How many batches are heard at once: as many as the processors that we may use, or ``OMP_NUM_THREADS``."""
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]  # the first figure is of the outermost loops
    return int(asked) if asked.isdecimal() and int(asked) else _processors()


def _processors() -> int:
    """Those that we may use, where the system tells (Linux does); else all that there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Ear:
    """A model that listens to one recording.

    spoken: where somebody speaks
    """

    model: WhisperModel
    samples: Samples
    spoken: Sequence[Stretch]
    language: str

    def batch(self, parts: Sequence[Stretch], known: FirstHeard) -> list[Chunk]:
        """What is said in some stretches; what is doubtful or missing is heard again.

        known: what was heard before, in some of them
        """
        known = known | self.first([part for part in parts if part not in known])
        return [chunk for part in parts for chunk in truthful(known[part], part, self.spoken, self.carefully)]

    def first(self, parts: Sequence[Stretch]) -> FirstHeard:
        """What is heard in some stretches at once, without any fall-back."""
        from faster_whisper import BatchedInferencePipeline

        first: FirstHeard = {part: [] for part in parts}
        if not parts:
            return first
        sounds = [_cut(self.samples, part) for part in parts]
        ends = [length / SAMPLE_RATE for length in accumulate(map(len, sounds))]
        starts = [0.0, *ends[:-1]]
        clips = [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        found, _ = BatchedInferencePipeline(self.model).transcribe(
            np.concatenate(sounds), language=self.language, clip_timestamps=clips, batch_size=len(parts), **DECODING
        )
        for segment in found:
            begin = segment.seek / self.model.frames_per_second  # of its clip, rounded down somewhere on the way
            number = min(range(len(parts)), key=lambda n: abs(starts[n] - begin))
            first[parts[number]].append(_chunk(segment, parts[number][0] - starts[number]))
        return first

    def carefully(self, part: Stretch) -> list[Chunk]:
        """What is said in a stretch by itself, with all of the decoder's fall-backs."""
        found, _ = self.model.transcribe(
            _cut(self.samples, part), language=self.language, condition_on_previous_text=False, **DECODING
        )
        return [_chunk(segment, part[0]) for segment in found]


def _cut(samples: Samples, part: Stretch) -> npt.NDArray[np.float32]:
    return floats(samples[round(part[0] * SAMPLE_RATE) : round(part[1] * SAMPLE_RATE)])


def _chunk(segment: TimedSegment, begin: float) -> Chunk:
    """A chunk of a sound that begins so many seconds into the recording."""
    return Chunk(
        start=begin + float(segment.start),
        end=begin + float(segment.end),
        words=tuple(_word(word, begin) for word in segment.words or ()),
        avg_logprob=segment.avg_logprob,
        no_speech_prob=segment.no_speech_prob,
        compression_ratio=segment.compression_ratio,
        temperature=segment.temperature,
    )


def _word(word: TimedWord, begin: float) -> Word:
    """NumPy's numbers as Python's, to the millisecond."""
    start, end = (round(begin + float(time), 3) for time in (word.start, word.end))
    return Word(word.word, start, end, round(float(word.probability), 4))
