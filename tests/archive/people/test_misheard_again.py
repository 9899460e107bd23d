"""The same mishearing again: corrected once, it is offered wherever the recording has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from archive_examples import add_heard, add_page, add_sound

from archiver.archive.people.human_links import decide, take_back
from archiver.archive.people.human_texts import correct_sentence, undo_correction
from archiver.archive.people.misheard_again import misheard_again
from archiver.archive.people.sentence_record import sentence_record
from archiver.archive.store import open_archive
from archiver.models import Segment, Transcript, Word

SAID = (
    "Mr Luka Shenko spoke.",
    "We met Luka Shenko, again.",
    "Luka was there; Shenko was not.",
    "“Luka Shenko” and Luka Shenko!",
)


def make(folder: Path, said: tuple[str, ...] = SAID, language: str = "en") -> None:
    with open_archive(folder, create=True) as archive:
        segments = tuple(
            Segment(4.0 * n, 4.0 * n + 3, text, tuple(Word(word) for word in text.split()), "S1")
            for n, text in enumerate(said)
        )
        recording = add_sound(archive, add_page(archive))
        add_heard(archive, recording, Transcript("faster-whisper", "tiny.en", segments, language=language))


def test_a_name_put_right_once_is_offered_elsewhere(tmp_path: Path) -> None:
    make(tmp_path)
    with open_archive(tmp_path) as archive:
        assert misheard_again(archive, 1) == []
        correct_sentence(archive, 1, 1, "Mr Lukashenko spoke.", "Ada")
        found = misheard_again(archive, 1)
        assert [(one.segment, one.start, one.proposed) for one in found] == [
            (2, 4.0, "We met Lukashenko, again."),
            (4, 12.0, "“Lukashenko” and Lukashenko!"),
        ]
        for one in found:
            correct_sentence(archive, 1, one.segment, one.proposed, "Ada")
        assert misheard_again(archive, 1) == []
        undo_correction(archive, 1, 1)
        assert misheard_again(archive, 1) == []  # nobody says any more that it was misheard


@pytest.mark.parametrize("text", ["A Luka Shenko spoke.", "Mr Luka Shenko spoke, and spoke."])
def test_small_words_and_what_was_put_in_say_nothing_about_other_sentences(tmp_path: Path, text: str) -> None:
    make(tmp_path)
    with open_archive(tmp_path) as archive:
        correct_sentence(archive, 1, 1, text, "Ada")
        assert misheard_again(archive, 1) == []


def test_small_words_are_those_of_the_language(tmp_path: Path) -> None:
    """`avec` is a name in English, and nothing to look for in French."""
    make(tmp_path, ("Il parle avec nous.", "Elle parle avec eux."), "fr")
    with open_archive(tmp_path) as archive:
        correct_sentence(archive, 1, 1, "Il parle chez nous.", "Ada")
        assert misheard_again(archive, 1) == []


def test_record_of_a_sentence(tmp_path: Path) -> None:
    make(tmp_path)
    with open_archive(tmp_path) as archive:
        before = sentence_record(archive, 1, 2)
        assert (before.before, before.after, before.history) == (SAID[0], SAID[2], ())
        correct_sentence(archive, 1, 2, "We met Lukashenko again.", "Ada")
        correct_sentence(archive, 1, 2, "We met Lukashenko, again.", "Grace")
        undo_correction(archive, 1, 2)
        decide(archive, 1, 2, 1)
        found = sentence_record(archive, 1, 2)
        assert (found.corrected, found.decided) == (False, True)
        assert sorted((one.kind, one.who, one.counts) for one in found.history if one.kind == "text") == [
            ("text", "Ada", False),
            ("text", "Grace", False),
        ]
        assert [(one.told, one.counts) for one in found.history if one.kind == "link"] == [("on paragraph 1", True)]
        take_back(archive, 1, 2)
        assert not sentence_record(archive, 1, 2).decided
