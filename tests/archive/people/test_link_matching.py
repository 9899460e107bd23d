"""What people decided about a stretch of a recording finds its sentences by time, and its paragraph by text."""

from __future__ import annotations

from typing import Any

import pytest

from archiver.archive.people.link_matching import (
    HumanLink,
    TimedSentence,
    TimeRange,
    links_that_count,
    overrules,
    same_paragraph,
    sentences_about,
)
from archiver.models import Paragraph

QUAYS = "The ministers deplore the flooding of the old quays and thank the pilots for their help."
LAMPS = "Every quay will be lit at night, as the pilots had asked since 2012."


def sentences(*stretches: tuple[float, float], words: tuple[str, ...] = ()) -> list[TimedSentence]:
    """Sentences numbered from 1; what nobody says a word about has none in common."""
    heard = (*words, *[""] * (len(stretches) - len(words)))
    return [TimedSentence(n, TimeRange(*one), heard[n - 1]) for n, one in enumerate(stretches, 1)]


def decision(start: float, end: float, paragraph: int | None = 1, key: int = 1, **more: Any) -> HumanLink:
    return HumanLink(key, TimeRange(start, end), paragraph=paragraph, **more)


@pytest.mark.parametrize(
    ("stretches", "meant"),
    [
        ([(0, 4), (4, 10), (10, 12)], [2]),  # the transcript it was made on
        ([(0, 3.9), (4.2, 10.3), (10.3, 12)], [2]),  # another engine hears the pauses elsewhere
        ([(0, 4), (4, 7), (7, 10), (10, 12)], [2, 3]),  # one was split in two
        ([(0, 10), (10, 12)], [1]),  # two became one
        ([(0, 60)], [1]),  # much became one
        ([(0, 6.9), (6.9, 12)], [2]),  # cut in its middle: where most of it is
        ([(0, 4), (10, 12)], []),  # nobody heard it
        ([(4, 10), (5, 6)], [1]),  # another voice says something meanwhile
        ([(0, 4.5), (5, 5), (9, 15)], [2]),  # a sentence without length
    ],
)
def test_sentences_are_meant_by_time(stretches: list[tuple[float, float]], meant: list[int]) -> None:
    assert [one.id for one in sentences_about(decision(4, 10), sentences(*stretches))] == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("The harbour is closed.", "The harbour is open."), [2]),  # the very sentence
        (("The pilots are at sea.", "The harbor is opened"), [2]),  # another engine's words for it
        (("The harbour", "is open."), [1, 2]),
        (("Le port", "est ouvert"), [1, 2]),  # no words of its own: by time alone
    ],
)
def test_sentences_of_one_cue_are_told_apart_by_their_words(words: tuple[str, ...], meant: list[int]) -> None:
    of_one_cue = sentences((0, 9), (0, 9), words=words)
    assert [one.id for one in sentences_about(decision(0, 9, said="The harbour is open."), of_one_cue)] == meant


def test_a_sentence_without_length_is_found_again() -> None:
    assert [one.id for one in sentences_about(decision(4, 4), sentences((0, 4), (4, 4), (4, 8)))] == [2]


@pytest.mark.parametrize(
    ("decisions", "counted"),
    [
        ([decision(0, 4, 1, 1), decision(4, 10, 2, 2)], {1: [1, 2]}),  # both parts of the sentence
        ([decision(0, 10, 1, 1), decision(0, 9, 2, 2)], {1: [2]}),  # the later one says it anew
        ([decision(0, 9, 2, 2), decision(0, 10, 1, 1)], {1: [2]}),  # in whatever order they come
        ([decision(0, 10, 1, 1), decision(0, 9, 2, 2, also=True)], {1: [1, 2]}),
        ([decision(0, 10, 1, 1), decision(0, 3, 2, 2)], {1: [1, 2]}),  # a part of it says nothing about the rest
        ([decision(20, 30, 1, 1)], {}),
    ],
)
def test_decisions_about_one_sentence(decisions: list[HumanLink], counted: dict[int, list[int]]) -> None:
    found = links_that_count(decisions, sentences((0, 10)))
    assert {key: [one.id for one in those] for key, those in found.items()} == counted


def test_of_a_sentence_that_was_split_one_half_is_decided_anew() -> None:
    found = links_that_count([decision(0, 10, 1, 1), decision(0, 4, None, 2)], sentences((0, 4), (4, 10)))
    assert {key: [one.id for one in those] for key, those in found.items()} == {1: [2], 2: [1]}


@pytest.mark.parametrize(
    ("decided", "link", "overruled"),
    [
        (decision(0, 10), (0, 10), True),  # the very sentence, whatever was read in it
        (decision(0, 10, None), (9.9, 9.9), True),
        (decision(0, 4), (0.2, 3.8), True),  # words read in the part that was decided on
        (decision(0, 4), (4.5, 9), False),  # in the rest
        (decision(0, 4), (0, 10), True),  # the machine's answer is about that part, too
        (decision(0, 4, None), (0, 10), False),  # the rest may well belong to it
        (decision(0, 7, None), (0, 10), True),
        (decision(0, 10, also=True), (0, 10), False),
    ],
)
def test_what_the_machine_found_does_not_count(decided: HumanLink, link: tuple[float, float], overruled: bool) -> None:
    assert overrules(decided, TimeRange(0, 10), TimeRange(*link)) is overruled


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([QUAYS, LAMPS], 1),
        (["Good morning.", LAMPS, QUAYS], 3),  # another number
        ([LAMPS, QUAYS.replace("deplore", "regret")], 2),  # edited
        ([QUAYS.replace("ministers", "mayors"), QUAYS], 2),  # the very text is better than one that is like it
        ([LAMPS, QUAYS[:45]], None),  # half of it
        ([LAMPS], None),
        ([], None),
    ],
)
def test_a_paragraph_is_found_by_its_text(texts: list[str], found: int | None) -> None:
    paragraphs = [Paragraph(number, text) for number, text in enumerate(texts, 1)]
    assert same_paragraph(decision(0, 1, text=QUAYS), paragraphs) == found


@pytest.mark.parametrize(
    ("labels", "found"),
    [(("a", "b", "c"), 3), (("c", "c", "x"), 2), (("a", "a", "a"), 2)],
)
def test_equals_are_told_apart_by_label_and_then_by_place(labels: tuple[str, ...], found: int) -> None:
    paragraphs = [Paragraph(number, LAMPS, label) for number, label in enumerate(labels, 1)]
    assert same_paragraph(decision(0, 1, 2, text=LAMPS, label="c"), paragraphs) == found


def test_a_neighbour_that_is_still_there_takes_nobodys_place() -> None:
    gone, neighbour = "The ministers welcome the vote in Riga.", "The ministers welcome the vote in Rome."
    paragraphs = [Paragraph(1, neighbour)]
    assert same_paragraph(decision(0, 1, text=gone, others=frozenset({neighbour})), paragraphs) is None
    assert same_paragraph(decision(0, 1, text=gone), paragraphs) == 1
