"""Every page of ours for everybody: nothing grave by axe-core, nothing too wide; names one hears, and the keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import axe
import chromium
import pytest
from archive_examples import add_everything
from chromium import visiting
from playwright.sync_api import expect

from archiver.archive.store import open_archive
from archiver.web.visitors import Editing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = chromium.MARKS

PAGES = [
    "",
    "/search?q=reform",
    "/search?q=xyzzy",
    "/search?q=help+with+reform&by=meaning",
    "/releases/2",
    "/releases/2/differences",
    "/todo",
    "/quote",
    "/quote?q=NATO+condemns+the+use+of+force",
    "/phrase",
    "/phrase?q=force",
    "/plots",
    "/nothing",
]
SIZES = [(320, 568), (768, 1024), (1440, 900)]
# Every stop of the Tab key: its role and what it is called.
STOP = """() => {
    const at = document.activeElement;
    const label = at.labels?.[0]?.innerText || at.getAttribute("aria-label") || at.innerText || at.title;
    return `${at.getAttribute("type") === "range" ? "slider" : at.localName} ${label.trim().replace(/\\s+/g, " ")}`;
}"""
WALK = [
    "a Skip to the content",
    "a Briefing archive",
    "a Search",
    "a To do",
    "a Plots",
    "a Tables",
    "input Search",
    "button Search",
    "button Previous passage",
    "button Play",
    "button Next passage",
    "slider Place in the recording",
    "select Speed",
    "button Cite",
    "button Keys",
    "a as published",
    "a what was said differently",
    "a in fr",
    "a MP3",
    "a VTT",
    "a SRT",
    "a text",
    "a JSON",
    "a CSV",
    "a Press briefing by the NATO Spokesman",
    "a Press conference",
    "select Links",
    "button ¶ 1: 01:01–01:08 and 02:05–02:11 · 99% read out",
    "a 00:00",
]
NAMES: list[tuple[Any, str]] = [
    ("navigation", "Site"),
    ("region", "Player"),
    ("img", "When each paragraph was talked about; the paragraphs list the times."),
    ("slider", "Place in the recording"),
    ("heading", "Statement on NATO-Belarus relations"),
    ("region", "The release"),
    ("button", "¶ 1: 01:01–01:08 and 02:05–02:11 · 99% read out"),
    ("link", "01:01–01:08 read out NATO condemns the use of force by the Belarusian authorities"),
    ("button", "Cite 01:01–01:08"),
    ("region", "What was said · Press briefing by the NATO Spokesman"),
    ("heading", "James Appathurai"),
    ("link", "01:01"),
    ("link", "¶ 1 , read out"),
    ("link", "¶ 1 likely , in other words"),
]

# The same on the page that puts a sentence right.
CORRECTING = [
    "a Statement on harbour safety, at 00:02",
    "textarea The sentence",
    "input put right by",
    "button Save the words",
    "select The paragraph that it reads or talks about",
    "input besides what it is on already",
    "button Save the paragraph",
    "input The name of S1 in this recording",
    "button Save the name",
]


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with chromium.served(archive) as served:
        yield served


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES, ids=str)
def test_nothing_grave_keeps_anybody_out_of_any_page(
    browser: Browser, address: str, axe_script: str, size: tuple[int, int], scheme: Literal["light", "dark"]
) -> None:
    with visiting(browser, address, size, scheme) as visit:
        for path in PAGES:
            visit.page.goto(f"{address}/-/archive{path}")
            visit.page.wait_for_load_state("load")
            assert (path, axe.violations(visit.page, axe_script)) == (path, [])
            assert (path, visit.page.evaluate("document.documentElement.scrollWidth") <= size[0]) == (path, True)
        visit.troubles.clear()  # the recording itself is not in this archive


def test_a_walk_by_keyboard(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visit.page.goto(f"{address}/-/archive/releases/2")
        visit.page.wait_for_selector(".player.ready")
        stops = []
        for _ in WALK:
            visit.page.keyboard.press("Tab")
            stops.append(visit.page.evaluate(STOP))
        assert stops == WALK
        visit.troubles.clear()


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A server on an archive that may be put right: its address, and the path that signs in."""
    folder, editing = tmp_path_factory.mktemp("edited"), Editing("Ada")
    with open_archive(folder, create=True) as archive:
        add_everything(archive)
    with chromium.served(folder, f"allowed=Allowed(editing=Editing('Ada', {editing.token!r}))") as served:
        yield served, editing.path


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_whoever_puts_a_sentence_right_needs_no_mouse_and_no_eyes(
    browser: Browser, edited: tuple[str, str], axe_script: str, size: tuple[int, int]
) -> None:
    address, sign_in = edited
    with visiting(browser, address, size) as visit:
        page = visit.open(sign_in)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(f"{address}/-/archive/releases/1")
            assert axe.violations(page, axe_script) == []
            page.goto(f"{address}/-/archive/releases/1/sentences/2")
            assert axe.violations(page, axe_script) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.locator("#main").focus()
        stops: list[str] = []
        while len(stops) < len(CORRECTING):
            page.keyboard.press("Tab")
            stop = page.evaluate(STOP)
            stops += [] if stop.startswith("audio") else [stop]  # with as many stops as the browser's player has
        assert stops == CORRECTING
        visit.troubles.clear()  # the recording itself is not in this archive


def test_what_a_reader_hears(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visit.page.goto(f"{address}/-/archive/releases/2#p1")
        visit.page.wait_for_selector(".player.ready")
        heard = [(role, name) for role, name in NAMES if visit.page.get_by_role(role, name=name, exact=True).count()]
        assert heard == NAMES
        slider = visit.page.get_by_role("slider", name="Place in the recording")
        expect(slider).to_have_attribute("aria-valuetext", "01:01, ¶ 1")
        visit.troubles.clear()
