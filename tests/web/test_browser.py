"""Home and search in a real browser: by keyboard and without scripts, on a desk and a phone, light and dark."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest
from playwright.sync_api import expect
from sqlite_utils import Database

from archiver.archive.kept_figures import count_stale
from archiver.archive.migrations import migrations
from archiver.demo import RECORDING
from archiver.web.home_filters import MOST_OFFERED

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = chromium.MARKS

CROWD = [f"House {number:03}" for number in range(MOST_OFFERED + 2)]  # or people who are called so
PLAYERS = "[...document.querySelectorAll('audio')]"


@pytest.fixture(scope="module")
def address(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on the small archive, whose recordings are the demo's sound."""
    folder = tmp_path_factory.mktemp("heard") / "archive"
    shutil.copytree(archive, folder)
    (folder / "media").mkdir()
    shutil.copy(RECORDING, folder / "media" / "sound.mp3")
    db = Database(folder / "db" / "archive.db")
    with db.atomic():
        row = ["media/sound.mp3", RECORDING.stat().st_size, "9999-12-31T00:00:00Z"]  # by size and day it is as archived
        db.execute("update recordings set path = ?, size = ?, added = ?", row)
    db.close()
    with chromium.served(folder) as served:
        yield served


def focused(page: Page) -> str:
    text: str = page.evaluate("document.activeElement.outerHTML")
    return text


def tab_to(page: Page, pattern: str) -> None:
    """Press Tab until what matches has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if re.search(pattern, focused(page)):
            return
    pytest.fail(f"no way to {pattern} by keyboard")


@pytest.mark.parametrize("size", [chromium.PHONE, chromium.DESK])
def test_search_and_play_by_keyboard(browser: Browser, address: str, size: tuple[int, int]) -> None:
    with chromium.visiting(browser, address, size) as visit:
        page = visit.open("/-/archive")
        tab_to(page, 'name="q"')
        page.keyboard.type("demonstrators")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=demonstrators")
        expect(page.locator("mark").first).to_have_text("demonstrators")
        tab_to(page, 'class="listen"')
        page.keyboard.press("Enter")
        chromium.wait_until(page, f"{PLAYERS}[0].currentTime > 66.5")  # it began at 66.4 and goes on
        tab_to(page, 'class="listen"')
        page.keyboard.press("Enter")
        chromium.wait_until(page, f"{PLAYERS}.map(one => one.paused)", [True, False])  # one at a time


def test_from_a_hit_to_its_second(browser: Browser, address: str) -> None:
    with chromium.visiting(browser, address) as visit:
        page = visit.open("/-/archive/search?q=demonstrators&kind=said")
        page.locator(".hit .text a").first.click()
        page.wait_for_url("**/releases/2?recording=1#t=66.4")


def test_a_slash_goes_to_the_search(browser: Browser, address: str) -> None:
    with chromium.visiting(browser, address) as visit:
        page = visit.open("/-/archive/search?q=reform")
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("/")
        expect(page.locator("#q")).to_have_value("/")  # typed, as in any field


def test_the_first_tab_skips_to_the_content(browser: Browser, address: str) -> None:
    with chromium.visiting(browser, address) as visit:
        page = visit.open("/-/archive")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()


def test_without_scripts_every_hit_has_its_player(browser: Browser, address: str) -> None:
    with chromium.visiting(browser, address, scripts=False) as visit:
        page = visit.open("/-/archive/search?q=demonstrators")
        assert page.locator(".hit audio").count() == page.locator(".hit").count() == 2
        assert page.locator(".hit audio").first.is_visible()
        assert page.locator(".listen").count() == 0


def test_what_cannot_be_played_can_be_downloaded(browser: Browser, address: str) -> None:
    with chromium.visiting(browser, address) as visit:
        page = visit.open("/-/archive/search?q=demonstrators&kind=said")
        page.route(
            "**/recordings/**", lambda route: route.fulfill(status=200, content_type="audio/mpeg", body="no sound")
        )
        page.locator(".listen").first.click()
        page.locator("a.unplayable").wait_for()


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on an archive of very many houses, and of as many people."""
    folder = tmp_path_factory.mktemp("crowded")
    (folder / "db").mkdir()
    db = Database(folder / "db" / "archive.db")
    migrations.apply(db)
    capture = {
        "id": 1,
        "source": "a.htm",
        "sha256": "0" * 64,
        "size": 9,
        "path": "a",
        "captured": "2026-03-01T10:00:00Z",
    }
    db.table("captures").insert(capture)
    db.table("releases").insert_all({"title": "A", "issuer": one, "capture": 1, "url": one} for one in CROWD)
    db.table("recordings").insert({"sha256": "1" * 64, "path": "a.mp3", "size": 9, "duration": 9.0, "added": ""})
    db.table("release_recordings").insert({"release": 1, "position": 1, "label": "Sound", "recording": 1})
    db.table("transcripts").insert(
        {"recording": 1, "engine": "captions", "model": "", "parameters": "{}", "created": ""}
    )
    db.table("speakers").insert_all({"transcript": 1, "label": one, "name": one} for one in CROWD)
    count_stale(db)
    db.close()
    with chromium.served(folder) as address:
        yield address


@pytest.mark.parametrize(
    ("path", "name"), [("", "house"), ("", "speaker"), ("/search", "speaker"), ("/quote", "speaker")]
)
def test_of_very_many_those_are_offered_that_have_what_is_typed(
    browser: Browser, crowded: str, path: str, name: str
) -> None:
    with chromium.visiting(browser, crowded) as visit:
        page = visit.open(f"/-/archive{path}")
        offered = page.locator(f"#{name}s option")
        expect(offered).to_have_count(MOST_OFFERED + 1)
        page.locator(f"#{name}").press_sequentially(CROWD[-1].upper())
        expect(offered).to_have_count(1)
        expect(offered).to_have_attribute("value", CROWD[-1])
