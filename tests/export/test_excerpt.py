from __future__ import annotations

from typing import Any

from export_documents import document, link, recording, segment, transcript

from archiver.export.document import newest_transcript
from archiver.export.excerpt import excerpt


def word(text: str, start: float | None) -> dict[str, Any]:
    return {"start": start, "end": None if start is None else start + 0.4, "word": text, "heard": text}


WORDS = [word("One,", 10.0), word("two,", 11.0), word("three.", 12.0)]


def test_a_clip_has_the_words_in_its_pieces_at_its_own_times() -> None:
    whole = document(
        recording(
            transcript(
                segment("One, two, three.", 10.0, 12.4, words=WORDS, links=[link(1, start=10.0, end=12.4)]),
                segment("Not in it.", 14.0, 15.0),
                segment("At the end.", 20.0, 21.0, position=3),
            )
        )
    )
    said = newest_transcript(excerpt(whole, 3, [(10.9, 13.0), (19.5, 21.5)], [(0.0, 2.1), (2.5, 4.5)]))["segments"]
    assert [(one["text"], one["start"], one["end"]) for one in said] == [
        ("two, three.", 0.0, 1.5),
        ("At the end.", 3.0, 4.0),
    ]
    assert [(one["word"], one["start"]) for one in said[0]["words"]] == [("two,", 0.1), ("three.", 1.1)]
    assert (said[0]["links"][0]["paragraph"], said[0]["links"][0]["start"]) == (1, None)


def test_what_was_not_transcribed_has_no_captions() -> None:
    assert excerpt(document(recording(transcript())), 9, [(0.0, 1.0)], [(0.0, 1.0)])["recordings"] == []
