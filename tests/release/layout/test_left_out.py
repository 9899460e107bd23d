"""Between the paragraphs of a text nothing is dropped without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from archiver.models import Release
from archiver.release import read_release

BEFORE = "The ministers of the union met in the old customs house today, and they talked for eleven hours about light."
AFTER = "They will meet again in the spring, when the pilots have seen the new lamps, and will then decide on the rest."

SENTENCES = [
    "Witnesses may write to police@harbour.example.",
    "The hotline +32 2 555 41 11 is open.",
    "Copyright law will be reformed by 2010.",
    "All rights reserved to the coastal states remain untouched.",
    "Information on the victims will be posted as soon as families are told.",
    "Les nouvelles lois seront publiées au Journal officiel dès lundi.",
    "Jump to 4 percent.",
    "AN-1234 crashed.",
    "Reviewed 5 May 2006, the sanctions were lifted.",
    "Sound of the guns stopped.",
    "Audio of the black box shows nothing.",
    "Police have published the recording (MP3).",
    "The full report (PDF, 1.2 MB) was laid before Parliament today.",
    "2.3 million lamps were lit.",
    "Go home.",
]
LINES = [
    "Invasion of the isles, 2 August 1990",
    "Monday, 3 April 2006",
    "Signed by the two ministers, 5 May 2006",
    "West Bank",
    "European Union",
    "Security Council",
    "Supreme Court",
    "Search",
    "Privacy",
    "Opinions",
    "Transcripts",
    "Prices > 5 euro",
    "London > Paris > Berlin",
    "2 000 000",
    "UK",
    "German",
    "see 5",
    "COVID/19",
    "Trade rose (au 20 %)",
    "F-16000 planes were sold in all",
    "Source:",
    "Topics:",
    "Contacts",
    "Sound of the sirens",
]


def typed(line: str) -> Release:
    head = "Harbour Union Press Releases\n\n4 May 2021\n\nMinisters agree on light"
    return read_release(f"{head}\n\n{BEFORE}\n\n{line}\n\n{AFTER}\n".encode())


def marked(line: str) -> Release:
    head = "<h1>Ministers agree on light</h1><p>4 May 2021</p>"
    return read_release(f"<html><body>{head}<p>{BEFORE}</p><p>{line}</p><p>{AFTER}</p></body></html>".encode())


@pytest.mark.parametrize("read", [typed, marked])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_is_a_paragraph(sentence: str, read: Callable[[str], Release]) -> None:
    assert [paragraph.text for paragraph in read(sentence).paragraphs] == [BEFORE, sentence, AFTER]


@pytest.mark.parametrize("read", [typed, marked])
@pytest.mark.parametrize("line", LINES)
def test_a_line_is_text_or_heading_or_told(line: str, read: Callable[[str], Release]) -> None:
    release = read(line)
    kept = [text for p in release.paragraphs for text in (p.text, p.heading or "")]
    assert BEFORE in kept
    assert AFTER in kept
    assert any(line.rstrip(":") in text for text in (*kept, *release.doubts))
    assert (release.date, release.number) == ("2021-05-04", None)


def test_a_row_of_short_cells_is_told() -> None:
    assert "left out, as it seems no part of the text: 'Riga / Paris / Rome'" in typed("Riga | Paris | Rome").doubts


@pytest.mark.parametrize("name", ["Source:", "Date:", "Topics:", "From:", "Updated:"])
def test_a_field_has_no_sentence_for_its_value(name: str) -> None:
    release = read_release(f"Light\n\n{BEFORE}\n\n{name}\n\n{AFTER}\n\nNobody objected to any of it.\n".encode())
    assert AFTER in [paragraph.text for paragraph in release.paragraphs]


def test_a_name_inside_the_text_issues_nothing() -> None:
    release = read_release(
        f"<h1>Light</h1><p>Harbour Union press releases</p><p>{BEFORE}</p><h2>West Bank</h2><p>{AFTER}</p>".encode()
    )
    assert (release.issuer, release.paragraphs[1].heading) == ("Harbour Union", "West Bank")


def test_what_is_published_beside_the_text_gives_no_date() -> None:
    assert typed(f"{AFTER}\n\nPublished 3 May 2010").date == "2021-05-04"


@pytest.mark.parametrize("box", ['<div class="page share">', '<div id="related">', "<header>", "<aside>"])
def test_a_text_that_stands_where_pages_have_their_surroundings(box: str) -> None:
    release = read_release(f"<h1>Light on the quays</h1>{box}<p>{BEFORE}</p><p>{AFTER}</p>".encode())
    assert [paragraph.text for paragraph in release.paragraphs] == [BEFORE, AFTER]
    assert "the text stood where pages have their surroundings" in release.doubts
