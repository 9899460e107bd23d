"""Hearing with faster-whisper, on CTranslate2: batches of stretches, as many at once as there are processors."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from archiver.errors import ModelError
from archiver.models import Word
from archiver.recording.audio import SAMPLE_RATE, Samples, floats
from archiver.reporting import Reporter
from archiver.transcript import DECODING
from archiver.transcript.chunk import Chunk
from archiver.transcript.fallback import truthful
from archiver.transcript.language_check import check_understood
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Stretch, covered, stretches

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as TimedSegment
    from faster_whisper.transcribe import Word as TimedWord

ByStretch = dict[Stretch, list[Chunk]]
"""What is heard in each stretch."""

BATCH = 3  # stretches decoded together: more bring nothing on a processor, and each takes 80 MB
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
        """What is said in all stretches, after a few were tried. Raises ``ModelMissing``."""
        seconds = len(ear.samples) / SAMPLE_RATE
        with reporter.bar("hearing", seconds, "s") as advance, ThreadPoolExecutor(self.threads) as pool:
            try:
                first = self._understood(ear, parts, tried, pool)
                heard = {part: pool.submit(ear.truly, {part: chunks}) for part, chunks in first.items()}
                for batch in self._batches([part for part in parts if part not in first]):
                    heard |= dict.fromkeys(batch, pool.submit(ear.batch, batch))
                for part in parts:
                    yield from heard[part].result()[part]
                    advance(part[1])
            finally:  # whoever stops listening does not wait for the rest
                pool.shutdown(cancel_futures=True)

    def _understood(
        self, ear: _Ear, parts: Sequence[Stretch], tried: Sequence[Stretch], pool: ThreadPoolExecutor
    ) -> ByStretch:
        """What is heard at first in the stretches that are tried, and in a few more, so that no thread waits.

        Raises ``ModelMissing`` where what was tried is nonsense.
        """
        if not tried:
            return {}
        more = self._batches([part for part in parts if part not in tried])[: self.threads]
        trial, ahead = ([pool.submit(ear.first, batch) for batch in own] for own in (self._batches(tried), more))
        known = _together(trial)
        check_understood([(covered(*part, ear.spoken), known[part]) for part in tried], self.name)
        return known | _together(ahead)

    def _batches(self, parts: Sequence[Stretch]) -> list[Sequence[Stretch]]:
        """Batches of about one size, at least one for each thread."""
        count = max(-(-len(parts) // BATCH), min(self.threads, len(parts)))
        ends = [len(parts) * number // count for number in range(count + 1)] if count else []
        return [parts[begin:end] for begin, end in pairwise(ends)]


def _together(heard: Iterable[Future[ByStretch]]) -> ByStretch:
    return {part: chunks for own in heard for part, chunks in own.result().items()}


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

    def batch(self, parts: Sequence[Stretch]) -> ByStretch:
        """What is said in some stretches; what is doubtful or missing is heard again."""
        return self.truly(self.first(parts))

    def truly(self, first: ByStretch) -> ByStretch:
        """What was heard at first, heard again where it is doubtful or missing."""
        return {part: truthful(chunks, part, self.spoken, self.carefully) for part, chunks in first.items()}

    def first(self, parts: Sequence[Stretch]) -> ByStretch:
        """What is heard in some stretches at once, without any fall-back."""
        from faster_whisper import BatchedInferencePipeline

        first: ByStretch = {part: [] for part in parts}
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
