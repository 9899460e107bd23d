"""Voice activity detection with Silero's detector: where somebody speaks, and the windows that an engine decodes."""

from __future__ import annotations

from collections.abc import Iterable

from archiver.arrays import Floats, Samples
from archiver.recording.audio import floats
from archiver.recording.decoding import SAMPLE_RATE

Interval = tuple[float, float]
"""From when to when, in seconds into the recording."""

SHORTEST_SILENCE_MS = 160  # between sentences pauses are longer, inside words shorter
PADDING_MS = 200  # on either side of speech; the detector's edges cut soft beginnings off
WINDOW_SECONDS = 30.0  # that Whisper decodes at once
LONG_PAUSE_SECONDS = 3.0  # where nobody speaks for so long there is nothing to transcribe, and engines invent
BLOCK_SECONDS = 600  # that the detector gets at once: it copies what it gets several times over


def detect_speech(samples: Samples) -> list[Interval]:
    """Where somebody speaks in sound at 16 kHz, in order.

    The detector gets the sound block by block; what is still being said when a block ends begins the next.
    """
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(
        min_silence_duration_ms=SHORTEST_SILENCE_MS, speech_pad_ms=PADDING_MS, max_speech_duration_s=WINDOW_SECONDS
    )
    found: list[Interval] = []
    begin = 0
    while begin < len(samples):
        end = min(len(samples), begin + BLOCK_SECONDS * SAMPLE_RATE)
        detected = get_speech_timestamps(floats(samples[begin:end]), options)
        parts = [(begin + int(part["start"]), begin + int(part["end"])) for part in detected]
        if end < len(samples) and parts and parts[-1][1] >= end and parts[-1][0] > begin:
            end = parts.pop()[0]
        found += [(start / SAMPLE_RATE, stop / SAMPLE_RATE) for start, stop in parts]
        begin = end
    return found


def decoding_windows(speech: Iterable[Interval]) -> list[Interval]:
    """Speech joined to windows of at most ``WINDOW_SECONDS``, without a long pause in any of them.

    They are as long as they can be: Whisper learnt on sound that fills its window, and errs more in shorter ones.
    """
    found: list[Interval] = []
    for start, end in speech:
        if found and start - found[-1][1] < LONG_PAUSE_SECONDS and end - found[-1][0] <= WINDOW_SECONDS:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def cut(samples: Samples, interval: Interval) -> Floats:
    """The sound of an interval."""
    start, end = (round(seconds * SAMPLE_RATE) for seconds in interval)
    return floats(samples[start:end])


def overlap(start: float, end: float, speech: Iterable[Interval]) -> float:
    """Seconds between two times in which somebody speaks."""
    return sum(max(0.0, min(end, stop) - max(start, begin)) for begin, stop in speech)


def uncovered(speech: Iterable[Interval], words: Iterable[Interval], within: Interval) -> list[Interval]:
    """Where somebody speaks and none of the words stands, from one time to another."""
    ordered = sorted(words)
    found: list[Interval] = []
    for begin, end in speech:
        at, end = max(begin, within[0]), min(end, within[1])
        for start, stop in [*ordered, (end, end)]:
            if min(start, end) > at:
                found.append((at, min(start, end)))
            at = max(at, stop)
    return found
