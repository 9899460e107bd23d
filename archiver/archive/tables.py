"""The archive's tables: what a row of each is, its columns with their types, keys, units and meanings, and its indexes.

This is the only place where they are declared: the schema, the descriptions for people and ``db/README.md`` follow it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

OnDelete = Literal["CASCADE", "SET NULL", "NO ACTION"]
Unit = Literal["seconds", "kB of 1000 bytes", "bytes", "bit/s", "Hz", "code points"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its meaning, without a full stop, and how it is kept.

    unit: what it is counted in
    required: whether it is never empty, as is one with a default
    to: the table whose rows it names by their id
    on_delete: what becomes of a row when the row that it names is deleted, which else is refused
    """

    meaning: str
    type: type[int] | type[str] | type[float] | type[bytes] = str
    unit: Unit | None = None
    required: bool = False
    default: int | str | None = None
    to: str | None = None
    on_delete: OnDelete = "NO ACTION"

    def __str__(self) -> str:
        return f"{self.meaning} [{self.unit}]" if self.unit else self.meaning


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name for people, what one row is, and its columns.

    unique: columns, or expressions, that no two rows have alike
    searched: columns in the full-text index
    """

    title: str
    row: str
    columns: Mapping[str, Column]
    unique: tuple[tuple[str, ...], ...] = ()
    indexes: tuple[tuple[str, ...], ...] = ()
    searched: tuple[str, ...] = ()


ID = Column("Number of this row", int)


def row_of(table: str, meaning: str, on_delete: OnDelete = "NO ACTION") -> Column:
    """A column that may name a row of another table."""
    return Column(meaning, int, to=table, on_delete=on_delete)


def part_of(table: str, meaning: str) -> Column:
    """A column that names the row, of another table, to which a row belongs and with which it goes."""
    return Column(meaning, int, required=True, to=table, on_delete="CASCADE")


TABLES: Mapping[str, Table] = {
    "captures": Table(
        "Captures",
        "The bytes of a page or transcript file as fetched or read, against which any reading can be checked.",
        {
            "id": ID,
            "url": Column("Address of the page; empty for a file whose address nobody gave"),
            "source": Column("What was read: an address or the name of a file", required=True),
            "captured": Column("When it was fetched or read (ISO 8601, UTC)", required=True),
            "sha256": Column("SHA-256 of the bytes, in hex", required=True),
            "size": Column("How large it is", int, "bytes", required=True),
            "media_type": Column("What the server, or the file's ending, says it is"),
            "status": Column("The server's HTTP status; empty for a file", int),
            "path": Column(
                "Where the bytes lie in the archive's folder; a WARC file for a server's answer", required=True
            ),
            "base": Column("Address that relative links start from, where redirects ended; empty: the same as url"),
            "etag": Column("ETag, by which the server tells whether the page has changed"),
            "last_modified": Column("When the page changed last, as the server says"),
            "memento": Column("When a web archive captured it (ISO 8601, UTC); empty where the page itself answered"),
            "warc_offset": Column("Where the answer's record begins in the WARC file; empty for a file", int, "bytes"),
            "doubts": Column("What was to be said about how it was come by, in words (JSON list)", default="[]"),
        },
        indexes=(("url", "sha256"),),
    ),
    "releases": Table(
        "Releases",
        "One reading of one capture of a written release. A page that changed, or that a better reader "
        "reads otherwise, has several; “Current releases” has the newest of each.",
        {
            "id": ID,
            "url": Column("Address of the page"),
            "title": Column("Title as printed", required=True),
            "number": Column("Number as printed, like (2006)150"),
            "issuer": Column("Who issued it"),
            "date": Column("Day of the release (ISO 8601)"),
            "updated": Column("Day on which the page says it was updated (ISO 8601)"),
            "language": Column("Language of the text (ISO 639-1)"),
            "capture": Column("The bytes that this is a reading of", int, to="captures", required=True),
            "replaces": row_of("releases", "The older version that this one takes the place of"),
            "reader": Column("Newest version of the page reader that gives this reading", int, default=1),
            "doubts": Column("What the reader was unsure of, in words (JSON list)", default="[]"),
            "lost": Column(
                "Share of the text on the page that is neither in the release nor plainly furniture, 0 to 1",
                float,
                default=0,
            ),
            "edited": Column(
                "Columns that a person corrected, and that no new reading changes (JSON list)", default="[]"
            ),
            "current": Column("1 for the newest version of its page, 0 for an older one", int, default=1),
            "translations": Column(
                "Where the page says that it stands in other languages (JSON list of language and url)", default="[]"
            ),
            "translation_of": row_of(
                "releases", "The release of which this is the text in another language, archived before", "SET NULL"
            ),
        },
        unique=(("coalesce(url, '')", "capture", "coalesce(replaces, 0)"),),
        indexes=(("replaces",), ("url",), ("capture",), ("date", "current"), ("language",), ("translation_of",)),
        searched=("title", "number", "issuer"),
    ),
    "paragraphs": Table(
        "Paragraphs",
        "One paragraph of a release.",
        {
            "id": ID,
            "release": part_of("releases", "The release it stands in"),
            "position": Column("Place in the release, from 1", int, required=True),
            "label": Column("Number or letter as printed, like 4. or (a)"),
            "heading": Column("The heading above it"),
            "text": Column("The text, without the label", required=True),
        },
        unique=(("release", "position"),),
        searched=("heading", "text"),
    ),
    "recordings": Table(
        "Recordings",
        "One sound, identified by its bytes. A transcript that came without its sound has a row without bytes.",
        {
            "id": ID,
            "sha256": Column("SHA-256 of the bytes, in hex; empty where only a transcript was to be had"),
            "path": Column("Where the bytes lie in the archive's folder"),
            "size": Column("How large the file is", int, "bytes"),
            "format": Column("Format of the file, like mp3"),
            "duration": Column("Length as the file says", float, "seconds"),
            "codec": Column("How the sound is coded"),
            "bit_rate": Column("Bit rate as the file says", int, "bit/s"),
            "channels": Column("Number of channels", int),
            "sample_rate": Column("Samples of each channel in a second", int, "Hz"),
            "heard_duration": Column("Length that could be decoded; less where the file breaks off", float, "seconds"),
            "peaks": Column("Loudness from start to end, for drawing the waveform (JSON list)"),
            "added": Column("When it came into the archive (ISO 8601, UTC)", required=True),
        },
        unique=(("sha256",),),
    ),
    "downloads": Table(
        "Downloads",
        "One answer of a server that brought a recording.",
        {
            "id": ID,
            "recording": part_of("recordings", "The recording that it brought"),
            "url": Column("Address that was asked for", required=True),
            "address": Column("Where redirects, or a playlist of one file, ended", required=True),
            "downloaded": Column("When it was whole (ISO 8601, UTC)", required=True),
            "status": Column("The server's HTTP status; 206 where a download was resumed", int, required=True),
            "media_type": Column("What the server says it is"),
            "etag": Column("ETag, by which the server tells whether it has changed"),
            "last_modified": Column("When it changed last, as the server says"),
            "memento": Column("When a web archive captured it (ISO 8601, UTC); empty where the address answered"),
            "headers": Column("All headers of the answer, in their order (JSON list of pairs)", required=True),
        },
        indexes=(("url",), ("recording",)),
    ),
    "release_recordings": Table(
        "Media links",
        "One link on a release that points to a recording, whether or not the recording could be had.",
        {
            "id": ID,
            "release": part_of("releases", "The release that the link stands on"),
            "position": Column("Place among the release's links, from 1", int, required=True),
            "label": Column("Words of the link, without format and size", required=True),
            "format": Column("Format that the label tells"),
            "announced_kb": Column("Size that the label tells", int, "kB of 1000 bytes"),
            "announced_seconds": Column("Length that the label tells", float, "seconds"),
            "url": Column("Where the link points"),
            "recording": row_of("recordings", "The recording; empty while it was not obtained"),
            "reason": Column("Why it was not obtained"),
            "by_hand": Column("1 where a person added the link, 0 where the page has it", int, default=0),
        },
        unique=(("release", "position"),),
        indexes=(("recording",),),
    ),
    "transcripts": Table(
        "Transcripts",
        "What one engine with one model made of one recording, or what a transcript file says was said.",
        {
            "id": ID,
            "recording": part_of("recordings", "The recording that was transcribed"),
            "engine": Column("The program that transcribed it, or the kind of file it came from", required=True),
            "engine_version": Column("Version of that program"),
            "model": Column("Name of the model", required=True),
            "model_sha256": Column("SHA-256 of the model's weights, in hex"),
            "language": Column("Language that is spoken most (ISO 639-1); each sentence has its own"),
            "parameters": Column("Settings that decide the result (JSON)", required=True),
            "capture": row_of("captures", "The transcript file it was read from; empty for an engine"),
            "created": Column("When it was made (ISO 8601, UTC)", required=True),
            "seconds_taken": Column("How long transcribing took; empty for a file", float, "seconds"),
            "current": Column("1 for the newest transcript of its recording, 0 for the others", int, default=1),
        },
        indexes=(("recording", "current"), ("capture",), ("language",)),
    ),
    "segments": Table(
        "Sentences of transcripts",
        "One spoken sentence of one transcript.",
        {
            "id": ID,
            "transcript": part_of("transcripts", "The transcript it belongs to"),
            "position": Column("Place in the transcript, from 1", int, required=True),
            "start": Column("Where it begins in the recording", float, "seconds", required=True),
            "end": Column("Where it ends in the recording", float, "seconds", required=True),
            "heard": Column("The engine's own words, never changed; empty where it wrote down none", required=True),
            "text": Column("The best text: the engine's words with the newest corrections", required=True),
            "speaker": Column("Label of the speaker, like S1"),
            "confidence": Column(
                "Share of the words that is probably right, 0 to 1; empty where the transcript was read from a "
                "file. Transcripts created before 27 November 2026 may have the geometric mean of "
                "words.probability",
                float,
            ),
            "avg_logprob": Column("Mean log probability of the decoder's tokens, of the worst piece", float),
            "no_speech_prob": Column("The decoder's probability that nobody speaks, 0 to 1, of the worst piece", float),
            "compression_ratio": Column("How well the text compresses, of the worst piece; repetitive over 2.4", float),
            "temperature": Column("Temperature at which the decoder was content, of the worst piece; 0 is best", float),
            "flags": Column(
                "Quality flags (JSON list): repetitive, unlikely, maybe silence, too fast, no speech, maybe "
                "invented; language not known by this model: it has no words; speech missed: without words, somebody "
                "speaks and nobody wrote down what; with words, somebody speaks after it, or before the first, and no "
                "words were found; not timed: nobody knows when it was said, and its start and end are those of what "
                "is known before it",
                required=True,
            ),
            "turn": Column("Part of a question or of an answer; empty for neither"),
            "language": Column("Language that is spoken in it (ISO 639-1); empty where nobody knows"),
        },
        unique=(("transcript", "position"),),
        indexes=(("confidence",),),
        searched=("text", "heard"),
    ),
    "words": Table(
        "Words",
        "One word of a spoken sentence.",
        {
            "id": ID,
            "segment": part_of("segments", "The sentence it is spoken in"),
            "position": Column("Place in the sentence, from 1", int, required=True),
            "start": Column("Where it begins in the recording; empty if not timed", float, "seconds"),
            "end": Column("Where it ends in the recording; empty if not timed", float, "seconds"),
            "heard": Column("The word as the engine has it, with its punctuation", required=True),
            "probability": Column("The engine's own probability, 0 to 1", float),
        },
        unique=(("segment", "position"),),
    ),
    "sounds": Table(
        "Sounds",
        "What a transcript names beside its words: applause, laughter, music, a voice that nobody understands.",
        {
            "id": ID,
            "transcript": part_of("transcripts", "The transcript that names it"),
            "start": Column("Where it begins in the recording", float, "seconds", required=True),
            "end": Column("Where it ends in the recording", float, "seconds", required=True),
            "label": Column("What it is, as the transcript has it, without brackets", required=True),
        },
        indexes=(("transcript",),),
    ),
    "speakers": Table(
        "Speakers",
        "One speaker in one transcript, told from the others by speaker diarization or named by a file.",
        {
            "id": ID,
            "transcript": part_of("transcripts", "The transcript in which they speak"),
            "label": Column("Label of the speaker in the sentences, like S1", required=True),
            "name": Column("Name given by people"),
        },
        unique=(("transcript", "label"),),
        indexes=(("name",),),
    ),
    "alignments": Table(
        "Alignments",
        "One run that linked the sentences of a transcript to the paragraphs of a release.",
        {
            "id": ID,
            "release": part_of("releases", "The release with the paragraphs"),
            "transcript": part_of("transcripts", "The transcript with the sentences"),
            "method": Column("How it was done", required=True),
            "version": Column("Version of the archiver that did it", required=True),
            "parameters": Column("Settings that decide the result (JSON)", required=True),
            "created": Column("When it was made (ISO 8601, UTC)", required=True),
            "current": Column(
                "1 for the newest alignment of a current release with a current transcript, 0 for the others",
                int,
                default=1,
            ),
        },
        indexes=(("release", "transcript"), ("transcript", "current")),
    ),
    "links": Table(
        "Links",
        "One sentence linked to one paragraph. A sentence without a link that stands belongs to no paragraph.",
        {
            "id": ID,
            "alignment": part_of("alignments", "The run that found it"),
            "segment": part_of("segments", "The sentence"),
            "paragraph": part_of("paragraphs", "The paragraph"),
            "relation": Column("verbatim: read out word for word; paraphrase: said in other words", required=True),
            "score": Column("How often a link like this one is right, 0 to 1", float, required=True),
            "span_start": Column("First character read in the paragraph, from 0", int, "code points", required=True),
            "span_end": Column("Past the last character read in the paragraph", int, "code points", required=True),
            "start": Column("Where the words read begin in the recording; empty if not timed", float, "seconds"),
            "end": Column("Where the words read end in the recording; empty if not timed", float, "seconds"),
            "human": row_of(
                "human_links", "The decision by hand that it comes from; empty: the machine found it", "CASCADE"
            ),
            "overruled_by": row_of(
                "human_links", "The decision by hand because of which it does not count; empty: it stands", "SET NULL"
            ),
            "why": Column(
                "Why the machine found it: the words matched with each other (where in the sentence, where in the"
                " paragraph) and what the score was made of (JSON); empty: by hand, or found by an earlier "
                "version"
            ),
        },
        indexes=(
            ("alignment",),
            ("segment", "alignment", "overruled_by"),
            ("paragraph",),
            ("human",),
            ("overruled_by",),
        ),
    ),
    "corrections": Table(
        "Corrections",
        "Words of a transcript that a release corrects: words read out and transcribed wrongly, words "
        "spelled otherwise there, names that the engine did not know. The words of the engine stay; "
        "corrections by people go first.",
        {
            "id": ID,
            "alignment": part_of(
                "alignments", "The run that found it; of several of a release and a transcript the newest counts"
            ),
            "first_word": part_of("words", "The first word corrected"),
            "last_word": part_of("words", "The last word corrected"),
            "text": Column("What the release has instead, with the transcript's punctuation", required=True),
            "reason": Column(
                "Why: how alike it sounds, and how probable the engine found its own words", required=True
            ),
        },
        indexes=(("alignment",), ("first_word",), ("last_word",)),
    ),
    "human_links": Table(
        "Links made by people",
        "What a person says about a part of a recording. It outlives transcripts and versions of the "
        "page: it is applied by time and by the text of the paragraph, unless it was superseded or "
        "withdrawn.",
        {
            "id": ID,
            "release": part_of("releases", "The release it was made on"),
            "recording": part_of("recordings", "The recording it speaks of"),
            "start": Column("Where that part begins in the recording", float, "seconds", required=True),
            "end": Column("Where that part ends in the recording", float, "seconds", required=True),
            "paragraph": Column("Position of the paragraph, from 1; empty: belongs to none", int),
            "paragraph_text": Column("The paragraph's text when the link was made"),
            "created": Column("When it was made (ISO 8601, UTC)", required=True),
            "superseded_by": row_of("human_links", "The later decision that takes its place", "SET NULL"),
            "said": Column("What the transcript had there when it was made; tells sentences of the same time apart"),
            "also": Column(
                "1 where it adds a paragraph to what else is known there, 0 where it is all", int, default=0
            ),
            "withdrawn": Column("When it was taken back (ISO 8601, UTC); the machine's answer counts again"),
        },
        indexes=(("release",), ("recording",)),
    ),
    "human_texts": Table(
        "Sentences corrected by people",
        "What a person says was said in a part of a recording. It outlives transcripts and alignments: it"
        " is applied by time and by the words that the transcript had there, unless it was superseded or "
        "withdrawn.",
        {
            "id": ID,
            "recording": part_of("recordings", "The recording it speaks of"),
            "start": Column("Where that part begins in the recording", float, "seconds", required=True),
            "end": Column("Where that part ends in the recording", float, "seconds", required=True),
            "heard": Column("What the transcript had there when it was corrected", required=True),
            "text": Column("What was said, as the person says", required=True),
            "who": Column("The person: the name given with --by, else the login name", required=True),
            "created": Column("When they said so (ISO 8601, UTC)", required=True),
            "superseded_by": row_of("human_texts", "The later decision that takes its place", "SET NULL"),
            "withdrawn": Column("When it was taken back (ISO 8601, UTC); the transcript's words count again"),
        },
        indexes=(("recording",),),
    ),
    "events": Table(
        "Log",
        "One thing that was done, and how it ended. Rows are only ever added.",
        {
            "id": ID,
            "at": Column("When (ISO 8601, UTC)", required=True),
            "version": Column("Version of the archiver that did it", required=True),
            "action": Column("What was done", required=True),
            "outcome": Column("How it ended", required=True),
            "message": Column("What a person should know about it", required=True),
            "release": Column("Number of the release it was about, which may be gone", int),
            "recording": Column("Number of the recording it was about, which may be gone", int),
            "transcript": Column("Number of the transcript it was about, which may be gone", int),
            "seconds": Column("How long it took", float, "seconds"),
            "sha256": Column(
                "SHA-256, in hex, of this event and of the sha256 of the one before, so that no event can be changed "
                "or taken out unseen"
            ),
            "origin": Column("The sha256 that it had in the archive that it came from with a merge; empty: our own"),
        },
        indexes=(("release",), ("recording",), ("transcript",)),
    ),
    "paragraph_coverage": Table(
        "Figures of coverage",
        "How much of a paragraph was talked about, counted from the links that stand: what the view “Coverage” tells. "
        "Paragraphs of releases of which nothing was heard have none.",
        {
            "id": part_of("paragraphs", "Number of the paragraph's row"),
            "release": part_of("releases", "The release it stands in"),
            "moments": Column("Number of sentences linked to it", int, required=True),
            "read_out": Column("Number of those sentences that read it word for word", int, required=True),
            "seconds": Column("How long it was talked about, all sentences together", float, "seconds", required=True),
            "share_read": Column("Share of its characters that were read word for word, 0 to 1", float, required=True),
        },
        indexes=(("release", "moments"), ("share_read", "release")),
    ),
    "stale_coverage": Table(
        "Releases to be counted anew",
        "A release whose links changed, until its coverage is counted at the end of the same step. Normally there is "
        "none.",
        {"id": part_of("releases", "The release")},
    ),
    "speaking_time": Table(
        "Figures of speaking time",
        "How long a speaker speaks in a transcript, counted from its sentences: what “Who spoke longest” tells.",
        {
            "id": part_of("segments", "Number of their first sentence"),
            "transcript": part_of("transcripts", "The transcript in which they speak"),
            "speaker": Column("Label of the speaker, like S1; empty where speakers were not told apart"),
            "sentences": Column("Number of their sentences that have words", int, required=True),
            "seconds": Column("Length of their sentences, without the pauses between", float, "seconds", required=True),
            "start": Column("Where they begin in the recording", float, "seconds", required=True),
        },
        indexes=(("transcript",), ("seconds",)),
    ),
    "stale_speaking_time": Table(
        "Transcripts to be counted anew",
        "A transcript whose sentences changed, until speaking time is counted at the end of the same step. Normally "
        "there is none.",
        {"id": part_of("transcripts", "The transcript")},
    ),
    "meanings": Table(
        "Meanings",
        "What texts that follow each other mean, as vectors of a sentence encoder: spoken sentences of a transcript, "
        "or paragraphs of a release. Searching by meaning compares them with what is asked.",
        {
            "id": ID,
            "transcript": row_of(
                "transcripts", "The transcript whose sentences they are; empty for paragraphs", "CASCADE"
            ),
            "release": row_of("releases", "The release whose paragraphs they are; empty for sentences", "CASCADE"),
            "first": Column("Position of the first of them, from 1", int, required=True),
            "encoder": Column("Name of the sentence encoder", required=True),
            "encoder_sha256": Column("SHA-256 of the encoder's weights, in hex", required=True),
            "texts": Column("The first 8 bytes of the SHA-256 of each text that was read", bytes, required=True),
            "vectors": Column(
                "One vector after the other, each number in one signed byte: 400 times what it is in a vector of "
                "length 1. Zeros stand for a text without words",
                bytes,
                required=True,
            ),
        },
        unique=(("transcript", "first"), ("release", "first")),
    ),
    "queue": Table(
        "Queue",
        "One release whose recordings are to be downloaded, transcribed and linked by `archiver work`, or were.",
        {
            "id": ID,
            "release": part_of("releases", "The release"),
            "options": Column(
                "How it is to be transcribed: engine, model, language, sound track (JSON)", required=True
            ),
            "state": Column("`waiting`, `running`, `done` or `failed`", required=True),
            "added": Column("When it was put in (ISO 8601, UTC)", required=True),
            "begun": Column("When work on it began (ISO 8601, UTC); empty: not yet"),
            "ended": Column("When it was done, or failed (ISO 8601, UTC)"),
            "message": Column("Why it failed"),
        },
        unique=(("release",),),
        indexes=(("state",),),
    ),
    "file_checks": Table(
        "Checked files",
        "When a file was last read from its first byte to its last and had the hash that it was archived with.",
        {
            "id": ID,
            "path": Column("Where the bytes lie in the archive's folder", required=True),
            "checked": Column("When it was read and was whole (ISO 8601, UTC)", required=True),
            "modified": Column(
                "When the file was written last, as the disk says; in ns since 1970", int, required=True
            ),
            "run": Column(
                "Number of the last event before the run of `archiver verify` that read it; empty for a sample", int
            ),
        },
        unique=(("path",),),
    ),
    "doomed_files": Table(
        "Files to be deleted",
        "One file of a release that was taken down, until it is deleted. Normally there is none.",
        {
            "id": ID,
            "path": Column("Where the bytes lie in the archive's folder", required=True),
            "doomed": Column("When the release was taken down (ISO 8601, UTC)", required=True),
        },
    ),
}
