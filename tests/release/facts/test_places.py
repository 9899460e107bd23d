"""Where something happened, alone or beside a day."""

from __future__ import annotations

import pytest

from archiver.release.facts.places import is_place, is_place_after_day, is_place_before_day


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("KINGSPORT", True),
        ("Customs House, Kingsport", True),
        ("of the harbour", True),  # the end of one that a cell broke
        ("Pier 4", True),
        ("Harbour Summit", False),
        ("Pilots ask for light", False),
        ("One Two Three Four Five Six Seven", False),
    ],
)
def test_the_name_of_a_place(line: str, place: bool) -> None:
    assert is_place(line) is place


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("Kingsport, ", "", True),
        ("Kingsport, le ", " - 14h30", True),
        ("Old Quay Street - ", "", True),
        ("Kingsport (", ")", True),
        ("Customs House ", "", True),
        ("Customs House ", " and later", False),  # without a comma it may begin a sentence
        ("Harbour Summit, ", "", False),
        ("the pilots met on ", "", False),
        ("", "", False),
    ],
)
def test_a_place_before_a_day(before: str, after: str, place: bool) -> None:
    assert is_place_before_day(before, after) is place


@pytest.mark.parametrize(
    ("after", "place"),
    [
        (" - Customs House, Kingsport", True),
        (", KINGSPORT", True),
        (" Kingsport", False),
        (", the pilots were heard", False),
        (" - Pilots ask for light", False),
        ("", False),
    ],
)
def test_a_place_after_a_day(after: str, place: bool) -> None:
    assert is_place_after_day(after) is place


@pytest.mark.parametrize("line", ["DAYTON", "Weekend Quay", "Dayton Harbour"])
def test_a_place_whose_name_begins_as_an_event_does(line: str) -> None:
    assert is_place(line)
