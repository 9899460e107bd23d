"""Translations: releases that are one text in several languages, tied to each other.

The first that was archived stands for all; every other one names it in ``translation_of``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from archiver.archive.store import Archive, Event, Row
from archiver.errors import UsageError


def translations_of(archive: Archive, release_id: int) -> list[Row]:
    """The newest versions of the same release in other languages: ``id``, ``language``, ``url``, ``title``."""
    return archive.rows(
        "select other.id, other.language, other.url, other.title from releases own join releases other "
        "on other.id != own.id and other.current and (other.id = own.translation_of or other.translation_of = own.id "
        "or other.translation_of = own.translation_of) where own.id = ? order by other.id",
        [release_id],
    )


def declared_translations(archive: Archive, release_id: int) -> list[Row]:
    """Where a page says that it stands in other languages, as ``language`` and ``url``."""
    return list(json.loads(archive.table("releases").get(release_id)["translations"]))


def untied_translation(archive: Archive, release_id: int, addresses: Mapping[str, str]) -> int | None:
    """A release that is surely the same in another language, where this one is tied to none and no person said so.

    addresses: where it may stand in other languages, with the language that each is said to be in

    A release at one of them, or one whose page links to this one.
    """
    own = archive.table("releases").get(release_id)
    if own["translation_of"] or "translation_of" in json.loads(own["edited"]) or not own["language"]:
        return None
    known = archive.rows(
        "select id, language, url from releases where current and id != :own and language != :language and ("
        "url in (select value from json_each(:addresses)) or exists (select 1 from json_each(translations) "
        "where json_extract(value, '$.url') = :url)) order by id",
        {"own": release_id, "language": own["language"], "addresses": json.dumps(list(addresses)), "url": own["url"]},
    )
    taken = {one["language"] for one in translations_of(archive, release_id)}
    free = (row for row in known if row["language"] not in taken)
    return next((int(row["id"]) for row in free if addresses.get(row["url"]) in (None, row["language"])), None)


def tie(archive: Archive, release_id: int, other_id: int) -> str:
    """Keep that two releases are one in two languages; returns that in words."""
    other = archive.table("releases").get(other_id)
    told = f"the same as release {other_id}, which is in {other['language']}: {other['title']}"
    with archive.step(Event("page", told, release_id)):
        set_translation(archive, release_id, other_id)
    return told


def set_translation(archive: Archive, release_id: int, other_id: int) -> None:
    """Let a release, and what is tied to it, be a translation of another one.

    Raises ``UsageError`` where both are one, or in one language.
    """
    own, other = (archive.table("releases").get(key) for key in (release_id, other_id))
    first = other["translation_of"] or other_id
    if first == release_id:
        raise UsageError(f"release {other_id} is the translation of release {release_id} already, or itself")
    if own["language"] and own["language"] == other["language"]:
        hint = f"`archiver edit {release_id} --language` puts it right"
        raise UsageError(f"both releases are in {own['language']!r}, so neither translates the other", hint=hint)
    named_first = "update releases set translation_of = :first where id = :own or translation_of = :own"
    archive.db.execute(named_first, {"first": first, "own": release_id})


def leave_translations(archive: Archive, release_id: int) -> None:
    """Before a release is taken down: the next of its translations stands for all of them."""
    others = archive.rows("select id from releases where translation_of = ? order by id", [release_id])
    if others:
        first = others[0]["id"]
        archive.db.execute("update releases set translation_of = ? where translation_of = ?", [first, release_id])
        archive.table("releases").update(first, {"translation_of": None})
