"""Commands by which people put things right: edit, link, speakers, remove."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from archiver.cli.opening import newest_version, opened_archive, reading_archive
from archiver.cli.options import (
    HERE,
    HIGHEST,
    AnyRelease,
    Folder,
    Json,
    ReleaseName,
    SegmentId,
    check_date,
    row_number,
    row_option,
)
from archiver.cli.printing import print_json, print_rows
from archiver.display import counted, visible
from archiver.errors import ArchiveError, UsageError

if TYPE_CHECKING:
    from archiver.archive.store import Row


@dataclass(frozen=True)
class Metadata:
    """What a release is known by; an empty text means not known."""

    heading: ClassVar[str] = "The release"
    title: Annotated[str | None, typer.Option(help="Its title.")] = None
    number: Annotated[str | None, typer.Option(help="Its number as printed.")] = None
    issuer: Annotated[str | None, typer.Option(help="Who issued it.")] = None
    date: Annotated[str | None, typer.Option(help="Its date, as in 2006-03-31.")] = None
    updated: Annotated[str | None, typer.Option(help="When the page was updated, as in 2006-03-31.")] = None
    language: Annotated[str | None, typer.Option(help="Its language, as in en.")] = None
    translation_of: Annotated[
        str | None, typer.Option(metavar="RELEASE", help="The same release in another language, by any of its names.")
    ] = None
    checked: Annotated[
        bool, typer.Option("--checked", help="You looked at the page: `todo` tells its doubts no longer.")
    ] = False


@dataclass(frozen=True)
class Correction:
    """What was really said in a sentence."""

    heading: ClassVar[str] = "A sentence"
    segment: SegmentId = None
    text: Annotated[
        str | None, typer.Option(help="With --segment: what was really said; the engine's own words are kept.")
    ] = None
    by: Annotated[
        str | None, typer.Option(help="Who made this correction; everybody can see it.", show_default="your login name")
    ] = None
    everywhere: Annotated[
        bool,
        typer.Option("--everywhere", help="With --text: also where the same words were misheard in the recording."),
    ] = False
    undo: Annotated[bool, typer.Option("--undo", help="With --segment: take the correction back.")] = False


def edit(release: ReleaseName, *, metadata: Metadata, correction: Correction, archive: Folder = HERE) -> None:
    """Correct a release's metadata, where an empty text means not known, or the transcript of a sentence.

    What stood there before is in the release's history.
    """
    from archiver.archive.edit import edit_release
    from archiver.pipeline.translations import go_together
    from archiver.reporting import Terminal

    if correction != Correction():
        if metadata != Metadata():
            raise UsageError("metadata and a sentence are corrected one after the other")
        _edit_sentence(release, correction, archive)
        return
    changes = {name: value for name, value in asdict(metadata).items() if name != "checked" and value is not None}
    for name in ("date", "updated"):
        check_date(name, changes.get(name))
    with opened_archive(archive) as opened:
        release_id = newest_version(opened, release)
        if metadata.translation_of:
            changes["translation_of"] = str(newest_version(opened, metadata.translation_of))
        edit_release(opened, release_id, changes, checked=metadata.checked)
        if metadata.translation_of:
            go_together(opened, release_id, Terminal())
    print(f"release {release_id} was corrected")


def _edit_sentence(release: str, given: Correction, archive: Path) -> None:
    from archiver.archive.meaning.kept import renew
    from archiver.archive.people.human_texts import correct_sentence, undo_correction
    from archiver.archive.people.misheard_again import misheard_again
    from archiver.display import clock

    if given.segment is None:
        raise UsageError(
            "no sentence is named", hint="give --segment ID; the JSON of `archiver export RELEASE` has the id of each"
        )
    if (given.text is None) != given.undo or (given.undo and (given.by is not None or given.everywhere)):
        raise UsageError("with --segment, give either --text (and --by, if you like) or --undo")
    who = "" if given.undo else _login() if given.by is None else given.by
    with opened_archive(archive) as opened:
        release_id = newest_version(opened, release)
        if given.text is None:
            done, again = [undo_correction(opened, release_id, given.segment)], []
        else:
            done = [correct_sentence(opened, release_id, given.segment, given.text, who)]
            again = misheard_again(opened, given.segment)
        if given.everywhere:
            done += [correct_sentence(opened, release_id, one.segment, one.proposed, who) for one in again]
        renew(opened, release_id)
    for told in done:
        _tell(told)
    if again and not given.everywhere:
        where = ", ".join(f"{one.segment} at {clock(one.start)}" for one in again)
        print(f"the same words were heard in sentence {where}: --everywhere puts them right, too", file=sys.stderr)


def _tell(told: Sequence[str]) -> None:
    """Tell what was done, and before it the warnings that follow it."""
    done, *warnings = told
    for warning in warnings:
        print(f"warning: {warning}", file=sys.stderr)
    print(done)


def _login() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (KeyError, OSError) as error:  # a container's user without a name: KeyError up to Python 3.12
        raise UsageError("your login has no name", hint="give yours with --by") from error


def link(
    release: ReleaseName,
    segment: Annotated[
        int, typer.Argument(metavar="SEGMENT", parser=row_number, help="The sentence's id in the JSON of `export`.")
    ],
    paragraph: Annotated[
        str,
        typer.Argument(
            metavar="PARAGRAPH",
            help="The paragraph's position; none: it belongs to no paragraph; machine: take your decision back.",
        ),
    ],
    also: Annotated[bool, typer.Option("--also", help="It belongs to this paragraph as well.")] = False,
    archive: Folder = HERE,
) -> None:
    """Say which paragraph a sentence belongs to; that stays, however often things are transcribed, read or linked."""
    from archiver.archive.people.human_links import decide, take_back

    position = min(int(paragraph), HIGHEST) if paragraph.isdecimal() and len(paragraph) < 1000 else None
    if position is None and (also or paragraph not in ("none", "machine")):
        wrong = "--also needs a paragraph" if also else f"{paragraph!r} is not a paragraph"
        raise UsageError(wrong, hint="give its position, counted from 1, or none, or machine")
    with opened_archive(archive) as opened:
        release_id = newest_version(opened, release)
        if paragraph == "machine":
            told = take_back(opened, release_id, segment)
        else:
            told = decide(opened, release_id, segment, position, also=also)
    _tell(told)


def speakers(
    release: AnyRelease = None,
    name: Annotated[
        list[str] | None, typer.Option(metavar="LABEL=NAME", help="Who a speaker is; S1= takes the name away.")
    ] = None,
    recording: Annotated[int | None, row_option(help="The recording, where a release has several.")] = None,
    find: Annotated[bool, typer.Option("--find", help="Find the speakers of transcripts that have none yet.")] = False,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """List the speakers, found by their voices, or give them names; names stay when it is transcribed again.

    Without RELEASE: everybody who has a name, over all recordings.
    """
    from archiver.archive.speaker_names import name_speakers, speakers_of
    from archiver.pipeline.diarization import find_speakers
    from archiver.reporting import Terminal

    if release is None:
        if name or recording or find:
            raise UsageError("no release is named whose speakers are meant", hint="name a release")
        _list_named(archive, as_json)
        return
    names = dict(map(_name_of, name or []))
    with opened_archive(archive) if names or find else reading_archive(archive) as opened:
        release_id = newest_version(opened, release)
        belongs = "release = ? and recording = ?", [release_id, recording]
        if recording and not opened.table("release_recordings").count_where(*belongs):
            hint = f"`archiver show {release_id} --json` tells the id of each"
            raise UsageError(f"release {release_id} has no recording {recording}", hint=hint)
        if find:
            find_speakers(opened, release_id, Terminal())
        if names:
            print(name_speakers(opened, release_id, names, recording), file=sys.stderr)
        found = [row for row in speakers_of(opened, release_id) if recording in (None, row["recording"])]
    columns = {"label": "", "name": "name", "sentences": "sentences", "spoke": "spoke", "first": "first at"}
    columns |= {"words": "first words", "recording": "recording"}
    _print_speakers(found, columns, as_json, "no speakers were found yet; --find looks for them where there is sound")


def _list_named(archive: Path, as_json: bool) -> None:
    from archiver.archive.speaker_names import named_speakers

    with reading_archive(archive) as opened:
        found = named_speakers(opened)
    columns = {"name": "name", "recordings": "recordings", "sentences": "sentences", "spoke": "spoke"}
    hint = "no speaker has a name yet; `archiver speakers RELEASE --name S1=NAME` gives one"
    _print_speakers(found, columns, as_json, hint)


def _print_speakers(found: list[Row], columns: dict[str, str], as_json: bool, if_none: str) -> None:
    from archiver.display import clock

    if as_json:
        print_json(found)
    elif found:
        times = {"spoke": "seconds", "first": "start"}
        shown = [row | {name: clock(row[own]) for name, own in times.items() if own in row} for row in found]
        print_rows(shown, columns)
    else:
        print(if_none, file=sys.stderr)


def _name_of(given: str) -> tuple[str, str | None]:
    """A speaker's label and name, out of ``S1=Spokesman``."""
    from archiver.display import one_line

    label, equals, name = given.partition("=")
    if not equals or not label.strip():
        raise UsageError(f"--name {given} names no speaker", hint="write it as --name S1=Spokesman")
    return label.strip(), one_line(name) or None


def remove(
    release: ReleaseName,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    archive: Folder = HERE,
) -> None:
    """Take a release down, with the recordings that nothing else needs. That it was there stays in the log."""
    from archiver.archive.read import find_release
    from archiver.archive.remove import remove_release

    with opened_archive(archive) as opened:
        release_id = find_release(opened, release)
        title = opened.table("releases").get(release_id)["title"]
        if not yes:
            _ask(f"Take down release {release_id}, {title}, with all its versions and sound?")
        files = remove_release(opened, release_id)
    print(f"release {release_id} was taken down, and {counted(len(files), 'file')} deleted")


def _ask(question: str) -> None:
    """Ask before what cannot be taken back. Raises ``ArchiveError`` unless the answer is yes."""
    try:
        sure = typer.confirm(visible(question))
    except typer.Abort:  # Ctrl-C, or nobody is there to answer
        print(file=sys.stderr)
        sure = False
    if not sure:
        raise ArchiveError("nothing was taken down", hint="--yes does it without asking")
