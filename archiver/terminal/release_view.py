"""A release in a terminal: how much of each paragraph was read, when it was talked about, and the whole as a ribbon."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archiver.export.document import one_line
from archiver.export.moments import Moment, moments, share_read
from archiver.export.times import clock

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

# Of the terminal's 256 colours twelve that are told apart on black and on white, neighbours unlike each other.
COLOURS = (
    *("blue", "dark_orange", "green4", "magenta", "dark_cyan", "red3"),
    *("gold3", "purple4", "spring_green3", "orchid", "deep_sky_blue1", "yellow4"),
)
READ, MEANT, NONE = "█", "▒", "·"
EXCERPT = 160  # code points of a paragraph


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
            columns.append((best.paragraph, READ if best.relation == "verbatim" else MEANT))
    return columns


def render(document: Mapping[str, Any], width: int) -> Iterator[RenderableType]:
    """What `archiver show` prints.

    document: as exported; width: columns of the terminal
    """
    from rich.text import Text

    release = document["release"]
    yield Text(release["title"], style="bold")
    facts = [release[name] for name in ("issuer", "number", "date", "url") if release[name]]
    yield Text(" · ".join(facts), style="dim")
    # Two links may lead to one recording, which was talked about only once.
    heard = list({r["id"]: r for r in document["recordings"] if r["transcripts"]}.values())
    found = [moments(recording["transcripts"][-1]) for recording in heard]
    yield _paragraphs(release["paragraphs"], [moment for own in found for moment in own], several=len(heard) > 1)
    for recording, own in zip(heard, found, strict=True):
        yield from _recording(recording, own, width)
    for recording in document["recordings"]:
        if not recording["transcripts"]:
            state = "not heard yet" if recording["id"] else "not obtained"
            yield Text(f"{recording['label']}: {state}", style="yellow")


def _paragraphs(paragraphs: Sequence[Mapping[str, Any]], found: Sequence[Moment], *, several: bool) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, expand=True, pad_edge=False)
    table.add_column("", no_wrap=True)
    table.add_column("paragraph", ratio=3)
    table.add_column("read", justify="right", no_wrap=True)
    table.add_column("talked about" + (" (all recordings)" if several else ""), ratio=2)
    for paragraph in paragraphs:
        own = [moment for moment in found if moment.paragraph == paragraph["position"]]
        share = share_read(own, len(paragraph["text"]))
        label = Text(paragraph["label"] or str(paragraph["position"]), style=f"bold {_colour(paragraph['position'])}")
        table.add_row(label, Text(_excerpt(paragraph["text"])), f"{share:.0%}" if share else "–", _times(own))
    return table


def _times(found: Sequence[Moment]) -> Text:
    from rich.text import Text

    if not found:
        return Text("never", style="dim")
    ordered = sorted(found, key=lambda moment: moment.start)
    return Text("  ".join(map(_time, ordered)))


def _time(moment: Moment) -> str:
    mark = READ if moment.relation == "verbatim" else MEANT
    return f"{mark} {clock(moment.start)}–{clock(moment.end)}{' by hand' * moment.by_hand}"


def _recording(recording: Mapping[str, Any], found: Sequence[Moment], width: int) -> Iterator[Text]:
    from rich.text import Text

    transcript = recording["transcripts"][-1]
    segments = transcript["segments"]
    duration = recording["duration"] or max((segment["end"] for segment in segments), default=0.0)
    linked = sum(bool(segment["links"]) for segment in segments)
    yield Text(
        f"{recording['label']} · {clock(duration)} · {len(segments)} sentences, {linked} of them on a paragraph · "
        f"{transcript['engine']} {transcript['model']}"
    )
    if transcript["speakers"]:
        yield Text(_speakers(transcript), style="dim")
    line = Text()
    for paragraph, mark in ribbon(found, duration, width):
        line.append(mark, style=_colour(paragraph) if paragraph else "dim")
    yield line
    end = clock(duration)
    yield Text("00:00" + " " * max(1, width - 5 - len(end)) + end, style="dim")
    yield Text(f"{READ} read out  {MEANT} in other words  {NONE} on none", style="dim")


def _speakers(transcript: Mapping[str, Any]) -> str:
    """Who speaks how long: ``S1 Spokesman 03:24 · S2 00:50``."""
    spoken = {voice["label"]: 0.0 for voice in transcript["speakers"]}
    for segment in transcript["segments"]:
        if segment["speaker"] in spoken:
            spoken[segment["speaker"]] += segment["end"] - segment["start"]
    names = {voice["label"]: one_line(f"{voice['label']} {voice['name'] or ''}") for voice in transcript["speakers"]}
    return " · ".join(f"{names[label]} {clock(seconds)}" for label, seconds in spoken.items())


def _colour(position: int) -> str:
    return COLOURS[(position - 1) % len(COLOURS)]


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + "…"
