"""Transcribing with faster-whisper, on CTranslate2: batches of windows, one on each processor at a time."""

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

from archiver.arrays import Floats, Samples
from archiver.errors import ModelError
from archiver.recording.audio import floats
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Reporter
from archiver.transcript import DECODING
from archiver.transcript.chunk import Chunk, decoded_word
from archiver.transcript.fallback import with_fallback
from archiver.transcript.language_check import check_understood
from archiver.transcript.model_choice import Weights
from archiver.transcript.vad import Interval, decoding_windows, overlap

if TYPE_CHECKING:
    from faster_whisper import WhisperModel
    from faster_whisper.transcribe import Segment as DecodedSegment

ByWindow = dict[Interval, list[Chunk]]
"""What was decoded in each window."""

WINDOWS_PER_BATCH = 3  # more bring nothing on a processor, and each takes 80 MB
LANGUAGE_WINDOWS = 3  # windows from all over a recording that tell its language
TRIAL_WINDOWS = 8  # windows from all over it that tell whether a model that knows only English understands it

# Whole numbers of eight bits: on a processor twice as fast, with as many words wrong (scripts/bench-hearing).
CPU_COMPUTE_TYPE = "int8"


class FasterWhisper:
    """The engine that is used unless another is asked for."""

    def __init__(self, weights: Weights, device: str) -> None:
        import ctranslate2
        from faster_whisper import WhisperModel

        ctranslate2.set_log_level(logging.ERROR)
        self.version = version("faster-whisper")
        self.name = weights.name
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
        self,
        samples: Samples,
        speech: Sequence[Interval],
        language: str | None,
        reporter: Reporter,
    ) -> tuple[str, Iterable[Chunk]]:
        """See ``TranscriptionEngine.transcribe``."""
        windows = decoding_windows(speech)
        decoder = _Decoder(self.model, samples, speech, language or self._detect_language(samples, windows))
        in_doubt = language is None and not self.model.model.is_multilingual
        trial = _spread(windows, TRIAL_WINDOWS) if in_doubt else []
        return decoder.language, self._chunks(decoder, windows, trial, reporter)

    def _detect_language(self, samples: Samples, windows: Sequence[Interval]) -> str:
        """The language of most of a few windows from all over the recording; English where there is no choice."""
        if not self.model.model.is_multilingual or not windows:
            return "en"
        sound = np.concatenate([_cut(samples, window) for window in _spread(windows, LANGUAGE_WINDOWS)])
        language, _, _ = self.model.detect_language(sound, language_detection_segments=LANGUAGE_WINDOWS)
        return str(language)

    def _chunks(
        self, decoder: _Decoder, windows: Sequence[Interval], trial: Sequence[Interval], reporter: Reporter
    ) -> Iterator[Chunk]:
        """What is said in all windows, after a few were tried. Raises ``ModelMissing``."""
        seconds = len(decoder.samples) / SAMPLE_RATE
        with reporter.bar("transcribing", seconds, "s") as advance, ThreadPoolExecutor(self.threads) as pool:
            try:
                tried = self._understood(decoder, windows, trial, pool)
                decoded = {window: pool.submit(decoder.check, {window: chunks}) for window, chunks in tried.items()}
                for batch in self._batches([window for window in windows if window not in tried]):
                    decoded |= dict.fromkeys(batch, pool.submit(decoder.decode, batch))
                for window in windows:
                    yield from decoded[window].result()[window]
                    advance(window[1])
            finally:  # whoever wants no more does not wait for the rest
                pool.shutdown(cancel_futures=True)

    def _understood(
        self, decoder: _Decoder, windows: Sequence[Interval], trial: Sequence[Interval], pool: ThreadPoolExecutor
    ) -> ByWindow:
        """What is decoded at first in the trial windows, and in a few more, so that no thread waits.

        Raises ``ModelMissing`` where the trial gives nonsense.
        """
        if not trial:
            return {}
        more = self._batches([window for window in windows if window not in trial])[: self.threads]
        tried, ahead = ([pool.submit(decoder.decode_once, one) for one in own] for own in (self._batches(trial), more))
        known = _together(tried)
        check_understood([(overlap(*window, decoder.speech), known[window]) for window in trial], self.name)
        return known | _together(ahead)

    def _batches(self, windows: Sequence[Interval]) -> list[Sequence[Interval]]:
        """Batches of about one size, at least one for each thread."""
        count = max(-(-len(windows) // WINDOWS_PER_BATCH), min(self.threads, len(windows)))
        ends = [len(windows) * number // count for number in range(count + 1)] if count else []
        return [windows[begin:end] for begin, end in pairwise(ends)]


def _together(decoded: Iterable[Future[ByWindow]]) -> ByWindow:
    return {window: chunks for own in decoded for window, chunks in own.result().items()}


def _spread(windows: Sequence[Interval], most: int) -> Sequence[Interval]:
    """At most so many windows, from all over a recording."""
    return windows[:: -(-len(windows) // most) or 1]


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
    language: str

    def decode(self, windows: Sequence[Interval]) -> ByWindow:
        """What is said in some windows, each decoded again where the first result is doubtful or incomplete."""
        return self.check(self.decode_once(windows))

    def check(self, first: ByWindow) -> ByWindow:
        """What was decoded at first, and decoded again where that is doubtful or incomplete."""
        return {
            window: with_fallback(chunks, window, self.speech, self.decode_alone) for window, chunks in first.items()
        }

    def decode_once(self, windows: Sequence[Interval]) -> ByWindow:
        """What is decoded in some windows as one batch, without any fallback."""
        from faster_whisper import BatchedInferencePipeline

        decoded: ByWindow = {window: [] for window in windows}
        sounds = [_cut(self.samples, window) for window in windows]
        ends = [length / SAMPLE_RATE for length in accumulate(map(len, sounds))]
        starts = [0.0, *ends[:-1]]
        clips = [{"start": start, "end": end} for start, end in zip(starts, ends, strict=True)]
        segments, _ = BatchedInferencePipeline(self.model).transcribe(
            np.concatenate(sounds), language=self.language, clip_timestamps=clips, batch_size=len(windows), **DECODING
        )
        for segment in segments:
            begin = segment.seek / self.model.frames_per_second  # of its clip, rounded down somewhere on the way
            number = min(range(len(windows)), key=lambda n: abs(starts[n] - begin))
            decoded[windows[number]].append(_chunk(segment, windows[number][0] - starts[number]))
        return decoded

    def decode_alone(self, window: Interval) -> list[Chunk]:
        """What is said in a window by itself, with all of the decoder's fallbacks."""
        segments, _ = self.model.transcribe(
            _cut(self.samples, window), language=self.language, condition_on_previous_text=False, **DECODING
        )
        return [_chunk(segment, window[0]) for segment in segments]


def _cut(samples: Samples, window: Interval) -> Floats:
    return floats(samples[round(window[0] * SAMPLE_RATE) : round(window[1] * SAMPLE_RATE)])


def _chunk(segment: DecodedSegment, begin: float) -> Chunk:
    """A chunk of a sound that begins so many seconds into the recording."""
    return Chunk(
        start=begin + float(segment.start),
        end=begin + float(segment.end),
        words=tuple(decoded_word(w.word, (w.start, w.end), w.probability, begin) for w in segment.words or ()),
        avg_logprob=segment.avg_logprob,
        no_speech_prob=segment.no_speech_prob,
        compression_ratio=segment.compression_ratio,
        temperature=segment.temperature,
    )
