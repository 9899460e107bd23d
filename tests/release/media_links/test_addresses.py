"""Sound is found in addresses, in what players are told, and in scripts."""

from __future__ import annotations

import pytest

from archiver.release.media_links.addresses import sound_format


@pytest.mark.parametrize(
    ("href", "media_type", "format_"),
    [
        ("/a.MP3?v=1.ogg", None, "mp3"),
        ("/a%2Emp3", None, "mp3"),
        ("/a.ogg", "audio/mpeg", "ogg"),  # the address comes first
        ("/a", "Audio/MPEG; codecs=mp3", "mp3"),
        ("/a.mp4", "audio/mp4", "m4a"),
        ("/a.php", "text/html", None),
        ("http://[bad/a.mp3", None, None),
    ],
)
def test_the_format_of_an_address(href: str, media_type: str | None, format_: str | None) -> None:
    assert sound_format(href, media_type) == format_
