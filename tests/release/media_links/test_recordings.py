"""Media links to one recording are one; what plays beside a text is told."""

from __future__ import annotations

import pytest

from archiver.models import MediaLink
from archiver.release.media_links.recordings import distinct, own_recordings, recording_key


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


def test_one_file_under_two_queries_is_one_recording() -> None:
    player = MediaLink("", "https://port.example/a.mp3?timestamp=160&uuid=618e", "mp3")
    link = MediaLink("Télécharger", "https://port.example/a.mp3?timestamp=160", "mp3", 694)
    assert distinct([player, link]) == (link,)
    assert distinct([link, player]) == (link,)


@pytest.mark.parametrize(
    ("url", "other", "same"),
    [
        ("http://port.example/a.mp3", "https://port.example/a.mp3?utm_source=x#t=10", True),
        ("/discours.mp3", "/discours.ogg", True),
        ("/get.mp3?id=1&token=x", "/get.mp3?id=1&token=y", True),
        ("/get.mp3?id=1", "/get.mp3?id=2", False),
        ("/fr/discours.mp3", "/en/discours.mp3", False),
    ],
)
def test_what_two_links_to_one_recording_have_in_common(url: str, other: str, same: bool) -> None:
    assert (recording_key(MediaLink("", url)) == recording_key(MediaLink("", other))) is same


def test_one_script_with_two_numbers_gives_two_recordings() -> None:
    parts = (MediaLink("Part one", "/get.mp3?id=1&t=5", "mp3"), MediaLink("Part two", "/get.mp3?id=2&t=5", "mp3"))
    assert distinct(parts) == parts


def test_one_recording_in_two_formats_is_one_whose_size_is_its_own() -> None:
    ogg, mp3 = MediaLink("Discours du maire", "/a.ogg", "ogg", 694, 758.0), MediaLink("", "/a.mp3", "mp3")
    assert distinct([ogg, mp3]) == (MediaLink("Discours du maire", "/a.mp3", "mp3", None, 758.0),)
    assert distinct([mp3, ogg]) == distinct([ogg, mp3])


def test_what_stands_beside_the_text_is_left_out_and_told() -> None:
    own, bulletin = MediaLink("Listen", "/a.mp3"), MediaLink("Journal du soir", "/soir.mp3")
    kept, doubts = own_recordings([own, bulletin], (), ["/soir.mp3", "/podcast.mp3"])
    assert kept == (own,)
    assert doubts == (
        "left out, as it stands beside the text: 2 recordings, /soir.mp3, /podcast.mp3; "
        "give the page's own with --audio",
    )


def test_what_speaks_of_a_talk_is_kept_beside_the_text_with_a_question() -> None:
    talk = MediaLink("Conférence de presse du président", "/cp.mp3")
    kept, doubts = own_recordings([talk], (), ["/cp.mp3"])
    assert kept == (talk,)
    assert doubts == (f"{talk.label!r} stands beside the text; see whether it is this page's recording",)


def test_what_the_source_declares_is_the_pages_own_wherever_it_plays() -> None:
    declared = MediaLink("Bulletin", "https://port.example/a.mp3")
    assert own_recordings([declared], [declared], ["http://port.example/a.mp3?_=1"]) == ((declared,), ())
