"""``archiver differences``: what differs first, then paragraph by paragraph."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from archive_examples import METHOD, STATEMENT, add_heard, add_links, add_page, add_sound
from command_line import run

from archiver.align import align
from archiver.archive import write
from archiver.archive.store import Event, open_archive
from archiver.errors import UsageError
from archiver.models import Link, Paragraph, Segment, Transcript, Word

PARAGRAPHS = (
    "The ministers deplore the flooding of the old quays on 12 March and thank the crews who worked all night.",
    "They will spend 240 million euros on new locks, and they will not raise harbour fees.",
    "Every quay will be lit at night and guarded by the harbour police.",
    "The next meeting is in Gdansk.",
)
SAID = (
    "The ministers deplore the flooding of the old keys on 21 March and thank the crews who worked all night.",
    "They will spend 240 million euros on new locks, and they will, of course, raise harbour fees.",
    "The police of the port will guard all of the 14 quays, and there will be light on them every night.",
)


def segment(number: int, text: str, speaker: str = "S1") -> Segment:
    begin = 10.0 * number
    words = tuple(Word(word, begin + place / 4, begin + (place + 1) / 4) for place, word in enumerate(text.split()))
    return Segment(begin, begin + 9, text, words, speaker=speaker)


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("differences")
    written = tuple(Paragraph(number, text, label=f"{number}.") for number, text in enumerate(PARAGRAPHS, 1))
    said = tuple(segment(number, text) for number, text in enumerate(SAID))
    with open_archive(folder, create=True) as opened:
        release = add_page(opened, replace(STATEMENT, paragraphs=written))
        add_page(opened, replace(STATEMENT, title="Nobody spoke of it", url=None, media=()), b"<p>another")
        transcript = add_heard(opened, add_sound(opened, release), Transcript("made", "up", said, language="en"))
        with opened.step(Event("alignment", "linked", release, transcript_id=transcript)):
            write.add_alignment(opened, release, transcript, align(PARAGRAPHS, said), METHOD)
    return folder


def test_json(archive: Path) -> None:
    found = json.loads(run("differences", 1, "--archive", archive, "--json").stdout)
    told = [(one["paragraph"], one["how"], one["matters"], one["written"], one["said"]) for one in found]
    assert told[:3] == [
        (1, "changed", "date", "12", "21"),
        (2, "changed", "negation", "not", "of course"),
        (3, "in other words", "number", PARAGRAPHS[2], SAID[2]),
    ]
    assert told[3:] == [(4, "never mentioned", None, PARAGRAPHS[3], None)]
    assert (found[0]["start"], found[0]["end"]) == (1.75, 3.5)  # with three words on either side


def test_in_words(archive: Path) -> None:
    printed = run("differences", "harbour", "--archive", archive).stdout
    first, _, then = printed.partition("Paragraph by paragraph")
    assert first.startswith("Numbers, dates, names and negations that differ")
    assert "changed: date" in first
    assert "never mentioned" in then


def test_nothing_was_heard(archive: Path) -> None:
    with pytest.raises(UsageError, match="nothing was heard of release 2 yet; `archiver fetch 2`"):
        run("differences", 2, "--archive", archive)


def test_what_others_say_while_a_paragraph_is_read_is_not_put_in(tmp_path: Path) -> None:
    """Nor is a question; an aside of who reads is."""
    first, second = PARAGRAPHS[1].split(", and ")
    said = (
        segment(0, f"{first},"),
        segment(1, "Could you speak up by any chance?"),
        segment(2, "We cannot hear you over there at the back of the room.", "S2"),
        segment(3, f"and {second}"),
    )
    aside = segment(1, "This was decided late last night after many hours.")
    for folder, sentences, put_in in (("a", said, []), ("b", (said[0], aside, said[3]), [aside.heard.rstrip(".")])):
        with open_archive(tmp_path / folder, create=True) as opened:
            release = add_page(opened, replace(STATEMENT, paragraphs=(Paragraph(1, PARAGRAPHS[1]),)))
            heard = Transcript("made", "up", sentences, language="en")
            read = (Link(place, 1, "verbatim", 0.97, (0, 5)) for place in (1, len(sentences)))
            add_links(opened, release, add_heard(opened, add_sound(opened, release), heard), tuple(read))
        found = json.loads(run("differences", 1, "--archive", tmp_path / folder, "--json").stdout)
        assert [one["said"] for one in found] == put_in
