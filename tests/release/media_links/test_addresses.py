"""Sound is found in addresses, in what players are told, and in scripts."""

from __future__ import annotations

import pytest

from archiver.release.media_links.addresses import (
    best,
    best_of_each,
    is_enclosed_sound,
    sound_behind,
    sound_format,
    sounds_in,
)


@pytest.mark.parametrize(
    ("href", "media_type", "format_"),
    [
        ("/a.MP3?v=1.ogg", None, "mp3"),
        ("/a%2Emp3", None, "mp3"),
        ("/a.ogg", "audio/mpeg", "ogg"),  # the address comes first
        ("/a", "Audio/MPEG; codecs=mp3", "mp3"),
        ("/a.mp4", "audio/mp4", "m4a"),
        ("/a.wax", None, "wax"),  # a playlist of Windows Media, which names the sound
        ("/download.php?file=talks/a.mp3", None, "mp3"),  # what it hands out, under its own address
        ("/telecharger?f=pp.ogg", None, "ogg"),
        ("/story.php?file=a.mp3", None, None),
        ("/a.php", "text/html", None),
        ("http://[bad/a.mp3", None, None),
    ],
)
def test_the_format_of_an_address(href: str, media_type: str | None, format_: str | None) -> None:
    assert sound_format(href, media_type) == format_


@pytest.mark.parametrize(
    ("href", "sound"),
    [
        ("/a.mp3", "/a.mp3"),
        ("/player.html?file=/a/b.mp3", "/a/b.mp3"),
        (
            "ecouter.asp?son=http%3A%2F%2Fport.example%2Fpoint%20presse.mp3&t=1",
            "http://port.example/point%20presse.mp3",
        ),
        ("dewplayer.swf?mp3=b.mp3", "b.mp3"),  # a player's own, though it names no folder
        ("/wiki.php?title=b.mp3", None),  # a page about it
        ("https://www.facebook.com/sharer.php?u=https%3A%2F%2Fport.example%2Fa.mp3", None),
        ("/news/4", None),
        ("http://[bad/?a=b.mp3", None),
    ],
)
def test_the_sound_behind_an_address(href: str, sound: str | None) -> None:
    assert sound_behind(href) == sound


@pytest.mark.parametrize(
    ("value", "sounds"),
    [
        ("/a.mp3", ["/a.mp3"]),
        (
            '{"src":"https:\\/\\/port.example\\/a.mp3?x=1\\u0026y=2","autoplay":false}',
            ["https://port.example/a.mp3?x=1&y=2"],
        ),
        ("mp3=/a.mp3&autoplay=0", ["/a.mp3"]),
        ("mp3=/1.mp3|/2.mp3&showtime=1", ["/1.mp3", "/2.mp3"]),
        ("config={'clip':{'url':'/a.mp3'}}", ["/a.mp3"]),
        ("window.open('/ecoute.php?son=/pp.mp3','lecteur','width=300');return false", ["/pp.mp3"]),
        ("play(1)", []),
        ("/plugins/recipes/alarm.mp3", []),  # what a page rings with
        ("We keep every .mp3 that we get.", []),
    ],
)
def test_sounds_in_what_a_player_is_told(value: str, sounds: list[str]) -> None:
    assert list(sounds_in(value)) == sounds


def test_of_one_recording_the_best_format_is_kept() -> None:
    assert best([("a", "ogg"), ("b", "mp3"), ("c", None)]) == "b"
    assert best([("a", None), ("b", None)]) == "a"
    assert best([]) is None
    assert best_of_each(["/1.ogg", "/1.mp3", "/2.ogg"]) == ["/1.mp3", "/2.ogg"]
    assert best_of_each(["/get.mp3?id=1", "/get.mp3?id=2"]) == ["/get.mp3?id=1", "/get.mp3?id=2"]


@pytest.mark.parametrize(
    ("href", "media_type", "sound"),
    [
        ("/get/49eab3", "", True),
        ("/get/49eab3", "application/octet-stream", True),
        ("/discours.mp3", "application/force-download", True),
        ("/a.jpg", "", False),
        ("/a.mp4", "application/octet-stream", False),
        ("/get/49eab3", "video/mp4", False),
        ("http://[bad", "", False),
        ("", "", False),
    ],
)
def test_what_an_entry_encloses_is_sound(href: str, media_type: str, sound: bool) -> None:
    assert is_enclosed_sound(href, media_type) is sound
