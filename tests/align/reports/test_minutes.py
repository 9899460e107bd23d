"""Minutes in a few words of their own, in small: made-up English, whose words are drawn by lot."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from archiver.align import link_sentences
from archiver.align.reports.monotone import FEWEST_PARAGRAPHS, FollowedReport, _later_share, follow

PLAIN = [
    "so",
    "I",
    "think",
    "we",
    "should",
    "maybe",
    "look",
    "at",
    "what",
    "they",
    "said",
    "and",
    "then",
    "you",
    "know",
]
ITEMS = 30


def minutes(seed: int, items: int = ITEMS) -> list[str]:
    """Items of one sentence, each with a subject of its own."""
    lot = random.Random(seed)
    return [
        " ".join("".join(lot.choices("bdfgklmnprst", k=6)) for _ in range(8)).capitalize() + "." for _ in range(items)
    ]


def talk(items: Sequence[str], order: Sequence[int], seed: int = 1) -> tuple[list[str], list[int]]:
    """Eight lines on each item: one word in four lines is the item's, all others are what people say anyway."""
    lot = random.Random(seed)
    lines, told = [], []
    for number in order:
        subject = items[number].rstrip(".").lower().split()
        for line in range(8):
            words = lot.choices(PLAIN, k=10)
            lines.append(" ".join([*words, *lot.sample(subject, 2 * (line % 4 == 0))]).capitalize() + ".")
            told.append(number)
    return lines, told


def followed(items: Sequence[str], lines: Sequence[str]) -> FollowedReport | None:
    found = follow([[item] for item in items], [[line] for line in lines], "en")
    return found if found and found.ordered else None


def test_minutes_are_followed_by_the_few_words_that_they_share() -> None:
    lines, told = talk(minutes(1), range(ITEMS))
    found = followed(minutes(1), lines)
    assert found
    assert sum(a == b for a, b in zip(found.paragraphs, told, strict=True)) > 0.7 * len(told)
    assert found.right < 0.9  # they explain less than a report does


def test_links_to_english_minutes_say_that_order_told() -> None:
    lines, _ = talk(minutes(1), range(ITEMS))
    links = link_sentences(minutes(1), lines, "en")
    assert len(links) > 0.9 * len(lines)
    assert {link.why.basis for link in links if link.why} == {"order"}


def test_a_sentence_read_over_two_paragraphs_keeps_both() -> None:
    items = minutes(1)
    lines = [f"{first} {second}" for first, second in zip(items[::2], items[1::2], strict=True)]
    parted = [spoken for line in lines for spoken in (line, "So we think that we know what they said.")]
    lines = [*parted, *parted[-2:] * 5]  # long enough to tell
    links = link_sentences(items, lines, "en")
    assert {link.paragraph for link in links if link.relation == "verbatim"} == set(range(ITEMS))


def test_an_agenda_before_the_minutes_is_passed_over() -> None:
    """It has the same words; but the meeting speaks of one item only where it begins."""
    items = minutes(1)
    agenda = ["Agenda", *(" ".join(item.split()[:2]) for item in items[::5])]
    lines, told = talk(items, range(ITEMS))
    found = followed([*agenda, *items], lines)
    assert found
    right = [a == b + len(agenda) for a, b in zip(found.paragraphs, told, strict=True)]
    assert sum(right) > 0.7 * len(told)


@pytest.mark.parametrize("seed", range(2, 5))
def test_minutes_of_another_meeting_are_not_followed(seed: int) -> None:
    lines, _ = talk(minutes(1), range(ITEMS))
    assert followed(minutes(seed), lines) is None


@pytest.mark.parametrize("seed", range(3))
def test_minutes_in_any_order_are_not_followed(seed: int) -> None:
    lines, _ = talk(minutes(1), random.Random(seed).sample(range(ITEMS), ITEMS))
    assert followed(minutes(1), lines) is None


def test_six_paragraphs_are_never_forced_into_an_order() -> None:
    items = minutes(1, FEWEST_PARAGRAPHS - 1)
    lines, _ = talk(items, range(len(items)))
    assert followed(items, lines) is None


def test_a_release_read_out_and_asked_about_is_not_followed() -> None:
    """However clear the order of its beginning is."""
    items = minutes(1)
    questions, _ = talk(items, random.Random(7).sample(range(ITEMS), 12))
    assert followed(items, [*items, *questions]) is None


@pytest.mark.parametrize(
    ("places", "share"),
    [
        ([0, 1, 2, 3], 0.5),
        ([0, 1, 1, 0, 1, 0], 0.0),  # it only comes back to them
        ([2, 2, 2, 2, 0, 1], 2 / 3),
    ],
)
def test_paragraphs_that_come_first_in_the_later_half(places: list[int], share: float) -> None:
    assert _later_share(places) == pytest.approx(share)
