"""The JSON of engines and services, each with the same two words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from archiver.errors import TranscriptFileError
from archiver.models import Transcript
from archiver.transcript.captions import read_transcript

TIMED = [("Bonjour", 1.0, 1.4), ("Zoé.", 1.5, 2.5)]


def read(document: Any) -> Transcript:
    return read_transcript(json.dumps(document).encode(), "x.json")


DIALECTS: dict[str, Any] = {
    "whisper-timestamped": {
        "segments": [
            {
                "start": 1.0,
                "end": 2.5,
                "text": " Bonjour Zoé.",
                "confidence": 0.9,
                "words": [
                    {"text": "Bonjour", "start": 1.0, "end": 1.4, "confidence": 0.9},
                    {"text": "Zoé.", "start": 1.5, "end": 2.5, "confidence": 0.8},
                ],
            }
        ],
        "language": "fr",
    },
    "whisper.cpp": {
        "result": {"language": "fr"},
        "transcription": [
            {
                "offsets": {"from": 1000, "to": 2500},
                "text": " Bonjour Zoé.",
                "tokens": [
                    {"text": "[_BEG_]", "offsets": {"from": 1000, "to": 1000}, "p": 0.9},
                    {"text": " Bon", "offsets": {"from": 1000, "to": 1200}, "p": 0.9},
                    {"text": "jour", "offsets": {"from": 1200, "to": 1400}, "p": 0.9},
                    {"text": " Zoé.", "offsets": {"from": 1500, "to": 2500}, "p": 0.9},
                ],
            }
        ],
    },
    "Hugging Face, words": {
        "text": " Bonjour Zoé.",
        "chunks": [{"timestamp": [1.0, 1.4], "text": " Bonjour"}, {"timestamp": [1.5, 2.5], "text": " Zoé."}],
    },
    "Podcasting 2.0, a word each": {
        "version": "1.0.0",
        "segments": [{"startTime": 1.0, "endTime": 2.5, "body": "Bonjour Zoé."}],
    },
    "Deepgram": {
        "results": {
            "channels": [
                {
                    "detected_language": "fr",
                    "alternatives": [
                        {
                            "transcript": "Bonjour Zoé.",
                            "words": [
                                {"word": "bonjour", "punctuated_word": "Bonjour", "start": 1.0, "end": 1.4},
                                {"word": "zoé", "punctuated_word": "Zoé.", "start": 1.5, "end": 2.5},
                            ],
                        }
                    ],
                }
            ]
        }
    },
    "AssemblyAI": {
        "status": "completed",
        "language_code": "fr",
        "utterances": None,
        "words": [{"text": "Bonjour", "start": 1000, "end": 1400}, {"text": "Zoé.", "start": 1500, "end": 2500}],
    },
    "Google": {
        "results": [
            {
                "languageCode": "fr-fr",
                "alternatives": [
                    {
                        "transcript": "Bonjour Zoé.",
                        "words": [
                            {"startTime": "1s", "endTime": "1.400s", "word": "Bonjour"},
                            {"startTime": {"seconds": 1, "nanos": 500_000_000}, "endTime": "2.5s", "word": "Zoé."},
                        ],
                    }
                ],
            }
        ]
    },
    "AWS": {
        "results": {
            "language_code": "fr-FR",
            "items": [
                {
                    "type": "pronunciation",
                    "start_time": "1.0",
                    "end_time": "1.4",
                    "alternatives": [{"content": "Bonjour"}],
                },
                {"type": "pronunciation", "start_time": "1.5", "end_time": "2.5", "alternatives": [{"content": "Zoé"}]},
                {"type": "punctuation", "alternatives": [{"content": "."}]},
            ],
        }
    },
    "YouTube json3": {
        "events": [
            {"tStartMs": 0, "dDurationMs": 9000, "id": 1},
            {"tStartMs": 1000, "dDurationMs": 1500, "segs": [{"utf8": "Bonjour"}, {"utf8": " Zoé.", "tOffsetMs": 500}]},
            {"tStartMs": 2400, "dDurationMs": 100, "aAppend": 1, "segs": [{"utf8": "\n"}]},
        ]
    },
    "a bare list": [{"start": 1.0, "end": 2.5, "text": "Bonjour Zoé.", "speaker": None}],
    "a bare list of words": [{"word": "Bonjour", "start": 1.0, "end": 1.4}, {"word": "Zoé.", "start": 1.5, "end": 2.5}],
    "a list of tuples": [[1, 0, 1.0, 2.5, " Bonjour Zoé.", [1, 2], -0.2, 1.1, 0.01, None, 0.0]],
}


@pytest.mark.parametrize("name", DIALECTS)
def test_every_dialect(name: str) -> None:
    transcript = read(DIALECTS[name])
    (segment,) = transcript.segments
    assert (segment.start, segment.end, segment.heard) == (1.0, 2.5, "Bonjour Zoé.")
    words = [(word.heard, word.start, word.end) for word in segment.words]
    assert words in (
        TIMED,
        [("Bonjour", 1.0, 1.5), ("Zoé.", 1.5, 2.5)],
        [("Bonjour", None, None), ("Zoé.", None, None)],
    )
    says = any(code in json.dumps(DIALECTS[name]) for code in ('"fr', "fr-"))
    assert transcript.language == ("fr" if says else None)


def test_speakers_of_services() -> None:
    words = [
        {"word": "Hello.", "startTime": "1s", "endTime": "2s", "speakerTag": 1},
        {"word": "Hi.", "startTime": "2s", "endTime": "3s", "speakerTag": 2},
    ]
    plain = [{key: value for key, value in word.items() if key != "speakerTag"} for word in words]
    twice = {"results": [{"alternatives": [{"words": plain}]}, {"alternatives": [{"words": words}]}]}
    assert [(one.speaker, one.heard) for one in read(twice).segments] == [("1", "Hello."), ("2", "Hi.")]


def test_nan_is_nothing() -> None:
    begun = b'{"segments": [{"start": 1, "end": NaN, "text": "Bon.", "avg_logprob": NaN},'
    data = begun + b'{"start": 3, "end": 4, "text": "Oui."}]}'
    first, _ = read_transcript(data, "x.json").segments
    assert (first.start, first.end, first.avg_logprob) == (1.0, 3.0, None)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (
            {"results": {"channels": [{"alternatives": [{"transcript": "Bon."}]}]}},
            "JSON of Deepgram, but has no 'words'",
        ),
        ({"results": [{"alternatives": [{"transcript": "Bon."}]}]}, "JSON of Google Speech-to-Text"),
        ({"monologues": []}, "JSON of Rev.ai, which we do not read"),
        ({"events": 5}, r"JSON of YouTube \(json3\)"),
        ({"title": "x", "pages": []}, r"JSON of no kind that we know \(its fields: title, pages\)"),
        ({"chunks": [{"text": "Bon."}]}, "Hugging Face's pipeline, but has no 'timestamp'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_its_name(document: Any, says: str) -> None:
    with pytest.raises(TranscriptFileError, match=says):
        read(document)
