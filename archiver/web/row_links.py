"""Where a row of the archive belongs: the page of its release, and the second or the paragraph there.

Rows that tell release, recording and second themselves need not be looked up; the others have an address of ours,
``/-/archive/rows/TABLE/ID``, which leads on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from datasette import Response

from archiver.web.pages import Unanswered, archive_of, query_rows
from archiver.web.sentence_view import anchor
from archiver.web.sql_fragments import release_of

if TYPE_CHECKING:
    from datasette.app import Datasette
    from datasette.utils.asgi import Request


# A sentence belongs to the release that it was linked to, else to the newest that its recording stands on. Of a
# transcript that is not the newest, the page must be told.
_SENTENCE_PLACE = f"""
    select coalesce(
            (
                select max(paragraphs.release) from links join paragraphs on paragraphs.id = links.paragraph
                where links.segment = segments.id and +links.overruled_by is null
            ),
            {release_of("transcripts.recording")}
        ) as release, transcripts.recording, segments.start,
        case when transcripts.current = 0 then transcripts.id end as transcript
    from segments join transcripts on transcripts.id = segments.transcript
"""
_ALIGNED = """
    from alignments join transcripts on transcripts.id = alignments.transcript
"""

PLACES: Mapping[str, str] = {
    "captures": "select max(id) as release from releases where capture = :id",
    "releases": "select id as release from releases where id = :id",
    "paragraphs": "select release, position from paragraphs where id = :id",
    "paragraph_coverage": "select release, position from paragraphs where id = :id",
    "speaking_time": f"{_SENTENCE_PLACE} where segments.id = :id",
    "recordings": f"select {release_of('recordings.id')} as release, id as recording from recordings where id = :id",
    "downloads": f"select {release_of('downloads.recording')} as release, recording from downloads where id = :id",
    "release_recordings": "select release, recording from release_recordings where id = :id",
    "transcripts": f"""
        select {release_of("transcripts.recording")} as release, recording, id as transcript
        from transcripts where id = :id
    """,
    "segments": f"{_SENTENCE_PLACE} where segments.id = :id",
    "words": f"""
        select sentence.release, sentence.recording, coalesce(words.start, sentence.start) as start, sentence.transcript
        from words join ({_SENTENCE_PLACE} where segments.id = (select segment from words where id = :id)) as sentence
        where words.id = :id
    """,
    "sounds": f"""
        select {release_of("transcripts.recording")} as release, transcripts.recording, sounds.start,
            case when transcripts.current = 0 then transcripts.id end as transcript
        from sounds join transcripts on transcripts.id = sounds.transcript where sounds.id = :id
    """,
    "speakers": f"""
        {_SENTENCE_PLACE}
        join speakers on speakers.transcript = segments.transcript and speakers.label = segments.speaker
        where speakers.id = :id order by segments.start limit 1
    """,
    "alignments": f"select release, recording {_ALIGNED} where alignments.id = :id",
    "links": f"""
        select release, recording, coalesce(links.start, segments.start) as start {_ALIGNED}
        join links on links.alignment = alignments.id join segments on segments.id = links.segment
        where links.id = :id
    """,
    "corrections": f"""
        select release, recording, coalesce(words.start, segments.start) as start {_ALIGNED}
        join corrections on corrections.alignment = alignments.id
        join words on words.id = corrections.first_word join segments on segments.id = words.segment
        where corrections.id = :id
    """,
    "human_links": "select release, recording, start from human_links where id = :id",
    "human_texts": f"""
        select {release_of("human_texts.recording")} as release, recording, start from human_texts where id = :id
    """,
}

# Of each table the column that leads on; one that is never empty.
LEADING: Mapping[str, str] = {
    "captures": "captured",
    "releases": "title",
    "paragraphs": "position",
    "paragraph_coverage": "moments",
    "speaking_time": "start",
    "recordings": "added",
    "downloads": "downloaded",
    "release_recordings": "label",
    "transcripts": "created",
    "segments": "start",
    "words": "heard",
    "sounds": "start",
    "speakers": "label",
    "alignments": "created",
    "links": "relation",
    "corrections": "text",
    "human_links": "start",
    "human_texts": "start",
}


async def lead_on(datasette: Datasette, request: Request) -> Response:
    """Leads from a row of a table to its page and second."""
    archive = await archive_of(datasette, request)
    table, number = request.url_vars["table"], int(request.url_vars["id"])
    found = await query_rows(archive, PLACES[table], {"id": number}) if table in PLACES else []
    if not found or found[0]["release"] is None:
        raise Unanswered("This row belongs to no page", "It is not in the archive, or its release no longer is.")
    return Response.redirect(page_address(datasette.urls.path("/-/archive"), found[0]))


def page_address(home: str, place: Mapping[str, Any]) -> str:
    """The page of a release, with the second or the paragraph.

    home: where our pages begin
    place: ``release``, and what is known of ``recording``, ``transcript``, ``start`` (seconds), ``position``, and of
        ``least``, how sure links must be, as addresses say it
    """
    asked = {name: place[name] for name in ("recording", "transcript", "least") if place.get(name) not in (None, "")}
    question = f"?{urlencode(asked)}" if asked else ""
    fragment = f"#p{place['position']}" if place.get("position") is not None else ""
    if place.get("start") is not None:
        fragment = f"#{anchor(place['start'])}"
    return f"{home}/releases/{place['release']}{question}{fragment}"
