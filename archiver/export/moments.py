"""When paragraphs were talked about and how much of each was read out, from the links of transcripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archiver.export.document import Document
from archiver.export.grades import Grade, grade_of, links_left_out
from archiver.models import Span


@dataclass(frozen=True, slots=True)
class Moment:
    """A part of the recording on one paragraph.

    start, end: seconds
    """

    paragraph: int
    relation: str
    start: float
    end: float
    span: Span
    grade: Grade


@dataclass(frozen=True, slots=True)
class Coverage:
    """A paragraph, as exported, and its moments.

    left_out: how many of its links a reader did not want to see
    """

    paragraph: Document
    moments: Sequence[Moment]
    left_out: int = 0

    @property
    def share_read(self) -> float:
        """How much of its text was read out, 0 to 1."""
        spans = (moment.span for moment in self.moments if moment.relation == "verbatim")
        return covered(spans, len(self.paragraph["text"]))

    @property
    def seconds(self) -> float:
        """How long it was talked about."""
        return sum(moment.end - moment.start for moment in self.moments)


def moments_of(transcript: Document) -> list[Moment]:
    """The links of a transcript as parts of its recording."""
    return [
        Moment(
            link["paragraph"],
            link["relation"],
            *link_times(link, segment),
            (link["span"][0], link["span"][1]),
            grade_of(link),
        )
        for segment in transcript["segments"]
        for link in segment["links"]
    ]


def link_times(link: Document, segment: Document) -> tuple[float, float]:
    """When a link begins and ends; where its words were not timed, that is when its sentence does."""
    start, end = (segment[edge] if link[edge] is None else link[edge] for edge in ("start", "end"))
    return start, end


@dataclass(frozen=True, slots=True)
class Passage:
    """A part of the recording that stays on one paragraph.

    start, end: seconds
    """

    paragraph: int
    start: float
    end: float


JOIN_SECONDS = 2.0  # a breath and a page turn; in a longer pause something else is usually said


def timed_passages(transcript: Document, gap: float = JOIN_SECONDS) -> list[Passage]:
    """The passages of a transcript in the order of speech, without sentences of which nobody knows when.

    gap: seconds; moments on one paragraph that follow each other within it are one passage
    """
    moments = (one for one in moments_of(transcript) if one.start is not None and one.end is not None)
    found: list[Passage] = []
    for moment in sorted(moments, key=lambda one: (one.start, one.end)):
        last = found[-1] if found else None
        if last and last.paragraph == moment.paragraph and moment.start - last.end <= gap:
            found[-1] = replace(last, end=max(last.end, moment.end))
        else:
            found.append(Passage(moment.paragraph, moment.start, moment.end))
    return found


def coverage_of(release: Document, transcripts: Sequence[Document]) -> list[Coverage]:
    """The paragraphs of a release, each with the moments of these transcripts that are on it."""
    moments = [moment for transcript in transcripts for moment in moments_of(transcript)]
    left_out = links_left_out(transcripts)
    return [
        Coverage(
            paragraph,
            [moment for moment in moments if moment.paragraph == paragraph["position"]],
            left_out[paragraph["position"]],
        )
        for paragraph in release["paragraphs"]
    ]


def covered(spans: Iterable[Span], length: int) -> float:
    """How much of a text of so many code points lies in any of the spans, 0 to 1."""
    found, reached = 0, 0
    for start, end in sorted(spans):
        found += max(0, end - max(start, reached))
        reached = max(reached, end)
    return found / length if length else 0.0
