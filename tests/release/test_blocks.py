"""Blocks: addresses as browsers read them."""

from __future__ import annotations

import pytest

from archiver.release.blocks import resolve

BASE = "http://www.press.example/docu/pr/p17.htm"


@pytest.mark.parametrize(
    ("base", "href", "address"),
    [
        (BASE, "..\\audio\\briefing.mp3", "http://www.press.example/docu/audio/briefing.mp3"),
        (BASE, "\\audio\\point de presse.mp3", "http://www.press.example/audio/point de presse.mp3"),
        (BASE, "http:\\\\media.press.example\\x.mp3", "http://media.press.example/x.mp3"),
        (BASE, "get.asp?file=audio\\x.mp3", "http://www.press.example/docu/pr/get.asp?file=audio\\x.mp3"),
        (BASE, "page\\2.htm#a\\b", "http://www.press.example/docu/pr/page/2.htm#a\\b"),
        (None, "audio\\x.mp3", "audio/x.mp3"),
        (BASE, "C:\\audio\\x.mp3", "C:\\audio\\x.mp3"),
        (BASE, "mailto:a\\b@press.example", "mailto:a\\b@press.example"),
    ],
)
def test_backslashes_are_slashes_up_to_the_query(base: str | None, href: str, address: str) -> None:
    assert resolve(base, href) == address
