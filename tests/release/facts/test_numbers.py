"""Numbers of releases."""

from __future__ import annotations

import pytest

from archiver.release.facts.numbers import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NAC-S(99) 64", "NAC-S(99) 64"),
        ("IP/06/405", "IP/06/405"),
        ("SC/8680", "SC/8680"),
        ("PC.DEC/758", "PC.DEC/758"),
        ("M-NAC- 2(2001)159", "M-NAC-2(2001)159"),  # a narrow cell broke it
        ("Press release 41/2011", "41/2011"),
        ("Media Advisory: 2021", "2021"),
        ("Pressemitteilung Nr. 117", "117"),
        ("Comunicado de prensa n° 12", "12"),
        ("Ref: 292a06", "292a06"),
        ("Light on the quays, SC/8680 and SC/8681", "SC/8680"),
        ("Press release (2006)150 No. 7", "(2006)150"),  # the kind that needs no words before it comes first
        ("41/2011", None),
        ("No 4 of the quays", None),
        ("Light on 2006 quays and/or 12 bridges", None),
        ("km/h, and/12", None),
    ],
)
def test_the_number_of_a_release(text: str, number: str | None) -> None:
    assert number_in(text) == number
