"""What differs between a paragraph and its reading, in the words of either."""

from __future__ import annotations

import pytest

from archiver.align.reported.compared_words import compared_words
from archiver.align.reported.reading import differences_in

PORTS = (
    "They will spend 240 million euros on new locks before 31 March 2011, and they will not raise fees in Rotterdam."
)
CASES: list[tuple[str, list[list[str]], list[tuple[str, str, str, str | None]]]] = [
    ("word for word", [[PORTS]], []),
    (
        "numbers in words, a filler, a false start, another spelling",
        [
            [
                "They will, uh, they will spend two hundred and forty million euros on new locks before the thirty "
                "first of March twenty eleven, and they'll not raise fees in Roterdam."
            ]
        ],
        [],
    ),
    (
        "another number, month and name, and a not that is missing",
        [["They will spend 420 million euros on new locks before 31 May 2011, and they will raise fees in Antwerp."]],
        [
            ("changed", "240", "420", "number"),
            ("changed", "March", "May", "date"),
            ("left out", "not", "", "negation"),
            ("changed", "Rotterdam", "Antwerp", "name"),
        ],
    ),
    (
        "a day left out, a word put in",
        [["They will spend 240 million euros on new and modern locks, and they will not raise fees in Rotterdam."]],
        [("put in", "", "and modern", None), ("left out", "before 31 March 2011", "", "date")],
    ),
    (
        "the end left out: a clause, in which a name alone is no news",
        [["They will spend 240 million euros on new locks before 31 March 2011."]],
        [("left out", "and they will not raise fees in Rotterdam", "", None)],
    ),
    (
        "words before, between and after, of which those on another paragraph (the second) do not count",
        [
            [
                "As I told you, they will spend 240 million euros on new locks before 31 March 2011.",
                "Every quay will be lit at night.",
                "There is one more thing.",
                "And they will not raise fees in Rotterdam, thank you.",
            ]
        ],
        [
            ("put in", "", "As I told you", None),
            ("put in", "", "There is one more thing", None),
            ("put in", "", "thank you", None),
        ],
    ),
    (
        "read in two places",
        [
            ["They will spend 240 million euros on new locks"],
            ["before 31 March 2011, and they will not raise fees in Rotterdam."],
        ],
        [],
    ),
    (
        "an edge in other words",
        [
            [
                "The ministers will spend 240 million euros on new locks before 31 March 2011, and will not raise fees "
                "in Rotterdam."
            ]
        ],
        [("changed", "They", "The ministers", None)],
    ),
]


@pytest.mark.parametrize(("what", "readings", "differences"), CASES, ids=[case[0] for case in CASES])
def test_differences(what: str, readings: list[list[str]], differences: list[tuple[str, str, str, str | None]]) -> None:
    words = [compared_words(sentences, "en") for sentences in readings]
    elsewhere = [frozenset({1}) if len(sentences) > 1 else frozenset() for sentences in readings]
    found = differences_in(compared_words([PORTS], "en"), words, elsewhere, "en")
    assert [(one.kind, one.written, one.said, one.matters) for one in found] == differences


def test_where_it_is_heard() -> None:
    """The words themselves; of what was left out those on both sides of it."""
    said = "They will spend 420 million euros before 31 March 2011, and they will not raise fees in Rotterdam."
    words = compared_words([said], "en")
    changed, left_out = differences_in(compared_words([PORTS], "en"), [words], [frozenset()], "en")
    assert [words[place].shown for place in (changed.first, changed.last)] == ["420", "420"]
    assert [words[place].shown for place in (left_out.first, left_out.last)] == ["euros", "before"]


@pytest.mark.parametrize("written", ["2-1/4", "2 1/4", "2¼", "two and a quarter", "two and one-quarter"])
def test_a_part_of_one_is_one_number(written: str) -> None:
    def told(number: str) -> list[tuple[str, str | None]]:
        paragraph = compared_words([f"Rates rise by {number} percent next spring, and fees by $3½ million."], "en")
        found = differences_in(paragraph, [compared_words([said], "en")], [frozenset()], "en")
        return [(one.said, one.matters) for one in found]

    said = "Rates rise by two and a quarter percent next spring, and fees by three and a half million dollars."
    assert told(written) == []
    assert {matters for _, matters in told("2-3/4")} == {"number"}
    assert told("2-5/4") != []


def test_french() -> None:
    written = compared_words(["Le Conseil versera 240 millions d'euros et n'augmentera pas les droits de port."], "fr")
    said = compared_words(["Le Conseil versera 420 millions d'euros et augmentera les droits de port."], "fr")
    found = differences_in(written, [said], [frozenset()], "fr")
    assert [one.matters for one in found] == ["number", "negation"]
