"""Media links to one recording are one; what plays beside a text is told."""

from __future__ import annotations

from archiver.models import MediaLink
from archiver.release.media_links.recordings import distinct


def test_the_same_address_is_one_link() -> None:
    twice = [MediaLink("", "a/b%20c.mp3", "mp3"), MediaLink("Briefing", "a/b%20c.mp3", "mp3", 694)]
    assert distinct(twice) == (MediaLink("Briefing", "a/b%20c.mp3", "mp3", 694),)
    assert distinct(twice[:1])[0].label == "b c.mp3"


def test_the_counter_of_a_player_makes_no_other_recording() -> None:
    players = [
        MediaLink("Briefing", "a.mp3?_=1", "mp3"),
        MediaLink("", "a.mp3", None, 694),
        MediaLink("", "a.mp3?v=2&_=3"),
    ]
    assert distinct(players) == (MediaLink("Briefing", "a.mp3", "mp3", 694), MediaLink("a.mp3", "a.mp3?v=2"))


def test_labels_without_an_address_are_one_link_where_the_size_is_the_same() -> None:
    labels = [MediaLink("Audio file", None, "mp3", size) for size in (694, 1_890, 694)]
    assert distinct(labels) == tuple(labels[:2])
