"""Sentences heard in good and bad recordings, with what the engine says of each and how much of it is right.

``scripts/fit_confidence.py`` fits on those of ``to_fit``; those of ``to_check`` are of other texts and recordings.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from archiver import transcript as transcription
from archiver.models import Segment
from archiver.reporting import Silent
from archiver.transcript.confidence import LEAST, mean_logit
from hearing_bench import speech
from hearing_bench.degrade import DEGRADED
from hearing_bench.labels import Label, labels
from hearing_bench.material import Material, Samples, demo, of_bench
from hearing_bench.speech import Talk

EACH = 3  # conditions that a talk is heard in; the next talk gets the next three


@dataclass(frozen=True, slots=True)
class Example(Label):
    """A sentence as it was heard, with how much of it is right.

    recording, condition: what was said, and how it was made worse
    confidence: what we say of it now; None where we say nothing
    features: see ``features``
    """

    recording: str
    condition: str
    heard: str
    confidence: float | None
    flags: tuple[str, ...]
    features: dict[str, float]


def features(segment: Segment) -> dict[str, float]:
    """What can be told of a sentence without knowing what was said.

    mean_logit: see ``archiver.transcript.confidence``
    mean_log, lowest_log: of the words' probabilities
    unsure: share of the words with a probability below one half
    avg_logprob, no_speech_prob, compression_ratio, temperature: the decoder's, those of the worst chunk; 0 for unknown
    words: their number; pace: words a second; duration: seconds; doubts: how many flags it has
    """
    probabilities = [word.probability or 0.0 for word in segment.words]
    logs = [math.log(max(probability, LEAST)) for probability in probabilities]
    duration = max(segment.end - segment.start, 0.05)
    return {
        "mean_logit": mean_logit(probabilities),
        "mean_log": sum(logs) / len(logs),
        "lowest_log": min(logs),
        "unsure": sum(log < math.log(0.5) for log in logs) / len(logs),
        "avg_logprob": segment.avg_logprob or 0.0,
        "no_speech_prob": segment.no_speech_prob or 0.0,
        "compression_ratio": segment.compression_ratio or 0.0,
        "temperature": segment.temperature or 0.0,
        "words": float(len(logs)),
        "pace": len(logs) / duration,
        "duration": duration,
        "doubts": float(len(segment.flags)),
    }


def to_fit() -> Iterator[Talk]:
    """The demo, and made-up briefings spoken by made voices."""
    yield _talk(demo())
    yield from speech.talks(speech.TO_FIT)


def to_check(bench: Path | None) -> Iterator[Talk]:
    """The recordings of the bench folder, and where the voices are installed briefings that nothing is fitted on."""
    yield from map(_talk, of_bench(bench))
    if speech.there():
        yield from speech.talks(speech.TO_CHECK)


def _talk(material: Material) -> Talk:
    return Talk(material.name, material.samples(), material.said)


def examples(
    talks: Iterable[Talk], degraded: Mapping[str, Callable[[Samples], Samples]] = DEGRADED, each: int = EACH
) -> Iterator[Example]:
    """Every sentence heard with the default engine in talks made worse, each in some of the ways, all in turn."""
    chosen = transcription.choose_setting(None, language="en")  # it is, however little of that is left
    engine = transcription.load_engine(chosen, "cpu")
    for number, talk in enumerate(talks):
        for step in range(each):
            condition = list(degraded)[(number * each + step) % len(degraded)]
            transcript = transcription.transcribe(engine, chosen, degraded[condition](talk.samples), Silent())
            yield from labelled(talk, condition, transcript.segments)


def labelled(talk: Talk, condition: str, segments: Iterable[Segment]) -> Iterator[Example]:
    """The sentences that were heard, with how much of each is right; those without a word are left out."""
    known = list(segments)
    for segment, label in zip(known, labels(talk.said, [segment.heard for segment in known]), strict=True):
        if label:
            told = segment.heard, segment.confidence, segment.flags, features(segment)
            yield Example(label.words, label.right, label.missed, talk.name, condition, *told)


def kept(path: Path | None, make: Callable[[], Iterable[Example]]) -> list[Example]:
    """The examples of a file of JSON lines; where there is none they are made, and written there."""
    if path and path.is_file():
        rows = map(json.loads, path.read_text(encoding="utf-8").splitlines())
        return [Example(**(row | {"flags": tuple(row["flags"])})) for row in rows]
    made = list(make())
    if path:
        path.write_text("".join(json.dumps(asdict(own)) + "\n" for own in made), encoding="utf-8")
    return made
