"""Which file is which recording: by name, size, length, day, title and what is said, and by none that is weak."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.pipeline.folder_matching import FoundFile, WantedRecording, days_in, evidence, pairs

WANTED = WantedRecording(
    ((12, 3),),
    "Statement on harbour safety in the north",
    "Press briefing",
    "https://example.org/2006/s060331a.mp3",
    announced_kb=1_000,
    announced_seconds=100.0,
    day="2006-03-31",
)


@pytest.mark.parametrize(
    ("place", "size", "seconds", "points", "reasons"),
    [
        ("s060331a.MP3", 1_000_400, 100.4, 9, "same name, same size, same length, same day"),
        ("2006/s060331a.mp3", 1_000_400, 100.4, 10, "same name, same folder, same size, same length, same day"),
        (
            *("s060331a.mp3", 250_000, 25.0, 1),
            "same name, another size than announced, another length than announced, same day",
        ),
        ("track 01.mp3", 1_000_400, 100.4, 4, "same size, same length"),
        ("track 01.mp3", 1_080_000, 104.0, 2, "size nearly as announced, length nearly as announced"),
        ("2006-04-01.mp3", 1_000_400, 100.4, 2, "same size, same length, another day"),
        (
            "harbour safety in the north statement.mp3",
            1_000_400,
            100.4,
            5,
            "same size, same length, words of the title",
        ),
        ("press briefing.mp3", 500, 1.0, -4, "another size than announced, another length than announced"),
    ],
)
def test_evidence(place: str, size: int, seconds: float, points: int, reasons: str) -> None:
    found = evidence(WANTED, FoundFile(Path(place), size, seconds))
    assert (found.points, ", ".join(found.reasons)) == (points, reasons)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("briefing-2006-03-31", {"2006-03-31"}),
        ("20060331_briefing", {"2006-03-31"}),
        ("31.03.2006", {"2006-03-31"}),
        ("s060331a", {"2006-03-31"}),
        ("s990331a", {"1999-03-31"}),
        ("track 06", set()),
        ("2006-13-31", set()),
        ("call 0032 2707504", set()),
    ],
)
def test_days(name: str, days: set[str]) -> None:
    assert days_in(name) == days


def wanted(number: int, **told: object) -> WantedRecording:
    return WantedRecording(((number, number),), f"Statement {number}", "Sound", **told)  # type: ignore[arg-type]


def file(name: str, size: int = 500) -> FoundFile:
    return FoundFile(Path(name), size, 10.0)


def matched(*given: object, **more: object) -> list[tuple[int, str, bool]]:
    return [(one.wanted.links[0][0], one.file.place.name, one.sure) for one in pairs(*given, **more)]  # type: ignore[arg-type]


def test_of_equals_none_is_sure() -> None:
    """Two files of one name: either may be it, and a person is asked."""
    both = [wanted(1, url="http://a/1/talk.mp3"), wanted(2, url="http://a/2/talk.mp3")]
    assert matched(both, [file("talk.mp3")]) == [(1, "talk.mp3", False), (2, "talk.mp3", False)]
    assert matched(both, [file("1/talk.mp3"), file("2/talk.mp3")]) == [(1, "talk.mp3", True), (2, "talk.mp3", True)]


def test_what_is_sure_leaves_the_rest_more_alone() -> None:
    both = [wanted(1, announced_kb=500, url="http://a/one.mp3"), wanted(2, announced_kb=500, day="2006-03-31")]
    files = [file("one.mp3", 500_000), file("2006-03-31.mp3", 500_000)]
    assert matched(both, files) == [(1, "one.mp3", True), (2, "2006-03-31.mp3", True)]


def test_what_is_said_decides() -> None:
    both, files = [wanted(1), wanted(2)], [file("a.mp3"), file("b.mp3")]
    assert matched(both, files) == []
    assert matched(both, files, [(0, 1)]) == [(1, "b.mp3", True)]
