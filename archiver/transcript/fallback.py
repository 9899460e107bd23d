"""Decoding again: where a batch looped, was unlikely, or left speech without words, a window is decoded by itself.

A batch is decoded once, without the fallbacks that Whisper's own decoder has (Radford et al. 2022, section 4.5). What
needs them is decoded again by itself, and the better result is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import NO_SPEECH, decoder_flags, untranscribed
from archiver.transcript.vad import Interval, overlap

Decode = Callable[[Interval], list[Chunk]]
"""Decodes an interval with all fallbacks, by itself."""

REPEATED_WORDS = 3  # in a row; what fills a gap may not repeat as many


def with_fallback(first: Sequence[Chunk], window: Interval, speech: Sequence[Interval], decode: Decode) -> list[Chunk]:
    """What was decoded in a window, decoded again where it is doubtful, with the gaps filled.

    speech: where somebody speaks
    """
    chunks = list(first)
    if any(decoder_flags(chunk) for chunk in chunks) or not any(chunk.words for chunk in chunks):
        chunks = min([chunks, decode(window)], key=lambda decoded: _badness(decoded, window, speech))
    for gap in untranscribed(chunks, window, speech):
        chunks += [chunk for chunk in decode(gap) if _fills(chunk, gap, chunks)]
    return sorted(chunks, key=lambda chunk: chunk.start)


def _badness(chunks: Sequence[Chunk], window: Interval, speech: Sequence[Interval]) -> tuple[int, float, float]:
    """Flags first, then the speech that has no words, then what the decoder thinks of the words."""
    missing = sum(end - start for start, end in untranscribed(chunks, window, speech))
    words = max(1, sum(len(chunk.words) for chunk in chunks))
    unlikely = sum(-(chunk.avg_logprob or 0.0) * len(chunk.words) for chunk in chunks) / words
    return sum(len(decoder_flags(chunk)) for chunk in chunks), missing, unlikely


def _fills(chunk: Chunk, gap: Interval, around: Iterable[Chunk]) -> bool:
    """Whether words decoded in a gap can be believed: no flags, inside the gap, and not those around it again."""
    if not chunk.words or decoder_flags(chunk) or (chunk.no_speech_prob or 0.0) > NO_SPEECH:
        return False
    if overlap(chunk.start, chunk.end, [gap]) < (chunk.end - chunk.start) / 2:
        return False
    known = set(_runs(word.heard for other in around for word in other.words))
    return not any(run in known for run in _runs(word.heard for word in chunk.words))


def _runs(words: Iterable[str]) -> Iterable[tuple[str, ...]]:
    plain = ["".join(filter(str.isalnum, word.casefold())) for word in words]
    return zip(*(plain[shift:] for shift in range(REPEATED_WORDS)), strict=False)
