"""What is left for a person to do: whatever is missing, doubtful or does not fit any more, with the command for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archiver.archive.edit import CHECKED
from archiver.archive.people.best_text import unfit_texts
from archiver.archive.people.human_links import unfit_links
from archiver.archive.store import Archive, Row
from archiver.archive.verify.fixity import known_files, modified
from archiver.archive.versions import NOT_ASKED, NOT_FETCHED
from archiver.display import clock
from archiver.export.grades import LIKELY
from archiver.models import MOST_LOST
from archiver.tokens import base_language

Kind = Literal["recordings", "transcripts", "languages", "pages", "links", "corrections", "files"]

LEAST_DOUBTFUL = 0.4  # score of a link; of those below it more are wrong than right, and they are found to be told so
TITLES: Mapping[Kind, str] = {
    "recordings": "Recordings that are missing",
    "transcripts": "Recordings without a transcript",
    "languages": "Languages in doubt",
    "pages": "Pages that were read with doubts",
    "links": "Links in doubt",
    "corrections": "Corrections that fit no longer",
    "files": "Files that changed",
}


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    what: what is the matter, in words
    command: what deals with it, as it is typed
    release, title: None for a file
    recording, start: where it can be heard, the latter in seconds
    """

    kind: Kind
    what: str
    command: str
    release: int | None = None
    title: str | None = None
    recording: int | None = None
    start: float | None = None


_WAITS = "exists (select 1 from queue where queue.release = releases.id and state in ('waiting', 'running')) as waits"
MISSING = f"""
    select releases.id as release, title, links.label, links.url, links.reason, {_WAITS}
    from current_releases releases join release_recordings links on links.release = releases.id
    left join recordings on recordings.id = links.recording
    where recordings.sha256 is null order by releases.id, links.position
"""
UNHEARD = f"""
    select releases.id as release, title, links.recording, min(links.label) as label, {_WAITS}
    from current_releases releases join release_recordings links on links.release = releases.id
    where links.recording is not null and links.recording not in (select recording from current_transcripts)
    group by links.recording order by releases.id
"""
OTHER_LANGUAGE = """
    select releases.id as release, title, transcripts.recording, releases.language as written,
        transcripts.language as spoken
    from current_releases releases join alignments on alignments.release = releases.id and alignments.current = 1
    join transcripts on transcripts.id = alignments.transcript
    where releases.translation_of is null and releases.language <> transcripts.language and engine <> 'file'
    and json_extract(transcripts.parameters, '$.language') is null order by releases.id
"""
NO_WORDS = """
    select transcripts.recording, segments.language as spoken, min(segments.start) as start,
        count(*) as stretches, releases.id as release, releases.title
    from segments join current_transcripts transcripts on transcripts.id = segments.transcript
    left join releases on releases.id = (
        select max(release) from release_recordings links join current_releases on current_releases.id = links.release
        where links.recording = transcripts.recording
    )
    where segments.flags like '%language not known%' group by transcripts.id, segments.language order by releases.id
"""
DOUBTED = f"""
    select releases.id as release, title, date, releases.doubts, captures.doubts as captured, lost
    from current_releases releases join captures on captures.id = releases.capture
    where (releases.doubts <> '[]' or captures.doubts <> '[]' or lost > {MOST_LOST})
    and edited not like '%"{CHECKED}"%' order by releases.id
"""
DOUBTFUL_LINKS = f"""
    select alignments.release, title, transcripts.recording, links.segment, paragraphs.position, links.score,
        segments.start, segments.text
    from links join alignments on alignments.id = links.alignment and +alignments.current = 1
    join segments on segments.id = links.segment join transcripts on transcripts.id = alignments.transcript
    join paragraphs on paragraphs.id = links.paragraph join releases on releases.id = alignments.release
    where +links.overruled_by is null and links.human is null
    and links.score >= {LEAST_DOUBTFUL} and links.score < {LIKELY} order by alignments.release, segments.start
"""
EDITED = """
    select releases.id as release, title, transcripts.recording, transcripts.id as transcript
    from current_transcripts transcripts join releases on releases.id = (
        select max(release) from release_recordings links join current_releases on current_releases.id = links.release
        where links.recording = transcripts.recording
    )
    where transcripts.recording in (select recording from human_texts where withdrawn is null)
    or transcripts.recording in (select recording from human_links where withdrawn is null) order by releases.id
"""
NEAREST = """
    select id from segments where transcript = :transcript order by abs(start - :start) limit 1
"""
COUNTED = f"""
    select (select count(*) from ({MISSING})) as recordings, (select count(*) from ({UNHEARD})) as transcripts,
        (select count(*) from ({DOUBTED})) as pages
"""


def worklist(archive: Archive, kind: Kind | None = None) -> dict[Kind, list[Task]]:
    """What is to be done, by kind, or of one kind."""
    return {name: list(find(archive)) for name, find in _FINDERS.items() if kind in (None, name)}


def _missing(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(MISSING):
        what = f"“{row['label']}”: {row['reason'] or 'only a transcript is known'}"
        yield _task("recordings", row, what, _how_to_get(row))


def _how_to_get(row: Row) -> str:
    """The command that gets a missing recording."""
    fetch = f"archiver fetch {row['release']}"
    if row["waits"]:
        return "archiver work"
    if not str(row["url"] or "").startswith(("http://", "https://")):
        return f"{fetch} --audio FILE"
    return fetch if row["reason"] in (NOT_FETCHED, NOT_ASKED) else f"{fetch} --wayback"


def _unheard(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(UNHEARD):
        command = "archiver work" if row["waits"] else f"archiver transcribe {row['recording']}"
        yield _task("transcripts", row, f"“{row['label']}” was not transcribed", command)


def _languages(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(OTHER_LANGUAGE):
        if base_language(row["written"]) != base_language(row["spoken"]):
            what = f"the release is in {row['written']!r}, and the recording seems to be in {row['spoken']!r}"
            yield _task("languages", row, what, f"archiver transcribe {row['recording']} --language {row['written']}")
    for row in archive.rows(NO_WORDS):
        what = f"{row['stretches']} stretches in {row['spoken'] or 'an unknown language'!r} have no words"
        yield _task("languages", row, what, f"archiver transcribe {row['recording']} --model base")


def _pages(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(DOUBTED):
        doubts = [*json.loads(row["captured"]), *json.loads(row["doubts"])]
        if row["lost"] > MOST_LOST:
            doubts.append(f"{row['lost']:.0%} of the page's text is not in the release")
        date = "" if row["date"] else " --date YYYY-MM-DD"
        yield _task("pages", row, "; ".join(doubts), f"archiver edit {row['release']}{date} --checked")


def _links(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(DOUBTFUL_LINKS):
        what = f"on paragraph {row['position']}, score {row['score']:.2f}: “{row['text']}”"
        yield _task("links", row, what, f"archiver link {row['release']} {row['segment']} {row['position']}")


def _corrections(archive: Archive) -> Iterator[Task]:
    for row in archive.rows(EDITED):
        for text in unfit_texts(archive, row["transcript"]):
            command = f'archiver edit {row["release"]} --segment {_nearest(archive, row, text.time.start)} --text "…"'
            what = (
                f"at {clock(text.time.start)} there are other words than those that {text.who} put right: “{text.text}”"
            )
            yield _task("corrections", row | {"start": text.time.start}, what, command)
        for link in unfit_links(archive, row["release"], row["recording"]):
            command = f"archiver link {row['release']} {_nearest(archive, row, link.time.start)} PARAGRAPH"
            what = f"the paragraph to which {clock(link.time.start)} was linked by hand is gone: “{link.text}”"
            yield _task("corrections", row | {"start": link.time.start}, what, command)


def _nearest(archive: Archive, row: Row, start: float) -> int:
    """The sentence that is spoken at a time."""
    return int(archive.rows(NEAREST, {"transcript": row["transcript"], "start": start})[0]["id"])


def _files(archive: Archive) -> Iterator[Task]:
    repair = "archiver verify --repair --copy DIR"
    for one in known_files(archive):
        written = modified(archive.folder, one.path)
        if written is None:
            yield Task("files", f"{one.path} is missing", repair)
        elif one.size not in (None, (archive.folder / one.path).stat().st_size):
            yield Task("files", f"{one.path} has another size than it had", repair)
        elif one.modified not in (None, written):
            yield Task("files", f"{one.path} was written to since it was checked", "archiver verify --quick")


def _task(kind: Kind, row: Row, what: str, command: str) -> Task:
    return Task(kind, what, command, row["release"], row["title"], row.get("recording"), row.get("start"))


_FINDERS: Mapping[Kind, Callable[[Archive], Iterator[Task]]] = {
    "recordings": _missing,
    "transcripts": _unheard,
    "languages": _languages,
    "pages": _pages,
    "links": _links,
    "corrections": _corrections,
    "files": _files,
}
