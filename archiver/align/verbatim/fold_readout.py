"""Links of what was read out: the pieces of sentences that stand in a paragraph word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from archiver.align.explain import aligned, rounded
from archiver.align.units import TextLink
from archiver.align.verbatim.local_alignment import passages
from archiver.align.verbatim.quotes import Piece, pieces
from archiver.models import Why
from archiver.tokens import Stream, Token, tokens

# How often such a link is right, by the share of words that match: 122 of 122 were in the examples.
LEAST, MOST = 0.9, 0.99


def read_out(texts: Sequence[str], sentences: Sequence[str], language: str) -> dict[int, list[TextLink]]:
    """The verbatim links of every sentence that has any."""
    stream = Stream.of(sentences, language)
    written = [tokens(text, language) for text in texts]
    stops = [_stops(text, own, language) for text, own in zip(texts, written, strict=True)]
    found = pieces(passages(written, stream), stream, written, stops)
    return {
        sentence: [_link(piece, stream, written[piece.paragraph], texts[piece.paragraph]) for piece in parts]
        for sentence, parts in found.items()
    }


def sentences_of(text: str, language: str) -> list[str]:
    """The sentences of a paragraph, with the blanks between them."""
    from sentencex import segment

    return list(segment(language, text))


def _stops(text: str, own: Sequence[Token], language: str) -> frozenset[int]:
    """The tokens that end a sentence of a paragraph."""
    ends = np.cumsum([len(sentence) for sentence in sentences_of(text, language)])
    return frozenset(int(np.searchsorted([token.start for token in own], end)) - 1 for end in ends)


def _link(piece: Piece, stream: Stream, written: Sequence[Token], text: str) -> TextLink:
    first, last = written[piece.written[0]], written[piece.written[1]]
    closing = re.match(r"[^\s\w]*", text[last.end :])
    end = last.end + (closing.end() if closing else 0)  # the full stop is part of what was read
    said = stream.tokens[piece.said[0]].start, stream.tokens[piece.said[1]].end
    counts: dict[str, float] = {"words matched": piece.matched, "words said": piece.said[1] - piece.said[0] + 1}
    counts |= {"words written": piece.written[1] - piece.written[0] + 1, "density": piece.density}
    why = Why("words", aligned(piece.pairs, stream.tokens, written), rounded(counts))
    score = round(LEAST + (MOST - LEAST) * piece.density, 3)
    return TextLink(piece.sentence, piece.paragraph, "verbatim", score, (first.start, end), said, why)
