"""Paraphrase links: a scorer's log-odds, adjusted for their surroundings, and the best path through them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from archiver.align.matched_words import SCORE_DIGITS, ScoredPairs, rounded, shifted
from archiver.align.paraphrase.clauses import clauses
from archiver.align.paraphrase.features import Scorer, persistence
from archiver.align.paraphrase.prior import with_prior
from archiver.align.paraphrase.viterbi import best_states, margins, max_marginals
from archiver.align.units import TextLink, Unit
from archiver.arrays import Floats
from archiver.models import Why

# Log-odds of a paragraph that a sentence was read from: beyond any doubt that words in common by meaning could raise.
VERBATIM_LOG_ODDS = 12.0

# What speaks for a paragraph when it was read out just before: `in practice, that can mean…`
COMMENT_LOG_ODDS = 0.8

# Log-odds from which a clause that is judged alone is tied to another paragraph than its sentence.
CLAUSE_LOG_ODDS = 1.0


@dataclass(frozen=True, slots=True)
class Choice:
    """The paragraph of a unit.

    margin: log-odds by which it is likelier than what comes second, the neighbours of the unit considered
    why: behind the odds, whose parts add up to it
    """

    unit: Unit
    paragraph: int
    margin: float
    why: Why


def link_paraphrases(
    parts: Sequence[Sequence[str]], units: Sequence[Unit], language: str, scorer: Scorer
) -> list[TextLink]:
    """The links of all units that were not read out.

    parts: the sentences of each paragraph, which put together are its text
    """
    briefing = _ScoredBriefing.of(parts, units, language, scorer)
    path = best_states(briefing.through)
    chosen = [
        briefing.choice(number, paragraph, margin, stays=number > 0 and path[number - 1] == paragraph)
        for number, (paragraph, margin) in enumerate(zip(path, margins(briefing.through, path), strict=True))
        if paragraph is not None and not units[number].read
    ]
    chosen += _clause_links(parts, units, chosen, language, scorer)
    return [_link(choice, parts[choice.paragraph], scorer) for choice in chosen]


def closest_paraphrase(
    parts: Sequence[Sequence[str]], units: Sequence[Unit], sentence: int, language: str, scorer: Scorer
) -> TextLink | None:
    """The link that a sentence would have if it had one; None where it was read out. See ``link_paraphrases``."""
    briefing = _ScoredBriefing.of(parts, units, language, scorer)
    own = [number for number, unit in enumerate(units) if unit.sentence == sentence and not unit.read]
    if not own:
        return None
    best = max(own, key=lambda number: briefing.odds[number].max())
    paragraph = int(briefing.odds[best].argmax())
    margin = margins(briefing.through[best : best + 1], [paragraph])[0]
    return _link(briefing.choice(best, paragraph, margin, stays=False), parts[paragraph], scorer)


@dataclass(frozen=True, slots=True)
class _ScoredBriefing:
    """All that is known of every unit and paragraph.

    surroundings: what is known beside the scorer's odds
    odds: with that, and with how much around is about the release at all
    persistence: log-odds of staying with the paragraph of the unit before
    through: as ``max_marginals`` gives it
    """

    units: Sequence[Unit]
    scored: ScoredPairs
    surroundings: Floats
    odds: Floats
    persistence: Floats
    through: Floats

    @classmethod
    def of(
        cls, parts: Sequence[Sequence[str]], units: Sequence[Unit], language: str, scorer: Scorer
    ) -> _ScoredBriefing:
        """What a scorer makes of it.

        parts: the sentences of each paragraph
        """
        scored = scorer.score(parts, [unit.text for unit in units], [bool(unit.read) for unit in units], language)
        if scorer.considers_neighbours:
            nothing = np.zeros_like(scored.odds)
            return cls(units, scored, nothing, scored.odds, nothing[:, 0], _likeliest(scored.odds))
        surroundings = _surroundings(units, scored.odds)
        odds = with_prior(scored.odds + surroundings)
        stay = persistence(["" if unit.read else unit.text for unit in units], language)
        return cls(units, scored, surroundings, odds, stay, max_marginals(odds, stay))

    def choice(self, number: int, paragraph: int, margin: float, *, stays: bool) -> Choice:
        """A unit's paragraph with the reasons.

        stays: whether it is that of the unit before
        """
        said_before = float(self.surroundings[number, paragraph])
        lessened = float(self.odds[number, paragraph] - self.scored.odds[number, paragraph]) - said_before
        around = {"just read out": said_before, "little around is about it": lessened}
        told = {name: value for name, value in rounded(around).items() if value}
        staying = round(float(self.persistence[number]), SCORE_DIGITS) if stays else 0.0
        own = self.scored.why(number, paragraph)
        why = replace(own, parts={**own.parts, **told}, staying=staying)
        return Choice(self.units[number], paragraph, margin, shifted(why, self.units[number].said[0]))


def _likeliest(odds: Floats) -> Floats:
    """The odds of the likeliest paragraph of each sentence against none, as ``max_marginals`` gives them."""
    through = np.full((len(odds), odds.shape[1] + 1), -np.inf, dtype=np.float32)
    rows, best = np.arange(len(odds)), odds.argmax(axis=1)
    through[rows, best], through[:, -1] = odds[rows, best], 0.0
    return through


def _surroundings(units: Sequence[Unit], odds: Floats) -> Floats:
    """What is known beside the scorer's odds: what was read is as good as certain, and is commented on."""
    found = np.zeros_like(odds)
    for number, unit in enumerate(units[:-1]):
        found[number + 1, [link.paragraph for link in unit.read]] += COMMENT_LOG_ODDS
    for number, unit in enumerate(units):
        for link in unit.read:
            found[number, link.paragraph] = VERBATIM_LOG_ODDS - odds[number, link.paragraph]
    return found


def _clause_links(
    parts: Sequence[Sequence[str]], units: Sequence[Unit], firsts: Sequence[Choice], language: str, scorer: Scorer
) -> Iterator[Choice]:
    """Clauses that, taken alone, clearly speak of another paragraph than their sentence."""
    known = {(choice.unit.sentence, choice.paragraph) for choice in firsts}
    linked = {sentence for sentence, _ in known}
    known |= {(unit.sentence, link.paragraph) for unit in units for link in unit.read}
    finer = [clause for unit in units for clause in _cut(unit, language, whole=unit.sentence not in linked)]
    asked = [number for number, (_, alone) in enumerate(finer) if alone]
    if not asked:
        return
    if not scorer.considers_neighbours:
        finer, asked = [finer[number] for number in asked], list(range(len(asked)))
    scored = scorer.score(parts, [clause.text for clause, _ in finer], [True] * len(finer), language)
    for number in asked:
        clause, paragraph = finer[number][0], int(scored.odds[number].argmax())
        odds = float(scored.odds[number, paragraph])
        if odds >= CLAUSE_LOG_ODDS and (clause.sentence, paragraph) not in known:
            known.add((clause.sentence, paragraph))
            yield Choice(clause, paragraph, odds, shifted(scored.why(number, paragraph), clause.said[0]))


def _cut(unit: Unit, language: str, *, whole: bool) -> Iterator[tuple[Unit, bool]]:
    """The clauses of a unit, and whether each may stand alone; a unit that is wanted whole, or was read, as it is."""
    places = [] if whole or unit.read else clauses(unit.text, language)
    if len(places) < 2:
        yield unit, False
        return
    for start, end in places:
        yield replace(unit, text=unit.text[start:end], said=(unit.said[0] + start, unit.said[0] + end)), True


def _link(choice: Choice, paragraph: Sequence[str], scorer: Scorer) -> TextLink:
    unit, score = choice.unit, round(scorer.reliability(choice.margin), 3)
    why = replace(choice.why, margin=round(choice.margin, SCORE_DIGITS))
    return TextLink(unit.sentence, choice.paragraph, "paraphrase", score, (0, sum(map(len, paragraph))), unit.said, why)
