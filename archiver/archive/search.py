"""Full-text search over what was written and what was said, on the command line and in the browser.

Which rows match, ranked and counted, ``hits`` finds; here is how a person's words are asked, and what is shown of
what was found.
"""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, TypeVar

from archiver.archive.hits import KINDS, Hits, find_matching
from archiver.archive.numbers.number_forms import NumberForms, number_forms
from archiver.archive.store import Archive, Row
from archiver.archive.word_forms import languages_asked, word_forms

T = TypeVar("T")

SNIPPET_WORDS = 24  # about a line and a half in a terminal
HITS_OF_A_KIND = 50  # on the command line

_SAID_SHOWN = """
    select releases.id as release, releases.title, releases.date, transcripts.recording, segments.start, segments.end,
        (select min(position) from moments where segment = :id and release = releases.id) as paragraph,
        segments.language, {text} as snippet
    from {rows}
    join transcripts on transcripts.id = segments.transcript
    join releases on releases.id = (
        select media.release from release_recordings media join current_releases on current_releases.id = media.release
        where media.recording = transcripts.recording
        order by exists (select 1 from moments where segment = :id and release = media.release) desc,
            current_releases.date desc, media.release desc limit 1
    )
    where {this} = :id
"""
_WRITTEN_SHOWN = """
    select releases.id as release, releases.title, releases.date, null as recording, null as start, null as end,
        paragraphs.position as paragraph, releases.language, {text} as snippet
    from {rows}
    join releases on releases.id = paragraphs.release
    where {this} = :id
"""
TITLE_SHOWN = """
    select releases.id as release, releases.title, releases.date, null as recording, null as start, null as end,
        null as paragraph, releases.language, snippet(releases_fts, -1, '[', ']', '…', :words) as snippet
    from releases_fts join releases on releases.id = releases_fts.rowid
    where releases_fts match :query and releases_fts.rowid = :id
"""


def _with_marks(sql: str, table: str) -> str:
    """A query for one row that the index finds, with the words that were looked for in brackets."""
    rows = f"{table}_fts join {table} on {table}.id = {table}_fts.rowid"
    this = f"{table}_fts match :query and {table}_fts.rowid"
    return sql.format(text=f"snippet({table}_fts, -1, '[', ']', '…', :words)", rows=rows, this=this)


SHOWN = {
    "said": _with_marks(_SAID_SHOWN, "segments"),
    "written": _with_marks(_WRITTEN_SHOWN, "paragraphs"),
    "title": TITLE_SHOWN,
}
WHOLE = {
    "said": _SAID_SHOWN.format(text="segments.text", rows="segments", this="segments.id"),
    "written": _WRITTEN_SHOWN.format(text="paragraphs.text", rows="paragraphs", this="paragraphs.id"),
}
"""The same rows with their whole texts, whatever words stand in them."""


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, and where.

    words: as typed: `"in quotes"` together, `reform*` as the beginning of a word; other punctuation means nothing
    kind: ``said`` or ``written`` (paragraphs and titles); None for both
    since, until: ISO 8601 days, months or years, of the release
    speaker: a name given by people, or a speaker's label
    language: ISO 639-1 code of what was said or written
    issuer: of the release
    release: id
    relation: how a sentence is tied to a paragraph: ``verbatim``, ``paraphrase`` or ``none``
    """

    words: str
    kind: Literal["said", "written"] | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    language: str | None = None
    issuer: str | None = None
    release: int | None = None
    relation: str | None = None


def find_hits(connection: sqlite3.Connection, asked: Search) -> Hits | None:
    """Look for words; None where there is no word in what was asked."""
    query = query_for(connection, asked.words, asked.language)
    if not query:
        return None
    kinds = ["said"] if asked.kind == "said" else ["title", "written"] if asked.kind else list(KINDS)
    return find_matching(connection, query, kinds, asdict(asked))


FOUND = ("kind", "release", "title", "date", "recording", "start", "end", "paragraph", "language", "snippet")
"""What a row of ``search_archive`` has."""


def search_archive(
    archive: Archive,
    words: str,
    language: str | None = None,
    limit: int | None = None,
    *,
    speaker: str | None = None,
) -> list[Row]:
    """Sentences, paragraphs and titles in which all the words stand, the best first, as the command line shows them.

    words, language, speaker: as in ``Search``
    limit: how many of all; None for ``HITS_OF_A_KIND`` of each kind
    """
    hits = find_hits(archive.db.conn, Search(words, language=language, speaker=speaker))
    if hits is None:
        return []
    shown: Counter[str] = Counter()
    rows = []
    for hit in hits.best[:limit]:
        shown[hit.kind] += 1
        if limit is not None or shown[hit.kind] <= HITS_OF_A_KIND:
            values = {"query": hits.query, "id": hit.id, "words": SNIPPET_WORDS}
            rows += [{"kind": hit.kind, **row} for row in archive.rows(SHOWN[hit.kind], values)]
    return rows


def together(found: Iterable[T], key: Callable[[T], object]) -> list[list[T]]:
    """Hits of one briefing, or that say the same, together where the best of them stands."""
    groups: dict[object, list[T]] = {}
    for one in found:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())


def query_for(connection: sqlite3.Connection, words: str, language: str | None = None) -> str:
    """A person's words as an FTS5 expression, with their other forms in the languages of an archive.

    language: as in ``Search``
    """
    languages = languages_asked(connection, language)
    return fts_query(words, word_forms(connection, languages), lambda text: number_forms(text, languages))


def fts_query(
    words: str,
    forms: Callable[[str], Sequence[str]] = lambda word: (),
    numbers: Callable[[str], Sequence[NumberForms]] = lambda text: (),
) -> str:
    """A person's words as an FTS5 expression that is never a syntax error; empty where there is no word in them.

    forms: gives the other forms of a word that are looked for as well; numbers: those of the numbers in a text
    """
    asked: list[str] = []
    for part in re.findall(r'"[^"]*"|[^"]+', words):
        reached = 0
        for number in () if part.startswith('"') else numbers(part):
            asked += _expressions(part[reached : number.start], forms)
            asked.append(_any_of(number.phrases))
            reached = number.end
        asked += [_expression(part, forms)] if part.startswith('"') else _expressions(part[reached:], forms)
    return (" AND " if any("(" in one for one in asked) else " ").join(filter(None, asked))


def _expressions(text: str, forms: Callable[[str], Sequence[str]]) -> list[str]:
    return [_expression(word, forms) for word in text.split()]


def _any_of(phrases: Sequence[str]) -> str:
    return "(" + " OR ".join(f'"{phrase}"' for phrase in phrases) + ")"


def _expression(part: str, forms: Callable[[str], Sequence[str]]) -> str:
    """One word or phrase. What a slash joins may stand apart; what a hyphen joins may be one word."""
    inside = re.findall(r"\w+", part)
    if "/" in part and not part.startswith('"') and len(inside) > 1:
        return " AND ".join(_expression(word, forms) for word in inside)
    phrase = f'"{" ".join(inside)}"' if inside else ""
    if part.endswith("*") or not inside or part.startswith('"'):
        return phrase + "*" * (part.endswith("*") and bool(inside))
    others = forms(inside[0]) if len(inside) == 1 else ["".join(inside)] if "-" in part else ()
    return _any_of([" ".join(inside), *others]) if others else phrase
