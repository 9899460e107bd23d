"""Fillers stand between words that were read, and change nothing."""

from __future__ import annotations

from archiver.align.verbatim.fillers import without_fillers
from archiver.tokens import Stream, tokens


def test_fillers_stand_between_no_words_that_were_read() -> None:
    stream = without_fillers(Stream.of(["the um count was you know slow"], "en"), [tokens("The count was slow.")], "en")
    assert [token.form for token in stream.tokens] == ["the", "count", "was", "slow"]
