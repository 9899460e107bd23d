"""Translations: what is said in another language than a release, linked to the release in that language.

Who reads a French text aloud reads no English one; but where both are the same paragraph by paragraph, a sentence that
belongs to the fourth paragraph of one belongs to the fourth of the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from archiver.align.paraphrase.multilingual import can_compare, universal
from archiver.models import UNTIMED, Link, Segment, Why
from archiver.tokens import base_language


def by_language(segments: Sequence[Segment], spoken: str) -> dict[str, list[int]]:
    """The numbers, from 0, of the sentences in each language; those of no known one are in that of the transcript."""
    found: dict[str, list[int]] = {}
    for number, segment in enumerate(segments):
        found.setdefault(base_language(segment.language or spoken), []).append(number)
    return found


def correspond(own: Sequence[str], other: Sequence[str], languages: tuple[str, str]) -> bool:
    """Whether two releases are the same paragraph by paragraph, in this order, as far as their meaning tells.

    Of all ways to pair the paragraphs of both, this one must be the best (Kuhn 1955). False where no model here knows
    both languages.
    """
    from scipy.optimize import linear_sum_assignment

    if len(own) != len(other) or not can_compare(*languages):
        return False
    mine, theirs = (
        np.stack([text.whole for text in universal().read(texts, language)])
        for texts, language in zip((own, other), languages, strict=True)
    )
    _, paired = linear_sum_assignment(mine @ theirs.T, maximize=True)
    return bool((paired == np.arange(len(own))).all())


def carried_over(links: Iterable[Link], segments: Sequence[Segment], paragraphs: Sequence[str]) -> Iterator[Link]:
    """Links to a release in the language that was spoken, as links to the same paragraphs of its translation.

    segments: those that the links number
    paragraphs: of the translation. No word of it was said, so it is linked to as a whole, and by a paraphrase.
    """
    seen = set()
    for link in links:
        if (link.segment, link.paragraph) in seen:
            continue
        seen.add((link.segment, link.paragraph))
        segment, whole = segments[link.segment - 1], (0, len(paragraphs[link.paragraph - 1]))
        start, end = (None, None) if UNTIMED in segment.flags else (segment.start, segment.end)
        why = Why("translation", (), {f"{link.relation} in its own language": link.score})
        yield Link(link.segment, link.paragraph, "paraphrase", link.score, whole, start, end, why)
