"""What was said differently: a release paragraph by paragraph beside its reading, and beside what was said of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from archiver.align.reported.compared_words import ComparedWord, compared_words
from archiver.align.reported.differences import numbers_in
from archiver.align.reported.reading import BY_CHANCE, Matter, differences_in
from archiver.archive.release_document import build_document
from archiver.archive.store import Archive
from archiver.export.document import Document, display_names, newest_transcripts
from archiver.questions import asks
from archiver.tokens import base_language, places_of

How = Literal["left out", "put in", "changed", "in other words", "never mentioned"]

BETWEEN = 2  # sentences between two that read a paragraph, by which it is still one reading
AROUND = 3  # words before and behind that are played with what differs


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between a paragraph and what was said.

    how: as it was read, where it was read
    matters: another number, date, name or negation, that makes it another statement
    written, said: the words, None for those that are not there; the whole paragraph and sentence for other words
    recording, sha256, segment: where it can be heard; None for what was never mentioned
    start, end: seconds, with a few words around; None where nobody knows when it was said
    score: how often a link like that of a sentence in other words is right
    """

    release: int
    paragraph: int
    label: str | None
    how: How
    matters: Matter | None
    written: str | None
    said: str | None
    recording: int | None = None
    sha256: str | None = None
    segment: int | None = None
    start: float | None = None
    end: float | None = None
    speaker: str | None = None
    score: float | None = None


def release_differences(archive: Archive, release_id: int) -> list[Difference] | None:
    """What differs between a release and its briefings, in the order of the release; None where nothing was heard."""
    return differences_of(build_document(archive, release_id))


def those_that_matter(found: Sequence[Difference]) -> list[Difference]:
    """Differences in the order of the release, with those in numbers, dates, names and negations before the others."""
    return sorted(found, key=lambda one: one.matters is None)


def telling(one: Difference) -> str:
    """A difference in a few words: ``changed: number``."""
    return f"{one.how}: {one.matters}" if one.matters else one.how


def differences_of(document: Document) -> list[Difference] | None:
    """The differences in a release as exported."""
    release = document["release"]
    heard = [_Heard(release, *pair) for pair in newest_transcripts(document) if pair[1]["segments"]]
    if not heard:
        return None
    return [one for paragraph in release["paragraphs"] for one in _of_paragraph(paragraph, heard)]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A recording with its newest transcript, beside the release, as exported."""

    release: Document
    recording: Document
    transcript: Document

    @property
    def language(self) -> str:
        return base_language(self.transcript["language"] or self.release["language"] or "en")

    def readings(self, paragraph: int) -> Iterator[list[Document]]:
        """The sentences that read a paragraph, with those between, as often as it was read."""
        run: list[Document] = []
        for segment in self.transcript["segments"]:
            if "verbatim" not in _relations(segment, paragraph):
                continue
            if run and segment["position"] - run[-1]["position"] > BETWEEN + 1:
                yield run
                run = []
            between = range(run[-1]["position"], segment["position"] - 1) if run else ()
            run += [*(self.transcript["segments"][position] for position in between), segment]
        if run:
            yield run

    def told(self, paragraph: Document, how: How, segment: Document, **more: object) -> Difference:
        """A difference that is heard in a sentence."""
        names = display_names(self.transcript)
        where = {"recording": self.recording["id"], "sha256": self.recording["sha256"], "segment": segment["id"]}
        times = {"start": segment["start"], "end": segment["end"], "speaker": names.get(segment["speaker"])}
        place = {"release": self.release["id"], "paragraph": paragraph["position"], "label": paragraph["label"]}
        told: dict[str, Any] = {**place, "how": how, **where, **times, **more}
        return Difference(**told)


def _relations(segment: Document, paragraph: int) -> list[str]:
    return [link["relation"] for link in segment["links"] if link["paragraph"] == paragraph]


def _of_paragraph(paragraph: Document, heard: Sequence[_Heard]) -> Iterator[Difference]:
    position = paragraph["position"]
    readings = [(one, run) for one in heard for run in one.readings(position)]
    yield from _in_reading(paragraph, readings)
    said = [
        (one, segment)
        for one in heard
        for segment in one.transcript["segments"]
        if set(_relations(segment, position)) == {"paraphrase"}
    ]
    yield from (_in_other_words(paragraph, *one) for one in said)
    if not readings and not said:
        release = heard[0].release["id"]
        yield Difference(release, position, paragraph["label"], "never mentioned", None, paragraph["text"], None)


def _in_reading(paragraph: Document, readings: Sequence[tuple[_Heard, list[Document]]]) -> Iterator[Difference]:
    """What differs where a paragraph was read out."""
    if not readings:
        return
    language = readings[0][0].language
    words = [compared_words([segment["text"] for segment in run], language) for _, run in readings]
    elsewhere = [_elsewhere(run, paragraph["position"], language) for _, run in readings]
    text, own_words = paragraph["text"], compared_words([paragraph["text"]], language)
    for one in differences_in(own_words, words, elsewhere, language):
        heard, run = readings[one.reading]
        own = words[one.reading]
        first, last = max(0, one.first - AROUND), min(len(own) - 1, one.last + AROUND)
        start, end = (_time(run, own[place], edge) for place, edge in ((first, "start"), (last, "end")))
        written = _as_printed(text, own_words[one.at : one.until]) or one.written
        told = {"matters": one.matters, "written": written or None, "said": one.said or None}
        yield heard.told(paragraph, one.kind, run[own[one.first].owner], **told, start=start, end=end)


def _as_printed(text: str, words: Sequence[ComparedWord]) -> str:
    """Words of a paragraph with the signs between them; empty where amounts before them were written in full."""
    if not words or text[words[0].token.start : words[0].token.end] != words[0].shown:
        return ""
    return text[words[0].token.start : words[-1].token.end]


def _elsewhere(run: Sequence[Document], paragraph: int, language: str) -> frozenset[int]:
    """Which of some sentences, from 0, belong to another paragraph, too, or are what somebody else said or asked."""

    def is_elsewhere(segment: Document) -> bool:
        if segment["links"]:
            return any(link["paragraph"] != paragraph for link in segment["links"])
        return segment["speaker"] != run[0]["speaker"] or asks(segment["text"], language)

    return frozenset(number for number, segment in enumerate(run) if is_elsewhere(segment))


def _time(run: Sequence[Document], word: ComparedWord, edge: str) -> float | None:
    """When a word of a sentence begins or ends; that of its sentence where the word has no time of its own."""
    segment = run[word.owner]
    places = places_of(segment["text"], [one["word"] for one in segment["words"]])
    if segment["text"][word.token.start : word.token.end] == word.shown:  # and no amount before it was written in full
        for own, (_, end) in zip(segment["words"], places, strict=False):
            if word.token.start < end and own[edge] is not None:
                return float(own[edge])
    return None if segment[edge] is None else float(segment[edge])


def _in_other_words(paragraph: Document, heard: _Heard, segment: Document) -> Difference:
    """What a sentence says in other words, and whether with a number that the paragraph does not have."""
    forms = {word.form for word in compared_words([paragraph["text"]], heard.language)}
    said = [word.form for word in compared_words([segment["text"]], heard.language)]
    other = [one for one in numbers_in(said, heard.language) if one not in forms | BY_CHANCE]
    link = next(one for one in segment["links"] if one["paragraph"] == paragraph["position"])
    told = {
        "matters": "number" if other else None,
        "written": paragraph["text"],
        "said": segment["text"],
        "score": link["score"],
    }
    return heard.told(paragraph, "in other words", segment, **told)
