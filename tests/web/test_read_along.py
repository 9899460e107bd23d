"""The briefing page in a real browser, on the demo: heard, followed, cited, with and without a mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import axe
import chromium
import pytest
from chromium import DESK, PHONE, Visit, settled, silence, visiting, wait_until
from heard_demo import heard_demo
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/1"
Size = tuple[int, int]
Scheme = Literal["light", "dark"]
looks = pytest.mark.parametrize(
    ("size", "scheme"), [(DESK, "light"), (DESK, "dark"), (PHONE, "light"), (PHONE, "dark")], ids=str
)
sizes = pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])

NOW = "document.querySelector('audio').currentTime"
PAUSED = "document.querySelector('audio').paused"
# Keeps where the sound is first sent to, however long the page then plays.
SOUGHT = "addEventListener('seeking', event => (window.sought ??= event.target.currentTime), true)"
# The middle of a word of a sentence, and when it is said, from what the page itself tells about it.
WORD = """([sentence, word]) => {
    const said = document.querySelectorAll(".said")[sentence];
    said.scrollIntoView({ block: "center", behavior: "instant" });
    const [...words] = said.textContent.matchAll(/\\S+/g);
    const walker = document.createTreeWalker(said, NodeFilter.SHOW_TEXT);
    let place = words[word].index;
    let node = walker.nextNode();
    while (place >= node.length) { place -= node.length; node = walker.nextNode(); }
    const range = document.createRange();
    range.setStart(node, place);
    range.setEnd(node, place + 1);
    const box = range.getBoundingClientRect();
    return [box.left + 3, box.top + box.height / 2];
}"""
FRAMES = """count => new Promise(done => {
    const next = () => (count-- ? requestAnimationFrame(next) : done());
    next();
})"""
SELECT = """([from, to]) => {
    const said = document.querySelectorAll(".said");
    const range = document.createRange();
    range.setStart(said[from].firstChild, 0);
    range.setEnd(said[to], said[to].childNodes.length);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return heard_demo(tmp_path_factory)[0]


@pytest.fixture(scope="module")
def address(demo: Path) -> Iterator[str]:
    with chromium.served(demo) as served:
        yield served


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    with visiting(browser, address) as visit:
        yield visit


def opened(visit: Visit, fragment: str = "") -> Page:
    page = visit.open(PAGE + fragment)
    page.wait_for_selector(".player.ready")
    return page


def time_of(sentence: Locator) -> float:
    """When a sentence begins, as its address says."""
    return float((sentence.get_attribute("id") or "").removeprefix("t="))


def in_view(selector: str) -> str:
    """A script that tells whether something can be seen above the player."""
    box, player = (f"document.querySelector('{one}')?.getBoundingClientRect()" for one in (selector, ".player"))
    return f"{box}?.bottom > 0 && {box}.top < {player}.top"


@looks
def test_the_clock_moves_and_what_is_spoken_is_lit(browser: Browser, address: str, size: Size, scheme: Scheme) -> None:
    with visiting(browser, address, size, scheme) as visit:
        page = opened(visit)
        page.get_by_role("button", name="Play", exact=True).click()
        page.wait_for_selector(".s[aria-current]")
        wait_until(page, f"{NOW} > 0.5")
        expect(page.locator(".s[aria-current]")).to_have_count(1)
        assert page.evaluate("CSS.highlights.get('spoken')?.size") in (1, None)  # None between two words
        page.get_by_role("button", name="Pause").click()
        wait_until(page, PAUSED)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@sizes
def test_a_word_that_is_clicked_is_heard(browser: Browser, address: str, size: Size) -> None:
    with visiting(browser, address, size) as visit:
        page = opened(visit)
        sentence = page.locator(".s").nth(4)
        marks = (sentence.get_attribute("data-w") or "").split()
        hundredths = sum(sum(map(int, mark.split("+"))) for mark in marks[:2])
        begins = time_of(sentence) + (hundredths + int(marks[2].split("+")[0])) / 100
        word = page.evaluate(WORD, [4, 2])
        page.evaluate(SOUGHT)
        page.mouse.click(*word)
        wait_until(page, f"!{PAUSED} && 'sought' in window")  # the event comes a moment after the sound is set going
        assert page.evaluate("window.sought") == pytest.approx(begins, abs=0.02)
        page.wait_for_selector(".s[aria-current]")
        assert sentence.get_attribute("aria-current") == "true"


@sizes
def test_an_address_with_a_time_opens_there(browser: Browser, address: str, size: Size) -> None:
    with visiting(browser, address, size) as visit:
        page = opened(visit)
        wanted = time_of(page.locator(".s").nth(20))
        page = opened(visit, f"?again=1#t={wanted}")
        settled(page)
        wait_until(page, NOW, pytest.approx(wanted, abs=0.01))
        assert page.evaluate(PAUSED)
        assert time_of(page.locator(".s[aria-current]")) == wanted
        wait_until(page, in_view(".s[aria-current]"))


@sizes
def test_an_address_with_a_paragraph_opens_its_moments(browser: Browser, address: str, size: Size) -> None:
    with visiting(browser, address, size) as visit:
        page = opened(visit, "#p4")
        wait_until(page, in_view("#p4"))
        expect(page.locator("#p4 button.tell")).to_have_attribute("aria-expanded", "true")
        expect(page.locator("#m4")).to_be_visible()


def test_a_paragraph_tells_its_moments_and_each_can_be_heard(visit: Visit) -> None:
    page = opened(visit)
    silence(page)
    button = page.locator("#p2 button.tell")
    assert not page.locator("#m2").is_visible()
    button.click()
    moments = page.locator("#m2 a")
    assert moments.first.locator("b").inner_text() in button.inner_text()
    assert "% read out" in button.inner_text()
    assert moments.first.locator("span").inner_text() == "read out"
    moments.first.click()
    expect(page.locator(".s[aria-current] .tie").first).to_have_text(re.compile("^¶ 2"))
    expect(page.locator("#p2")).to_have_attribute("aria-current", "true")
    settled(page)
    page.locator("#p2 .text").click()
    expect(page.locator("#m2")).to_be_hidden()


def test_who_reads_down_the_moments_keeps_the_place(visit: Visit) -> None:
    page = opened(visit)
    silence(page)
    page.locator("#p1 button.tell").click()
    page.evaluate("document.querySelector('.pane').scrollTop = 60")  # the paragraph's first lines are out of view
    before = page.evaluate("document.querySelector('.pane').scrollTop")
    assert before > 0
    page.locator("#m1 a").first.dispatch_event("click")
    expect(page.locator("#p1")).to_have_attribute("aria-current", "true")
    settled(page)
    assert page.evaluate("document.querySelector('.pane').scrollTop") == before


def test_what_was_never_talked_about_says_so(visit: Visit) -> None:
    page = opened(visit)
    never = page.locator(".para.never")
    assert never.count()
    assert "never talked about" in never.first.inner_text()
    assert never.first.get_by_role("button").count() == 0


def test_bands_join_what_is_in_view(visit: Visit) -> None:
    page = opened(visit)
    page.evaluate("document.querySelector('.s.verbatim').scrollIntoView({ block: 'center' })")
    page.wait_for_selector(".between path.verbatim")
    settled(page)
    drawn = page.locator(".between path").count()
    assert 0 < drawn < page.locator(".moments li").count()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    wait_until(page, """!document.querySelector('.between path[data-passage="0"]')""")


@pytest.mark.parametrize("how", ["hover", "focus"])
def test_a_tie_tells_why(visit: Visit, how: str) -> None:
    page = opened(visit)
    tie = page.locator(".s.verbatim .tie").first
    tie.scroll_into_view_if_needed()
    settled(page)  # scrolling puts away what is shown
    getattr(tie, how)()
    told = page.get_by_role("tooltip")
    expect(told).to_contain_text(re.compile(r"¶ 1 read out\. \d+ of \d+ words"))
    expect(tie).to_have_attribute("aria-describedby", "why")
    assert page.evaluate("CSS.highlights.get('same').size") >= 2
    page.keyboard.press("Escape")
    expect(told).to_be_hidden()


def test_a_correction_tells_what_was_heard(visit: Visit) -> None:
    page = opened(visit)
    corrected = page.locator(".s ins").first
    corrected.scroll_into_view_if_needed()
    settled(page)  # scrolling puts away what is shown
    corrected.hover()
    expect(page.get_by_role("tooltip")).to_have_text(re.compile("^Heard: "))


def test_what_was_heard_can_be_written_out_without_a_mouse(visit: Visit) -> None:
    page = opened(visit)
    content = "getComputedStyle(document.querySelector('.s ins[data-heard]'), '::after').content"
    assert page.evaluate(content) == "none"
    page.keyboard.press("h")
    expect(page.get_by_role("button", name="Show the original words")).to_have_attribute("aria-pressed", "true")
    heard = page.locator(".s ins[data-heard]").first.get_attribute("data-heard")
    assert heard
    assert heard in page.evaluate(content)


def test_who_scrolls_away_is_left_alone_and_comes_back_by_a_button(visit: Visit) -> None:
    page = opened(visit)
    page.keyboard.press(" ")
    page.wait_for_selector(".s[aria-current]")
    settled(page)
    page.mouse.move(1000, 400)
    page.mouse.wheel(0, 2500)
    back = page.get_by_role("button", name="Back to the spoken word")
    back.wait_for()
    wait_until(page, f"{NOW} > {page.evaluate(NOW) + 2.5}")  # the next sentence begins
    assert not page.evaluate(in_view(".s[aria-current]"))
    back.click()
    wait_until(page, in_view(".s[aria-current]"))
    expect(back).to_be_hidden()


@sizes
def test_all_of_it_by_keyboard(browser: Browser, address: str, size: Size) -> None:
    with visiting(browser, address, size) as visit:
        page = opened(visit)
        page.keyboard.press(" ")
        wait_until(page, f"{NOW} > 0.2")
        page.keyboard.press(" ")
        wait_until(page, PAUSED)
        before = page.evaluate(NOW)
        page.keyboard.press("ArrowRight")
        wait_until(page, NOW, pytest.approx(before + 5, abs=0.1))
        page.keyboard.press("ArrowLeft")
        wait_until(page, NOW, pytest.approx(before, abs=0.1))
        page.keyboard.press("Shift+ArrowRight")
        wait_until(page, f"{NOW} > {before}")
        told = page.get_by_role("status")
        page.keyboard.press("n")
        expect(told).to_contain_text("Passage 1 of")
        expect(page.locator(".s[aria-current]")).to_contain_class("verbatim")
        page.keyboard.press("n")
        page.keyboard.press("n")
        expect(told).to_contain_text("Passage 3 of")
        page.keyboard.press("p")
        expect(told).to_contain_text("Passage 2 of")
        page.keyboard.press("?")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        page.evaluate(SOUGHT)
        page.locator(".s .at").nth(2).focus()
        page.keyboard.press("Enter")
        wait_until(page, "window.sought", pytest.approx(time_of(page.locator(".s").nth(2)), abs=0.02))
        wait_until(page, f"!{PAUSED}")
        page.keyboard.press("/")
        expect(page.locator("#q")).to_be_focused()
        page.keyboard.type("n ?")
        expect(page.locator("#q")).to_have_value("n ?")


def test_the_first_stop_of_the_tab_key_leads_to_the_content(visit: Visit) -> None:
    page = opened(visit)
    page.keyboard.press("Tab")
    wait_until(page, "document.activeElement.textContent", "Skip to the content")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_citation_of_what_is_spoken(visit: Visit, address: str) -> None:
    page = opened(visit)
    silence(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sentence = page.locator(".s").nth(1)
    begins = time_of(sentence)
    sentence.locator(".at").click()
    expect(sentence).to_have_attribute("aria-current", "true")
    page.keyboard.press("c")
    page.get_by_text("Citation copied").first.wait_for(state="attached")
    cited: str = page.evaluate("navigator.clipboard.readText()")
    title = page.locator("h1").inner_text()
    assert cited.startswith(f"“{sentence.locator('.said').inner_text()}”")
    assert f"“{title}”" in cited
    assert f"{address}{PAGE}#t={begins:g}," in cited


def test_selected_words_are_offered_as_a_link_that_leads_back_to_them(visit: Visit) -> None:
    page = opened(visit)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(SELECT, [1, 2])
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Link copied").first.wait_for(state="attached")
    link: str = page.evaluate("navigator.clipboard.readText()")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector(".player.ready")
    words: Any = page.evaluate("[...CSS.highlights.get('quoted')].map(range => range.toString())")
    assert words == page.locator(".said").all_inner_texts()[1:3]
    wait_until(page, NOW, pytest.approx(time_of(page.locator(".s").nth(1)), abs=0.05))


@sizes
def test_without_scripts_it_can_be_read_and_heard(browser: Browser, address: str, size: Size) -> None:
    with visiting(browser, address, size, scripts=False) as visit:
        page = visit.open(PAGE)
        assert page.locator("audio[controls]").is_visible()
        assert page.locator("#m1").is_visible()
        assert page.locator(".s").count() > 20
        last = page.locator(".s").last
        page.goto(f"{visit.address}{PAGE}#{last.get_attribute('id')}")
        expect(page.locator(".s:target .said")).to_have_text(last.locator(".said").inner_text())
        expect(last).to_be_in_viewport()


@looks
def test_nothing_grave_keeps_people_out(
    browser: Browser, address: str, axe_script: str, size: Size, scheme: Scheme
) -> None:
    with visiting(browser, address, size, scheme) as visit:
        page = opened(visit, "#p1")
        silence(page)
        page.locator(".s.verbatim .at").first.click()
        page.locator(".s.paraphrase .tie").first.focus()
        settled(page)
        assert axe.violations(page, axe_script) == []


def test_nothing_glides_for_those_who_asked_for_rest(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visit.page.emulate_media(reduced_motion="reduce")
        page = opened(visit)
        silence(page)
        page.locator(".s .at").nth(20).click()
        page.evaluate(FRAMES, 6)  # in which a glide is not yet there
        assert page.evaluate(in_view(".s[aria-current]"))
        assert page.evaluate("document.getAnimations().length") == 0


def cited(page: Page) -> str:
    """What is copied when `c` is pressed."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".offer").wait_for()  # a selection is made when it rests
    page.keyboard.press("c")
    page.get_by_text("Citation copied").first.wait_for(state="attached")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    return copied


def test_what_several_people_said_is_cited_of_each(visit: Visit) -> None:
    page = visit.open(PAGE)
    voices = page.evaluate("JSON.parse(document.getElementById('reading').textContent).voices")
    turn, name = voices[1]
    page.evaluate(SELECT, [turn - 1, turn])
    copied = cited(page)
    assert f"{voices[0][1]}: " in copied
    assert f" {name}: " in copied
    assert "recording" in copied
    assert not visit.troubles


def test_a_citation_of_the_release_has_its_words_only(visit: Visit) -> None:
    page = visit.open(PAGE)
    texts = page.locator(".written").all_inner_texts()[:2]
    page.evaluate(SELECT.replace(".said", ".written"), [0, 1])
    assert cited(page).startswith(f"“{texts[0]} {texts[1]}” ")


def test_a_selection_that_ends_where_the_next_sentence_begins_ends_there(visit: Visit) -> None:
    page = visit.open(PAGE)
    page.evaluate(SELECT.replace("said[to].childNodes.length", "0"), [2, 3])
    ends = page.evaluate("JSON.parse(document.getElementById('reading').textContent).ends[2]")
    assert f",{ends:g}" in cited(page)


@sizes
@pytest.mark.parametrize("fragment", ["t=60", "t=150", "%", "t=1%", "%E4"])
def test_no_address_breaks_the_page_or_makes_it_wider(visit: Visit, size: Size, fragment: str) -> None:
    visit.page.set_viewport_size({"width": size[0], "height": size[1]})
    page = visit.open(f"{PAGE}#{fragment}")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert not visit.troubles
