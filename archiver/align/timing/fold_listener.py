"""What links are timed by: the sound, where in it there is voice, and an ear that knows the words."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.align.timing.forced_alignment import Aligner, Samples
from archiver.recording.audio import SAMPLE_RATE
from archiver.recording.silence import Side
from archiver.transcript.word_times import Voice

SNAP = 0.1  # seconds of voice between a forced edge and that of the voice: twice what was seen
SHORTEST_PAUSE = 0.08  # seconds; shorter ones are inside words as often as between them


@dataclass(frozen=True, slots=True)
class Listener:
    """The sound of a recording, what of it is voice, and the ear."""

    samples: Samples
    voice: Voice
    forced: Aligner

    def between(self, start: float, end: float) -> Samples:
        """The samples between two times in seconds."""
        return self.samples[max(0, round(start * SAMPLE_RATE)) : max(0, round(end * SAMPLE_RATE))]

    def edge(self, time: float, side: Side) -> float:
        """Where the voice begins or ends next to a time that was found, or that time where it does not pause there."""
        near = [self.voice.pauses[number] for number in self.voice.pauses_near(time, SNAP)]
        edges = [pause.edge(side) for pause in near if pause.seconds >= SHORTEST_PAUSE]
        best = min(edges, key=lambda edge: self.voice.between(time, edge), default=time)
        return round(best if self.voice.between(time, best) <= SNAP else time, 3)
