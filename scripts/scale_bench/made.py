"""A made archive of thousands of briefings, written through the schema by the steps that write real ones.

Words come as often as they do in English (one briefing in ten: in French). Of every hundred sentences thirty read a
paragraph word for word, fifteen say it in other words, and the rest is other business and questions.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate
from pathlib import Path

from archiver.archive import read, transcripts, write
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_links import apply_decisions
from archiver.archive.store import Archive, Event, open_archive
from archiver.models import (
    Capture,
    Correction,
    Link,
    MediaLink,
    Paragraph,
    Recording,
    Release,
    Segment,
    Transcript,
    Word,
)
from archiver.reporting import Reporter

SENTENCES = 100  # in a briefing
VOCABULARY = 20_000  # words of a language
ISSUERS = tuple(f"House {number}" for number in range(1, 13))
FRENCH, SECOND_VERSION, SECOND_TRANSCRIPT = 10, 20, 25  # one briefing in so many
METHOD = write.AlignmentMethod("made for measuring", "1", {})
SECONDS = 6.0  # of a sentence, with the pause after it


@dataclass(frozen=True, slots=True)
class Briefing:
    """What one ingest with a given transcript brings."""

    release: Release
    transcript: Transcript
    links: Sequence[Link]
    corrections: Sequence[Correction]


def make(folder: Path, releases: int, reporter: Reporter, *, words: bool = False) -> None:
    """Write the archive, or go on with one that was begun.

    words: whether every sentence has its words, as heard ones do; else only those that are corrected
    """
    with open_archive(folder, create=True) as archive, reporter.bar("Making", releases, "briefings") as advance:
        archive.db.execute("pragma synchronous = off")  # it can be made again
        (known,) = archive.db.execute("select count(distinct url) from captures").fetchone()
        for number in range(known, releases):
            one = briefing(number, words=words)
            ingest(archive, number, one)
            if number % SECOND_VERSION == 0:
                ingest(archive, number, one)
            if number % SECOND_TRANSCRIPT == 0:
                hear_again(archive, one)
            advance(number + 1)


def ingest(archive: Archive, number: int, one: Briefing) -> None:
    """The steps of ``archiver ingest PAGE --transcript FILE``, database alone."""
    sha256 = f"{random.Random(number).getrandbits(256):064x}"
    read.release_of_page(archive, one.release.url, sha256)
    with archive.step(Event("page", "made")) as event:
        capture = Capture("page.htm", f"media/{sha256[:2]}/{sha256}.html", sha256, 20_000, one.release.url)
        event.release_id = write.add_release(archive, write.add_capture(archive, capture), one.release)
    (link,) = read.media_links_of(archive, event.release_id)
    length = len(one.transcript.segments) * SECONDS
    with archive.step(Event("recording", "made", event.release_id)) as step:
        path = f"media/{sha256[:2]}/{sha256}.mp3"
        sound = Recording(sha256, path, int(length * 8000), "mp3", "mp3", length, 64_000, 1, 22_050)
        step.recording_id = write.add_recording(archive, sound, length, [0, 40, 100])
        write.attach(archive, link["id"], step.recording_id)
    recording = step.recording_id
    transcript = transcripts.newest_transcript(archive, recording)
    if transcript is None:
        with archive.step(Event("transcript", "made", recording_id=recording)) as step:
            step.transcript_id = transcript = write.add_transcript(archive, recording, one.transcript)
    _align(archive, event.release_id, transcript, one)


def hear_again(archive: Archive, one: Briefing) -> None:
    """A further transcript of the newest recording, which takes the place of the one before."""
    (newest,) = archive.rows("select max(id) as recording from recordings")
    recording = newest["recording"]
    with archive.step(Event("transcript", "made", recording_id=recording)) as step:
        step.transcript_id = write.add_transcript(archive, recording, replace(one.transcript, model="base"))
    for release in read.releases_of(archive, recording):
        _align(archive, release, step.transcript_id, one)


def _align(archive: Archive, release: int, transcript: int, one: Briefing) -> None:
    transcripts.newest_alignment(archive, release, transcript)
    with archive.step(Event("alignment", "made", release, transcript_id=transcript)):
        alignment = write.add_alignment(archive, release, transcript, one.links, METHOD)
        write.add_corrections(archive, alignment, transcript, one.corrections)
        apply_decisions(archive, alignment)
        refresh(archive, transcript)
        transcripts.count_linked(archive, alignment)


def briefing(number: int, *, words: bool = False) -> Briefing:
    """The briefing of a number, the same each time."""
    chance = random.Random(number)
    language = "fr" if number % FRENCH == FRENCH - 1 else "en"
    paragraphs = tuple(
        Paragraph(place, " ".join(f"{_sentence(chance, language)}." for _ in range(3)), f"{place}.")
        for place in range(1, chance.randint(6, 10))
    )
    release = Release(
        _sentence(chance, language),
        paragraphs,
        (MediaLink("Press briefing", f"https://example.org/{number}.mp3", "mp3", 4_000),),
        url=f"https://example.org/{number}.htm",
        number=f"({1996 + number % 30}){number:03}",
        issuer=chance.choice(ISSUERS),
        date=f"{1996 + number % 30}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        language=language,
    )
    spoken = list(_spoken(chance, language, paragraphs))
    corrected = {place for place in range(len(spoken)) if chance.random() < 0.02}
    segments = tuple(
        _timed(one, place * SECONDS, words=words or place in corrected) for place, (one, _) in enumerate(spoken)
    )
    links = [replace(link, segment=place) for place, (_, link) in enumerate(spoken, 1) if link]
    corrections = [Correction(place + 1, 2, 2, "Belarus", "sounds alike") for place in sorted(corrected)]
    return Briefing(release, Transcript("faster-whisper", "tiny.en", segments, language=language), links, corrections)


def _spoken(
    chance: random.Random, language: str, paragraphs: Sequence[Paragraph]
) -> Iterator[tuple[Segment, Link | None]]:
    """Sentences in the order of speech, each with its link; ``segment`` is set later."""
    for place in range(SENTENCES):
        paragraph = paragraphs[place * len(paragraphs) // SENTENCES]
        kind, speaker = chance.random(), f"S{min(4, 1 + int(chance.expovariate(1)))}"
        if kind < 0.30:
            written = paragraph.text.split(". ")[place % 3].rstrip(".")
            start = paragraph.text.index(written)
            span = (start, start + len(written))
            link = Link(1, paragraph.position, "verbatim", 0.97, span, place * SECONDS, place * SECONDS + 5)
            yield Segment(0, 0, f"{written}.", speaker="S1", confidence=0.95), link
        elif kind < 0.45:
            link = Link(1, paragraph.position, "paraphrase", round(chance.uniform(0.5, 0.99), 3), (0, 40))
            said = f"{_sentence(chance, language)}, {chance.randint(2, 900)} of them."
            yield Segment(0, 0, said, speaker=speaker, confidence=0.9, turn="answer"), link
        elif kind < 0.60:
            yield (
                Segment(0, 0, f"{_sentence(chance, language)}?", speaker=speaker, confidence=0.8, turn="question"),
                None,
            )
        else:
            confidence = round(chance.betavariate(9, 1), 3)
            yield Segment(0, 0, f"{_sentence(chance, language)}.", speaker=speaker, confidence=confidence), None


def _timed(segment: Segment, start: float, *, words: bool) -> Segment:
    said = segment.heard.split()
    step = (SECONDS - 1) / len(said)
    timed = tuple(
        Word(word, round(start + n * step, 2), round(start + (n + 1) * step, 2), 0.9) for n, word in enumerate(said)
    )
    return replace(segment, start=start, end=start + SECONDS - 1, words=timed if words else ())


def _sentence(chance: random.Random, language: str) -> str:
    words, weights = _vocabulary(language)
    return " ".join(chance.choices(words, cum_weights=weights, k=chance.randint(8, 22))).capitalize()


@cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """Words of a language and, summed up, how often each is used."""
    from wordfreq import top_n_list, word_frequency

    words = [word for word in top_n_list(language, VOCABULARY) if word.isalpha()]
    return words, list(accumulate(word_frequency(word, language) for word in words))
