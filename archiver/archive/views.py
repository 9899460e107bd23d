"""The archive's views: what people ask for, always on the newest reading, transcript and alignment.

A link counts unless a person overruled it. In that condition a plus keeps SQLite from asking the index of overruled
links, which finds a few quickly but nearly all slowly: 25 s for the coverage of 2000 briefings, 1 s without.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from archiver.archive.tables import TABLES, Column


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name for people, what one row is, its columns in their order, and its question."""

    title: str
    row: str
    columns: Mapping[str, Column]
    sql: str


_MOMENT: Mapping[str, Column] = {
    "release": Column("Number of the release"),
    "title": Column("Title of the release"),
    "recording": Column("Number of the recording"),
    "start": Column("Where it begins in the recording", unit="seconds"),
    "end": Column("Where it ends in the recording", unit="seconds"),
    "speaker": Column("Label of the speaker, like S1"),
    "text": Column("What was said, best text"),
    "paragraph": Column("Number of the paragraph's row"),
    "position": Column("The paragraph's place in the release, from 1"),
    "label": Column("The paragraph's own number or letter"),
    "relation": TABLES["links"].columns["relation"],
    "score": TABLES["links"].columns["score"],
    "human": TABLES["links"].columns["human"],
}


def _moment(*names: str) -> dict[str, Column]:
    return {name: _MOMENT[name] for name in names}


VIEWS: Mapping[str, View] = {
    "current_releases": View(
        "Current releases",
        "The newest version of each release.",
        TABLES["releases"].columns,
        """
        select * from releases
        where not exists (select 1 from releases newer where newer.replaces = releases.id)
        """,
    ),
    "current_transcripts": View(
        "Current transcripts",
        "The newest transcript of each recording.",
        TABLES["transcripts"].columns,
        """
        select * from transcripts
        where id = (select max(id) from transcripts newer where newer.recording = transcripts.recording)
        """,
    ),
    "current_alignments": View(
        "Current alignments",
        "The newest alignment of each current release with each current transcript.",
        TABLES["alignments"].columns,
        """
        select * from alignments
        where id = (
            select max(id) from alignments newer
            where newer.release = alignments.release and newer.transcript = alignments.transcript
        )
        and release in (select id from current_releases) and transcript in (select id from current_transcripts)
        """,
    ),
    "moments": View(
        "Moments",
        "One sentence linked to one paragraph, with its time: where in the recording a paragraph is talked about.",
        {
            "id": Column("Number of the link"),
            **_moment("release", "title", "paragraph", "position", "label", "relation", "score", "start", "end"),
            **_moment("speaker", "text", "recording"),
            "segment": Column("Number of the sentence"),
            **_moment("human"),
        },
        """
        select links.id, alignments.release, releases.title, paragraphs.id as paragraph,
            paragraphs.position, paragraphs.label, links.relation, links.score,
            coalesce(links.start, segments.start) as start, coalesce(links.end, segments.end) as "end",
            segments.speaker, segments.text, transcripts.recording, segments.id as segment, links.human
        from current_alignments alignments
        join links on links.alignment = alignments.id and +links.overruled_by is null
        join segments on segments.id = links.segment
        join paragraphs on paragraphs.id = links.paragraph
        join releases on releases.id = alignments.release
        join transcripts on transcripts.id = alignments.transcript
        """,
    ),
    "sentences": View(
        "Sentences",
        "Everything that was said beside a release, sentence by sentence, with the paragraph it belongs to or none.",
        {
            "id": Column("Number of the sentence"),
            **_moment("release", "title", "recording", "start", "end", "speaker", "text"),
            "confidence": TABLES["segments"].columns["confidence"],
            **_moment("relation", "score", "paragraph", "position", "label", "human"),
            "language": TABLES["segments"].columns["language"],
        },
        """
        select segments.id, alignments.release, releases.title, transcripts.recording,
            segments.start, segments.end, segments.speaker, segments.text, segments.confidence,
            links.relation, links.score, paragraphs.id as paragraph, paragraphs.position, paragraphs.label, links.human,
            segments.language
        from current_alignments alignments
        join transcripts on transcripts.id = alignments.transcript
        join releases on releases.id = alignments.release
        join segments on segments.transcript = alignments.transcript
        left join links on links.alignment = alignments.id and links.segment = segments.id
            and +links.overruled_by is null
        left join paragraphs on paragraphs.id = links.paragraph
        """,
    ),
    "coverage": View(
        "Coverage",
        "One paragraph of a current release, and how much of it was talked about.",
        {
            "id": Column("Number of the paragraph's row"),
            **_moment("release", "title", "position", "label"),
            "moments": Column("Number of sentences linked to it"),
            "read_out": Column("Number of those sentences that read it word for word"),
            "seconds": Column("How long it was talked about, all sentences together", unit="seconds"),
            "share_read": Column("Share of its characters that were read word for word, 0 to 1"),
            "text": Column("The paragraph's text"),
        },
        # The share read is the union of the spans: a span adds what lies beyond all the spans that begin before it.
        """
        with reach as (
            select paragraphs.id as paragraph, links.relation, links.segment, span_start, span_end,
                coalesce(links.end, segments.end) - coalesce(links.start, segments.start) as seconds,
                max(case when links.relation = 'verbatim' then span_end end) over (
                    partition by links.paragraph order by span_start, span_end, links.id
                    rows between unbounded preceding and 1 preceding
                ) as reached
            from current_alignments alignments
            join links on links.alignment = alignments.id and +links.overruled_by is null
            join segments on segments.id = links.segment
            join paragraphs on paragraphs.id = links.paragraph
        )
        select paragraphs.id, paragraphs.release, releases.title, paragraphs.position, paragraphs.label,
            count(reach.segment) as moments,
            count(case when reach.relation = 'verbatim' then 1 end) as read_out,
            round(coalesce(sum(reach.seconds), 0), 2) as seconds,
            round(coalesce(sum(case when reach.relation = 'verbatim'
                then max(0, span_end - max(span_start, coalesce(reached, 0))) end), 0) * 1.0
                / max(1, length(paragraphs.text)), 3) as share_read,
            paragraphs.text
        from paragraphs
        join current_releases releases on releases.id = paragraphs.release
        left join reach on reach.paragraph = paragraphs.id
        group by paragraphs.id
        """,
    ),
}
