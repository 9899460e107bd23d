"""Passages: sentences in a row on one paragraph, and why each of them is linked to it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archiver.display import clock
from archiver.export.document import Document
from archiver.export.grades import grade_of, in_words, sureness
from archiver.export.moments import link_times
from archiver.export.reasons import deviations
from archiver.web.sentence_view import WordPlace, anchor, words_at

EXCERPT_CHARACTERS = 90  # by which a passage is recognised
_WORD_SIGN = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences in a row that are linked to one paragraph in one way.

    number: from 0, in the order of speech
    first, last: sentences, from 0, both included
    start, end: seconds
    anchor: of its first sentence
    span: of the paragraph's text, in UTF-16 code units
    language: of its first sentence (ISO 639-1); None where that is not known
    how: how the paragraph was talked about, and how sure its least sure sentence is
    """

    number: int
    paragraph: int
    relation: str
    first: int
    last: int
    start: float
    end: float
    anchor: str
    span: tuple[int, int]
    how: str
    excerpt: str
    language: str | None

    @property
    def at(self) -> str:
        """Its times, for people."""
        return f"{clock(self.start)}–{clock(self.end)}"


def passages_of(segments: Sequence[Document], texts: Mapping[int, str]) -> list[Passage]:
    """The passages of a transcript, in the order of speech.

    texts: of the paragraphs, by position
    """
    runs: list[list[tuple[int, Document]]] = []
    newest: dict[tuple[int, str], list[tuple[int, Document]]] = {}
    for number, segment in enumerate(segments):
        for link in segment["links"]:
            key = link["paragraph"], link["relation"]
            if key not in newest or newest[key][-1][0] != number - 1:
                newest[key] = []
                runs.append(newest[key])
            newest[key].append((number, link))
    return [_passage(number, run, segments, texts) for number, run in enumerate(runs)]


def _passage(
    number: int, run: Sequence[tuple[int, Document]], segments: Sequence[Document], texts: Mapping[int, str]
) -> Passage:
    (first, begin), (last, over) = run[0], run[-1]
    paragraph, text = begin["paragraph"], segments[first]["text"]
    least_sure = min((link for _, link in run), key=sureness)
    span = min(link["span"][0] for _, link in run), max(link["span"][1] for _, link in run)
    return Passage(
        number,
        paragraph,
        begin["relation"],
        first,
        last,
        start=link_times(begin, segments[first])[0],
        end=link_times(over, segments[last])[1],
        anchor=anchor(segments[first]["start"]),
        span=(_units(texts[paragraph], span[0]), _units(texts[paragraph], span[1])),
        how=in_words(begin["relation"], grade_of(least_sure)),
        excerpt=text if len(text) <= EXCERPT_CHARACTERS else text[:EXCERPT_CHARACTERS].rsplit(" ", 1)[0] + " …",
        language=segments[first]["language"],
    )


def explain_link(
    number: int, segment: Document, own: Sequence[WordPlace], link: Document, written: str
) -> dict[str, object]:
    """Why a sentence is linked to a paragraph, for the browser.

    ``same``: runs of matched words: first word of the sentence, past the last, where they begin in the paragraph's
    text and where they end (UTF-16 code units).
    """
    return {
        "sentence": number,
        "paragraph": link["paragraph"],
        "relation": link["relation"],
        "told": _how_sure(link),
        "unlike": _deviations(segment, link, written),
        "same": [
            [first, last, _units(written, begin), _units(written, end)]
            for first, last, begin, end in _matched_runs(segment, own, link, written)
        ],
    }


def _how_sure(link: Document) -> str:
    if link["by"] == "human":
        return f"A person said so on {link['decided'][:10]}." if link["decided"] else "A person said so."
    right = f"about {sureness(link) * 100:.0f} were right where people judged them"
    sure = f"{grade_of(link).capitalize()}: of 100 links like this one {right}."
    parts = link["why"]["parts"] if link["why"] else {}
    if "words matched" in parts:
        matched, said = int(parts["words matched"]), int(parts["words said"])
        return f"{matched} of {said} words said stand there in a row. {sure}"
    return sure


def _deviations(segment: Document, link: Document, written: str) -> list[str]:
    """What was said otherwise than it is written, in a few words each."""
    if not link["why"]:
        return []
    if link["why"]["basis"] == "words":
        found = deviations(link, segment["heard"], written)
        return [_in_words(one.heard, one.written) for one in found if one.heard != one.written]
    pairs = [
        (segment["heard"][slice(*said)], written[slice(*there)]) for said, there in map(tuple, link["why"]["matched"])
    ]
    return [_in_words(*pair) for pair in pairs if pair[0].casefold() != pair[1].casefold()]


def _in_words(heard: str, written: str) -> str:
    if not heard:
        return f"left out: “{written}”"
    return f"“{heard}” for “{written}”" if written else f"put in: “{heard}”"


def _matched_runs(
    segment: Document, own: Sequence[WordPlace], link: Document, written: str
) -> list[tuple[int, int, int, int]]:
    """Matched words, neighbours on both sides as one run."""
    places = list(words_at(segment, own))
    begins, ends = [place[0] for place in places], [place[1] for place in places]
    found: list[tuple[int, int, int, int]] = []
    for said, there in link["why"]["matched"] if link["why"] else ():
        words = places[bisect_right(ends, said[0]) : bisect_left(begins, said[1])]
        if not words or words[-1][3] == words[0][2]:
            continue
        first, last, begin = words[0][2], words[-1][3], there[0]
        before = found[-1] if found else (0, -1, 0, 0)
        neighbours = before[3] <= begin and not _WORD_SIGN.search(written, before[3], begin)
        if before[0] <= first <= before[1] and neighbours:
            found.pop()
            first, begin = before[0], before[2]
        found.append((first, last, begin, there[1]))
    return found


def _units(text: str, place: int) -> int:
    """A place in a text as browsers count: a sign beyond the first 65 536 counts twice."""
    return len(text[:place].encode("utf-16-le", "surrogatepass")) // 2
