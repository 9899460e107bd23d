"""Lines of times as people and programs write them: read as they were meant, or told with their line."""

from __future__ import annotations

import pytest

from archiver.models import Transcript
from archiver.transcript.captions import read_transcript

BEFORE = "1\n00:00:01,000 --> 00:00:03,000\nLa ministre ouvre la séance.\n\n2\n"
AFTER = "\nLes écoles rouvrent lundi.\n\n3\n00:00:09,000 --> 00:00:11,000\nMerci à tous.\n"


def read(text: str, name: str = "seance.srt") -> Transcript:
    return read_transcript(text.encode(), name)


def spoken(transcript: Transcript) -> list[tuple[float, float, str]]:
    return [(one.start, one.end, one.heard) for one in transcript.segments]


@pytest.mark.parametrize(
    "line",
    [
        "00:00:05,000 --> 00:00:08,000",
        "00:00:05.000 --> 00:00:08.000",
        "0:05,0 -> 0:8",
        "00:05 --> 00:08",
        "00:00:05,000 -- 00:00:08,000",
        "00:00:05,000 – 00:00:08,000",
        "00:00:05,000 → 00:00:08,000",
        "00:00:05,000-->00:00:08,000 align:start line:0%",
        "\ufeff00:00:05,000 --> 00:00:08,000  X1:117 X2:619",
    ],
)
def test_times_as_they_were_meant(line: str) -> None:
    transcript = read(BEFORE + line.lstrip("\ufeff") + AFTER)
    assert spoken(transcript)[1] == (5.0, 8.0, "Les écoles rouvrent lundi.")
    assert (len(transcript.segments), transcript.doubts) == (3, ())


@pytest.mark.parametrize(
    ("line", "start", "end", "told"),
    [
        ("00:00:08,000 --> 00:00:05,000", 5.0, 8.0, "line 6: ends before it begins; read as 5 s to 8 s"),
        ("00:00:08,000 --> 00:00:01,000", 8.0, 9.0, "lasting until the next cue"),
        ("00:00:05,000 --> soon", 5.0, 9.0, "the end cannot be read"),
        (
            "00:0O:05,000 --> 00:00:08,000",
            3.0,
            9.0,
            "line 6, “00:0O:05,000 --> 00:00:08,000”: no times that we can read",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_and_kept(line: str, start: float, end: float, told: str) -> None:
    transcript = read(BEFORE + line + AFTER)
    assert spoken(transcript)[1] == (start, end, "Les écoles rouvrent lundi.")
    (doubt,) = transcript.doubts
    assert doubt.startswith("seance.srt: ")
    assert told in doubt


def test_a_time_before_the_beginning_is_the_beginning() -> None:
    transcript = read("1\n-00:00:01,000 --> 00:00:03,000\nGood morning.\n")
    assert spoken(transcript) == [(0.0, 3.0, "Good morning.")]
    assert "before the beginning" in transcript.doubts[0]


def test_a_blank_line_ends_no_cue() -> None:
    text = "1\n00:00:01,000 --> 00:00:04,000\nThe bridge is closed\n\nuntil May.\n\n"
    text += "2\n00:00:05,000 --> 00:00:06,000\nYes.\n"
    assert spoken(read(text)) == [(1.0, 4.0, "The bridge is closed until May."), (5.0, 6.0, "Yes.")]


def test_a_year_is_no_number_of_a_cue() -> None:
    text = "1\n00:00:01,000 --> 00:00:04,000\nIt was\n1987\n\n2\n00:00:04,000 --> 00:00:06,000\nwhen we began.\n"
    assert spoken(read(text)) == [(1.0, 6.0, "It was 1987 when we began.")]


def test_notes_and_styles_are_not_said() -> None:
    text = (
        "WEBVTT - séance\nLanguage: fr-CA\n\nSTYLE\n::cue { color: red }\n\nNOTE relu\npar Zoé\n\n"
        "intro\n00:01.000 --> 00:02.000\nBonjour à tous.\n\nNOTE\n00:02.000 --> 00:03.000\nCoupé.\n"
    )
    transcript = read(text, "seance.vtt")
    assert spoken(transcript) == [(1.0, 2.0, "Bonjour à tous.")]
    assert transcript.language == "fr"
    assert transcript.doubts == ("seance.vtt: line 15: a cue inside a note, 00:02.000 --> 00:03.000, was left out",)


@pytest.mark.parametrize("name", ["a.srt", "a.vtt", "a.sbv", "a.txt", "a.xyz"])
@pytest.mark.parametrize(
    "text",
    [
        "WEBVTT\n\n00:01.000 --> 00:02.000\nThe lock is shut.\n",
        "1\n00:00:01,000 --> 00:00:02,000\nThe lock is shut.\n",
        "0:00:01.000,0:00:02.000\nThe lock is shut.\n",
        "[00:01.000 --> 00:02.000]  The lock is shut.\n",
    ],
)
def test_what_it_holds_tells_the_format(name: str, text: str) -> None:
    assert spoken(read(text, name)) == [(1.0, 2.0, "The lock is shut.")]


def test_markup_is_not_said() -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n"
    text += "The <b>lock</b>s &amp; <ruby>weirs<rt>weerz</rt></ruby>&rlm; are <c.y>shut</c>.\n"
    assert spoken(read(text, "a.vtt")) == [(1.0, 2.0, "The locks & weirs are shut.")]


def test_a_long_file_is_read_to_its_end() -> None:
    cues = 5_000  # an afternoon
    text = "".join(
        f"{n}\n00:{n // 60}:{n % 60},0 --> 00:{n // 60}:{n % 60},9\nNumber {n}.\n\n" for n in range(1, cues + 1)
    )
    assert len(read(text).segments) == cues
