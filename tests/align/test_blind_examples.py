"""Briefings that nothing was fitted on: paraphrase, near misses, bait and follow-ups, 240 sentences of eight houses."""

from __future__ import annotations

import json
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from archiver.align import link_sentences, link_texts
from archiver.align.paraphrase.briefing_scorer import BriefingScorer
from archiver.align.paraphrase.encoder import minilm
from archiver.align.paraphrase.features import Scorer

EXAMPLES = Path(__file__).parent / "examples"
BRIEFINGS = json.loads((EXAMPLES / "briefings.json").read_text(encoding="utf-8"))
OTHER_RELEASES = json.loads((EXAMPLES / "other_releases.json").read_text(encoding="utf-8"))


def judged(briefing: dict[str, Any]) -> Counter[str]:
    """How many sentences were linked rightly, linked wrongly, missed, and rightly left alone."""
    texts = [sentence[0] for sentence in briefing["sentences"]]
    counts: Counter[str] = Counter()
    for (_, wanted, _), found in zip(briefing["sentences"], link_texts(briefing["paragraphs"], texts), strict=True):
        right = {wanted} if isinstance(wanted, int) else set(wanted or ())
        if found is None:
            counts["missed" if right else "left alone"] += 1
        else:
            counts["right" if found + 1 in right else "wrong"] += 1
            counts["missed"] += bool(right) and found + 1 not in right
    return counts


@pytest.mark.slow
def test_links_of_unseen_briefings_are_mostly_right() -> None:
    counts = sum((judged(briefing) for briefing in BRIEFINGS), Counter())
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.71
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.53


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """The best judge for English, which remembers what it read: every text is held against many."""
    return BriefingScorer(minilm())


def linked(paragraphs: list[str], briefing: dict[str, Any], scorer: Scorer) -> int:
    """How many sentences of a briefing are tied to a release."""
    texts = [sentence[0] for sentence in briefing["sentences"]]
    return len({link.sentence for link in link_sentences(paragraphs, texts, scorer=scorer)})


@pytest.mark.slow
def test_another_houses_release_gets_two_links_in_a_thousand_sentences_at_most(scorer: Scorer) -> None:
    pairs = list(permutations(BRIEFINGS, 2))
    wrong = sum(linked(release["paragraphs"], briefing, scorer) for release, briefing in pairs)
    assert wrong <= 2 * sum(len(briefing["sentences"]) for _, briefing in pairs) / 1000


@pytest.mark.slow
def test_another_release_of_the_same_house_gets_two_links_in_a_hundred_sentences_at_most(scorer: Scorer) -> None:
    pairs = list(zip(OTHER_RELEASES, BRIEFINGS, strict=True))
    assert all(release["title"] == briefing["title"] for release, briefing in pairs)
    wrong = sum(linked(release["paragraphs"], briefing, scorer) for release, briefing in pairs)
    assert wrong <= 2 * sum(len(briefing["sentences"]) for _, briefing in pairs) / 100
