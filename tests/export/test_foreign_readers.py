"""Every format is read back by a program that is not ours, with hostile sentences in it.

``json``, ``vtt``, ``srt`` and ``txt`` have tests of their own; here webvtt-py and pysubs2 read captions once more.
"""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import iiif_prezi3
import pysubs2
import pytest
import tei_schema
import webvtt
from export_documents import document, link, recording, segment, transcript
from hostile_sentences import HOSTILE
from lxml import etree, html
from markdown_it import MarkdownIt
from praatio import textgrid
from pympi import Elan

from archiver.display import one_line
from archiver.export.formats import FORMATS
from archiver.export.xml import xml_text

HELD = [one_line(said) for said in HOSTILE]
TEI, OHMS = "{http://www.tei-c.org/ns/1.0}", "{https://www.weareavp.com/nunncenter/ohms}"


def _word(text: str, start: float) -> dict[str, Any]:
    return {"start": start, "end": start + 0.5, "word": text, "heard": text, "probability": 0.9}


def whole() -> dict[str, Any]:
    """Two speakers who say hostile things, the first of them on a paragraph, with a word that was not timed."""
    sentences = [
        segment(said, 2.0 * n, 2.0 * n + 1.9, id=n + 1, position=n + 1, speaker=f"S{n % 2 + 1}", words=[])
        for n, said in enumerate(HOSTILE)
    ]
    sentences[0]["links"] = [link(1, start=0.2, end=1.5, span=[4, 11])]
    sentences[0]["words"] = [
        _word("script", 0.2),
        {**_word("alert", 0.8), "start": None, "end": None},
        _word("co.", 1.2),
    ]
    return document(recording(transcript(*sentences), duration=30.0))


def written(name: str, folder: Path) -> Path:
    text = FORMATS[name].render(whole())
    path = folder / f"release{FORMATS[name].ending}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode(errors="replace"))
    return path


def shown(said: str) -> str:
    """What is left of a text when it was encoded."""
    return said.encode(errors="replace").decode()


def test_praatio_reads_the_textgrid(tmp_path: Path) -> None:
    read = textgrid.openTextgrid(str(written("textgrid", tmp_path)), includeEmptyIntervals=False)
    assert read.maxTimestamp == 30.0
    assert [entry.label for entry in read.getTier("S1").entries] == [shown(said) for said in HELD[::2]]
    assert [tuple(entry) for entry in read.getTier("S1 words").entries] == [(0.2, 0.7, "script"), (1.2, 1.7, "co.")]
    assert [tuple(entry) for entry in read.getTier("S1 paragraphs").entries] == [(0.0, 1.9, "1 verbatim 0.97")]


def test_pympi_reads_the_eaf(tmp_path: Path) -> None:
    read = Elan.Eaf(str(written("eaf", tmp_path)))
    assert list(read.get_tier_names()) == ["S1", "S1 words", "S1 paragraphs", "S2"]
    told = [xml_text(said) for said in HOSTILE]
    assert [row[2] for row in read.get_annotation_data_for_tier("S1")] == told[::2]
    assert read.get_annotation_data_for_tier("S1 words") == [(200, 700, "script"), (1200, 1700, "co.")]
    assert read.get_ref_annotation_data_for_tier("S1 paragraphs")[0][2] == "1 verbatim 0.97"
    assert read.get_linked_files()[0]["MEDIA_URL"] == "https://example.org/briefing.mp3"


@pytest.mark.slow
def test_jing_finds_the_tei_valid_by_tei_p5(tmp_path: Path, pytestconfig: pytest.Config) -> None:
    tei, schema = written("tei", tmp_path), tei_schema.schema(Path(pytestconfig.cache.mkdir("tei")))
    assert tei_schema.complaints(tei, schema) == []
    tei.write_text(tei.read_text().replace("<annotationBlock", "<annotationBlock why='spoken'", 1))
    assert 'attribute "why" not allowed here' in tei_schema.complaints(tei, schema)[0]


@pytest.mark.parametrize(("name", "kind"), [("tei", "mimeType"), ("eaf", "MIME_TYPE"), ("iiif", '"format":')])
def test_what_kind_of_sound_it_is(name: str, kind: str, tmp_path: Path) -> None:
    told = document(recording(transcript(segment("Yes.")), url="https://example.org/briefing.ogg"))
    text = FORMATS[name].render(told)
    assert re.search(rf'{kind}\W+"?audio/ogg"', text if isinstance(text, str) else text.decode())


def test_the_pointers_of_the_tei_lead_somewhere(tmp_path: Path) -> None:
    root = etree.parse(written("tei", tmp_path)).getroot()
    ids = {element.get("{http://www.w3.org/XML/1998/namespace}id") for element in root.iter()} - {None}
    pointers = [
        pointer.removeprefix("#")
        for element in root.iter()
        for name in ("who", "start", "end", "synch", "since", "corresp", "from", "to", "origin")
        for pointer in (element.get(name) or "").split()
    ]
    assert set(pointers) <= ids
    assert len(list(root.iter(f"{TEI}annotationBlock"))) == len(HOSTILE)
    (span,) = root.iter(f"{TEI}span")
    assert (span.get("corresp"), span.text, span.get("synch")) == ("#p1", "verbatim, certain", "#T200 #T1500")
    (first, *_) = root.iter(f"{TEI}u")
    assert [word.text for word in first.iter(f"{TEI}w")] == ["script", "alert", "co."]


def test_webvtt_py_reads_captions_and_chapters(tmp_path: Path) -> None:
    captions = webvtt.read(str(written("vtt", tmp_path)))
    assert unescape(captions[0].text) == HELD[0]
    assert (captions[1].voice, captions[1].start) == ("S2", "00:00:02.000")
    chapters = webvtt.read(str(written("chapters-vtt", tmp_path)))
    assert len(chapters) == 1
    assert (chapters[0].identifier, chapters[0].start, chapters[0].end) == ("p1", "00:00:00.200", "00:00:01.500")


def test_pysubs2_reads_the_speakers(tmp_path: Path) -> None:
    events = pysubs2.load(str(written("srt", tmp_path)), keep_unknown_html_tags=True).events
    assert [event.text.partition(":")[0] for event in events] == [f"S{n % 2 + 1}" for n in range(len(HOSTILE))]


def test_chapters_are_those_of_podcasting_2_0(tmp_path: Path) -> None:
    told = json.loads(written("chapters", tmp_path).read_text())
    address = "https://example.org/p06-042e.htm#p1"
    chapter = {"startTime": 0.2, "endTime": 1.5, "title": "1. The Council condemns the use of force.", "url": address}
    assert told["version"] == "1.2.0"
    assert told["chapters"] == [chapter]


def test_iiif_prezi3_reads_the_manifest(tmp_path: Path) -> None:
    told = json.loads(written("iiif", tmp_path).read_text())
    manifest = iiif_prezi3.Manifest(**told)
    (canvas,) = manifest.items
    assert canvas.duration == 30.0
    assert canvas.items[0].items[0].body.type == "Sound"
    assert len(canvas.annotations[0].items) == len(HOSTILE)
    assert told["structures"][0]["items"][0]["items"][0]["id"].endswith("?canvas=2#t=0.2,1.5")


def test_iiif_prezi3_reads_the_web_annotations(tmp_path: Path) -> None:
    """There is no validator of the W3C's in any package; IIIF's annotations are the W3C's."""
    (told,) = json.loads(written("webannotation", tmp_path).read_text())["items"]
    annotation = iiif_prezi3.Annotation(**told)
    assert annotation.motivation == "linking"
    assert told["target"]["source"] == "https://example.org/briefing.mp3"
    assert told["target"]["selector"]["value"] == "t=0.2,1.5"
    assert [body["value"] for body in told["body"] if body.get("purpose") == "tagging"] == ["verbatim", "certain"]
    selector = told["body"][0]["selector"][1]
    assert (selector["prefix"], selector["exact"]) == ("The ", "Council")


def test_the_csv_runs_nothing_in_a_spreadsheet(tmp_path: Path) -> None:
    path = written("csv", tmp_path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["text"].removeprefix("'") for row in rows] == [shown(said) for said in HELD]
    assert not [row for row in rows if row["text"].startswith(("=", "+", "-", "@"))]
    assert (rows[0]["start"], rows[0]["paragraphs"]) == ("0.0", "1")


def test_markdown_shows_the_words_as_they_are(tmp_path: Path) -> None:
    tokens = MarkdownIt("commonmark").parse(written("md", tmp_path).read_text())
    assert not [token for token in tokens if token.type in ("html_block", "list_item_open") and token.level == 0]
    inline = [child for token in tokens for child in token.children or []]
    assert {child.type for child in inline} <= {"text", "strong_open", "strong_close", "link_open", "link_close"}
    links = {child.attrs["href"] for child in inline if child.type == "link_open"}
    assert all(str(address).startswith("https://example.org/") for address in links)
    text = "".join(child.content for child in inline)
    for said in HELD:
        assert shown(said) in text


def test_the_html_loads_nothing_but_the_sound(tmp_path: Path) -> None:
    page = html.fromstring(written("html", tmp_path).read_text())
    assert [element.get("src") for element in page.iter() if element.get("src")] == ["https://example.org/briefing.mp3"]
    assert len(page.findall(".//script")) == 1
    assert not [name for element in page.iter() for name in element.attrib if str(name).startswith("on")]
    said = [element.text_content() for element in page.find_class("speech")[0].iterchildren()]
    assert [xml_text(one) in line for one, line in zip(HOSTILE, said, strict=True)] == [True] * len(HOSTILE)
    ids = {element.get("id") for element in page.iter()}
    anchors = [a.get("href")[1:] for a in page.iter("a") if a.get("href").startswith("#")]
    assert anchors
    assert set(anchors) <= ids


def test_ohms_has_an_index_and_captions_of_its_own(tmp_path: Path) -> None:
    """No package brings OHMS' schema; its transcript is WebVTT, which webvtt-py reads."""
    root = etree.parse(written("ohms", tmp_path)).getroot()
    (point,) = root.iter(f"{OHMS}point")
    assert (point.findtext(f"{OHMS}time"), point.findtext(f"{OHMS}title")) == (
        "0",
        "1. The Council condemns the use of force.",
    )
    captions = webvtt.from_string(root.findtext(f"{OHMS}record/{OHMS}vtt_transcript"))
    assert len(captions) == len(HOSTILE)
    assert root.findtext(f"{OHMS}record/{OHMS}media_url") == "https://example.org/briefing.mp3"


@pytest.mark.parametrize("name", ["textgrid", "eaf"])
def test_one_speakers_sentences_never_lie_over_each_other(name: str, tmp_path: Path) -> None:
    over = [
        segment("One.", 1.0, 5.0),
        segment("Two.", 2.0, 2.0),
        segment("Three.", 2.0, 9.0),
        segment("Four.", None, None),
    ]
    text = FORMATS[name].render(document(recording(transcript(*over), duration=None)))
    path = tmp_path / "over"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    if name == "eaf":
        found = [row[:3] for row in Elan.Eaf(str(path)).get_annotation_data_for_tier("speech")]
    else:
        read = textgrid.openTextgrid(str(path), includeEmptyIntervals=False).getTier("speech").entries
        found = [(round(one.start * 1000), round(one.end * 1000), one.label) for one in read]
    assert found == [(1000, 2000, "One."), (2000, 2001, "Two."), (2001, 9000, "Three.")]
