"""Days that only a page's source tells."""

from __future__ import annotations

import io
import logging

import pytest

from archiver.release import read_release
from archiver.release.formats.day_search import searched_day

TEXT = "<p>The ministers met at noon, and the quays are lit.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        '<div class="post-date">Written on the quay, 4 May 2021, in the rain</div>',
        '<div class="date-publication">Au bord de l’eau, le 4 mai 2021, sous la pluie</div>',
    ],
)
def test_a_day_inside_an_element_that_is_named_for_it(markup: str) -> None:
    page = f"<html><body><h1>Light on the quays</h1>{markup}{TEXT}</body></html>"
    assert searched_day(page) == "2021-05-04"
    release = read_release(page.encode())
    assert release.date == "2021-05-04"
    assert any("was found in the page's source" in doubt for doubt in release.doubts)


def test_the_update_is_not_the_day() -> None:
    page = f'<html><body><h1>Light</h1>{TEXT}<p class="date">Last change 4 May 2021</p></body></html>'
    release = read_release(page.encode())
    assert (release.date, release.updated) == (None, "2021-05-04")


def test_a_page_that_is_too_long_is_not_searched() -> None:
    assert searched_day(f'<p class="date">4 May 2021</p>{TEXT * 20_000}') is None


@pytest.mark.parametrize("odd", ["\x00", "\x0b", "\ufffe", "&#0;", "&#x1F;", "&#xFFFE;", "&#65535"])
def test_characters_that_xml_does_not_have_are_passed_over(odd: str) -> None:
    page = f'<p class="date">Au bord de l’eau, le 4 mai 2021{odd}</p><p>a{odd}<script>b</script>{odd}c</p>'
    assert searched_day(page) == "2021-05-04"


def test_what_the_library_logs_is_not_told_to_people() -> None:
    """Not even where a log is set up, as the library for captions does."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    try:
        assert searched_day("") is None
    finally:
        logging.getLogger().removeHandler(handler)
    assert told.getvalue() == ""
