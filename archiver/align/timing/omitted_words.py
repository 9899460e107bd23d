"""Omitted words: the first or last words of a passage that were read and that no engine wrote down.

Where the voice goes on beside a passage and nobody wrote anything down, it may have said what the release has there. So
these words are looked for in that stretch, and taken in if they explain its sound nearly as well as any sounds at all
would, and were not said faster or slower than people speak. Nothing is stretched over silence or over other words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from archiver.align.timing.forced_alignment import ACOUSTIC_LANGUAGE, BORDER_WORDS, LEAST_FIT, SoundEvidence
from archiver.align.verbatim.quotes import sentences_of
from archiver.models import Link
from archiver.recording.silence import Side
from archiver.tokens import Token, tokens

UNWRITTEN_VOICE_SECONDS = 0.3  # seconds of voice without words: shorter is what the engine mistimed
MOST_OMITTED_WORDS = 20  # and so many seconds are looked through; more is for the engine to hear again
MOST_OMITTED_SECONDS = 8.0
FEWEST_LETTERS = 6  # a word or two; `the` is found anywhere
LETTER_SECONDS = (0.03, 0.15)  # of voice for each letter: slow and fast readers say 10 to 20 in a second


def unread_words(link: Link, side: Side, text: str, others: Sequence[Link]) -> list[Token]:
    """The words of the same sentence of the paragraph before a verbatim link, or behind it, that no link has.

    text: of the paragraph
    others: the other verbatim links, whose words are taken
    """
    taken = [other.span for other in others if other.paragraph == link.paragraph]
    stops = [0, *accumulate(map(len, sentences_of(text, ACOUSTIC_LANGUAGE)))]
    if side == "start":
        begin = max([stop for stop in stops if stop <= link.span[0]] + [e for _, e in taken if e <= link.span[0]])
        end = link.span[0]
    else:
        begin = link.span[1]
        end = min([stop for stop in stops if stop >= link.span[1]] + [b for b, _ in taken if b >= link.span[1]])
    return [token for token in tokens(text, ACOUSTIC_LANGUAGE) if begin <= token.start and token.end <= end]


def with_omitted_words(link: Link, side: Side, unread: Sequence[Token], free: float, sound: SoundEvidence) -> Link:
    """A verbatim link with those of the unread words, from its side on, that the engine omitted and the sound has.

    unread: as ``unread_words`` gives them
    free: seconds, until where nobody wrote down a word on that side
    """
    edge, count = link.start if side == "start" else link.end, len(unread)
    if edge is None or not 0 < count <= MOST_OMITTED_WORDS or abs(free - edge) > MOST_OMITTED_SECONDS:
        return link
    if sound.voice.between(free, edge) < UNWRITTEN_VOICE_SECONDS:
        return link
    start, end = sorted((free, edge))
    needed = range(min(BORDER_WORDS, count - 1), count) if side == "start" else range(max(1, count - BORDER_WORDS))
    heard = sound.forced.align([token.form for token in unread], needed, sound.between(start, end))
    said = [(token, time) for token, time in zip(unread, heard, strict=True) if time is not None]
    if not said:
        return link
    begin, stop = (start + said[0][1][0], end) if side == "start" else (start, start + said[-1][1][1])
    words = [token for token, _ in said]
    if not _is_likely(words, begin, stop, sound):
        return link
    if side == "start":
        return replace(link, span=(words[0].start, link.span[1]), start=sound.edge(begin, side))
    return replace(link, span=(link.span[0], words[-1].end), end=sound.edge(stop, side))


def _is_likely(words: Sequence[Token], start: float, end: float, sound: SoundEvidence) -> bool:
    letters = sum(len(token.form) for token in words)
    least, most = (letters * seconds for seconds in LETTER_SECONDS)
    if letters < FEWEST_LETTERS or not least <= sound.voice.between(start, end) <= most:
        return False
    return sound.forced.fit([token.form for token in words], sound.between(start, end)) >= LEAST_FIT
