"""Who speaks, and what is a sound and no word."""

from __future__ import annotations

import pytest

from archiver.models import Sound
from archiver.transcript.captions import read_transcript


def cue(*texts: str) -> bytes:
    return "".join(
        f"{n}\n00:00:0{n},000 --> 00:00:0{n + 1},000\n{text}\n\n" for n, text in enumerate(texts, 1)
    ).encode()


def spoken(*texts: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.heard) for one in read_transcript(cue(*texts), "a.srt").segments]


@pytest.mark.parametrize(
    ("text", "speaker", "said"),
    [
        ("Mary Okafor: The lock is shut.", "Mary Okafor", "The lock is shut."),
        ("Mme Zoé de La Tour : L'écluse est fermée.", "Mme Zoé de La Tour", "L'écluse est fermée."),
        ("[SPEAKER_00]: The lock is shut.", "SPEAKER_00", "The lock is shut."),
        ("[SPEAKER_01] The lock is shut.", "SPEAKER_01", "The lock is shut."),
        ("[Mary]: The lock is shut.", "Mary", "The lock is shut."),
        ("Speaker 2: The lock is shut.", "Speaker 2", "The lock is shut."),
        ("PORTE-PAROLE : L'écluse est fermée.", "PORTE-PAROLE", "L'écluse est fermée."),
        (">> Mary: The lock is shut.", "Mary", "The lock is shut."),
        (">> The lock is shut.", None, "The lock is shut."),
    ],
)
def test_a_name_before_a_colon_speaks(text: str, speaker: str | None, said: str) -> None:
    assert spoken(text) == [(speaker, said)]


@pytest.mark.parametrize(
    "text",
    [
        "Remember: the lock is shut.",
        "It opens at 10:30 on Monday.",
        "Paragraph 4: the lock is shut.",
        "Une chose est sûre : l'écluse est fermée.",
        "We said: shut it.",
    ],
)
def test_other_colons_name_nobody(text: str) -> None:
    assert spoken(text) == [(None, text)]


def test_one_name_speaks_where_it_comes_again() -> None:
    assert spoken("Zoé: Bonjour.", "Max: Oui ?", "Zoé: Rien.", "Max: Bon.") == [
        ("Zoé", "Bonjour."),
        ("Max", "Oui ?"),
        ("Zoé", "Rien."),
        ("Max", "Bon."),
    ]


def test_a_speaker_goes_on_until_another_begins() -> None:
    told = spoken("MINISTER: The lock is shut.", "It stays shut.", ">> Why is it?", "JOURNALIST: And when?")
    assert [speaker for speaker, _ in told] == ["MINISTER", "MINISTER", None, "JOURNALIST"]


def test_chevrons_and_dashes_part_voices_within_a_cue() -> None:
    assert spoken("IT STAYS SHUT >> WHY IS IT") == [(None, "IT STAYS SHUT"), (None, "WHY IS IT")]
    assert spoken("- It stays shut\n- Why is it") == [(None, "It stays shut"), (None, "Why is it")]


def test_two_voices_in_one_cue() -> None:
    data = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Zoé>Bonjour.</v> <v Max>Bonsoir.</v>\n".encode()
    assert [(one.speaker, one.heard) for one in read_transcript(data, "a.vtt").segments] == [
        ("Zoé", "Bonjour."),
        ("Max", "Bonsoir."),
    ]


def test_two_languages_in_one_cue() -> None:
    data = b"WEBVTT\nLanguage: en\n\n00:01.000 --> 00:02.000\nThank you. <lang fr-CA>Merci.</lang>\n"
    assert [(one.language, one.heard) for one in read_transcript(data, "a.vtt").segments] == [
        ("en", "Thank you."),
        ("fr", "Merci."),
    ]


@pytest.mark.parametrize(
    ("text", "label", "said"),
    [
        ("[Applause] Thank you.", "Applause", "Thank you."),
        ("(applaudissements) Merci.", "applaudissements", "Merci."),
        ("Thank [inaudible] you.", "inaudible", "Thank you."),
        ("♪ slow music ♪\nThank you.", "slow music", "Thank you."),
        ("Thank you. [BLANK_AUDIO]", "BLANK_AUDIO", "Thank you."),
        ("*Gelächter* Danke.", "Gelächter", "Danke."),
    ],
)
def test_a_sound_is_no_word(text: str, label: str, said: str) -> None:
    transcript = read_transcript(cue(text), "a.srt")
    assert [one.heard for one in transcript.segments] == [said]
    assert transcript.sounds == (Sound(1.0, 2.0, label),)


@pytest.mark.parametrize(
    "text", ["Resolution 1325 (2000) holds.", "Shut it (see the book).", "The [new] lock is shut."]
)
def test_other_brackets_are_said(text: str) -> None:
    transcript = read_transcript(cue(text), "a.srt")
    assert ([one.heard for one in transcript.segments], transcript.sounds) == ([text], ())
