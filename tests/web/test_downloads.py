"""A release as files, at addresses of their own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser

from archiver.web.file_forms import FILE_FORMS, file_name

Ask = Callable[..., httpx.Response]
BRIEFING = "/-/archive/releases/2"


@pytest.mark.parametrize(
    ("ending", "media_type", "begins"),
    [
        ("vtt", "text/vtt", "WEBVTT"),
        (
            "srt",
            "application/x-subrip",
            "1\n00:00:00,000 --> 00:00:02,500\nJames Appathurai: Good afternoon, everybody.",
        ),
        ("txt", "text/plain", "Statement on NATO-Belarus relations"),
        ("json", "application/json", '{\n  "format": "briefing-archive/1"'),
        ("csv", "text/csv", "recording,transcript,sentence"),
    ],
)
def test_every_form_has_an_address(ask: Ask, ending: str, media_type: str, begins: str) -> None:
    answer = ask(f"{BRIEFING}.{ending}")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{media_type}; charset=utf-8"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert f"2006-03-31-statement-on-nato-belarus-relations.{ending}" in answer.headers["content-disposition"]
    assert answer.text.startswith(begins)


def test_one_recording_and_one_transcript_can_be_asked_for(ask: Ask) -> None:
    rows = list(csv.DictReader(io.StringIO(ask(f"{BRIEFING}.csv", recording="2").text)))
    assert [row["text"] for row in rows] == ["The Alliance will help with reforming the defence sector."]
    (recording,) = json.loads(ask(f"{BRIEFING}.json", transcript="1").text)["recordings"]
    assert [one["id"] for one in recording["transcripts"]] == [1]


def test_links_that_are_less_sure_can_be_left_out(ask: Ask) -> None:
    assert json.loads(ask(f"{BRIEFING}.json", least="0.9").text)["least"] == 0.9
    assert "p1 paraphrase" in ask(f"{BRIEFING}.vtt").text
    assert "p1 paraphrase" not in ask(f"{BRIEFING}.vtt", least="0.9").text


@pytest.mark.parametrize(
    ("path", "params"),
    [("99.vtt", {}), ("2.csv", {"recording": "9"}), ("2.csv", {"transcript": "x"}), ("1.vtt", {}), ("2.xml", {})],
)
def test_what_is_not_there_is_said_plainly(ask: Ask, path: str, params: dict[str, str]) -> None:
    answer = ask(f"/-/archive/releases/{path}", **params)
    assert answer.status_code == 404
    assert "There" in answer.text


def test_the_page_tells_all_of_them(ask: Ask) -> None:
    shown = LexborHTMLParser(ask(BRIEFING).text)
    told = {one.attributes["type"]: one.attributes["href"] for one in shown.css("link[rel=alternate][href*=releases]")}
    assert told == {form.media_type: f"{BRIEFING}.{ending}?recording=1" for ending, form in FILE_FORMS.items()}
    links = {one.text(): one.attributes for one in shown.css(".files a")}
    assert list(links) == ["MP3", "VTT", "SRT", "text", "JSON", "CSV"]
    assert links["MP3"]["href"] == f"/-/archive/recordings/{1:064x}.mp3"
    assert links["MP3"]["download"] == "2006-03-31-statement-on-nato-belarus-relations.mp3"
    for link in told.values():
        assert ask(str(link)).status_code == 200


def test_what_the_reader_chose_is_in_the_files(ask: Ask) -> None:
    shown = LexborHTMLParser(ask(BRIEFING, recording="2", least="0.9").text)
    (link,) = shown.css("link[type='text/vtt']")
    assert link.attributes["href"] == f"{BRIEFING}.vtt?recording=2&least=0.9"


def test_without_a_transcript_there_are_no_captions(ask: Ask) -> None:
    shown = LexborHTMLParser(ask("/-/archive/releases/1").text)
    assert [one.text() for one in shown.css(".files a")] == ["text", "JSON"]


@pytest.mark.parametrize(
    ("title", "name"),
    [("A “quoted”/title", "2006-03-31-a-quoted-title.vtt"), ("Déclaration", "2006-03-31-déclaration.vtt")],
)
def test_a_file_is_named_by_its_day_and_title(title: str, name: str) -> None:
    assert file_name({"date": "2006-03-31", "title": title}, "vtt") == name
    assert file_name({"date": None, "title": "…"}, "vtt") == "release.vtt"
