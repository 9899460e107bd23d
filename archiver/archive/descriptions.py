"""What every table, view and column of the archive means, with units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Unit = Literal["seconds", "kB of 1000 bytes", "bytes", "bit/s", "Hz", "code points"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's meaning, without a full stop, and the unit it is counted in."""

    meaning: str
    unit: Unit | None = None

    def __str__(self) -> str:
        return f"{self.meaning} [{self.unit}]" if self.unit else self.meaning


@dataclass(frozen=True, slots=True)
class Described:
    """A table or view: its name for people, what one row is, and its columns in the schema's order."""

    kind: Literal["table", "view"]
    title: str
    row: str
    columns: Mapping[str, Column]


ID = Column("Number of this row")

TABLES: Mapping[str, Described] = {
    "captures": Described(
        "table",
        "Captures",
        "The bytes of a page or transcript file as fetched or read, against which any reading can be checked.",
        {
            "id": ID,
            "url": Column("Address of the page; empty for a file whose address nobody gave"),
            "source": Column("What was read: an address or the name of a file"),
            "captured": Column("When it was fetched or read (ISO 8601, UTC)"),
            "sha256": Column("SHA-256 of the bytes, in hex"),
            "size": Column("How large it is", "bytes"),
            "media_type": Column("What the server, or the file's ending, says it is"),
            "status": Column("The server's HTTP status; empty for a file"),
            "path": Column("Where the bytes lie, from the archive's folder: a WARC file for what a server answered"),
            "base": Column(
                "Address that the page's relative links start from, where redirects ended; empty: the same as url"
            ),
            "etag": Column("Mark by which the server knows whether the page has changed"),
            "last_modified": Column("When the page changed last, as the server says"),
            "memento": Column("When a web archive captured it (ISO 8601, UTC); empty where the page itself answered"),
            "warc_offset": Column("Where the record of the answer begins in the WARC file; empty for a file", "bytes"),
        },
    ),
    "releases": Described(
        "table",
        "Releases",
        "One reading of one capture of a written release. A page that changed, or that a better reader reads "
        "otherwise, has several; “Current releases” has the newest of each.",
        {
            "id": ID,
            "url": Column("Address of the page"),
            "title": Column("Title as printed"),
            "number": Column("Number as printed, like (2006)150"),
            "issuer": Column("Who issued it"),
            "date": Column("Day of the release (ISO 8601)"),
            "updated": Column("Day on which the page says it was updated (ISO 8601)"),
            "language": Column("Language of the text (ISO 639-1)"),
            "capture": Column("The bytes that this is a reading of"),
            "replaces": Column("The older version that this one takes the place of"),
            "reader": Column("Newest version of the page reader that gives this reading"),
            "edited": Column("Columns that a person put right, which stay when the page is read again (JSON list)"),
        },
    ),
    "paragraphs": Described(
        "table",
        "Paragraphs",
        "One paragraph of a release.",
        {
            "id": ID,
            "release": Column("The release it stands in"),
            "position": Column("Place in the release, from 1"),
            "label": Column("Number or letter as printed, like 4. or (a)"),
            "heading": Column("The heading above it"),
            "text": Column("The text, without the label"),
        },
    ),
    "recordings": Described(
        "table",
        "Recordings",
        "One sound, identified by its bytes. A transcript that came without its sound has a row without bytes.",
        {
            "id": ID,
            "sha256": Column("SHA-256 of the bytes, in hex; empty where only a transcript was to be had"),
            "path": Column("Where the bytes lie, from the archive's folder"),
            "size": Column("How large the file is", "bytes"),
            "format": Column("Format of the file, like mp3"),
            "duration": Column("Length as the file says", "seconds"),
            "codec": Column("How the sound is coded"),
            "bit_rate": Column("Bit rate as the file says", "bit/s"),
            "channels": Column("Number of channels"),
            "sample_rate": Column("Samples of each channel in a second", "Hz"),
            "heard_duration": Column(
                "Length that could be decoded; less than the duration if the file breaks off", "seconds"
            ),
            "peaks": Column("Loudness from start to end, for drawing the waveform (JSON list)"),
            "added": Column("When it came into the archive (ISO 8601, UTC)"),
        },
    ),
    "downloads": Described(
        "table",
        "Downloads",
        "One answer of a server that brought a recording.",
        {
            "id": ID,
            "recording": Column("The recording that it brought"),
            "url": Column("Address that was asked for"),
            "address": Column("Where redirects, or a playlist of one file, ended"),
            "downloaded": Column("When it was whole (ISO 8601, UTC)"),
            "status": Column("The server's HTTP status; 206 where a download that broke off was gone on with"),
            "media_type": Column("What the server says it is"),
            "etag": Column("Mark by which the server knows whether it has changed"),
            "last_modified": Column("When it changed last, as the server says"),
            "memento": Column(
                "When a web archive captured it (ISO 8601, UTC); empty where the address itself answered"
            ),
            "headers": Column("All headers of the answer, in their order (JSON list of pairs)"),
        },
    ),
    "release_recordings": Described(
        "table",
        "Media links",
        "One link on a release that points to a recording, whether or not the recording could be had.",
        {
            "id": ID,
            "release": Column("The release that the link stands on"),
            "position": Column("Place among the release's links, from 1"),
            "label": Column("Words of the link, without format and size"),
            "format": Column("Format that the label tells"),
            "announced_kb": Column("Size that the label tells", "kB of 1000 bytes"),
            "announced_seconds": Column("Length that the label tells", "seconds"),
            "url": Column("Where the link points"),
            "recording": Column("The recording; empty while it was not obtained"),
            "reason": Column("Why it was not obtained"),
            "by_hand": Column("1 where a person added the link, 0 where the page has it"),
        },
    ),
    "transcripts": Described(
        "table",
        "Transcripts",
        "What one engine with one model heard in one recording, or what a file says was heard.",
        {
            "id": ID,
            "recording": Column("The recording that was heard"),
            "engine": Column("The program that heard it, or the kind of file it came from"),
            "engine_version": Column("Version of that program"),
            "model": Column("Name of the model"),
            "model_sha256": Column("SHA-256 of the model's weights, in hex"),
            "language": Column("Language that was heard (ISO 639-1)"),
            "parameters": Column("Settings that decide the result (JSON)"),
            "capture": Column("The transcript file it was read from; empty for an engine"),
            "created": Column("When it was made (ISO 8601, UTC)"),
            "seconds_taken": Column("How long the hearing took; empty for a file", "seconds"),
        },
    ),
    "segments": Described(
        "table",
        "Sentences of transcripts",
        "One spoken sentence of one transcript.",
        {
            "id": ID,
            "transcript": Column("The transcript it belongs to"),
            "position": Column("Place in the transcript, from 1"),
            "start": Column("Where it begins in the recording", "seconds"),
            "end": Column("Where it ends in the recording", "seconds"),
            "heard": Column("The engine's own words, never changed"),
            "text": Column("The best reading: the words heard, with what the newest corrections and people put right"),
            "speaker": Column("Label of the voice, like S1"),
            "confidence": Column(
                "Share of the words heard that is probably right, 0 to 1; null where the transcript was read from a "
                "file. Transcripts created before 27 November 2026 may have the geometric mean of words.probability"
            ),
            "avg_logprob": Column("Mean log probability of the decoder's tokens, of the worst piece"),
            "no_speech_prob": Column("The decoder's probability that nobody speaks, 0 to 1, of the worst piece"),
            "compression_ratio": Column("How well the text compresses, of the worst piece; over 2.4 it is repetitive"),
            "temperature": Column("Temperature at which the decoder was content, of the worst piece; 0 is best"),
            "flags": Column(
                "Doubts (JSON list): repetitive, unlikely, maybe silence, too fast, no speech, maybe invented; "
                "speech missed: somebody spoke after it, or before the first, and no words were found"
            ),
            "turn": Column("Part of a question or of an answer; empty for neither"),
        },
    ),
    "words": Described(
        "table",
        "Words",
        "One word of a spoken sentence.",
        {
            "id": ID,
            "segment": Column("The sentence it is spoken in"),
            "position": Column("Place in the sentence, from 1"),
            "start": Column("Where it begins in the recording; empty if not timed", "seconds"),
            "end": Column("Where it ends in the recording; empty if not timed", "seconds"),
            "heard": Column("The word as the engine heard it, with its punctuation"),
            "probability": Column("The engine's own probability, 0 to 1"),
        },
    ),
    "speakers": Described(
        "table",
        "Speakers",
        "One voice in one transcript.",
        {
            "id": ID,
            "transcript": Column("The transcript in which it speaks"),
            "label": Column("Label of the voice in the sentences, like S1"),
            "name": Column("Name given by people"),
        },
    ),
    "alignments": Described(
        "table",
        "Alignments",
        "One run that tied the sentences of a transcript to the paragraphs of a release.",
        {
            "id": ID,
            "release": Column("The release whose paragraphs were looked for"),
            "transcript": Column("The transcript whose sentences were tied"),
            "method": Column("How it was done"),
            "version": Column("Version of the archiver that did it"),
            "parameters": Column("Settings that decide the result (JSON)"),
            "created": Column("When it was made (ISO 8601, UTC)"),
        },
    ),
    "links": Described(
        "table",
        "Links",
        "One sentence tied to one paragraph. A sentence without a link that stands belongs to no paragraph.",
        {
            "id": ID,
            "alignment": Column("The run that found it"),
            "segment": Column("The sentence"),
            "paragraph": Column("The paragraph"),
            "relation": Column("verbatim: read out word for word; paraphrase: said in other words"),
            "score": Column("How often a link like this one is right, 0 to 1"),
            "span_start": Column("First character read, in the paragraph's text, from 0", "code points"),
            "span_end": Column("Past the last character read, in the paragraph's text", "code points"),
            "start": Column("Where the words read begin in the recording; empty if not timed", "seconds"),
            "end": Column("Where the words read end in the recording; empty if not timed", "seconds"),
            "human": Column("The decision by hand that it comes from; empty: the machine found it"),
            "overruled_by": Column("The decision by hand because of which it does not count; empty: it stands"),
            "why": Column(
                "Why the machine found it: the words taken for each other (where in what was heard, where in the "
                "paragraph) and what the score was made of (JSON); empty: by hand, or found by an earlier version"
            ),
        },
    ),
    "corrections": Described(
        "table",
        "Corrections",
        "Heard words that a release puts right: those misheard of what was read out, spelled otherwise there, or a "
        "name that the engine did not know. The words themselves stay; what people put right goes first.",
        {
            "id": ID,
            "alignment": Column("The run that found it; of several of a release and a transcript the newest counts"),
            "first_word": Column("The first word put right"),
            "last_word": Column("The last word put right"),
            "text": Column("What the release has instead, with the punctuation that was heard around it"),
            "reason": Column(
                "Why it was put right: how alike it sounds, and how probable the engine found what it heard"
            ),
        },
    ),
    "human_links": Described(
        "table",
        "Links made by people",
        "What a person says about a stretch of a recording. It outlives transcripts and versions of the page: it is "
        "applied by time and by the text of the paragraph, unless it was superseded or withdrawn.",
        {
            "id": ID,
            "release": Column("The release it was made on"),
            "recording": Column("The recording it speaks of"),
            "start": Column("Where the stretch begins in the recording", "seconds"),
            "end": Column("Where the stretch ends in the recording", "seconds"),
            "paragraph": Column("Position of the paragraph, from 1; empty: belongs to none"),
            "paragraph_text": Column("The paragraph's text when the link was made"),
            "created": Column("When it was made (ISO 8601, UTC)"),
            "superseded_by": Column("The later judgement that takes its place"),
            "said": Column("What was heard there when it was made; tells sentences of the same stretch apart"),
            "also": Column("1 where it adds a paragraph to what else is known of the stretch, 0 where it is all"),
            "withdrawn": Column("When it was taken back (ISO 8601, UTC); the machine's answer counts again"),
        },
    ),
    "human_texts": Described(
        "table",
        "Sentences put right by people",
        "What a person says was said in a stretch of a recording. It outlives transcripts and alignments: it is "
        "applied by time and by the words that were heard there, unless it was superseded or withdrawn.",
        {
            "id": ID,
            "recording": Column("The recording it speaks of"),
            "start": Column("Where the stretch begins in the recording", "seconds"),
            "end": Column("Where the stretch ends in the recording", "seconds"),
            "heard": Column("What was heard there when it was put right"),
            "text": Column("What was said, as the person says"),
            "who": Column("The person: the name given with --by, else the login name"),
            "created": Column("When they said so (ISO 8601, UTC)"),
            "superseded_by": Column("The later judgement that takes its place"),
            "withdrawn": Column("When it was taken back (ISO 8601, UTC); what was heard counts again"),
        },
    ),
    "events": Described(
        "table",
        "Log",
        "One thing that was done, and how it ended. Rows are only ever added.",
        {
            "id": ID,
            "at": Column("When (ISO 8601, UTC)"),
            "version": Column("Version of the archiver that did it"),
            "action": Column("What was done"),
            "outcome": Column("How it ended"),
            "message": Column("What a person should know about it"),
            "release": Column("Number of the release it was about, which may be gone"),
            "recording": Column("Number of the recording it was about, which may be gone"),
            "transcript": Column("Number of the transcript it was about, which may be gone"),
            "seconds": Column("How long it took", "seconds"),
        },
    ),
}

_MOMENT: Mapping[str, Column] = {
    "release": Column("Number of the release"),
    "title": Column("Title of the release"),
    "recording": Column("Number of the recording"),
    "start": Column("Where it begins in the recording", "seconds"),
    "end": Column("Where it ends in the recording", "seconds"),
    "speaker": Column("Label of the voice, like S1"),
    "text": Column("What was said, best reading"),
    "paragraph": Column("Number of the paragraph's row"),
    "position": Column("The paragraph's place in the release, from 1"),
    "label": Column("The paragraph's own number or letter"),
    "relation": TABLES["links"].columns["relation"],
    "score": TABLES["links"].columns["score"],
    "human": TABLES["links"].columns["human"],
}


def _moment(*names: str) -> dict[str, Column]:
    return {name: _MOMENT[name] for name in names}


VIEWS: Mapping[str, Described] = {
    "current_releases": Described(
        "view", "Current releases", "The newest version of each release.", TABLES["releases"].columns
    ),
    "current_transcripts": Described(
        "view", "Current transcripts", "The newest transcript of each recording.", TABLES["transcripts"].columns
    ),
    "current_alignments": Described(
        "view",
        "Current alignments",
        "The newest alignment of each current release with each current transcript.",
        TABLES["alignments"].columns,
    ),
    "moments": Described(
        "view",
        "Moments",
        "One sentence tied to one paragraph, with its time: where in the recording a paragraph is talked about.",
        {
            "id": Column("Number of the link"),
            **_moment("release", "title", "paragraph", "position", "label", "relation", "score", "start", "end"),
            **_moment("speaker", "text", "recording"),
            "segment": Column("Number of the sentence"),
            **_moment("human"),
        },
    ),
    "sentences": Described(
        "view",
        "Sentences",
        "Everything that was said beside a release, sentence by sentence, with the paragraph it belongs to or none.",
        {
            "id": Column("Number of the sentence"),
            **_moment("release", "title", "recording", "start", "end", "speaker", "text"),
            "confidence": TABLES["segments"].columns["confidence"],
            **_moment("relation", "score", "paragraph", "position", "label", "human"),
        },
    ),
    "coverage": Described(
        "view",
        "Coverage",
        "One paragraph of a current release, and how much of it was talked about.",
        {
            "id": Column("Number of the paragraph's row"),
            **_moment("release", "title", "position", "label"),
            "moments": Column("Number of sentences tied to it"),
            "read_out": Column("Number of those sentences that read it word for word"),
            "seconds": Column("How long it was talked about, all sentences together", "seconds"),
            "share_read": Column("Share of its characters that were read word for word, 0 to 1"),
            "text": Column("The paragraph's text"),
        },
    ),
}

SCHEMA: Mapping[str, Described] = {**TABLES, **VIEWS}

# The machinery that lies in the same database: nothing that a reader of the archive asks for.
INTERNAL: Mapping[str, str] = {
    "_sqlite_migrations": "Which changes of the schema were applied, and when.",
    "releases_fts": "Full-text index of the releases' titles, numbers and issuers.",
    "paragraphs_fts": "Full-text index of the paragraphs and their headings.",
    "segments_fts": "Full-text index of the spoken sentences, as heard and as corrected.",
}


def is_internal(table: str) -> bool:
    """Whether a table of the database is machinery, shadow tables of a full-text index included."""
    return table.startswith(tuple(INTERNAL))
