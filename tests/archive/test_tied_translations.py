"""One release in several languages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from archive_examples import STATEMENT, add_page, archive_with

from archiver.archive.edit import edit_release
from archiver.archive.remove import remove_release
from archiver.archive.store import Archive
from archiver.archive.translations import tie, translations_of
from archiver.errors import UsageError
from archiver.models import Release, Translation
from archiver.pipeline.translations import find_translation

FRENCH = replace(STATEMENT, title="Déclaration sur les ports", language="fr", url="https://example.org/p06-042f.htm")
GERMAN = replace(STATEMENT, title="Erklärung zu den Häfen", language="de", url="https://example.org/erklaerung")


archive = archive_with()


def add(archive: Archive, *releases: Release) -> list[int]:
    return [add_page(archive, one, f"<p>{one.title}".encode()) for one in releases]


def others(archive: Archive, release_id: int) -> list[int]:
    return [row["id"] for row in translations_of(archive, release_id)]


def test_addresses_that_differ_by_their_language_only(archive: Archive) -> None:
    english, french, _ = add(archive, STATEMENT, FRENCH, GERMAN)
    assert find_translation(archive, french) == english
    assert find_translation(archive, english) == french


@pytest.mark.parametrize("first", ["the page that links", "the page that is linked to"])
def test_pages_of_which_one_links_to_the_other(archive: Archive, first: str) -> None:
    linking = replace(STATEMENT, translations=(Translation("de", str(GERMAN.url)),))
    pages = (linking, GERMAN) if first == "the page that links" else (GERMAN, linking)
    one, other = add(archive, *pages)
    assert find_translation(archive, other) == one


def test_what_is_in_the_same_language_or_another_than_told_is_not_tied(archive: Archive) -> None:
    _, copy, linking = add(
        archive,
        STATEMENT,
        replace(FRENCH, language="en"),
        replace(
            STATEMENT, url="https://example.org/4", language="it", translations=(Translation("fr", str(STATEMENT.url)),)
        ),
    )
    assert find_translation(archive, copy) is None
    assert find_translation(archive, linking) is None


def test_three_languages_are_one_group(archive: Archive) -> None:
    english, french, german = add(archive, STATEMENT, FRENCH, GERMAN)
    assert tie(archive, french, english) == "the same as release 1, which is in en: Statement on harbour safety"
    tie(archive, german, french)
    assert [others(archive, one) for one in (english, french, german)] == [[2, 3], [1, 3], [1, 2]]
    assert archive.rows("select translation_of from releases order by id") == [
        {"translation_of": None}, {"translation_of": english}, {"translation_of": english},
    ]  # fmt: skip


def test_a_newer_version_has_the_translations_of_the_older(archive: Archive) -> None:
    english, french = add(archive, STATEMENT, FRENCH)
    tie(archive, french, english)
    newer = add_page(archive, STATEMENT, b"<p>The statement, changed.")
    assert others(archive, newer) == [french]
    newest = add_page(archive, FRENCH, b"<p>La declaration, changee.")
    assert (others(archive, newer), others(archive, newest)) == ([newest], [newer])


def test_taking_the_first_down_leaves_the_others_tied(archive: Archive) -> None:
    english, french, german = add(archive, STATEMENT, FRENCH, GERMAN)
    tie(archive, french, english)
    tie(archive, german, english)
    remove_release(archive, english)
    assert (others(archive, french), others(archive, german)) == ([german], [french])
    remove_release(archive, german)
    assert others(archive, french) == []


def test_by_hand(archive: Archive) -> None:
    english, french = add(archive, STATEMENT, replace(FRENCH, url=None))
    edit_release(archive, french, {"translation_of": str(english)})
    assert others(archive, english) == [french]
    edit_release(archive, french, {"translation_of": ""})
    assert others(archive, english) == []


def test_a_person_who_says_that_it_is_none_is_believed(archive: Archive) -> None:
    _, french = add(archive, STATEMENT, FRENCH)
    edit_release(archive, french, {"translation_of": ""})
    assert find_translation(archive, french) is None


@pytest.mark.parametrize(
    ("own", "other", "wrong"), [(1, 1, "already, or itself"), (1, 2, "both releases are in 'en'"), (1, 3, "already")]
)
def test_what_cannot_be_a_translation(archive: Archive, own: int, other: int, wrong: str) -> None:
    english, _, french = add(archive, STATEMENT, replace(FRENCH, language="en"), replace(FRENCH, url=None))
    tie(archive, french, english)
    before = archive.rows("select * from releases")
    with pytest.raises(UsageError, match=wrong):
        edit_release(archive, own, {"translation_of": str(other)})
    assert archive.rows("select * from releases") == before
