"""A release in a terminal: how much of each paragraph was read, when it was talked about, and the whole as a ribbon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from archiver.consoles import NO_BREAK
from archiver.display import clock, counted, one_line
from archiver.export.document import Document, newest_transcripts
from archiver.export.grades import left_out_words, told_grade
from archiver.export.moments import Coverage, Moment, coverage_of, moments_of

# Of the terminal's 256 colours twelve that are told apart on black and on white, neighbours unlike each other.
TERMINAL_COLOURS = (
    *("blue", "dark_orange", "green4", "magenta", "dark_cyan", "red3"),
    *("gold3", "purple4", "spring_green3", "orchid", "deep_sky_blue1", "yellow4"),
)
READ, PARAPHRASED, NONE = "█", "▒", "·"
EXCERPT_LENGTH = 160  # code points of a paragraph


def ribbon(found: Sequence[Moment], duration: float, width: int) -> list[tuple[int | None, str]]:
    """The recording in ``width`` equal stretches: the paragraph that most of each is about, and how."""
    step = duration / width if duration else 1.0
    columns: list[tuple[int | None, str]] = []
    for column in range(width):
        begin, end = column * step, (column + 1) * step
        best = max(found, key=lambda m: min(m.end, end) - max(m.start, begin), default=None)
        if best is None or min(best.end, end) - max(best.start, begin) <= 0:
            columns.append((None, NONE))
        else:
            columns.append((best.paragraph, READ if best.relation == "verbatim" else PARAPHRASED))
    return columns


def render_release(document: Document, width: int) -> Iterator[RenderableType]:
    """What `archiver show` prints.

    document: as exported; width: columns of the terminal
    """
    release = document["release"]
    yield Text(release["title"], style="bold")
    facts = [release[name] for name in ("issuer", "number", "date", "url") if release[name]]
    if facts:
        yield Text(" · ".join(facts), style="dim")
    for one in release["translations"]:
        where = f"release {one['id']}, {one['title']}" if one["id"] else one["url"]
        yield Text(f"in {one['language']}: {one_line(where)}", style="dim")
    transcribed = newest_transcripts(document)
    transcripts = [transcript for _, transcript in transcribed]
    heard = any(transcript["segments"] for transcript in transcripts)
    if release["paragraphs"]:
        yield _paragraphs(coverage_of(release, transcripts), several=len(transcribed) > 1, heard=heard)
    for recording, transcript in transcribed:
        yield from _recording(recording, transcript, width)
    if left_out := left_out_words(document, transcripts):
        yield Text(left_out, style="yellow")
    for recording in document["recordings"]:
        if not recording["transcripts"]:
            state = "not transcribed yet" if recording["id"] else "not obtained"
            yield Text(f"{recording['label']}: {state}", style="yellow")


def _paragraphs(found: Sequence[Coverage], *, several: bool, heard: bool) -> Table:
    none = "never" if heard else "not heard"
    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("paragraph", ratio=3)
    table.add_column("read", justify="right", no_wrap=True)
    table.add_column("talked about" + (" (all recordings)" if several else ""), ratio=2)
    for one in found:
        share, text = one.share_read, one.paragraph["text"]
        shown = text if len(text) <= EXCERPT_LENGTH else text[:EXCERPT_LENGTH].rsplit(" ", 1)[0] + "…"
        times = "  ".join(
            f"{READ if moment.relation == 'verbatim' else PARAPHRASED}{NO_BREAK}"
            f"{clock(moment.start)}–{clock(moment.end)}{_told(moment)}"
            for moment in sorted(one.moments, key=lambda moment: moment.start)
        )
        when = Text(times) if times else Text("nothing this sure" if one.left_out else none, style="dim")
        table.add_row(paragraph_label(one.paragraph), Text(shown), f"{share:.0%}" if share else "–", when)
    return table


def _told(moment: Moment) -> str:
    grade = told_grade(moment.relation, moment.grade)
    return f"{NO_BREAK}{grade}" if grade else ""


def paragraph_label(paragraph: Document) -> Text:
    """A paragraph's label, else its position, in its colour."""
    return Text(paragraph["label"] or str(paragraph["position"]), style=f"bold {_colour(paragraph['position'])}")


def _recording(recording: Document, transcript: Document, width: int) -> Iterator[Text]:
    segments = transcript["segments"]
    duration = recording["duration"] or max((segment["end"] for segment in segments), default=0.0)
    written = sum(bool(segment["text"]) for segment in segments)
    linked = sum(bool(segment["links"]) for segment in segments)
    told = [recording["label"], *([clock(duration)] if duration else [])]
    told += [
        f"{counted(written, 'sentence')}, {linked} of them on a paragraph",
        f"{transcript['engine']} {transcript['model']}",
    ]
    yield Text(" · ".join(told))
    if transcript["speakers"]:
        yield Text(_speakers(transcript), style="dim")
    if not duration:
        return
    line = Text()
    for paragraph, mark in ribbon(moments_of(transcript), duration, width):
        line.append(mark, style=_colour(paragraph) if paragraph else "dim")
    yield line
    end = clock(duration)
    yield Text("00:00" + " " * max(1, width - 5 - len(end)) + end, style="dim")
    yield Text(f"{READ} read out  {PARAPHRASED} in other words  {NONE} on none", style="dim")


def _speakers(transcript: Document) -> str:
    """Who speaks how long: ``S1 Spokesman 03:24 · S2 00:50``."""
    spoken = {speaker["label"]: 0.0 for speaker in transcript["speakers"]}
    for segment in transcript["segments"]:
        if segment["speaker"] in spoken:
            spoken[segment["speaker"]] += segment["end"] - segment["start"]
    names = {one["label"]: one_line(f"{one['label']} {one['name'] or ''}") for one in transcript["speakers"]}
    return " · ".join(f"{names[label]} {clock(seconds)}" for label, seconds in spoken.items())


def _colour(position: int) -> str:
    return TERMINAL_COLOURS[(position - 1) % len(TERMINAL_COLOURS)]
