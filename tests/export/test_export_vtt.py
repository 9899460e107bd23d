from __future__ import annotations

import io
from html import unescape

import av
import pysubs2
import pytest
from export_documents import document, link, recording, segment, transcribed, transcript

from archiver.export.as_vtt import render_vtt
from archiver.export.grades import with_least
from archiver.transcript.captions import read_transcript

HASH = "ab" * 32


def cues_seen_by_ffmpeg(vtt: str) -> list[tuple[float, float, str]]:
    """Start and duration in seconds, and the text with its tags."""
    with av.open(io.BytesIO(vtt.encode()), mode="r", format="webvtt") as file:
        packets = [packet for packet in file.demux() if packet.size]
    return [
        (float(p.pts * p.time_base), float(p.duration * p.time_base), bytes(p).decode())
        for p in packets
        if p.pts is not None and p.duration is not None and p.time_base is not None
    ]


def test_whole_file() -> None:
    assert (
        render_vtt(
            transcribed(
                segment("Good morning.", 0.8, 2.25, speaker="Spokesman"),
                segment("We condemn the use of force.", 61.2, 3600.0, position=2, links=[link(1)]),
            )
        )
        == f"""\
WEBVTT

NOTE
Statement on relations with Belarus
2006-03-31
https://example.org/p06-042e.htm
Transcript made by faster-whisper 1.2.1, model tiny.en
Language: en

NOTE
Transcript Provenance Metadata Elements (TPME) 1.0
media_id: sha256:{HASH}
transcript_id: transcript-3
type: transcript
file_format: JSON
features: {{"time_aligned": true, "speaker_diarization": true}}
transcript_language: ["en"]
media_language: ["en"]
human_review_level: machine-generated
application_type: ASR
application_name: faster-whisper
application_version: 1.2.1
inference_model: tiny.en
application_parameters: {{"beam_size": 5}}
originating_media_file: https://example.org/briefing.mp3

1
00:00:00.800 --> 00:00:02.250
<v Spokesman>Good morning.

2 p1 verbatim
00:01:01.200 --> 01:00:00.000
We condemn the use of force.
"""
    )


@pytest.mark.parametrize(
    ("links", "identifier"),
    [
        ([], "12"),
        ([link(4)], "12 p4 verbatim"),
        ([link(4, "paraphrase"), link(6, "paraphrase")], "12 p4 paraphrase p6 paraphrase"),
        ([link(4, None)], "12 p4"),  # tied by a person, who did not say how
    ],
)
def test_identifier_tells_position_and_paragraph(links: list[dict[str, object]], identifier: str) -> None:
    text = render_vtt(transcribed(segment("Good morning.", position=12, links=links)))
    assert f"\n\n{identifier}\n00:00:01.000 --> " in text


def test_a_sentence_in_another_language_is_marked() -> None:
    vtt = render_vtt(
        transcribed(segment("Thank you."), segment("Je vous remercie.", 3, 4, language="fr", speaker="S1"))
    )
    assert "\nThank you.\n" in vtt
    assert "\n<v S1><lang fr>Je vous remercie.</lang>\n" in vtt
    assert [one.language for one in read_transcript(vtt.encode(), "exported.vtt").segments] == ["en", "fr"]


def test_what_is_not_sure_enough_is_left_out_and_told() -> None:
    vtt = render_vtt(with_least(transcribed(segment("We look.", links=[link(2, "paraphrase", score=0.8)])), 0.9))
    assert "\n1 of 1 links is left out: less sure than 0.9\n\nNOTE\n" in vtt


@pytest.mark.parametrize(
    "said",
    [
        "<script>alert(1)</script> & co.",
        "a --> b",
        "00:00:01.000 --> 00:00:02.000 <b>",
        "two\n\nparagraphs\r\nof text",
        "\u200fright to left\u200e",
        "NOTE",
    ],
)
def test_any_text_stays_inside_its_cue(said: str) -> None:
    vtt = render_vtt(transcribed(segment(said, speaker="S<1>\n&"), segment("Next.", 3.0, 4.0, position=2)))
    first, second = cues_seen_by_ffmpeg(vtt)
    assert unescape(first[2]) == f"<v S<1> &>{' '.join(said.split())}"
    assert first[2].startswith("<v S&lt;1&gt; &amp;>")
    assert "<" not in first[2].split(">", 1)[1]
    assert vtt.count("-->") == 2
    assert second == (3.0, 1.0, "Next.")


@pytest.mark.parametrize("title", ["a --> b", "two\n\nlines", "three ---> dashes\n00:01.000 --> 00:02.000"])
def test_any_title_stays_inside_the_note(title: str) -> None:
    vtt = render_vtt(transcribed(segment("Good morning."), title=title))
    assert vtt.count("-->") == 1
    assert cues_seen_by_ffmpeg(vtt) == [(1.0, 1.5, "Good morning.")]


def test_unknown_facts_leave_no_gap_in_the_note() -> None:
    vtt = render_vtt(document(recording(transcript(segment("Yes."), engine_version=None)), date=None, url=None))
    assert vtt.startswith(
        "WEBVTT\n\nNOTE\nStatement on relations with Belarus\nTranscript made by faster-whisper, model tiny.en\n"
        "Language: en\n\nNOTE\nTranscript Provenance"
    )


def test_sentences_without_words_or_time_are_no_cues() -> None:
    vtt = render_vtt(transcribed(segment(" \n"), segment("Untimed.", None, None), segment("Half timed.", 1.0, None)))
    assert "-->" not in vtt


def test_speech_that_nobody_wrote_down_is_inaudible() -> None:
    missed = segment("", 3.0, 4.0, position=2, speaker="S2", flags=["speech missed"])
    vtt = render_vtt(transcribed(segment("Yes."), missed))
    assert vtt.endswith("2\n00:00:03.000 --> 00:00:04.000\n<v S2>[inaudible]\n")


def test_cues_are_sorted_and_each_ends_after_its_start() -> None:
    vtt = render_vtt(transcribed(segment("Late.", 5.0, 5.0), segment("Early.", 1.0, 2.0, position=2)))
    assert cues_seen_by_ffmpeg(vtt) == [(1.0, 1.0, "Early."), (5.0, pytest.approx(0.001), "Late.")]


def test_pysubs2_reads_times_and_words() -> None:
    """It takes the next cue's identifier for a last line of the text, unless that is a bare number."""
    vtt = render_vtt(
        transcribed(segment("One.", speaker="S1"), segment("Two.", 3661.0, 3662.5, position=2, links=[link(1)]))
    )
    events = pysubs2.SSAFile.from_string(vtt, format_="vtt").events
    assert [(e.start, e.end, e.text.split(r"\N")[0]) for e in events] == [
        (1000, 2500, "One."),
        (3_661_000, 3_662_500, "Two."),
    ]


def test_a_voice_is_called_by_the_name_that_people_gave_it() -> None:
    named = transcribed(segment("One.", speaker="S1"), segment("Two.", speaker="S2", position=2))
    named["recordings"][0]["transcripts"][0]["speakers"][0]["name"] = "A. B. <Spokesman>"
    vtt = render_vtt(named)
    assert "<v A. B. &lt;Spokesman&gt;>One." in vtt
    assert "<v S2>Two." in vtt


def test_doubtful_words_are_underlined_and_read_back_as_they_are() -> None:
    words = [{"word": one, "heard": one, "probability": sure} for one, sure in [("The", 0.9), ("quays", 0.2)]]
    vtt = render_vtt(transcribed(segment("The quays", 1.0, 2.0, words=words)))
    assert "The <c.doubtful><u>quays</u></c>" in vtt
    assert [one.heard for one in read_transcript(vtt.encode(), "x.vtt").segments] == ["The quays"]
