"""The search page on the archive of ``conftest.py``."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import meaning_examples
import pytest

from archiver.archive.meaning.kept import index, owners
from archiver.archive.store import open_archive
from archiver.web.compat import close
from archiver.web.search_query import MARKS, marked_parts
from archiver.web.serve import open_datasette

Ask = Callable[..., httpx.Response]

SPOKEN_OF_DEMONSTRATORS = f"/-/archive/recordings/{1:064x}.mp3#t=66.4"


def texts(ask: Ask, q: str, **filters: str) -> list[str]:
    """The texts of the hits in their order, with the words found in brackets."""
    answer = ask("/-/archive/search", q=q, **filters)
    assert answer.status_code == 200
    found = re.findall('<p class="text"><a [^>]+>(.+)</a></p>', answer.text)
    return [re.sub("</?mark>", lambda mark: "]" if "/" in mark[0] else "[", text) for text in found]


def test_releases_and_transcripts_together(ask: Ask) -> None:
    assert sorted(texts(ask, "reform")) == [
        "NATO will enhance its efforts to foster defence [reform].",
        "The Alliance will help with [reforming] the defence sector.",
    ]
    assert texts(ask, "relations") == ["Statement on NATO-Belarus [relations]"]


def test_the_best_come_first(ask: Ask) -> None:
    """The one that says it in fewest words."""
    assert texts(ask, "demonstrators")[0] == "against peaceful [demonstrators]."


@pytest.mark.parametrize(
    ("q", "count"),
    [
        ("peaceful demonstrators", 2),
        ('"peaceful demonstrators"', 2),
        ('"demonstrators peaceful"', 0),
        ("demonstrators peaceful", 2),
        ("Belarus*", 3),
        ("alli*", 1),
        ("alli", 0),
        ("reform*", 2),
        ("an older text", 0),  # of a version that was replaced
        ("OSCE/ODIHR", 1),
        ("'electoral' (standards)!", 1),
    ],
)
def test_words_phrases_and_beginnings(ask: Ask, q: str, count: int) -> None:
    assert len(texts(ask, q)) == count


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"kind": "said"}, ["The Alliance will help with [reforming] the defence sector."]),
        ({"kind": "written"}, ["NATO will enhance its efforts to foster defence [reform]."]),
        ({"speaker": "S1"}, ["The Alliance will help with [reforming] the defence sector."]),
        ({"speaker": "S2"}, []),
        ({"language": "fr"}, ["The Alliance will help with [reforming] the defence sector."]),
        ({"language": "en"}, ["NATO will enhance its efforts to foster defence [reform]."]),
        ({"from": "2006-04-01"}, []),
        ({"to": "2006-03-30"}, []),
        ({"speaker": "' or 1=1 --"}, []),
    ],
)
def test_filters(ask: Ask, filters: dict[str, str], found: list[str]) -> None:
    assert texts(ask, "reform", **filters) == found


@pytest.mark.parametrize(
    "filters", [{"from": "2006-03-31", "to": "2006-03-31"}, {"from": "2006"}, {"to": "2006"}, {"from": "yesterday"}]
)
def test_days_years_and_what_is_no_day(ask: Ask, filters: dict[str, str]) -> None:
    assert len(texts(ask, "reform", **filters)) == 2


def test_a_speaker_by_name(ask: Ask) -> None:
    assert '<option value="James Appathurai">James Appathurai</option>' in ask("/-/archive/search").text
    found = texts(ask, "authorities", speaker="James Appathurai")
    assert found == ["NATO condemns the use of force by the Belarusian [authorities]"]


def test_facets_lead_to_some_of_the_hits_and_back(ask: Ask) -> None:
    page = ask("/-/archive/search", q="the").text
    assert 'href="/-/archive/search?q=the&amp;relation=verbatim" dir="auto">read out <small>1</small>' in page
    page = ask("/-/archive/search", q="the", relation="verbatim").text
    assert '"/-/archive/search?q=the" aria-current="true" dir="auto">read out <small>' in page
    assert '<input type="hidden" name="relation" value="verbatim">' in page


def test_of_very_many_hits_the_newest_are_ranked(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.archive.hits.RANKED", 1)
    page = ask("/-/archive/search", q="the").text
    assert "Ranked among the newest" in page


def test_languages_are_told(ask: Ask) -> None:
    page = ask("/-/archive/search", q="reforming", language="fr").text
    assert "<option selected>fr</option>" in page
    assert 'dir="auto" lang="fr">The Alliance will help' in page


def test_a_sentence_plays_from_its_second_and_leads_to_it(ask: Ask) -> None:
    page = ask("/-/archive/search", q="demonstrators", kind="said").text
    assert f'<audio controls preload="none" src="{SPOKEN_OF_DEMONSTRATORS}"' in page
    assert 'href="/-/archive/releases/2?recording=1#t=66.4"' in page
    assert "said at 01:06 by <bdi>James Appathurai</bdi>" in page
    assert 'class="tie c1 verbatim" href="/-/archive/releases/2#p1"' in page


def test_a_paragraph_plays_where_it_was_read_or_told(ask: Ask) -> None:
    assert "read out at 01:01" in ask("/-/archive/search", q="demonstrators", kind="written").text
    assert "talked about at 00:05" in ask("/-/archive/search", q="efforts", kind="written").text
    never = ask("/-/archive/search", q="electoral", kind="written").text
    assert "never talked about" in never
    assert "<audio" not in never


def test_a_title_plays_from_the_beginning(ask: Ask) -> None:
    assert f'src="/-/archive/recordings/{1:064x}.mp3#t=0"' in ask("/-/archive/search", q="relations").text


def test_hostile_text_is_only_text(ask: Ask) -> None:
    page = ask("/-/archive/search", q="alert").text
    assert page.count("&lt;script&gt;<mark>alert</mark>(") == 3
    assert "<script>alert" not in page


def test_the_question_comes_back_as_text(ask: Ask) -> None:
    page = ask("/-/archive/search", q='"><img src=x onerror=alert(1)>').text
    assert "<img" not in page


def test_nothing_found_says_what_to_try(ask: Ask) -> None:
    assert "Nothing found" in ask("/-/archive/search", q="xylophone").text


def test_before_anything_is_asked(ask: Ask) -> None:
    page = ask("/-/archive/search").text
    assert "Nothing found" not in page
    assert "no word" not in page


def test_what_takes_too_long_is_said(ask: Ask, datasette: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasette, "sql_time_limit_ms", 0)
    answer = ask("/-/archive/search", q="reform* a* b*")
    assert answer.status_code == 503
    assert "That took too long" in answer.text
    assert "Ask once more" in answer.text


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ({"from": "2006-02-31"}, "“2006-02-31” is no day that there is"),
        ({"to": "yesterday"}, "“yesterday” is no day that there is"),
        ({"from": "2006-05-01", "to": "2006-04"}, "2006-04 is before 2006-05-01"),
        ({"from": "2006-03-31", "to": "2006"}, None),
    ],
)
def test_days_that_cannot_be_meant_are_told(ask: Ask, days: dict[str, str], told: str | None) -> None:
    page = ask("/-/archive/search", q="reform", **days).text
    assert told in page if told else ("is no day" not in page and "is before" not in page)


@pytest.mark.parametrize("page", ["2", "0", "-1", "x", "1e9", "999999"])
def test_pages_beyond_the_last(ask: Ask, page: str) -> None:
    answer = ask("/-/archive/search", q="reform", page=page)
    assert (answer.status_code, 'class="hit"' in answer.text) == (200, True)


@pytest.mark.parametrize(
    "q", ["", " ", '"', '""', "*", "-", "'; drop table", "()", "^", "{", "\\", "—", "%", "\0", "…"]
)
def test_punctuation_asks_for_nothing(ask: Ask, q: str) -> None:
    assert ask("/-/archive/search", q=q).status_code == 200


@pytest.mark.parametrize(
    "q",
    [
        *("NEAR(a b)", "a AND", "OR", "NOT NOT", "text:reform", "heard : x", "+a", "a^", '"a', 'a"b"c', "reform\0*"),
        *("a" * 50_000, "a " * 25_000, '"' * 5_000, "a* " * 5_000, "(" * 5_000, "\u202e\u2066", "\U0001f3a4", "_", "٣"),
    ],
)
def test_no_question_breaks_it(ask: Ask, q: str) -> None:
    assert ask("/-/archive/search", q=q).status_code == 200


@pytest.mark.parametrize("address", ["q=%ff%fe", "q=%00", "q=%", "q", "q=a&q=b", "from=%00&q=a", "speaker=%ff&q=a"])
def test_no_address_breaks_it(ask: Ask, address: str) -> None:
    assert ask(f"/-/archive/search?{address}").status_code == 200


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no mark", [(False, "no mark")]),
        ("\x02one\x03 and \x02two\x03", [(True, "one"), (False, " and "), (True, "two")]),
        ("a \x02mark without end", [(False, "a "), (True, "mark without end")]),
        ("an end\x03 without mark", [(False, "an end without mark")]),
    ],
)
def test_pieces_of_a_snippet(text: str, found: list[tuple[bool, str]]) -> None:
    assert MARKS == ("\x02", "\x03")
    assert marked_parts(text) == found


def test_hits_of_a_release_stand_together_with_what_was_said_around(ask: Ask) -> None:
    page = ask("/-/archive/search", q="demonstrators").text
    assert page.count('<section class="group">') == 1
    assert page.count('<h3><a class="name" href="/-/archive/releases/2"') == 1
    said = page.partition('data-kind="said"')[2].partition("</li>")[0]
    before, hit, after = re.findall(r'<p class="(?:beside|text)"[^>]*>(?:<a [^>]+>)?(.+?)(?:</a>)?</p>', said)
    assert before == "NATO condemns the use of force by the Belarusian authorities"
    assert hit == "against peaceful <mark>demonstrators</mark>."
    assert after == "Will there be consequences for the partnership?"


def test_further_hits_are_behind_a_link_and_repeated_ones_are_one(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.web.search_groups.HITS_OF_A_RELEASE", 1)
    page = ask("/-/archive/search", q="the", kind="said").text
    assert '<a href="/-/archive/search?q=the&amp;kind=said&amp;release=2">3 more here</a>' in page
    monkeypatch.setattr("archiver.web.search_groups._says", lambda one, around: one.kind)
    page = ask("/-/archive/search", q="the", kind="said").text
    assert "more here" not in page
    assert re.search(r"said at [0-9:]+, again at [0-9:]+, [0-9:]+, [0-9:]+ by", page)


def test_by_meaning_in_a_tab_of_its_own(ask: Ask, read_by_meaning: Ask) -> None:
    page = ask("/-/archive/search", q="assistance").text
    assert '<a href="/-/archive/search?q=assistance&amp;by=meaning">By meaning</a>' in page
    assert "Nothing here was read by meaning yet" in ask("/-/archive/search", q="assistance", by="meaning").text
    page = read_by_meaning("/-/archive/search", q="assistance", by="meaning").text
    assert "whatever their words: the closest 1" in page
    assert ">The Alliance will help with reforming the defence sector.</a>" in page
    assert "are not read yet" not in page
    assert '<input type="hidden" name="by" value="meaning">' in page


def test_what_was_not_read_by_meaning_is_told(read_by_meaning: Ask, tmp_path: Path) -> None:
    with open_archive(tmp_path / "read") as opened:
        opened.db.execute("delete from meanings where transcript = 1")
        opened.db.conn.commit()
        count = opened.db.execute("select count(*) from segments where transcript = 1").fetchone()[0]
    page = read_by_meaning("/-/archive/search", q="assistance", by="meaning").text
    assert f"{count} are not read yet: <kbd>archiver index</kbd>" in page


@pytest.fixture
def read_by_meaning(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """GET a path from a copy of the archive that was read by a stand-in for the encoders."""
    for module in ("kept", "closest"):
        monkeypatch.setattr(f"archiver.archive.meaning.{module}.read_texts", meaning_examples.read_texts)
    folder = Path(shutil.copytree(archive, tmp_path / "read"))
    with open_archive(folder) as opened:
        index(opened, owners(opened))
    datasette = open_datasette(folder)
    yield lambda path, **params: asyncio.run(datasette.client.get(path, params=params))
    close(datasette)


def test_a_doubtful_word_is_told_where_it_is_found(ask: Ask) -> None:
    assert 'doubtful: <i class="unsure">reforming</i>' in ask("/-/archive/search", q="reforming", kind="said").text
    assert "doubtful" not in ask("/-/archive/search", q="demonstrators", kind="said").text
