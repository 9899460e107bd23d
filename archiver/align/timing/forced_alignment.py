"""Forced alignment: when the words of a text that is known were said, in a few seconds of English.

PocketSphinx with the US English acoustic model that comes in its package: 44 ms off at the most at the 38 edges of
read passages in three recordings with known times, where SoundSwallower's narrow-band model was up to 129 ms off, in
about the same time (a tenth of a second for two seconds of sound).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from archiver.align.timing.g2p import pronunciations
from archiver.recording.decoding import SAMPLE_RATE
from archiver.recording.silence import Side, VoiceActivity

Samples = npt.NDArray[np.int16]
Times = list[tuple[float, float] | None]

ACOUSTIC_LANGUAGE = "en"  # of the acoustic model
DECODER_FRAME_SECONDS = 0.01

# The piece of sound begins and ends in the middle of other words. So a few words at its borders may be missing, and
# speech that is none of the words may be there. With likelier or dearer ways out, edges were lost in the examples.
BORDER_WORDS = 4
MISSING_WORD_PROBABILITY = 0.1
OTHER_SPEECH_PROBABILITY = 0.01
GARBAGE_WORD = "[SPEECH]"  # the model's own word for it
BEAMS = {"beam": 1e-120, "pbeam": 1e-120, "wbeam": 1e-90}  # wide: with 1e-80 two of 40 edges were lost

# How much worse the words may explain the sound than any phones at all in a row do, in the units of ``Aligner.fit``.
# Of 74 sentences' first one to three seconds, 73 were above with their own words, and 2 with another sentence's.
LEAST_FIT = -14.0


class Aligner:
    """The acoustic model with its dictionary, a fifth of a second to load."""

    def __init__(self) -> None:
        import pocketsphinx

        folder = f"{pocketsphinx.get_model_path()}/en-us"
        self._phones = f"{folder}/en-us-phone.lm.bin"
        dictionary = f"{folder}/cmudict-en-us.dict"
        self._decoder: Any = pocketsphinx.Decoder(
            hmm=f"{folder}/en-us", dict=dictionary, lm=None, lw=1, bestpath=False, loglevel="FATAL", **BEAMS
        )

    def align(self, words: Sequence[str], needed: range, samples: Samples, gap: int | None = None) -> Times:
        """When each word was said, in seconds of the samples; None for a word at a border that is not in them.

        words: in lower case
        needed: numbers of the words that must not be missing; those are None only if they do not fit the sound at all
        samples: 16 kHz mono
        gap: number of a word before which there may be other speech
        """
        if not all(map(self._knows, words)):
            return [None] * len(words)
        self._allow(words, needed, gap)
        return _in_place(words, self._heard("words", samples), needed)

    def fit(self, words: Sequence[str], samples: Samples) -> float:
        """How well words, from first to last, explain the sound: their likelihood a frame, with any phones' taken off.

        In ten-thousandths of the model's scaled log-likelihoods, 0 where nothing explains it better; minus infinity
        where they do not fit at all.
        """
        if not all(map(self._knows, words)):
            return -math.inf
        self._allow(words, range(len(words)))
        self._decoder.add_allphone_file("phones", self._phones)
        said, anything = (_likelihood(self._heard(search, samples)) for search in ("words", "phones"))
        return (said - anything) / (len(samples) / 16_000 / DECODER_FRAME_SECONDS) * 10_000

    def _knows(self, word: str) -> bool:
        """Whether the word can be said; one that the dictionary does not have is added to it."""
        if self._decoder.lookup_word(word) is not None:
            return True
        for number, phones in enumerate(pronunciations(word), 1):
            self._decoder.add_word(word if number == 1 else f"{word}({number})", phones, True)
        return self._decoder.lookup_word(word) is not None

    def _allow(self, words: Sequence[str], needed: range, gap: int | None = None) -> None:
        """Search for a chain of states with a word between each and the next, and ways around those at its borders."""
        last = len(words) + 2
        moves: list[tuple[int, int, float] | tuple[int, int, float, str]] = [
            (number + 1, number + 2, 1.0, word) for number, word in enumerate(words)
        ]
        moves += [(0, 1, 1.0), (last - 1, last, 1.0)]
        moves += [
            (state, state, OTHER_SPEECH_PROBABILITY, GARBAGE_WORD)
            for state in {0, last} | (set() if gap is None else {gap + 1})
        ]
        moves += [(0, number + 1, MISSING_WORD_PROBABILITY) for number in range(1, min(BORDER_WORDS, needed.start) + 1)]
        behind = min(BORDER_WORDS, len(words) - needed.stop)
        moves += [(last - 1 - number, last, MISSING_WORD_PROBABILITY) for number in range(1, behind + 1)]
        self._decoder.add_fsg("words", self._decoder.create_fsg("words", 0, last, moves))

    def _heard(self, search: str, samples: Samples) -> list[Any]:
        """The words or phones that a search finds in the sound; empty where it comes to no end."""
        self._decoder.activate_search(search)
        self._decoder.start_utt()
        self._decoder.process_raw(samples.tobytes(), no_search=False, full_utt=True)
        self._decoder.end_utt()
        return list(self._decoder.seg()) if self._decoder.hyp() else []


@lru_cache(maxsize=1)
def aligner() -> Aligner:
    """The one of this process."""
    return Aligner()


def _in_place(words: Sequence[str], heard: Sequence[Any], needed: range) -> Times:
    """Which of the words those are that were heard: some at the borders may be missing."""
    said = [part for part in heard if part.word[0] not in "<[("]
    forms = [part.word.split("(")[0] for part in said]
    for missing in range(min(BORDER_WORDS, needed.start) + 1):
        found = words[missing : missing + len(forms)]
        if forms and list(found) == forms and missing + len(forms) >= needed.stop:
            times = [(p.start_frame * DECODER_FRAME_SECONDS, (p.end_frame + 1) * DECODER_FRAME_SECONDS) for p in said]
            return [None] * missing + times + [None] * (len(words) - missing - len(forms))
    return [None] * len(words)


def _likelihood(heard: Sequence[Any]) -> float:
    return sum(math.log(part.ascore) for part in heard) if heard else -math.inf


SNAP_SECONDS = 0.1  # seconds of voice between a forced edge and that of the voice: twice what was seen
SHORTEST_PAUSE_SECONDS = 0.08  # seconds; shorter ones are inside words as often as between them


@dataclass(frozen=True, slots=True)
class SoundEvidence:
    """The sound of a recording, where in it there is voice activity, and the aligner that knows its words."""

    samples: Samples
    voice: VoiceActivity
    forced: Aligner

    def between(self, start: float, end: float) -> Samples:
        """The samples between two times in seconds."""
        return self.samples[max(0, round(start * SAMPLE_RATE)) : max(0, round(end * SAMPLE_RATE))]

    def edge(self, time: float, side: Side) -> float:
        """Where the voice begins or ends next to a time that was found, or that time where it does not pause there."""
        near = [self.voice.pauses[number] for number in self.voice.pauses_near(time, SNAP_SECONDS)]
        edges = [pause.edge(side) for pause in near if pause.seconds >= SHORTEST_PAUSE_SECONDS]
        best = min(edges, key=lambda edge: self.voice.between(time, edge), default=time)
        return round(best if self.voice.between(time, best) <= SNAP_SECONDS else time, 3)
