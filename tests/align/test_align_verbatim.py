"""What was read out, by local alignment."""

from __future__ import annotations

from archiver.align.verbatim import Passage, passages
from archiver.align.words import Stream, tokens

LOCK = "The Harbour Authority will close the east lock to all traffic from 4 May for the replacement of its gates."
NOISE = "Residents of the Quay district will be informed by letter about the noise of pile driving."


def found(said: list[str]) -> list[tuple[int, str]]:
    """The passages, as paragraph and the words said, first to last."""
    stream = Stream.of(said, "en")
    return [(p.paragraph, _words(p, stream)) for p in passages([tokens(LOCK), tokens(NOISE)], stream)]


def _words(passage: Passage, stream: Stream) -> str:
    first, last = passage.pairs[0][1], passage.pairs[-1][1]
    return " ".join(token.form for token in stream.tokens[first : last + 1])


def test_paragraphs_out_of_order() -> None:
    assert [paragraph for paragraph, _ in found([NOISE, "Any questions?", LOCK])] == [1, 0]


def test_the_same_paragraph_twice() -> None:
    assert [paragraph for paragraph, _ in found([LOCK, "I will say that again.", LOCK])] == [0, 0]


def test_misheard_words_do_not_break_a_passage() -> None:
    heard = "The harbor authority will clothes the east lock to old traffic from the fourth of May for the replacement"
    assert found([heard]) == [(0, " ".join(token.form for token in tokens(heard)))]


def test_only_the_quoted_part_counts() -> None:
    assert found(["As I have said before, residents of the Quay district will be informed by letter."]) == [
        (1, "residents of the quay district will be informed by letter")
    ]


def test_a_name_in_common_is_no_passage() -> None:
    assert found(["The Harbour Authority has a new boat, and the restaurant opens in June."]) == []


def test_nothing_said() -> None:
    assert found([]) == []
    assert passages([[]], Stream.of(["Good morning."], "en")) == []
