"""A published site in Chromium, from a plain file server and from a folder: reading, listening, searching."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Literal

import axe
import chromium
import pytest
from archive_examples import SOUND
from chromium import visiting, wait_until
from playwright.sync_api import expect
from site_examples import make_archive, publisher

from archiver.demo import RECORDING

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = chromium.MARKS

PAGES = ("index.html", "releases/1.html", "search.html?q=lamps")
NARROW, WIDE = (360, 740), (1280, 800)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *told: object) -> None:
        pass


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose recordings can really be played."""
    folder = tmp_path_factory.mktemp("published")
    publisher(make_archive(folder / "archive"), folder / "site")(title="Harbour briefings")
    for path in (folder / "site" / "recordings").iterdir():
        assert path.read_bytes().startswith(SOUND[:3])
        path.write_bytes(RECORDING.read_bytes())
    return folder / "site"


@pytest.fixture(scope="module")
def addresses(site: Path) -> Iterator[dict[str, str]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield {"server": f"http://127.0.0.1:{server.server_port}/", "folder": f"{site.as_uri()}/"}
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser(site: Path) -> Iterator[Browser]:
    with chromium.browser() as opened:
        yield opened


@pytest.mark.parametrize("where", ["server", "folder"])
def test_from_the_list_to_a_second_of_the_recording(browser: Browser, addresses: dict[str, str], where: str) -> None:
    with visiting(browser, addresses[where]) as visit:
        page = visit.open("index.html")
        page.click("text=Statement on harbour safety >> nth=-1")
        page.wait_for_selector(".player.ready")
        page.click("button.tell")
        page.click(".moments a")
        page.wait_for_url("**/releases/1.html#t=2.5")
        wait_until(page, "document.querySelector('audio').currentTime >= 2.5")
        page.click("text=Harbour briefings")
        expect(page.locator("h1")).to_have_text("What was released, and what was said about it")


def test_a_hit_leads_to_its_second(browser: Browser, addresses: dict[str, str]) -> None:
    with visiting(browser, addresses["server"]) as visit:
        page = visit.open("releases/1.html")
        page.fill("#q", "lamps")
        page.press("#q", "Enter")
        page.click(".hit .text a >> nth=0")
        page.wait_for_url("**.html#t=7")
        expect(page.locator("[aria-current=true] .said")).to_have_text("There will be lamps.")


def test_a_folder_says_that_it_cannot_be_searched(browser: Browser, addresses: dict[str, str]) -> None:
    with visiting(browser, addresses["folder"]) as visit:
        told = visit.open("search.html?q=lamps").locator("#count")
        expect(told).to_contain_text("cannot search pages that lie in a folder")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["phone", "desk"])
def test_nobody_is_kept_out(
    browser: Browser,
    addresses: dict[str, str],
    pytestconfig: pytest.Config,
    size: tuple[int, int],
    scheme: Literal["light", "dark"],
) -> None:
    script = axe.source(Path(pytestconfig.cache.mkdir("axe")))
    with visiting(browser, addresses["server"], size, scheme) as visit:
        for path in PAGES:
            page = visit.open(path)
            if "search" in path:
                page.wait_for_selector(".hit")
            assert axe.violations(page, script) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0], path
