"""Lines that say nothing but facts, and lines that say more."""

from __future__ import annotations

import pytest

from archiver.release.facts import Facts, facts_in


@pytest.mark.parametrize(
    ("line", "facts"),
    [
        ("Updated: 31-Mar-2006 NATO Press Releases", Facts(updated="31-Mar-2006", issuer="NATO")),
        ("OTAN Communiqués de presse", Facts(issuer="NATO")),
        ("European Commission - Press release", Facts(issuer="European Commission")),
        ("Press Release (2006)150", Facts(number="(2006)150")),
        ("PR/CP (2006)150", Facts(number="PR/CP (2006)150")),
        ("(2003) 027", Facts(number="(2003) 027")),
        ("31 March 2006 - Press Release M-NAC-1(2000)52", Facts("31 March 2006", number="M-NAC-1(2000)52")),
        ("Brussels, 31 March 2006", Facts("31 March 2006")),
        ("Bruxelles, le 31 mars 2006", Facts("31 mars 2006")),
        ("31 March 2006 Updated: 2 April 2006", Facts("31 March 2006", updated="2 April 2006")),
        ("Office of the Press Secretary", Facts()),
    ],
)
def test_a_line_of_facts(line: str, facts: Facts) -> None:
    assert facts_in(line) == facts


@pytest.mark.parametrize(
    "line",
    [
        "Meeting of 12 June 2003",
        "Statement on the report (2006)150",
        "Istanbul Summit Communiqué",
        "on 31 March 2006.",  # the end of a wrapped sentence
        "See all press releases",
        "The",
    ],
)
def test_a_line_that_says_more(line: str) -> None:
    assert facts_in(line) is None
