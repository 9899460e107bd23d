"""The page of plots, and the pictures on it."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import httpx
import pytest

Ask = Callable[..., httpx.Response]


def test_each_plot_has_its_figures_below(ask: Ask) -> None:
    page = ask("/-/archive/plots").text
    assert re.findall(r'<img src="([^"]+)"', page) == [
        f"/-/archive/plots/{name}.svg" for name in ("share-read", "speakers", "hedged")
    ]
    assert '<td dir="auto">James Appathurai</td>' in page
    assert '<td dir="auto">NATO</td>' in page
    assert "https://" not in page  # no other host is asked


@pytest.mark.parametrize("name", ["share-read", "speakers", "hedged"])
def test_pictures(ask: Ask, name: str) -> None:
    drawn = ask(f"/-/archive/plots/{name}.svg")
    assert drawn.headers["content-type"] == "image/svg+xml"
    assert drawn.text.startswith("<?xml")
    assert ask(f"/-/archive/plots/{name}.svg", paper="dark").text != drawn.text
    assert ask(f"/-/archive/plots/{name}.png").content.startswith(b"\x89PNG")


def test_of_one_release(ask: Ask) -> None:
    page = ask("/-/archive/plots", release="3").text
    assert '<img src="/-/archive/plots/speakers.svg?release=3"' in page
    assert "James Appathurai" not in page
    assert "&lt;script&gt;" in page
    assert "James" not in ask("/-/archive/plots/speakers.svg", release="3").text


@pytest.mark.parametrize("path", ["/-/archive/plots?release=99", "/-/archive/plots/weather.svg"])
def test_nothing_of_the_kind(ask: Ask, path: str) -> None:
    assert ask(path).status_code == 404


def test_without_matplotlib_the_figures_are_there(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    page = ask("/-/archive/plots").text
    assert "pip install &#39;briefing-archiver[plots]&#39;" in page
    assert "<img" not in page
    assert "James Appathurai" in page
    assert ask("/-/archive/plots/speakers.svg").status_code == 501
