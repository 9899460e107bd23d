"""The check of a quote: the verdict on words as somebody reports them, where they were said, and what differs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archiver.align.reported.compared_words import ComparedWord, Report, compared_words, read_report
from archiver.align.reported.comparison import Passage, Window, compare, said_again
from archiver.align.reported.differences import Difference
from archiver.align.reported.paraphrase import in_other_words
from archiver.archive.quotes.candidates import sentences, stretches
from archiver.archive.store import Archive, Row
from archiver.errors import UsageError
from archiver.models import UNTIMED
from archiver.tokens import base_language, places_of, tokens

Verdict = Literal["read out", "said", "said in other words", "not said"]

MOST_WORDS = 2_000  # of a quote; a longer one is a transcript, and its paragraphs are better asked one by one
SHORT_WORDS = 4  # fewer are said by everybody
PLACES_TOLD = 5  # where the same words were said besides
READ_SHARE = 0.8  # of the words said that the paragraph must have; it may have `quays` where an engine heard `keys`
HARMLESS = frozenset({"sounds alike", "repeated"})  # differences that are the engine's or the tongue's

SOURCE = """
    select transcripts.recording, transcripts.language, recordings.sha256, releases.id as release, releases.title,
        releases.date, moments.position as paragraph, coalesce(moments.relation = 'verbatim', 0) as read,
        (select text from paragraphs where id = moments.paragraph) as written
    from transcripts join recordings on recordings.id = transcripts.recording
    left join release_recordings media on media.recording = transcripts.recording
    left join releases on releases.id = media.release and releases.current = 1
    left join moments on moments.release = releases.id and moments.segment = :segment
    where transcripts.id = :transcript
    order by moments.relation desc, releases.date desc, releases.id desc limit 1
"""
WORDS = """
    select words.heard, words.start, words."end", segments.text
    from words join segments on segments.id = words.segment where segment = ? order by words.position
"""
SPEAKERS = "select label, name from speakers where transcript = ? and name is not null"
ARCHIVED = """
    select count(*) as recordings, coalesce(sum(coalesce(heard_duration, (
            select max(segments."end") from current_transcripts
            join segments on segments.transcript = current_transcripts.id
            where current_transcripts.recording = recordings.id
        ))), 0.0) as seconds,
        (select min(date) from current_releases) as since, (select max(date) from current_releases) as until,
        (select count(*) from release_recordings media join current_releases on current_releases.id = media.release
        where media.recording is null or media.recording not in (select recording from current_transcripts)
        ) as without_transcript
    from recordings where id in (select recording from current_transcripts)
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where words were said.

    segments: ids of the sentences
    start, end: seconds, of the first and of the last word, or of their sentences where these are not timed; None where
        nobody knows when they were said
    speakers: names given by people, or speakers' labels
    text, heard: the sentences in their best reading, and in the engine's own words
    paragraph: position in the release, None where it is on none; read: whether it was read out from there
    """

    recording: int
    sha256: str | None
    transcript: int
    segments: tuple[int, ...]
    start: float | None
    end: float | None
    speakers: tuple[str, ...]
    text: str
    heard: str
    release: int | None
    title: str | None
    date: str | None
    paragraph: int | None
    read: bool


@dataclass(frozen=True, slots=True)
class Archived:
    """How much speech is archived: a quote that is not in it may have been said elsewhere.

    recordings, seconds: those with a transcript; since, until: first and last day of the releases
    without_transcript: recordings that were not obtained, or not transcribed
    """

    recordings: int
    seconds: float
    since: str | None
    until: str | None
    without_transcript: int


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether a quote holds.

    because: why it was not said, though something close was: ``negation``, ``number``, ``name`` or ``speaker``
    share: of what the quote tells, how much was said in these words, 0 to 1
    shortened: whether an ellipsis of the quote stands for words that were said
    joined: whether it is put together from places that stand apart
    places: where it was said, in the quote's order; for what was not said the place that comes closest
    also, more: where the same words were said besides, and how many such places there are beyond these
    short: whether it has too few words to tell anything
    """

    quote: str
    verdict: Verdict
    because: tuple[str, ...]
    share: float
    differences: tuple[Difference, ...]
    shortened: bool
    joined: bool
    places: tuple[Place, ...]
    also: tuple[Place, ...]
    more: int
    short: bool
    archived: Archived


def check_quote(archive: Archive, quote: str, speaker: str | None = None, language: str | None = None) -> Answer:
    """Whether words as somebody reports them were said, and where. Raises ``UsageError`` where there are none.

    speaker: whose words they are said to be: a name given by people, or a speaker's label
    language: ISO 639-1 code of what was said; None for that of the likeliest place
    """
    likely = stretches(archive, plain_words(quote))
    language = base_language(language or _language(archive, likely))
    report = read_report(quote, language)
    whole = [_window(rows, language) for rows in likely]

    def find(first: int, last: int) -> Sequence[Window]:
        if last - first == len(report.words):
            return whole
        part = plain_words(" ".join(word.shown for word in report.words[first:last]))
        return [_window(rows, language) for rows in stretches(archive, part)]

    found = compare(report, find, language)
    paraphrase = () if found.is_said else _in_other_words(archive, quote, report, likely, language)
    close = found.is_said or (found.is_close and not paraphrase)
    if close:
        places = tuple(_place_of(archive, one, language) for one in found.passages)
        because = (*found.changed, *_other_speaker(places, speaker))
        read = all(one.read for one in places) and all(one.kind in HARMLESS for one in found.differences)
        verdict: Verdict = "not said" if because else "read out" if read else "said"
    else:
        places = paraphrase
        because = _other_speaker(places, speaker)
        verdict = "said in other words" if places and not because else "not said"
    again = {(one.window.key, one.sentences): one for one in said_again(report, whole, found)}
    return Answer(
        quote=quote,
        verdict=verdict,
        because=because,
        share=round(found.share, 3),
        differences=found.differences if close else (),
        shortened=close and found.shortened,
        joined=close and found.joined,
        places=places,
        also=tuple(_place_of(archive, one, language) for one in [*again.values()][:PLACES_TOLD]),
        more=max(0, len(again) - PLACES_TOLD),
        short=len(report.words) < SHORT_WORDS,
        archived=Archived(**archive.rows(ARCHIVED)[0]),
    )


def plain_words(text: str) -> list[str]:
    """The words of a quote as the index is asked for them. Raises ``UsageError`` for none, and for far too many."""
    words = re.findall(r"[^\W_]+(?:['’][^\W_]+)*", text)
    if not words:
        raise UsageError("there is no word in the quote", hint="write it as somebody reports it")
    if len(words) > MOST_WORDS:
        hint = f"at most {MOST_WORDS:,} can be checked at once: check it paragraph by paragraph"
        raise UsageError(f"the quote has {len(words):,} words", hint=hint)
    return words


def _language(archive: Archive, likely: Sequence[Sequence[Row]]) -> str:
    """What is spoken in the likeliest place."""
    for first, *_ in likely[:1]:
        spoken = first["language"] or _source(archive, first["transcript"], first["id"])["language"]
        return str(spoken or "en")
    return "en"


def _window(rows: Sequence[Row], language: str) -> Window:
    words = compared_words([row["text"] for row in rows], language)
    return Window(rows[0]["transcript"], rows[0]["position"], tuple(words))


def _in_other_words(
    archive: Archive, quote: str, report: Report, likely: Sequence[Sequence[Row]], language: str
) -> tuple[Place, ...]:
    """The sentence that says it in other words, if any."""
    rows = [row for stretch in likely for row in stretch]
    spoken = [(row["text"], compared_words([row["text"]], language)) for row in rows]
    number = in_other_words(quote, report, spoken, language)
    if number is None:
        return ()
    position = rows[number]["position"]
    return (_place(archive, rows[number]["transcript"], position, position),)


def _other_speaker(places: Sequence[Place], speaker: str | None) -> tuple[str, ...]:
    """``speaker`` where somebody else said any of it."""
    said = {one.casefold() for place in places for one in place.speakers}
    return ("speaker",) if speaker is not None and places and said != {speaker.casefold()} else ()


def _place_of(archive: Archive, passage: Passage, language: str) -> Place:
    """Where a passage was said; read out if the paragraph, and not only the rest of the sentence, has its words."""
    place = _place(archive, passage.window.key, *passage.sentences)
    source = _source(archive, place.transcript, place.segments[0])
    written = {token.form for token in tokens(source["written"] or "", language)}
    said = [passage.window.words[heard].form for _, heard in passage.pairs]
    read = place.read and sum(form in written for form in said) >= READ_SHARE * len(said)
    first, last = (passage.window.words[heard] for heard in passage.said)
    start = _word_time(archive, place.segments[0], first, "start")
    end = _word_time(archive, place.segments[-1], last, "end")
    return replace(
        place, read=read, start=place.start if start is None else start, end=place.end if end is None else end
    )


def _word_time(archive: Archive, segment: int, word: ComparedWord, edge: Literal["start", "end"]) -> float | None:
    """When a word of a sentence begins or ends, in seconds; None where it was corrected, or nobody knows."""
    rows = archive.rows(WORDS, [segment])
    text = rows[0]["text"] if rows else ""
    if text[word.token.start : word.token.end] != word.shown:
        return None
    places = places_of(text, [row["heard"] for row in rows])
    return next((row[edge] for row, (_, end) in zip(rows, places, strict=False) if word.token.start < end), None)


def _place(archive: Archive, transcript: int, first: int, last: int) -> Place:
    rows = sentences(archive, transcript, first, last)
    source = _source(archive, transcript, rows[0]["id"])
    names = {row["label"]: row["name"] for row in archive.rows(SPEAKERS, [transcript])}
    timed = [row for row in rows if UNTIMED not in json.loads(row["flags"])]
    labels: dict[str, None] = dict.fromkeys(row["speaker"] for row in rows if row["speaker"])
    return Place(
        recording=source["recording"],
        sha256=source["sha256"],
        transcript=transcript,
        segments=tuple(row["id"] for row in rows),
        start=timed[0]["start"] if timed else None,
        end=timed[-1]["end"] if timed else None,
        speakers=tuple(names.get(label, label) for label in labels),
        text=" ".join(row["text"] for row in rows),
        heard=" ".join(row["heard"] for row in rows),
        release=source["release"],
        title=source["title"],
        date=source["date"],
        paragraph=source["paragraph"],
        read=bool(source["read"]),
    )


def _source(archive: Archive, transcript: int, segment: int) -> Row:
    """The recording of a sentence, and the release and paragraph that it is on."""
    return archive.rows(SOURCE, {"transcript": transcript, "segment": segment})[0]
