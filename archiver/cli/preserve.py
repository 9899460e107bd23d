"""Commands that keep an archive whole and hand it on: verify, backup, merge, bag, unbag."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from archiver.cli.opening import archive_as_it_is, opened_archive, reading_archive
from archiver.cli.options import HERE, Folder, Json
from archiver.cli.printing import print_json
from archiver.display import counted
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive.verify.run import Verified


def verify(
    quick: Annotated[
        bool, typer.Option("--quick", help="Only sizes, times and rows; reads files that were written to since.")
    ] = False,
    sample: Annotated[
        str | None, typer.Option(metavar="5%", help="Read such a share of the files: those not read for longest.")
    ] = None,
    repair: Annotated[
        bool, typer.Option("--repair", help="Put right what can be put right without losing anything.")
    ] = False,
    copy: Annotated[
        Path | None,
        typer.Option("--copy", metavar="DIR", help="With --repair: a copy of the archive, to take lost files from."),
    ] = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Check that the archive is whole: every file against its hash, the database, and the log against itself.

    Ends with 1 if anything is wrong. Interrupted, it goes on where it was.
    """
    from archiver.archive.verify.repair import repair as put_right
    from archiver.archive.verify.run import Extent
    from archiver.archive.verify.run import verify as check
    from archiver.reporting import Terminal

    if quick and sample:
        raise UsageError("--quick reads no sample; give one of the two")
    if copy and not repair:
        raise UsageError("--copy is where --repair takes files from", hint="give --repair as well")
    if copy and not (copy / "media").is_dir():
        raise UsageError(f"{copy} is no copy of an archive: it has no folder media", hint="name the folder around it")
    how: Literal["quick", "sample", "whole"] = "quick" if quick else "sample" if sample else "whole"
    extent, done = Extent(how, _share(sample or "100%")), list[str]()
    with (opened_archive if repair else archive_as_it_is)(archive) as opened:
        found = check(opened, extent, Terminal())
        if repair and found.problems:
            done = put_right(opened, found.problems, copy)
            found = check(opened, extent, Terminal())
    if as_json:
        print_json({**asdict(found), "repaired": done})
    else:
        _tell(found, done)
    if found.problems:
        raise typer.Exit(1)


def _share(sample: str) -> float:
    """How much ``5%`` is. Raises ``UsageError``."""
    number = sample.removesuffix("%").strip()
    try:
        share = float(number) / 100
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise UsageError(f"--sample {sample} is no share of the files", hint="write it as --sample 5%")
    return share


def _tell(found: Verified, done: list[str]) -> None:
    for line in done:
        print(f"repaired: {line}")
    for problem in found.problems:
        known = f" (whole on {problem.since[:10]})" if problem.since else ""
        print(f"{problem.what}{known}; {problem.todo}")
    before = f", {found.before:,} before it was interrupted" if found.before else ""
    read = f"{counted(found.files, 'file')} read, {found.size / 1e6:,.1f} MB{before}"
    print(f"{counted(len(found.problems), 'problem')}; {read}" if found.problems else f"whole; {read}")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, which must not be there yet.")],
    archive: Folder = HERE,
) -> None:
    """Copy the database to one file, also while something is written. Files in media/ never change: copy them as is."""
    from archiver.archive.backup import back_up
    from archiver.reporting import Terminal

    with archive_as_it_is(archive) as opened:
        size = back_up(opened, file, Terminal())
    print(f"{file}: {size / 1e6:,.1f} MB")


def merge(
    other: Annotated[
        Path, typer.Argument(metavar="OTHER", help="The folder of the other archive, which stays as it is.")
    ],
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Take over what another archive has beyond this one: files, rows, what people decided, and the log.

    Again, it changes nothing. Where both say different things, this is told.
    """
    from archiver.archive.merge import merge as take_over
    from archiver.cli.index import say_unread
    from archiver.reporting import Terminal

    with reading_archive(other) as theirs, opened_archive(archive, create=True) as ours:
        merged = take_over(ours, theirs, reporter=Terminal())
        say_unread(ours)
    if as_json:
        print_json(asdict(merged))
        return
    for conflict in merged.conflicts:
        print(f"warning: {conflict}", file=sys.stderr)
    told = ", ".join(counted(count, name.replace("_", " ").removesuffix("s")) for name, count in merged.added.items())
    print(f"{told}, {counted(merged.files, 'file')}" if told else "nothing is there that was not here")


def bag(
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="The folder to write, not there yet.")],
    releases: Annotated[
        list[str] | None,
        typer.Argument(metavar="RELEASE", help="Ids, addresses, or parts of titles.", show_default="none"),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="The whole archive.")] = False,
    archive: Folder = HERE,
) -> None:
    """Pack releases with their recordings, transcripts and log as a BagIt bag, for another archive."""
    from archiver.archive.bags.write_bag import write_bag
    from archiver.archive.read import find_release
    from archiver.reporting import Terminal

    if bool(releases) == everything:
        raise UsageError("a bag is of some releases, or of all", hint="name releases, or give --all")
    with archive_as_it_is(archive) as opened:
        chosen = None if everything else [find_release(opened, name) for name in releases or ()]
        size = write_bag(opened, output, chosen, reporter=Terminal())
    print(f"{output}: {size / 1e6:,.1f} MB")


def unbag(
    bag: Annotated[Path, typer.Argument(metavar="BAG", help="The folder of the bag.")], archive: Folder = HERE
) -> None:
    """Check a bag, and make an archive of it where there is none yet."""
    from archiver.archive.bags.read_bag import unpack_bag
    from archiver.cli.index import say_unread
    from archiver.reporting import Terminal

    merged = unpack_bag(bag, archive, reporter=Terminal())
    print(f"{counted(merged.added.get('releases', 0), 'release')}, {counted(merged.files, 'file')}")
    with reading_archive(archive) as unpacked:
        say_unread(unpacked)
