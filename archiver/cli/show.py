"""Commands that tell what is there: list, show, search, stats, history, models."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.opening import newest_version, reading_archive
from archiver.cli.options import HERE, Folder, Json, Least, ReleaseName, row_option
from archiver.cli.printing import page_console, print_json, print_rows, say_left_out
from archiver.cli.rows_out import RowsOut
from archiver.display import counted
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive.search import Search
    from archiver.archive.store import Archive, Row


BRIEFINGS_SHOWN = 20  # that a search prints where nobody says how many


def list_(*, rows: RowsOut, archive: Folder = HERE) -> None:
    """List the releases, by date."""
    from archiver.archive.read import LISTED, list_releases

    with reading_archive(archive) as opened:
        found = list_releases(opened)
    if rows.printed(found, LISTED):
        return
    found = rows.first(found)
    for row in found:
        heard = row["talked_about"] is not None
        told = f"{row['talked_about']} of {row['paragraphs']}" if heard else "not heard"
        row["talked"] = told if row["paragraphs"] else "no text"
        row["sound"] = f"{row['obtained']} of {row['recordings']}"
    headings = {"id": "id", "date": "date", "number": "number", "title": "title"}
    if any(row["translation_of"] for row in found):
        headings |= {"language": "language", "translation_of": "translation of"}
    print_rows(found, {**headings, "sound": "recordings", "talked": "paragraphs talked about"})


def show(
    release: ReleaseName,
    archive: Folder = HERE,
    as_json: Json = False,
    why: Annotated[bool, typer.Option("--why", help="Why each sentence is on its paragraph.")] = False,
    segment: Annotated[
        int | None, row_option(help="With --why: only this sentence, by its id; also one on no paragraph.")
    ] = None,
    least: Least = None,
) -> None:
    """Show a release: how much of each paragraph was read, when it was talked about, and the recording as a ribbon.

    With --why: every link with the words in common side by side, what its score is made of, and what was not read.
    """
    if segment and not why:
        raise UsageError("--segment says about which sentence --why is asked")
    if why:
        _show_why(release, archive, as_json, segment, least)
        return
    from archiver.archive.read import find_release, newer_version
    from archiver.archive.release_document import build_document
    from archiver.archive.release_history import warnings_of
    from archiver.export.grades import with_least
    from archiver.terminal.release_view import render_release

    with reading_archive(archive) as opened:
        release_id = find_release(opened, release)
        found, newer, warnings = (
            with_least(build_document(opened, release_id), least),
            newer_version(opened, release_id),
            warnings_of(opened, release_id),
        )
    if as_json:
        say_left_out(found)
        print_json(found)
        return
    console = page_console()
    for part in render_release(found, console.width):
        console.print(part)
    for warning in warnings:
        console.print(f"warning: {warning}", style="yellow")
    if newer:
        console.print(f"There is a newer version of this page: release {newer}.", style="yellow")


def _show_why(release: str, archive: Path, as_json: bool, segment: int | None, least: float | None) -> None:
    from archiver.archive.people.human_links import none_by_hand
    from archiver.archive.read import find_release
    from archiver.archive.release_document import build_document
    from archiver.export.grades import with_least
    from archiver.export.reasons import explain_links, sentence_of
    from archiver.pipeline.alignment import closest_link
    from archiver.terminal.why import Paper, render_why, render_why_one

    with reading_archive(archive) as opened:
        release_id = find_release(opened, release)
        # A sentence that is asked about is shown with all its links, however sure they are.
        found = with_least(build_document(opened, release_id), None if segment else least)
        alone = segment if segment and not sentence_of(found, segment)["links"] else None
        decided = none_by_hand(opened, release_id, alone) if alone else None
        nearly = closest_link(opened, release_id, alone) if alone and not decided else None
    say_left_out(found)
    if as_json:
        print_json({**explain_links(found, segment), **({"closest": nearly, "decided": decided} if alone else {})})
        return
    console = page_console()
    paper = Paper(console.width, colour=bool(console.color_system) and not console.no_color)
    one = segment and render_why_one(found, paper, segment, closest=nearly, decided=decided)
    for part in one or render_why(found, paper):
        console.print(part)


def search(
    words: Annotated[
        list[str], typer.Argument(metavar="WORDS", help='All of them; "in quotes" together; reform* begins a word.')
    ],
    language: Annotated[str | None, typer.Option(help="Only what was said or written in it (en, fr, …).")] = None,
    speaker: Annotated[str | None, typer.Option(metavar="NAME", help="Only what this speaker said, anywhere.")] = None,
    by_meaning: Annotated[
        bool, typer.Option("--by-meaning", help="What says about the same, whatever its words; the closest hundred.")
    ] = False,
    *,
    rows: RowsOut,
    archive: Folder = HERE,
) -> None:
    """Search titles, paragraphs and what was said: of each the best fifty or, with --limit, the best N of all.

    Without --limit those of the first twenty briefings are shown.
    """
    from archiver.archive.narrowed import known_speaker, require_language
    from archiver.archive.search import FOUND, Search, search_archive, together

    if not any(sign.isalnum() for sign in " ".join(words)):
        raise UsageError(
            "there is no word to look for", hint='write words, "a phrase", or the beginning of one: reform*'
        )
    with reading_archive(archive) as opened:
        require_language(opened, language)
        asked = Search(" ".join(words), speaker=known_speaker(opened, speaker), language=language)
        if by_meaning:
            found = _closest(opened, asked, rows.limit)
        else:
            found = search_archive(opened, asked.words, language, rows.limit, speaker=asked.speaker)
    if not found:
        print("nothing was found", file=sys.stderr)
    if rows.printed(found, FOUND) or not found:
        return
    briefings = together(found, itemgetter("release"))
    shown = briefings if rows.limit is not None else briefings[:BRIEFINGS_SHOWN]
    print_rows(list(_by_briefing(shown)), {"kind": "", "when": "at", "paragraph": "¶", "snippet": "text"})
    if left := len(briefings) - len(shown):
        print(f"… and in {left:,} more; --limit {len(found)} shows the best {len(found)} hits")


def _closest(archive: Archive, asked: Search, limit: int | None) -> list[Row]:
    """What says about the same; what could not be looked through is told."""
    from archiver.archive.meaning.closest import MOST_CLOSE, search_by_meaning
    from archiver.cli.index import say_unread

    found, lacking = search_by_meaning(archive, asked, MOST_CLOSE if limit is None else limit)
    if lacking:
        told = f"what was read with {', '.join(lacking)} is not among it: it is not installed here"
        print(told, file=sys.stderr)
    say_unread(archive)
    return found


def _by_briefing(briefings: list[list[Row]]) -> Iterator[Row]:
    """Hits as a person reads them: those of a release below its id and title, what was said several times once."""
    from archiver.archive.search import together
    from archiver.display import clock

    for of_release in briefings:
        first = of_release[0]
        title = " · ".join(filter(None, (first["title"], first["date"])))
        yield {"kind": first["release"], "when": "", "paragraph": "", "snippet": title}
        for row, *others in together(of_release, itemgetter("kind", "snippet")):
            times = (clock(one["start"]) for one in (row, *others) if one["start"] is not None)
            yield {**row, "kind": f"  {row['kind']}", "when": ", ".join(times)}


def stats(
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw figures into a .png or .svg as well.", show_default="none")
    ] = None,
    release: Annotated[
        str | None, typer.Option(metavar="RELEASE", help="With --plot: of this release only.", show_default="all")
    ] = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Count what is in the archive.

    With --plot: the share read out by year and house, minutes by speaker, and what was said with hedges, drawn.
    """
    from archiver.archive.stats import stats as count

    if release and not plot:
        raise UsageError("--release says of which release --plot draws the figures")
    with reading_archive(archive) as opened:
        if plot:
            _plot(opened, plot, release)
        found = count(opened)
    if as_json:
        print_json(found)
        return
    last_whole = found.pop("last_whole")
    print_rows(
        [
            *(
                {"what": name.replace("_", " "), "count": f"{value:,}"}
                for name, value in found.items()
                if value is not None
            ),
            {"what": "last found whole", "count": last_whole[:10] if last_whole else "never verified"},
        ],
        {"what": "", "count": ""},
    )


def _plot(archive: Archive, file: Path, release: str | None) -> None:
    from archiver.archive.figures import FIGURES, find_figures
    from archiver.export.plots import FORMS, draw
    from archiver.outputs import write_out

    form = FORMS.get(file.suffix.lower())
    if form is None:
        raise UsageError(f"no plot can be drawn as {file.name}", hint=f"give a name with {' or '.join(FORMS)}")
    release_id = newest_version(archive, release) if release else None
    rows = {name: find_figures(archive.db.conn, name, release_id) for name in FIGURES}
    drawn = draw({name: (FIGURES[name].title, own) for name, own in rows.items()}, form)
    write_out(file, drawn.data)
    print(f"{file} was drawn", file=sys.stderr)
    if drawn.lacks_letters:
        more = "" if form == "svg" else "; in an .svg, browsers may have them"
        print(f"warning: the fonts of this machine lack letters of names in the plot{more}", file=sys.stderr)


def history(
    release: Annotated[
        str | None,
        typer.Argument(
            metavar="RELEASE", help="An id, an address, or part of the title.", show_default="with --verify, none"
        ),
    ] = None,
    verify: Annotated[
        bool, typer.Option("--verify", help="Check the hashes of the whole log: whether any event was changed or lost.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="COPY",
            help="With --verify: a backup, a bag or a hash that was printed, whose events must all be there still.",
            show_default="none",
        ),
    ] = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Tell what was done about a release and its recordings, oldest first; also after it was taken down."""
    from archiver.archive.premis import with_premis
    from archiver.archive.release_history import find_in_log
    from archiver.archive.release_history import history as told

    if release is None and not verify:
        raise UsageError("no release is named", hint="name a release, or check the whole log with --verify")
    if against and not verify:
        raise UsageError("--against is what --verify compares the log with", hint="give --verify as well")
    with reading_archive(archive) as opened:
        if verify:
            _verify_log(opened, against)
        if release is None:
            return
        found = told(opened, find_in_log(opened, release))
    if as_json:
        print_json([with_premis(row) for row in found])
        return
    print_rows(found, {"at": "at", "action": "step", "outcome": "outcome", "message": "what", "seconds": "s"})


def _verify_log(archive: Archive, against: str | None) -> None:
    """Say whether the chain of events holds, and has what was kept elsewhere. Raises ``DamagedLog``."""
    from archiver.archive.event_chain import read_chain, require_chain, require_events

    chain = require_chain(read_chain(archive.db))
    print(
        f"the log is whole: {counted(chain.events, 'event')} since {chain.first}; the last has the hash",
        file=sys.stderr,
    )
    print(chain.last, file=sys.stderr)
    if against:
        print(f"all {require_events(archive.db, against):,} events of {against} are in it", file=sys.stderr)


def models(as_json: Json = False) -> None:
    """List the models: what is installed, what can be had, what is used by default."""
    from archiver.transcript import ENGINES
    from archiver.transcript.model_choice import catalogue
    from archiver.weights import optional_models

    found = [*catalogue(ENGINES), *optional_models()]
    if as_json:
        print_json(found)
        return
    for row in found:
        row["default"] = "default" if row["default"] else None
    print_rows(found, {"engine": "engine", "model": "model", "state": "state", "default": "", "sha256": "SHA-256"})
