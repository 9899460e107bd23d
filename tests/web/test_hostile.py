"""An archive in which every text that a stranger can write is an attack: on all pages it is text, and nothing runs."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import chromium
import httpx
import pytest
from selectolax.lexbor import LexborHTMLParser
from sqlite_utils import Database

from archiver.archive.migrations import migrations
from archiver.demo import RECORDING
from archiver.web.compat import close
from archiver.web.queries import QUERIES
from archiver.web.serve import open_datasette

ATTACKS = (
    "<script>alert('script')</script>",
    "</script><script>alert('ended')</script><!--",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(2)>",
    "' onmouseover='alert(3)' x='",
    "javascript:alert(4)",
    "]]></style><style>*{display:none}</style>",
    "\u202e\u2067txet desrever\u200f \x00 nul \x02mark\x03 \u2028 line",
    "{{ 7 * 7 }}{% raise %}",
    'https://evil.example/" onclick="alert(5)',
)
ALL = "attacked " + " ".join(ATTACKS)
OURS = [
    *(
        "/-/archive",
        "/-/archive?year=attacked",
        "/-/archive/releases/1",
        "/-/archive/releases/1?recording=1&transcript=1",
    ),
    *("/-/archive/search?q=attacked", "/-/archive/search?q=attacked&kind=said", "/-/archive/nothing"),
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
    folder = tmp_path_factory.mktemp("hostile")
    for name in ("db", "media"):
        (folder / name).mkdir()
    shutil.copy(RECORDING, folder / "media" / "sound.mp3")
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    for table, row in _rows().items():
        db.table(table).insert(row)
    db.close()
    return folder


def _rows() -> dict[str, dict[str, Any]]:
    """One row of every table, with an attack wherever a page, a file, an engine or a person writes text."""
    made = {"created": ALL, "parameters": json.dumps({"attack": ALL})}
    return {
        "captures": {"url": ALL, "source": ALL, "captured": ALL, "sha256": ALL, "size": 1, "path": ALL},
        "releases": dict.fromkeys(("url", "title", "number", "issuer", "date", "updated", "language"), ALL)
        | {"capture": 1},
        "paragraphs": {"release": 1, "position": 1, "label": ALL, "heading": ALL, "text": ALL},
        "recordings": {
            "sha256": "ab" * 32,
            "path": "media/sound.mp3",
            "format": ALL,
            "codec": ALL,
            "duration": 156.0,
            "heard_duration": 156.0,
            "peaks": "[1, 50, 100]",
            "added": ALL,
        },
        "release_recordings": {"release": 1, "position": 1, "label": ALL, "url": ALL, "recording": 1, "reason": ALL},
        "transcripts": {"recording": 1, "engine": ALL, "model": ALL, "language": ALL, **made},
        "segments": {
            "transcript": 1,
            "position": 1,
            "start": 1.0,
            "end": 9.0,
            "heard": ALL,
            "text": ALL,
            "speaker": ALL,
            "confidence": 0.1,
            "flags": "[]",
            "turn": "question",
        },
        "words": {"segment": 1, "position": 1, "start": 1.0, "end": 2.0, "heard": "attacked", "probability": 0.2},
        "speakers": {"transcript": 1, "label": ALL, "name": ALL},
        "alignments": {"release": 1, "transcript": 1, "method": ALL, "version": ALL, **made},
        "links": {
            "alignment": 1,
            "segment": 1,
            "paragraph": 1,
            "relation": "verbatim",
            "score": 0.9,
            "span_start": 0,
            "span_end": 8,
        },
        "corrections": {"alignment": 1, "first_word": 1, "last_word": 1, "text": ATTACKS[0], "reason": ALL},
        "human_texts": {
            "recording": 1,
            "start": 1.0,
            "end": 9.0,
            "heard": ALL,
            "text": ALL,
            "who": ALL,
            "created": ALL,
        },
        "events": {"at": ALL, "version": ALL, "action": ALL, "outcome": "warning", "message": ALL, "release": 1},
    }


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
