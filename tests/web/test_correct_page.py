"""Putting right in the browser: only with the token, only by our own forms, with history and undo."""

from __future__ import annotations

import asyncio
import html
import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import httpx
import pytest
from archive_examples import add_everything

from archiver.archive.store import open_archive
from archiver.web.compat import close
from archiver.web.serve import open_datasette
from archiver.web.visitors import Allowed, Editing

SENTENCE = "/-/archive/releases/1/sentences/2"


class Visitor:
    """Somebody with a browser: keeps cookies, sends the token of the form that they see."""

    def __init__(self, datasette: Any) -> None:
        self.datasette = datasette
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> httpx.Response:
        return self._asked("get", path)

    def send(self, path: str, **form: str) -> httpx.Response:
        seen = re.search('name="csrftoken" value="([^"]+)"', self.get(path).text)
        return self._asked("post", path, data={**form, "csrftoken": seen[1] if seen else ""})

    def _asked(self, method: str, path: str, **options: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            asked = getattr(self.datasette.client, method)
            return await asked(path, cookies=self.cookies, **options)  # type: ignore[no-any-return]

        answer = asyncio.run(ask())
        for line in answer.headers.get_list("set-cookie"):
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.cookies[name]
        return answer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with open_archive(tmp_path, create=True) as archive:
        add_everything(archive)
    return tmp_path


@pytest.fixture
def editing() -> Editing:
    return Editing("Ada")


@pytest.fixture
def visitor(folder: Path, editing: Editing) -> Iterator[Visitor]:
    datasette = open_datasette(folder, allowed=Allowed(editing=editing))
    yield Visitor(datasette)
    close(datasette)


@pytest.fixture
def editor(visitor: Visitor, editing: Editing) -> Visitor:
    assert visitor.get(editing.path).status_code == 302
    return visitor


def shown(editor: Visitor) -> str:
    return " ".join(html.unescape(editor.get(SENTENCE).text).split())


def text_of(folder: Path, segment: int) -> str:
    with open_archive(folder) as archive:
        return str(archive.table("segments").get(segment)["text"])


def test_strangers_read_and_nothing_more(visitor: Visitor, folder: Path) -> None:
    assert "/sentences/" not in visitor.get("/-/archive/releases/1").text
    assert visitor.get(SENTENCE).status_code == 403
    assert visitor.send(SENTENCE, do="text", text="Nothing of it.", who="Eve").status_code == 403
    assert visitor.get("/-/archive/edit?token=guessed").status_code == 403
    assert visitor.get("/-/archive/edit").status_code == 403
    assert text_of(folder, 2) == "The ministers deplore the flooding of the old keys."


def test_the_token_stays_in_no_address_cookie_or_page(visitor: Visitor, editing: Editing) -> None:
    answer = visitor.get(editing.path)
    assert answer.headers["location"] == "/-/archive"
    assert editing.token not in str(answer.headers) + answer.text + visitor.get("/-/archive").text
    assert {"httponly", "samesite=lax"} <= set(answer.headers["set-cookie"].lower().split("; "))


def test_text_is_put_right_and_taken_back(editor: Visitor, folder: Path) -> None:
    assert f'href="{SENTENCE}"' in editor.get("/-/archive/releases/1").text
    answer = editor.send(SENTENCE, do="text", text="The ministers deplore the flooding of the old quays.", who="Ada")
    assert answer.status_code == 302
    assert text_of(folder, 2) == "The ministers deplore the flooding of the old quays."
    page = shown(editor)
    assert "corrected by Ada" in page  # what was done, once
    assert "corrected by Ada" not in shown(editor)
    assert "transcribed as: The ministers deplore the flooding of the old keys." in page
    assert "Ada</bdi>: " in page
    editor.send(SENTENCE, do="undo text")
    assert text_of(folder, 2) == "The ministers deplore the flooding of the old keys."
    assert "taken back, or decided anew" in shown(editor)


def test_link_and_name(editor: Visitor, folder: Path) -> None:
    editor.send(SENTENCE, do="link", paragraph="2")
    editor.send(SENTENCE, do="name", name="Grace Hopper")
    with open_archive(folder) as archive:
        moments = archive.rows("select position from moments where segment = 2")
        assert [row["position"] for row in moments] == [2]
        assert archive.table("speakers").get(1)["name"] == "Grace Hopper"
    assert "Take the decision back" in shown(editor)
    editor.send(SENTENCE, do="undo link")
    assert "Take the decision back" not in shown(editor)


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"do": "text", "text": "", "who": "Ada"}, "A sentence needs words.</p>"),
        ({"do": "text", "text": "Words.", "who": " "}, "Nobody says so.</p>"),
        ({"do": "link", "paragraph": "99"}, "Paragraph 99"),
        ({"do": "link", "paragraph": "²"}, "No paragraph was chosen"),
        ({"do": "undo text"}, "Nobody put anything right"),
        ({"do": "again"}, "No sentence was chosen"),
        ({"do": "everything"}, "does not say what to do"),
    ],
)
def test_what_cannot_be_done_is_told(editor: Visitor, folder: Path, form: dict[str, str], told: str) -> None:
    answer = editor.send(SENTENCE, **form)
    assert answer.status_code == 400
    assert told in html.unescape(answer.text)
    assert text_of(folder, 2) == "The ministers deplore the flooding of the old keys."


def test_what_was_written_is_not_lost_where_it_cannot_be_kept(editor: Visitor) -> None:
    told = editor.send(SENTENCE, do="text", text="The ministers deplore the flooding.", who="").text
    assert ">The ministers deplore the flooding.</textarea>" in told


def test_a_strangers_form_is_refused(editor: Visitor, folder: Path) -> None:
    """Sent from a page of another site by the browser of somebody who signed in."""

    async def ask() -> httpx.Response:
        headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        return await editor.datasette.client.post(  # type: ignore[no-any-return]
            SENTENCE, data={"do": "text", "text": "Eve.", "who": "Eve"}, headers=headers, cookies=editor.cookies
        )

    assert asyncio.run(ask()).status_code == 403
    assert text_of(folder, 2) == "The ministers deplore the flooding of the old keys."


def test_sentences_that_are_not_there(editor: Visitor) -> None:
    assert editor.get("/-/archive/releases/1/sentences/999").status_code == 404
    assert editor.get("/-/archive/releases/9/sentences/2").status_code == 404


def test_an_archive_that_is_only_read_has_no_way_in(folder: Path, editing: Editing) -> None:
    datasette = open_datasette(folder)
    visitor = Visitor(datasette)
    assert visitor.get(editing.path).status_code == 403
    close(datasette)
