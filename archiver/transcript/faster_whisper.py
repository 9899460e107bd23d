"""Transcribing with faster-whisper, on CTranslate2: batches of windows, one on each processor at a time."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

import numpy as np

from archiver.arrays import Floats, Samples
from archiver.errors import ModelError
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Reporter
from archiver.transcript import DECODING
from archiver.transcript.chunk import Chunk, decoded_word
from archiver.transcript.fallback import with_fallback
from archiver.transcript.language_detection import Probabilities, Stretch
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Interval, cut, decoding_windows

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as DecodedSegment

ByWindow = dict[Interval, list[Chunk]]
"""What was decoded in each window."""

# More bring nothing on a processor, and each takes 80 MB. Nor fewer where threads have nothing to do: with others
# beside it, a window's figures are rounded otherwise, and how many processors there are is not to change a word.
WINDOWS_PER_BATCH = 3

# Whole numbers of eight bits: on a processor twice as fast, with as many words wrong (scripts/bench-hearing).
CPU_COMPUTE_TYPE = "int8"


class FasterWhisper:
    """The engine that is used unless another is asked for."""

    def __init__(self, weights: Weights, device: str) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_log_level(logging.ERROR)
        self.version = version("faster-whisper")
        on_gpu = device == "cuda" or (device == "auto" and ctranslate2.get_cuda_device_count() > 0)
        # Threads that each decode a batch of their own get more done than threads that share one.
        self.threads = 1 if on_gpu else threads()
        try:
            self.model = WhisperModel(
                str(weights.path),
                device=device,
                compute_type="default" if on_gpu else CPU_COMPUTE_TYPE,
                cpu_threads=1,
                num_workers=self.threads,
                local_files_only=True,
            )
        except (RuntimeError, ValueError) as error:
            raise ModelError(f"faster-whisper cannot load {weights.name} on {device}: {error}") from error

    def transcribe(
        self, samples: Samples, stretches: Sequence[Stretch], reporter: Reporter, *, translate: bool = False
    ) -> Iterator[Chunk]:
        """See ``TranscriptionEngine.transcribe``."""
        speech = [interval for stretch in stretches for interval in stretch.speech]
        decoder = _Decoder(self.model, samples, speech, translate)
        windows = [(window, stretch.language) for stretch in stretches for window in decoding_windows(stretch.speech)]
        seconds = len(samples) / SAMPLE_RATE
        with reporter.bar("transcribing", seconds, "s") as advance, ThreadPoolExecutor(self.threads) as pool:
            try:
                decoded: dict[Interval, Future[ByWindow]] = {}
                for language in dict.fromkeys(language for _, language in windows):
                    for batch in _batches([window for window, own in windows if own == language]):
                        decoded |= dict.fromkeys(batch, pool.submit(decoder.decode, batch, language))
                for window, _ in windows:
                    yield from decoded[window].result()[window]
                    advance(window[1])
            finally:  # whoever wants no more does not wait for the rest
                pool.shutdown(cancel_futures=True)

    def detect_languages(self, samples: Samples, intervals: Sequence[Interval]) -> list[Probabilities]:
        """See ``TranscriptionEngine.detect_languages``.

        Sound is not filled up to the thirty seconds of a window: that is ten times as fast, and as often right.
        """
        with ThreadPoolExecutor(self.threads) as pool:
            return list(pool.map(lambda one: self._probabilities(cut(samples, one)), intervals))

    def _probabilities(self, sound: Floats) -> Probabilities:
        (found,) = self.model.model.detect_language(self.model.encode(self.model.feature_extractor(sound)))
        return {token.strip("<|>"): float(probability) for token, probability in found}


def _batches(windows: Sequence[Interval]) -> list[Sequence[Interval]]:
    """Batches of about one size."""
    count = -(-len(windows) // WINDOWS_PER_BATCH)
    ends = [len(windows) * number // count for number in range(count + 1)] if count else []
    return [windows[begin:end] for begin, end in pairwise(ends)]


def threads() -> int:
    """How many batches are decoded at once: as many as the processors that we may use, or ``OMP_NUM_THREADS``."""
    asked = os.environ.get("OMP_NUM_THREADS", "").partition(",")[0]  # the first figure is of the outermost loops
    if asked.isdecimal() and int(asked):
        return int(asked)
    if hasattr(os, "sched_getaffinity"):  # Linux tells which processors we may use
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class _Decoder:
    """A model and the recording that it decodes.

    speech: where somebody speaks
    """

    model: WhisperModel
    samples: Samples
    speech: Sequence[Interval]
    translate: bool

    def decode(self, windows: Sequence[Interval], language: str) -> ByWindow:
        """What is said in some windows, each decoded again where the first result is doubtful or incomplete."""
        alone = partial(self.decode_alone, language=language)
        first = self.decode_once(windows, language)
        return {window: with_fallback(chunks, window, self.speech, alone) for window, chunks in first.items()}

    def decode_once(self, windows: Sequence[Interval], language: str) -> ByWindow:
        """What is decoded in some windows as one batch, without any fallback."""
        from faster_whisper import BatchedInferencePipeline

        decoded: ByWindow = {window: [] for window in windows}
        sounds = [cut(self.samples, window) for window in windows]
        ends = [length / SAMPLE_RATE for length in accumulate(map(len, sounds))]
        starts = [0.0, *ends[:-1]]
        clips = [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        segments, _ = BatchedInferencePipeline(self.model).transcribe(
            np.concatenate(sounds), clip_timestamps=clips, batch_size=len(windows), **self._asked(language)
        )
        for segment in segments:
            begin = segment.seek / self.model.frames_per_second  # of its clip, rounded down somewhere on the way
            number = min(range(len(windows)), key=lambda n: abs(starts[n] - begin))
            decoded[windows[number]].append(
                _chunk(segment, windows[number][0] - starts[number], self._written(language))
            )
        return decoded

    def decode_alone(self, window: Interval, language: str) -> list[Chunk]:
        """What is said in a window by itself, with all of the decoder's fallbacks."""
        segments, _ = self.model.transcribe(
            cut(self.samples, window), condition_on_previous_text=False, **self._asked(language)
        )
        return [_chunk(segment, window[0], self._written(language)) for segment in segments]

    def _asked(self, language: str) -> dict[str, object]:
        return {**DECODING, "language": language, "task": "translate" if self.translate else "transcribe"}

    def _written(self, language: str) -> str:
        return "en" if self.translate else language


def _chunk(segment: DecodedSegment, begin: float, language: str) -> Chunk:
    """A chunk, in a language, of a sound that begins so many seconds into the recording."""
    return Chunk(
        start=begin + float(segment.start),
        end=begin + float(segment.end),
        words=tuple(decoded_word(w.word, (w.start, w.end), w.probability, begin) for w in segment.words or ()),
        avg_logprob=segment.avg_logprob,
        no_speech_prob=segment.no_speech_prob,
        compression_ratio=segment.compression_ratio,
        temperature=segment.temperature,
        language=language,
    )
