"""Meetings that a report follows, in small: made-up French, whose words are drawn by lot."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence

import pytest

from archiver.align import align, link_texts
from archiver.align.reports.monotone import FEWEST_SENTENCES, PIECE_WORDS, _answers, _pieces, follow
from archiver.models import Segment

PLAIN = [
    "le",
    "conseil",
    "de",
    "la",
    "ville",
    "a",
    "dit",
    "que",
    "nous",
    "avons",
    "pour",
    "une",
    "question",
    "sur",
    "les",
    "points",
    "et",
    "dans",
    "ce",
    "rapport",
]
SYLLABLES = [
    "ba",
    "be",
    "bi",
    "bo",
    "cha",
    "da",
    "dou",
    "fa",
    "fi",
    "gra",
    "jo",
    "ka",
    "lau",
    "ma",
    "mi",
    "no",
    "pa",
    "que",
    "ri",
    "sou",
    "ta",
    "tru",
    "va",
    "vou",
    "zé",
]


def report(seed: int, paragraphs: int = 20) -> list[str]:
    """Every paragraph has a subject of its own, and the plain words of all."""
    lot = random.Random(seed)
    return [" ".join(_sentence(lot, _subject(lot)) for _ in range(4)) for _ in range(paragraphs)]


def _subject(lot: random.Random) -> list[str]:
    return ["".join(lot.choices(SYLLABLES, k=3)) for _ in range(12)]


def _sentence(lot: random.Random, subject: Sequence[str]) -> str:
    return " ".join(lot.choices(PLAIN, k=6) + lot.choices(subject, k=6)).capitalize() + "."


def spoken(paragraph: str, seed: int = 1) -> list[str]:
    """What a paragraph reports, in four segments: half of its words, among plain ones."""
    lot = random.Random(seed)
    return [
        " ".join(word if lot.random() < 0.5 else lot.choice(PLAIN) for word in sentence.split()) + "."
        for sentence in paragraph.split(".")
        if sentence
    ]


def meeting(paragraphs: Sequence[str], order: Sequence[int]) -> tuple[list[str], list[int]]:
    segments = [(segment, number) for number in order for segment in spoken(paragraphs[number])]
    return [segment for segment, _ in segments], [number for _, number in segments]


def right(found: Sequence[int | None], told: Sequence[int | None]) -> float:
    return sum(a == b for a, b in zip(found, told, strict=True)) / len(told)


@pytest.mark.parametrize("order", [range(20), range(0, 20, 2), [*range(3), *range(9, 20)]])
def test_the_report_is_followed(order: Sequence[int]) -> None:
    segments, told = meeting(report(1), order)
    assert right(link_texts(report(1), segments, "fr"), told) > 0.95


@pytest.mark.parametrize("order", [[*range(10, 20), *range(10)], [*range(6), *range(13, 20), *range(6, 13)]])
def test_business_taken_earlier_than_reported(order: Sequence[int]) -> None:
    segments, told = meeting(report(1), order)
    assert right(link_texts(report(1), segments, "fr"), told) > 0.95


def test_a_recording_of_a_part() -> None:
    segments, told = meeting(report(1), range(7, 19))
    assert right(link_texts(report(1), segments, "fr"), told) > 0.95


def test_other_business_in_between_belongs_to_no_paragraph() -> None:
    segments, told = meeting(report(1), range(20))
    lot = random.Random(2)
    other = [" ".join(lot.choices(PLAIN, k=3) + lot.choices(_subject(lot), k=9)) + "." for _ in range(60)]
    found = link_texts(report(1), [*segments[:40], *other, *segments[40:]], "fr")
    assert right(found, [*told[:40], *[None] * len(other), *told[40:]]) > 0.95


def test_silence_belongs_to_no_paragraph() -> None:
    """Not even in the middle of one: no reason could be told."""
    segments, _ = meeting(report(1), range(20))
    found = link_texts(report(1), [*segments[:42], "…", "", *segments[42:]], "fr")
    assert found[41:45] == [10, None, None, 10]


def test_another_meetings_report_is_not_followed() -> None:
    segments, _ = meeting(report(1), range(20))
    assert sum(answer is not None for answer in link_texts(report(2), segments, "fr")) <= 0.1 * len(segments)


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_what_is_linked_is_right(seed: int) -> None:
    order = random.Random(seed).sample(range(20), 20)
    segments, told = meeting(report(1), order)
    found = link_texts(report(1), segments, "fr")
    linked = [(a, b) for a, b in zip(found, told, strict=True) if a is not None]
    assert len(linked) > 0.5 * len(told)
    assert right(*zip(*linked, strict=True)) > 0.9


def test_a_few_sentences_may_be_in_order_by_chance() -> None:
    segments, _ = meeting(report(1), range(9))
    assert len(segments) < FEWEST_SENTENCES
    assert follow([[text] for text in report(1)], [[text] for text in segments], "fr") is None


@pytest.mark.parametrize(
    ("shares", "answers"),
    [
        ([{0: 0.3, 1: 0.7}, {1: 1.0}], [0, 1]),  # with the one that it begins with
        ([{0: 1.0}, {0: 0.1, 1: 0.9}, {1: 1.0}], [0, 1, 1]),  # unless that has hardly a word
        ([{0: 1.0}, {0: 0.3, 1: 0.6, 2: 0.1}, {2: 1.0}], [0, 1, 2]),  # nobody else speaks of it
        ([{0: 1.0}, {0: 0.4, 1: 0.6}, {1: 1.0}], [0, 0, 1]),
        ([{}, {3: 1.0}, {}, {5: 1.0}, {}], [None, 3, None, 5, None]),
        ([{}, {}], [None, None]),
    ],
)
def test_a_segment_over_two_paragraphs(shares: list[dict[int, float]], answers: list[int | None]) -> None:
    assert _answers(shares) == answers


def test_long_sentences_are_cut_into_even_pieces() -> None:
    words = [str(number) for number in range(3 * PIECE_WORDS + 1)]
    pieces = _pieces(" ".join(words))
    assert " ".join(pieces).split() == words
    assert [len(piece.split()) for piece in pieces] == [PIECE_WORDS, PIECE_WORDS, PIECE_WORDS + 1]
    assert _pieces("Bonjour à tous.") == ["Bonjour à tous."]


def test_links_say_how_sure_they_are_and_where() -> None:
    paragraphs = report(1)
    segments, told = meeting(paragraphs, range(20))
    segments[40] = paragraphs[10].split(". ")[0] + "."  # read out
    links = align(paragraphs, [Segment(float(n), n + 1.0, text, ()) for n, text in enumerate(segments)], "fr")
    assert right([link.paragraph - 1 for link in links], told) > 0.95
    assert next(link.relation for link in links if link.segment == 41) == "verbatim"
    assert all(0.5 < link.score < 1 and link.span[1] <= len(paragraphs[link.paragraph - 1]) for link in links)


def test_links_in_order_tell_what_their_words_are_worth() -> None:
    paragraphs = report(1)
    segments = [text for paragraph in paragraphs for text in spoken(paragraph)]
    links = align(paragraphs, [Segment(float(n), n + 1.0, text, ()) for n, text in enumerate(segments)], "fr")
    told = [link.why for link in links if link.why and link.why.basis == "order"]
    assert told
    for why in told:
        assert why.matched
        assert why.parts["gained a word"] > why.parts["needed a word"]


def test_time_grows_with_segments_times_paragraphs_at_most() -> None:
    """Four times as long a report and meeting: sixteen times as much to compare, and a little for the start."""

    def seconds(size: int) -> float:
        paragraphs = report(3, size)
        segments, told = meeting(paragraphs, range(size))
        began = time.process_time()
        assert right(link_texts(paragraphs, segments, "fr"), told) > 0.95
        return time.process_time() - began

    assert any(seconds(80) < 20 * seconds(20) for _ in range(3))
