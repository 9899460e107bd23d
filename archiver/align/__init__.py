"""Linking: which spoken sentence reads or paraphrases which paragraph, and honestly none where it does neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from archiver.align.clauses import clauses
from archiver.align.decode import best_through, margins, path_of
from archiver.align.letters import SharedLetters
from archiver.align.meaning import knows, mini_lm
from archiver.align.ordered import Answers, follow, split
from archiver.align.paraphrase import ByMeaning, Judge, clinging
from archiver.align.prevalence import by_prevalence
from archiver.align.reading import Piece, pieces
from archiver.align.verbatim import passages
from archiver.align.words import Stream, Token, tokens
from archiver.models import Link, Relation, Segment

METHOD = "verbatim + meaning"
VERSION = "4"  # raised whenever the same input may get other links

# Log-odds of a paragraph that a sentence was read from: beyond any doubt that words in common by meaning could raise.
READ = 12.0

# How often a verbatim link is right, by the share of words that match: 122 of 122 were in the examples.
READ_LEAST, READ_MOST = 0.9, 0.99

# What speaks for a paragraph when it was read out just before: `in practice, that can mean…`
COMMENT = 0.8

# Log-odds from which a clause that is judged alone is tied to another paragraph than its sentence.
CLEARLY = 1.0

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
    span: tuple[int, int]
    said: tuple[int, int]


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
        links = list(_in_order(followed, read, texts, sentences))
        return [replace(link, paragraph=known[link.paragraph]) for link in links]
    units = list(_units(sentences, read, language))
    judge = judge or judge_for(language, [*texts, *sentences])
    links = [link for unit in units for link in unit.read] + _meant(texts, units, language, judge)
    ordered = sorted(links, key=lambda link: (link.sentence, link.said))
    return [replace(link, paragraph=known[link.paragraph]) for link in ordered]


def judge_for(language: str, texts: Sequence[str]) -> Judge:
    """The best judge for a language: by meaning where a model knows it, by letters elsewhere."""
    return ByMeaning(mini_lm()) if knows(language) else SharedLetters(texts)


def _followed(paragraphs: Sequence[str], sentences: Sequence[str], language: str) -> Answers | None:
    """Where in its report each sentence of a long meeting is, told by words and order."""
    return follow(
        [split(text, language) for text in paragraphs], [split(text, language) for text in sentences], language
    )


def _in_order(
    followed: Answers, read: Mapping[int, Sequence[TextLink]], texts: Sequence[str], sentences: Sequence[str]
) -> Iterator[TextLink]:
    """The links of such a meeting; verbatim where the sentence was read from its paragraph."""
    for number, paragraph in enumerate(followed.paragraphs):
        if paragraph is None:
            continue
        verbatim = [link for link in read.get(number, ()) if link.paragraph == paragraph]
        whole = (0, len(texts[paragraph])), (0, len(sentences[number]))
        yield from verbatim or [TextLink(number, paragraph, "paraphrase", followed.right, *whole)]


@dataclass(frozen=True, slots=True)
class _Unit:
    """What the decoder takes at a time: a sentence, or the part of it that was read, or the rest of such a sentence.

    said: code points in the sentence's text
    """

    sentence: int
    text: str
    said: tuple[int, int]
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
    score = round(READ_LEAST + (READ_MOST - READ_LEAST) * piece.density, 3)
    return TextLink(piece.sentence, piece.paragraph, "verbatim", score, (first.start, end), said)


def _meant(texts: Sequence[str], units: Sequence[_Unit], language: str, judge: Judge) -> list[TextLink]:
    """The links of what was said in other words."""
    parts = [_sentences(text, language) for text in texts]
    odds = by_prevalence(_odds(parts, units, language, judge))
    through = best_through(odds, _clinging(units, language))
    path = path_of(through)
    firsts = [
        (unit, _paraphrase(unit.sentence, paragraph, texts[paragraph], judge.reliability(margin), unit.said))
        for unit, paragraph, margin in zip(units, path, margins(through, path), strict=True)
        if paragraph is not None and not unit.read
    ]
    return [link for _, link in firsts] + list(_seconds(parts, firsts, texts, language, judge))


def _seconds(
    parts: Sequence[Sequence[str]],
    firsts: Sequence[tuple[_Unit, TextLink]],
    texts: Sequence[str],
    language: str,
    judge: Judge,
) -> Iterator[TextLink]:
    """The links of clauses that, taken alone, clearly speak of another paragraph than their sentence."""
    cut = [(unit, link, clauses(unit.text, language)) for unit, link in firsts]
    asked = [(unit, link, own) for unit, link, several in cut if len(several) > 1 for own in several]
    if not asked:
        return
    said = [unit.text[slice(*own)] for unit, _, own in asked]
    linked = {(link.sentence, link.paragraph) for unit, first in firsts for link in (first, *unit.read)}
    for (unit, link, (start, end)), odds in zip(
        asked, judge.odds(parts, said, [True] * len(said), language), strict=True
    ):
        paragraph = int(odds.argmax())
        if odds[paragraph] >= CLEARLY and (link.sentence, paragraph) not in linked:
            linked.add((link.sentence, paragraph))
            where = unit.said[0] + start, unit.said[0] + end
            yield _paraphrase(
                link.sentence, paragraph, texts[paragraph], judge.reliability(float(odds[paragraph])), where
            )


def _odds(
    parts: Sequence[Sequence[str]], units: Sequence[_Unit], language: str, judge: Judge
) -> npt.NDArray[np.float32]:
    """Log-odds of every paragraph for every unit, with what was read as good as certain."""
    odds = judge.odds(parts, [unit.text for unit in units], [bool(unit.read) for unit in units], language)
    for number, unit in enumerate(units[:-1]):
        odds[number + 1, [link.paragraph for link in unit.read]] += COMMENT
    for number, unit in enumerate(units):
        for link in unit.read:
            odds[number, link.paragraph] = READ
    return odds


def _clinging(units: Sequence[_Unit], language: str) -> npt.NDArray[np.float32]:
    """How much every unit belongs with what it follows; what was read speaks for itself."""
    return clinging(["" if unit.read else unit.text for unit in units], language)


def _paraphrase(sentence: int, paragraph: int, text: str, score: float, said: tuple[int, int]) -> TextLink:
    return TextLink(sentence, paragraph, "paraphrase", round(score, 3), (0, len(text)), said)


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
