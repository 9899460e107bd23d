"""Linking: which spoken sentence reads or paraphrases which paragraph, and honestly none where it does neither."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from archiver.align.decode import best_path
from archiver.align.meaning import Encoder, encoder_for
from archiver.align.paraphrase import evidence
from archiver.align.reading import Piece, pieces
from archiver.align.verbatim import passages
from archiver.align.words import Stream, Token, tokens
from archiver.models import Link, Relation, Segment

METHOD = "verbatim + meaning"
VERSION = "1"  # raised whenever the same input may get other links

# Log-odds of a paragraph that a sentence was read from: beyond any doubt that words in common by meaning could raise.
READ = 12.0


@dataclass(frozen=True, slots=True)
class TextLink:
    """A sentence tied to a paragraph, before anyone asks when.

    sentence, paragraph: from 0
    span: code points in the paragraph's text
    said: code points in the sentence's text
    """

    sentence: int
    paragraph: int
    relation: Relation
    score: float
    span: tuple[int, int]
    said: tuple[int, int]


def link_texts(paragraphs: Sequence[str], segments: Sequence[str], language: str = "en") -> list[int | None]:
    """For each segment, in speaking order, the 0-based paragraph that it belongs to, or None. Text only."""
    answers: list[int | None] = [None] * len(segments)
    lengths = [0] * len(segments)
    for link in link_sentences(paragraphs, segments, language):
        length = link.said[1] - link.said[0]
        if length > lengths[link.sentence]:  # where a segment was read from two paragraphs, the longer part counts
            answers[link.sentence], lengths[link.sentence] = link.paragraph, length
    return answers


def align(
    paragraphs: Sequence[str], segments: Sequence[Segment], language: str = "en", encoder: Encoder | None = None
) -> list[Link]:
    """Tie the sentences of a transcript to the paragraphs of a release.

    A verbatim link has the times of the words read, a paraphrase those of its sentence; what was not timed has none.
    """
    found = link_sentences(paragraphs, [segment.heard for segment in segments], language, encoder)
    return [_timed(link, segments[link.sentence]) for link in found]


def link_sentences(
    paragraphs: Sequence[str], sentences: Sequence[str], language: str = "en", encoder: Encoder | None = None
) -> list[TextLink]:
    """Tie sentences to paragraphs: those read out by their words, the others by their meaning.

    paragraphs without words are never linked to. encoder: None for the best there is for the language
    """
    known = [number for number, paragraph in enumerate(paragraphs) if re.search(r"\w", paragraph)]
    if not known or not sentences:
        return []
    texts = [paragraphs[number] for number in known]
    read = _read(texts, sentences, language)
    odds = _odds(texts, sentences, language, encoder, read)
    links = [link for parts in read.values() for link in parts]
    for sentence, paragraph in enumerate(best_path(odds)):
        if paragraph is not None and sentence not in read:
            links.append(_paraphrase(sentence, paragraph, odds, texts, sentences))
    links.sort(key=lambda link: (link.sentence, link.said))
    return [_renumbered(link, known) for link in links]


def _read(texts: Sequence[str], sentences: Sequence[str], language: str) -> dict[int, list[TextLink]]:
    """The verbatim links of every sentence that has any."""
    stream = Stream.of(sentences, language)
    written = [tokens(text, language) for text in texts]
    stops = [_stops(text, own, language) for text, own in zip(texts, written, strict=True)]
    found = pieces(passages(written, stream), stream, written, stops)
    return {
        sentence: [_verbatim(piece, stream, written[piece.paragraph], texts[piece.paragraph]) for piece in parts]
        for sentence, parts in found.items()
    }


def _stops(text: str, own: Sequence[Token], language: str) -> frozenset[int]:
    """The tokens that end a sentence of a paragraph."""
    ends = np.cumsum([len(sentence) for sentence in _sentences(text, language)])
    return frozenset(int(np.searchsorted([token.start for token in own], end)) - 1 for end in ends)


def _sentences(text: str, language: str) -> list[str]:
    from sentencex import segment

    return list(segment(language, text))


def _verbatim(piece: Piece, stream: Stream, written: Sequence[Token], text: str) -> TextLink:
    first, last = written[piece.written[0]], written[piece.written[1]]
    closing = re.match(r"[^\s\w]*", text[last.end :])
    end = last.end + (closing.end() if closing else 0)  # the full stop is part of what was read
    said = stream.tokens[piece.said[0]].start, stream.tokens[piece.said[1]].end
    score = round(min(0.99, 0.5 + 0.5 * piece.density), 3)
    return TextLink(piece.sentence, piece.paragraph, "verbatim", score, (first.start, end), said)


def _odds(
    texts: Sequence[str],
    sentences: Sequence[str],
    language: str,
    encoder: Encoder | None,
    read: dict[int, list[TextLink]],
) -> npt.NDArray[np.float32]:
    """Log-odds of every paragraph for every sentence, with what was read as good as certain."""
    parts = [_sentences(text, language) for text in texts]
    encoder = encoder or encoder_for(language, [*texts, *sentences])
    odds = evidence(parts, sentences, language, encoder)
    for sentence, links in read.items():
        for link in links:
            odds[sentence, link.paragraph] = READ
    return odds


def _paraphrase(
    sentence: int,
    paragraph: int,
    odds: npt.NDArray[np.float32],
    texts: Sequence[str],
    sentences: Sequence[str],
) -> TextLink:
    score = round(1 / (1 + math.exp(-float(odds[sentence, paragraph]))), 3)
    whole = (0, len(texts[paragraph]))
    return TextLink(sentence, paragraph, "paraphrase", score, whole, (0, len(sentences[sentence])))


def _renumbered(link: TextLink, known: Sequence[int]) -> TextLink:
    return TextLink(link.sentence, known[link.paragraph], link.relation, link.score, link.span, link.said)


def _timed(link: TextLink, segment: Segment) -> Link:
    start, end = (segment.start, segment.end) if link.relation == "paraphrase" else _when(link.said, segment)
    return Link(link.sentence + 1, link.paragraph + 1, link.relation, link.score, link.span, start, end)


def _when(said: tuple[int, int], segment: Segment) -> tuple[float | None, float | None]:
    """When the words at these code points were spoken; None where words have no times."""
    place, inside = 0, []
    for word in segment.words:
        place = segment.heard.index(word.heard, place)
        if place < said[1] and place + len(word.heard) > said[0]:
            inside.append(word)
        place += len(word.heard)
    return (inside[0].start, inside[-1].end) if inside else (None, None)
