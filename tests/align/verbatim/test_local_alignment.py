"""What was read out, by local alignment."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from archiver.align.verbatim import local_alignment as verbatim
from archiver.align.verbatim.local_alignment import MIN_POINTS, LocalAlignment, local_alignments
from archiver.tokens import Stream, tokens

LOCK = "The Harbour Authority will close the east lock to all traffic from 4 May for the replacement of its gates."
NOISE = "Residents of the Quay district will be informed by letter about the noise of pile driving."


def found(said: list[str]) -> list[tuple[int, str]]:
    """The passages, as paragraph and the words said, first to last."""
    stream = Stream.of(said, "en")
    return [(p.paragraph, _words(p, stream)) for p in local_alignments([tokens(LOCK), tokens(NOISE)], stream)]


def _words(passage: LocalAlignment, stream: Stream) -> str:
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


@pytest.mark.parametrize(
    "said",
    [
        "The Harbour Authority has a new boat, and the restaurant opens in June.",  # a name
        "In the end it is of the lock and of the gates, by the letter.",  # plain words
        "Gates its of replacement the for traffic all to lock east the close will.",  # another order
    ],
)
def test_words_in_common_are_no_passage(said: str) -> None:
    assert found([said]) == []


def test_short_words_are_never_misheard() -> None:
    """Else `sea` and `seat` would be one word."""
    written = "The big red dog sat out all day in the hot sun."
    heard = "They bigs reds dogs seat route tall days inn shot suns."
    assert len(local_alignments([tokens(written)], Stream.of([written], "en"))) == 1
    assert local_alignments([tokens(written)], Stream.of([heard], "en")) == []


def test_of_two_paragraphs_the_one_with_more_words_has_them() -> None:
    longer = f"{NOISE[:-1]} between eight in the morning and six in the evening."
    for paragraphs, expected in (([NOISE, longer], 1), ([longer, NOISE], 0)):
        [passage] = local_alignments([tokens(text) for text in paragraphs], Stream.of([longer], "en"))
        assert passage.paragraph == expected


def test_any_shuffle_gives_ascending_pairs_and_no_word_twice() -> None:
    texts = [
        LOCK,
        NOISE,
        "Residents of the Old Quay will be informed by letter when the lock is closed to all traffic.",
    ]
    written, words = [tokens(text) for text in texts], " ".join(texts).split()
    shuffling = random.Random(2006)
    for _ in range(30):
        cuts = sorted(shuffling.sample(range(1, len(words)), 5))
        parts = [" ".join(words[start:end]) for start, end in pairwise([0, *cuts, len(words)])]
        shuffling.shuffle(parts)
        taken: list[int] = []
        for passage in local_alignments(written, Stream.of(parts, "en")):
            assert passage.points >= MIN_POINTS
            assert all(a < c and b < d for (a, b), (c, d) in pairwise(passage.pairs))
            taken += [said for _, said in passage.pairs]
        assert len(taken) == len(set(taken)) > 0


def test_nothing_said() -> None:
    assert found([]) == []
    assert local_alignments([[]], Stream.of(["Good morning."], "en")) == []


def test_long_input_is_aligned_around_seeds_only(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [*(f"Number {n} is another matter." for n in range(150)), NOISE, "Any questions?", LOCK]
    everywhere = found(said)
    monkeypatch.setattr(verbatim, "MANY_CELLS", 0)
    monkeypatch.setattr(verbatim, "WINDOW_WORDS", 30)
    assert found(said) == everywhere
    assert [paragraph for paragraph, _ in everywhere] == [1, 0]
    stream = Stream.of(said, "en")
    spoken = [token.form for token in stream.tokens]
    (window,) = verbatim._windows(tokens(NOISE), verbatim._seeds(spoken), len(spoken))
    assert window[0] > 500  # not where the other matters are
