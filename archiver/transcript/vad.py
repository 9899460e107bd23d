"""Where somebody speaks, told by Silero's voice activity detector, and the stretches that an engine hears at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.recording.audio import SAMPLE_RATE, Samples, floats

Stretch = tuple[float, float]
"""From where to where, in seconds into the recording."""

SHORTEST_PAUSE = 160  # ms; between sentences pauses are longer, inside words shorter
PADDING = 200  # ms on either side of speech; the detector's edges cut soft beginnings off
LONGEST = 30.0  # seconds that Whisper hears at once
LONG_PAUSE = 3.0  # seconds; where nobody speaks for so long there is nothing to hear, and engines invent
BLOCK = 600  # seconds that the detector gets at once: it copies what it hears several times over


def spoken_in(samples: Samples) -> list[Stretch]:
    """Where somebody speaks in sound at 16 kHz, in order.

    The detector hears the sound block by block; what is still being said when a block ends is heard again in the next.
    """
    found: list[Stretch] = []
    begin = 0
    while begin < len(samples):
        end = min(len(samples), begin + BLOCK * SAMPLE_RATE)
        parts = [(begin + start, begin + stop) for start, stop in _detected(samples[begin:end])]
        if end < len(samples) and parts and parts[-1][1] >= end and parts[-1][0] > begin:
            end = parts.pop()[0]
        found += [(start / SAMPLE_RATE, stop / SAMPLE_RATE) for start, stop in parts]
        begin = end
    return found


def _detected(samples: Samples) -> Iterator[tuple[int, int]]:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=SHORTEST_PAUSE, speech_pad_ms=PADDING, max_speech_duration_s=LONGEST)
    for part in get_speech_timestamps(floats(samples), options):
        yield int(part["start"]), int(part["end"])


def stretches(spoken: Iterable[Stretch]) -> list[Stretch]:
    """Speech put together to stretches of at most ``LONGEST`` seconds, without a long pause in any of them.

    They are as long as they can be: Whisper learnt on sound that fills its window, and mishears more in shorter ones.
    """
    found: list[Stretch] = []
    for start, end in spoken:
        if found and start - found[-1][1] < LONG_PAUSE and end - found[-1][0] <= LONGEST:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def covered(start: float, end: float, spoken: Iterable[Stretch]) -> float:
    """Seconds of a stretch in which somebody speaks."""
    return sum(max(0.0, min(end, stop) - max(start, begin)) for begin, stop in spoken)


def gaps(spoken: Iterable[Stretch], words: Iterable[Stretch], within: Stretch) -> list[Stretch]:
    """Where somebody speaks and none of the words stands, from one time to another."""
    ordered = sorted(words)
    found: list[Stretch] = []
    for begin, end in spoken:
        at, end = max(begin, within[0]), min(end, within[1])
        for start, stop in [*ordered, (end, end)]:
            if min(start, end) > at:
                found.append((at, min(start, end)))
            at = max(at, stop)
    return found
