"""Links of what was said in other words: a judge's odds, set right by their surroundings, and the best path through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from archiver.align.explain import DIGITS, Weighed, behind, rounded
from archiver.align.paraphrase.clauses import clauses
from archiver.align.paraphrase.features import Judge, clinging
from archiver.align.paraphrase.prior import by_prevalence
from archiver.align.paraphrase.viterbi import Floats, best_through, margins, path_of
from archiver.align.units import TextLink, Unit
from archiver.models import Why

# Log-odds of a paragraph that a sentence was read from: beyond any doubt that words in common by meaning could raise.
READ = 12.0

# What speaks for a paragraph when it was read out just before: `in practice, that can mean…`
COMMENT = 0.8

# Log-odds from which a clause that is judged alone is tied to another paragraph than its sentence.
CLEARLY = 1.0


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


def meant(parts: Sequence[Sequence[str]], units: Sequence[Unit], language: str, judge: Judge) -> list[TextLink]:
    """The links of all units that were not read out.

    parts: the sentences of each paragraph, which put together are its text
    """
    briefing = _Briefing.judged(parts, units, language, judge)
    path = path_of(briefing.through)
    chosen = [
        briefing.choice(number, paragraph, margin, stays=number > 0 and path[number - 1] == paragraph)
        for number, (paragraph, margin) in enumerate(zip(path, margins(briefing.through, path), strict=True))
        if paragraph is not None and not units[number].read
    ]
    chosen += _seconds(parts, chosen, language, judge)
    return [_link(choice, parts[choice.paragraph], judge) for choice in chosen]


def nearly_meant(
    parts: Sequence[Sequence[str]], units: Sequence[Unit], sentence: int, language: str, judge: Judge
) -> TextLink | None:
    """The link that a sentence would have if it had one; None where it was read out. See ``meant``."""
    briefing = _Briefing.judged(parts, units, language, judge)
    own = [number for number, unit in enumerate(units) if unit.sentence == sentence and not unit.read]
    if not own:
        return None
    best = max(own, key=lambda number: briefing.odds[number].max())
    paragraph = int(briefing.odds[best].argmax())
    margin = margins(briefing.through[best : best + 1], [paragraph])[0]
    return _link(briefing.choice(best, paragraph, margin, stays=False), parts[paragraph], judge)


@dataclass(frozen=True, slots=True)
class _Briefing:
    """All that is known of every unit and paragraph.

    beside: what is known beside the judge's odds
    odds: with that, and with how much around is about the release at all
    clings: log-odds of staying with the paragraph of the unit before
    through: as ``best_through`` gives it
    """

    units: Sequence[Unit]
    weighed: Weighed
    beside: Floats
    odds: Floats
    clings: Floats
    through: Floats

    @classmethod
    def judged(cls, parts: Sequence[Sequence[str]], units: Sequence[Unit], language: str, judge: Judge) -> _Briefing:
        """What a judge makes of it.

        parts: the sentences of each paragraph
        """
        weighed = judge.weigh(parts, [unit.text for unit in units], [bool(unit.read) for unit in units], language)
        beside = _beside(units, weighed.odds)
        odds = by_prevalence(weighed.odds + beside)
        clings = clinging(["" if unit.read else unit.text for unit in units], language)
        return cls(units, weighed, beside, odds, clings, best_through(odds, clings))

    def choice(self, number: int, paragraph: int, margin: float, *, stays: bool) -> Choice:
        """A unit's paragraph with the reasons.

        stays: whether it is that of the unit before
        """
        said_before = float(self.beside[number, paragraph])
        lessened = float(self.odds[number, paragraph] - self.weighed.odds[number, paragraph]) - said_before
        around = {"just read out": said_before, "little around is about it": lessened}
        why = _with(self.weighed.why(number, paragraph), around, float(self.clings[number]) if stays else 0.0)
        return Choice(self.units[number], paragraph, margin, behind(why, self.units[number].said[0]))


def _with(why: Why, around: Mapping[str, float], staying: float) -> Why:
    """The judge's reasons and those that the surroundings give."""
    told = {name: value for name, value in rounded(around).items() if value}
    return replace(why, parts={**why.parts, **told}, staying=round(staying, DIGITS))


def _beside(units: Sequence[Unit], odds: Floats) -> Floats:
    """What is known beside the judge's odds: what was read is as good as certain, and is commented on."""
    found = np.zeros_like(odds)
    for number, unit in enumerate(units[:-1]):
        found[number + 1, [link.paragraph for link in unit.read]] += COMMENT
    for number, unit in enumerate(units):
        for link in unit.read:
            found[number, link.paragraph] = READ - odds[number, link.paragraph]
    return found


def _seconds(parts: Sequence[Sequence[str]], firsts: Sequence[Choice], language: str, judge: Judge) -> Iterator[Choice]:
    """Clauses that, taken alone, clearly speak of another paragraph than their sentence."""
    cut = [(choice.unit, clauses(choice.unit.text, language)) for choice in firsts]
    asked = [(unit, clause) for unit, several in cut if len(several) > 1 for clause in several]
    if not asked:
        return
    said = [unit.text[slice(*clause)] for unit, clause in asked]
    weighed = judge.weigh(parts, said, [True] * len(said), language)
    known = {(choice.unit.sentence, choice.paragraph) for choice in firsts}
    known |= {(unit.sentence, link.paragraph) for unit, _ in asked for link in unit.read}
    for number, (unit, (start, end)) in enumerate(asked):
        paragraph = int(weighed.odds[number].argmax())
        odds = float(weighed.odds[number, paragraph])
        if odds >= CLEARLY and (unit.sentence, paragraph) not in known:
            known.add((unit.sentence, paragraph))
            begin = unit.said[0] + start
            clause = Unit(unit.sentence, said[number], (begin, unit.said[0] + end))
            yield Choice(clause, paragraph, odds, behind(weighed.why(number, paragraph), begin))


def _link(choice: Choice, paragraph: Sequence[str], judge: Judge) -> TextLink:
    unit, score = choice.unit, round(judge.reliability(choice.margin), 3)
    why = replace(choice.why, margin=round(choice.margin, DIGITS))
    return TextLink(unit.sentence, choice.paragraph, "paraphrase", score, (0, sum(map(len, paragraph))), unit.said, why)
