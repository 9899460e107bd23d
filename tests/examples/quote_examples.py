"""Quotes to check: the demo's briefing, as it was written, one made for this, and what people report of both."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from archive_examples import METHOD, STATEMENT, add_heard, add_page, add_sound
from step_examples import kept

from archiver.align import align
from archiver.archive import write
from archiver.archive.store import Archive, Event, open_archive
from archiver.demo import RECORDING
from archiver.models import MediaLink, Paragraph, Release, Segment, Transcript, Word
from archiver.pipeline.intake import keep_recording
from archiver.release import read_release

PORTS = Release(
    "Statement on the northern ports",
    (
        Paragraph(1, "The ministers deplore the flooding of the old quays and thank the crews who worked all night."),
        Paragraph(
            2, "They will spend 240 million euros on new locks before 2011, and they will not raise harbour fees."
        ),
        Paragraph(3, "The agreement with Iran on grain shipments stays in force until 31 March 2009."),
    ),
    (MediaLink("Press briefing", "https://example.org/ports.mp3", "mp3", 4_000),),
    url="https://example.org/ports.htm",
    date="2008-11-20",
    language="en",
)
_EXAMPLES = json.loads(Path(__file__).with_name("quote_reports.json").read_text("utf-8"))
PORTS_SAID: list[tuple[str, str]] = _EXAMPLES["said"]
"""Who speaks, and what an engine heard: `keys` were `quays`."""
REPORTS: list[dict[str, str]] = _EXAMPLES["reports"]
"""Of what kind each is, the report, who is said to have said it, the verdict, and for what was not said why not."""


def _add_briefing(archive: Archive, release: Release, said: list[Segment], page: bytes) -> None:
    """A release with what was said beside it, linked."""
    number = add_page(archive, release, page)
    heard = Transcript("faster-whisper", "tiny.en", tuple(said), language="en")
    recording = add_sound(archive, number, release.media[0].label, page + b" sound")
    transcript = add_heard(archive, recording, heard)
    links = align([paragraph.text for paragraph in release.paragraphs], said)
    with archive.step(Event("alignment", "linked", number, transcript_id=transcript)):
        write.add_alignment(archive, number, transcript, links, METHOD)


def make_quoted_archive(folder: Path) -> None:
    """Write the archive into a folder."""
    demo = files("archiver.demo")
    truth = json.loads(demo.joinpath("truth.json").read_text("utf-8"))["units"]
    labels = {"spokesman": "S1", "journalist": "S2"}
    demo_said = [Segment(one["start"], one["end"], one["text"], speaker=labels[one["speaker"]]) for one in truth]
    ports_said = [
        Segment(10.0 * number, 10.0 * number + 9, text, speaker=speaker)
        for number, (speaker, text) in enumerate(PORTS_SAID)
    ]
    page = demo.joinpath("release.txt").read_bytes()
    with open_archive(folder, create=True) as archive:
        _add_briefing(archive, read_release(page, "text/plain"), demo_said, page)
        _add_briefing(archive, PORTS, ports_said, b"<p>The ports.")
        add_page(archive, STATEMENT)
        with archive.step(Event("speakers", "S3 is Halvorsen", transcript_id=2)):
            archive.db.execute("update speakers set name = 'Halvorsen' where transcript = 2 and label = 'S3'")


QUOTE = "I cannot give you a date"
QUOTED = "I cannot give you a date, and I would rather be thorough than quick."


def add_quoted_sound(archive: Archive) -> None:
    """The demo's recording with a sentence of it that has the quote in it, its words with their times, and one more."""
    (link,) = kept(archive, "Press briefing (.MP3)")
    recording = keep_recording(archive, [RECORDING.read_bytes()], "briefing.mp3", link).recording_id
    words = tuple(Word(word, 87.0 + number / 4, 87.25 + number / 4) for number, word in enumerate(QUOTED.split()))
    said = Segment(87.0, 91.0, QUOTED, words, "S1")
    more = Segment(91.5, 93.0, "Next question.", speaker="S1")
    add_heard(archive, recording, Transcript("faster-whisper", "tiny.en", (said, more), "1.2.1", "ab" * 32, "en"))
