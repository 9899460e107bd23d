"""Links of what was said in other words: a judge's odds, set right by their surroundings, and the best path through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from archiver.align.clauses import clauses
from archiver.align.decode import Floats, best_through, margins, path_of
from archiver.align.paraphrase import Judge, clinging
from archiver.align.prevalence import by_prevalence
from archiver.align.readout import sentences_of
from archiver.align.units import TextLink, Unit
from archiver.align.why import DIGITS, behind, rounded
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


def meant(texts: Sequence[str], units: Sequence[Unit], language: str, judge: Judge) -> list[TextLink]:
    """The links of all units that were not read out."""
    parts = [sentences_of(text, language) for text in texts]
    chosen = _chosen(parts, units, language, judge)
    chosen += _seconds(parts, chosen, language, judge)
    return [_link(choice, texts[choice.paragraph], judge) for choice in chosen]


def _chosen(parts: Sequence[Sequence[str]], units: Sequence[Unit], language: str, judge: Judge) -> list[Choice]:
    """What the best path through the whole briefing chooses for each unit that was not read."""
    weighed = judge.weigh(parts, [unit.text for unit in units], [bool(unit.read) for unit in units], language)
    beside = _beside(units, weighed.odds)
    odds = weighed.odds + beside
    lessened = by_prevalence(odds)
    clings = clinging(["" if unit.read else unit.text for unit in units], language)
    through = best_through(lessened, clings)
    path = path_of(through)
    found = []
    for number, (paragraph, margin) in enumerate(zip(path, margins(through, path), strict=True)):
        if paragraph is not None and not units[number].read:
            staying = float(clings[number]) if number and path[number - 1] == paragraph else 0.0
            around = {
                "just read out": beside[number, paragraph],
                "little around is about it": lessened[number, paragraph] - odds[number, paragraph],
            }
            why = _with(weighed.why(number, paragraph), around, staying)
            found.append(Choice(units[number], paragraph, margin, behind(why, units[number].said[0])))
    return found


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


def _link(choice: Choice, text: str, judge: Judge) -> TextLink:
    unit, score = choice.unit, round(judge.reliability(choice.margin), 3)
    why = replace(choice.why, margin=round(choice.margin, DIGITS))
    return TextLink(unit.sentence, choice.paragraph, "paraphrase", score, (0, len(text)), unit.said, why)
