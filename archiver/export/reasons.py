"""Why sentences are on their paragraphs: what was said otherwise than it is written, and what of it was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, pairwise

from archiver.errors import UsageError
from archiver.export.document import Document, newest_transcripts
from archiver.export.moments import coverage_of
from archiver.models import Span
from archiver.tokens import WORD, fold


@dataclass(frozen=True, slots=True)
class Deviation:
    """Words of a sentence that was read out which are not as they are written.

    heard: empty where the words were not said
    written: empty where the words were put in
    place: of what is written, in the paragraph's text
    """

    heard: str
    written: str
    place: Span


def sentence_of(document: Document, segment_id: int) -> Document:
    """The sentence with an id. Raises ``UsageError`` where the newest transcripts have none."""
    for _, transcript in newest_transcripts(document):
        for sentence in transcript["segments"]:
            if sentence["id"] == segment_id:
                return dict(sentence)
    raise UsageError(
        f"sentence {segment_id} is in none of the newest transcripts",
        hint="`archiver export RELEASE` tells the id of each",
    )


def explain_links(document: Document, segment_id: int | None = None) -> dict[str, list[Document]]:
    """The links of a release with their reasons, and for every paragraph what was read of it.

    segment_id: the only sentence that is asked about
    """
    paragraphs = {paragraph["position"]: paragraph["text"] for paragraph in document["release"]["paragraphs"]}
    links = []
    for recording, transcript in newest_transcripts(document):
        for sentence in transcript["segments"]:
            if segment_id not in (None, sentence["id"]):
                continue
            place = {"recording": recording["id"], "segment": sentence["id"], "heard": sentence["heard"]}
            for link in sentence["links"]:
                text = paragraphs[link["paragraph"]]
                told = [asdict(one) for one in deviations(link, sentence["heard"], text)]
                links.append({**place, **link, "written": text[slice(*link["span"])], "differences": told})
    return {"links": links, "paragraphs": [] if segment_id else read_of_each(document)}


def read_of_each(document: Document) -> list[Document]:
    """For every paragraph how much of it was read out, 0 to 1, and the words that were not."""
    transcripts = [transcript for _, transcript in newest_transcripts(document)]
    read = [
        (link, sentence["heard"])
        for transcript in transcripts
        for sentence in transcript["segments"]
        for link in sentence["links"]
        if link["relation"] == "verbatim"
    ]
    rows = []
    for one in coverage_of(document["release"], transcripts):
        position, text = one.paragraph["position"], one.paragraph["text"]
        told = {"position": position, "label": one.paragraph["label"], "share_read": round(one.share_read, 3)}
        rows.append({**told, "unread": unread(text, [own for own in read if own[0]["paragraph"] == position])})
    return rows


def deviations(link: Document, heard: str, written: str) -> list[Deviation]:
    """What was said otherwise, put in and left out where a sentence was read from a paragraph, in order."""
    why = link["why"]
    if not why or why["basis"] != "words":
        return []
    begin, end = link["span"]
    edges = [(0, 0), (begin, begin)], [(len(heard), len(heard)), (end, end)]
    found = []
    for before, after in pairwise([edges[0], *why["matched"], edges[1]]):
        gaps = (before[0][1], after[0][0]), (before[1][1], after[1][0])
        between = (
            _deviation(heard, written, *gaps) if heard[slice(*gaps[0])] + written[slice(*gaps[1])] != "  " else None
        )
        # What stands around the words read, with nothing of the paragraph left for it, is the speaker's own.
        if between and (between.written or (between.heard and before is not edges[0] and after is not edges[1])):
            found.append(between)
        if after is not edges[1] and _unlike(heard[slice(*after[0])], written[slice(*after[1])]):
            found.append(_deviation(heard, written, after[0], after[1]))
    return found


def _unlike(said: str, written: str) -> bool:
    return said != written and fold(said) != fold(written)


def _deviation(heard: str, written: str, said: Span, place: Span) -> Deviation:
    """The words in a part of either text, without the signs around them."""
    inside = _without_signs(written, place)
    return Deviation(heard[slice(*_without_signs(heard, said))], written[slice(*inside)], inside)


def _without_signs(text: str, place: Span) -> Span:
    words = list(WORD.finditer(text, *place)) if place[0] < place[1] else []
    return (words[0].start(), words[-1].end()) if words else (place[0], place[0])


def unread(text: str, links: Sequence[tuple[Document, str]]) -> list[str]:
    """The runs of words of a paragraph that nobody read out.

    links: the verbatim links to it, each with what was heard
    """
    read = [part for link, heard in links for part in _parts_read(link, heard, text)]
    words = [(word, any(begin <= word.start() < end for begin, end in read)) for word in WORD.finditer(text)]
    runs = []
    for was_read, run in groupby(words, key=lambda word: word[1]):
        own = [word for word, _ in run]
        if not was_read:
            runs.append(text[own[0].start() : own[-1].end()])
    return runs


def _parts_read(link: Document, heard: str, text: str) -> Iterator[Span]:
    """A link's span without the words that were left out."""
    begin, end = link["span"]
    for left_out in (one.place for one in deviations(link, heard, text) if not one.heard):
        yield begin, left_out[0]
        begin = left_out[1]
    yield begin, end
