from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.errors import TranscriptFileError
from archiver.models import Transcript, Word
from archiver.transcript.captions import read_transcript

VTT = """\
WEBVTT

NOTE made by hand

1
00:01.000 --> 00:02.500
<v Spokesman>Good <i>morning</i> &amp; welcome.

00:03.000 --> 00:04.000
<v Spokesman>Any questions

01:00:04.000 --> 100:00:05.250
<v Journalist>Yes,
one. And another.
"""

SRT = """\
1
00:00:01,000 --> 00:00:02,500
{\\an8}<i>Good</i> morning. Any

2
00:00:03,000 --> 00:00:04,250
questions?
"""


def spoken(transcript: Transcript) -> list[tuple[float, float, str, str | None]]:
    return [(part.start, part.end, part.heard, part.speaker) for part in transcript.segments]


def whisper_json(*, language: str | None = "en", **segment: Any) -> bytes:
    known = {"start": 1.0, "end": 2.5, "text": " Good morning."}
    document: dict[str, Any] = {"segments": [known | segment]}
    return json.dumps(document | ({"language": language} if language else {})).encode()


def test_webvtt() -> None:
    transcript = read_transcript(VTT.encode(), "briefing.vtt", "en")
    assert spoken(transcript) == [
        (1.0, 2.5, "Good morning & welcome.", "Spokesman"),
        (3.0, 4.0, "Any questions", "Spokesman"),
        (3604.0, 360_005.25, "Yes, one.", "Journalist"),
        (3604.0, 360_005.25, "And another.", "Journalist"),
    ]
    assert (transcript.engine, transcript.model, transcript.language) == ("file", "briefing.vtt", "en")
    assert (transcript.seconds_taken, transcript.parameters) == (None, {"format": "vtt"})


@pytest.mark.parametrize("text", [SRT, "\ufeff" + SRT, SRT.replace("\n", "\r\n"), SRT.replace(",", ".")])
def test_subrip(text: str) -> None:
    transcript = read_transcript(text.encode(), "briefing.SRT")
    assert spoken(transcript) == [(1.0, 2.5, "Good morning.", None), (1.0, 4.25, "Any questions?", None)]
    assert transcript.language is None


def test_captions_give_no_word_a_time() -> None:
    for data, name in ((VTT, "a.vtt"), (SRT, "a.srt")):
        words = [word for part in read_transcript(data.encode(), name).segments for word in part.words]
        assert {(word.start, word.end, word.probability) for word in words} == {(None, None, None)}


def test_whisper_json() -> None:
    words = [
        {"word": " Good", "start": 1.0, "end": 1.4, "probability": 0.9},
        {"word": " mor", "start": 1.5, "end": 1.8, "probability": 0.8},
        {"word": "ning.", "start": 1.8, "end": 2.2, "probability": 0.7},
    ]
    data = whisper_json(language="fr", words=words, avg_logprob=-1.2, no_speech_prob=0.1, temperature=0)
    transcript = read_transcript(data, "briefing.json", "en")
    [part] = transcript.segments
    assert transcript.language == "fr"  # the file's own goes first
    assert part.words == (Word("Good", 1.0, 1.4, 0.9), Word("morning.", 1.5, 2.2, 0.7))
    assert part.confidence is None  # nobody knows what another program's probabilities are worth
    assert (part.start, part.end, part.avg_logprob, part.flags) == (1.0, 2.2, -1.2, ("unlikely",))


def test_whisperx_strips_blanks_and_leaves_some_words_untimed() -> None:
    words = [{"word": "Good", "start": 1.1, "end": 1.4, "score": 0.9}, {"word": "morning."}]
    [part] = read_transcript(whisper_json(words=words, speaker="SPEAKER_00"), "x.json").segments
    assert part.words == (Word("Good", 1.1, 1.4, 0.9), Word("morning."))
    assert (part.start, part.end, part.heard, part.speaker) == (1.1, 2.5, "Good morning.", "SPEAKER_00")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe \x1b]0;title\x07lock.\n"),
        ("a.json", whisper_json(text="The \x1b]0;title\x07lock.", words=[])),
        ("a.json", whisper_json(words=[{"word": " The"}, {"word": " \x1b]0;title\x07lock."}])),
    ],
)
def test_no_terminal_is_given_orders(name: str, data: bytes) -> None:
    (segment,) = read_transcript(data, name).segments
    assert segment.heard == "The ]0;titlelock."


def test_chinese_gets_no_blanks() -> None:
    words = [{"word": "你", "start": 1.0, "end": 1.5}, {"word": "好。", "start": 1.5, "end": 2.0}]
    [part] = read_transcript(whisper_json(language="zh", words=words), "x.json").segments
    assert part.heard == "你好。"


@pytest.mark.parametrize("words", [{}, {"words": []}, {"words": None}])
def test_json_without_words_is_timed_as_a_whole(words: dict[str, Any]) -> None:
    [part] = read_transcript(whisper_json(language=None, **words), "x.json").segments
    assert (part.start, part.end, part.heard) == (1.0, 2.5, "Good morning.")
    assert part.words == (Word("Good"), Word("morning."))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a", b"hello", "a cannot be read as a transcript: nothing in it looks like captions; give VTT, SRT"),
        ("a.doc", b"hello", "a.doc cannot be read as doc"),
        ("a.vtt", b"", "a.vtt cannot be read as vtt"),
        ("a.vtt", b"hello", "a.vtt cannot be read as vtt"),
        ("a.vtt", b"WEBVTT\n", "a.vtt has no words in it"),
        ("a.srt", b"", "a.srt"),
        ("a.srt", b"\xff\xfe1\x00", "a.srt cannot be read as srt"),
        ("a.json", b"", "a.json cannot be read as json"),
        ("a.json", b"[]", "a.json has no words in it"),
        ("a.json", b"{}", "a.json cannot be read as json"),
        ("a.json", b"null", "a.json cannot be read as json"),
        ("a.json", b'{"segments": null}', "a.json cannot be read as json"),
        ("a.json", b'{"segments": []}', "a.json has no words in it"),
        ("a.json", b"[" * 100_000, "a.json cannot be read as json"),
        ("a.json", whisper_json(text=" "), "a.json has no words in it"),
    ],
)
def test_what_is_no_transcript(name: str, data: bytes, says: str) -> None:
    with pytest.raises(TranscriptFileError, match=says):
        read_transcript(data, name)


@pytest.mark.parametrize(
    "segment",
    [
        {"start": None},
        {"start": "soon"},
        {"start": float("nan")},
        {"text": 5},
        {"speaker": ["S1"]},
        {"avg_logprob": "low"},
        {"words": [{"word": 5}]},
        {"words": [{"start": 1.0}]},
        {"words": [{"word": "Good", "start": "soon"}]},
        {"words": {"word": "Good"}},
        {"language": 5},
    ],
)
def test_what_is_not_whispers_json(segment: dict[str, Any]) -> None:
    with pytest.raises(TranscriptFileError, match=r"x\.json cannot be read as json"):
        read_transcript(whisper_json(**segment), "x.json")
