"""Words that are looked for in Datasette's pages have the forms of the languages that the archive is in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive_examples import STATEMENT, add_page

from archiver.archive.store import open_archive
from archiver.models import Paragraph
from archiver.web.search_words import prepare


def test_words_have_the_forms_of_the_languages(tmp_path: Path) -> None:
    written = Paragraph(1, "Les parlements nationaux ont voté avec l'OSCE.")
    with open_archive(tmp_path, create=True) as archive:
        add_page(archive, replace(STATEMENT, language="fr", paragraphs=(written,)))
        prepare(archive.db.conn)
        found = "select rowid from paragraphs_fts where paragraphs_fts match escape_fts(?)"
        for words in ("nationale", "Nationales", "OSCE/votÉ", '"parlements nationaux"'):
            assert archive.rows(found, [words]) == [{"rowid": 1}], words
        assert archive.rows("select escape_fts(null) as words") == [{"words": ""}]
