"""Sentences from an engine's chunks: the engine cuts where its window ends, people stop where the sentence does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from archiver.models import Segment, Word
from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import decoder_flags

# A speaker who says nothing for two seconds has finished, whatever the punctuation says: engines drop full stops.
PAUSE_SECONDS = 2.0

# Of what engines and captions write without punctuation a whole speech would be one sentence. So many words in a row
# without any sign are parted where the speaker made the longest pause.
UNSIGNED_WORDS = 50
SHORTEST_PART_WORDS = 8
LONGEST_WORDS = 150  # nobody says a longer sentence, however many commas an engine puts into it

# Captions often tell only when a word begins. One that lasts longer than its letters take to say has a pause behind it.
SLOWEST_LETTER_SECONDS = 0.12
SIGN = re.compile(r"[,;:.?!…—–]$")

# Languages that are written without blanks, in which Whisper's words are single characters.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


@dataclass(frozen=True, slots=True)
class _ChunkWord:
    """A word and the chunk it stood in; without a time of its own it has the chunk's."""

    word: Word
    chunk: Chunk

    @property
    def start(self) -> float:
        return self.chunk.start if self.word.start is None else self.word.start

    @property
    def end(self) -> float:
        return self.chunk.end if self.word.end is None else self.word.end

    def ends_turn(self, following: _ChunkWord) -> bool:
        """Whether a long silence or another voice comes before the next word."""
        return (
            following.start - self.end >= PAUSE_SECONDS
            or self.chunk.speaker != following.chunk.speaker
            or (following.chunk.opens_turn and following.chunk is not self.chunk)
        )


def sentences(chunks: Iterable[Chunk], language: str | None) -> tuple[Segment, ...]:
    """Cut what was transcribed into sentences: by punctuation, by long silence, where another voice or language begins.

    language: of the chunks that do not tell theirs; what is in none that is known is cut like English

    What goes on for long without punctuation is cut at its longest pauses.

    A sentence whose words were not timed begins and ends with the chunks that it stands in.
    """
    words = [_ChunkWord(word, chunk) for chunk in chunks for word in chunk.words if word.heard.strip()]
    runs = groupby(words, key=lambda item: item.chunk.language or language)
    return tuple(replace(_segment(part), language=spoken) for spoken, run in runs for part in _parts(list(run), spoken))


def _parts(words: Sequence[_ChunkWord], language: str | None) -> list[Sequence[_ChunkWord]]:
    """The words of one language after the other, by sentence."""
    if language in UNSPACED:
        return _cut(words, language)
    return [part for cut in _cut(_glued(words), language or "en") for part in _parted(cut)]


def _glued(words: Sequence[_ChunkWord]) -> list[_ChunkWord]:
    """Put `MS` and `-13` back together: a word without a blank continues the one before, unless that was long ago."""
    whole: list[_ChunkWord] = []
    for item in words:
        if item.word.heard.startswith(" "):
            whole.append(item)
        elif whole and not whole[-1].ends_turn(item):
            first, second = whole[-1].word, item.word
            probability = min(_known((first.probability, second.probability)), default=None)
            joined = replace(first, heard=first.heard + second.heard, end=second.end, probability=probability)
            whole[-1] = replace(whole[-1], word=joined)
        else:
            whole.append(replace(item, word=replace(item.word, heard=f" {item.word.heard}")))
    return whole


def _cut(words: Sequence[_ChunkWord], language: str) -> list[Sequence[_ChunkWord]]:
    from sentencex import get_sentence_boundaries

    text = "".join(item.word.heard for item in words)
    ends = {boundary["end_index"] for boundary in get_sentence_boundaries(language, text)}
    cuts, offset = [0], 0
    for number, (item, following) in enumerate(pairwise(words), 1):
        offset += len(item.word.heard)
        # The splitter puts the blank with the sentence before it, Whisper with the word after it.
        stop = offset in ends or (text[offset] == " " and offset + 1 in ends)
        if stop or item.ends_turn(following):
            cuts.append(number)
    return [words[start:end] for start, end in pairwise([*cuts, len(words)]) if end > start]


def _parted(items: Sequence[_ChunkWord]) -> list[Sequence[_ChunkWord]]:
    """A sentence as it is; or where it is long and has no signs, its parts between the longest pauses."""
    has_signs = any(SIGN.search(item.word.heard) for item in items[:-1])
    if len(items) <= (LONGEST_WORDS if has_signs else UNSIGNED_WORDS):
        return [items]
    places = range(SHORTEST_PART_WORDS, len(items) - SHORTEST_PART_WORDS + 1)
    pauses = {place: _pause(items[place - 1], items[place]) for place in places}
    cut = max(places, key=lambda place: (pauses[place], -abs(place - len(items) / 2)))
    return [*_parted(items[:cut]), *_parted(items[cut:])]


def _pause(item: _ChunkWord, following: _ChunkWord) -> float:
    """Seconds between two words, as far as their times tell."""
    if item.word.start is None:
        return following.start - item.end
    held = following.start - item.word.start - SLOWEST_LETTER_SECONDS * len(item.word.heard)
    return max(following.start - item.end, held)


def _segment(items: Sequence[_ChunkWord]) -> Segment:
    chunks = list({id(item.chunk): item.chunk for item in items}.values())  # to hash one is to hash all its words
    segment = Segment(
        start=items[0].start,
        end=max(items[-1].end, items[0].start),
        heard="".join(item.word.heard for item in items).strip(),
        words=tuple(replace(item.word, heard=item.word.heard.strip()) for item in items),
        speaker=items[0].chunk.speaker,
        avg_logprob=min(_known(chunk.avg_logprob for chunk in chunks), default=None),
        no_speech_prob=max(_known(chunk.no_speech_prob for chunk in chunks), default=None),
        compression_ratio=max(_known(chunk.compression_ratio for chunk in chunks), default=None),
        temperature=max(_known(chunk.temperature for chunk in chunks), default=None),
    )
    return replace(segment, flags=decoder_flags(segment))


def _known(figures: Iterable[float | None]) -> list[float]:
    return [figure for figure in figures if figure is not None]
