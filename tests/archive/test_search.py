"""Search finds what was written and what was said, and takes any line of signs for words or nothing."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from archive_examples import (
    HEARD,
    STATEMENT,
    add_everything,
    add_heard,
    add_links,
    add_page,
    add_sound,
    archive_with,
    later_version,
)

from archiver.archive import hits
from archiver.archive.search import Search, find_hits, fts_query, search_archive
from archiver.archive.store import Archive
from archiver.models import Link, Paragraph, Segment

archive = archive_with(add_everything)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("quays", [("written", 1), ("written", 2)]),  # a stem: quay
        ("QUAY", [("written", 1), ("written", 2)]),
        ("old quays", [("written", 1)]),  # all the words
        ('"quay will be"', [("written", 2)]),
        ('"will quay"', []),
        ("flood*", [("said", 1), ("written", 1)]),
        ("xylo", []),
        ("xylo*", [("said", None)]),  # said, and on no paragraph
        ("harbour safety", [("title", None)]),
        ("2006 042", [("title", None)]),  # the number
        ("next steps", [("written", 2)]),  # the heading
        ("lamps", [("said", 2)]),
        ("a-quay; (lit) night!", []),
        ("quay; (lit) night!", [("written", 2)]),
        ("", []),
        (" \t\n", []),
        ("?!", []),
    ],
)
def test_words_are_found(archive: Archive, words: str, found: list[tuple[str, object]]) -> None:
    assert sorted(((row["kind"], row["paragraph"]) for row in search_archive(archive, words)), key=str) == found


def test_a_hit_tells_where_it_is(archive: Archive) -> None:
    (said,) = search_archive(archive, "lamps")
    assert said == {
        "kind": "said",
        "release": 1,
        "title": STATEMENT.title,
        "date": "2006-03-31",
        "recording": 1,
        "start": 7.0,
        "end": 9.0,
        "paragraph": 2,
        "language": None,
        "snippet": "There will be [lamps].",
    }


def test_only_one_language(archive: Archive) -> None:
    archive.db.execute("update segments set language = 'fr' where heard like '%lamps%'")
    assert [row["kind"] for row in search_archive(archive, "lamps", "fr")] == ["said"]
    assert search_archive(archive, "lamps", "en") == []
    assert [row["kind"] for row in search_archive(archive, "old quays", "en")] == ["written"]


@pytest.mark.parametrize("words", ["élection", "ELECTION", "Élections"])
def test_accents_do_not_matter(archive: Archive, words: str) -> None:
    add_page(archive, replace(STATEMENT, url=None, paragraphs=(Paragraph(1, "Les élections auront lieu."),)))
    assert [row["release"] for row in search_archive(archive, words)] == [2]


def test_only_the_newest_version_is_found(archive: Archive) -> None:
    newest = later_version(archive)
    found = [(row["kind"], row["release"], row["paragraph"]) for row in search_archive(archive, "deplore")]
    assert found == [("said", newest, None)]  # the recording stands on the newest version, too
    assert [row["release"] for row in search_archive(archive, "withdraw")] == [newest]


def test_only_the_newest_transcript_is_found(archive: Archive) -> None:
    add_links(archive, 1, add_heard(archive, 1, replace(HEARD, segments=(Segment(0, 1, "Saxophonists."),))), ())
    assert search_archive(archive, "xylophonists") == []
    assert [row["kind"] for row in search_archive(archive, "saxophonists")] == ["said"]


def test_what_was_put_right_and_what_was_heard_are_both_found(archive: Archive) -> None:
    archive.db.execute("update segments set text = replace(text, 'keys', 'wharves') where heard like '%keys%'")
    assert [row["kind"] for row in search_archive(archive, "keys")] == ["said"]
    assert [row["kind"] for row in search_archive(archive, "wharves")] == ["said"]


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("quay", '"quay"'),
        ("old quay", '"old" "quay"'),
        ('"old quay" lit', '"old quay" "lit"'),
        ("reform*", '"reform"*'),
        ("re*form", '"re form"'),
        ("O'Brien", '"O Brien"'),
        ("AND OR NOT NEAR(a b)", '"AND" "OR" "NOT" "NEAR a" "b"'),
        ('unclosed "quote', '"unclosed" "quote"'),
        ("title:harbour", '"title harbour"'),
        ("*", ""),
        ('""', ""),
    ],
)
def test_no_sign_has_a_meaning_of_its_own(words: str, query: str) -> None:
    assert fts_query(words) == query


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("OSCE/ODIHR", '"OSCE" AND "ODIHR"'),  # wherever they stand in the sentence
        ("cease-fire", '("cease fire" OR "ceasefire")'),
        ("cease-fire OSCE/ODIHR", '("cease fire" OR "ceasefire") AND "OSCE" AND "ODIHR"'),
        ('"cease-fire"', '"cease fire"'),
    ],
)
def test_what_is_written_together_or_apart(words: str, query: str) -> None:
    assert fts_query(words) == query


def test_other_forms_are_looked_for_as_well() -> None:
    assert fts_query("old quay", {"old": ["older"]}.get) == '("old" OR "older") AND "quay"'  # type: ignore[arg-type]


@pytest.mark.parametrize("words", ["nationale", "nationaux", "Nationales", "NATIONAL"])
def test_words_have_the_forms_of_their_language(archive: Archive, words: str) -> None:
    written = Paragraph(1, "Les parlements nationaux ont voté.")
    french = add_page(archive, replace(STATEMENT, url=None, language="fr", paragraphs=(written,)))
    assert [row["release"] for row in search_archive(archive, words)] == [french]


FRENCH = replace(
    STATEMENT,
    url=None,
    language="fr",
    date="2007-05-02",
    issuer="Union du port",
    paragraphs=(Paragraph(1, "Avec l'ODIHR, l'OSCE suit les élections nationales."),),
)
SPOKEN = Segment(1, 5, "L'OSCE suit avec l'ODIHR les élections nationales.", speaker="S7", language="fr")
EVERY_FILTER: dict[str, Any] = {
    "kind": "said",
    "since": "2007-05",
    "until": "2007",
    "speaker": "S7",
    "language": "fr",
    "issuer": "Union du port",
    "release": 2,
    "relation": "verbatim",
}


@pytest.mark.parametrize(
    "words", ["elections", "ÉLECTION", "élect*", "OSCE/ODIHR", "odihr/osce", "national", "nationaux"]
)
def test_accents_joined_words_and_stems_in_every_combination_of_filters(archive: Archive, words: str) -> None:
    spoken = replace(HEARD, language="fr", segments=(SPOKEN,))
    page = add_page(archive, FRENCH, b"<p>Elections")
    link = Link(1, 1, "verbatim", 0.9, (0, 20), 1.0, 5.0)
    add_links(archive, page, add_heard(archive, add_sound(archive, page, data=b"other sound"), spoken), (link,))
    for asked in product((False, True), repeat=len(EVERY_FILTER)):
        filters = {name: value for (name, value), on in zip(EVERY_FILTER.items(), asked, strict=True) if on}
        hits = find_hits(archive.db.conn, Search(words, **filters))
        assert hits
        assert {(one.kind, one.issuer) for one in hits.best} - {("written", FRENCH.issuer)} == {("said", FRENCH.issuer)}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [("said", 2), ("written", 1)]),
        ({"kind": "said"}, [("said", 2)]),
        ({"kind": "written"}, [("written", 1)]),
        ({"relation": "verbatim"}, [("said", 2)]),
        ({"relation": "none"}, []),
        ({"issuer": "Harbour Union", "since": "2006-03", "until": "2006"}, [("said", 2), ("written", 1)]),
        ({"issuer": "Somebody else"}, []),
        ({"since": "2006-04"}, []),
        ({"release": 1, "speaker": "S1"}, [("said", 2)]),
        ({"release": 2}, []),
        ({"language": "en", "speaker": "S2"}, []),
    ],
)
@pytest.mark.parametrize("few", [0, hits.FEW])
@pytest.mark.parametrize("many", [0, hits.MANY])
def test_filters(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any], found: object, few: int, many: int
) -> None:
    """Alike however the sentences are looked up."""
    monkeypatch.setattr(hits, "FEW", few)
    monkeypatch.setattr(hits, "MANY", many)
    for words in ("flooding", "flood*"):
        looked = find_hits(archive.db.conn, Search(words, **filters))
        assert looked
        assert sorted((one.kind, one.id) for one in looked.best) == found


def test_only_the_newest_of_very_many_are_ranked(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = find_hits(archive.db.conn, Search("the", "said"))
    monkeypatch.setattr(hits, "RANKED", 1)
    newest = find_hits(archive.db.conn, Search("the", "said"))
    assert whole
    assert newest
    assert ([one.id for one in newest.best], newest.count, newest.more) == ([4], 2, False)
    assert (sorted(one.id for one in whole.best), whole.count, whole.more) == ([2, 4], 2, False)


@pytest.mark.parametrize(
    ("filters", "counted"),
    [
        ({}, (2, True)),
        ({"kind": "written"}, (1, False)),
        ({"since": "2006"}, (2, True)),  # one sentence and one paragraph, and there are more
    ],
)
def test_nobody_counts_further_than_need_be(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any], counted: object
) -> None:
    monkeypatch.setattr(hits, "RANKED", 1)
    monkeypatch.setattr(hits, "MANY", 2)
    found = find_hits(archive.db.conn, Search("the", **filters))
    assert found
    assert (found.count, found.more) == counted


@pytest.mark.parametrize("filters", [{}, {"release": 1}])
def test_a_phrase_in_very_many_sentences_is_ranked_by_how_often_and_how_short(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, filters: dict[str, Any]
) -> None:
    texts = "Of the day, and what else there is to say about it.", "Of the day.", "Of the, of the, of the day."
    for number, text in enumerate(texts, 1):
        archive.db.execute("update segments set text = ?, heard = ? where id = ?", [text, text, number])
    ranked = []
    for many in (1, hits.MANY):
        monkeypatch.setattr(hits, "MANY", many)
        found = find_hits(archive.db.conn, Search('"of the"', "said", **filters))
        assert found
        ranked.append([one.id for one in found.best])
    assert ranked == [[3, 2, 1]] * 2


def test_facets(archive: Archive) -> None:
    hits = find_hits(archive.db.conn, Search("the"))
    assert hits
    assert hits.facet("year") == [("2006", 3)]
    assert hits.facet("issuer") == [("Harbour Union", 3)]
    assert sorted(hits.facet("speaker")) == [("S1", 1), ("S2", 1)]
    assert sorted(hits.facet("relation")) == [("none", 1), ("verbatim", 1)]


@pytest.mark.parametrize("signs", ["\"*'()[]{}^:+-~\\", "aQ_ é\u0301ß\u0640", "AND OR NOT NEAR", "🎙\x00\x1b\ufffe\t\n"])
def test_no_line_of_signs_is_an_error(archive: Archive, signs: str) -> None:
    chance = random.Random(signs)
    for _ in range(300):
        line = "".join(chance.choices(signs + ' "*a', k=chance.randint(1, 12)))
        assert isinstance(search_archive(archive, line), list), line


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("harbor", "The harbour is safe."),
        ("harbours", "Two harbors are safe."),
        ("defense programs", "The defence programme was cut."),
        ("42 million", "It cost forty-two million euros."),
        ("42 million", "It cost 42,000,000 euros."),
        ("forty two million", "It cost 42 million euros."),
        ("1.5 million", "It cost 1,500,000 euros."),
        ("240 ships", "Two hundred and forty ships came."),
        ("two hundred and forty ships", "240 ships came."),
        ("1200 ships", "There were 1,200 ships."),
        ("2006", "In two thousand and six they came."),
        ("two thousand six", "In 2006 they came."),
        ("1994", "In nineteen ninety-four they came."),
        ("children", "The children came."),
        ("quay", "The quays were closed."),
    ],
)
def test_words_and_numbers_are_found_however_they_are_spelled(archive: Archive, words: str, text: str) -> None:
    archive.db.execute("update segments set text = ?, heard = '' where id = 3", [text])
    assert [row["start"] for row in search_archive(archive, words) if row["kind"] == "said"] == [7.0]


def test_french_numbers(archive: Archive) -> None:
    archive.db.execute("update segments set text = 'Quarante-deux millions', language = 'fr' where id = 3")
    archive.db.execute("update transcripts set language = 'fr'")
    assert [row["start"] for row in search_archive(archive, "42 millions", "fr")] == [7.0]
