"""A real browser on a real server, for tests that are marked ``browser``; whatever goes wrong in a page is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest
from playwright.sync_api import expect, sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, Request

PATIENCE = 60.0  # seconds in which what a page is to become must be there, on a machine that others use too
expect.set_options(timeout=PATIENCE * 1000)

PHONE, DESK = (390, 844), (1440, 900)
NAMES = ("chromium", "chromium-browser", "google-chrome")
# A browser on a busy machine can miss a moment: what fails is tried once more, and pytest's summary tells that it was.
MARKS = [pytest.mark.browser, pytest.mark.flaky(reruns=1)]


@dataclass(slots=True)
class Visit:
    """A page of ours in the browser.

    troubles: errors of scripts, errors on the console, dialogs, and requests to other hosts
    """

    page: Page
    address: str
    troubles: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a path and wait until it is loaded and our scripts have run."""
        self.page.goto(f"{self.address}{path}")
        return self.page


@contextmanager
def browser() -> Iterator[Browser]:
    """Chromium as the system has it; where there is none the test is skipped, but in CI it fails."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("browser tests need Chromium")
    if path is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=path,
            args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"],
            timeout=PATIENCE * 1000,
        )
        yield opened
        opened.close()


def wait_until(page: Page, script: str, wanted: object = True) -> None:
    """Ask a page again and again until a script says what is wanted: what an event brings comes a moment after it.

    For what elements say and look like there is Playwright's ``expect``, which asks again too. Its own
    ``wait_for_function`` evaluates a string within the page, which our Content-Security-Policy forbids from the second
    time on.
    """
    end = time.monotonic() + PATIENCE
    while (found := page.evaluate(script)) != wanted:
        assert time.monotonic() < end, f"{found!r}, not {wanted!r}, after {PATIENCE:g} s: {script}"
        page.wait_for_timeout(50)


# Done when nothing has scrolled, in the window or in the release's column, for a fifth of a second and eight frames.
_STILL = """() => new Promise(done => {
    let [before, frames, since] = ["", 0, 0];
    const look = now => {
        const place = [scrollX, scrollY, document.querySelector(".pane")?.scrollTop].join();
        if (place !== before) [before, frames, since] = [place, 0, now];
        if (++frames > 8 && now - since > 200) done(); else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
})"""


def settled(page: Page) -> None:
    """Wait until nothing glides any more."""
    page.evaluate(_STILL)


def silence(page: Page) -> None:
    """Have nothing played from now on, so that the time is what the page set it to, however slow the machine."""
    page.evaluate("HTMLMediaElement.prototype.play = () => Promise.resolve()")


@contextmanager
def served(archive: Path, options: str = "") -> Iterator[str]:
    """The address of a server on an archive, in a process of its own.

    options: of ``serve_archive``, as Python has them
    """
    code = (
        "from pathlib import Path; from archiver.web import serve; from archiver.web.visitors import Allowed, Editing; "
        f"serve.serve_archive(Path({str(archive)!r}), 0, {options})"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.kill()


@contextmanager
def visiting(
    opened: Browser,
    address: str,
    size: tuple[int, int] = DESK,
    scheme: Literal["light", "dark"] = "light",
    *,
    scripts: bool = True,
    touch: bool = False,
) -> Iterator[Visit]:
    """A page to open paths in, by mouse or by touch; at the end there must have been no trouble."""
    width, height = size
    context = opened.new_context(
        viewport={"width": width, "height": height},
        color_scheme=scheme,
        java_script_enabled=scripts,
        has_touch=touch,
        is_mobile=touch,
    )
    context.set_default_timeout(PATIENCE * 1000)
    visit = Visit(context.new_page(), address)
    _watch(visit)
    yield visit
    context.close()
    assert not visit.troubles, "\n".join(visit.troubles)


def _watch(visit: Visit) -> None:
    def say(said: ConsoleMessage) -> None:
        if said.type in ("error", "warning") and "404 (Not Found)" not in said.text:
            visit.troubles.append(said.text)

    def dismiss(dialog: Dialog) -> None:
        visit.troubles.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith(visit.address):
            visit.troubles.append(f"asked {request.url}")

    visit.page.on("console", say)
    visit.page.on("pageerror", lambda error: visit.troubles.append(str(error)))
    visit.page.on("dialog", dismiss)
    visit.page.on("request", asked)
