"""``archiver read``: what the reader makes of a page, without an archive."""

from __future__ import annotations

import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from scripted_server import Asked, scripted, whole
from typer.testing import CliRunner

from archiver import cli
from archiver.errors import DownloadFailed, NoParagraphs, SourceNotFound, UsageError

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


def test_a_server_that_answers_browsers_only(elsewhere: Path) -> None:
    page = (PAGES / "markdown.txt").read_bytes()

    def script(asked: Asked) -> list[bytes]:
        welcome = asked.headers["user-agent"] == "Mozilla/5.0"
        return whole(page, Content_Type="text/plain") if welcome else whole(b"Interdit", 403)

    with scripted(script) as server:
        read = ["read", f"{server.url}/p.txt", "--allow-private", "--pause", "0"]
        with pytest.raises(DownloadFailed, match=r"it may answer browsers only: .*--user-agent"):
            CliRunner().invoke(cli.app, read, catch_exceptions=False)
        assert CliRunner().invoke(cli.app, [*read, "--user-agent", "Mozilla/5.0"]).exit_code == 0


@pytest.mark.parametrize("name", ["", " ", "é", "two\nlines"])
def test_a_name_that_cannot_be_sent(name: str) -> None:
    with pytest.raises(UsageError, match="cannot be sent; write it in letters without accents, on one line"):
        CliRunner().invoke(cli.app, ["read", "http://press.example/", "--user-agent", name], catch_exceptions=False)


def test_how_a_page_was_come_by_is_a_doubt_of_it_as_well() -> None:
    old = b"<html><head><script>location = '/new.txt'</script></head><body>Page d\xc3\xa9plac\xc3\xa9e.</body></html>"
    new = (PAGES / "markdown.txt").read_bytes()
    script = {"/old.htm": whole(old), "/new.txt": whole(new, Content_Type="text/plain")}
    with scripted(lambda asked: script[asked.path]) as server:
        read = ["read", f"{server.url}/old.htm", "--allow-private", "--pause", "0", "--json"]
        found = json.loads(CliRunner().invoke(cli.app, read).stdout)
    assert found["doubts"][0].startswith(f"a script leads from {server.url}/old.htm to {server.url}/new.txt")


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
