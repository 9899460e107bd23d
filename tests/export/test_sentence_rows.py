"""The sentences of a release as rows."""

from __future__ import annotations

from export_documents import document, link, recording, segment, transcript

from archiver.export.sentence_rows import COLUMNS, sentence_rows


def test_a_sentence_with_all_its_links() -> None:
    said = segment("Both\nof them.", speaker="S1", links=[link(1), link(2, "paraphrase", score=0.5)])
    (row,) = sentence_rows(document(recording(transcript(said))))
    assert tuple(row) == COLUMNS
    assert (row["recording"], row["transcript"], row["sentence"], row["speaker"]) == (2, 3, 7, "S1")
    assert row["text"] == "Both of them."
    assert (row["paragraphs"], row["relations"], row["scores"]) == ([1, 2], ["verbatim", "paraphrase"], [0.97, 0.5])


def test_without_a_transcript_there_are_none() -> None:
    assert sentence_rows(document(recording())) == []
