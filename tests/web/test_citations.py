"""Citations that can be cited: as a sentence, for reference managers and for LaTeX, all from one menu."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import chromium
import pytest
from chromium import settled, visiting
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = chromium.MARKS

PAGE = "/-/archive/releases/2"
PUBLISHED = "https://www.nato.int/docu/pr/2006/p06-042e.htm"
SELECT = """element => {
    getSelection().selectAllChildren(document.querySelector(element));
}"""


@pytest.fixture(scope="module")
def address(archive: Path) -> Iterator[str]:
    with chromium.served(archive) as served:
        yield served


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address) as visit:
        visit.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        visit.open(f"{PAGE}?recording=1#t=61.2")
        visit.page.wait_for_selector(".player.ready")
        settled(visit.page)
        yield visit.page
        visit.troubles[:] = [one for one in visit.troubles if "recordings/" not in one and "404" not in one]


def copied(page: Page, form: str) -> str:
    """What is copied from the menu in one of its forms."""
    page.get_by_text(form, exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Copy", exact=True).click()
    page.get_by_text(f"{form} copied").first.wait_for(state="attached")
    text: str = page.evaluate("navigator.clipboard.readText()")
    return text


def test_a_citation_begins_at_the_publisher_and_ends_with_the_day_of_access(page: Page, address: str) -> None:
    page.get_by_role("button", name="Cite", exact=True).click()
    cited = copied(page, "Citation")
    today = f"{datetime.now(UTC):%B %Y}"
    in_order = [
        "“NATO condemns the use of force by the Belarusian authorities” James Appathurai, ",
        "“Statement on NATO-Belarus relations”, (2006)042, NATO. ",
        f"{PUBLISHED}, 31 March 2006. ",
        f"Press briefing by the NATO Spokesman, 01:01–01:06 of the recording with SHA-256 {1:064x}. ",
        "Transcript 1 of 1 March 2026, made by machine (faster-whisper, tiny.en). ",
        f"{address}{PAGE}?recording=1#t=61.2,66, accessed on ",
        f"{today}.",
    ]
    places = [cited.find(part) for part in in_order]
    assert -1 not in places
    assert places == sorted(places)


def test_reference_managers_get_csl_json(page: Page, address: str) -> None:
    page.get_by_role("button", name="Cite", exact=True).click()
    (item,) = json.loads(copied(page, "CSL-JSON"))
    assert item["type"] == "speech"
    assert item["author"] == [{"literal": "James Appathurai"}]
    assert item["issued"] == {"date-parts": [[2006, 3, 31]]}
    assert (item["publisher"], item["number"], item["URL"]) == ("NATO", "(2006)042", PUBLISHED)
    assert item["archive_location"] == f"{address}{PAGE}?recording=1#t=61.2,66"
    assert f"SHA-256 {1:064x}" in item["note"]
    assert item["accessed"]["date-parts"][0][0] >= 2026


def test_latex_gets_bibtex(page: Page) -> None:
    page.get_by_role("button", name="Cite", exact=True).click()
    entry = copied(page, "BibTeX")
    assert entry.startswith("@misc{nato2006statement,\n  author = {{James Appathurai}},\n")
    assert entry.endswith("}\n}") or entry.endswith(",\n}")
    for field in ("year = {2006}", "month = mar", f"url = {{{PUBLISHED}}}", "urldate = {20", r"\#t=61.2,66"):
        assert field in entry
    assert re.sub(r"\\.", "", entry).count("{") == re.sub(r"\\.", "", entry).count("}")


def test_a_moment_is_cited_where_it_is_listed(page: Page, address: str) -> None:
    page.locator("#p1 button.tell").click()
    page.locator("#m1").get_by_role("button", name="Cite 01:01–01:08").click()
    assert copied(page, "Link") == f"{address}{PAGE}?recording=1#t=61.2,68.9"


def test_what_is_selected_in_the_release_is_cited_by_its_paragraph(page: Page) -> None:
    page.evaluate(SELECT, "#p3 .written")
    offered = page.get_by_role("button", name="Cite…")
    expect(offered).to_be_visible()
    page.evaluate("scrollBy(0, 20)")
    settled(page)
    offered.click()  # it comes back when nothing scrolls any more
    cited = copied(page, "Citation")
    assert cited.startswith("“NATO will enhance its efforts to foster defence reform.” “Statement on")
    assert "NATO, ¶ 3. https" in cited
    assert "SHA-256" not in cited  # nothing was heard of it
