"""How sure links must be, chosen in a real browser: what is shown, what is counted, and what the address says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest
from chromium import DESK, PHONE, visiting
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/2"
sizes = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with chromium.served(archive) as served:
        yield served


def choose(page: Page, words: str, told: str) -> None:
    page.get_by_label("Links").select_option(words)
    page.get_by_text(told).first.wait_for(state="attached")


def marks(page: Page) -> int:
    return page.locator(".ribbon rect").count()


@sizes
def test_a_choice_shows_other_links_and_stays_in_the_address(
    browser: Browser, address: str, size: tuple[int, int]
) -> None:
    with visiting(browser, address, size) as visit:
        page = visit.open(f"{PAGE}?recording=1")
        assert (page.locator(".tie").count(), marks(page)) == (3, 2)
        page.locator("#p1 button.tell").click()
        choose(page, "Certain only", "2 of 3 links shown")
        expect(page).to_have_url(f"{address}{PAGE}?recording=1&least=0.9")
        assert (page.locator(".tie").count(), marks(page)) == (2, 1)
        assert page.locator("#p1 .moments li").count() == 1
        assert page.locator("#p1 .moments").is_visible()  # as it was
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
        page.locator(".s .at").nth(1).click()
        expect(page).to_have_url(f"{address}{PAGE}?recording=1&least=0.9#t=61.2")
        page.reload()
        expect(page.locator("#shown")).to_have_text("2 of 3 links shown")
        choose(page, "All links", "3 of 3 links shown")
        expect(page).to_have_url(f"{address}{PAGE}?recording=1#t=61.2")
        assert (page.locator(".tie").count(), marks(page)) == (3, 2)


def test_by_keyboard(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(PAGE)
        page.get_by_label("Links").focus()
        page.keyboard.press("ArrowDown")
        page.wait_for_url("**/releases/2?least=0.7")
        page.keyboard.press("ArrowDown")
        page.wait_for_url("**/releases/2?least=0.9")
        expect(page.get_by_role("status")).to_have_text("2 of 3 links shown")
        expect(page.get_by_label("Links")).to_be_focused()


def test_other_pages_keep_the_choice(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(PAGE)
        choose(page, "Certain only", "2 of 3 links shown")
        page.get_by_role("searchbox", name="Search").fill("defence")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search?q=defence&least=0.9")
        page.locator(".hit .text a").first.click()
        page.wait_for_url("**/releases/2?*least=0.9*")
        page.get_by_role("link", name="Briefing archive").click()
        page.wait_for_url("**/-/archive?least=0.9")


@sizes
def test_without_scripts_a_button_does_it(browser: Browser, address: str, size: tuple[int, int]) -> None:
    with visiting(browser, address, size, scripts=False) as visit:
        page = visit.open(f"{PAGE}?recording=1")
        page.get_by_label("Links").select_option("Certain only")
        page.get_by_role("button", name="Show").click()
        page.wait_for_url("**/releases/2?recording=1&least=0.9")
        expect(page.locator("#shown")).to_have_text("2 of 3 links shown")
        assert page.locator(".tie").count() == 2


def test_where_the_server_does_not_answer_nothing_changes(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        page = visit.open(PAGE)
        page.route("**/*least=*", lambda route: route.fulfill(status=404, body=""))
        choose(page, "Certain only", "The server did not answer")
        assert page.get_by_label("Links").input_value() == ""
        assert (page.url, page.locator(".tie").count()) == (f"{address}{PAGE}", 3)
