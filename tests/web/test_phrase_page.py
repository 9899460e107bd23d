"""The pages of quotes and phrases: what became of words, and the ribbon of a formula's years."""

from __future__ import annotations

import html
from collections.abc import Callable

import httpx
import pytest

from archiver.errors import UsageError
from archiver.web.phrase_page import RIBBON_SIZE, by_name, label_steps, ribbon

Ask = Callable[..., httpx.Response]


def page(ask: Ask, path: str, **params: str) -> str:
    answer = ask(f"/-/archive/{path}", **params)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.text).split())


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("NATO condemns the use of force by the Belarusian authorities", "Read out, word for word"),
        ("NATO does not condemn the use of force by the Belarusian authorities", "Not said: a “not”"),
        ("The moon is made of cheese and of nothing else", "Not said in what is archived"),
        ("?!", "There is no word in the quote; write it as somebody reports it."),
        ("word " * 2_001, "The quote has 2,001 words"),
    ],
)
def test_verdict_on_a_quote(ask: Ask, words: str, told: str) -> None:
    assert told in page(ask, "quote", q=words)


def test_a_quote_leads_to_its_second(ask: Ask) -> None:
    found = page(ask, "quote", q="NATO condemns the use of force by the Belarusian authorities")
    assert 'href="/-/archive/releases/2?recording=1#t=61.2"' in found
    assert "said at 01:01 by <bdi>James Appathurai</bdi>" in found
    assert "releases/2?recording=1&least=0.5#t=61.2" in page(
        ask, "quote", q="NATO condemns the use of force by the Belarusian authorities", least="0.5"
    )
    assert "somebody else said it" in page(ask, "quote", q="against peaceful demonstrators", speaker="Nobody")


def test_weights_are_read_before_the_time_of_a_question_is_counted(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    done = []
    monkeypatch.setattr("archiver.web.quote_page.read_texts", lambda encoder, texts: done.append("read"))

    def check(*asked: object) -> None:
        done.append("check")
        raise UsageError("no more is wanted")

    monkeypatch.setattr("archiver.web.quote_page.check_quote", check)
    page(ask, "quote", q="reform")
    assert done == ["read", "check"]


def test_life_of_a_phrase(ask: Ask) -> None:
    found = page(ask, "phrase", q="peaceful demonstrators")
    assert "1 time word for word, on 31 March 2006" in found
    assert "<mark>peaceful demonstrators</mark>" in page(ask, "phrase", q="peaceful demonstrators", page="99")
    assert "<mark>peaceful demonstrators</mark>" in found
    assert "read out at 01:06 by <bdi>James Appathurai</bdi>" in found
    assert "Neither written nor said" in page(ask, "phrase", q="made of cheese")
    assert "There is no word in the phrase" in page(ask, "phrase", q="?!")


def test_boxes_without_a_question(ask: Ask) -> None:
    assert "Was it said?" in page(ask, "quote")
    assert "The life of a phrase" in page(ask, "phrase")
    assert "/-/archive/quote?q=reform" in page(ask, "search", q="reform")


def test_what_is_hostile_stays_text(ask: Ask) -> None:
    for name in ("quote", "phrase"):
        answer = ask(f"/-/archive/{name}", q="<script>alert('said')</script>")
        assert "<script>alert" not in answer.text


def test_ribbon_stands_on_its_ground_and_is_as_high_as_its_year() -> None:
    bars = ribbon({"2004": {"read out": 1, "said": 1}, "2005": {}, "2006": {"not heard": 1}})
    assert [(bar.x, bar.y, bar.height, bar.mark) for bar in bars] == [
        (0.0, 30.0, 30.0, "read"),
        (0.0, 0.0, 30.0, "said"),
        (400.0, 30.0, 30.0, "unheard"),
    ]
    assert max(bar.y + bar.height for bar in bars) == RIBBON_SIZE[1]
    assert ribbon({}) == []


@pytest.mark.parametrize(("years", "wide", "phone"), [(1, 1, 1), (4, 1, 1), (13, 1, 2), (30, 2, 4), (80, 4, 12)])
def test_labels_of_years_never_reach_into_each_other(years: int, wide: int, phone: int) -> None:
    assert label_steps(years) == (wide, phone)


def test_voices_without_a_name_are_nobody() -> None:
    assert by_name({"S1": 3, "Ada S2": 2, "S2": 1}) == {"Ada S2": 2, "voices without a name": 4}
    assert by_name({"Ada": 1}) == {"Ada": 1}
