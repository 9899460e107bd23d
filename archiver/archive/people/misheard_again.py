"""The same mishearing again: other sentences of a recording that have the words that a person put right in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archiver.archive.people.best_text import applied_to
from archiver.archive.people.decisions import timed_sentences
from archiver.archive.people.link_matching import TimedSentence
from archiver.archive.store import Archive
from archiver.tokens import fold, info

# What misheard words must tell to be worth looking for: `the` put right in one sentence is right in the next.
LEAST_INFO = 0.3
SENTENCE = """
    select transcript, coalesce(segments.language, transcripts.language, 'en') as language
    from segments join transcripts on transcripts.id = segments.transcript where segments.id = ?
"""
SIGNS = ' .,;:!?…«»“”"()[]'  # around a word, which stay where they are


@dataclass(frozen=True, slots=True)
class MisheardAgain:
    """A sentence in which the same words were heard, and are still as they were.

    start: seconds
    text: as it stands; proposed: with the same put right
    """

    segment: int
    start: float
    text: str
    proposed: str


def misheard_again(archive: Archive, segment_id: int) -> list[MisheardAgain]:
    """What else in the transcript of a sentence was misheard like what people put right in it, in order of time."""
    (row,) = archive.rows(SENTENCE, [segment_id])
    transcript = row["transcript"]
    sentences = timed_sentences(archive, transcript)
    rows = archive.rows("select id, text from segments where transcript = ?", [transcript])
    texts = {row["id"]: row["text"] for row in rows}
    own = next(one for one in sentences if one.id == segment_id)
    put_right = list(_put_right(archive, transcript, own, row["language"]))
    found = []
    for one in sentences:
        proposed = texts[one.id]
        for heard, text in put_right if one.id != segment_id else ():
            proposed = _replaced(proposed, heard, text)
        if proposed != texts[one.id]:
            found.append(MisheardAgain(one.id, one.time.start, texts[one.id], proposed))
    return found


def _put_right(
    archive: Archive, transcript_id: int, sentence: TimedSentence, language: str
) -> Iterator[tuple[list[str], str]]:
    """What people changed in a sentence: words as heard, that tell something, and what was said in their place."""
    for one in applied_to(archive, transcript_id, sentence.id):
        for change in one.changes:
            heard = [fold(word.strip(SIGNS)) for word in sentence.words[change.first - 1 : change.last]]
            if change.text and sum(info(word, language) for word in heard) >= LEAST_INFO:
                yield heard, change.text.strip(SIGNS)


def _replaced(text: str, heard: Sequence[str], said: str) -> str:
    """A text in which each run of the words heard is what was said; signs around the run stay."""
    words = text.split(" ")
    forms = [fold(word.strip(SIGNS)) for word in words]
    at = 0
    while at + len(heard) <= len(words):
        if forms[at : at + len(heard)] == list(heard):
            first, last = words[at], words[at + len(heard) - 1]
            before = first[: len(first) - len(first.lstrip(SIGNS))]
            behind = last[len(last.rstrip(SIGNS)) :]
            words[at : at + len(heard)] = [f"{before}{said}{behind}"]
            forms[at : at + len(heard)] = [""]
        at += 1
    return " ".join(words)
