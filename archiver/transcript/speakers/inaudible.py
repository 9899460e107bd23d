"""What somebody says and nobody wrote down: sentences without words, for people to listen to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from archiver.models import SPEECH_MISSED, Segment
from archiver.transcript.speakers.speaker_activity import SHORTEST_SILENCE_SECONDS, SPEAKS, SpeakerActivity, joined
from archiver.transcript.speakers.speaker_change import Voiced
from archiver.transcript.vad import Interval, uncovered

EDGE_SECONDS = 0.2  # beside a word: its times are no more exact
SHORTEST_TURN_SECONDS = 0.2  # beyond those; shorter is a breath or a cough


def inaudible(said: Sequence[Voiced], activity: SpeakerActivity, silent: Sequence[Interval]) -> list[Voiced]:
    """The turns, or parts of turns, of which no words were written, each flagged with its own times.

    silent: where the sound is no louder than the room
    """
    words = [(span, own) for segment, own in said for span in _spans(segment)]
    unheard = [span for span, own in words if own is None or activity.mean(*span)[own] < SPEAKS]
    alone = [span for span, _ in words if activity.mean(*span).sum() < 1 + SPEAKS]
    found: list[Voiced] = []
    for voice in range(activity.unknown + 1):
        # Words of its own, and words whose own voice does not speak then; of somebody unknown all that one person says.
        written = [*unheard, *(span for span, own in words if own == voice)]
        written += alone if voice == activity.unknown else []
        around = [(start - EDGE_SECONDS, end + EDGE_SECONDS) for start, end in written]
        for turn in activity.turns(voice):
            parts = [
                (max(turn[0], start - EDGE_SECONDS), min(turn[1], end + EDGE_SECONDS))
                for start, end in uncovered([turn], [*around, *silent], turn)
                if end - start >= SHORTEST_TURN_SECONDS
            ]
            found += [(_without_words(*part), voice) for part in joined(parts, SHORTEST_SILENCE_SECONDS)]
    return found


def with_faint_speech(said: Sequence[Voiced], activity: SpeakerActivity, silent: Sequence[Interval]) -> list[Voiced]:
    """The sentences, in order; those are flagged after which somebody may speak, too faintly to be sure of it.

    silent: where the sound is no louder than the room
    """
    covered = [*silent, *((one.start - EDGE_SECONDS, one.end + EDGE_SECONDS) for one, _ in said)]
    starts = [one.start for one, _ in said]
    faint = activity.faint()
    gaps = uncovered(faint, covered, (0.0, faint[-1][1])) if faint else []
    before = {max(0, bisect_left(starts, start) - 1) for start, end in gaps if end - start >= SHORTEST_TURN_SECONDS}
    flagged = [replace(one, flags=tuple(dict.fromkeys((*one.flags, SPEECH_MISSED)))) for one, _ in said]
    return [(flagged[n] if n in before else one, voice) for n, (one, voice) in enumerate(said)]


def _without_words(start: float, end: float) -> Segment:
    return Segment(round(start, 3), round(end, 3), "", flags=(SPEECH_MISSED,))


def _spans(segment: Segment) -> list[Interval]:
    """The times of a sentence's words, from where it begins to where it ends; of the whole where none is timed."""
    times = [(word.start, word.end) for word in segment.words if word.start is not None and word.end is not None]
    starts, ends = [start for start, _ in times[1:]], [end for _, end in times[:-1]]
    return list(zip([segment.start, *starts], [*ends, segment.end], strict=True))
