"""Voices are listed, named by people, and keep their names in later transcripts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive_examples import HEARD, add_everything, add_heard, add_links, add_sound, archive_with

from archiver.archive.speaker_names import (
    add_speakers,
    carry_names,
    has_speakers,
    name_speakers,
    named_speakers,
    speakers_of,
)
from archiver.archive.store import Archive, Event
from archiver.errors import UsageError

archive = archive_with()


def names(archive: Archive, release: int) -> dict[str, str | None]:
    return {row["label"]: row["name"] for row in speakers_of(archive, release)}


def again(archive: Archive, labels: dict[str, str]) -> None:
    """Hear the recording anew, with other labels for its voices."""
    told = tuple(replace(s, speaker=labels.get(s.speaker or "")) for s in HEARD.segments)
    carry_names(archive, add_heard(archive, 1, replace(HEARD, segments=told)))


def test_voices_are_listed_as_they_are_first_heard(archive: Archive) -> None:
    first, second = speakers_of(archive, add_everything(archive))
    assert (first["label"], first["name"], first["sentences"], first["start"]) == ("S1", None, 3, 0.5)
    assert (first["seconds"], first["words"]) == (7.0, "Good morning.")
    assert (second["label"], second["start"]) == ("S2", 9.5)


def test_names_are_given_taken_away_and_told_in_the_log(archive: Archive) -> None:
    release = add_everything(archive)
    assert name_speakers(archive, release, {"S1": "Spokesman", "S2": "A journalist"})
    assert names(archive, release) == {"S1": "Spokesman", "S2": "A journalist"}
    name_speakers(archive, release, {"S1": None})
    assert names(archive, release) == {"S1": None, "S2": "A journalist"}
    log = archive.rows("select message from events where action = 'speakers' order by id")
    assert [row["message"] for row in log] == ["S1 is Spokesman; S2 is A journalist", "S1 is nobody by name"]


def test_a_voice_that_is_not_there_gets_no_name(archive: Archive) -> None:
    release = add_everything(archive)
    with pytest.raises(UsageError, match="no speaker S9"):
        name_speakers(archive, release, {"S1": "Spokesman", "S9": "Nobody"})
    assert names(archive, release) == {"S1": None, "S2": None}


def test_names_follow_the_voices_into_a_new_transcript(archive: Archive) -> None:
    release = add_everything(archive)
    name_speakers(archive, release, {"S1": "Spokesman"})
    again(archive, {"S1": "S2", "S2": "S1"})
    assert names(archive, release) == {"S2": "Spokesman", "S1": None}


def test_a_name_that_was_taken_away_does_not_come_back(archive: Archive) -> None:
    release = add_everything(archive)
    name_speakers(archive, release, {"S1": "Spokesman"})
    again(archive, {"S1": "S1", "S2": "S2"})
    name_speakers(archive, release, {"S1": None})
    again(archive, {})
    again(archive, {"S1": "S1", "S2": "S2"})
    assert names(archive, release) == {"S1": None, "S2": None}


def test_speakers_are_added_where_there_were_none_and_nothing_else_changes(archive: Archive) -> None:
    release = add_everything(archive)
    silent = tuple(replace(one, speaker=None) for one in HEARD.segments)
    transcript = add_heard(archive, 1, replace(HEARD, segments=silent))
    before = archive.rows("select id, start, heard, text, flags from segments order by id")
    assert not has_speakers(archive, transcript)
    with archive.step(Event("speakers")):
        add_speakers(archive, transcript, [replace(one, turn="answer") for one in HEARD.segments])
    assert has_speakers(archive, transcript)
    assert names(archive, release) == {"S1": None, "S2": None}
    assert archive.rows("select id, start, heard, text, flags from segments order by id") == before
    told = archive.rows("select speaker, turn from segments where transcript = ? order by position", [transcript])
    assert told == [{"speaker": one.speaker, "turn": "answer"} for one in HEARD.segments]


def test_who_has_a_name_over_all_recordings(archive: Archive) -> None:
    release = add_everything(archive)
    name_speakers(archive, release, {"S1": "Ada"})
    recording = add_sound(archive, release, "Video", b"ID3 another sound")
    add_links(archive, release, add_heard(archive, recording))
    name_speakers(archive, release, {"S1": "Ada", "S2": "Bo"}, recording)
    assert named_speakers(archive) == [
        {"name": "Ada", "recordings": 2, "sentences": 6, "seconds": 14.0},
        {"name": "Bo", "recordings": 1, "sentences": 1, "seconds": 2.5},
    ]
