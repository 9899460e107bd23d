"""JSON of engines and services: each dialect is known by its fields and read into cues.

Whisper and those after it (OpenAI, faster-whisper, WhisperX, stable-ts, whisper-timestamped), whisper.cpp, the pipeline
of Hugging Face, Podcasting 2.0, Deepgram, AssemblyAI, Google, AWS, YouTube's json3, gentle, Vosk, and bare lists.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any, TypeAlias

from archiver.models import Word
from archiver.transcript.captions.cue import UNSEEN, Cue, Line, Reading, plain_lines, until_next, untimed
from archiver.transcript.captions.languages import language_code
from archiver.transcript.sentences import UNSPACED

Document = Mapping[str, Any]
Held: TypeAlias = Any
"""A value of a document, of whichever type."""

FIGURES = ("avg_logprob", "no_speech_prob", "compression_ratio", "temperature")

# faster-whisper's segments as tuples: id, seek, start, end, text, tokens, …
TUPLE = ("id", "seek", "start", "end", "text", "tokens", "avg_logprob", "compression_ratio", "no_speech_prob", "words")

# Dialects that are known by a field and not read.
UNREAD = {
    "monologues": "Rev.ai",
    "recognizedPhrases": "Azure's speech service",
    "combinedRecognizedPhrases": "Azure's speech service",
    "job": "Speechmatics",
}


def read_json(text: str) -> Reading:
    """Read JSON of any dialect that we know.

    Raises ``ValueError``, naming the dialect, for what is of none, or lacks what tells words or times.
    """
    document = json.loads(text, parse_constant=_constant)
    if isinstance(document, list):
        return _named("a list of segments", partial(_bare_list, document))
    if not isinstance(document, dict):
        raise ValueError("it holds no transcript")
    unread = next((name for name in UNREAD if name in document), None)
    if unread:
        raise ValueError(f"it is JSON of {UNREAD[unread]}, which we do not read; export VTT or SRT there")
    for name, fields, read in DIALECTS:
        if _has(document, fields):
            return _named(f"JSON of {name}", partial(read, document))
    fields = ", ".join(list(document)[:5]) or "none"
    raise ValueError(f"it is JSON of no kind that we know (its fields: {fields})")


def _constant(name: str) -> float | None:
    """NaN is nothing; so is Infinity, which is no time and no probability."""
    return None


def _has(document: Document, fields: str) -> bool:
    """Whether a document has a field, ``results.channels`` within another."""
    held: Any = document
    for field in fields.split("."):
        if not isinstance(held, Mapping) or field not in held:
            return False
        held = held[field]
    return True


def _named(dialect: str, read: Callable[[], Reading]) -> Reading:
    """Read; what is missing is told with the dialect's name."""
    try:
        return read()
    except KeyError as error:
        raise ValueError(f"it looks like {dialect}, but has no {error}") from error
    except (TypeError, AttributeError, IndexError, ValueError) as error:
        raise ValueError(f"it looks like {dialect}, but cannot be read as that: {error}") from error


def _whisper(document: Document) -> Reading:
    if document["segments"] is None:
        raise ValueError("its segments are null")
    language = language_code(document.get("language"))
    return Reading("json", [_segment(one, language not in UNSPACED) for one in document["segments"]], language)


def _segment(segment: Document, spaced: bool) -> Cue:
    """A segment of Whisper's or of what took over its fields, Podcasting 2.0's names included."""
    start, end = segment.get("start", segment.get("startTime")), segment.get("end", segment.get("endTime"))
    text = segment["text"] if "text" in segment else segment["body"]
    if not isinstance(text, str):
        raise TypeError(f"a text is {text!r}")
    speaker = _label(segment.get("speaker"))
    words = _words(segment.get("words") or (), spaced)
    lines = (Line(words, speaker),) if words else plain_lines(text, speaker)
    return Cue(_known(start), _known(end), lines, {name: _known(segment.get(name)) for name in FIGURES})


def _label(speaker: object) -> str | None:
    if speaker is None or speaker == "":
        return None
    if not isinstance(speaker, str | int):
        raise TypeError(f"a speaker is {speaker!r}")
    return UNSEEN.sub("", str(speaker))


def _words(words: Iterable[Document], spaced: bool = True, unit: float = 1.0) -> tuple[Word, ...]:
    """Timed words. Whisper's have a blank before them; others strip it, and call the probability what they like.

    unit: seconds in which times are counted
    """
    given = [(_first(word, "punctuated_word", "word", "text"), word) for word in words]
    blank = " " if spaced and not any(heard.startswith(" ") for heard, _ in given) else ""
    return tuple(
        Word(
            blank + UNSEEN.sub("", heard),
            _known(word.get("start"), unit),
            _known(word.get("end"), unit),
            _known(next((word[name] for name in ("probability", "score", "confidence", "conf") if name in word), None)),
        )
        for heard, word in given
    )


def _first(word: Document, *names: str) -> str:
    heard = next((word[name] for name in names if name in word), None)
    if heard is None:
        raise KeyError(names[-2] if len(names) > 1 else names[0])
    if not isinstance(heard, str):
        raise TypeError(f"a word is {heard!r}")
    return heard


def _by_speaker(words: Sequence[Document], unit: float = 1.0, otherwise: str | None = None) -> list[Cue]:
    """Cues of words that one speaker says after the other; ``otherwise`` where nobody is named."""
    cues = []
    for speaker, said in groupby(words, key=lambda word: word.get("speaker", otherwise)):
        timed = _words(list(said), unit=unit)
        cues.append(Cue(timed[0].start, timed[-1].end, (Line(timed, _label(speaker)),)))
    return cues


def _bare_list(document: Sequence[Any]) -> Reading:
    if not document:
        return Reading("json", [])
    if isinstance(document[0], list):
        return Reading("json", [_segment(dict(zip(TUPLE, one, strict=False)), spaced=True) for one in document])
    if "timestamp" in document[0]:
        return _hugging_face({"chunks": document})
    if "word" in document[0]:
        return Reading("json", _by_speaker(document))
    return Reading("json", [_segment(one, spaced=True) for one in document])


def _hugging_face(document: Document) -> Reading:
    cues = []
    for chunk in document["chunks"]:
        start, end = (_known(time) for time in chunk["timestamp"])
        words = untimed(chunk["text"])
        if len(words) == 1:  # return_timestamps="word"
            words = (Word(words[0].heard if chunk["text"].startswith(" ") else words[0].heard.strip(), start, end),)
        cues.append(Cue(start, end, (Line(words, _label(chunk.get("speaker"))),) if words else ()))
    return Reading("json", cues, language_code(document.get("language")))


def _whisper_cpp(document: Document) -> Reading:
    language = language_code(document.get("result", {}).get("language"))
    cues = []
    for one in document["transcription"]:
        start, end = (_known(one["offsets"][name], 0.001) for name in ("from", "to"))
        tokens = [token for token in one.get("tokens") or () if not re.fullmatch(r"\s*\[_.*\]|<\|.*\|>", token["text"])]
        timed = tuple(_token(token) for token in tokens if "offsets" in token)
        is_whole = "".join(word.heard for word in timed).split() == one["text"].split()  # else a letter was cut in two
        speaker = _label(one.get("speaker"))
        cues.append(
            Cue(start, end, (Line(timed, speaker),) if timed and is_whole else plain_lines(one["text"], speaker))
        )
    return Reading("json", cues, language)


def _token(token: Document) -> Word:
    start, end = (_known(token["offsets"][name], 0.001) for name in ("from", "to"))
    return Word(UNSEEN.sub("", token["text"]), start, end, _known(token.get("p")))


def _deepgram(document: Document) -> Reading:
    channels = document["results"]["channels"]
    cues: list[Cue] = []
    for number, channel in enumerate(channels):
        best = channel["alternatives"][0]
        cues += _by_speaker(best["words"], otherwise=f"channel {number + 1}" if len(channels) > 1 else None)
    language = next((code for one in channels if (code := language_code(one.get("detected_language")))), None)
    said = sum(len(cue.words) for cue in cues)
    utterances = document["results"].get("utterances") or ()
    if said < sum(len(one["transcript"].split()) for one in utterances):  # a part of the words was left out
        cues = [
            Cue(_known(one["start"]), _known(one["end"]), plain_lines(one["transcript"], _label(one.get("speaker"))))
            for one in utterances
        ]
    return Reading("json", sorted(cues, key=lambda cue: cue.start or 0.0), language)


def _assembly_ai(document: Document) -> Reading:
    language = language_code(document.get("language_code"))
    utterances = document.get("utterances") or ()
    if not utterances and document.get("words") is None:
        raise KeyError("words")
    cues: list[Cue] = []
    for one in utterances:
        words, speaker = _words(one.get("words") or (), unit=0.001), _label(one.get("speaker"))
        lines = (Line(words, speaker),) if words else plain_lines(one["text"], speaker)
        cues.append(Cue(_known(one["start"], 0.001), _known(one["end"], 0.001), lines))
    return Reading("json", cues or _by_speaker(document["words"], 0.001), language)


def _google(document: Document) -> Reading:
    results = document["results"] if "results" in document else document["response"]["results"]
    best = [result["alternatives"][0] for result in results if result.get("alternatives")]
    if not any(one.get("words") for one in best):
        raise KeyError("words")
    # With speakers told apart, the last result has all words once more.
    if any(_first_of(word, "speakerTag", "speaker_tag") for word in best[-1].get("words", ())):
        best = best[-1:]
    words = [
        {
            "word": word["word"],
            "start": _google_time(_first_of(word, "startTime", "start_time", "startOffset", "start_offset")),
            "end": _google_time(_first_of(word, "endTime", "end_time", "endOffset", "end_offset")),
            "speaker": _first_of(word, "speakerLabel", "speakerTag", "speaker_tag"),
            "confidence": word.get("confidence"),
        }
        for one in best
        for word in one.get("words", ())
    ]
    code = next((_first_of(result, "languageCode", "language_code") for result in results), None)
    return Reading("json", _by_speaker(words), language_code(code))


def _first_of(held: Document, *names: str) -> Held:
    return next((held[name] for name in names if name in held), None)


def _google_time(given: Held) -> float | None:
    """``1.200s``; nothing for 0 s, which protocol buffers leave out; or seconds and nanoseconds."""
    if isinstance(given, Mapping):
        return float(given.get("seconds") or 0) + float(given.get("nanos") or 0) / 1e9
    return 0.0 if given is None else float(str(given).removesuffix("s"))


def _aws(document: Document) -> Reading:
    results = document["results"]
    words: list[dict[str, Any]] = []
    for item in results["items"]:
        best = item["alternatives"][0]
        if item.get("type") == "punctuation":
            if words:
                words[-1]["word"] += best["content"]
            continue
        start, end = item["start_time"], item["end_time"]
        speaker = item.get("speaker_label")
        words.append({"word": best["content"], "start": start, "end": end, "confidence": best.get("confidence")})
        words[-1]["speaker"] = speaker
    voices = {
        item["start_time"]: segment["speaker_label"]
        for segment in (results.get("speaker_labels") or {}).get("segments") or ()
        for item in segment.get("items") or ()
    }
    for word in words:
        word["speaker"] = word["speaker"] or voices.get(word["start"])
    return Reading("json", _by_speaker(words), language_code(results.get("language_code")))


def _youtube(document: Document) -> Reading:
    cues = []
    for event in document["events"]:
        start = _known(event.get("tStartMs"), 0.001)
        parts = [part for part in event.get("segs") or () if part.get("utf8", "").strip()]
        if start is None or not parts:
            continue
        length = _known(event.get("dDurationMs"), 0.001)
        end = None if length is None else start + length
        if any("tOffsetMs" in part for part in parts):
            lines: tuple[Line, ...] = until_next([Line(tuple(_youtube_words(parts, start)))], end)
        else:
            lines = plain_lines("".join(part["utf8"] for part in event["segs"]))
        cues.append(Cue(start, end, lines))
    return Reading("json", _until_next_begins(cues))


def _youtube_words(parts: Iterable[Document], start: float) -> Iterable[Word]:
    for part in parts:
        for number, word in enumerate(untimed(part["utf8"])):
            heard = (
                word.heard if part["utf8"][0].isspace() or number or not part.get("tOffsetMs") else word.heard.strip()
            )
            yield Word(heard, None if number else round(start + float(part.get("tOffsetMs", 0)) / 1000, 3))


def _until_next_begins(cues: Sequence[Cue]) -> list[Cue]:
    """Cues that are shown until they have rolled away; what is said in them ends where the next begins."""
    following: list[float | None] = [*(cue.start for cue in cues[1:]), None]
    done = []
    for cue, after in zip(cues, following, strict=True):
        end = cue.end if after is None else after if cue.end is None else min(cue.end, after)
        lines = tuple(
            Line(
                tuple(
                    Word(word.heard, word.start, None if word.end is None or end is None else min(word.end, end))
                    for word in line.words
                ),
                line.speaker,
            )
            for line in cue.lines
        )
        done.append(Cue(cue.start, end, lines))
    return done


def _words_only(document: Document) -> Reading:
    words = document["words"] if "words" in document else document["result"]
    return Reading("json", _by_speaker(words), language_code(document.get("language")))


def _known(given: Held, unit: float = 1.0) -> float | None:
    if given is None:
        return None
    number = float(given) * unit
    return round(number, 6) if math.isfinite(number) else None


DIALECTS: Sequence[tuple[str, str, Callable[[Document], Reading]]] = (
    ("Whisper", "segments", _whisper),
    ("whisper.cpp", "transcription", _whisper_cpp),
    ("Hugging Face's pipeline", "chunks", _hugging_face),
    ("Deepgram", "results.channels", _deepgram),
    ("AWS Transcribe", "results.items", _aws),
    ("Google Speech-to-Text", "results", _google),
    ("Google Speech-to-Text", "response.results", _google),
    ("AssemblyAI", "utterances", _assembly_ai),
    ("AssemblyAI", "status", _assembly_ai),
    ("YouTube (json3)", "events", _youtube),
    ("gentle", "words", _words_only),
    ("Vosk", "result", _words_only),
)
"""The name of each dialect, the field that tells it, and its reader."""
