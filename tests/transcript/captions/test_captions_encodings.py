"""Caption files as they come: in older encodings, and with languages named in full."""

from __future__ import annotations

import json

import pytest

from archiver.transcript.captions import read_transcript

SUBRIP = "1\n00:00:01,000 --> 00:00:03,000\nMise à jour de l'été.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1252"])
def test_accents_survive(encoding: str) -> None:
    (segment,) = read_transcript(SUBRIP.encode(encoding), "briefing.srt").segments
    assert segment.heard == "Mise à jour de l'été."


SPOKEN = {
    "fr": "1\n00:00:01,000 --> 00:00:03,000\nLe préfet a dit que l’écluse fermée cet été rouvrira à Noël.\n",
    "pl": "1\n00:00:01,000 --> 00:00:03,000\nMinister powiedział, że śluza będzie zamknięta przez cały tydzień.\n",
    "ru": "1\n00:00:01,000 --> 00:00:03,000\nМинистр сказал, что шлюз закрыт до конца, и мы ещё ждём объяснений.\n",
    "cs": "1\n00:00:01,000 --> 00:00:03,000\nMinistr řekl, že most bude příští týden uzavřen kvůli opravě.\n",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("fr", "windows-1252"), ("fr", "mac-roman"), ("fr", "utf-16-le"), ("pl", "windows-1250"), ("pl", "iso8859-2"),
        ("cs", "windows-1250"), ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "cp866"),
    ],
)  # fmt: skip
def test_code_pages_are_recognised_and_told(language: str, encoding: str) -> None:
    transcript = read_transcript(SPOKEN[language].encode(encoding), "a.srt")
    assert [part.heard for part in transcript.segments] == [SPOKEN[language].splitlines()[2]]
    assert transcript.language == language
    assert bool(transcript.doubts) == (encoding not in ("windows-1252", "utf-16-le"))


def test_an_odd_byte_spoils_no_other() -> None:
    data = SPOKEN["fr"].encode() + b"\n2\n00:00:04,000 --> 00:00:05,000\nMerci, Zo\xe9\n"
    transcript = read_transcript(data, "a.srt")
    assert [part.heard for part in transcript.segments] == [SPOKEN["fr"].splitlines()[2], "Merci, Zoé"]
    assert transcript.doubts == ("a.srt: 1 bytes that are not UTF-8 were read as windows-1252 (line 7)",)


def test_the_words_tell_the_language() -> None:
    assert read_transcript(SPOKEN["fr"].encode(), "a.srt").language == "fr"
    assert read_transcript(SPOKEN["fr"].encode(), "a.srt", "nl").language == "nl"  # a person knows better


def test_the_file_goes_before_what_a_person_says() -> None:
    document = {"language": "fr", "segments": [{"start": 0, "end": 2, "text": "Bonjour."}]}
    transcript = read_transcript(json.dumps(document).encode(), "w.json", "en")
    assert (transcript.language, len(transcript.doubts)) == ("fr", 1)


@pytest.mark.parametrize(
    ("named", "code"),
    [("fr", "fr"), ("french", "fr"), ("English", "en"), ("klingon", None), ("fra", "fr"), ("pt-BR", "pt")],
)
def test_language_becomes_a_code(named: str, code: str | None) -> None:
    document = {"language": named, "segments": [{"start": 0, "end": 2, "text": "Bonjour."}]}
    assert read_transcript(json.dumps(document).encode(), "w.json").language == code
