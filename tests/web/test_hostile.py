"""An archive in which every text that a stranger can write is an attack: on all pages it is text, and nothing runs."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromium
import httpx
import pytest
from hostile_archive import make_hostile
from selectolax.lexbor import LexborHTMLParser

from archiver.web.compat import close
from archiver.web.queries import QUERIES
from archiver.web.serve import open_datasette

OURS = [
    *(
        "/-/archive",
        "/-/archive?year=attacked",
        "/-/archive/releases/1",
        "/-/archive/releases/1?recording=1&transcript=1",
    ),
    *("/-/archive/search?q=attacked", "/-/archive/search?q=attacked&kind=said", "/-/archive/nothing"),
    *("/-/archive/quote?q=attacked", "/-/archive/phrase?q=attacked", "/-/archive/releases/1/differences"),
    *("/-/archive/todo", "/-/archive/plots", "/-/archive/phrase?q=%3Cscript%3Ealert(1)%3C/script%3E"),
]
THEIRS = [
    *(
        "/",
        "/archive",
        "/archive/releases",
        "/archive/paragraphs",
        "/archive/segments",
        "/archive/words",
        "/archive/links",
    ),
    *(
        "/archive/release_recordings",
        "/archive/recordings",
        "/archive/captures",
        "/archive/speakers",
        "/archive/events",
    ),
    *("/archive/corrections", "/archive/human_texts", "/archive/moments", "/archive/sentences", "/archive/coverage"),
    *(f"/archive/{query.name}?words=attacked&release=1" for query in QUERIES),
]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_hostile(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def opened(hostile: Path) -> Iterator[Any]:
    datasette = open_datasette(hostile)
    yield datasette
    close(datasette)


def ask(datasette: Any, path: str) -> httpx.Response:
    answer: httpx.Response = asyncio.run(datasette.client.get(path, follow_redirects=True))
    return answer


@pytest.mark.parametrize("path", [*OURS, *THEIRS])
def test_an_attack_is_text(opened: Any, path: str) -> None:
    answer = ask(opened, path)
    assert answer.status_code in (200, 404)
    page = LexborHTMLParser(answer.text)
    for node in page.css("*"):
        for name, value in node.attributes.items():  # Datasette 1.0 has a few `onclick` of its own
            assert not name.startswith("on") or (name == "onclick" and "alert" not in (value or "")), node.html
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*(javascript|data):", node.attributes.get(name) or "", re.IGNORECASE), node.html
        assert node.tag != "img", node.html
    for script in page.css("script"):
        if script.attributes.get("type") == "application/json":
            assert json.loads(script.text())  # whole: nothing in it ended the element
        else:
            assert "alert(" not in script.text()


@pytest.mark.parametrize("path", OURS)
def test_our_pages_run_and_load_nothing_but_ours(opened: Any, path: str) -> None:
    answer = ask(opened, path)
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy.pop("default-src") == "'none'"
    assert {*policy.values()} == {"'self'", "'none'"}
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = LexborHTMLParser(answer.text)
    running = [script for script in page.css("script") if script.attributes.get("type") != "application/json"]
    assert all((script.attributes.get("src") or "").startswith("/-/static-plugins/") for script in running)
    assert all(script.text().strip() == "" for script in running)
    assert page.css("style, iframe, object, embed, base") == []
    assert page.css("[style]") == []


def test_the_page_as_archived_is_nowhere_to_be_opened(opened: Any) -> None:
    for path in ("/-/archive/captures/1", "/media/sound.mp3", f"/-/archive/recordings/{'ab' * 32}.html"):
        assert ask(opened, path).status_code == 404


@pytest.mark.browser
def test_nothing_runs_in_a_browser(hostile: Path) -> None:
    with chromium.served(hostile) as address, chromium.browser() as browser:
        for path in (*OURS[:6], "/archive/releases", "/archive/segments", "/archive/release_with_passages?release=1"):
            with chromium.visiting(browser, address) as visit:
                page = visit.open(path)
                for title in page.locator("[title], a, button").all()[:20]:
                    title.dispatch_event("mouseover")
                assert page.locator("main, section.content").first.is_visible()
