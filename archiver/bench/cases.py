"""Cases: what was said and what was written, with the paragraphs that people say are right.

There are three kinds, which a file shows by its keys. A *briefing* was judged sentence by sentence (``judged``). A
*committee* has sentences that people named as evidence for ``paragraphs``: enough of them, not all, so that precision
is a floor. A *meeting* has for its sentences the ``paragraph`` that they belong to, or null where nobody looked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from archiver.errors import BenchFileError, SourceNotFound
from archiver.tokens import has_words

Kind = Literal["briefing", "committee", "meeting"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What people say about a sentence; paragraphs from 0, None among them for no paragraph.

    right: what a strict judge accepts
    tolerated: what a lenient one accepts besides
    weight: how many sentences it stands for, where only a sample was judged
    """

    right: frozenset[int | None]
    tolerated: frozenset[int | None] = frozenset()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """A text and what was said about it.

    name: of its file, without ``.json``
    judged: by the sentence's index, from 0; the other sentences are linked, and not counted
    part: for each sentence the part of the briefing that it is from (``opening``, ``qa``); empty where nobody says
    """

    name: str
    kind: Kind
    language: str
    paragraphs: tuple[str, ...]
    sentences: tuple[str, ...]
    judged: Mapping[int, Judgement]
    part: tuple[str, ...] = ()


def read_folder(folder: Path, language: str) -> tuple[list[Case], list[BenchFileError]]:
    """The cases in a folder's JSON files by their names, and what is wrong with the files that are none.

    language: of files that do not tell theirs

    Raises ``SourceNotFound`` where there is no such folder, ``BenchFileError`` where it has no JSON files.
    """
    if not folder.is_dir():
        raise SourceNotFound(f"there is no folder {folder}")
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise BenchFileError(f"{folder} has no JSON files", hint="each case is a file of its own that ends with .json")
    cases, errors = [], []
    for path in paths:
        try:
            cases.append(read_case(path, language))
        except BenchFileError as error:
            errors.append(error)
    return cases, errors


def read_case(path: Path, language: str) -> Case:
    """The case in a file. Raises ``BenchFileError``.

    language: that of a file that does not tell its own
    """
    document = parsed(path)
    if not isinstance(document, dict) or not {"judged", "segments"} & document.keys():
        hint = "it needs paragraphs, and sentences with judged, or segments; see docs/how-to/bench.md"
        raise BenchFileError(f"{path.name} is not a file with known answers", hint=hint)
    reader = _Reader(path.name, document)
    language = reader.text("language", language)
    paragraphs = reader.texts("paragraphs")
    if not any(map(has_words, paragraphs)):
        raise reader.error("no paragraph has words")
    kind, sentences, judged = reader.briefing() if "judged" in document else reader.segments()
    if not judged:
        raise reader.error("no sentence has an answer")
    part = reader.texts("part") if "part" in document else ()
    if part and len(part) != len(sentences):
        raise reader.error(f"part has {len(part)} entries for {len(sentences)} sentences")
    return Case(path.stem, kind, language, paragraphs, sentences, judged, part)


def parsed(path: Path) -> object:
    """What a JSON file says. Raises ``BenchFileError``."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BenchFileError(f"{path.name} cannot be read: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise BenchFileError(f"{path.name} is not JSON: {error}") from error


Answered = tuple[Kind, tuple[str, ...], dict[int, Judgement]]


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the keys of a file, and says in words what is wrong with them."""

    name: str
    document: dict[str, Any]

    def error(self, what: str) -> BenchFileError:
        return BenchFileError(f"{self.name}: {what}")

    def text(self, key: str, default: str) -> str:
        value = self.document.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.error(f"{key} is not a text")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.document.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
            raise self.error(f"{key} is not a list of texts")
        return tuple(value)

    def briefing(self) -> Answered:
        """Sentences and what was judged of them."""
        sentences = self.texts("sentences")
        right, also, tolerated, weight = map(self._by_sentence, ("judged", "also_right", "tolerated", "weight"))
        if unjudged := sorted({*also, *tolerated, *weight} - right.keys()):
            raise self.error(f"sentence {unjudged[0]} has more answers, and none in judged")
        judged = {}
        for index, paragraph in right.items():
            if index >= len(sentences):
                raise self.error(f"judged has a sentence {index}, but there are {len(sentences)}, counted from 0")
            accepted = [paragraph, *self._several(also.get(index, []), "also_right")]
            judged[index] = Judgement(
                self._paragraphs(accepted, "judged or also_right"),
                self._paragraphs(self._several(tolerated.get(index, []), "tolerated"), "tolerated"),
                self._weight(weight.get(index, 1)),
            )
        return "briefing", sentences, judged

    def segments(self) -> Answered:
        """Segments, with the paragraphs that they are evidence for, or the one that they belong to."""
        segments = self.document["segments"]
        if not isinstance(segments, list) or not segments:
            raise self.error("segments is not a list of segments")
        key = "paragraphs" if isinstance(segments[0], dict) and "paragraphs" in segments[0] else "paragraph"
        for number, segment in enumerate(segments):
            if not isinstance(segment, dict) or not isinstance(segment.get("text"), str) or key not in segment:
                raise self.error(f"segment {number} has no text or no {key}")
        sentences = tuple(segment["text"] for segment in segments)
        if key == "paragraphs":
            named = [self._several(segment[key], key) for segment in segments]
            if not any(named):
                raise self.error("no segment is evidence for a paragraph")
            return (
                "committee",
                sentences,
                {n: Judgement(self._paragraphs(p or [None], key)) for n, p in enumerate(named)},
            )
        known = {n: segment[key] for n, segment in enumerate(segments) if segment[key] is not None}
        return "meeting", sentences, {n: Judgement(self._paragraphs([p], key)) for n, p in known.items()}

    def _by_sentence(self, key: str) -> dict[int, Any]:
        """An object whose keys are sentences."""
        value = self.document.get(key, {})
        if not isinstance(value, dict) or not all(name.isascii() and name.isdecimal() for name in value):
            raise self.error(f"{key} is not an object whose keys are indices of sentences")
        return {int(name): own for name, own in value.items()}

    def _several(self, value: object, key: str) -> list[Any]:
        if not isinstance(value, list):
            raise self.error(f"{key} has {json.dumps(value)} where a list of paragraphs is wanted")
        return value

    def _paragraphs(self, values: Iterable[object], key: str) -> frozenset[int | None]:
        count, found = len(self.document["paragraphs"]), []
        for value in values:
            if value is not None and not (type(value) is int and 0 <= value < count):
                raise self.error(f"{key} names paragraph {json.dumps(value)}, but there are {count}, counted from 0")
            found.append(value)
        return frozenset(found)

    def _weight(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
            raise self.error(f"weight {json.dumps(value)} is not a number above 0")
        return float(value)
