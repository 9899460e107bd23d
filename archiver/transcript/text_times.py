"""Times of a text that somebody else wrote: words that an engine heard too were said when it heard them.

What the engine did not hear keeps the time that its file gave it, or none: nothing is interpolated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from archiver.models import UNTIMED, Segment, Transcript, Word
from archiver.tokens import fold

# So many words in a row must be the same: `of the` is said everywhere, and would tie words to another sentence.
LEAST_RUN = 3
FARTHEST = (
    30.0  # seconds from the time that a file gives a sentence; captions lag by a few, and a speech may repeat itself
)


def needs_times(transcript: Transcript) -> bool:
    """Whether the words of a transcript have no times of their own."""
    words = [word for segment in transcript.segments for word in segment.words]
    return 2 * sum(word.start is not None for word in words) < len(words)


def timed_by_sound(transcript: Transcript, heard: Transcript) -> Transcript:
    """The transcript with the times of what was heard, word by word; sentences begin and end with their timed words."""
    times = _times(transcript.segments, heard.segments)
    segments: list[Segment] = []
    for number, segment in enumerate(transcript.segments):
        words = tuple(
            replace(word, start=said.start, end=said.end) if (said := times.get((number, place))) else word
            for place, word in enumerate(segment.words)
        )
        before = segments[-1].end if segments else 0.0
        segments.append(_timed(replace(segment, words=words), before))
    return replace(transcript, segments=tuple(segments))


def _timed(segment: Segment, before: float) -> Segment:
    """The sentence with the times of its words; one without any time stands where the one before it ended."""
    starts = [word.start for word in segment.words if word.start is not None]
    ends = [word.end for word in segment.words if word.end is not None]
    if UNTIMED not in segment.flags:
        if not starts or not ends:
            return segment
        # Its first and last word may not have been heard: the file's own times hold where they are wider.
        start = starts[0] if segment.words[0].start is not None else min(segment.start, starts[0])
        end = ends[-1] if segment.words[-1].end is not None else max(segment.end, ends[-1])
        return replace(segment, start=start, end=max(start, end))
    if starts and ends:
        flags = tuple(flag for flag in segment.flags if flag != UNTIMED)
        return replace(segment, start=starts[0], end=max(ends), flags=flags)
    return replace(segment, start=before, end=before)


def _times(written: Sequence[Segment], heard: Sequence[Segment]) -> Mapping[tuple[int, int], Word]:
    """For words of the written sentences, by sentence and place, the word that was heard."""
    from rapidfuzz.distance import LCSseq

    places = [(n, k) for n, segment in enumerate(written) for k, _ in enumerate(segment.words)]
    said = [word for segment in heard for word in segment.words if word.is_timed]
    own = [_form(written[n].words[k]) for n, k in places]
    found: dict[tuple[int, int], Word] = {}
    for step in LCSseq.opcodes(own, [_form(word) for word in said]):
        if step.tag != "equal" or step.src_end - step.src_start < LEAST_RUN:
            continue
        for place, word in zip(
            places[step.src_start : step.src_end], said[step.dest_start : step.dest_end], strict=True
        ):
            if _fits(written[place[0]], word):
                found[place] = word
    return found


def _form(word: Word) -> str:
    return "".join(letter for letter in fold(word.heard) if letter.isalnum()) or word.heard


def _fits(segment: Segment, word: Word) -> bool:
    assert word.start is not None
    return UNTIMED in segment.flags or segment.start - FARTHEST <= word.start <= segment.end + FARTHEST
