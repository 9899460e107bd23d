"""Changes of voice inside a sentence: engines run the last words of one speaker and the first of the next together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from archiver.models import Segment
from archiver.recording.audio import Samples
from archiver.transcript.confidence import with_confidence
from archiver.transcript.speakers.campplus import Network
from archiver.transcript.speakers.clustering import SAME_VOICE, Vectors
from archiver.transcript.speakers.windows import Window, embedded

CLOSE = 1.0  # seconds of the windows with which a doubtful sentence is heard again
CLOSE_STEP = 0.25  # seconds from one of them to the next
CLEAR = 0.2  # by how much a window must be more like its own voice than like the other


def cut_where_voice_changes(
    segments: Sequence[Segment],
    chosen: Sequence[Window],
    heard: Vectors,
    voices: Vectors,
    samples: Samples,
    network: Network,
) -> list[Segment]:
    """Cut a sentence in two where its first windows are one voice's and its last another's.

    chosen, heard: the windows of all sentences, and their vectors
    voices: the vector of each voice, S1 first
    """
    found: list[Segment] = []
    alike = heard @ voices.T
    for number, segment in enumerate(segments):
        own = alike[[n for n, window in enumerate(chosen) if window.sentence == number]]
        pair = _two_voices(own) if len(own) > 1 else None
        found += _cut(segment, pair, voices, samples, network) if pair else [segment]
    return found


def _two_voices(alike: Vectors) -> tuple[int, int] | None:
    """The voices of the first and the last window, if they are clearly two."""
    first, last = int(alike[0].argmax()), int(alike[-1].argmax())
    clear = min(alike[0, first] - alike[0, last], alike[-1, last] - alike[-1, first]) >= CLEAR
    like = min(alike[0, first], alike[-1, last]) >= SAME_VOICE
    return (first, last) if first != last and clear and like else None


def _cut(segment: Segment, pair: tuple[int, int], voices: Vectors, samples: Samples, network: Network) -> list[Segment]:
    """The sentence as two, cut between the words where the one voice ends and the other begins."""
    starts = np.arange(segment.start, segment.end - CLOSE, CLOSE_STEP)
    close = [Window(0, float(start), CLOSE) for start in starts]
    alike = embedded(samples, close, network) @ voices[list(pair)].T
    middles, favour = starts + CLOSE / 2, alike[:, 0] - alike[:, 1]
    timed = [n for n, word in enumerate(segment.words) if n and word.start is not None]
    if not timed:
        return [segment]
    place = max(timed, key=lambda n: float(np.where(middles < (segment.words[n].start or 0), favour, -favour).sum()))
    return _parted(segment, place, pair)


def _parted(segment: Segment, place: int, pair: tuple[int, int]) -> list[Segment]:
    before, after = segment.words[:place], segment.words[place:]
    cut = 0
    for word in before:
        cut = max(cut, segment.heard.find(word.heard, cut) + len(word.heard))
    end = before[-1].end if before[-1].end is not None else after[0].start
    begin = after[0].start
    assert end is not None
    assert begin is not None
    first, last = (f"S{voice + 1}" for voice in pair)
    parts = [
        replace(segment, end=end, heard=segment.heard[:cut].strip(), words=before, speaker=first),
        replace(segment, start=begin, heard=segment.heard[cut:].strip(), words=after, speaker=last),
    ]
    return with_confidence(parts)
