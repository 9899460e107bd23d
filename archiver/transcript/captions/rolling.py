"""Rolling captions: each cue shows lines of the one before again, above what is new; here every word stands once.

YouTube and live captions are written so. What a person repeats is left: only a file in which many cues begin with what
the one before them ended with, without a pause between, is taken for rolling.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from archiver.transcript.captions.cue import Cue

SEAMLESS = 0.15  # seconds from a cue to the next one of the same roll
ROLLING_SHARE = 0.3  # of the cues, from which a file is rolling; people seldom repeat a whole line
FEWEST = 2  # cues that show something again
MOST_ROWS = 15  # that a screen of captions has (CEA-608)


def each_word_once(cues: Sequence[Cue]) -> list[Cue]:
    """The cues without what they show again; as they are where the file does not roll."""
    repeated = [0, *(_shown_again(before, after) for before, after in pairwise(cues))]
    again = sum(count > 0 for count in repeated)
    if again < FEWEST or again < ROLLING_SHARE * len(cues):
        return list(cues)
    fresh = [_without_first(cue, count) for cue, count in zip(cues, repeated, strict=True)]
    return [cue for cue in fresh if cue.lines]


def _shown_again(before: Cue, after: Cue) -> int:
    """With how many words a cue begins that the last lines of the cue before it were."""
    if before.end is not None and after.start is not None and after.start - before.end > SEAMLESS:
        return 0
    shown = [word.heard.strip() for word in after.words]
    lines = [[word.heard.strip() for word in line.words] for line in before.lines[-MOST_ROWS:]]
    for first in range(len(lines)):
        last = [word for line in lines[first:] for word in line]
        if last and shown[: len(last)] == last:
            return len(last)
    return 0


def _without_first(cue: Cue, count: int) -> Cue:
    lines = []
    for line in cue.lines:
        kept = line.words[count:]
        count = max(0, count - len(line.words))
        if kept:
            lines.append(replace(line, words=kept))
    return replace(cue, lines=tuple(lines))
