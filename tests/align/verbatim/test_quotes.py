"""From passages to sentences."""

from __future__ import annotations

import pytest

from archiver.align.verbatim.local_alignment import LocalAlignment, local_alignments
from archiver.align.verbatim.quotes import Quote, quotes_in, verbatim_links
from archiver.tokens import Stream, tokens

PARAGRAPH = "Voting was calm and well organised in all of the districts. The count was slow but transparent."


def read(said: list[str]) -> dict[int, list[Quote]]:
    stream = Stream.of(said, "en")
    written = [tokens(PARAGRAPH)]
    return quotes_in(local_alignments(written, stream), stream, written, [frozenset({10, len(written[0]) - 1})])


def test_each_sentence_gets_its_own_part() -> None:
    found = read(["Voting was calm and well organised in all of the districts.", "The count was slow but transparent."])
    assert [piece.written for parts in found.values() for piece in parts] == [(0, 10), (11, 16)]


def test_misheard_edges_are_taken_in() -> None:
    (piece,) = read(["Boating was calm and well organised in all of the this tricks."])[0]
    assert piece.written == (0, 10)
    assert piece.said == (0, 11)


@pytest.mark.parametrize("said", ["It was calm, and the count is over.", "Transparent?", "Slow but sure."])
def test_few_words_in_common_are_not_read(said: str) -> None:
    assert read([said]) == {}


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        # Eight words in a row are a quotation, however long the sentence around them.
        (
            "And for what I know by now somebody wrote that it was calm and well organised in all of the districts.",
            True,
        ),
        # Six are a phrase,
        ("And for what I know by now somebody wrote that voting was calm and well organised, or something.", False),
        # unless there is little else in the sentence.
        ("Voting was calm and well organised, too.", True),
    ],
)
def test_most_of_a_sentence_or_a_good_stretch(said: str, is_read: bool) -> None:
    assert bool(read([said])) is is_read


def test_a_full_stop_in_the_wrong_place_takes_nothing_from_the_next_sentence() -> None:
    """An engine that runs one sentence into the next leaves a few read words at the end of a long one of another."""
    before = "I have spoken of the budget, of the fleet and of the weather for as long as anybody would listen, "
    rest = "Well organised in all of the districts."
    found = read([before + "voting was calm and.", rest])
    assert {sentence: [piece.written for piece in parts] for sentence, parts in found.items()} == {
        0: [(0, 3)],
        1: [(4, 10)],
    }
    assert read([before + "voting was calm and.", "The sea was too."]) == {}  # nothing goes on
    assert 0 not in read([before + "voting was calm and that was it.", rest])  # not to the end


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("Voting was calm and well organised in all of the districts, the count was slow but transparent.",
         [((0, 10), (0, 10)), ((11, 16), (11, 16))]),
        ("Voting was calm and well organised in all of the this tricks, the count was slow but transparent.",
         [((0, 11), (0, 10)), ((12, 17), (11, 16))]),  # misheard words stay with the sentence that lacks them
        ("Voting was calm and well organised in all of the districts, the count.", [((0, 12), (0, 12))]),  # too few
    ],
)  # fmt: skip
def test_two_sentences_of_the_release_are_two_pieces_though_the_engine_heard_one(
    said: str, parts: list[tuple[tuple[int, int], tuple[int, int]]]
) -> None:
    assert [(piece.said, piece.written) for piece in read([said])[0]] == parts


def test_scattered_words_are_not_read() -> None:
    said = (
        "The voting was at first rather calm, and also quite well, as they say, organised, if not in all the districts."
    )
    stream, written = Stream.of([said], "en"), tokens(PARAGRAPH)
    forms = [token.form for token in stream.tokens]
    pairs = tuple((n, forms.index(token.form)) for n, token in enumerate(written[:11]) if token.form in forms)
    scattered = LocalAlignment(0, tuple(sorted({said: (n, said) for n, said in pairs}.values())), 500)
    assert len(scattered.pairs) >= 8
    assert quotes_in([scattered], stream, [written], [frozenset({10})]) == {}


def test_an_edge_never_reaches_over_a_full_stop() -> None:
    """Nothing of the written sentence is left before `the`: what was said before it is the speaker's own."""
    said = ["Voting was calm and well organised in all of the cities.", "Well, the count was slow but transparent."]
    (piece,) = read(said)[1]
    assert (piece.said, piece.written) == ((12, 17), (11, 16))


def test_density_is_the_share_of_the_longer_side() -> None:
    assert Quote(0, 0, said=(0, 9), written=(0, 4), pairs=tuple((n, n) for n in range(5))).density == 0.5


BOARD = "The Executive Board of the Harbour Union, meeting in Kestrel on Tuesday, "


@pytest.mark.parametrize(
    ("said", "is_read"),
    [
        # The same house opens its sentences alike, and goes on with other business.
        (BOARD + "appointed a new harbour master who will begin her work in the autumn.", False),
        # Broken off, it is a reading: nothing else was said.
        (BOARD + "approved plans.", True),
        # A few words of one's own behind it are no other business.
        ("The Executive Board of the Harbour Union, meeting in Oslo, and it spoke of something else.", True),
        # So it is where most of the sentence is the same.
        (BOARD + "approved plans for a national training centre in the old quays.", True),
    ],
)
def test_sentences_that_only_begin_alike_are_not_read(said: str, is_read: bool) -> None:
    written = tokens(BOARD + "approved plans for a national training centre that will open in four years.")
    stream = Stream.of([said], "en")
    found = quotes_in(local_alignments([written], stream), stream, [written], [frozenset({len(written) - 1})])
    assert bool(found) is is_read


ADDRESS = ["Citizens of Noordwijk,", PARAGRAPH, "Thank you very much."]


@pytest.mark.parametrize(
    ("said", "linked"),
    [
        # In the sentence that reads what stands beside it, or in one of its own; not where something is between,
        (["Citizens of Noordwijk, voting was calm and well organised in all of the districts."], {0: [0, 1]}),
        ([PARAGRAPH, "Thank you very much."], {0: [1, 1], 1: [2]}),
        ([PARAGRAPH, "Good.", "Thank you very much."], {0: [1, 1]}),
        # nor in other words, nor parted by a full stop, nor in the middle of the paragraph.
        (["Citizens from Noordwijk, voting was calm and well organised in all of the districts."], {0: [1]}),
        (["Citizens of.", "Noordwijk, voting was calm and well organised in all of the districts."], {1: [1]}),
        (["Voting was calm and well organised in all of the districts.", "Thank you very much."], {0: [1]}),
    ],
)
def test_short_paragraphs_beside_what_was_read(said: list[str], linked: dict[int, list[int]]) -> None:
    found = verbatim_links(ADDRESS, said, "en")
    assert {sentence: [link.paragraph for link in links] for sentence, links in found.items()} == linked
