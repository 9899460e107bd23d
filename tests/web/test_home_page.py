"""The first page of the archive in ``conftest.py``, and the spark by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

import httpx
import pytest

from archiver.display import duration_words
from archiver.web.home_page import SPARK_SIZE, sound_summary, spark

Ask = Callable[..., httpx.Response]

WIDTH, HEIGHT = SPARK_SIZE


def test_releases_by_date(ask: Ask) -> None:
    page = ask("/-/archive")
    assert page.status_code == 200
    listed = page.text.partition('class="releases"')[2]
    assert re.findall(r'class="name" href="/-/archive/releases/(\d)"', listed) == ["2", "3"]  # 1 was replaced
    assert re.findall("<h2>(.+)</h2>", page.text) == ["2006", "Without a date"]


def test_hours_transcribed(ask: Ask) -> None:
    page = ask("/-/archive").text
    assert "3 recordings transcribed: 31 min" in page
    assert "<span>31 min transcribed</span>" in page  # of the statement, in two recordings
    assert "<span>30 s transcribed</span>" in page


def test_what_was_not_heard_is_told_and_not_drawn() -> None:
    nobody = {"obtained": 1, "transcribed": 1, "heard": 0, "with_sound": 1, "seconds": 60.0}
    assert sound_summary(nobody) == "transcribed: nobody speaks"
    assert sound_summary(nobody | {"heard": 1}) == "1 min transcribed"


def test_coverage_at_a_glance(ask: Ask) -> None:
    page = ask("/-/archive").text
    assert "2 of 3 paragraphs talked about, 1 read out" in page
    assert "none of 1 paragraph talked about" in page


def test_what_was_last_added(ask: Ask) -> None:
    page = ask("/-/archive").text
    first = page.partition("Last added")[2].partition("</li>")[0]
    assert '<time datetime="2026-03-01">1 March 2026</time>' in first
    assert "release, recording, transcript" in first


def test_a_way_to_search_and_one_to_the_tables(ask: Ask) -> None:
    page = ask("/-/archive").text
    assert '<form class="ask" role="search" action="/-/archive/search">' in page
    assert '<a href="/">All tables, questions and SQL</a>' in page


@pytest.mark.parametrize(("year", "found"), [("2006", ["2"]), ("1999", []), ("", ["3"]), ("' or 1=1", []), ("20%", [])])
def test_one_year(ask: Ask, year: str, found: list[str]) -> None:
    page = ask("/-/archive", year=year).text
    assert re.findall(r'class="name" href="/-/archive/releases/(\d)"', page) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"house": "NATO"}, ["2"]),
        ({"house": "Somebody else"}, []),
        ({"amiss": "missing"}, ["2"]),  # the video
        ({"amiss": "unheard"}, []),
        ({"amiss": "doubtful"}, ["2"]),
        ({"amiss": "nonsense"}, ["2", "3"]),
        ({"speaker": "James Appathurai"}, ["2"]),
        ({"speaker": "James Appathurai", "year": "1999"}, []),
    ],
)
def test_filters(ask: Ask, asked: dict[str, str], found: list[str]) -> None:
    page = ask("/-/archive", **asked).text
    assert re.findall(r'class="name" href="/-/archive/releases/(\d)"', page) == found
    for value in asked.values():
        assert f'value="{value}" selected' in page or value in ("nonsense", "1999")


def test_the_way_to_everything_and_the_legend_above_the_list(ask: Ask) -> None:
    page = ask("/-/archive").text
    site, _, rest = page.partition("</header>")
    ways = ["/-/archive", "/-/archive/search", "/-/archive/todo", "/-/archive/plots", "/"]
    assert re.findall('<a (?:class="home" )?href="([^"]+)"', site.partition("<nav")[2]) == ways
    assert rest.index('class="legend"') < rest.index('class="releases"')


@pytest.mark.parametrize("number", ["0", "-1", "99", "x", "9" * 400])
def test_a_page_that_is_not_there_is_the_first_or_the_last(ask: Ask, number: str) -> None:
    answer = ask("/-/archive", page=number)
    assert (answer.status_code, 'class="releases"' in answer.text) == (200, True)


def test_a_slash_behind_it_does_not_hurt(ask: Ask) -> None:
    assert ask("/-/archive/").text == ask("/-/archive").text


def link(position: int, relation: str, start: int, end: int) -> dict[str, object]:
    return {"position": position, "relation": relation, "span_start": start, "span_end": end}


def test_a_spark_is_as_wide_as_its_paragraphs_and_as_high_as_they_were_read() -> None:
    paragraphs = [{"position": 1, "length": 300}, {"position": 2, "length": 100}, {"position": 3, "length": 400}]
    links = [link(1, "verbatim", 0, 100), link(1, "verbatim", 50, 150), link(3, "paraphrase", 0, 400)]
    drawn = spark(paragraphs, links)
    one, two, three = drawn.columns
    assert (one.x, two.x, three.x) == (0, WIDTH * 3 / 8, WIDTH / 2)
    assert (one.read, two.read, three.read) == (HEIGHT / 2, 0, 0)  # what was read twice counts once
    assert (one.paraphrased, two.paraphrased, three.paraphrased) == (False, False, True)
    assert drawn.words == "2 of 3 paragraphs talked about, 1 read out"


def test_a_spark_of_very_many_paragraphs_stays_in_its_place() -> None:
    columns = spark([{"position": n, "length": n % 3} for n in range(1, 2000)], []).columns
    assert all(column.width > 0 for column in columns)
    assert columns[-1].x < WIDTH


def test_a_spark_of_nothing() -> None:
    assert spark([], []).columns == []


@pytest.mark.parametrize(
    ("seconds", "said"), [(0, "0 s"), (59, "59 s"), (90, "2 min"), (3_599, "1 h 00 min"), (7_500, "2 h 05 min")]
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert duration_words(seconds) == said


@pytest.mark.parametrize("start", ["/-/archive", "/-/archive/releases/2"])
def test_everything_is_two_clicks_away(ask: Ask, start: str) -> None:
    def links(path: str) -> set[str]:
        found = re.findall('<a [^>]*href="(/-/archive[^"#?]*)', ask(path).text)
        return {one for one in found if not re.search(r"\.(mp3|json|csv|txt|srt|vtt)$", one)}

    first = links(start)
    second = {one for path in first for one in links(path)}
    wanted = ["/releases/2/differences", "/phrase", "/quote", "/search", "/todo", "/plots", "/feed.rss", "/feed.atom"]
    assert {f"/-/archive{one}" for one in wanted} <= first | second


def test_of_very_many_houses_those_are_offered_that_have_what_is_typed(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert '<select id="house"' in ask("/-/archive", house="NATO").text
    monkeypatch.setattr("archiver.web.home_filters.MOST_OFFERED", 0)
    monkeypatch.setattr("archiver.web.home_page.MOST_OFFERED", 0)
    page = ask("/-/archive", house="NATO").text
    assert '<input id="house" name="house" value="NATO"' in page
    assert re.findall(r'data-names="(.+?)"', page)[0] == "/-/archive/houses.json"
    assert "names.js" in page
    monkeypatch.undo()
    for typed, found in {"nat": ["NATO"], "NÁTO": ["NATO"], "xyz": []}.items():
        assert [row["value"] for row in ask("/-/archive/houses.json", typed=typed).json()] == found
