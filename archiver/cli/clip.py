"""The command that cuts passages out of a recording: clip."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, ClassVar

import typer

from archiver.cli.opening import reading_archive
from archiver.cli.options import HERE, Folder, Least, ReleaseName, SegmentId, row_option
from archiver.errors import UsageError
from archiver.outputs import STANDARD_OUTPUT

if TYPE_CHECKING:
    from archiver.pipeline.clip import Wanted

_TIME = re.compile(
    r"(?:(?P<hours>\d{1,3}):(?P<of_hour>[0-5]?\d):|(?P<minutes>\d{1,3}):)(?P<of_minute>[0-5]?\d(?:\.\d{1,6})?)\Z"
    r"|(?P<seconds>\d{1,6}(?:\.\d{1,6})?)\Z"
)


def seconds_of(text: str) -> float:
    """A time as people write it, in seconds: ``92.5``, ``1:32.5`` or ``1:02:03``."""
    found = _TIME.match(text.strip())
    if not found:
        raise typer.BadParameter(f"{text} is no time: write 92.5, 1:32.5 or 1:02:03")
    minutes = int(found["hours"] or 0) * 60 + int(found["of_hour"] or found["minutes"] or 0)
    return minutes * 60 + float(found["of_minute"] or found["seconds"])


@dataclass(frozen=True)
class Passages:
    """Which passages are cut out of a recording."""

    heading: ClassVar[str] = "What is cut"
    paragraph: Annotated[
        int | None,
        row_option(metavar="N", help="The paragraph's position; every passage on it is cut, one after the other."),
    ] = None
    start: Annotated[
        float | None,
        typer.Option("--from", metavar="TIME", parser=seconds_of, help="From when: 92.5, 1:32.5 or 1:02:03."),
    ] = None
    end: Annotated[
        float | None,
        typer.Option("--to", metavar="TIME", parser=seconds_of, help="Until when.", show_default="the end"),
    ] = None
    segment: SegmentId = None
    search: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Every sentence in which these words were said.")
    ] = None
    recording: Annotated[int | None, row_option(help="Which of several recordings.", show_default="the only one")] = (
        None
    )
    least: Least = None

    def wanted(self) -> Wanted:
        """What they say, for the pipeline. Raises ``UsageError`` unless it is one thing."""
        from archiver.pipeline.clip import Wanted

        asked = [self.paragraph, self.segment, self.search, self.end if self.start is None else self.start]
        if sum(one is not None for one in asked) != 1:
            raise UsageError("a clip is of one thing", hint="give --paragraph, --from with --to, --segment or --search")
        return Wanted(
            self.paragraph, self.start, self.end, self.segment, self.search, self.recording, self.least or 0.0
        )


def clip(
    release: ReleaseName,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            help="Where to write it: a name with .mp3, .wav, .flac, .ogg or .mp4; - for standard output.",
        ),
    ],
    *,
    passages: Passages,
    video: Annotated[
        bool, typer.Option("--video", help="A video with the waveform and the captions in the picture (.mp4).")
    ] = False,
    archive: Folder = HERE,
) -> None:
    """Cut what was said about a paragraph, at a time, in a sentence or with certain words out of a recording.

    Clips begin and end in pauses, where there are any. Their captions are written beside them (.vtt).
    """
    from archiver.archive.read import find_release
    from archiver.outputs import write_out
    from archiver.pipeline.clip import VIDEO, cut_clip, form_of

    wanted = passages.wanted()
    form = VIDEO if video and not output.suffix else form_of(output)
    if video and form != VIDEO:
        raise UsageError(f"{output} is no name of a video", hint="give one with .mp4")
    with reading_archive(archive) as opened:
        cut = cut_clip(opened, find_release(opened, release), wanted, form)
    captions = _captions_beside(output, cut.captions)
    write_out(output, cut.data)
    if captions and cut.captions:
        write_out(captions, cut.captions.encode())
    if cut.left_out:
        print(f"{cut.left_out} of {cut.links} links were left out: less sure than {wanted.least:g}", file=sys.stderr)
    told = sys.stderr if output == STANDARD_OUTPUT else sys.stdout
    beside = f", captions in {captions.name}" if captions else ""
    print(f"{output}: {cut.seconds:.1f} s{beside}", file=told)


def _captions_beside(output: Path, captions: str | None) -> Path | None:
    """Where a clip's captions go; None where it has none, or nothing is beside it.

    Raises ``UsageError`` where others' captions are there: those of a clip that is cut again are its own.
    """
    path = output.with_suffix(".vtt")
    if output == STANDARD_OUTPUT:
        return None
    own = output.exists() or not path.exists() or path.read_bytes() == (captions or "").encode()
    if not own:
        hint = "give the clip another name; players show these captions with it"
        raise UsageError(f"{path} is there already, and belongs to something else", hint=hint)
    return path if captions else None
