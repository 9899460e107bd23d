"""Hearing again: where a batch looped, was unlikely, or left speech without words, a stretch is heard by itself.

A batch is decoded once, without the fall-backs that Whisper's own decoder has (Radford et al. 2022, section 4.5). What
needs them is heard again by itself, and the better of both is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import NO_SPEECH, doubts, unheard
from archiver.transcript.vad import Stretch, covered

Listen = Callable[[Stretch], list[Chunk]]
"""Hears a stretch with all fall-backs, by itself."""

COMMON = 3  # words in a row that what fills a hole may not repeat


def truthful(first: Sequence[Chunk], part: Stretch, spoken: Sequence[Stretch], listen: Listen) -> list[Chunk]:
    """What was heard in a stretch, heard again where it is doubtful, and what was left out filled in.

    spoken: where somebody speaks
    """
    chunks = list(first)
    if any(doubts(chunk) for chunk in chunks) or not _has_words(chunks):
        chunks = min([chunks, listen(part)], key=lambda heard: _badness(heard, part, spoken))
    for hole in unheard(chunks, part, spoken):
        chunks += [chunk for chunk in listen(hole) if _fills(chunk, hole, chunks)]
    return sorted(chunks, key=lambda chunk: chunk.start)


def _has_words(chunks: Iterable[Chunk]) -> bool:
    return any(chunk.words for chunk in chunks)


def _badness(chunks: Sequence[Chunk], part: Stretch, spoken: Sequence[Stretch]) -> tuple[int, float, float]:
    """Doubts first, then the speech that is left over, then what the decoder thinks of the words."""
    missing = sum(end - start for start, end in unheard(chunks, part, spoken))
    words = max(1, sum(len(chunk.words) for chunk in chunks))
    unlikely = sum(-(chunk.avg_logprob or 0.0) * len(chunk.words) for chunk in chunks) / words
    return sum(len(doubts(chunk)) for chunk in chunks), missing, unlikely


def _fills(chunk: Chunk, hole: Stretch, around: Iterable[Chunk]) -> bool:
    """Whether words that were heard in a hole can be believed: no doubt, in the hole, and not those around it again."""
    if not chunk.words or doubts(chunk) or (chunk.no_speech_prob or 0.0) > NO_SPEECH:
        return False
    if covered(chunk.start, chunk.end, [hole]) < (chunk.end - chunk.start) / 2:
        return False
    known = set(_runs(word.heard for other in around for word in other.words))
    return not any(run in known for run in _runs(word.heard for word in chunk.words))


def _runs(words: Iterable[str]) -> Iterable[tuple[str, ...]]:
    plain = ["".join(filter(str.isalnum, word.casefold())) for word in words]
    return zip(*(plain[shift:] for shift in range(COMMON)), strict=False)
