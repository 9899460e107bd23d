"""What travels between the parts: releases, recordings, transcripts and the links between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Relation = Literal["verbatim", "paraphrase"]
Basis = Literal["words", "meaning", "letters", "order", "translation"]

UNTIMED = "not timed"
"""Flag of a sentence of which nobody knows when it was said: its start and end are those of what is known before it."""

SPEECH_MISSED = "speech missed"
"""Flag of a sentence without words: somebody speaks, and nobody wrote down what; or of the sentence before that."""

Span = tuple[int, int]
"""First and past-the-last code point of a part of a text."""


@dataclass(frozen=True, slots=True)
class MediaLink:
    """A page's pointer to a recording.

    label: the words beside or inside the link, without format and size (``Press briefing by the NATO Spokesman``)
    url: absolute if the page's own address is known, else as printed; None for a label without an address
    format: ``mp3`` and the like, in lower case, None where the page does not say
    announced_kb: size that the label tells, in kB of 1000 bytes
    announced_seconds: duration that the label tells
    """

    label: str
    url: str | None = None
    format: str | None = None
    announced_kb: int | None = None
    announced_seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a release.

    position: from 1
    label: as printed or given by a list (``4.``, ``(a)``), None where there is none
    heading: the heading above it
    text: on one line, without the label
    """

    position: int
    text: str
    label: str | None = None
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """The same text in another language, at an address of its own.

    language: ISO 639-1 code
    """

    language: str
    url: str


MOST_LOST = 0.1
"""Share of a page's text; a release that lacks more of it is to be looked at before anybody relies on it."""


@dataclass(frozen=True, slots=True)
class Release:
    """One reading of one page.

    number: as printed (``(2006)150``)
    date, updated: ISO dates (``2006-03-31``); the update is never taken for the date
    language: ISO 639-1 code
    doubts: what the reader was unsure of, in words for a person
    lost: share of the page's text that is neither here nor plainly furniture, 0 to 1
    translations: where the page says that it stands in another language
    """

    title: str
    paragraphs: tuple[Paragraph, ...]
    media: tuple[MediaLink, ...] = ()
    url: str | None = None
    number: str | None = None
    issuer: str | None = None
    date: str | None = None
    updated: str | None = None
    language: str | None = None
    doubts: tuple[str, ...] = ()
    lost: float = 0.0
    translations: tuple[Translation, ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """A sound file as its bytes are.

    sha256: of the bytes, which is the recording's identity
    path: relative to the archive's folder
    size: bytes
    duration: seconds, as the file says
    bit_rate: bit/s
    sample_rate: Hz
    """

    sha256: str
    path: str
    size: int
    format: str
    codec: str
    duration: float
    bit_rate: int | None
    channels: int
    sample_rate: int


@dataclass(frozen=True, slots=True)
class Capture:
    """The bytes of a page or a file, as they were found.

    source: the address or the name of the file, for people
    path: where they lie, relative to the archive's folder
    sha256, size: of the bytes themselves, in bytes
    url: the page's identity in the archive; None for a file whose address nobody gave
    base: what relative links start from, to read the bytes again as they were read
    warc_offset: where the record of the answer begins in a WARC file, in bytes; None for a file of its own
    etag, last_modified: by which the server knows whether the page has changed
    memento: when a web archive captured it, ISO 8601; None where the page itself answered
    doubts: what was to be said about how it was come by
    """

    source: str
    path: str
    sha256: str
    size: int
    url: str | None = None
    media_type: str | None = None
    status: int | None = None
    base: str | None = None
    warc_offset: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    memento: str | None = None
    doubts: tuple[str, ...] = ()


Headers = tuple[tuple[str, str], ...]
"""The headers of an answer as received, in their order."""


def header(headers: Headers, name: str) -> str | None:
    """The first header of a name, given in lower case."""
    return next((value for key, value in headers if key.lower() == name), None)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The answer that brought a recording.

    url: the address that was asked for
    address: where the redirects, or a playlist, ended
    memento: when a web archive captured it, ISO 8601; None where the address itself answered
    ends: whether its end could be told from a broken connection
    """

    url: str
    address: str
    status: int
    headers: Headers
    memento: str | None = None
    ends: bool = True


@dataclass(frozen=True, slots=True)
class Word:
    """A word as the engine heard it, with the punctuation that follows it and no blanks.

    start, end: seconds; None where the source gives no word times
    probability: the engine's own, 0 to 1
    """

    heard: str
    start: float | None = None
    end: float | None = None
    probability: float | None = None

    @property
    def is_timed(self) -> bool:
        """Whether its source says when it was said."""
        return self.start is not None and self.end is not None


@dataclass(frozen=True, slots=True)
class Segment:
    """A spoken sentence.

    start, end: seconds
    avg_logprob, no_speech_prob, compression_ratio, temperature: the decoder's figures, those of the worst chunk where a
        sentence spans several; None where the transcript came from a file
    confidence: the share of the words that is probably right, 0 to 1, see ``archiver.transcript.confidence``;
        None where the transcript came from a file
    flags: doubts about the sentence, see ``archiver.transcript.quality_flags``
    language: ISO 639-1 code of what is spoken in it; None where nobody knows
    """

    start: float
    end: float
    heard: str
    words: tuple[Word, ...] = ()
    speaker: str | None = None
    confidence: float | None = None
    avg_logprob: float | None = None
    no_speech_prob: float | None = None
    compression_ratio: float | None = None
    temperature: float | None = None
    flags: tuple[str, ...] = ()
    turn: Literal["question", "answer"] | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Sound:
    """What is heard beside words: applause, laughter, music, a voice that nobody understands.

    start, end: seconds; those of its cue where the sound itself was not timed
    label: as the transcript names it, without brackets
    """

    start: float
    end: float
    label: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """What one engine with one model transcribed, or what a file says was said.

    parameters: settings that decide the result; the same settings are never run twice on the same bytes
    language: ISO 639-1 code of what is spoken most; its segments tell their own
    seconds_taken: time that transcribing took, None for a file
    sounds: what it names beside the words
    doubts: what of a file could not be read as it stands, in words for a person
    """

    engine: str
    model: str
    segments: tuple[Segment, ...]
    engine_version: str | None = None
    model_sha256: str | None = None
    language: str | None = None
    parameters: Mapping[str, object] = field(default_factory=dict)
    seconds_taken: float | None = None
    sounds: tuple[Sound, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Why a sentence was tied to a paragraph, as it was found when that was done.

    basis: what told it: the same words in a row; meaning; letters in common; words and the order of a whole report; or
        a link to the same paragraph of the release in the language that was spoken
    matched: words taken for each other, in the order of speech: where in the sentence, where in the paragraph's text
    parts: what the score was made of. For meaning and letters they are log-odds and add up; for words they are counts
        of words and their density; for order they are log-likelihood ratios a word
    staying: what spoke, beside the score, for staying with the paragraph of the sentence before, as log-odds
    margin: by how much the paragraph was likelier than anything else, neighbours considered, as log-odds; the score is
        how often links with such a margin were right
    """

    basis: Basis
    matched: tuple[tuple[Span, Span], ...]
    parts: Mapping[str, float]
    staying: float = 0.0
    margin: float = 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A sentence tied to a paragraph.

    segment, paragraph: positions, from 1
    relation: read out word for word, or said in other words
    score: how often a link like this one is right, 0 to 1
    span: first and past-the-last code point in the paragraph's text; the whole text for a paraphrase
    start, end: seconds into the recording; None where nothing was timed
    why: None where nobody wrote it down
    words: first and last word of the sentence that were read, from 0; None for a paraphrase, and where it has no words
    """

    segment: int
    paragraph: int
    relation: Relation
    score: float
    span: Span
    start: float | None = None
    end: float | None = None
    why: Why | None = None
    words: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """What transcribed words should be, as a release tells.

    segment: position, from 1
    first, last: the words it takes the place of, by position from 1, both included
    text: with the punctuation that the engine put around them
    reason: in words for a person
    """

    segment: int
    first: int
    last: int
    text: str
    reason: str
