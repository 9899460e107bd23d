"""How sure the links must be that a page shows, as its address says."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from archiver.web.least import Least, choices, keeping, least_asked

Ask = Callable[..., httpx.Response]


def asked(typed: str | None) -> Least:
    request: Any = SimpleNamespace(args={"least": typed} if typed is not None else {})
    return least_asked(request)


@pytest.mark.parametrize(
    ("typed", "value"),
    [(None, 0), ("", 0), ("0", 0), ("0.9", 0.9), (".75", 0.75), (" 0.90 ", 0.9), ("1", 1), ("1.0", 1), ("1.", 1)],
)
def test_a_number_from_0_to_1(typed: str | None, value: float) -> None:
    assert asked(typed) == Least(value)


@pytest.mark.parametrize("typed", ["abc", "2", "-1", "nan", "inf", "1e-3", "0,9", "٠", "<b>", "9" * 400, "1.1"])
def test_anything_else_means_all_links_and_is_told(typed: str) -> None:
    assert asked(typed) == Least(0, typed[:20])


def test_the_page_offers_what_is_in_its_address() -> None:
    assert [(one.value, one.chosen) for one in choices(Least(0.9))] == [("", False), ("0.7", False), ("0.9", True)]
    assert choices(Least(0.83))[-1].words == "From 0.83 on"
    assert [one.chosen for one in choices(Least())] == [True, False, False]


def test_addresses_keep_it() -> None:
    kept, free = keeping(Least(0.9)), keeping(Least())
    assert kept("/-/archive") == "/-/archive?least=0.9"
    assert kept(recording=2, transcript=None) == "?recording=2&least=0.9"
    assert (free("/-/archive"), free(recording=2), free()) == ("/-/archive", "?recording=2", "?")


def page(ask: Ask, path: str, **params: str) -> LexborHTMLParser:
    answer = ask(f"/-/archive{path}", **params)
    assert answer.status_code == 200
    return LexborHTMLParser(answer.text)


def texts(page: LexborHTMLParser, selector: str) -> list[str]:
    return [" ".join(node.text().split()) for node in page.css(selector)]


@pytest.mark.parametrize(
    ("least", "shown", "ties"),
    [
        ("", "3 of 3 links shown", ["¶ 1, read out", "¶ 1, read out", "¶ 1 likely, in other words"]),
        ("0.71", "3 of 3 links shown", ["¶ 1, read out", "¶ 1, read out", "¶ 1 likely, in other words"]),
        ("0.9", "2 of 3 links shown", ["¶ 1, read out", "¶ 1, read out"]),
        ("1", "0 of 3 links shown", []),
    ],
)
def test_less_sure_links_are_not_shown(ask: Ask, least: str, shown: str, ties: list[str]) -> None:
    found = page(ask, "/releases/2", least=least)
    assert texts(found, "#shown") == [shown]
    assert texts(found, ".tie") == ties
    assert len(found.css(".ribbon rect")) == len({tie.partition(",")[2] for tie in ties})


def test_a_paragraph_says_that_links_to_it_are_left_out(ask: Ask) -> None:
    assert texts(page(ask, "/releases/2", least="1"), ".tell")[0] == "nothing this sure · 3 links left out"
    assert texts(page(ask, "/releases/2", least="0.9"), ".tell")[1] == "never talked about"


def test_recordings_search_and_first_page_keep_it(ask: Ask) -> None:
    found = page(ask, "/releases/2", least="0.9", recording="1")
    assert [node.attributes["href"] for node in found.css(".choices a")][1] == "?recording=2&least=0.9"
    assert found.css(".home")[0].attributes["href"] == "/-/archive?least=0.9"
    kept = {node.attributes["name"]: node.attributes["value"] for node in found.css("form input[type=hidden]")}
    assert kept == {"least": "0.9", "recording": "1"}
    hits = page(ask, "/search", q="demonstrators", least="0.9")
    assert "/-/archive/releases/2?recording=1&least=0.9#t=66.4" in [n.attributes["href"] for n in hits.css(".text a")]
    home = page(ask, "", least="0.9")
    assert "/-/archive/releases/2?least=0.9" in [node.attributes["href"] for node in home.css(".name")]


def test_search_and_first_page_count_only_what_is_sure_enough(ask: Ask) -> None:
    assert texts(page(ask, "/search", q="deplore"), ".how .tie") == ["¶ 1 likely"]
    assert texts(page(ask, "/search", q="deplore", least="0.9"), ".how .tie") == []
    assert "nothing this sure" in ask("/-/archive/search", q="reform", kind="written", least="0.9").text
    assert texts(page(ask, ""), "figcaption")[0] == "2 of 3 paragraphs talked about, 1 read out"
    assert texts(page(ask, "", least="0.9"), "figcaption")[0] == "1 of 3 paragraphs talked about, 1 read out"


@pytest.mark.parametrize("path", ["", "/releases/2", "/search", "/releases/99"])
@pytest.mark.parametrize("least", ["abc", "-1", "nan", "<script>"])
def test_what_cannot_be_understood_is_said_plainly(ask: Ask, path: str, least: str) -> None:
    answer = ask(f"/-/archive{path}", least=least)
    assert answer.status_code == (404 if "99" in path else 200)
    notice = LexborHTMLParser(answer.text).css(".notice")[0].text()
    assert notice.startswith(f"“least={least}” in the address is no number from 0 to 1, so all links are shown.")


def test_a_release_without_links_offers_no_choice(ask: Ask) -> None:
    assert page(ask, "/releases/1").css(".sure") == []
