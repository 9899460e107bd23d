"""A question is told from an answer by who speaks, and by how it is said."""

from __future__ import annotations

from archiver.transcript.speakers.question_turns import Turn, turns

BRIEFING: list[tuple[str | None, float, str, Turn | None]] = [
    ("S1", 60.0, "I have two announcements.", None),
    ("S1", 3.0, "Who was at the table? Everybody.", None),  # whoever answers may ask, too
    ("S2", 3.0, "The minister said that the vote was fair.", "question"),
    ("S2", 2.0, "Do you have any comment?", "question"),
    ("S1", 8.0, "I have not seen those remarks.", "answer"),
    ("S1", 8.0, "I never comment on what I have not seen.", "answer"),
    ("S3", 3.0, "That is all we had, thank you very much.", None),  # says goodbye, asks nothing
    ("S1", 3.0, "Have a good weekend.", None),
]


def test_turns_of_a_briefing() -> None:
    assert turns([line[:3] for line in BRIEFING], "en") == [line[3] for line in BRIEFING]


def test_one_voice_asks_and_answers_nothing() -> None:
    assert turns([("S1", 5.0, "Is this a question?"), ("S1", 5.0, "It is not.")], "en") == [None, None]
    assert turns([(None, 5.0, "Is this a question?")], "en") == [None]
