"""The figures that plots are drawn from: how much was read out, who spoke how long, what was said with hedges."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from archiver.archive.hedges import HEDGES, hedges_query
from archiver.archive.store import Row

MOST_PARAGRAPHS = 40  # places in a release; few releases are longer, and what comes later is on few of them
MOST_SPEAKERS = 15


@dataclass(frozen=True, slots=True)
class Figures:
    """A table behind a plot.

    title: what it shows
    told: how it was counted
    columns: by name, what the heading says
    sql: takes ``:release``, an id or null for all
    """

    title: str
    told: str
    columns: Mapping[str, str]
    sql: str


_OF_RELEASE = "releases.current = 1 and (:release is null or releases.id = :release)"

_SHARE_READ = f"""
    select coalesce(substr(releases.date, 1, 4), 'no date') as year,
        coalesce(releases.issuer, 'no house named') as house, count(distinct releases.id) as releases,
        sum(length(paragraphs.text)) as characters,
        round(sum(kept.share_read * length(paragraphs.text)) / max(1, sum(length(paragraphs.text))), 4) as share_read
    from paragraph_coverage kept join paragraphs on paragraphs.id = kept.id
    join releases on releases.id = paragraphs.release
    where {_OF_RELEASE} group by 1, 2 order by 1, 2
"""
_SPEAKERS = f"""
    select coalesce(speakers.name, spoken.speaker || ' of recording ' || transcripts.recording, 'one voice') as speaker,
        round(sum(spoken.seconds) / 60, 2) as minutes, count(distinct transcripts.recording) as recordings
    from speaking_time spoken join current_transcripts transcripts on transcripts.id = spoken.transcript
    left join speakers on speakers.transcript = spoken.transcript and speakers.label = spoken.speaker
    where exists (
        select 1 from release_recordings media join releases on releases.id = media.release
        where media.recording = transcripts.recording and {_OF_RELEASE}
    )
    group by 1 order by sum(spoken.seconds) desc, 1 limit {MOST_SPEAKERS}
"""
_HEDGED = f"""
    with hedged(id, language) as (
        {" union all ".join(f"select rowid, '{code}' from segments_fts({':' + code})" for code in HEDGES)}
    )
    select paragraphs.position as paragraph, count(distinct segments.id) as sentences,
        count(distinct hedged.id) as hedged, round(count(distinct hedged.id) * 1.0 / count(distinct segments.id), 4)
        as share_hedged
    from links join alignments on alignments.id = links.alignment and +alignments.current = 1
    join releases on releases.id = alignments.release
    join paragraphs on paragraphs.id = links.paragraph and paragraphs.position <= {MOST_PARAGRAPHS}
    join segments on segments.id = links.segment
    left join hedged on hedged.id = segments.id
        and hedged.language = coalesce(segments.language, releases.language, 'en')
    where +links.overruled_by is null and {_OF_RELEASE}
        and coalesce(segments.language, releases.language, 'en') in ('{"', '".join(HEDGES)}')
    group by 1 order by 1
"""

FIGURES: Mapping[str, Figures] = {
    "share-read": Figures(
        "Share read out, by year and house",
        "Of the letters of all releases of which something was heard, how many were read out word for word.",
        {
            "year": "Year",
            "house": "House",
            "releases": "Releases",
            "characters": "Characters",
            "share_read": "Share read out",
        },
        _SHARE_READ,
    ),
    "speakers": Figures(
        "Minutes by speaker",
        f"The {MOST_SPEAKERS} who spoke longest, without the pauses between their sentences. A voice without a name "
        "counts by recording: S1 of two recordings need not be one person.",
        {"speaker": "Speaker", "minutes": "Minutes", "recordings": "Recordings"},
        _SPEAKERS,
    ),
    "hedged": Figures(
        "Said with hedges, by paragraph",
        "Of the sentences about the first, second, third paragraph of a release, how many have a hedge, such as "
        "“perhaps”, “I believe” or “it seems”. English and French only.",
        {"paragraph": "Paragraph", "sentences": "Sentences", "hedged": "With a hedge", "share_hedged": "Share"},
        _HEDGED,
    ),
}
"""By name, what can be plotted."""


def find_figures(connection: sqlite3.Connection, name: str, release: int | None = None) -> list[Row]:
    """The rows of a table of ``FIGURES``; of one release only, where that is named."""
    values = {"release": release, **{language: hedges_query(language) for language in HEDGES}}
    asked = connection.execute(FIGURES[name].sql, values)
    names = [column[0] for column in asked.description]
    return [dict(zip(names, row, strict=True)) for row in asked]
