"""The first page: the releases by date, how much of each was talked about, and what was added last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from datasette import Response

from archiver.archive.kept_figures import ALL_HEARD
from archiver.archive.stats import LAST_WHOLE
from archiver.archive.store import Archive, Row
from archiver.archive.worklist import COUNTED
from archiver.display import counted, duration_words
from archiver.export.moments import covered
from archiver.web.archives import ask
from archiver.web.briefing_view import colour_of, day
from archiver.web.home_filters import MOST_OFFERED, Listed, all_offered, listed_by, matching, offered
from archiver.web.kept_answers import kept
from archiver.web.least import SURENESS, least_asked
from archiver.web.pages import PAGE_HEADERS, Paging, archive_of, number_asked, paging, render_page

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request

RELEASES_ON_A_PAGE = 50
LAST_ADDED = 5
SPARK_SIZE = (160, 28)  # width and height of the drawing, in its own units
LONGEST_NAME = 300  # characters that are compared
UNDATED = "Without a date"

RELEASES_BY_YEAR = (
    "select substr(date, 1, 4) as year, count(*) as releases from current_releases group by 1 order by 1 desc"
)

TOTALS = f"""
    select (select count(*) from current_releases) as releases,
        (select count(*) from current_releases where id not in ({ALL_HEARD})) as not_heard,
        count(sha256) as recordings, count(*) filter (where sha256 is null) as soundless,
        sum(coalesce(heard_duration, duration)) as seconds
    from recordings where id in (select recording from transcripts)
"""

# The database sorts null last where the newest come first.
RELEASES = """
    select id, title, date, issuer, number, language from current_releases releases
    where {where} order by date desc, id desc limit :limit offset :offset
"""

_THESE = "in (select value from json_each(:releases))"

TRANSCRIBED = f"""
    select links.release, count(recordings.id) as obtained, count(transcripts.id) as transcribed,
        count(case when transcripts.id is not null then sha256 end) as with_sound,
        sum(exists (select 1 from segments where segments.transcript = transcripts.id)) as heard,
        sum(case when transcripts.id is not null then coalesce(heard_duration, duration) end) as seconds
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
    join links on links.alignment = alignments.id and +links.overruled_by is null and {SURENESS} >= :least
    join paragraphs on paragraphs.id = links.paragraph
    where alignments.release {_THESE}
"""

ADDED_KINDS = ("release", "recording", "transcript")
# Numbers of rows rise with time: those of a thousand captures, recordings or transcripts ago are not the last added.
ADDED = """
    with added as (
        select releases.id as release, captures.captured as at, 'release' as what
        from releases join captures on captures.id = releases.capture
        where releases.id > (select max(id) - 1000 from releases)
        union all
        select links.release, recordings.added, 'recording'
        from recordings join release_recordings links on links.recording = recordings.id
        where recordings.sha256 is not null and recordings.id > (select max(id) - 1000 from recordings)
        union all
        select alignments.release, transcripts.created, 'transcript'
        from transcripts join alignments on alignments.transcript = transcripts.id
        where transcripts.id > (select max(id) - 1000 from transcripts)
    )
    select added.release, releases.title, substr(max(at), 1, 10) as day, group_concat(distinct what) as what
    from added join current_releases releases on releases.id = added.release
    group by added.release, substr(at, 1, 10) order by max(at) desc limit :limit
"""


@dataclass(frozen=True, slots=True)
class SparkColumn:
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

    columns: Sequence[SparkColumn]
    words: str


@dataclass(frozen=True, slots=True)
class Glance:
    """What every page of the list says of the whole archive.

    years: each with how many ``releases``; an empty one for those without a date
    last_whole: when all of the archive was last found whole
    """

    years: Sequence[Row]
    totals: str
    added: Sequence[Row]
    last_whole: str | None

    def count(self, year: str | None) -> int:
        """How many releases a year has; all of them for None."""
        return sum(row["releases"] for row in self.years if year in (None, row["year"]))


async def show_home(datasette: Datasette, request: Request) -> Response:
    """The archive at a glance."""
    database = await archive_of(datasette, request)
    listed, number, least = listed_by(request), number_asked(request, "page"), least_asked(request).value

    def look(archive: Archive) -> dict[str, object]:
        connection = archive.db.conn
        glance = kept(connection, "glance", lambda: glance_at(archive))
        count = listed.count(archive) if listed.is_narrow else glance.count(listed.year)
        pages = paging(request, number, count, RELEASES_ON_A_PAGE)
        todo = kept(connection, "todo", lambda: todo_words(archive.rows(COUNTED)[0]))
        chosen = offered(kept(connection, "offered", lambda: all_offered(archive)), listed)
        context = home_context(archive, glance, listed, pages, least)
        return {**context, "todo": todo, "count": count, "offered": chosen, "most_offered": MOST_OFFERED}

    context = await ask(database, look, datasette.sql_time_limit_ms)
    return await render_page(datasette, request, "archive_home.html", context)


async def offer_names(datasette: Datasette, request: Request) -> Response:
    """The houses or speakers with what is typed in their names, as JSON."""
    database = await archive_of(datasette, request)
    typed = (request.args.get("typed") or "")[:LONGEST_NAME]

    def look(archive: Archive) -> list[Row]:
        found = kept(archive.db.conn, "offered", lambda: all_offered(archive))
        return matching(found[request.url_vars["names"]], typed)

    return Response.json(await ask(database, look), headers=dict(PAGE_HEADERS))


def glance_at(archive: Archive) -> Glance:
    """Count what there is."""
    (totals,) = archive.rows(TOTALS)
    return Glance(
        [{**row, "year": row["year"] or ""} for row in archive.rows(RELEASES_BY_YEAR)],
        _totals(totals),
        [
            {**row, "shown_day": day(row["day"]), "what": ", ".join(one for one in ADDED_KINDS if one in row["what"])}
            for row in archive.rows(ADDED, {"limit": LAST_ADDED})
        ],
        archive.rows(f"select ({LAST_WHOLE}) as at")[0]["at"],
    )


def home_context(
    archive: Archive, glance: Glance, listed: Listed, pages: Paging, least: float = 0.0
) -> dict[str, object]:
    """What the template shows of one page of the list.

    least: how sure links must be, 0 to 1
    """
    place = {"limit": RELEASES_ON_A_PAGE, "offset": (pages.number - 1) * RELEASES_ON_A_PAGE}
    found = archive.rows(RELEASES.format(where=listed.where), {**asdict(listed), **place})
    these = {"releases": json.dumps([row["id"] for row in found]), "least": least}
    return {
        "years": [
            (year or UNDATED, list(own))
            for year, own in groupby(_releases(archive, found, these), lambda row: (row["date"] or "")[:4])
        ],
        "other_years": glance.years,
        "listed": listed,
        "paging": pages,
        "totals": glance.totals,
        "added": glance.added,
        "last_whole": glance.last_whole,
        "day": day,
        "spark": SPARK_SIZE,
    }


def _releases(archive: Archive, found: Sequence[Row], these: Mapping[str, object]) -> list[Row]:
    """The releases of this page, each with what was transcribed and its spark."""
    counted = {row["release"]: row for row in archive.rows(TRANSCRIBED, these)}
    paragraphs = _by_release(archive.rows(PARAGRAPHS, these))
    links = _by_release(archive.rows(LINKS, these))
    shown = []
    for row in found:
        key, own = row["id"], counted.get(row["id"])
        text = paragraphs.get(key, ())
        drawn = spark(text, links.get(key, ())) if text and own and own["heard"] else None
        shown.append({**row, "day": day(row["date"]), "sound": sound_summary(own), "spark": drawn})
    return shown


def _by_release(found: Iterable[Row]) -> dict[int, list[Row]]:
    by_release = itemgetter("release")
    return {release: list(own) for release, own in groupby(sorted(found, key=by_release), by_release)}


def spark(paragraphs: Sequence[Row], links: Sequence[Row]) -> Spark:
    """Draw a release, paragraph by paragraph.

    paragraphs: ``position``, ``length`` (code points); wider where the text is longer
    links: ``position`` of the paragraph, ``relation``, ``span_start``, ``span_end``
    """
    width, height = SPARK_SIZE
    lengths = [max(1, row["length"]) for row in paragraphs]
    scale, gap = width / max(1, sum(lengths)), min(2.0, width / 4 / max(1, len(lengths)))
    columns, x = [], 0.0
    for row, length in zip(paragraphs, lengths, strict=True):
        own = [link for link in links if link["position"] == row["position"]]
        read = covered(((o["span_start"], o["span_end"]) for o in own if o["relation"] == "verbatim"), length)
        paraphrased = any(link["relation"] == "paraphrase" for link in own)
        wide = max(0.2, length * scale - gap)
        columns.append(
            SparkColumn(round(x, 2), round(wide, 2), round(read * height, 2), paraphrased, colour_of(row["position"]))
        )
        x += length * scale
    talked_about, read_out = len({link["position"] for link in links}), sum(column.read > 0 for column in columns)
    words = f"{talked_about or 'none'} of {counted(len(columns), 'paragraph')} talked about"
    return Spark(columns, f"{words}, {read_out} read out" if talked_about and read_out else words)


def sound_summary(row: Row | None) -> str:
    """What became of a release's recordings.

    row: how many were ``obtained``, how many ``transcribed``, of how many of these there is a sentence (``heard``), how
        many are ``with_sound``, and their ``seconds``
    """
    if row is None:
        return "no recording"
    if row["transcribed"] and not row["heard"]:
        return "transcribed: nobody speaks"
    if row["with_sound"]:
        return f"{duration_words(row['seconds'])} transcribed" if row["seconds"] else "transcribed"
    if row["transcribed"]:
        return "transcript without sound"
    return "not transcribed yet" if row["obtained"] else "recording not in the archive"


def todo_words(row: Row) -> str:
    """How much is left to do of what can be counted at once; empty for nothing."""
    told = {
        "recordings": counted(row["recordings"], "recording") + " missing",
        "transcripts": f"{row['transcripts']:,} not transcribed",
        "pages": counted(row["pages"], "page") + " with doubts",
    }
    return ", ".join(words for name, words in told.items() if row[name])


def _totals(row: Row) -> str:
    told = [counted(row["releases"], "release")]
    if row["not_heard"]:
        told.append(f"{row['not_heard']:,} of them not heard")
    if row["recordings"]:
        length = f": {duration_words(row['seconds'])}" if row["seconds"] else ""
        told.append(f"{counted(row['recordings'], 'recording')} transcribed{length}")
    if row["soundless"]:
        told.append(f"{counted(row['soundless'], 'transcript')} without sound")
    return " · ".join(told)
