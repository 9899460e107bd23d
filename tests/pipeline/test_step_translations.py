"""A page and its twin in another language."""

from __future__ import annotations

from pathlib import Path

import pytest
from ingest_examples import PAGE, VTT, Notes, letters, rows

from archiver.archive.store import open_archive
from archiver.archive.translations import translations_of
from archiver.pipeline import alignment
from archiver.pipeline.ingest import ingest_page
from archiver.pipeline.run import GivenMedia, IngestOptions, Run

HOUSE = "https://press.example.org/docu/pr/"
FRENCH = """<html lang="fr"><head><title>Union des ports - Communiqué (2006)043</title></head><body>
<p>31 mars 2006</p><h1>Déclaration sur la sécurité des ports</h1>%s
<p>1. Les ministres déplorent l'inondation des anciens quais et remercient les pilotes de leur aide.</p>
<p>2. Tous les quais seront éclairés la nuit, comme les pilotes le demandaient depuis 2012.</p>
<p>3. Un vote sur les nouveaux droits de port aura lieu à l'automne.</p>
</body></html>"""


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.align.scorer_for", letters)


def ingested(folder: Path, page: str, url: str, transcript: Path | None = None) -> Notes:
    """A saved page taken in, with what was told."""
    notes, source = Notes(), folder / "page.htm"
    source.write_text(page)
    options = IngestOptions(GivenMedia((), transcript), url, transcribe=False, fetch=False)
    with open_archive(folder / "a", create=True) as archive:
        ingest_page(Run(archive, options, notes), str(source))
    return notes


def tied(folder: Path) -> list[tuple[int, int]]:
    with open_archive(folder / "a") as archive:
        return [(key, row["id"]) for key in (1, 2) for row in translations_of(archive, key)]


def test_the_second_of_two_pages_is_tied_to_the_first(tmp_path: Path) -> None:
    ingested(tmp_path, PAGE % "", f"{HOUSE}p06-043e.htm")
    notes = ingested(tmp_path, FRENCH % "", f"{HOUSE}p06-043f.htm")
    assert "release 2: the same as release 1, which is in en: Statement on harbour safety" in notes.lines
    assert tied(tmp_path) == [(1, 2), (2, 1)]


def test_a_page_tells_of_its_twin(tmp_path: Path) -> None:
    notes = ingested(tmp_path, PAGE % '<p><a href="p06-043f.htm">Français</a></p>', f"{HOUSE}p06-043e.htm")
    assert f"also in fr, not archived: {HOUSE}p06-043f.htm" in notes.lines
    assert tied(tmp_path) == []


def test_a_release_without_sound_has_that_of_its_translation(tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(VTT)
    briefing = '<p>Press briefing <a href="../audio/briefing.mp3">(.MP3/1.250kb)</a></p>'
    ingested(tmp_path, PAGE % briefing, f"{HOUSE}p06-043e.htm", tmp_path / "talk.vtt")
    ingested(tmp_path, FRENCH % "", f"{HOUSE}p06-043f.htm")
    assert rows(tmp_path / "a", "select release, recording, label from release_recordings") == [
        (1, 1, "Press briefing"),
        (2, 1, "Press briefing"),
    ]
    assert rows(tmp_path / "a", "select distinct release from alignments") == [(1,), (2,)]


def test_a_release_with_sound_of_its_own_keeps_it(tmp_path: Path) -> None:
    ingested(tmp_path, PAGE % '<p>Press briefing <a href="../a.mp3">(.MP3)</a></p>', f"{HOUSE}p06-043e.htm")
    ingested(tmp_path, FRENCH % '<p>Point de presse <a href="../b.mp3">(.MP3)</a></p>', f"{HOUSE}p06-043f.htm")
    assert rows(tmp_path / "a", "select release, label from release_recordings") == [
        (1, "Press briefing"),
        (2, "Point de presse"),
    ]


TWO_LANGUAGES = """WEBVTT

00:01.000 --> 00:06.000
<lang en>The ministers deplore the flooding of the old quays and thank the pilots for their help.</lang>

00:07.000 --> 00:13.000
<lang fr>Tous les quais seront éclairés la nuit, comme les pilotes le demandaient depuis 2012.</lang>

00:14.000 --> 00:18.000
<lang fr>La cantine du rez-de-chaussée restera fermée jusqu'à lundi matin.</lang>
"""


def test_each_language_of_a_briefing_is_linked_by_the_release_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alignment, "correspond", lambda own, other, languages: len(own) == len(other))
    (tmp_path / "talk.vtt").write_text(TWO_LANGUAGES)
    briefing = '<p>Press briefing <a href="../audio/briefing.mp3">(.MP3/1.250kb)</a></p>'
    ingested(tmp_path, PAGE % briefing, f"{HOUSE}p06-043e.htm", tmp_path / "talk.vtt")
    ingested(tmp_path, FRENCH % "", f"{HOUSE}p06-043f.htm")
    links = (
        "select release, text, links.position, relation, coalesce(json_extract(why, '$.basis'), '') from ("
        "select links.*, paragraphs.position, segments.text from links join paragraphs on paragraphs.id = paragraph "
        "join segments on segments.id = segment) links join current_alignments on current_alignments.id = alignment "
        "order by release, links.position"
    )
    read_english = "The ministers deplore the flooding of the old quays and thank the pilots for their help."
    read_french = "Tous les quais seront éclairés la nuit, comme les pilotes le demandaient depuis 2012."
    assert rows(tmp_path / "a", links) == [
        (1, read_english, 1, "verbatim", "words"),
        (1, read_french, 2, "paraphrase", "translation"),
        (2, read_english, 1, "paraphrase", "translation"),
        (2, read_french, 2, "verbatim", "words"),
    ]
