"""Sentences from an engine's chunks: the engine cuts where its window ends, people stop where the sentence does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archiver.models import Segment, Word
from archiver.transcript.chunk import Chunk
from archiver.transcript.quality_flags import doubts

# A speaker who says nothing for two seconds has finished, whatever the punctuation says: engines drop full stops.
PAUSE_SECONDS = 2.0

# Languages that are written without blanks, in which Whisper's words are single characters.
UNSPACED = frozenset({"zh", "ja", "th", "lo", "my", "yue"})


@dataclass(frozen=True, slots=True)
class _Heard:
    """A word and the chunk it stood in."""

    word: Word
    chunk: Chunk


def sentences(chunks: Iterable[Chunk], language: str) -> tuple[Segment, ...]:
    """Cut what was heard into sentences: by punctuation, by long silence, and where another voice begins.

    A sentence whose words were not timed begins and ends with the chunks that it stands in.
    """
    heard = [_Heard(word, chunk) for chunk in chunks for word in chunk.words if word.heard.strip()]
    if language not in UNSPACED:
        heard = _glued(heard)
    return tuple(_segment(part) for part in _parts(heard, language))


def _glued(heard: Sequence[_Heard]) -> list[_Heard]:
    """Put `MS` and `-13` back together: a word without a blank continues the one before, unless that was long ago."""
    whole: list[_Heard] = []
    for item in heard:
        if item.word.heard.startswith(" "):
            whole.append(item)
        elif whole and not _is_turn(whole[-1], item):
            whole[-1] = _Heard(_joined(whole[-1].word, item.word), whole[-1].chunk)
        else:
            whole.append(_Heard(replace(item.word, heard=f" {item.word.heard}"), item.chunk))
    return whole


def _joined(first: Word, second: Word) -> Word:
    probability = min(_known((first.probability, second.probability)), default=None)
    return replace(first, heard=first.heard + second.heard, end=second.end, probability=probability)


def _parts(heard: Sequence[_Heard], language: str) -> list[Sequence[_Heard]]:
    from sentencex import get_sentence_boundaries

    text = "".join(item.word.heard for item in heard)
    ends = {boundary["end_index"] for boundary in get_sentence_boundaries(language, text)}
    cuts, offset = [0], 0
    for number, (item, following) in enumerate(pairwise(heard), 1):
        offset += len(item.word.heard)
        # The splitter puts the blank with the sentence before it, Whisper with the word after it.
        stop = offset in ends or (text[offset] == " " and offset + 1 in ends)
        if stop or _is_turn(item, following):
            cuts.append(number)
    return [heard[start:end] for start, end in pairwise([*cuts, len(heard)]) if end > start]


def _start(item: _Heard) -> float:
    return item.chunk.start if item.word.start is None else item.word.start


def _end(item: _Heard) -> float:
    return item.chunk.end if item.word.end is None else item.word.end


def _is_turn(item: _Heard, following: _Heard) -> bool:
    """Whether a long silence or another voice lies between two words."""
    silence = _start(following) - _end(item)
    return silence >= PAUSE_SECONDS or item.chunk.speaker != following.chunk.speaker


def _segment(part: Sequence[_Heard]) -> Segment:
    words = tuple(replace(item.word, heard=item.word.heard.strip()) for item in part)
    chunks = list(dict.fromkeys(item.chunk for item in part))
    segment = Segment(
        start=_start(part[0]),
        end=max(_end(part[-1]), _start(part[0])),
        heard="".join(item.word.heard for item in part).strip(),
        words=words,
        speaker=part[0].chunk.speaker,
        avg_logprob=min(_known(chunk.avg_logprob for chunk in chunks), default=None),
        no_speech_prob=max(_known(chunk.no_speech_prob for chunk in chunks), default=None),
        compression_ratio=max(_known(chunk.compression_ratio for chunk in chunks), default=None),
        temperature=max(_known(chunk.temperature for chunk in chunks), default=None),
    )
    return replace(segment, flags=doubts(segment))


def _known(figures: Iterable[float | None]) -> list[float]:
    return [figure for figure in figures if figure is not None]
