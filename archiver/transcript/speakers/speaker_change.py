"""Changes of voice inside a sentence: engines run the last words of one speaker and the first of the next together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from archiver.arrays import Floats
from archiver.models import Segment
from archiver.transcript.confidence import with_confidence
from archiver.transcript.speakers.clustering import SAME_VOICE
from archiver.transcript.speakers.windows import Embedder, Window

CLOSE_WINDOW_SECONDS = 1.0  # seconds of the windows with which a doubtful sentence is heard again
CLOSE_STEP_SECONDS = 0.25  # seconds from one of them to the next
CLEAR_MARGIN = 0.2  # by how much a window must be more like its own voice than like the other


def cut_where_voice_changes(
    segments: Sequence[Segment],
    chosen: Sequence[Window],
    embeddings: Floats,
    speakers: Floats,
    embedder: Embedder,
) -> list[Segment]:
    """Cut a sentence in two where its first windows are one voice's and its last another's.

    chosen, embeddings: the windows of all sentences, and what was made of them
    speakers: the centroid of each speaker, S1 first
    """
    found: list[Segment] = []
    alike = embeddings @ speakers.T
    for number, segment in enumerate(segments):
        own = alike[[n for n, window in enumerate(chosen) if window.sentence == number]]
        pair = _two_speakers(own) if len(own) > 1 else None
        found += _cut(segment, pair, speakers, embedder) if pair else [segment]
    return found


def _two_speakers(alike: Floats) -> tuple[int, int] | None:
    """The voices of the first and the last window, if they are clearly two."""
    first, last = int(alike[0].argmax()), int(alike[-1].argmax())
    clear = min(alike[0, first] - alike[0, last], alike[-1, last] - alike[-1, first]) >= CLEAR_MARGIN
    like = min(alike[0, first], alike[-1, last]) >= SAME_VOICE
    return (first, last) if first != last and clear and like else None


def _cut(segment: Segment, pair: tuple[int, int], speakers: Floats, embedder: Embedder) -> list[Segment]:
    """The sentence as two, cut between the words where the one voice ends and the other begins."""
    starts = np.arange(segment.start, segment.end - CLOSE_WINDOW_SECONDS, CLOSE_STEP_SECONDS)
    close = [Window(0, float(start), CLOSE_WINDOW_SECONDS) for start in starts]
    alike = embedder.embed(close) @ speakers[list(pair)].T
    middles, favour = starts + CLOSE_WINDOW_SECONDS / 2, alike[:, 0] - alike[:, 1]
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
