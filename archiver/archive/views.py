"""The archive's views: what people ask for, always on the newest reading, transcript and alignment.

A link counts unless a person overruled it. A plus in a condition keeps SQLite from asking an index that finds a few
quickly but nearly all slowly. So the larger views begin with the release, recording or paragraph that is asked for, and
without any with their own rows, which come in the order of their numbers and need not be sorted.
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
        "select * from releases where current = 1",
    ),
    "current_transcripts": View(
        "Current transcripts",
        "The newest transcript of each recording.",
        TABLES["transcripts"].columns,
        "select * from transcripts where current = 1",
    ),
    "current_alignments": View(
        "Current alignments",
        "The newest alignment of each current release with each current transcript.",
        TABLES["alignments"].columns,
        "select * from alignments where current = 1",
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
        from links join alignments on alignments.id = links.alignment and +alignments.current = 1
        left join segments on segments.id = links.segment
        left join paragraphs on paragraphs.id = links.paragraph
        left join releases on releases.id = alignments.release
        left join transcripts on transcripts.id = alignments.transcript
        where +links.overruled_by is null
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
        from segments join alignments on alignments.transcript = segments.transcript and +alignments.current = 1
        left join transcripts on transcripts.id = alignments.transcript
        left join releases on releases.id = alignments.release
        left join links on links.alignment = alignments.id and links.segment = segments.id
            and +links.overruled_by is null
        left join paragraphs on paragraphs.id = links.paragraph
        """,
    ),
    "coverage": View(
        "Coverage",
        "One paragraph of a current release, and how much of it was talked about: no figures where nothing was heard.",
        {
            "id": Column("Number of the paragraph's row"),
            **_moment("release", "title", "position", "label"),
            "moments": Column("Number of sentences linked to it"),
            "read_out": Column("Number of those sentences that read it word for word"),
            "seconds": Column("How long it was talked about, all sentences together", unit="seconds"),
            "share_read": Column("Share of its characters that were read word for word, 0 to 1"),
            "text": Column("The paragraph's text"),
        },
        """
        select paragraphs.id, paragraphs.release, releases.title, paragraphs.position, paragraphs.label,
            kept.moments, kept.read_out, kept.seconds, kept.share_read, paragraphs.text
        from paragraphs join releases on releases.id = paragraphs.release and +releases.current = 1
        left join paragraph_coverage kept on kept.id = paragraphs.id
        """,
    ),
}
