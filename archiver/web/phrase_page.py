"""The page of a phrase: its life as a ribbon of years, every use of it, and where it was changed by a word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

from archiver.archive.phrases.life import MOST_WORDS, Use, life_of
from archiver.display import clock
from archiver.errors import UsageError
from archiver.web.archives import ask
from archiver.web.briefing_view import day, speaker_label
from archiver.web.least import Least, least_asked
from archiver.web.pages import archive_of, number_asked, paging, render_page
from archiver.web.row_links import page_address

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

LONGEST_PHRASE = 1_000  # characters that are read
USES_ON_A_PAGE = 50
KINDS = {"read out": "read", "said": "said", "written only": "written", "not heard": "unheard"}  # and their marks
RIBBON_SIZE = (600, 60)  # width and height of the drawing, in its own units
MOST_LABELS, MOST_LABELS_ON_A_PHONE = 24, 8  # of years, so that none reaches into the next
GAP = 0.15  # between two years, of a year's width


@dataclass(frozen=True, slots=True)
class Bar:
    """Uses of one kind in one year.

    x, y, width, height: in the drawing's units
    mark: how it is drawn
    """

    x: float
    y: float
    width: float
    height: float
    mark: str


@dataclass(frozen=True, slots=True)
class ShownUse:
    """A use as the page shows it: in parts before, of and after the phrase, with its day, second and address."""

    of: Use
    parts: tuple[str, str, str]
    day: str | None
    at: str | None
    address: str | None


async def show_phrase(datasette: Datasette, request: Request) -> Response:
    """``/-/archive/phrase``: a box for a phrase, and its life."""
    archive = await archive_of(datasette, request)
    asked, number = (request.args.get("q") or "")[:LONGEST_PHRASE].strip(), number_asked(request, "page")
    home, least = datasette.urls.path("/-/archive"), least_asked(request)
    context: dict[str, object] = {"q": asked, "most_words": MOST_WORDS, "kinds": KINDS, "size": RIBBON_SIZE}
    if asked:
        try:
            life = await ask(archive, lambda opened: life_of(opened, asked), datasette.sql_time_limit_ms)
        except UsageError as error:
            context["problem"] = str(error)
        else:
            pages = paging(request, number, len(life.uses), USES_ON_A_PAGE)
            uses = life.uses[(pages.number - 1) * USES_ON_A_PAGE : pages.number * USES_ON_A_PAGE]
            years = life.by_year()
            context |= {
                "life": life,
                "days": [day(one) for one in life.days or ()],
                "counts": life.counts("kind"),
                "speakers": by_name(life.counts("speaker")),
                "bars": ribbon(years),
                "years": {year: sum(counted.values()) for year, counted in years.items()},
                "every": label_steps(len(years)),
                "uses": [show_use(use, home, least) for use in uses],
                "variants": [
                    (one, *(show_use(use, home, least) for use in (one.uses[0], one.uses[-1]))) for one in life.variants
                ],
                "paging": pages,
            }
    return await render_page(datasette, request, "archive_phrase.html", context)


def by_name(counted: Mapping[str, int]) -> dict[str, int]:
    """How often each person uses a phrase, by name; those without one together, as S1 is somebody else elsewhere."""
    found = {label: count for label, count in counted.items() if speaker_label(label) == label}
    nameless = sum(counted.values()) - sum(found.values())
    return found | ({"voices without a name": nameless} if nameless else {})


def ribbon(years: Mapping[str, Mapping[str, int]]) -> list[Bar]:
    """The years side by side, in each the kinds of uses above one another."""
    most = max((sum(counted.values()) for counted in years.values()), default=0)
    if not most:
        return []
    wide, high = RIBBON_SIZE
    width = wide / len(years)
    bars = []
    for place, counted in enumerate(years.values()):
        y = float(high)
        for kind, mark in KINDS.items():
            height = high * counted.get(kind, 0) / most
            y -= height
            if height:
                bars.append(
                    Bar(round(place * width, 2), round(y, 2), round(width * (1 - GAP), 2), round(height, 2), mark)
                )
    return bars


def label_steps(years: int) -> tuple[int, int]:
    """Every how many years one is written below the ribbon, on a wide screen and on a phone."""
    wide = ceil(years / MOST_LABELS) or 1
    return wide, wide * (ceil(years / wide / MOST_LABELS_ON_A_PHONE) or 1)


def show_use(use: Use, home: str, least: Least) -> ShownUse:
    """A use with where it is read, or listened to."""
    before, _, after = use.around.partition(use.words)
    known = {name: getattr(use, name) for name in ("release", "recording", "start")}
    place = known | {"position": use.paragraph, "least": least.written}
    return ShownUse(
        of=use,
        parts=(before, use.words, after),
        day=day(use.date),
        at=None if use.start is None else clock(use.start),
        address=page_address(home, place) if use.release else None,
    )
