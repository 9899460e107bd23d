"""The command that checks quotes: quote."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, Json
from archiver.cli.printing import print_indented, print_json
from archiver.errors import ReceiptError, UsageError

if TYPE_CHECKING:
    from archiver.archive.quotes.check import Answer, Place


@dataclass(frozen=True)
class Receipts:
    """What somebody else can check, and whether it holds."""

    heading: ClassVar[str] = "Receipts"
    receipt: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="A new folder for the sound, its words and their origin, for anybody to check."
        ),
    ] = None
    check: Annotated[Path | None, typer.Option(metavar="DIR", help="Check a receipt instead.")] = None
    recording: Annotated[
        Path | None, typer.Option(metavar="FILE", help="With --check: against this recording, not the archive's.")
    ] = None

    def require_one_wish(self, words: str | None) -> None:
        """Raise ``UsageError`` unless there are either words to look for or a receipt to check."""
        both, alone = self.receipt and self.check, self.recording and not self.check
        if (words is None) == (self.check is None) or both or alone:
            told = "name either the words to look for, or the receipt to --check (with --recording or without)"
            raise UsageError(told)


def quote(
    words: Annotated[
        str | None,
        typer.Argument(metavar="WORDS", help="The words as reported; […] for what was left out.", show_default="none"),
    ] = None,
    speaker: Annotated[
        str | None, typer.Option(help="Who is said to have said it: a name or S1.", show_default="anybody")
    ] = None,
    language: Annotated[
        str | None,
        typer.Option(help="The language of the words (en, fr, …).", show_default="that of the likeliest place"),
    ] = None,
    *,
    receipts: Receipts,
    archive: Folder = HERE,
    as_json: Json = False,
) -> None:
    """Check a quote: whether it was read out, said (with which differences), said in other words, or not said.

    Fillers, repetitions and what an engine misheard do not count. A negation, number or name that was not said does.
    """
    from archiver.archive.narrowed import known_speaker
    from archiver.archive.quotes.check import check_quote
    from archiver.pipeline.receipt import write_receipt

    receipts.require_one_wish(words)
    if receipts.check:
        _check(receipts.check, receipts.recording, archive, as_json)
        return
    with reading_archive(archive) as opened:
        speaker = known_speaker(opened, speaker)
        answer = check_quote(opened, words or "", speaker, language)
        written = write_receipt(opened, answer, receipts.receipt, speaker) if receipts.receipt else []
    for path in written:
        print(f"{path} was written", file=sys.stderr)
    if as_json:
        print_json(asdict(answer))
        return
    print_indented(_told(answer))


def _check(folder: Path, recording: Path | None, archive: Path, as_json: bool) -> None:
    """Say what of a receipt holds. Raises ``ReceiptError`` where anything does not."""
    from archiver.pipeline.receipt_check import check_receipt

    if recording:
        found = check_receipt(folder, recording)
    else:
        with reading_archive(archive) as opened:
            found = check_receipt(folder, opened)
    if as_json:
        print_json([asdict(one) for one in found])
    else:
        for one in found:
            print(f"holds: {one.what}" if one.holds else f"does not hold: {one.what}; {one.found}")
        if recording:
            print("not checked: the words, who said them and where they come from, which only an archive can tell")
        else:
            print("not checked: when and by which version the receipt was made, and how much was archived then")
    if not all(one.holds for one in found):
        raise ReceiptError(f"the receipt in {folder} does not hold")


def _told(answer: Answer) -> Iterator[str]:
    """An answer in lines."""
    from archiver.archive.quotes.telling import tell_differences, tell_verdict

    yield tell_verdict(answer)
    yield from (f"  · {one}" for one in tell_differences(answer))
    for place in answer.places:
        yield ""
        yield from _place(place)
    if answer.also:
        yield ""
        yield f"The same words were said at {len(answer.also) + answer.more} other places, such as"
        yield from (f"  {_where(place)}" for place in answer.also)
    if answer.short:
        yield "So few words are said by anybody: give more of them to tell where they are from."


def _place(place: Place) -> Iterator[str]:
    yield _where(place)
    yield f"  {place.text}"
    if place.heard != place.text:
        yield f"  transcribed as: {place.heard}"


def _where(place: Place) -> str:
    from archiver.archive.quotes.telling import time_of

    paragraph = f", {'read out from' if place.read else 'on'} paragraph {place.paragraph}" if place.paragraph else ""
    release = f"release {place.release} ({place.title}, {place.date or 'no date'}){paragraph}" if place.release else ""
    told = (f"recording {place.recording} at {time_of(place)}", " and ".join(place.speakers), release)
    return " · ".join(part for part in told if part)
