"""What a newer reading of the same bytes takes over, and how the difference is told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive_examples import STATEMENT

from archiver.archive.versions import NOT_FETCHED, KnownLink, Reading, differences, read_again
from archiver.models import MediaLink, Paragraph

A, B = "https://example.org/a.mp3", "https://example.org/b.mp3"
ONE, TWO = STATEMENT.paragraphs
KNOWN = Reading(
    {name: getattr(STATEMENT, name) for name in ("title", "number", "issuer", "date", "updated", "language")},
    STATEMENT.paragraphs,
    tuple(KnownLink(link) for link in STATEMENT.media),
)


def known(*links: KnownLink) -> Reading:
    return replace(KNOWN, links=links)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, []),
        ({"doubts": ("no date found",)}, []),
        ({"title": "Statement", "date": None}, ["title", "date"]),
        ({"paragraphs": (ONE,)}, ["1 paragraph fewer"]),
        ({"paragraphs": (ONE, TWO, ONE, TWO)}, ["2 paragraphs more"]),
        ({"paragraphs": (ONE, replace(TWO, heading=None))}, ["1 paragraph changed"]),
        ({"paragraphs": (TWO, ONE)}, ["2 paragraphs changed"]),
        ({"media": ()}, ["2 media links fewer"]),
        ({"media": (*STATEMENT.media, MediaLink("Questions"))}, ["1 media link more"]),
        ({"media": (STATEMENT.media[0], MediaLink("Briefing", STATEMENT.media[1].url))}, ["1 media link changed"]),
        (
            {
                "title": "Statement",
                "paragraphs": (*STATEMENT.paragraphs, Paragraph(3, "They meet again.")),
                "media": (),
            },
            ["title", "1 paragraph more", "2 media links fewer"],
        ),
    ],
)
def test_the_difference_in_words(changes: dict[str, object], told: list[str]) -> None:
    assert differences(KNOWN, read_again(KNOWN, replace(STATEMENT, **changes))) == told  # type: ignore[arg-type]


def test_what_a_person_put_right_stays() -> None:
    release = replace(STATEMENT, title="Nav", date=None, number="7")
    newer = read_again(KNOWN, release, ["title", "date"])
    assert (newer.facts["title"], newer.facts["date"], newer.facts["number"]) == (STATEMENT.title, STATEMENT.date, "7")


def test_a_fact_that_a_person_took_away_stays_away() -> None:
    older = replace(KNOWN, facts={**KNOWN.facts, "date": None})
    assert read_again(older, STATEMENT, ["date"]).facts["date"] is None


@pytest.mark.parametrize(
    ("older", "read", "newer"),
    [
        # The same links, whatever came of them.
        (
            [KnownLink(MediaLink("Sound", A), 1, None), KnownLink(MediaLink("Sound", B), reason="404")],
            [MediaLink("Sound", A), MediaLink("Sound", B)],
            [KnownLink(MediaLink("Sound", A), 1, None), KnownLink(MediaLink("Sound", B), reason="404")],
        ),
        # An icon and words that lead to one file, in another order.
        (
            [KnownLink(MediaLink("", A), 1, None), KnownLink(MediaLink("Sound", A), reason="404")],
            [MediaLink("Sound", A), MediaLink("", A)],
            [KnownLink(MediaLink("Sound", A), reason="404"), KnownLink(MediaLink("", A), 1, None)],
        ),
        # Another label for the same address.
        (
            [KnownLink(MediaLink("Sound", A), reason="404"), KnownLink(MediaLink("Video", B), 1, None)],
            [MediaLink("Video - .wmv", B), MediaLink("Press briefing", A)],
            [
                KnownLink(MediaLink("Video - .wmv", B), 1, None),
                KnownLink(MediaLink("Press briefing", A), reason="404"),
            ],
        ),
        # An address for what had none: why it was not obtained is no longer so.
        (
            [KnownLink(MediaLink("Sound"), reason="the page gives no address"), KnownLink(MediaLink("Video"), 1, None)],
            [MediaLink("Sound", A), MediaLink("Video", B)],
            [KnownLink(MediaLink("Sound", A), reason=NOT_FETCHED), KnownLink(MediaLink("Video", B), 1, None)],
        ),
        # A relative address that is now resolved.
        (
            [KnownLink(MediaLink("Sound", "../a.mp3"), 1, None), KnownLink(MediaLink("Sound", "../b.mp3"), 2, None)],
            [MediaLink("Sound", B), MediaLink("Sound", A)],
            [KnownLink(MediaLink("Sound", B), 2, None), KnownLink(MediaLink("Sound", A), 1, None)],
        ),
        # The one link of a page, by another name.
        (
            [KnownLink(MediaLink("Press briefing by"), 1, None)],
            [MediaLink("Press briefing by the NATO Spokesman")],
            [KnownLink(MediaLink("Press briefing by the NATO Spokesman"), 1, None)],
        ),
        # The one link of a page is another one.
        (
            [KnownLink(MediaLink("Sound", A), 1, None)],
            [MediaLink("Briefing", B)],
            [KnownLink(MediaLink("Briefing", B)), KnownLink(MediaLink("Sound", A), 1, None)],
        ),
        # No link after all, except where there is a recording, or where a person said so.
        (
            [
                KnownLink(MediaLink("Video", A), reason="404"),
                KnownLink(MediaLink("Sound", B), 1, None),
                KnownLink(MediaLink("questions"), reason="404", by_hand=True),
            ],
            [MediaLink("Briefing", "https://example.org/c.mp3")],
            [
                KnownLink(MediaLink("Briefing", "https://example.org/c.mp3")),
                KnownLink(MediaLink("Sound", B), 1, None),
                KnownLink(MediaLink("questions"), reason="404", by_hand=True),
            ],
        ),
        # Sound given by hand for a page that now turns out to have a link.
        (
            [KnownLink(MediaLink("briefing"), 1, None, by_hand=True)],
            [MediaLink("Press briefing", A)],
            [KnownLink(MediaLink("Press briefing", A), 1, None)],
        ),
    ],
)
def test_links_keep_what_came_of_them(older: list[KnownLink], read: list[MediaLink], newer: list[KnownLink]) -> None:
    found = read_again(known(*older), replace(STATEMENT, media=tuple(read)))
    assert list(found.links) == newer


@pytest.mark.parametrize("base_known", [True, False])
def test_an_address_stays_where_nobody_knows_what_it_was_relative_to(base_known: bool) -> None:
    """Redirects ended at https, but only the http address was kept."""
    older = known(KnownLink(MediaLink("Sound", A), reason="404"), KnownLink(MediaLink("Video", B), 1, None))
    plain = tuple(replace(link.printed, url=f"http{(link.printed.url or '')[5:]}") for link in older.links)
    newer = read_again(older, replace(STATEMENT, media=plain), base_known=base_known)
    assert differences(older, newer) == (["2 media links changed"] if base_known else [])
    assert [link.recording_id for link in newer.links] == [None, 1]
    assert newer.links[0].reason == (NOT_FETCHED if base_known else "404")


def test_links_beyond_those_of_the_page_are_no_difference() -> None:
    older = known(*KNOWN.links, KnownLink(MediaLink("Old"), 1, None), KnownLink(MediaLink("x"), by_hand=True))
    assert read_again(older, STATEMENT) == older
