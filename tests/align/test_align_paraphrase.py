from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from archiver.align.meaning import Floats
from archiver.align.paraphrase import COEFFICIENTS, evidence, features

LIKELIEST, WHOLE, WITH_BEFORE, SHARED, LEAD, QUESTION = range(6)


class Table:
    """An encoder that looks likeness up."""

    name = "all-MiniLM-L6-v2"

    def __init__(self, **likeness: float) -> None:
        self.known = {key.replace("_", " "): figure for key, figure in likeness.items()}

    def likeness(self, texts: Sequence[str], others: Sequence[str]) -> Floats:
        rows = [[self.known.get(f"{text} to {other}", 0.0) for other in others] for text in texts]
        return np.array(rows, dtype=np.float32)


def one(column: int, encoder: Table, paragraphs: list[list[str]], said: str, before: str = "") -> list[float]:
    """A feature of one sentence, for every paragraph."""
    found: list[float] = features(paragraphs, [said], [before], "en", encoder)[0, :, column].tolist()
    return found


def test_a_paragraph_is_as_like_as_its_likeliest_sentence() -> None:
    encoder = Table(x_to_a=0.25, x_to_b=0.75, x_to_c=0.5)
    assert one(LIKELIEST, encoder, [["a", "b"], ["c"], ["d"]], "x") == [0.75, 0.5, 0.0]


def test_the_whole_paragraph_counts_too() -> None:
    encoder = Table(x_to_a_b=0.5)
    assert one(WHOLE, encoder, [["a", "b"], ["c"]], "x") == [0.5, 0.0]


def test_so_does_what_was_said_just_before() -> None:
    encoder = Table(w_x_to_c=0.5, x_to_a=0.25)
    assert one(WITH_BEFORE, encoder, [["a"], ["c"]], "x", before="w") == [0.0, 0.5]
    assert one(WITH_BEFORE, encoder, [["a"], ["c"]], "x") == [0.25, 0.0]  # nothing before: no stray blank


def test_the_lead_is_over_the_best_of_the_others() -> None:
    encoder = Table(x_to_a=0.25, x_to_b=0.75, x_to_c=0.5)
    assert one(LEAD, encoder, [["a"], ["b"], ["c"]], "x") == [-0.5, 0.25, -0.25]
    assert one(LEAD, encoder, [["b"]], "x") == [0]  # a release of one paragraph: nobody to be ahead of
    assert one(LEAD, Table(x_to_a=0.5, x_to_b=0.5), [["a"], ["b"]], "x") == [0, 0]  # a tie


def test_rare_words_in_common() -> None:
    written = [["The OSCE met in Minsk."], ["The council met."], ["Of the"]]
    osce, council, plain = one(SHARED, Table(), written, "In Minsk the OSCE has met.")
    assert osce > council > plain == 0
    assert one(SHARED, Table(), [["Minsk, Minsk, Minsk."]], "Minsk.") == one(SHARED, Table(), [["Minsk."]], "Minsk.")


@pytest.mark.parametrize(("said", "asked"), [("Why? ", 1), ("Why.", 0), ("Why? Because.", 0), ("", 0)])
def test_questions(said: str, asked: float) -> None:
    assert one(QUESTION, Table(), [["a"], ["b"]], said) == [asked, asked]


def test_shape() -> None:
    assert features([["a"], ["b", "c"]], ["x", "y", "z"], ["", "x", "y"], "en", Table()).shape == (3, 2, 6)
    assert evidence([["a"], ["b", "c"]], ["x", "y", "z"], ["", "x", "y"], "en", Table()).shape == (3, 2)


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_every_encoders_coefficients_point_the_right_way(name: str) -> None:
    *weights, constant = COEFFICIENTS[name]
    assert len(weights) == 6
    assert all(weight > 0 for weight in weights[:QUESTION])
    assert weights[QUESTION] < 0  # who asks does not announce
    assert constant < 0  # without any likeness: none


@pytest.mark.parametrize("name", COEFFICIENTS)
def test_likeness_decides(name: str) -> None:
    encoder = Table(x_to_a=0.9, y_to_b=0.9)
    encoder.name = name
    odds = evidence([["a"], ["b"]], ["x", "y", "z"], ["", "", ""], "en", encoder)
    assert odds.argmax(axis=1).tolist()[:2] == [0, 1]
    assert (odds[2] < 0).all()
