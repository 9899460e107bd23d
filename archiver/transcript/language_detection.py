"""Which language is spoken when: each piece of speech is asked for its language, and an odd one out is not believed.

What Whisper says of a few seconds alone is nearly always right, in a second or less often not (Radford et al. 2022 ask
it of thirty). So pieces are put together from what stands close, a change costs something, and beside a change every
interval is asked by itself.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, pairwise

import numpy as np

from archiver.transcript.vad import Interval

Probabilities = Mapping[str, float]
"""By ISO 639-1 codes, how likely it is that each language is spoken, 0 to 1."""
Detect = Callable[[Sequence[Interval]], Sequence[Probabilities]]
"""Tells of some intervals of a recording which languages are likely in each."""

# Asked of real speech (English over the radio, French, a statement read), base was wrong in 13 of 74 pieces of up to
# two seconds, in 3 of 69 of up to four, and in 2 of 64 of up to eight.
PIECE_SECONDS = 5.0
# Who speaks on without a breath, or is interrupted, changes the language in between: what is longer is parted.
LONGEST_SECONDS = 8.0
LONGEST_AT_CHANGE_SECONDS = 2.0
SURE = 0.8  # probability from which a piece tells that a language is spoken here at all
LEAST_SURE_SECONDS = 2.5  # of such pieces, from which it is believed
# In log-odds: what a change of language costs. A piece between two of another language must be over 50 times as likely
# in its own (the exponential of two changes): a sentence is, a word that sounds foreign is not.
CHANGE_COST = 2.0
LEAST_PROBABILITY = 0.005  # no single piece is surer than this


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a recording in one language.

    language: ISO 639-1 code
    speech: where in it somebody speaks, in order, never empty
    """

    language: str
    speech: tuple[Interval, ...]

    @property
    def start(self) -> float:
        """When its speech begins, in seconds."""
        return self.speech[0][0]

    @property
    def end(self) -> float:
        """When its speech ends, in seconds."""
        return self.speech[-1][1]

    @property
    def seconds(self) -> float:
        """How long somebody speaks."""
        return sum(end - start for start, end in self.speech)


def spoken_languages(speech: Sequence[Interval], detect: Detect, wished: Sequence[str] = ()) -> list[Stretch]:
    """The stretches of a recording, each in another language than the one before.

    speech: where somebody speaks, in order
    wished: the languages that may occur; none for any
    """
    if len(wished) == 1:
        return [Stretch(wished[0], tuple(speech))] if speech else []
    pieces = list(_pieces(_without_long(speech, LONGEST_SECONDS)))
    likely = detect([_asked(piece) for piece in pieces])
    languages = wished or _occurring(pieces, likely)
    pieces, likely = _parted_at_changes(pieces, likely, _smoothed(likely, languages), detect)
    told = zip(_smoothed(likely, languages), pieces, strict=True)
    parts = _rejoined(speech, [(language, part) for language, piece in told for part in piece])
    return [
        Stretch(language, tuple(interval for _, interval in run))
        for language, run in groupby(parts, key=lambda one: one[0])
    ]


def _rejoined(speech: Iterable[Interval], parts: Iterable[tuple[str, Interval]]) -> Iterator[tuple[str, Interval]]:
    """The intervals of the speech, whole but where the language changes: a cut anywhere else goes through a word."""
    left = deque(parts)
    for _, end in speech:
        own = []
        while left and left[0][1][1] <= end:
            own.append(left.popleft())
        for language, run in groupby(own, key=lambda one: one[0]):
            same = list(run)
            yield language, (same[0][1][0], same[-1][1][1])


def _parted_at_changes(
    pieces: Sequence[list[Interval]], likely: Sequence[Probabilities], found: Sequence[str], detect: Detect
) -> tuple[list[list[Interval]], list[Probabilities]]:
    """The pieces, those beside a change of language parted and asked again, each of their intervals by itself."""
    parted = {
        number: [[one] for one in _without_long(piece, LONGEST_AT_CHANGE_SECONDS)]
        for number, piece in enumerate(pieces)
        if len(set(found[max(0, number - 1) : number + 2])) > 1
    }
    again = iter(detect([_asked(part) for parts in parted.values() for part in parts]))
    finer: list[list[Interval]] = []
    told: list[Probabilities] = []
    for number, piece in enumerate(pieces):
        parts = parted.get(number, [piece])
        finer += parts
        told += islice(again, len(parts)) if number in parted else [likely[number]]
    return finer, told


def _without_long(speech: Iterable[Interval], longest: float) -> Iterator[Interval]:
    """The intervals, longer ones in equal parts."""
    for start, end in speech:
        edges = np.linspace(start, end, max(1, int(np.ceil((end - start) / longest))) + 1).tolist()
        yield from pairwise(edges)


def _pieces(speech: Iterable[Interval]) -> Iterator[list[Interval]]:
    """Intervals that follow each other, in pieces of at most ``PIECE_SECONDS`` unless one of them is longer."""
    piece: list[Interval] = []
    for one in speech:
        if piece and one[1] - piece[0][0] > PIECE_SECONDS:
            yield piece
            piece = []
        piece.append(one)
    if piece:
        yield piece


def _asked(piece: Sequence[Interval]) -> Interval:
    """What of a piece is listened to."""
    return piece[0][0], min(piece[-1][1], piece[0][0] + PIECE_SECONDS)


def _occurring(pieces: Sequence[Sequence[Interval]], likely: Sequence[Probabilities]) -> list[str]:
    """The language that is spoken most, and others of which some pieces are sure."""
    seconds, sure = defaultdict[str, float](float), defaultdict[str, float](float)
    for piece, probabilities in zip(pieces, likely, strict=True):
        start, end = _asked(piece)
        for language, probability in probabilities.items():
            seconds[language] += probability * (end - start)
            sure[language] += (end - start) * (probability >= SURE)
    most = max(seconds, key=lambda language: seconds[language], default="en")
    return list(dict.fromkeys([most, *(one for one, known in sure.items() if known >= LEAST_SURE_SECONDS)]))


def _smoothed(likely: Sequence[Probabilities], languages: Sequence[str]) -> list[str]:
    """The likeliest languages of pieces in a row, where each change costs ``CHANGE_COST`` (Viterbi 1967)."""
    if not likely:
        return []
    known = np.array([[one.get(language, 0.0) for language in languages] for one in likely]) + 1e-9
    scores = np.log(np.maximum(known / known.sum(axis=1, keepdims=True), LEAST_PROBABILITY))
    costs = CHANGE_COST * (1 - np.eye(len(languages)))
    best, before = scores[0], []
    for own in scores[1:]:
        ways = best[:, None] - costs
        before.append(ways.argmax(axis=0))
        best = ways.max(axis=0) + own
    path = [int(best.argmax())]
    for came_from in reversed(before):
        path.append(int(came_from[path[-1]]))
    return [languages[place] for place in reversed(path)]
