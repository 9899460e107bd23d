"""Briefings written by hand, with the paragraphs that every sentence is about: what is linked, and how it was answered.

Two sets: the *fitted*, which took part in the fit of `scripts/fit_linking.py`; and the *blind*, which nothing was
fitted on.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from fit_paraphrase import Example, examples

from archiver.align import link_sentences, longest
from archiver.align.paraphrase.briefing_scorer import BriefingScorer
from archiver.align.paraphrase.encoder import minilm
from linking_bench import baselines
from linking_bench.figures import Answer

HERE = Path(__file__).parents[2] / "tests" / "align" / "examples"


@cache
def scorer() -> BriefingScorer:
    """Our own scorer, whose encoder remembers."""
    return BriefingScorer(minilm())


def fitted() -> list[Example]:
    """The briefings that took part in the fit."""
    return examples()


def blind() -> list[Example]:
    """The briefings that nothing was fitted on."""
    return examples(HERE / "briefings.json")


def other_releases() -> list[tuple[Example, Example]]:
    """Each blind briefing with a release of the same house on other matters."""
    written = json.loads((HERE / "other_releases.json").read_text(encoding="utf-8"))
    others = {own["title"]: Example(own["release"], tuple(own["paragraphs"]), (), (), ()) for own in written}
    return [(briefing, others[briefing.title]) for briefing in blind()]


def ours(example: Example) -> list[Answer]:
    """Our answer to every sentence: the link with the most of it, as ``link_texts`` gives."""
    links = link_sentences(example.paragraphs, example.sentences, "en", scorer())
    return [
        Answer(None, 0.0, right) if link is None else Answer(link.paragraph + 1, link.score, right)
        for link, right in zip(longest(links, len(example.sentences)), example.answers, strict=True)
    ]


def theirs(name: str, example: Example) -> list[Answer]:
    """The answers of a baseline: the nearest paragraph of every sentence, with the likeness as score."""
    alike = baselines.likeness(name, example.paragraphs, example.sentences)
    return [
        Answer(int(own.argmax()) + 1, float(own.max()), right)
        for own, right in zip(alike, example.answers, strict=True)
    ]
