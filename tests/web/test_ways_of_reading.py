"""The briefing for whoever reads it: on small screens, by touch, by keyboard, by ear, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import chromium
import long_release
import pytest
from chromium import DESK, PHONE, settled, visiting, wait_until
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/1"
OVER = "document.documentElement.scrollWidth - innerWidth"
FOCUSED = "document.activeElement.getAttribute('aria-label') || document.activeElement.innerText.trim()"
NOW = "document.querySelector('audio').currentTime"


@pytest.fixture
def page(browser: Browser, long_address: str) -> Iterator[Page]:
    with visiting(browser, long_address, DESK) as visit:
        yield opened(visit.page, long_address)


def opened(page: Page, address: str, fragment: str = "") -> Page:
    page.goto(f"{address}{PAGE}{fragment}")
    page.wait_for_selector(".player.ready")
    return page


@pytest.mark.parametrize(("size", "most"), [((320, 568), 120), ((360, 740), 120), ((320, 256), 64)])
def test_small_screens_hold_the_page_and_the_player_leaves_room(
    browser: Browser, long_address: str, size: tuple[int, int], most: int
) -> None:
    with visiting(browser, long_address, size) as visit:
        page = opened(visit.page, long_address, "#t=12")
        assert page.evaluate(OVER) <= 0
        assert page.locator(".player").evaluate("one => one.offsetHeight") <= most
        right = page.locator(".player :is(button, select)").evaluate_all(
            "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
        )
        assert right <= size[0]


def test_a_finger_is_told_why_before_it_follows_a_link(browser: Browser, long_address: str) -> None:
    with visiting(browser, long_address, PHONE, touch=True) as visit:
        page = opened(visit.page, long_address, f"#t={long_release.read_at(60):g}")
        settled(page)
        tie = page.locator(".s[aria-current] .tie")
        tie.tap()
        told = page.get_by_role("tooltip")
        expect(told).to_have_text(re.compile(r"¶ 60 read out\. .*Touch ¶ 60 again"))
        page.wait_for_timeout(400)  # it stays when the finger is lifted
        assert told.is_visible()
        tie.tap()
        page.wait_for_selector("#p60.found")


def test_play_comes_before_the_sentences(page: Page) -> None:
    stops = []
    for _ in range(18):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert stops[0] == "Skip to the content"
    assert "Play" in stops
    assert not [stop for stop in stops[: stops.index("Play")] if re.fullmatch(r"\d\d:\d\d", stop)]


def test_keys_of_one_letter_can_be_switched_off_and_changed(page: Page) -> None:
    def pressed(key: str) -> float:
        page.evaluate("document.querySelector('audio').currentTime = 0")
        page.keyboard.press(key)
        time: float = page.evaluate(NOW)
        return time

    assert pressed("n") > 0
    page.get_by_role("button", name="Keys", exact=True).click()
    page.get_by_label("Key for: The next passage on a paragraph").fill("j")
    page.get_by_role("button", name="Close").click()
    assert (pressed("n"), pressed("j") > 0) == (0, True)
    page.reload()
    page.wait_for_selector(".player.ready")
    assert pressed("j") > 0  # this browser remembers
    page.keyboard.press("?")
    page.get_by_label("Keys of one letter do something").uncheck()
    page.keyboard.press("Escape")
    assert (pressed("n"), pressed("j")) == (0, 0)
    assert pressed("ArrowRight") == pytest.approx(5, abs=0.1)  # no letter
    page.keyboard.press("?")
    assert not page.get_by_role("dialog").is_visible()
    page.get_by_role("button", name="Keys", exact=True).click()
    page.get_by_role("button", name="Our letters again").click()
    page.keyboard.press("Escape")
    assert pressed("n") > 0


def test_a_letter_that_is_taken_is_not_taken_twice(page: Page) -> None:
    page.keyboard.press("?")
    field = page.get_by_label("Key for: The next passage on a paragraph")
    field.fill("c")
    expect(page.get_by_role("status")).to_contain_text("c is taken")
    expect(field).to_have_value("n")


def test_doubtful_words_are_counted_and_a_key_leads_from_one_to_the_next(page: Page) -> None:
    count = long_release.SENTENCES // long_release.DOUBTFUL
    assert f"{count} words are doubtful" in page.locator(".made").inner_text()
    assert "wavy" in page.locator(".said i").first.evaluate("one => getComputedStyle(one).textDecoration")
    page.keyboard.press("d")
    expect(page.get_by_role("status")).to_contain_text(f"Doubtful 1 of {count}: was")
    first = page.evaluate(NOW)
    page.get_by_role("button", name="Next doubtful word").click()
    wait_until(page, NOW, pytest.approx(first + long_release.DOUBTFUL * long_release.STEP, abs=0.02))
    assert page.evaluate("[...CSS.highlights.get('quoted')][0].toString()") == "was"


def test_doubtful_words_are_told_to_those_who_listen(page: Page) -> None:
    page.locator(".said i").first.scroll_into_view_if_needed()
    settled(page)
    client = page.context.new_cdp_session(page)
    nodes = client.send("Accessibility.getFullAXTree")["nodes"]
    assert [node for node in nodes if "doubtful: " in str(node.get("name", {}).get("value"))]


def test_paper_tells_in_words_what_the_screen_tells_by_colour(page: Page, long_address: str) -> None:
    page.goto(f"{long_address}{PAGE}#t=10.5")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".s.verbatim .tie").first).to_have_text("¶ 100, read out")
    box = page.locator(".s.verbatim .tie .hear").first.bounding_box()
    assert box
    assert box["width"] > 20
    assert page.locator(".s .at").first.is_visible()
    assert page.locator("#m60").is_visible()
    signed = re.escape(f"{long_address}{PAGE}#t=10.5") + r", printed on \d+ \w+ \d{4}$"
    expect(page.locator(".printed")).to_have_text(re.compile(signed))
    expect(page.locator(".player")).to_be_hidden()
