"""``archiver read``: what the reader makes of a page, without an archive."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from archiver import cli
from archiver.errors import NoParagraphs, SourceNotFound

PAGES = Path(__file__).parents[1] / "release" / "pages"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "*")
    return tmp_path


def test_a_page_is_shown_and_nothing_is_kept(elsewhere: Path) -> None:
    result = CliRunner().invoke(cli.app, ["read", str(PAGES / "advisory.txt")])
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert lines[0] == "Meeting of harbour ministers"
    assert "number   (2005)005" in lines
    assert "2. Parking" in lines
    assert list(elsewhere.iterdir()) == []


def test_as_json() -> None:
    page, url = str(PAGES / "markdown.txt"), "https://harbours.example/news/page"
    result = CliRunner().invoke(cli.app, ["read", page, "--url", url, "--json"])
    found = json.loads(result.stdout)
    assert (found["title"], found["url"], found["date"]) == ("Ministers agree on harbour safety", url, "2021-05-04")
    assert found["paragraphs"][1] == {
        "position": 2,
        "label": None,
        "heading": "What changes",
        "text": "Every quay will be lit at night, as the pilots had asked.",
    }
    assert found["media"] == [
        {
            "label": "Press conference",
            "url": "https://harbours.example/news/audio/day1.mp3",
            "format": "mp3",
            "announced_kb": 11_800,
            "announced_seconds": 758.0,
        }
    ]
    assert found["doubts"] == []


def test_a_page_from_the_web() -> None:
    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=PAGES)) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            address = f"http://127.0.0.1:{server.server_port}/wordpress.html"
            result = CliRunner().invoke(cli.app, ["read", address, "--allow-private", "--pause", "0", "--json"])
        finally:
            server.shutdown()
    found = json.loads(result.stdout)
    assert (found["title"], found["url"]) == ("Council lights the quays", address)
    assert found["media"][0]["url"] == f"http://127.0.0.1:{server.server_port}/uploads/master.mp3"


@pytest.mark.parametrize(
    ("name", "error"), [("nothing.txt", NoParagraphs), ("missing.txt", SourceNotFound)], ids=["no text", "no file"]
)
def test_what_cannot_be_read_is_told(elsewhere: Path, name: str, error: type[Exception]) -> None:
    (elsewhere / "nothing.txt").write_text("Home\n")
    with pytest.raises(error, match=name):
        CliRunner().invoke(cli.app, ["read", name], catch_exceptions=False)


def test_a_page_whose_text_is_not_all_in_the_release_is_no_success(elsewhere: Path) -> None:
    kept = "Le quai nord sera réparé avant l'hiver, et les bacs partiront du quai sud jusqu'à la fin des travaux."
    lost = "Les travaux coûteront quatre millions, que le port prendra sur sa réserve, a dit la présidente du conseil."
    Path("quai.html").write_text(
        f"<html><body><main><h1>Quai</h1><p>{kept}</p></main><div><p>{lost}</p></div></body></html>"
    )
    result = CliRunner().invoke(cli.app, ["read", "quai.html"])
    assert result.exit_code == 1
    assert "51% of the page's text is not in the release; see its doubts" in result.stderr
    assert f"doubt: not in the text: '{lost[:30]}" in result.stdout.replace("\n", " ")
