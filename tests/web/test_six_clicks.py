"""From a question to the clip and a link to cite in six clicks; the clip of what is selected, by mouse or keyboard."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import long_release
import pytest
from chromium import PHONE, settled, visiting
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/1"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that cuts clips."""
    archive: Path = long_release.make(tmp_path_factory.mktemp("clicks"))
    code = "from archiver.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", "--port", "0", "--clips", "--archive", str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.kill()


def test_a_paragraph_its_differences_its_clip_and_its_citation(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(PAGE)
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])

        page.locator("#p4 button.tell").click()  # 1: where they talked about it
        begin = long_release.read_at(4)
        assert page.locator("#m4 b").all_inner_texts() == ["02:24–02:24"]

        page.locator("#p4").get_by_role("link", name="What was said differently").click()  # 2
        page.wait_for_url("**/releases/1/differences#p4")
        assert "read out as written" in page.locator("#p4 + ol").inner_text()
        page.get_by_role("link", name="A long agreement").click()  # 3: back

        page.wait_for_selector(".player.ready")
        page.locator("#p4 button.tell").click()  # 4
        with page.expect_download() as clip:
            page.locator("#m4").get_by_role("link", name="Clip 02:24–02:24").click()  # 5
        assert clip.value.path().stat().st_size > 1_000
        page.locator("#m4").get_by_role("button", name="Cite 02:24–02:24").click()  # 6
        cited = page.get_by_role("dialog").get_by_role("textbox").input_value()
        assert f"{address}{PAGE}#t={begin:g},{begin + long_release.STEP:g}, accessed on " in cited


def test_the_clip_of_what_is_selected(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(f"{PAGE}#t=12")
        page.wait_for_selector(".s[aria-current]")
        page.keyboard.press("s")
        page.keyboard.press("s")
        clip = page.get_by_role("group", name="What you selected").get_by_role("link", name="Clip")
        with page.expect_download() as saved:
            clip.click()
        assert saved.value.url.endswith("/releases/1/clip.mp3?recording=1&from=12&to=13")  # two sentences
        assert saved.value.path().stat().st_size > 1_000
        with page.expect_download() as by_key:
            page.keyboard.press("x")
        assert by_key.value.url == saved.value.url


def test_a_finger_gets_the_clip_of_a_moment_and_of_what_is_selected(browser: Browser, address: str) -> None:
    with visiting(browser, address, PHONE, touch=True) as visit:
        page = visit.open(f"{PAGE}#p4")
        page.wait_for_selector(".player.ready")
        settled(page)
        with page.expect_download() as clip:
            page.locator("#m4").get_by_role("link", name="Clip 02:24–02:24").tap()
        assert clip.value.path().stat().st_size > 1_000
        said = page.locator(".s[aria-current] .said")
        said.scroll_into_view_if_needed()
        settled(page)
        said.evaluate("one => getSelection().selectAllChildren(one)")  # as a long touch and its handles do
        offer = page.get_by_role("group", name="What you selected")
        with page.expect_download() as selected:
            offer.get_by_role("link", name="Clip").tap()
        begin = long_release.read_at(4)
        assert selected.value.url.endswith(f"&from={begin:g}&to={begin + long_release.STEP:g}")
        expect(offer).to_be_visible()  # the selection is still there


def test_no_clip_of_what_was_written_or_of_hours(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(PAGE)
        page.locator("#p2 .written").select_text()
        offer = page.get_by_role("group", name="What you selected")
        offer.get_by_role("button", name="Copy link").wait_for()
        assert not offer.get_by_role("link", name="Clip").is_visible()
        page.keyboard.press("x")
        page.get_by_text("A clip is of what is said, and of 10 minutes at most").first.wait_for(state="attached")
