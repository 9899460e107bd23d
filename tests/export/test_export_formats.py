"""What all formats have in common: nothing that was said breaks them, and what they lack is known."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from export_documents import document, link, recording, segment, transcript, without_transcript
from hostile_sentences import HOSTILE

from archiver.export.formats import FORMATS

TEXTS = [name for name, form in FORMATS.items() if not form.is_binary]


def test_every_format_has_an_ending_of_its_own() -> None:
    endings = [form.ending.lower() for form in FORMATS.values()]
    assert len(set(endings)) == len(endings)


def test_json_alone_has_everything() -> None:
    assert [name for name, form in FORMATS.items() if form.lacks is None] == ["json"]


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("said", HOSTILE)
def test_any_text_can_be_written(name: str, said: str) -> None:
    spoken = segment(said, links=[link(1, start=1.0, end=2.0)], speaker=said[:20])
    hostile = document(recording(transcript(spoken), label=said, url=said), title=said, issuer=said, url=said)
    hostile["release"]["paragraphs"][0] |= {"text": said, "label": said, "heading": said}
    written = FORMATS[name].render(hostile)
    assert (written if isinstance(written, bytes) else written.encode(errors="replace")).strip()


@pytest.mark.parametrize("name", ["eaf", "tei", "textgrid", "html", "iiif"])
def test_an_hour_of_words_is_written_in_a_moment(name: str) -> None:
    words = [{"start": n / 5, "end": n / 5 + 0.1, "word": "word", "heard": "word"} for n in range(10_000)]
    spoken = [
        segment("Ten words.", n * 2.0, n * 2 + 2.0, position=n + 1, words=words[10 * n : 10 * n + 10])
        for n in range(1000)
    ]
    begun = time.process_time()
    assert FORMATS[name].render(document(recording(transcript(*spoken))))
    assert time.process_time() - begun < 8  # with time that grew with the square, EAF took 20 s


@pytest.mark.parametrize("name", ["json", "txt", "csv", "md", "html", "webannotation"])
def test_a_release_without_a_transcript_is_written_all_the_same(name: str) -> None:
    assert FORMATS[name].render(without_transcript())


def test_the_documentation_has_every_format() -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "formats.md").read_text(encoding="utf-8")
    for name, form in FORMATS.items():
        assert f"| `{name}` | `{form.ending}` | {form.about} | {form.lacks or 'nothing: lossless'} |" in page
