"""Quotes: which part of which sentence was read out, and from where in the paragraph, as verbatim links."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np

from archiver.align.matched_words import aligned, rounded
from archiver.align.units import TextLink
from archiver.align.verbatim.fillers import without_fillers
from archiver.align.verbatim.local_alignment import LocalAlignment, local_alignments
from archiver.models import Why
from archiver.tokens import Stream, Token, tokens

# A sentence counts as read when most of it stands in the paragraph, or when it quotes a good stretch: eight words in a
# row are hardly ever the same by chance, while five (`the Partnership for Peace framework`) are a name. Fewer do at the
# edge of a sentence, where the passage goes on in the next.
MOSTLY_QUOTED = 0.6
QUOTE_WORDS = 8
WHOLE_WORDS, WHOLE_SHARE = 5, 0.8  # words of a whole sentence of the paragraph, and the share of it that must match
SHORTEST_QUOTE_WORDS = (
    3  # words; shorter pieces count only as part of a passage that goes on in the sentence before or after
)
DENSE_QUOTE = 0.6  # share of a piece's words that must match: fewer are the same subject, not the same words
FORMULA_REST_WORDS = (
    8  # words that both go on with after the same beginning, for it to be how this house begins a sentence
)
EDGE_WORDS = 3  # misheard words at the edge of a sentence that are taken for the paragraph's


@dataclass(frozen=True, slots=True)
class Quote:
    """The part of a sentence that was read from a paragraph.

    sentence, paragraph: from 0
    said: first and last token of the stream
    written: first and last token of the paragraph
    pairs: the tokens taken for each other, of the paragraph and of the stream
    """

    sentence: int
    paragraph: int
    said: tuple[int, int]
    written: tuple[int, int]
    pairs: tuple[tuple[int, int], ...]

    @property
    def matched(self) -> int:
        """How many tokens are the same in both."""
        return len(self.pairs)

    @property
    def density(self) -> float:
        """The share of its words that are the same, of the longer side."""
        return self.matched / (max(self.said[1] - self.said[0], self.written[1] - self.written[0]) + 1)


def quotes_in(
    found: Iterable[LocalAlignment],
    stream: Stream,
    paragraphs: Sequence[Sequence[Token]],
    stops: Sequence[frozenset[int]],
) -> dict[int, list[Quote]]:
    """The pieces read in each sentence, in the order of speech.

    stops: for each paragraph the tokens that end a sentence of it
    """
    bounds = _bounds(stream)
    read: dict[int, list[Quote]] = defaultdict(list)
    for passage in found:
        cut = [_quote(passage, sentence, pairs) for sentence, pairs in _by_sentence(passage, stream)]
        for number, quote in enumerate(cut):
            before = cut[number - 1].written[1] if number else -1
            after = cut[number + 1].written[0] if number + 1 < len(cut) else len(paragraphs[passage.paragraph])
            own, stopped = bounds[quote.sentence], sorted(stops[passage.paragraph])
            whole = _mended(quote, own, (before, after), stopped)
            joined = any(_goes_on(*two, bounds) for two in pairwise(cut[max(0, number - 1) : number + 2]))
            alone = len(cut) == 1
            if _is_read(whole, (own, stopped), alone=alone, joined=joined) and not _is_formula(whole, own, stopped):
                read[quote.sentence] += _by_stops(whole, stopped)
    for quote in _addresses([quote for parts in read.values() for quote in parts], stream, paragraphs):
        read[quote.sentence].append(quote)
    return {sentence: sorted(parts, key=lambda quote: quote.said) for sentence, parts in read.items()}


def _addresses(read: Sequence[Quote], stream: Stream, paragraphs: Sequence[Sequence[Token]]) -> Iterator[Quote]:
    """Paragraphs too short to be told by themselves, word for word right before or behind one that was read.

    `My fellow Americans` and `Thank you very much` are such.
    """
    known = {quote.paragraph for quote in read}
    taken = {token for quote in read for token in range(quote.said[0], quote.said[1] + 1)}
    for quote in read:
        for number, begin in _beside(quote, paragraphs):
            own, said = paragraphs[number], range(begin, begin + len(paragraphs[number]))
            same = [token.form for token in own] == [token.form for token in stream.tokens[said.start : said.stop]]
            if number in known or not same or len(own) < SHORTEST_QUOTE_WORDS or not taken.isdisjoint(said):
                continue
            if stream.owners[begin] == stream.owners[said[-1]]:
                known.add(number)
                yield Quote(stream.owners[begin], number, (begin, said[-1]), (0, len(own) - 1), tuple(enumerate(said)))


def _beside(quote: Quote, paragraphs: Sequence[Sequence[Token]]) -> Iterator[tuple[int, int]]:
    """Where the paragraphs before and behind would begin in the speech, if the quote goes to that edge of its own."""
    before, behind = quote.paragraph - 1, quote.paragraph + 1
    if quote.written[0] == 0 and before >= 0 and quote.said[0] >= len(paragraphs[before]):
        yield before, quote.said[0] - len(paragraphs[before])
    if quote.written[1] == len(paragraphs[quote.paragraph]) - 1 and behind < len(paragraphs):
        yield behind, quote.said[1] + 1


def _bounds(stream: Stream) -> dict[int, tuple[int, int]]:
    """First and last token of every sentence."""
    bounds: dict[int, tuple[int, int]] = {}
    for token, owner in enumerate(stream.owners):
        bounds[owner] = (bounds.get(owner, (token, token))[0], token)
    return bounds


def _by_sentence(passage: LocalAlignment, stream: Stream) -> Iterable[tuple[int, list[tuple[int, int]]]]:
    for sentence, pairs in groupby(passage.pairs, key=lambda pair: stream.owners[pair[1]]):
        yield sentence, list(pairs)


def _quote(passage: LocalAlignment, sentence: int, pairs: Sequence[tuple[int, int]]) -> Quote:
    (first_written, first_said), (last_written, last_said) = pairs[0], pairs[-1]
    said, written = (first_said, last_said), (first_written, last_written)
    return Quote(sentence, passage.paragraph, said, written, tuple(pairs))


def _mended(quote: Quote, bounds: tuple[int, int], limits: tuple[int, int], stops: Sequence[int]) -> Quote:
    """Take in a few misheard words at an edge, where both the sentence and the paragraph's sentence have some left.

    bounds: first and last token of the spoken sentence
    limits: tokens of the paragraph that belong to the pieces before and after
    """
    (said_from, said_to), (from_, to) = quote.said, quote.written
    ends = bisect_right(stops, from_ - 1)
    begin = max(limits[0] + 1, stops[ends - 1] + 1 if ends else 0)
    following = bisect_right(stops, to - 1)
    end = min(limits[1] - 1, stops[following] if following < len(stops) else limits[1] - 1)
    if 0 < said_from - bounds[0] <= EDGE_WORDS and 0 < from_ - begin <= EDGE_WORDS:
        said_from, from_ = bounds[0], begin
    if 0 < bounds[1] - said_to <= EDGE_WORDS and 0 < end - to <= EDGE_WORDS:
        said_to, to = bounds[1], end
    return replace(quote, said=(said_from, said_to), written=(from_, to))


def _by_stops(quote: Quote, stops: Sequence[int]) -> list[Quote]:
    """A piece for each sentence of the paragraph: where the release has a full stop and the engine has none."""
    for stop in stops:
        before = tuple(pair for pair in quote.pairs if pair[0] <= stop)
        behind = quote.pairs[len(before) :]
        if min(len(before), len(behind)) < SHORTEST_QUOTE_WORDS:
            continue
        (written, said), (next_written, next_said) = before[-1], behind[0]
        lacking, next_lacking = stop - written, next_written - stop - 1
        if max(lacking, next_lacking) > EDGE_WORDS:
            continue
        # Misheard words go to the sentence that lacks some; if both do, to the first as many as it lacks.
        end = said if not lacking else min(said + lacking, next_said - 1) if next_lacking else next_said - 1
        begin = end + 1 if next_lacking else next_said
        first = replace(quote, said=(quote.said[0], end), written=(quote.written[0], stop), pairs=before)
        rest = replace(quote, said=(begin, quote.said[1]), written=(stop + 1, quote.written[1]), pairs=behind)
        return [first, *_by_stops(rest, stops)]
    return [quote]


def _goes_on(quote: Quote, following: Quote, bounds: Mapping[int, tuple[int, int]]) -> bool:
    """Whether a passage goes over the end of a sentence without a break: the engine put the full stop elsewhere."""
    in_speech = quote.said[1] == bounds[quote.sentence][1] and following.said[0] == bounds[following.sentence][0]
    return in_speech and following.written[0] == quote.written[1] + 1


def _is_read(quote: Quote, within: tuple[tuple[int, int], Sequence[int]], *, alone: bool, joined: bool) -> bool:
    """Whether so much is the same that it was read.

    within: first and last token of the spoken sentence, and the tokens that end a sentence of the paragraph
    """
    bounds, stops = within
    length = bounds[1] - bounds[0] + 1
    if quote.density < DENSE_QUOTE or (alone and quote.matched < SHORTEST_QUOTE_WORDS):
        return False
    return (
        (joined and (quote.matched >= SHORTEST_QUOTE_WORDS or quote.density == 1))
        or quote.matched >= QUOTE_WORDS
        or quote.matched >= MOSTLY_QUOTED * length
        or _is_whole(quote, stops)
    )


def _written_sentence(quote: Quote, stops: Sequence[int]) -> tuple[int, int]:
    """First and last token of the paragraph's sentence that a quote begins in."""
    ends = bisect_right(stops, quote.written[0] - 1)
    return stops[ends - 1] + 1 if ends else 0, stops[ends] if ends < len(stops) else quote.written[1]


def _is_whole(quote: Quote, stops: Sequence[int]) -> bool:
    """Whether it is nearly all of a sentence of the paragraph, however an engine cut what was said around it."""
    begin, end = _written_sentence(quote, stops)
    return quote.matched >= max(WHOLE_WORDS, WHOLE_SHARE * (end - begin + 1))


def _is_formula(quote: Quote, bounds: tuple[int, int], stops: Sequence[int]) -> bool:
    """Whether two sentences only begin alike, as with the full name of a board, and each goes on in its own way."""
    begin, end = _written_sentence(quote, stops)
    begins = quote.said[0] - bounds[0] <= EDGE_WORDS and quote.written[0] - begin <= EDGE_WORDS
    rest = min(bounds[1] - quote.said[1], end - quote.written[1])
    return begins and rest >= FORMULA_REST_WORDS and quote.matched < MOSTLY_QUOTED * (bounds[1] - bounds[0] + 1)


# How often such a link is right, by the share of words that match: 122 of 122 were in the examples.
LOWEST_SCORE, HIGHEST_VERBATIM_SCORE = 0.9, 0.99


def verbatim_links(texts: Sequence[str], sentences: Sequence[str], language: str) -> dict[int, list[TextLink]]:
    """The verbatim links of every sentence that has any."""
    written = [tokens(text, language) for text in texts]
    stream = without_fillers(Stream.of(sentences, language), written, language)
    stops = [_stops(text, own, language) for text, own in zip(texts, written, strict=True)]
    found = quotes_in(local_alignments(written, stream), stream, written, stops)
    return {
        sentence: [_link(quote, stream, written[quote.paragraph], texts[quote.paragraph]) for quote in parts]
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


def _link(quote: Quote, stream: Stream, written: Sequence[Token], text: str) -> TextLink:
    first, last = written[quote.written[0]], written[quote.written[1]]
    closing = re.match(r"[^\s\w]*", text[last.end :])
    end = last.end + (closing.end() if closing else 0)  # the full stop is part of what was read
    said = stream.tokens[quote.said[0]].start, stream.tokens[quote.said[1]].end
    counts: dict[str, float] = {"words matched": quote.matched, "words said": quote.said[1] - quote.said[0] + 1}
    counts |= {"words written": quote.written[1] - quote.written[0] + 1, "density": quote.density}
    why = Why("words", aligned(quote.pairs, stream.tokens, written), rounded(counts))
    score = round(LOWEST_SCORE + (HIGHEST_VERBATIM_SCORE - LOWEST_SCORE) * quote.density, 3)
    return TextLink(quote.sentence, quote.paragraph, "verbatim", score, (first.start, end), said, why)
