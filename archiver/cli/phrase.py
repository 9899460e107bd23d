"""The command that tells the life of a formula: phrase."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, Json
from archiver.cli.printing import print_indented, print_json
from archiver.display import clock
from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.archive.phrases.life import Life, Use, Variant
    from archiver.archive.phrases.repeated import Before, Repeated, Repetition

RIBBON = 40  # signs of the year with most uses


def phrase(
    words: Annotated[
        str | None,
        typer.Argument(metavar="WORDS", help="The phrase, word for word.", show_default="with --since-last, none"),
    ] = None,
    since_last: Annotated[
        str | None,
        typer.Option(
            metavar="RELEASE",
            help="What of this release stood in an earlier one, word for word.",
            show_default="none",
        ),
    ] = None,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Tell the life of a phrase: its days, how often it was read out or only written, by whom, and changes.

    With --since-last: what a release repeats, and since when.
    """
    if (words is None) == (since_last is None):
        raise UsageError("name either a phrase, or a release with --since-last")
    if since_last is not None:
        _since_last(since_last, archive, as_json)
        return
    from archiver.archive.phrases.life import life_of

    with reading_archive(archive) as opened:
        found = life_of(opened, words or "")
    if as_json:
        days = dict(zip(("first", "last"), found.days or (None, None), strict=True))
        print_json({**asdict(found), **days, "years": found.by_year(), "speakers": found.counts("speaker")})
        return
    print_indented(_told(found))


def _since_last(release: str, folder: Path, as_json: bool) -> None:
    """Print what a release repeats."""
    from archiver.archive.phrases.repeated import repetition_of
    from archiver.archive.read import find_release

    with reading_archive(folder) as opened:
        found = repetition_of(opened, find_release(opened, release))
    if as_json:
        print_json(asdict(found))
        return
    print_indented(_repeated(found))


def _told(life: Life) -> Iterator[str]:
    """The life of a phrase in lines."""
    yield _summary(life)
    if speakers := life.counts("speaker"):
        yield f"  by {', '.join(f'{name} {count}' for name, count in speakers.items())}"
    years = {year: sum(counted.values()) for year, counted in life.by_year().items()}
    for year, count in years.items() if len(years) > 1 else ():
        ribbon = "█" * round(RIBBON * count / max(years.values()))
        yield f"  {year} {ribbon or ('▏' if count else '')} {count or ''}".rstrip()
    for where, count in Counter(map(_where, life.uses)).items():
        yield where if count == 1 else f"{where}, {count:,} times"
    if life.variants:
        yield ""
        yield "Changed by a word:"
        yield from map(_variant, life.variants)
    if life.rarer:
        yield f"  and {life.rarer:,} rarer changes"
    if life.more:
        yield ""
        yield "It stands in more places than were looked at: the newest are told. More words find older ones."


def _summary(life: Life) -> str:
    if not life.uses:
        return f"“{life.phrase}” was neither written nor said in what is archived"
    days = life.days
    when = "" if days is None else f", {days[0]}" if days[0] == days[1] else f", {days[0]} to {days[1]}"
    if days and life.undated:
        when += f", {life.undated:,} of them without a date"
    kinds = ", ".join(f"{kind} {count}" for kind, count in life.counts("kind").items())
    return f"“{life.phrase}”: {_times(len(life.uses))} word for word{when}: {kinds}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def _where(use: Use) -> str:
    """A use in a line."""
    at = "at an unknown time" if use.start is None else f"at {clock(use.start)}"
    heard = f" {at} of recording {use.recording}{f' by {use.speaker}' if use.speaker else ''}" if use.recording else ""
    release = f" · release {use.release} ({use.title})" if use.release else ""
    paragraph = f", paragraph {use.paragraph}" if use.paragraph else ""
    return f"  {use.date or 'no date'}{release}{paragraph} · {use.kind}{heard}"


def _variant(variant: Variant) -> str:
    if not variant.instead:
        change = f"without “{variant.missing}”"
    elif not variant.missing:
        change = f"with “{variant.instead}”"
    else:
        change = f"“{variant.instead}” for “{variant.missing}”"
    first, last = variant.uses[0], variant.uses[-1]
    where = f"first {_place(first)}, last {_place(last)}" if len(variant.uses) > 1 else _place(first)
    return f"  {_times(len(variant.uses))} {change}: {where}"


def _place(use: Use) -> str:
    return f"{use.date or 'without a date'} in release {use.release}" if use.release else f"recording {use.recording}"


def _repeated(found: Repetition) -> Iterator[str]:
    """What a release repeats in lines."""
    if not found.stretches:
        yield f"nothing of release {found.release} stood in an earlier one word for word"
        return
    yield f"{found.share:.0%} of the words of release {found.release} stood in an earlier one word for word"
    for one in found.stretches:
        yield ""
        yield f"  {_paragraphs(one)}: “{one.words}”"
        yield f"    {_before(one)}"


def _paragraphs(stretch: Repeated) -> str:
    """Where in the release it stands: ``paragraph 1``, ``paragraphs 1 and 3``, ``paragraph 1, 2 times``."""
    places = Counter([stretch.paragraph, *(place.paragraph for place in stretch.also)])
    where = f"paragraph{'s' * (len(places) > 1)} {' and '.join(map(str, places))}"
    return where if len(places) == 1 + len(stretch.also) else f"{where}, {_times(places.total())}"


def _before(stretch: Repeated) -> str:
    first = f"first {_release(stretch.first)}"
    return first if stretch.releases == 1 else f"{first}, last {_release(stretch.last)}, in {stretch.releases} in all"


def _release(before: Before) -> str:
    return f"{before.date or 'without a date'} in release {before.release}, paragraph {before.paragraph}"
