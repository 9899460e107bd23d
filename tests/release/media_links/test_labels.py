"""Media labels tell format, size and duration."""

from __future__ import annotations

import pytest

from archiver.release.media_links.labels import labels_in, without_labels


@pytest.mark.parametrize(
    ("label", "kilobytes"),
    [
        ("(.MP3/20.036kb)", 20_036),  # the dot groups thousands
        ("(.MP3/7.633KB )", 7_633),
        (".MP3/694Kb", 694),
        ("(.MP3/.985Kb)", 985),  # a stray dot
        ("(.MP3/.2567Kb)", 2_567),
        ("Audio file .MP3/1.890Kb", 1_890),
        (".MP3/15476", 15_476),  # no unit
        (".MP3/15.476", 15_476),
        ("Audio - .MP3/ 5591Kb", 5_591),
        ("Audio - MP3 4.384Kb", 4_384),
        ("Conférence de presse (MP3, 11,8 Mo)", 11_800),
        ("(.MP3/9.5KB)", 10),  # a single decimal is no group of thousands
        ("(.MP3/99999999999kb)", None),  # nothing is that large
    ],
)
def test_label_tells_the_size(label: str, kilobytes: int | None) -> None:
    [told] = labels_in(label)
    assert (told.format, told.kilobytes, told.sound) == ("mp3", kilobytes, True)


@pytest.mark.parametrize(
    ("label", "seconds"),
    [
        ("(12 min 38 s - 11.8 MB)", 758),
        ("(12:38, 11.8 MB)", 758),
        ("(1 h 02 min - 11.8 MB)", 3_720),
        ("(1:02:03 - 11.8 MB)", 3_723),
    ],
)
def test_label_tells_the_duration(label: str, seconds: float) -> None:
    [told] = labels_in(label)
    assert (told.seconds, told.kilobytes) == (seconds, 11_800)
    assert told.alone


@pytest.mark.parametrize(
    "label", ["Video - .wmv/ 9.025kb", "Summary .WMV/7.468Kb", "(.PDF/17 KB)", "Video (3:20 - 9 MB)"]
)
def test_videos_and_documents_are_no_sound(label: str) -> None:
    assert [told.sound for told in labels_in(label)] == [False]


@pytest.mark.parametrize("words", ["Meet us at 12:30", "We keep every MP3", "31 March 2006", "A size of 20 kb"])
def test_words_that_are_no_label(words: str) -> None:
    assert not any(told.alone for told in labels_in(words))


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Press briefing (English) .MP3", "Press briefing (English)"),
        ("Briefing (morning) (.MP3/20.036kb)", "Briefing (morning)"),
        ("Briefing (MP3, 5 MB)", "Briefing"),
    ],
)
def test_a_bracket_that_closes_one_among_the_words_stays(line: str, words: str) -> None:
    assert ([told.words for told in labels_in(line)], without_labels(line)) == ([words], words)


def test_two_labels_on_a_line_each_have_their_words() -> None:
    line = "Opening remarks (.MP3/694Kb) Questions (.MP3/1.890Kb)"
    assert [(told.words, told.kilobytes) for told in labels_in(line)] == [
        ("Opening remarks", 694),
        ("Questions", 1_890),
    ]
    assert without_labels(line) == "Opening remarks Questions"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("Audio of the briefing (Windows Media)", "Audio of the briefing"),
        ("Listen [RealAudio file] (694 Kb)", "Listen"),
        ("Discours du maire (pour QuickTime)", "Discours du maire"),
        ("Windows Media and the harbour", "Windows Media and the harbour"),
    ],
)
def test_a_players_name_is_no_word_of_a_label(line: str, words: str) -> None:
    assert without_labels(line) == words


@pytest.mark.parametrize(("label", "sound"), [("Audio - .asx/ 20kb", True), ("Vidéo - .asx/ 20kb", False)])
def test_a_playlist_is_sound_unless_its_words_say_film(label: str, sound: bool) -> None:
    assert [told.sound for told in labels_in(label)] == [sound]
