"""Units of linking: sentences as they were transcribed, or the parts of them that stand for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archiver.models import Relation, Span, Why
from archiver.tokens import has_words, tokens

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


@dataclass(frozen=True, slots=True)
class Unit:
    """What the decoder takes at a time: a sentence, or the part of it that was read, or the rest of such a sentence.

    said: code points in the sentence's text
    """

    sentence: int
    text: str
    said: Span
    read: tuple[TextLink, ...] = ()


def units(sentences: Sequence[str], read: Mapping[int, Sequence[TextLink]], language: str) -> Iterator[Unit]:
    """Engines drop full stops: a long rest before or after what was read is a sentence of its own.

    Sentences without words are left out: nothing was said.
    """
    for number, sentence in enumerate(sentences):
        links = tuple(read.get(number, ()))
        if not links:
            if has_words(sentence):
                yield Unit(number, sentence, (0, len(sentence)))
            continue
        first, last = min(link.said[0] for link in links), max(link.said[1] for link in links)
        parts = ((0, first), (first, last), (last, len(sentence)))
        for part, own in zip(parts, ((), links, ()), strict=True):
            text = sentence[slice(*part)]
            if own or len(tokens(text, language)) >= REST_WORDS:
                yield Unit(number, text, part, own)
