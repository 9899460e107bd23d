"""Clips from the page: only where the server allows them, and only of what is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from archiver.errors import UsageError
from archiver.web.compat import close
from archiver.web.serve import open_datasette
from archiver.web.visitors import Allowed, Part

ADDRESS = "/-/archive/releases/1/clip.mp3"
PASSAGE = {"recording": "1", "from": "61.2", "to": "66.0"}


def cut(folder: Path, part: Part) -> bytes:
    """A stand-in that says what it was asked for."""
    assert (folder / "db" / "archive.db").is_file()
    if part.release != 1:
        raise UsageError(f"there is no sound of release {part.release}")
    return repr(part).encode()


@pytest.fixture(scope="module")
def allowing(archive: Path) -> Iterator[Any]:
    opened = open_datasette(archive, allowed=Allowed(clips=cut))
    yield opened
    close(opened)


def get(datasette: Any, path: str, **params: str) -> httpx.Response:
    response: httpx.Response = asyncio.run(datasette.client.get(path, params=params or None))
    return response


def test_a_passage_is_cut(allowing: Any) -> None:
    answer = get(allowing, ADDRESS, **PASSAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/mpeg")
    assert answer.headers["content-disposition"] == "attachment; filename=release-1-61-66.mp3"
    assert answer.text == repr(Part(1, 1, 61.2, 66.0))


def test_clips_take_no_room_on_the_disk(allowing: Any, archive: Path) -> None:
    before = sorted(archive.rglob("*"))
    for second in range(20):
        assert get(allowing, ADDRESS, **{**PASSAGE, "to": f"{second + 62}"}).status_code == 200
    assert sorted(archive.rglob("*")) == before


def test_every_passage_has_a_button_where_clips_are_allowed(allowing: Any, datasette: Any) -> None:
    page = get(allowing, "/-/archive/releases/2").text
    assert page.count("/clip.mp3?recording=1&amp;from=") == page.count('class="cite" type="button"') > 0
    assert "clip.mp3" not in get(datasette, "/-/archive/releases/2").text


def test_nobody_has_a_clip_unless_the_server_allows_it(datasette: Any) -> None:
    answer = get(datasette, ADDRESS, **PASSAGE)
    assert answer.status_code == 403
    assert "archiver serve --clips" in answer.text


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"recording": "one"}, 400),
        ({"from": "nan"}, 400),
        ({"to": "inf"}, 400),
        ({"from": "-1"}, 400),
        ({"to": "61.2"}, 400),
        ({"to": "900"}, 400),  # more than ten minutes
    ],
)
def test_what_is_no_clip(allowing: Any, asked: dict[str, str], status: int) -> None:
    assert get(allowing, ADDRESS, **({**PASSAGE, **asked} if asked else {})).status_code == status


def test_what_cannot_be_cut_is_told(allowing: Any) -> None:
    answer = get(allowing, ADDRESS.replace("1/clip", "2/clip"), **PASSAGE)
    assert answer.status_code == 404
    assert "there is no sound of release 2" in answer.text
