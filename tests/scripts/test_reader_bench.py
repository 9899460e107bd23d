"""Public sets of pages, read in the shapes of their repositories, and what is counted."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from reader_bench.figures import report
from reader_bench.sets import Page, pages_in

PAGE = "<h1>Le quai rénové</h1><p>4 mai 2021</p><p>Les ministres se sont réunis à midi, et les quais sont éclairés.</p>"


def put(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")


def test_pages_with_dates(tmp_path: Path) -> None:
    put(tmp_path / "tests/eval_default.json", {"https://quai.example": {"file": "quai.html", "date": "2021-05-04"}})
    put(tmp_path / "tests/cache/quai.html", PAGE)
    assert pages_in(tmp_path) == [Page("quai.html", PAGE.encode(), date="2021-05-04")]


def test_pages_with_pieces(tmp_path: Path) -> None:
    put(
        tmp_path / "tests/evaldata.json",
        {"https://q.example": {"file": "q.html", "with": ["midi"], "without": ["menu"]}},
    )
    put(tmp_path / "tests/eval/q.html", PAGE)
    assert pages_in(tmp_path) == [Page("q.html", PAGE.encode(), "https://q.example", found=("midi",), absent=("menu",))]


@pytest.mark.parametrize("name", ["20210504.htm", "roe20210504a.htm"])
def test_speeches_are_named_by_their_day(tmp_path: Path, name: str) -> None:
    put(tmp_path / "data/raw_data/speech/html/all" / name, PAGE)
    assert pages_in(tmp_path) == [Page(name, PAGE.encode(), date="2021-05-04", whole=True)]


def test_articles_follow_their_parsers(tmp_path: Path) -> None:
    folder = tmp_path / "tests/resources/parser/test_data/fr"
    body = {"sections": [{"headline": [], "paragraphs": ["Les quais."]}]}
    put(folder / "Quai.json", {"V2": {"title": "Deux", "body": body}, "V1_1": {"title": "Un", "body": body}})
    names = ["Quai_2021_05_04.html.gz", "Quai_2022_05_04.html.gz"]
    put(folder / "meta.info", {name: {"url": f"https://quai.example/{name}"} for name in names})
    for name in names:
        (folder / name).write_bytes(gzip.compress(PAGE.encode()))
    assert [(page.name, page.title, page.paragraphs) for page in pages_in(tmp_path)] == [
        (names[0], "Un", ("Les quais.",)),
        (names[1], "Deux", ("Les quais.",)),
    ]


def test_another_folder_is_no_set(tmp_path: Path) -> None:
    assert pages_in(tmp_path) == []


def test_figures(capsys: pytest.CaptureFixture[str]) -> None:
    page = Page("quai.html", PAGE.encode(), date="2021-05-03", found=("midi", "minuit"), absent=("sont éclairés",))
    report("quays", [page], show_wrong=True)
    told = capsys.readouterr().out
    assert told.startswith("quai.html: date wrong; pieces lost; pieces foreign\n\nquays: 1 pages\n")
    assert "pieces found                50.0%" in told
    assert "foreign pieces found       100.0%" in told
