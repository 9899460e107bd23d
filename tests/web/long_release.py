"""A release of a hundred paragraphs with three hundred sentences, every third of them read out from one, with sound."""

from __future__ import annotations

from pathlib import Path

from archiver.archive import write
from archiver.archive.read import media_links_of
from archiver.archive.store import Event, open_archive
from archiver.demo import RECORDING
from archiver.models import Capture, Link, MediaLink, Paragraph, Release, Segment, Transcript, Why, Word
from archiver.pipeline.intake import keep_recording
from archiver.shared_files import read_blocks

PARAGRAPHS = 101
SENTENCES = 300
STEP = 0.5  # seconds from one sentence to the next
DOUBTFUL = 30  # every so many sentences a word is doubtful, from the second on
NEVER = 90  # the paragraph that nobody talks about
_TEXT = "The parties to agreement {0} will meet again in city {0} before the year ends, and report what they decided."


def _written(paragraph: int) -> str:
    """A paragraph; that of which nobody talks has an address that no line can break between words."""
    text = _TEXT.format(paragraph)
    return f"{text} https://example.org/{'agreement-' * 9}.htm" if paragraph == NEVER else text


def read_at(paragraph: int) -> float:
    """When a paragraph is read out, in seconds: their order is the other way round."""
    return STEP * 3 * (PARAGRAPHS - 1 - paragraph)


def make(folder: Path) -> Path:
    """Write the archive; returns its folder."""
    page = Release(
        "A long agreement",
        tuple(Paragraph(n, _written(n), f"{n}.") for n in range(1, PARAGRAPHS + 1)),
        (MediaLink("Briefing"),),
        date="2026-03-31",
        issuer="The Parties",
        language="en",
    )
    read = {PARAGRAPHS - 1 - n: n for n in range(1, PARAGRAPHS) if n != NEVER}  # by every third sentence
    spoken = [_sentence(n, read.get(n // 3) if n % 3 == 0 else None) for n in range(SENTENCES)]
    with open_archive(folder, create=True) as archive:
        with archive.step(Event("page", "made")):
            capture = write.add_capture(archive, Capture("made", "media/made", "0" * 64, 0))
            release = write.add_release(archive, capture, page)
        keep_recording(archive, read_blocks(RECORDING), "briefing.mp3", media_links_of(archive, release)[0])
        with archive.step(Event("transcript", "made")):
            said = Transcript("faster-whisper", "base", tuple(spoken), language="en")
            transcript = write.add_transcript(archive, 1, said)
            links = [_link(3 * third + 1, paragraph) for third, paragraph in read.items()]
            write.add_alignment(archive, release, transcript, links, write.AlignmentMethod("made", "1", {}))
    return folder


def _sentence(number: int, paragraph: int | None) -> Segment:
    text = _TEXT.format(paragraph) if paragraph else f"That was sentence {number}."
    start = number * STEP
    each = STEP / len(text.split())
    sure = 0.3 if number % DOUBTFUL == 1 else 0.9  # of the second word
    words = tuple(
        Word(one, start + n * each, start + (n + 1) * each, sure if n == 1 else 0.9)
        for n, one in enumerate(text.split())
    )
    return Segment(start, start + STEP, text, words)


def _link(segment: int, paragraph: int) -> Link:
    whole = (0, len(_TEXT.format(paragraph)))
    why = Why("words", ((whole, whole),), {"words matched": 20.0, "words said": 20.0, "density": 1.0})
    start = (segment - 1) * STEP
    return Link(segment, paragraph, "verbatim", 0.97, whole, start, start + STEP, why)
