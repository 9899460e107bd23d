"""A small archive of a formula's life: four statements of a house, two of them read out, and one word changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from archive_examples import METHOD, add_heard, add_page, add_sound

from archiver.align import align
from archiver.archive import write
from archiver.archive.store import Archive, Event, open_archive
from archiver.models import MediaLink, Paragraph, Release, Segment, Transcript

FORMULA = "The ministers reaffirm their commitment to the promotion of democracy in the region"
STATEMENTS = {
    "2004-03-01": [f"{FORMULA}.", "The harbour was opened in spring."],
    "2005-06-01": [f"{FORMULA} and beyond.", "Trade was discussed over lunch."],
    "2007-01-15": [
        "They reaffirm their commitment to the promotion of democratic reform in the region.",
        "The promotion of democracy costs money.",
    ],
    "2009-09-30": [f"Once more: {FORMULA.lower()}.", "Nothing of this stood anywhere before."],
}
SAID = {
    "2005-06-01": [f"{FORMULA} and beyond.", "Is the promotion of democracy more than a word?"],
    "2009-09-30": ["Nothing of this stood anywhere before.", "We will speak of lunch."],
}


def make_phrases(folder: Path) -> None:
    """Write the archive into a folder."""
    with open_archive(folder, create=True) as archive:
        for day, texts in STATEMENTS.items():
            add_statement(archive, day, texts, SAID.get(day, ()))


def add_statement(archive: Archive, day: str, texts: Sequence[str], spoken: Sequence[str]) -> None:
    """A statement of a day, and what was said beside it; nothing for one that was not heard."""
    release = Release(
        f"Statement of {day[:4]}",
        tuple(Paragraph(number, text) for number, text in enumerate(texts, 1)),
        (MediaLink("Press briefing", f"https://example.org/{day}.mp3", "mp3"),),
        url=f"https://example.org/{day}.htm",
        issuer="Harbour Union",
        date=day,
        language="en",
    )
    number = add_page(archive, release, day.encode())
    if spoken:
        said = [Segment(10.0 * n, 10.0 * n + 8, text, speaker=f"S{n}") for n, text in enumerate(spoken, 1)]
        recording = add_sound(archive, number, data=day.encode())
        transcript = add_heard(archive, recording, Transcript("faster-whisper", "tiny.en", tuple(said), language="en"))
        with archive.step(Event("alignment", "linked", number, transcript_id=transcript)):
            write.add_alignment(archive, number, transcript, align(texts, said), METHOD)
