"""What is said in the language of a release's translation."""

from __future__ import annotations

import pytest

from archiver import demo
from archiver.align.translations import by_language, carried_over, correspond
from archiver.models import UNTIMED, Link, Segment
from archiver.release import read_release

ENGLISH = [paragraph.text for paragraph in read_release(demo.RELEASE.read_bytes()).paragraphs]
FRENCH = [  # what each says, in short
    "Le Conseil condamne le recours à la force contre des manifestants civils et les arrestations arbitraires.",
    "La mission d'observation de l'OSCE a constaté que les normes électorales n'avaient pas été respectées.",
    "L'OTAN attend de ses partenaires qu'ils tiennent leurs engagements envers les normes démocratiques.",
    "L'OTAN a entrepris l'examen de ses relations avec le Bélarus et ne traitera pas avec ceux de la répression.",
    "L'OTAN contribuera à promouvoir la démocratie et à expliquer ses principes à la population bélarussienne.",
    "L'OTAN travaillera étroitement avec ses partenaires internationaux, pour que leurs mesures se renforcent.",
]


def test_sentences_by_their_language() -> None:
    said = [Segment(0, 1, "Good morning.", language="en-GB"), Segment(1, 2, "Bonjour."), Segment(2, 3, "Et merci.")]
    assert by_language(said, "fr") == {"en": [0], "fr": [1, 2]}


def test_a_link_goes_over_to_the_same_paragraph_as_a_whole() -> None:
    said = [Segment(0.5, 4.0, "Les quais sont fermés."), Segment(4.0, 4.0, "Ils le restent.", flags=(UNTIMED,))]
    read = [Link(1, 2, "verbatim", 0.97, (0, 10), 0.7, 2.0), Link(1, 2, "verbatim", 0.95, (11, 20), 2.0, 3.9)]
    found = list(carried_over([*read, Link(2, 1, "paraphrase", 0.8, (0, 9))], said, ["The quays.", "They are closed."]))
    assert [(one.segment, one.paragraph, one.relation, one.score) for one in found] == [
        (1, 2, "paraphrase", 0.97),
        (2, 1, "paraphrase", 0.8),
    ]
    assert [(one.span, one.start, one.end) for one in found] == [((0, 16), 0.5, 4.0), ((0, 10), None, None)]
    assert found[0].why is not None
    assert (found[0].why.basis, found[0].why.parts) == ("translation", {"verbatim in its own language": 0.97})


@pytest.mark.slow
def test_whether_two_releases_are_the_same_paragraph_by_paragraph() -> None:
    languages = ("en", "fr")
    assert correspond(ENGLISH, FRENCH, languages)
    assert not correspond(ENGLISH, FRENCH[:5], languages)
    assert not correspond(ENGLISH, [FRENCH[0], FRENCH[3], FRENCH[2], FRENCH[1], *FRENCH[4:]], languages)


def test_nobody_can_tell_for_a_language_that_no_model_knows() -> None:
    assert not correspond(["The quays."], ["Les quais."], ("en", "xx"))
