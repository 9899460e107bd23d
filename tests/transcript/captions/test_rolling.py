"""Rolling captions: every word once, at its own time; what somebody says twice stays twice."""

from __future__ import annotations

from archiver.models import Word
from archiver.transcript.captions import read_transcript

LIVE = """WEBVTT
Kind: captions
Language: fr

00:00:01.000 --> 00:00:03.000 align:start position:0%

nous<00:00:01.400><c> avons</c><00:00:01.800><c> décidé</c>

00:00:03.000 --> 00:00:03.010 align:start position:0%
nous avons décidé


00:00:03.010 --> 00:00:05.000 align:start position:0%
nous avons décidé
de<00:00:03.400><c> fermer</c><00:00:04.000><c> l'écluse</c>

00:00:05.000 --> 00:00:05.010 align:start position:0%
de fermer l'écluse

"""


def test_youtube_shows_a_line_three_times() -> None:
    transcript = read_transcript(LIVE.encode(), "live.vtt")
    (segment,) = transcript.segments
    assert segment.heard == "nous avons décidé de fermer l'écluse"
    assert segment.words[1:4] == (Word("avons", 1.4, 1.8), Word("décidé", 1.8, 3.0), Word("de", 3.01, 3.4))
    assert transcript.language == "fr"


def test_a_line_that_grows() -> None:
    shown = ["the lock", "the lock is shut", "the lock is shut\nsince March", "since March\nand the weir"]
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}\n\n" for n, text in enumerate(shown, 1))
    (segment,) = read_transcript(cues.encode(), "live.srt").segments
    assert segment.heard == "the lock is shut since March and the weir"


def test_what_is_said_twice_stays() -> None:
    said = ["No.", "No.", "We never said that.", "Never.", "And we never will.", "Is that clear?"]
    cues = "".join(f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}\n\n" for n, text in enumerate(said, 1))
    assert [one.heard for one in read_transcript(cues.encode(), "a.srt").segments] == said


def test_a_speech_without_full_stops_is_parted() -> None:
    words = [f"mot{n}" for n in range(3000)]
    lines = [" ".join(words[n : n + 10]) for n in range(0, 3000, 10)]
    cues = "".join(
        f"{n // 20:02}:{n * 3 % 60:02}.000 --> {(n + 1) // 20:02}:{(n + 1) * 3 % 60:02}.000\n{line}\n\n"
        for n, line in enumerate(lines)
    )
    segments = read_transcript(("WEBVTT\n\n" + cues).encode(), "long.vtt").segments
    assert max(len(one.words) for one in segments) <= 50
    assert [word.heard for one in segments for word in one.words] == words
