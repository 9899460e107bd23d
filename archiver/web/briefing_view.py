"""The briefing page's content: a release and what was said of it, as the template and the browser want it.

No database and no HTTP: everything comes from the parts of the export document.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from archiver.display import clock, duration_words
from archiver.export.document import Document
from archiver.export.grades import grade_of, links_left_out, links_shown, told_grade
from archiver.export.moments import Coverage, coverage_of
from archiver.web.passages import Passage, explain_link, passages_of
from archiver.web.sentence_view import StyledText, WordPlace, anchor, styled_texts, time_marks, word_places

PARAGRAPH_COLOURS = 12  # in the stylesheet, and
SPEAKER_COLOURS = 6
# The browser lays out a block when it comes near; this many characters are
# about as high as the stylesheet says of a block that was not laid out yet.
BLOCK_CHARACTERS = 600
CITED = ("title", "number", "issuer", "date", "language")  # of a release, by a citation
MOMENTS_NAMED = 2  # of which the times stand under a paragraph; of more only the first does
UNKNOWN_SPEAKER = "Unknown speaker"  # among others that are
_SPEAKER_NUMBER = re.compile(r"^S(\d+)$")


@dataclass(frozen=True, slots=True)
class LinkMark:
    """A sentence's link as it is written beside it.

    grade: how sure it is, where that does not go without saying
    """

    paragraph: int
    name: str
    relation: str
    grade: str | None
    colour: int


@dataclass(frozen=True, slots=True)
class ShownSentence:
    """A row of the transcript.

    id: of the database's row
    number: from 0
    anchor: what its address ends in; None where another sentence begins in the same hundredth of a second
    words: see ``sentence_view.time_marks``
    language: ISO 639-1 code
    is_foreign: whether most of what is said is in another language
    doubts: of the engine, and who put the whole sentence right
    """

    id: int
    number: int
    anchor: str | None
    at: str
    texts: Sequence[StyledText]
    words: str
    language: str | None
    is_foreign: bool
    links: Sequence[LinkMark]
    doubts: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Sentences of one speaker in a row.

    name: None where it goes on from the block before
    """

    name: str | None
    colour: int
    kind: str | None
    sentences: Sequence[ShownSentence]


@dataclass(frozen=True, slots=True)
class RibbonMark:
    """A passage on the line of the recording; ``left`` and ``width`` in percent of it."""

    left: str
    width: str
    relation: str
    colour: int


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, and when it was talked about.

    heading: only where it is another than that of the paragraph before
    marks: its passages on the line of the recording
    share: how much of it was read out, 0 to 1
    seconds: how long it was talked about
    left_out: how many links to it are less sure than the reader wants
    """

    position: int
    label: str | None
    name: str
    heading: str | None
    text: str
    colour: int
    passages: Sequence[Passage]
    marks: Sequence[RibbonMark]
    share: float
    seconds: float
    left_out: int

    @property
    def summary(self) -> str:
        """What its button says."""
        if not self.passages and self.left_out:
            return f"nothing this sure · {self.left_out} {'link' if self.left_out == 1 else 'links'} left out"
        if not self.passages:
            return "never talked about"
        times, read = [one.at for one in self.passages], f" · {self.share:.0%} read out" if self.share else ""
        if len(times) <= MOMENTS_NAMED:
            return " and ".join(times) + read
        return f"{len(times)} moments, the first {times[0]} · {duration_words(self.seconds)} in all{read}"


@dataclass(frozen=True, slots=True)
class BriefingView:
    """What the page shows of one transcript.

    blocks: of sentences, about equally long
    doubtful: how many words are, by the engine
    shown, left_out: how many links there are, and how many are less sure than the reader wants
    data: JSON for the browser
    """

    paragraphs: Sequence[ShownParagraph]
    blocks: Sequence[Sequence[Turn]]
    passages: Sequence[Passage]
    ribbon: Sequence[RibbonMark]
    doubtful: int
    shown: int
    left_out: int
    data: str


def view_briefing(
    release: Document, recording: Document | None, transcript: Document | None, peaks: Sequence[int] = ()
) -> BriefingView:
    """Lay out a release and, where there is one, a transcript.

    release, transcript: as exported
    recording: ``id``, ``label``, ``sha256``, ``duration``, which are None where there is no sound
    peaks: the waveform, 0 to 100
    """
    segments: Sequence[Document] = transcript["segments"] if transcript else ()
    texts = {paragraph["position"]: paragraph["text"] for paragraph in release["paragraphs"]}
    passages = passages_of(segments, texts)
    words = [word_places(segment) for segment in segments]
    duration = (recording and recording["duration"]) or max((segment["end"] for segment in segments), default=0)
    transcripts = [transcript] if transcript else []
    paragraphs = list(_paragraphs(coverage_of(release, transcripts), passages, duration))
    names = speaker_labels(transcript["speakers"]) if transcript else {}
    data = {
        "release": {name: release[name] for name in CITED} | {"day": day(release["date"])},
        "recording": recording and {name: recording[name] for name in ("id", "label", "sha256")},
        "transcript": transcript and _cited(transcript),
        "named": [one["name"] for one in (transcript["speakers"] if transcript else ()) if one["name"]],
        "duration": duration,
        "peaks": peaks,
        "voices": _speaker_changes(segments, names),
        "paragraphs": {one.position: one.name for one in paragraphs},
        **_places(segments, words, passages, texts),
    }
    most = transcript["language"] if transcript else None
    sentences = list(_sentences(segments, words, {one.position: one for one in paragraphs}, most))
    return BriefingView(
        paragraphs,
        _blocks(segments, sentences, names),
        passages,
        [_mark(passage, duration) for passage in passages],
        sum(len(text.text.split()) for one in sentences for text in one.texts if text.kind == "unsure"),
        links_shown(transcripts),
        links_left_out(transcripts).total(),
        script_json(data),
    )


def _places(
    segments: Sequence[Document],
    words: Sequence[Sequence[WordPlace]],
    passages: Sequence[Passage],
    texts: Mapping[int, str],
) -> dict[str, object]:
    """When sentences and passages are said, and which words of a sentence are on which of a paragraph."""
    return {
        "starts": [round(segment["start"], 2) for segment in segments],
        "ends": [round(segment["end"], 2) for segment in segments],
        "passages": [
            [p.paragraph, p.relation, p.first, p.last, round(p.start, 2), round(p.end, 2), *p.span] for p in passages
        ],
        "ties": [
            explain_link(number, segment, own, link, texts[link["paragraph"]])
            for number, (segment, own) in enumerate(zip(segments, words, strict=True))
            for link in segment["links"]
        ],
    }


def _cited(transcript: Document) -> dict[str, object]:
    """What a citation says of a transcript."""
    told = f"{transcript['engine']} {transcript['engine_version'] or ''}".strip()
    made = f"read from {transcript['model']}" if transcript["engine"] == "file" else None
    return {
        "id": transcript["id"],
        "day": day(transcript["created"][:10]),
        "made": made or f"made by machine ({told}, {transcript['model']})",
    }


def speaker_labels(speakers: Sequence[Document]) -> dict[str, str]:
    """What each speaker is called on the page: the name that people gave, else the number."""
    return {one["label"]: speaker_label(one["label"], one["name"]) for one in speakers}


def speaker_label(label: str, name: str | None = None) -> str:
    """What one speaker is called on a page."""
    return name or _SPEAKER_NUMBER.sub(r"Speaker \1", label)


def paragraph_label(label: str | None, position: int) -> str:
    """How a page refers to a paragraph: ``¶ 4``, by the printed label where there is one."""
    return f"¶ {label.rstrip('.') if label else position}"


def _speaker_changes(segments: Sequence[Document], names: Mapping[str, str]) -> list[tuple[int, str]]:
    """Who speaks from which sentence on."""
    turns = groupby(enumerate(segments), key=lambda one: one[1]["speaker"])
    return [(next(run)[0], names.get(speaker, "")) for speaker, run in turns]


def day(iso: str | None) -> str | None:
    """A day as people write it: ``31 March 2006``; what is no whole date stays as it is."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    return f"{found.day} {found:%B %Y}"


def _paragraphs(covered: Sequence[Coverage], passages: Sequence[Passage], duration: float) -> Iterator[ShownParagraph]:
    above = None
    for one in covered:
        row, position = one.paragraph, one.paragraph["position"]
        own = [passage for passage in passages if passage.paragraph == position]
        yield ShownParagraph(
            position,
            row["label"],
            paragraph_label(row["label"], position),
            row["heading"] if row["heading"] != above else None,
            row["text"],
            colour_of(position),
            own,
            [_mark(passage, duration) for passage in own],
            one.share_read,
            one.seconds,
            one.left_out,
        )
        above = row["heading"]


def colour_of(paragraph: int) -> int:
    """Which of the stylesheet's colours a paragraph has, from 1."""
    return (paragraph - 1) % PARAGRAPH_COLOURS + 1


def _mark(passage: Passage, duration: float) -> RibbonMark:
    """Where a passage lies in a recording of so many seconds; of no length where that is not known."""
    times = passage.start, passage.end - passage.start
    left, width = (f"{seconds / duration * 100 if duration else 0:.2f}%" for seconds in times)
    return RibbonMark(left, width, passage.relation, colour_of(passage.paragraph))


def _sentences(
    segments: Sequence[Document],
    words: Sequence[Sequence[WordPlace]],
    paragraphs: Mapping[int, ShownParagraph],
    most: str | None,
) -> Iterator[ShownSentence]:
    """The rows of the transcript; ``most`` is the language that goes without saying."""
    seen: set[str] = set()
    for number, (segment, own) in enumerate(zip(segments, words, strict=True)):
        place = anchor(segment["start"])
        # What is read out in part and told in other words as a whole is tied to its paragraph once.
        first = {link["paragraph"]: link for link in reversed(segment["links"])}
        ties = [link for link in segment["links"] if link is first[link["paragraph"]]]
        linked = [(paragraphs[link["paragraph"]], link["relation"], grade_of(link)) for link in ties]
        doubts = [*segment["flags"]]
        if segment["edited"]:
            doubts.append(f"put right by {segment['edited']['by']}; heard: “{segment['heard']}”")
        yield ShownSentence(
            segment["id"],
            number,
            None if place in seen else place,
            clock(segment["start"]),
            styled_texts(segment, own),
            time_marks(segment, own),
            segment["language"] or most,
            segment["language"] not in (None, most),
            [
                LinkMark(one.position, one.name, relation, told_grade(relation, grade), one.colour)
                for one, relation, grade in linked
            ],
            ", ".join(doubts),
        )
        seen.add(place)


def _blocks(
    segments: Sequence[Document], sentences: Sequence[ShownSentence], names: Mapping[str, str]
) -> list[list[Turn]]:
    """Sentences in blocks of about ``BLOCK_CHARACTERS``, in each by speaker."""
    labels = list(names)
    blocks: list[list[Turn]] = []
    speaking: object = None
    for _, block in groupby(zip(segments, sentences, strict=True), _BlockNumber()):
        turns = []
        for (speaker, kind), run in groupby(block, lambda pair: (pair[0]["speaker"], pair[0]["turn"])):
            named = names.get(speaker, UNKNOWN_SPEAKER) if names else None
            name = named if (speaker, kind) != speaking else None
            colour = labels.index(speaker) % SPEAKER_COLOURS + 1 if speaker in names else 0
            turns.append(Turn(name, colour, kind, [sentence for _, sentence in run]))
            speaking = speaker, kind
        blocks.append(turns)
    return blocks


class _BlockNumber:
    """Which block a sentence is in, asked in their order."""

    def __init__(self) -> None:
        self.block, self.characters = 0, 0

    def __call__(self, pair: tuple[Document, ShownSentence]) -> int:
        if self.characters >= BLOCK_CHARACTERS:
            self.block, self.characters = self.block + 1, 0
        self.characters += len(pair[0]["text"])
        return self.block


def script_json(data: Mapping[str, object]) -> str:
    """Compact JSON that can stand inside an HTML ``script`` element: no sign in it can end that."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
