"""What a person says was said in a sentence counts wherever it is read, and outlives what it was said about."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from archive_examples import (
    HEARD,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    counts,
    later_version,
)

from archiver.archive import read, release_history, write
from archiver.archive.people import human_texts as module
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_texts import correct_sentence, undo_correction
from archiver.archive.release_document import build_document
from archiver.archive.remove import remove_release
from archiver.archive.search import search_archive
from archiver.archive.store import Archive, Event, open_archive
from archiver.errors import UsageError
from archiver.export.formats import FORMATS
from archiver.models import Correction, Segment, Word

READ = HEARD.segments[1].heard  # The ministers deplore the flooding of the old keys.
TIMED = replace(
    HEARD,
    segments=(
        HEARD.segments[0],
        Segment(2.5, 6.0, READ, tuple(Word(word, 2.5 + n, 3.5 + n, 0.7) for n, word in enumerate(READ.split()))),
        *HEARD.segments[2:],
    ),
)
QUAYS = "The ministers deplore the flooding of the old quays."


def filled(archive: Archive) -> None:
    """The statement with its briefing, every word of sentence 2 timed."""
    release = add_page(archive)
    add_links(archive, release, add_heard(archive, add_sound(archive, release), TIMED))


archive = archive_with(filled)


def texts(archive: Archive, transcript: int = 1) -> list[str]:
    found = archive.rows("select text from segments where transcript = ? order by position", [transcript])
    return [row["text"] for row in found]


def exported(archive: Archive, release: int = 1, transcript: int = -1, segment: int = 2) -> dict[str, Any]:
    found: Any = json.loads(FORMATS["json"].render(build_document(archive, release)))
    told: dict[str, Any] = found["recordings"][0]["transcripts"][transcript]["segments"][segment - 1]
    return told


def correct(archive: Archive, *found: Correction, release: int = 1, transcript: int = 1) -> None:
    """A new alignment that puts these words right."""
    alignment = add_links(archive, release, transcript, ())
    with archive.step(Event("alignment", "", release)):
        write.add_corrections(archive, alignment, transcript, found)
        refresh(archive, transcript)


KEYS = Correction(2, 9, 9, "quays.", "read out")
OLDER = Correction(2, 8, 9, "older quays.", "read out")


def heard_again(archive: Archive, *segments: Segment) -> tuple[int, list[str]]:
    transcript = add_heard(archive, 1, replace(HEARD, engine="openai-whisper", segments=segments))
    with archive.step(Event("transcript")):
        return transcript, refresh(archive, transcript)


def test_a_release_puts_words_right_and_what_was_heard_stays(archive: Archive) -> None:
    correct(archive, KEYS)
    segment = exported(archive)
    assert (segment["text"], segment["heard"], segment["edited"]) == (QUAYS, READ, None)
    alignment = archive.rows("select created from alignments")[-1]
    put_in = {"first": 9, "last": 9, "heard": "keys.", "text": "quays.", "reason": "read out"}
    assert segment["corrections"] == [{**put_in, "by": "release", "release": 1, "at": alignment["created"]}]
    assert segment["words"][8] == {"start": 10.5, "end": 11.5, "word": "quays.", "heard": "keys.", "probability": 0.7}
    assert [word["word"] for word in segment["words"]] == QUAYS.split()
    for form in ("vtt", "srt", "txt"):
        assert QUAYS in str(FORMATS[form].render(build_document(archive, 1)))
    assert len(search_archive(archive, "'old quays'")) == 2  # of the paragraph, too
    assert [row["kind"] for row in search_archive(archive, "keys")] == ["said"]


def test_the_newest_alignment_counts(archive: Archive) -> None:
    correct(archive, KEYS)
    correct(archive)
    assert texts(archive)[1] == READ


def test_releases_that_share_a_transcript_help_it_together_the_later_first(archive: Archive) -> None:
    other = add_page(archive, replace(STATEMENT, url=None, title="Another"), b"<p>Another.")
    add_sound(archive, other)
    correct(archive, KEYS)
    correct(archive, Correction(2, 2, 2, "Ministers", "read out"), release=other)
    assert texts(archive)[1] == "The Ministers deplore the flooding of the old quays."
    correct(archive, OLDER, release=other)
    assert texts(archive)[1] == "The ministers deplore the flooding of the older quays."
    remove_release(archive, other)
    assert texts(archive)[1] == QUAYS


def test_an_older_version_counts_until_the_newer_is_linked(archive: Archive) -> None:
    correct(archive, KEYS)
    newer = later_version(archive)
    with archive.step(Event("transcript")):
        refresh(archive, 1)
    assert texts(archive)[1] == QUAYS
    correct(archive, release=newer)
    assert texts(archive)[1] == READ


def test_a_person_puts_a_sentence_right(archive: Archive) -> None:
    assert correct_sentence(archive, 1, 2, "The ministers deplore  the flooding of some old quays.\n", "Ines") == [
        f"sentence 2 (00:02–00:06), corrected by Ines: “{READ}” to "
        "“The ministers deplore the flooding of some old quays.”"
    ]
    segment = exported(archive)
    assert segment["text"] == "The ministers deplore the flooding of some old quays."
    assert (segment["heard"], segment["edited"]["by"]) == (READ, "Ines")
    assert [(one["heard"], one["text"], one["by"]) for one in segment["corrections"]] == [
        ("the", "some", "human"),
        ("keys.", "quays.", "human"),
    ]
    last = release_history.history(archive, 1)[-1]
    assert (last["action"], last["outcome"], last["recording"], last["transcript"]) == ("edit", "done", 1, 1)
    assert "Ines" in last["message"]


def test_words_that_match_keep_their_times_and_others_get_none(archive: Archive) -> None:
    correct_sentence(archive, 1, 2, "The two ministers deplore the flooding of the old quays.", "Ines")
    words = exported(archive)["words"]
    assert words[:3] == [
        {"start": 2.5, "end": 3.5, "word": "The", "heard": "The", "probability": 0.7},
        {"start": None, "end": None, "word": "two", "heard": "", "probability": None},
        {"start": 3.5, "end": 4.5, "word": "ministers", "heard": "ministers", "probability": 0.7},
    ]


def test_a_person_goes_before_a_release_also_in_a_later_alignment(archive: Archive) -> None:
    correct(archive, KEYS)
    correct_sentence(archive, 1, 2, READ, "Ines")  # it was about keys
    assert texts(archive)[1] == READ
    correct(archive, KEYS, Correction(1, 1, 1, "Bad", "read out"))
    assert texts(archive)[:2] == ["Bad morning.", READ]
    assert exported(archive)["edited"]["by"] == "Ines"


def test_a_later_edit_supersedes_and_undo_takes_back(archive: Archive) -> None:
    correct(archive, KEYS)
    correct_sentence(archive, 1, 2, "They deplore it.", "Ines")
    correct_sentence(archive, 1, 2, "They deplored it.", "Otto")
    assert (texts(archive)[1], exported(archive)["edited"]["by"]) == ("They deplored it.", "Otto")
    found = archive.rows("select text, superseded_by, heard, who from human_texts order by id")
    assert [row["superseded_by"] for row in found] == [2, None]
    assert {row["heard"] for row in found} == {READ}
    assert undo_correction(archive, 1, 2) == ["sentence 2 (00:02–00:06) has its transcribed text again"]
    assert texts(archive)[1] == QUAYS  # and not what Ines said
    with pytest.raises(UsageError, match="nobody put anything right in sentence 2"):
        undo_correction(archive, 1, 2)


def test_it_outlives_another_transcript(archive: Archive) -> None:
    correct_sentence(archive, 1, 2, QUAYS, "Ines")
    longer = Segment(0.4, 6.1, f"Good morning. {READ}", tuple(map(Word, f"Good morning. {READ}".split())))
    transcript, warnings = heard_again(archive, longer)
    assert (texts(archive, transcript), warnings) == ([f"Good morning. {QUAYS}"], [])


def test_a_part_of_a_longer_sentence_is_not_lost_with_an_edit_of_it(archive: Archive) -> None:
    """The edit of the part stays for the transcript that has the part as a sentence."""
    correct_sentence(archive, 1, 2, QUAYS, "Ines")
    words = f"Good morning. {READ}"
    transcript, _ = heard_again(archive, Segment(0.4, 6.1, words, tuple(map(Word, words.split()))))
    (key,) = (row["id"] for row in archive.rows("select id from segments where transcript = ?", [transcript]))
    correct_sentence(archive, 1, key, "Good evening.", "Otto")
    assert texts(archive, transcript) == ["Good evening."]
    assert texts(archive)[1] == QUAYS


def test_what_does_not_fit_is_told_and_not_applied(archive: Archive) -> None:
    correct_sentence(archive, 1, 2, QUAYS, "Ines")
    transcript, warnings = heard_again(archive, Segment(2.5, 6.0, "Nobody can understand a word of this."))
    assert texts(archive, transcript) == ["Nobody can understand a word of this."]
    assert warnings == [
        f"what Ines put right at 00:02–00:06 was not applied to transcript {transcript}, which has other words "
        f"there: “{QUAYS}”"
    ]
    assert release_history.warnings_of(archive, 1) == warnings
    assert texts(archive)[1] == QUAYS


def test_sound_that_came_later_takes_the_edits_along(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        release = add_page(archive)
        link = read.media_links_of(archive, release)[0]["id"]
        with archive.step(Event("transcript")):
            silent = write.add_silent_recording(archive, link)
        add_heard(archive, silent, TIMED)
        correct_sentence(archive, release, 2, QUAYS, "Ines")
        with archive.step(Event("recording")):
            archive.table("recordings").insert({"id": 7, "sha256": "ab", "added": "2026-03-01T10:00:00Z"})
            write.attach(archive, link, 7)
        assert archive.rows("select recording from human_texts") == [{"recording": 7}]


@pytest.mark.parametrize(
    ("segment", "text", "who", "said"),
    [
        (2, " \n", "Ines", "a sentence needs words; --undo takes back"),
        (2, "\x07", "Ines", "a sentence needs words"),
        (2, "Yes.", "  ", "nobody says so; give your name with --by"),
        (99, "Yes.", "Ines", "there is no sentence 99"),
        (5, "Yes.", "Ines", "sentence 5 is of recording 2, which is not one of release 1"),
    ],
)
def test_what_makes_no_sense(archive: Archive, segment: int, text: str, who: str, said: str) -> None:
    other = add_page(archive, replace(STATEMENT, url=None, title="Another"), b"<p>Another.")
    add_heard(archive, add_sound(archive, other, data=b"other sound"), replace(HEARD, segments=HEARD.segments[:1]))
    with pytest.raises(UsageError, match=said):
        correct_sentence(archive, 1, segment, text, who)
    assert archive.rows("select 1 from human_texts") == []


def test_killed_on_the_way_nothing_is_kept(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "refresh", killed)
    with pytest.raises(KeyboardInterrupt):
        correct_sentence(archive, 1, 2, QUAYS, "Ines")
    assert archive.rows("select 1 from human_texts") == []


def test_taken_down_with_its_recording(archive: Archive) -> None:
    correct(archive, KEYS)
    for text in (QUAYS, "They deplore it."):
        correct_sentence(archive, 1, 2, text, "Ines")
    remove_release(archive, 1)
    assert set(counts(archive).values()) == {0}


def test_a_sentence_without_words_of_its_own(tmp_path: Path) -> None:
    with open_archive(tmp_path, create=True) as archive:
        correct_sentence(archive, add_everything(archive), 2, QUAYS, "Ines")
        segment = exported(archive)
        assert (segment["text"], segment["words"], segment["corrections"]) == (QUAYS, [], [])
        assert segment["edited"]["by"] == "Ines"
