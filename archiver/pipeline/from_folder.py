"""Recordings that releases lack, looked for among the sound files of a folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from archiver import transcript as transcription
from archiver.archive.store import Archive, Row
from archiver.errors import ArchiverError, SourceNotFound
from archiver.pipeline.batch import Batch, finished
from archiver.pipeline.folder_matching import FoundFile, Key, Pair, WantedRecording, pairs
from archiver.pipeline.heard_beginnings import Hear
from archiver.pipeline.ingest import take_given
from archiver.pipeline.recording_alone import is_sound_file
from archiver.pipeline.run import Run, TranscribeOptions
from archiver.recording import audio
from archiver.recording.containers import opened
from archiver.recording.decoding import SAMPLE_RATE
from archiver.reporting import Reporter, Silent
from archiver.tokens import tokens
from archiver.weights import sha256_of

HEARD_SECONDS = 180  # of a recording: 450 words, by which the release that it is about is told from others
# Cosine of TF-IDF from which what is said is about a release, and by how much it must be nearer than to any other. Of
# the first 450 words of 30 real briefings and committees 17 found their text so, 13 none, none a wrong one; where their
# own text was taken away, 1 found another.
LEAST_ALIKE, CLEARLY = 0.2, 1.5
TELLING = 0.5  # what words tell that are compared; others are in every text

ANNOUNCED = ("announced_kb", "announced_seconds")
LACKING = """
    select links.release, links.id, links.label, links.url, links.announced_kb, links.announced_seconds,
        releases.title, releases.date
    from release_recordings links join current_releases releases on releases.id = links.release
    left join recordings on recordings.id = links.recording
    where recordings.sha256 is null order by links.release, links.position
"""
TEXTS = """
    select release, group_concat(text, ' ') as text from paragraphs
    where release in (select id from current_releases) group by release order by release
"""


@dataclass(frozen=True, slots=True)
class FolderSearch:
    """What came of looking for recordings in a folder.

    wanted: how many recordings the archive lacks
    files: how many sound files there are, each content once
    unreadable: files that are no sound, with what is wrong
    """

    folder: Path
    wanted: int
    files: int
    pairs: tuple[Pair, ...]
    unreadable: tuple[str, ...]


def search_folder(
    archive: Archive, folder: Path, reporter: Reporter, hear: Hear | None, release_id: int | None = None
) -> FolderSearch:
    """Look in a folder, and those in it, for the recordings that the archive, or one release of it, lacks.

    hear: asked about files where nothing else is sure; None for none

    Raises ``SourceNotFound``.
    """
    if not folder.is_dir():
        raise SourceNotFound(f"there is no folder {folder}", hint="check the name")
    lacking = [row for row in archive.rows(LACKING) if release_id in (None, row["release"])]
    wanted, unreadable = wanted_recordings(lacking), list[str]()
    files = list(_sound_files(folder, unreadable)) if wanted else []
    found = pairs(wanted, files)
    sure = [one for one in found if one.sure]
    left = [place for place, file in enumerate(files) if all(one.file != file for one in sure)]
    if hear and left and len(sure) < len(wanted):
        said = _said_in(archive, folder, wanted, files, left, hear, reporter)
        found = pairs(wanted, files, said)
    return FolderSearch(folder, len(wanted), len(files), tuple(found), tuple(unreadable))


def wanted_recordings(rows: Sequence[Row]) -> list[WantedRecording]:
    """The recordings that media links lack; links with one address are one recording."""
    by_address: dict[str | int, list[Row]] = {}
    for row in rows:
        by_address.setdefault(row["url"] or row["id"], []).append(row)
    return [_wanted(own) for own in by_address.values()]


def _wanted(rows: Sequence[Row]) -> WantedRecording:
    """What one or several media links to one address say."""
    first = rows[0]
    kb, seconds = (next((row[name] for row in rows if row[name]), None) for name in ANNOUNCED)
    links = tuple((row["release"], row["id"]) for row in rows)
    return WantedRecording(links, first["title"], first["label"], first["url"], kb, seconds, first["date"])


def _sound_files(folder: Path, unreadable: list[str]) -> Iterator[FoundFile]:
    """The sound files below a folder, each content once; ``unreadable`` takes what cannot be read."""
    paths = sorted(path for path in folder.rglob("*") if is_sound_file(str(path)))
    sizes = Counter(path.stat().st_size for path in paths)
    known = set()
    for path in paths:
        size = path.stat().st_size
        if sizes[size] > 1:
            sha256 = sha256_of(path)
            if sha256 in known:
                continue
            known.add(sha256)
        try:
            sound = audio.probe(path)
        except ArchiverError as error:
            unreadable.append(str(error))
            continue
        yield FoundFile(path.relative_to(folder), size, sound.duration, _tags(path))


def _tags(path: Path) -> str:
    with opened(path) as container:
        return " ".join(container.metadata.get(name, "") for name in ("title", "album", "date"))


def _said_in(
    archive: Archive,
    folder: Path,
    wanted: Sequence[WantedRecording],
    files: Sequence[FoundFile],
    left: Sequence[int],
    hear: Hear,
    reporter: Reporter,
) -> list[Key]:
    """For each file of which nothing is sure the recording that it is by what is said in it, if there is one."""
    closest = text_finder({row["release"]: row["text"] for row in archive.rows(TEXTS)})
    numbers = {release: number for number, one in enumerate(wanted) for release, _ in one.links}
    reporter.say(f"comparing what is said in the first minutes of {len(left)} files…")
    found = []
    with reporter.bar("files", len(left), "files") as advance:
        for done, place in enumerate(left, 1):
            try:
                release = closest(hear(folder / files[place].place, Silent()))
            except ArchiverError as error:
                reporter.warn(f"{files[place].place}: {error}")
                release = None
            if release in numbers:
                found.append((numbers[release], place))
            advance(done)
    return found


def text_finder(texts: Mapping[int, str]) -> Callable[[str], int | None]:
    """Tells of which release (by its number) words speak, by TF-IDF; None where that is not clear.

    texts: those of all releases, whether or not they lack a recording
    """
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(analyzer=_telling)
    known = vectors.fit_transform(texts.values())

    def closest(said: str) -> int | None:
        alike = (known @ vectors.transform([said]).T).toarray()[:, 0]
        best, *others = sorted(zip(alike, texts, strict=True), reverse=True)
        clear = best[0] >= LEAST_ALIKE and (not others or best[0] >= CLEARLY * others[0][0])
        return best[1] if clear else None

    return closest


def _telling(text: str) -> list[str]:
    return [token.form for token in tokens(text) if token.info >= TELLING]


def first_minutes(options: TranscribeOptions) -> Hear:
    """What an engine hears at the beginning of a file; it is loaded for the first one."""

    @cache
    def load() -> tuple[transcription.EngineSetting, transcription.TranscriptionEngine]:
        setting = transcription.choose_setting(options.engine, options.model, options.language)
        return setting, transcription.load_engine(setting, options.device)

    def hear(path: Path, reporter: Reporter) -> str:
        setting, engine = load()
        samples = audio.samples(path, audio.probe(path).container)[: HEARD_SECONDS * SAMPLE_RATE]
        found = transcription.transcribe(engine, setting, samples, reporter)
        return " ".join(segment.heard for segment in found.segments)

    return hear


def attach_found(run: Run, found: FolderSearch, batch: Batch) -> None:
    """Take in the files that surely belong to recordings, and transcribe and link them as the run's options say."""
    given: dict[int, dict[int, str]] = {}
    for pair in found.pairs:
        for release, link in pair.wanted.links if pair.sure else ():
            given.setdefault(release, {})[link] = str(found.folder / pair.file.place)
    for release, sounds in given.items():
        outcome = take_given(run, release, sounds)
        run.jobs.after(partial(finished, outcome, run.reporter, batch))
