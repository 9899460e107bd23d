"""Grades: how sure a link is, in a word; and documents without the links that are not sure enough for a reader.

A grade puts a link's score into a word. The score is how often links like it were right where people judged them, on
briefings that took no part in the fit.

certain: 0.9 or more; what was read out word for word always is
likely: 0.7 or more
possible: less
by hand: a person said so
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from archiver.export.document import Document

Grade = Literal["certain", "likely", "possible", "by hand"]

CERTAIN, LIKELY = 0.9, 0.7  # the least score of each grade; what is less is possible

RELATION_WORDS = {"verbatim": "read out", "paraphrase": "in other words"}  # how a relation is put to people


def grade_of(link: Document) -> Grade:
    """The grade of an exported link."""
    if link["by"] == "human":
        return "by hand"
    sure = sureness(link)
    return "certain" if sure >= CERTAIN else "likely" if sure >= LIKELY else "possible"


def sureness(link: Document) -> float:
    """What a reader's threshold is compared with, 0 to 1: the score, but what was read out is certain in any case.

    What a person said stands above every threshold.
    """
    if link["by"] == "human":
        return 1.0
    score = float(link["score"])
    return max(score, CERTAIN) if link["relation"] == "verbatim" else score


def told_grade(relation: str | None, grade: Grade | None) -> Grade | None:
    """The grade as far as it tells something: that what was read out is certain goes without saying."""
    return None if relation == "verbatim" and grade == "certain" else grade


def in_words(relation: str | None, grade: Grade | None) -> str:
    """How a paragraph was talked about, and how sure that is, if that is to be told: ``in other words, likely``."""
    told = told_grade(relation, grade)
    how = RELATION_WORDS.get(relation or "", "talked about")
    return f"{how}, {told}" if told else how


def leave_out(transcript: Document, least: float) -> Document:
    """A transcript without the links that are less sure than ``least``, 0 to 1.

    Its ``left_out`` tells how many ``links`` went from which ``paragraph``.
    """
    gone: Counter[int] = Counter()
    segments = []
    for segment in transcript["segments"]:
        gone.update(link["paragraph"] for link in segment["links"] if sureness(link) < least)
        segments.append({**segment, "links": [link for link in segment["links"] if sureness(link) >= least]})
    rows = [{"paragraph": paragraph, "links": count} for paragraph, count in sorted(gone.items())]
    return {**transcript, "segments": segments, "left_out": rows}


def with_least(document: Document, least: float | None) -> Document:
    """A document whose transcripts have no link that is less sure than ``least``; as it is where that is None."""
    if least is None:
        return document
    recordings = [
        {**recording, "transcripts": [leave_out(one, least) for one in recording["transcripts"]]}
        for recording in document["recordings"]
    ]
    return {**document, "least": least, "recordings": recordings}


def links_left_out(transcripts: Iterable[Document]) -> Counter[int]:
    """How many links were left out of transcripts, by the position of their paragraph."""
    gone: Counter[int] = Counter()
    for transcript in transcripts:
        gone.update({row["paragraph"]: row["links"] for row in transcript.get("left_out", ())})
    return gone


def links_shown(transcripts: Iterable[Document]) -> int:
    """How many links transcripts have."""
    return sum(len(segment["links"]) for transcript in transcripts for segment in transcript["segments"])


def left_out_words(document: Document, transcripts: Sequence[Document]) -> str | None:
    """Say how many links were left out of these transcripts of a document; None where none was."""
    left_out = links_left_out(transcripts).total()
    if not left_out:
        return None
    told = f"{left_out} of {left_out + links_shown(transcripts)} links {'is' if left_out == 1 else 'are'} left out"
    return f"{told}: less sure than {document['least']:g}"
