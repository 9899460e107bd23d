"""The search page: a question with its filters, and the hits, each playable where it stands."""

from __future__ import annotations

import asyncio
import re
import sqlite3
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from datasette.utils import sqlite_timelimit

from archiver.archive.hits import RANKED, Hits
from archiver.archive.meaning.closest import Question, encoders_in_use, find_closest, read_question
from archiver.archive.meaning.kept import count_unread
from archiver.archive.search import Search, find_hits
from archiver.archive.word_forms import languages_asked
from archiver.web.briefing_view import speaker_label
from archiver.web.home_filters import MOST_OFFERED
from archiver.web.least import least_asked
from archiver.web.pages import archive_of, number_asked, paging, render_page, with_query
from archiver.web.search_groups import HitsOnPage, ReleaseHits, hits_on_page, show_groups
from archiver.web.search_query import LONGEST_SEARCH, SPEAKERS, show_hits

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

BY_MEANING = "meaning"  # in the address
KINDS = (None, "Everything"), ("said", "Said"), ("written", "Written")


RELATIONS = {"verbatim": "read out", "paraphrase": "in other words", "none": "on no paragraph"}
VALUES_SHOWN = 12  # of houses and speakers


Looked = tuple[Hits | None, HitsOnPage, list[ReleaseHits], int]
Offered = tuple[list[str], list[str]]  # speakers and languages


@dataclass(frozen=True, slots=True)
class FacetValue:
    """What some of the hits have in common: in words, of how many, where only they are, and whether only they are."""

    words: str
    count: int
    address: str
    chosen: bool


async def show_search(datasette: Datasette, request: Request) -> Response:
    """Hits in what was said and written."""
    archive = await archive_of(datasette, request)
    asked, least, number = asked_by(request), least_asked(request), number_asked(request, "page")
    home = datasette.urls.path("/-/archive")

    question = await _question(archive, asked) if request.args.get("by") == BY_MEANING else None

    def look(connection: sqlite3.Connection) -> tuple[Looked, Offered]:
        with sqlite_timelimit(connection, datasette.sql_time_limit_ms):
            hits = find_closest(connection, asked, question) if question else find_hits(connection, asked)
            page = hits_on_page(hits.best if hits else (), number, alone=asked.release is not None)
            query = hits.query if hits else ""
            show = partial(show_hits, connection, query, asked=asked, least=least, home=home)
            unread = count_unread(connection) if question else 0
            offered = [name for (name,) in connection.execute(SPEAKERS)], languages_asked(connection, None)
            return (hits, page, show_groups(connection, page, show), unread), offered

    (hits, page, shown, unread), (names, languages) = await archive.execute_fn(look)
    speakers = dict(zip(names, names, strict=True))
    speakers |= {asked.speaker: speaker_label(asked.speaker, speakers.get(asked.speaker))} if asked.speaker else {}
    context = {
        "q": request.args.get("q") or "",
        "asked": asked,
        "cut": len(request.args.get("q") or "") > LONGEST_SEARCH and LONGEST_SEARCH,
        "doubts": doubts_about_days(request, asked),
        "found": hits,
        "groups": [(one, with_query(request, release=str(one.release))) for one in shown],
        "ways": [
            (name, with_query(request, by=by), (by == BY_MEANING) == (question is not None))
            for by, name in ((None, "By words"), (BY_MEANING, "By meaning"))
        ],
        "question": question,
        "unread": unread,
        "ranked": RANKED,
        "facets": facets(request, hits, speakers) if hits else {},
        "speakers": speakers,
        "most_offered": MOST_OFFERED,
        "languages": sorted({*languages, *filter(None, [asked.language])}),
        "all_links": with_query(request, least=None),
        "kinds": [(name, with_query(request, kind=kind), kind == asked.kind) for kind, name in KINDS],
        "paging": paging(request, number, page.count, page.on_a_page),
    }
    return await render_page(datasette, request, "archive_search.html", context)


async def _question(archive: Database, asked: Search) -> Question:
    """What is asked, as the encoders read it; they are asked in a thread of their own, since they take their time."""
    in_use: dict[str, str] = await archive.execute_fn(encoders_in_use)
    return await asyncio.to_thread(read_question, asked.words, in_use)


def facets(request: Request, hits: Hits, names: Container[str]) -> dict[str, list[FacetValue]]:
    """What the hits have in common, by its heading; what all have in common only where it was asked for.

    names: of speakers, as people gave them; the others are labels
    """
    years = sorted(hits.facet("year"), reverse=True)
    found = {
        "Year": [
            _value(request, year, count, {"from": f"{year}-01-01", "to": f"{year}-12-31"}) for year, count in years
        ],
        "Issuer": [
            _value(request, name, count, {"issuer": name}) for name, count in hits.facet("issuer")[:VALUES_SHOWN]
        ],
        "Speaker": [
            _value(request, speaker_label(one, one if one in names else None), count, {"speaker": one})
            for one, count in hits.facet("speaker")[:VALUES_SHOWN]
        ],
        "In the release": [
            _value(request, RELATIONS[one], count, {"relation": one}) for one, count in hits.facet("relation")
        ],
    }
    return {name: own for name, own in found.items() if len(own) > 1 or any(one.chosen for one in own)}


def _value(request: Request, words: str, count: int, asks: Mapping[str, str]) -> FacetValue:
    """A value of a facet; one that was chosen leads back to all."""
    chosen = all(request.args.get(name) == value for name, value in asks.items())
    changed = {name: None if chosen else value for name, value in asks.items()}
    return FacetValue(words, count, with_query(request, **changed), chosen)


def asked_by(request: Request) -> Search:
    """The search in an address; a filter that cannot be understood does not count."""
    kind, release, relation = (request.args.get(name) or "" for name in ("kind", "release", "relation"))
    return Search(
        (request.args.get("q") or "")[:LONGEST_SEARCH],
        "said" if kind == "said" else "written" if kind == "written" else None,
        _day(request.args.get("from")),
        _day(request.args.get("to")),
        request.args.get("speaker") or None,
        request.args.get("language") or None,
        request.args.get("issuer") or None,
        int(release) if re.fullmatch("[0-9]{1,18}", release) else None,
        relation if relation in RELATIONS else None,
    )


def _day(typed: str | None) -> str | None:
    """A day, month or year, as far as it was given; None for what is none of them."""
    if not typed or not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", typed):
        return None
    try:
        date.fromisoformat(f"{typed}-01-01"[:10])
    except ValueError:
        return None
    return typed


def doubts_about_days(request: Request, asked: Search) -> list[str]:
    """What is to be said about the days between which a search looks."""
    typed = ((request.args.get("from"), asked.since), (request.args.get("to"), asked.until))
    told = [f"“{words}” is no day that there is, and was left out." for words, day in typed if words and not day]
    if asked.since and asked.until and asked.until < asked.since[: len(asked.until)]:
        told.append(f"{asked.until} is before {asked.since}: no release is of a day between them.")
    return told
