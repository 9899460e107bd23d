"""Briefings that nothing was fitted on: paraphrase, near misses, bait and follow-ups, 240 sentences of eight houses."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from archiver.align import link_texts

BRIEFINGS = json.loads((Path(__file__).parent / "examples" / "briefings.json").read_text(encoding="utf-8"))


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
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.75  # 0.68 before words were compared one by one
    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.62  # 0.54


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(BRIEFINGS)))
def test_a_briefing_against_another_houses_release(number: int) -> None:
    texts = [sentence[0] for sentence in BRIEFINGS[number]["sentences"]]
    foreign = BRIEFINGS[(number + 1) % len(BRIEFINGS)]["paragraphs"]
    assert sum(found is not None for found in link_texts(foreign, texts)) <= 1
