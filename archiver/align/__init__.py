"""Linking: which spoken sentence reads or paraphrases which paragraph, and honestly none where it does neither."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from archiver.align.decode import best_path
from archiver.align.letters import SharedLetters
from archiver.align.likelihood import STEM
from archiver.align.meaning import knows, mini_lm
from archiver.align.ordered import Answers, follow, split
from archiver.align.paraphrase import ByMeaning, Judge, clinging
from archiver.align.reading import Piece, pieces
from archiver.align.verbatim import passages
from archiver.align.why import Weighed, aligned, behind, in_common, rounded
from archiver.align.words import Stream, Token, tokens
from archiver.models import Link, Relation, Segment, Span, Why

METHOD = "verbatim + meaning"
VERSION = "3"  # raised whenever the same input may get other links

# Log-odds of a paragraph that a sentence was read from: beyond any doubt that words in common by meaning could raise.
READ = 12.0

# What speaks for a paragraph when it was read out just before: `in practice, that can mean…`
COMMENT = 0.8

REST_WORDS = 8  # of a sentence that was read in part; fewer are an introduction (`what I would say again is that`)


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
    span: Span
    said: Span
    why: Why


def link_texts(paragraphs: Sequence[str], segments: Sequence[str], language: str = "en") -> list[int | None]:
    """For each segment, in speaking order, the 0-based paragraph that it belongs to, or None. Text only."""
    followed = None if knows(language) else _followed(paragraphs, segments, language)
    if followed is not None:
        return followed.paragraphs
    answers: list[int | None] = [None] * len(segments)
    lengths = [0] * len(segments)
    for link in link_sentences(paragraphs, segments, language):
        length = link.said[1] - link.said[0]
        if length > lengths[link.sentence]:  # where a segment was read from two paragraphs, the longer part counts
            answers[link.sentence], lengths[link.sentence] = link.paragraph, length
    return answers


def align(
    paragraphs: Sequence[str], segments: Sequence[Segment], language: str = "en", judge: Judge | None = None
) -> list[Link]:
    """Tie the sentences of a transcript to the paragraphs of a release.

    A verbatim link has the times of the words read, a paraphrase those of its sentence; what was not timed has none.
    """
    found = link_sentences(paragraphs, [segment.heard for segment in segments], language, judge)
    return [_timed(link, segments[link.sentence]) for link in found]


def link_sentences(
    paragraphs: Sequence[str], sentences: Sequence[str], language: str = "en", judge: Judge | None = None
) -> list[TextLink]:
    """Tie sentences to paragraphs: those read out by their words, the others by their meaning.

    Paragraphs without words are never linked to. A sentence may have several links.

    judge: None for the best there is for the language
    """
    known = [number for number, paragraph in enumerate(paragraphs) if re.search(r"\w", paragraph)]
    if not known or not any(re.search(r"\w", sentence) for sentence in sentences):
        return []
    texts = [paragraphs[number] for number in known]
    read = _read(texts, sentences, language)
    followed = None if judge or knows(language) else _followed(texts, sentences, language)
    if followed is not None:
        links = list(_in_order(followed, read, texts, sentences, language))
        return [replace(link, paragraph=known[link.paragraph]) for link in links]
    units = list(_units(sentences, read, language))
    weighed = _weighed(texts, units, language, judge or judge_for(language, [*texts, *sentences]))
    clings = _clinging(units, language)
    path = best_path(_odds(units, weighed.odds), clings)
    links = []
    for number, (unit, paragraph) in enumerate(zip(units, path, strict=True)):
        if unit.read:
            links += unit.read
        elif paragraph is not None:
            staying = float(clings[number]) if number and path[number - 1] == paragraph else 0.0
            links.append(_paraphrase(units, number, paragraph, texts[paragraph], weighed, staying))
    return [replace(link, paragraph=known[link.paragraph]) for link in links]


def closest(
    paragraphs: Sequence[str], sentences: Sequence[str], number: int, language: str = "en", judge: Judge | None = None
) -> TextLink | None:
    """The link that one sentence would have if it had one, by what it means, with its reasons.

    None where that cannot be told: it has no words, it was read, or a long meeting is followed as a whole.
    """
    known = [place for place, paragraph in enumerate(paragraphs) if re.search(r"\w", paragraph)]
    texts = [paragraphs[place] for place in known]
    if not texts or not re.search(r"\w", sentences[number]):
        return None
    if not (judge or knows(language)) and _followed(texts, sentences, language) is not None:
        return None
    units = list(_units(sentences, _read(texts, sentences, language), language))
    weighed = _weighed(texts, units, language, judge or judge_for(language, [*texts, *sentences]))
    odds = _odds(units, weighed.odds)
    own = [place for place, unit in enumerate(units) if unit.sentence == number and not unit.read]
    if not own:
        return None
    best = max(own, key=lambda place: odds[place].max())
    paragraph = int(odds[best].argmax())
    link = _paraphrase(units, best, paragraph, texts[paragraph], weighed, 0.0)
    return replace(link, paragraph=known[link.paragraph])


def judge_for(language: str, texts: Sequence[str]) -> Judge:
    """The best judge for a language: by meaning where a model knows it, by letters elsewhere."""
    return ByMeaning(mini_lm()) if knows(language) else SharedLetters(texts)


def _followed(paragraphs: Sequence[str], sentences: Sequence[str], language: str) -> Answers | None:
    """Where in its report each sentence of a long meeting is, told by words and order."""
    return follow(
        [split(text, language) for text in paragraphs], [split(text, language) for text in sentences], language
    )


def _in_order(
    followed: Answers,
    read: Mapping[int, Sequence[TextLink]],
    texts: Sequence[str],
    sentences: Sequence[str],
    language: str,
) -> Iterator[TextLink]:
    """The links of such a meeting; verbatim where the sentence was read from its paragraph."""
    for number, paragraph in enumerate(followed.paragraphs):
        if paragraph is None:
            continue
        verbatim = [link for link in read.get(number, ()) if link.paragraph == paragraph]
        whole = (0, len(texts[paragraph])), (0, len(sentences[number]))
        if verbatim:
            yield from verbatim
            continue
        matched = in_common(tokens(sentences[number], language), tokens(texts[paragraph], language), STEM)
        gains = rounded({"gained a word": followed.gained[number], "needed a word": followed.needed})
        why = Why("order", matched, gains)
        yield TextLink(number, paragraph, "paraphrase", followed.right, *whole, why)


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the decoder takes at a time: a sentence, or the part of it that was read, or the rest of such a sentence.

    said: code points in the sentence's text
    """

    sentence: int
    text: str
    said: Span
    read: tuple[TextLink, ...] = ()


def _units(sentences: Sequence[str], read: Mapping[int, Sequence[TextLink]], language: str) -> Iterator[_Unit]:
    """Engines drop full stops: a long rest before or after what was read is a sentence of its own."""
    for number, sentence in enumerate(sentences):
        links = tuple(read.get(number, ()))
        if not links:
            yield _Unit(number, sentence, (0, len(sentence)))
            continue
        first, last = min(link.said[0] for link in links), max(link.said[1] for link in links)
        parts = ((0, first), (first, last), (last, len(sentence)))
        for part, own in zip(parts, ((), links, ()), strict=True):
            text = sentence[slice(*part)]
            if own or len(tokens(text, language)) >= REST_WORDS:
                yield _Unit(number, text, part, own)


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
    counts: dict[str, float] = {"words matched": piece.matched, "words said": piece.said[1] - piece.said[0] + 1}
    counts |= {"words written": piece.written[1] - piece.written[0] + 1, "density": piece.density}
    why = Why("words", aligned(piece.pairs, stream.tokens, written), rounded(counts))
    return TextLink(piece.sentence, piece.paragraph, "verbatim", score, (first.start, end), said, why)


def _weighed(texts: Sequence[str], units: Sequence[_Unit], language: str, judge: Judge) -> Weighed:
    """What the judge makes of every unit and paragraph."""
    parts = [_sentences(text, language) for text in texts]
    return judge.weigh(parts, [unit.text for unit in units], [bool(unit.read) for unit in units], language)


def _odds(units: Sequence[_Unit], weighed: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Log-odds of every paragraph for every unit, with what was read as good as certain."""
    odds = weighed.copy()
    for number, unit in enumerate(units[:-1]):
        odds[number + 1, [link.paragraph for link in unit.read]] += COMMENT
    for number, unit in enumerate(units):
        for link in unit.read:
            odds[number, link.paragraph] = READ
    return odds


def _clinging(units: Sequence[_Unit], language: str) -> npt.NDArray[np.float32]:
    """How much every unit belongs with what it follows; what was read speaks for itself."""
    return clinging(["" if unit.read else unit.text for unit in units], language)


def _paraphrase(
    units: Sequence[_Unit], number: int, paragraph: int, text: str, weighed: Weighed, staying: float
) -> TextLink:
    """The link of a unit that was not read.

    staying: log-odds for the paragraph of the unit before, if it is the same
    """
    unit, why, odds = units[number], weighed.why(number, paragraph), float(weighed.odds[number, paragraph])
    if number and paragraph in [link.paragraph for link in units[number - 1].read]:
        why, odds = replace(why, parts={**why.parts, "just read out": COMMENT}), odds + COMMENT
    why = replace(behind(why, unit.said[0]), staying=round(staying, 3))
    score = round(1 / (1 + math.exp(-odds)), 3)
    return TextLink(unit.sentence, paragraph, "paraphrase", score, (0, len(text)), unit.said, why)


def _timed(link: TextLink, segment: Segment) -> Link:
    start, end = (segment.start, segment.end) if link.relation == "paraphrase" else _when(link.said, segment)
    return Link(link.sentence + 1, link.paragraph + 1, link.relation, link.score, link.span, start, end, link.why)


def _when(said: Span, segment: Segment) -> tuple[float | None, float | None]:
    """When the words at these code points were spoken; None where words have no times."""
    place, inside = 0, []
    for word in segment.words:
        place = segment.heard.index(word.heard, place)
        if place < said[1] and place + len(word.heard) > said[0]:
            inside.append(word)
        place += len(word.heard)
    return (inside[0].start, inside[-1].end) if inside else (None, None)
