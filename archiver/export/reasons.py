"""Why sentences are tied to paragraphs: what was heard otherwise than it is written, and what of it was not read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise
from typing import Any

from archiver.errors import UsageError
from archiver.export.moments import moments, share_read
from archiver.models import Span
from archiver.tokens import WORD, fold

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Difference:
    """Words of a sentence that was read out which are not as they are written.

    heard: empty where the words were not said
    written: empty where the words were put in
    place: of what is written, in the paragraph's text
    """

    heard: str
    written: str
    place: Span


def heard_transcripts(document: Mapping[str, Any]) -> list[tuple[Row, Row]]:
    """Every recording that was heard, once, with its newest transcript."""
    heard = {recording["id"]: recording for recording in document["recordings"] if recording["transcripts"]}
    return [(recording, recording["transcripts"][-1]) for recording in heard.values()]


def sentence_of(document: Mapping[str, Any], segment: int) -> Row:
    """The sentence with an id. Raises ``UsageError`` where the newest transcripts have none."""
    for _, transcript in heard_transcripts(document):
        for sentence in transcript["segments"]:
            if sentence["id"] == segment:
                return dict(sentence)
    raise UsageError(
        f"sentence {segment} is in none of the newest transcripts",
        hint="`archiver export RELEASE` tells the id of each",
    )


def reasons(document: Mapping[str, Any], segment: int | None = None) -> dict[str, list[Row]]:
    """The links of a release with their reasons, and for every paragraph what was read of it.

    document: as exported; segment: the only sentence that is asked about, by its id
    """
    paragraphs = {paragraph["position"]: paragraph for paragraph in document["release"]["paragraphs"]}
    links = [
        _link(link, sentence, recording["id"], paragraphs[link["paragraph"]])
        for recording, transcript in heard_transcripts(document)
        for sentence in transcript["segments"]
        for link in sentence["links"]
        if segment in (None, sentence["id"])
    ]
    return {"links": links, "paragraphs": [] if segment else read_of_each(document)}


def _link(link: Row, sentence: Row, recording: int, paragraph: Row) -> Row:
    told = [asdict(one) for one in differences(link, sentence["heard"], paragraph["text"])]
    place = {"recording": recording, "segment": sentence["id"], "heard": sentence["heard"]}
    return {**place, **link, "written": paragraph["text"][slice(*link["span"])], "differences": told}


def read_of_each(document: Mapping[str, Any]) -> list[Row]:
    """For every paragraph how much of it was read out, 0 to 1, and the words that were not."""
    heard = heard_transcripts(document)
    found = [moment for _, transcript in heard for moment in moments(transcript)]
    links = [
        (link, sentence["heard"])
        for _, transcript in heard
        for sentence in transcript["segments"]
        for link in sentence["links"]
        if link["relation"] == "verbatim"
    ]
    rows = []
    for paragraph in document["release"]["paragraphs"]:
        position, text = paragraph["position"], paragraph["text"]
        share = share_read([moment for moment in found if moment.paragraph == position], len(text))
        own = [one for one in links if one[0]["paragraph"] == position]
        told = {"position": position, "label": paragraph["label"], "share_read": round(share, 3)}
        rows.append({**told, "unread": unread(text, own)})
    return rows


def differences(link: Mapping[str, Any], heard: str, written: str) -> list[Difference]:
    """What was heard otherwise, put in and left out where a sentence was read from a paragraph, in order."""
    why = link["why"]
    if not why or why["basis"] != "words":
        return []
    begin, end = link["span"]
    edges = [(0, 0), (begin, begin)], [(len(heard), len(heard)), (end, end)]
    found = []
    for before, after in pairwise([edges[0], *why["matched"], edges[1]]):
        between = _difference(heard, written, (before[0][1], after[0][0]), (before[1][1], after[1][0]))
        # What stands around the words read, with nothing of the paragraph left for it, is the speaker's own.
        if between.written or (between.heard and before is not edges[0] and after is not edges[1]):
            found.append(between)
        if after is not edges[1] and not _same(heard[slice(*after[0])], written[slice(*after[1])]):
            found.append(_difference(heard, written, after[0], after[1]))
    return found


def _same(heard: str, written: str) -> bool:
    return heard == written or fold(heard) == fold(written)


def _difference(heard: str, written: str, said: Span, place: Span) -> Difference:
    """The words in a stretch of either text, without the signs around them."""
    inside = _inside(written, place)
    return Difference(heard[slice(*_inside(heard, said))], written[slice(*inside)], inside)


def _inside(text: str, place: Span) -> Span:
    words = list(WORD.finditer(text, *place)) if place[0] < place[1] else []
    return (words[0].start(), words[-1].end()) if words else (place[0], place[0])


def unread(text: str, links: Sequence[tuple[Mapping[str, Any], str]]) -> list[str]:
    """The runs of words of a paragraph that nobody read out.

    links: the verbatim links to it, each with what was heard
    """
    read = [stretch for link, heard in links for stretch in _read(link, heard, text)]
    words = [(word, any(begin <= word.start() < end for begin, end in read)) for word in WORD.finditer(text)]
    runs = []
    for was_read, run in groupby(words, key=lambda word: word[1]):
        own = [word for word, _ in run]
        if not was_read:
            runs.append(text[own[0].start() : own[-1].end()])
    return runs


def _read(link: Mapping[str, Any], heard: str, text: str) -> Iterator[Span]:
    """A link's span without the words that were left out."""
    begin, end = link["span"]
    for left_out in (one.place for one in differences(link, heard, text) if not one.heard):
        yield begin, left_out[0]
        begin = left_out[1]
    yield begin, end
