"""Addresses of a paragraph and of a moment, in a page of a hundred paragraphs: both columns stand where one looks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import chromium
import long_release
import pytest
from chromium import DESK, PHONE, settled, silence, visiting, wait_until
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/1"
SEEN = """selector => {
    const box = document.querySelector(selector).getBoundingClientRect();
    const pane = document.querySelector(".pane").getBoundingClientRect();
    const inside = document.querySelector(selector).closest(".pane");
    const bottom = document.querySelector(".player").getBoundingClientRect().top;
    const [top, end] = inside && innerWidth >= 960 ? [pane.top, pane.bottom] : [0, bottom];
    return box.height > 0 && box.top >= top - 2 && box.top < Math.min(end, bottom) - 20;
}"""
# The bands of which one end cannot be seen: neither of the paragraph nor of the sentences.
ASTRAY = """() => {
    const { passages } = JSON.parse(document.getElementById("reading").textContent);
    const pane = document.querySelector(".pane").getBoundingClientRect();
    const bottom = document.querySelector(".player").getBoundingClientRect().top;
    const hidden = (box, top, end) => box.bottom <= top || box.top >= end;
    return [...document.querySelectorAll(".between path")].filter((band) => {
        const [paragraph, , first, last] = passages[Number(band.dataset.passage)];
        const written = document.querySelector(`#p${paragraph} .written`).getBoundingClientRect();
        const own = [...document.querySelectorAll(".s")].slice(first, last + 1);
        const said = own.map((one) => one.getBoundingClientRect());
        return hidden(written, pane.top, Math.min(pane.bottom, bottom)) || said.every((box) => hidden(box, 0, bottom));
    }).map((band) => band.getAttribute("d"));
}"""


def arrived(page: Page) -> Page:
    page.wait_for_selector(".player.ready")
    settled(page)
    return page


def current(page: Page) -> Locator:
    """The sentence that is spoken now."""
    return page.locator(".s[aria-current] .said")


def wait_for_view(page: Page, *selectors: str) -> None:
    for selector in selectors:
        wait_until(page, f"({SEEN})({selector!r})")


@pytest.mark.parametrize("paragraph", [2, 60, 99])
def test_a_paragraph_stands_beside_its_first_moment(browser: Browser, long_address: str, paragraph: int) -> None:
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(f"{PAGE}#p{paragraph}"))
        expect(current(page)).to_contain_text(f"agreement {paragraph} ")
        wait_for_view(page, f"#p{paragraph}", f"#m{paragraph}", ".s[aria-current]")
        assert page.evaluate("document.querySelector('audio').paused")


def test_a_paragraph_that_nobody_talked_about_is_in_view(browser: Browser, long_address: str) -> None:
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(f"{PAGE}#p{long_release.NEVER}"))
        wait_for_view(page, f"#p{long_release.NEVER}")


def test_on_a_phone_the_paragraph_is_what_one_sees(browser: Browser, long_address: str) -> None:
    with visiting(browser, long_address, PHONE) as visit:
        page = arrived(visit.open(f"{PAGE}#p60"))
        wait_for_view(page, "#p60")


@pytest.mark.parametrize("until", ["", ",{}"])
@pytest.mark.parametrize("paragraph", [3, 71])
def test_a_second_stands_beside_its_paragraph(browser: Browser, long_address: str, paragraph: int, until: str) -> None:
    begin = long_release.read_at(paragraph)
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(f"{PAGE}#t={begin:g}{until.format(begin + 0.4)}"))
        expect(current(page)).to_contain_text(f"agreement {paragraph} ")
        wait_for_view(page, f"#p{paragraph}", ".s[aria-current]")
        assert bool(until) == page.evaluate("CSS.highlights.has('quoted')")


def test_a_stretch_stands_beside_the_first_paragraph_in_it(browser: Browser, long_address: str) -> None:
    begin = long_release.read_at(40) - long_release.STEP  # a sentence on no paragraph
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(f"{PAGE}#t={begin:g},{begin + 1:g}"))
        expect(current(page)).to_contain_text("That was sentence")
        wait_for_view(page, "#p40")


def test_a_click_on_a_moment_stands_where_its_address_leads(browser: Browser, long_address: str) -> None:
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(f"{PAGE}#p60"))
        by_address = current(page).inner_text()
        silence(page)
        page.keyboard.press("n")  # to elsewhere
        expect(current(page)).not_to_have_text(by_address)
        page.locator("#m60 a").first.click()
        expect(current(page)).to_have_text(by_address)


@pytest.mark.parametrize("fragment", ["#p60", "#p99", "#p2", f"#t={long_release.read_at(30):g}"])
def test_bands_lead_to_nothing_out_of_view(browser: Browser, long_address: str, fragment: str) -> None:
    with visiting(browser, long_address, DESK) as visit:
        page = arrived(visit.open(PAGE + fragment))
        expect(page.locator(".between path")).not_to_have_count(0)
        for scrolled in (0, 300, -900):
            page.evaluate("by => { document.querySelector('.pane').scrollTop += by; }", scrolled)
            wait_until(page, f"({ASTRAY})().length === 0")
