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
from typing import Any

from archiver.export.moments import Moment, moments, share_read
from archiver.export.times import clock
from archiver.web.passages import Passage, passages, tie
from archiver.web.sentence_view import Entry, Piece, anchor, entries, pieces, times

Row = Mapping[str, Any]

COLOURS = 12  # of paragraphs, and
VOICE_COLOURS = 6  # of speakers, in the stylesheet
# The browser lays out a block when it comes near; this many characters are
# about as high as the stylesheet says of a block that was not laid out yet.
BLOCK = 600
UNKNOWN = "Voice not known"  # among others that were
_NUMBERED = re.compile(r"S(\d+)")


@dataclass(frozen=True, slots=True)
class Tie:
    """A sentence's link as it is written beside it."""

    paragraph: int
    name: str
    relation: str
    colour: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A row of the transcript.

    number: from 0
    anchor: what its address ends in; None where another sentence begins in the same hundredth of a second
    words: see ``sentence.times``
    doubts: of the engine, and who put the whole sentence right
    """

    number: int
    anchor: str | None
    at: str
    pieces: Sequence[Piece]
    words: str
    ties: Sequence[Tie]
    doubts: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Sentences of one speaker in a row.

    name: None where it goes on from the block before
    """

    name: str | None
    colour: int
    kind: str | None
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True)
class Told:
    """A paragraph, and when it was talked about.

    heading: only where it is another than that of the paragraph before
    share: how much of it was read out, 0 to 1
    seconds: how long it was talked about
    """

    position: int
    label: str | None
    name: str
    heading: str | None
    text: str
    colour: int
    passages: Sequence[Passage]
    share: float
    seconds: float

    @property
    def summary(self) -> str:
        """What its button says."""
        if not self.passages:
            return "never talked about"
        count = len(self.passages)
        read = f" · {self.share:.0%} read out" if self.share else ""
        return f"{count} {'moment' if count == 1 else 'moments'} · {clock(self.seconds)}{read}"


@dataclass(frozen=True, slots=True)
class Stretch:
    """A mark on the ribbon; ``left`` and ``width`` in percent of the recording."""

    left: str
    width: str
    relation: str
    colour: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What the page shows of one transcript.

    blocks: of sentences, about equally long
    data: JSON for the browser
    """

    told: Sequence[Told]
    blocks: Sequence[Sequence[Turn]]
    passages: Sequence[Passage]
    ribbon: Sequence[Stretch]
    data: str


def reading(release: Row, recording: Row | None, transcript: Row | None, peaks: Sequence[int] = ()) -> Reading:
    """Lay out a release and, where it was heard, a transcript.

    release, transcript: as exported
    recording: ``id``, ``label``, ``duration``
    peaks: the waveform, 0 to 100
    """
    segments: Sequence[Row] = transcript["segments"] if transcript else ()
    texts = {paragraph["position"]: paragraph["text"] for paragraph in release["paragraphs"]}
    found = passages(segments, texts)
    words = [entries(segment) for segment in segments]
    told = _told(release["paragraphs"], found, moments(transcript) if transcript else [])
    duration = (recording and recording["duration"]) or (segments[-1]["end"] if segments else 0)
    voices = names(transcript["speakers"]) if transcript else {}
    data = {
        "release": {name: release[name] for name in ("title", "number", "issuer")} | {"date": day(release["date"])},
        "recording": recording and {"id": recording["id"], "label": recording["label"]},
        "duration": duration,
        "peaks": peaks,
        "starts": [round(segment["start"], 2) for segment in segments],
        "ends": [round(segment["end"], 2) for segment in segments],
        "voices": _voices(segments, voices),
        "paragraphs": {one.position: one.name for one in told},
        "passages": [
            [p.paragraph, p.relation, p.first, p.last, round(p.start, 2), round(p.end, 2), *p.span] for p in found
        ],
        "ties": [
            tie(number, segment, own, link, texts[link["paragraph"]])
            for number, (segment, own) in enumerate(zip(segments, words, strict=True))
            for link in segment["links"]
        ],
    }
    sentences = list(_sentences(segments, words, {one.position: one for one in told}))
    return Reading(told, _blocks(segments, sentences, voices), found, _ribbon(found, duration), _as_json(data))


def names(speakers: Sequence[Row]) -> dict[str, str]:
    """How each voice is called on the page: by the name that people gave it, else by its number."""
    return {one["label"]: one["name"] or _NUMBERED.sub(r"Speaker \1", one["label"]) for one in speakers}


def _voices(segments: Sequence[Row], called: Mapping[str, str]) -> list[tuple[int, str]]:
    """Who speaks from which sentence on."""
    turns = groupby(enumerate(segments), key=lambda one: one[1]["speaker"])
    return [(next(run)[0], called.get(speaker, "")) for speaker, run in turns]


def day(iso: str | None) -> str | None:
    """A day as people write it: ``31 March 2006``; what is no whole date stays as it is."""
    try:
        found = date.fromisoformat(iso or "")
    except ValueError:
        return iso
    return f"{found.day} {found:%B %Y}"


def _told(paragraphs: Sequence[Row], found: Sequence[Passage], timed: Sequence[Moment]) -> list[Told]:
    told, heading = [], None
    for row in paragraphs:
        position = row["position"]
        own = [moment for moment in timed if moment.paragraph == position]
        told.append(
            Told(
                position,
                row["label"],
                f"¶ {row['label'].rstrip('.') if row['label'] else position}",
                row["heading"] if row["heading"] != heading else None,
                row["text"],
                colour_of(position),
                [passage for passage in found if passage.paragraph == position],
                share_read(own, len(row["text"])),
                sum(moment.end - moment.start for moment in own),
            )
        )
        heading = row["heading"]
    return told


def colour_of(paragraph: int) -> int:
    """Which of the stylesheet's colours a paragraph has, from 1."""
    return (paragraph - 1) % COLOURS + 1


def _sentences(segments: Sequence[Row], words: Sequence[list[Entry]], told: Mapping[int, Told]) -> Iterator[Sentence]:
    seen: set[str] = set()
    for number, (segment, own) in enumerate(zip(segments, words, strict=True)):
        place = anchor(segment["start"])
        yield Sentence(
            number,
            None if place in seen else place,
            clock(segment["start"]),
            pieces(segment, own),
            times(segment, own),
            [_tie(told[link["paragraph"]], link["relation"]) for link in segment["links"]],
            _doubts(segment),
        )
        seen.add(place)


def _tie(paragraph: Told, relation: str) -> Tie:
    return Tie(paragraph.position, paragraph.name, relation, paragraph.colour)


def _doubts(segment: Row) -> str:
    doubts = [*segment["flags"]]
    if segment["edited"]:
        doubts.append(f"put right by {segment['edited']['by']}; heard: “{segment['heard']}”")
    return ", ".join(doubts)


def _blocks(segments: Sequence[Row], sentences: Sequence[Sentence], voices: Mapping[str, str]) -> list[list[Turn]]:
    """Sentences in blocks of about ``BLOCK`` characters, in each by speaker."""
    labels = list(voices)
    blocks: list[list[Turn]] = []
    speaking: object = None
    for _, block in groupby(zip(segments, sentences, strict=True), _Measure()):
        turns = []
        for (speaker, kind), run in groupby(block, lambda pair: (pair[0]["speaker"], pair[0]["turn"])):
            named = voices.get(speaker, UNKNOWN) if voices else None
            name = named if (speaker, kind) != speaking else None
            colour = labels.index(speaker) % VOICE_COLOURS + 1 if speaker in voices else 0
            turns.append(Turn(name, colour, kind, [sentence for _, sentence in run]))
            speaking = speaker, kind
        blocks.append(turns)
    return blocks


class _Measure:
    """Which block a sentence is in, asked in their order."""

    def __init__(self) -> None:
        self.block, self.characters = 0, 0

    def __call__(self, pair: tuple[Row, Sentence]) -> int:
        if self.characters >= BLOCK:
            self.block, self.characters = self.block + 1, 0
        self.characters += len(pair[0]["text"])
        return self.block


def _ribbon(found: Sequence[Passage], duration: float) -> list[Stretch]:
    return [stretch(passage, duration) for passage in found] if duration else []


def stretch(passage: Passage, duration: float) -> Stretch:
    """Where a passage lies in a recording of so many seconds."""
    left, width = (f"{seconds / duration * 100:.2f}%" for seconds in (passage.start, passage.end - passage.start))
    return Stretch(left, width, passage.relation, colour_of(passage.paragraph))


def _as_json(data: Mapping[str, object]) -> str:
    """Compact JSON that can stand inside an HTML ``script`` element: no sign in it can end that."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text
