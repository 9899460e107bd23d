"""The first page: the releases by date, what was heard of each and how much of it was talked about, what came last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from archiver.export.moments import Moment, share_read
from archiver.web.briefing_view import colour_of, day
from archiver.web.pages import archive_of, number_asked, page, paging, rows

if TYPE_CHECKING:
    from datasette import Response
    from datasette.app import Datasette
    from datasette.database import Database
    from datasette.utils.asgi import Request

Row = Mapping[str, Any]

ON_A_PAGE = 50  # releases
LAST_ADDED = 5
SPARK = (160, 28)  # width and height of the drawing, in its own units
UNDATED = "Without a date"

YEARS = "select substr(date, 1, 4) as year, count(*) as releases from current_releases group by 1 order by 1 desc"

TOTALS = """
    select count(distinct transcripts.recording) as recordings, sum(heard_duration) as seconds
    from current_transcripts transcripts join recordings on recordings.id = transcripts.recording
"""

# The database sorts null last where the newest come first.
RELEASES = """
    select id, title, date, issuer, number from current_releases
    where :year is null or coalesce(substr(date, 1, 4), '') = :year
    order by date desc, id desc limit :limit offset :offset
"""

_THESE = "in (select value from json_each(:releases))"

HEARD = f"""
    select links.release, count(*) as media, count(recordings.id) as obtained, count(transcripts.id) as heard,
        sum(case when transcripts.id is not null then recordings.heard_duration end) as seconds
    from release_recordings links
    left join recordings on recordings.id = links.recording
    left join current_transcripts transcripts on transcripts.recording = recordings.id
    where links.release {_THESE} group by links.release
"""

PARAGRAPHS = f"""
    select release, position, length(text) as length from paragraphs where release {_THESE} order by release, position
"""

LINKS = f"""
    select alignments.release, paragraphs.position, links.relation, links.span_start, links.span_end
    from current_alignments alignments
    join links on links.alignment = alignments.id and links.overruled_by is null
    join paragraphs on paragraphs.id = links.paragraph
    where alignments.release {_THESE}
"""

ADDED = """
    with added as (
        select releases.id as release, captures.captured as at, 'release' as what
        from current_releases releases join captures on captures.id = releases.capture
        union all
        select links.release, recordings.added, 'recording'
        from recordings join release_recordings links on links.recording = recordings.id
        union all
        select alignments.release, transcripts.created, 'transcript'
        from transcripts join alignments on alignments.transcript = transcripts.id
    )
    select added.release, releases.title, substr(max(at), 1, 10) as day, group_concat(distinct what) as what
    from added join current_releases releases on releases.id = added.release
    group by added.release, substr(at, 1, 10) order by max(at) desc limit :limit
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One paragraph in the spark: how much of it was read out, from below, and whether the rest was paraphrased.

    x, width, read: in the drawing's units
    """

    x: float
    width: float
    read: float
    paraphrased: bool
    colour: int


@dataclass(frozen=True, slots=True)
class Spark:
    """How much of a release was talked about, as a drawing and in words."""

    columns: Sequence[Column]
    words: str


async def home(datasette: Datasette, request: Request) -> Response:
    """The archive at a glance."""
    archive = await archive_of(datasette, request)
    year, number = request.args.get("year"), number_asked(request, "page")
    years = await rows(archive, YEARS)
    count = sum(row["releases"] for row in years if year is None or (row["year"] or "") == year)
    asked = {"year": year, "limit": ON_A_PAGE, "offset": (number - 1) * ON_A_PAGE}
    found = await rows(archive, RELEASES, asked)
    these = {"releases": json.dumps([row["id"] for row in found])}
    context = {
        "years": _listed(await _releases(archive, found, these)),
        "other_years": [{**row, "year": row["year"] or ""} for row in years],
        "year": year,
        "count": count,
        "paging": paging(request, number, count, ON_A_PAGE),
        "totals": _totals(sum(row["releases"] for row in years), (await rows(archive, TOTALS))[0]),
        "added": [_added(row) for row in await rows(archive, ADDED, {"limit": LAST_ADDED})],
        "spark": SPARK,
    }
    return await page(datasette, request, "archive_home.html", context)


async def _releases(archive: Database, found: Sequence[Row], these: Mapping[str, object]) -> list[dict[str, Any]]:
    """The releases of this page, each with what was heard and its spark."""
    heard = {row["release"]: row for row in await rows(archive, HEARD, these)}
    paragraphs = _by_release(await rows(archive, PARAGRAPHS, these))
    links = _by_release(await rows(archive, LINKS, these))
    return [
        {
            **row,
            "day": day(row["date"]),
            "heard": _heard(heard.get(row["id"])),
            "spark": _spark_if_heard(heard.get(row["id"]), paragraphs.get(row["id"], ()), links.get(row["id"], ())),
        }
        for row in found
    ]


def _by_release(found: Iterable[Row]) -> dict[int, list[Row]]:
    return {release: list(own) for release, own in groupby(sorted(found, key=_release), _release)}


def _release(row: Row) -> int:
    number: int = row["release"]
    return number


def _spark_if_heard(heard: Row | None, paragraphs: Sequence[Row], links: Sequence[Row]) -> Spark | None:
    return spark(paragraphs, links) if heard and heard["heard"] else None


def spark(paragraphs: Sequence[Row], links: Sequence[Row]) -> Spark:
    """Draw a release, paragraph by paragraph.

    paragraphs: ``position``, ``length`` (code points); wider where the text is longer
    links: ``position`` of the paragraph, ``relation``, ``span_start``, ``span_end``
    """
    width, height = SPARK
    lengths = [max(1, row["length"]) for row in paragraphs]
    scale, gap = width / max(1, sum(lengths)), min(2.0, width / 4 / max(1, len(lengths)))
    columns, x = [], 0.0
    for row, length in zip(paragraphs, lengths, strict=True):
        own = [link for link in links if link["position"] == row["position"]]
        read = share_read([_moment(link) for link in own], length)
        paraphrased = any(link["relation"] == "paraphrase" for link in own)
        wide = max(0.2, length * scale - gap)
        columns.append(
            Column(round(x, 2), round(wide, 2), round(read * height, 2), paraphrased, colour_of(row["position"]))
        )
        x += length * scale
    return Spark(columns, _in_words(len(columns), {link["position"] for link in links}, columns))


def _moment(link: Row) -> Moment:
    return Moment(link["position"], link["relation"], 0, 0, (link["span_start"], link["span_end"]), by_hand=False)


def _in_words(count: int, talked_about: set[int], columns: Sequence[Column]) -> str:
    read = sum(column.read > 0 for column in columns)
    if not talked_about:
        return f"none of {_counted(count, 'paragraph')} talked about"
    return f"{len(talked_about)} of {_counted(count, 'paragraph')} talked about" + (
        f", {read} read out" if read else ""
    )


def _heard(row: Row | None) -> str:
    """What became of a release's recordings."""
    if row is None:
        return "no recording"
    if row["heard"]:
        return f"{spoken(row['seconds'] or 0)} heard"
    return "not heard yet" if row["obtained"] else "recording not to be had"


def _added(row: Row) -> dict[str, Any]:
    what = sorted(row["what"].split(","), key=("release", "recording", "transcript").index)
    return {**row, "day": day(row["day"]), "iso": row["day"], "what": ", ".join(what)}


def _listed(releases: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """Releases under their years."""
    return [(year or UNDATED, list(own)) for year, own in groupby(releases, lambda row: (row["date"] or "")[:4])]


def _totals(releases: int, row: Row) -> str:
    told = [_counted(releases, "release")]
    if row["recordings"]:
        told.append(f"{_counted(row['recordings'], 'recording')} heard: {spoken(row['seconds'] or 0)}")
    return " · ".join(told)


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def spoken(seconds: float) -> str:
    """A length of time as people say it: ``2 h 05 min``, ``12 min``, ``40 s``."""
    if seconds < 60:
        return f"{round(seconds)} s"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours:,} h {minutes:02d} min" if hours else f"{minutes} min"
