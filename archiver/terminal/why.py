"""Why each sentence is tied to its paragraph, in a terminal: both texts with the words in common, and the score."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from archiver.export.reasons import Row, differences, heard_transcripts, read_of_each
from archiver.export.times import clock
from archiver.models import Span
from archiver.terminal.release_view import COLOURS
from archiver.tokens import WORD, fold

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

WIDE = 100  # columns from which two texts stand side by side
AROUND = 60  # code points shown around words in common
SMALL = 0.05  # log-odds; what adds less explains nothing
RUNS = 6  # of unread words that are told; of a paragraph that was hardly read there are many

RELATIONS = {"verbatim": "read out", "paraphrase": "in other words"}


def render_why(
    document: Mapping[str, Any],
    width: int,
    *,
    colour: bool,
    segment: int | None = None,
    closest: Row | None = None,
    decided: str | None = None,
) -> Iterator[RenderableType]:
    """What `archiver show --why` prints.

    document: as exported; width: columns of the terminal; colour: whether it has any, else words stand in brackets
    segment: the only sentence that is asked about, by its id
    closest: the link that was nearly made for it
    decided: when a person said that it belongs to no paragraph (ISO 8601)
    """
    from rich.text import Text

    yield Text(document["release"]["title"], style="bold")
    paragraphs = {paragraph["position"]: paragraph for paragraph in document["release"]["paragraphs"]}
    for recording, transcript in heard_transcripts(document):
        chosen = [one for one in transcript["segments"] if one["links"] and segment in (None, one["id"])]
        if chosen:
            yield Text(f"{recording['label']} · {transcript['engine']} {transcript['model']}", style="dim")
        for sentence in chosen:
            for link in sentence["links"]:
                yield from _link(sentence, link, paragraphs[link["paragraph"]], width, colour=colour)
    if segment is None:
        yield from _paragraphs(document)
        return
    for sentence in (one for _, found in heard_transcripts(document) for one in found["segments"]):
        if sentence["id"] == segment and not sentence["links"]:
            yield _no_paragraph(sentence)
            if decided:
                yield Text(f"  “{sentence['heard']}”\n  by hand, {decided[:10]}")
            else:
                yield from _nearly(sentence, closest, paragraphs, width, colour=colour)


def _link(sentence: Row, link: Row, paragraph: Row, width: int, *, colour: bool) -> Iterator[RenderableType]:
    from rich.text import Text

    yield Text()
    yield _heading(sentence, link, paragraph)
    yield _texts(sentence["heard"], link, paragraph["text"], width, colour=colour)
    for line in [*_differing(link, sentence["heard"], paragraph["text"]), *told(link)]:
        yield Text(f"  {line}")


def _no_paragraph(sentence: Row) -> Text:
    from rich.text import Text

    times = f"{clock(sentence['start'])}–{clock(sentence['end'])}"
    return Text(f"\n{times}  sentence {sentence['id']} is on no paragraph", style="bold")


def _nearly(
    sentence: Row, closest: Row | None, paragraphs: Mapping[int, Row], width: int, *, colour: bool
) -> Iterator[RenderableType]:
    from rich.text import Text

    if not closest:
        yield Text(f"  “{sentence['heard']}”")
        yield Text("  What came closest cannot be told: a long meeting is followed as a whole, or nothing was said.")
        return
    paragraph = paragraphs[closest["paragraph"]]
    yield Text(f"  closest: paragraph {paragraph['label'] or paragraph['position']}")
    yield _texts(sentence["heard"], closest, paragraph["text"], width, colour=colour)
    for line in told(closest):
        yield Text(f"  {line}")
    against = sum(closest["why"]["parts"].values()) < 0
    reason = "more speaks against it than for it" if against else "what was said around it speaks for something else"
    yield Text(f"  not enough: {reason}")


def _heading(sentence: Row, link: Row, paragraph: Row) -> Text:
    from rich.text import Text

    start = sentence["start"] if link["start"] is None else link["start"]
    end = sentence["end"] if link["end"] is None else link["end"]
    style = f"bold {COLOURS[(paragraph['position'] - 1) % len(COLOURS)]}"
    line = Text(f"{clock(start)}–{clock(end)}  sentence {sentence['id']}  ", style="bold")
    line.append(f"paragraph {paragraph['label'] or paragraph['position']}", style=style)
    by_hand = f"by hand, {link['decided'][:10]}" if link["by"] == "human" else f"{link['score']:.2f}"
    return line.append(f"  {RELATIONS[link['relation']]}  {by_hand}")


def _texts(heard: str, link: Row, written: str, width: int, *, colour: bool) -> Table:
    """What was heard and what is written, beside each other or one above the other."""
    from rich.table import Table
    from rich.text import Text

    pairs = link["why"]["matched"] if link["why"] else []
    read = bool(link["why"]) and link["why"]["basis"] == "words"
    same = [fold(heard[slice(*said)]) == fold(written[slice(*place)]) for said, place in pairs]
    numbers = [int(not own) for own in same] if read else [number % len(COLOURS) for number in range(len(pairs))]
    styles = [f"bold {COLOURS[number]}" for number in numbers]
    begin, end = link["span"]
    said = marked(heard, [pair[0] for pair in pairs], styles, colour=colour, joined=read)
    places = [(pair[1][0] - begin, pair[1][1] - begin) for pair in pairs]
    there = marked(written[begin:end], places, styles, colour=colour, joined=read)
    if width >= WIDE:
        table = Table.grid(padding=(0, 2), expand=True)
        for _ in range(2):
            table.add_column(ratio=1)
        table.add_row(Text("heard", style="dim"), Text("written", style="dim"))
        table.add_row(said, there)
        return table
    table = Table.grid(padding=(0, 2))
    table.add_row(Text("heard", style="dim"), said)
    table.add_row(Text("written", style="dim"), there)
    return table


def marked(text: str, places: Sequence[Span], styles: Sequence[str], *, colour: bool, joined: bool) -> Text:
    """A text with words marked, and what lies far from all of them left out.

    joined: whether words of one style next to each other make one mark
    """
    from rich.text import Text

    line, reached = Text(), 0
    for (begin, end), style in _marks(text, places, styles, joined=joined):
        if begin < reached:  # the same word for another word of the other side
            continue
        line.append(_shortened(text[reached:begin], first=not reached), style="dim" if colour else "")
        line.append(text[begin:end] if colour else f"[{text[begin:end]}]", style=style if colour else "")
        reached = end
    return line.append(_shortened(text[reached:], first=not reached, last=True), style="dim" if colour else "")


def _marks(
    text: str, places: Sequence[Span], styles: Sequence[str], *, joined: bool
) -> list[tuple[tuple[int, int], str]]:
    found: list[tuple[tuple[int, int], str]] = []
    for (begin, end), style in sorted(zip(places, styles, strict=True)):
        if joined and found and found[-1][1] == style and not WORD.search(text, found[-1][0][1], begin):
            begin = found.pop()[0][0]
        found.append(((begin, end), style))
    return found


def _shortened(text: str, *, first: bool, last: bool = False) -> str:
    """What stands between two marks, or before the first or behind the last."""
    room = 2 * AROUND if first == last else AROUND
    if len(text) <= room + AROUND:
        return text
    head = "" if first and not last else text[: AROUND * (3 if first else 1)].rsplit(" ", 1)[0] + " "
    tail = "" if last else " " + text[-AROUND:].split(" ", 1)[-1]
    return f"{head}…{tail}"


def _differing(link: Row, heard: str, written: str) -> Iterator[str]:
    """The lines about words that were read otherwise than they stand there."""
    found = differences(link, heard, written)
    kinds = {
        "heard ≙ written": [f"{one.heard} ≙ {one.written}" for one in found if one.heard and one.written],
        "not said": [one.written for one in found if not one.heard],
        "put in": [one.heard for one in found if not one.written],
    }
    if link["why"] and link["why"]["basis"] != "words":
        pairs = [(heard[slice(*said)], written[slice(*place)]) for said, place in link["why"]["matched"]]
        kinds["heard ≙ written"] = [f"{said} ≙ {there}" for said, there in pairs if fold(said) != fold(there)]
    for kind, own in kinds.items():
        if own:
            yield f"{kind}: {' · '.join(own)}"


def told(link: Row) -> list[str]:
    """What the score of a link is made of, in words."""
    why = link["why"]
    if link["by"] == "human":
        return ["as decided by hand"]
    if not why:
        return ["made by an earlier version; `archiver align RELEASE` tells why"]
    parts, score = why["parts"], f"score {link['score']:.2f}"
    if why["basis"] == "words":
        counts = [int(parts[name]) for name in ("words matched", "words said", "words written")]
        return [
            f"{score}: {counts[0]} words matched, of {counts[1]} said and {counts[2]} written ({parts['density']:.0%})"
        ]
    if why["basis"] == "order":
        gained = f"each word is worth {parts['gained a word']:.2f} there, {parts['needed a word']:.2f} would do"
        return [f"{score}: {gained} (log-likelihood ratio)"]
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    sums = ", ".join(f"{name} {_signed(value)}" for name, value in ordered if abs(value) >= SMALL)
    margin = why["margin"]
    by_far = f"{score}: likelier than anything else by {margin:.2f}"
    too_little = f"no link: what was chosen is likelier by {-margin:.2f}"
    lines = [f"{by_far if margin >= 0 else too_little}, with what is said around it (log-odds)"]
    lines.append(f"by itself {_signed(sum(parts.values()))} = {sums}")
    if why["staying"]:
        lines.append(f"it stays with what it follows {_signed(why['staying'])}")
    if not why["matched"]:
        lines.append("no word has its like there: it is the meaning of the whole that is alike")
    return lines


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _paragraphs(document: Mapping[str, Any]) -> Iterator[RenderableType]:
    """How much of each paragraph was read, and which words were not."""
    from rich.table import Table
    from rich.text import Text

    yield Text("\nWhat was read of each paragraph", style="bold")
    table = Table.grid(padding=(0, 2))
    for row in read_of_each(document):
        style = f"bold {COLOURS[(row['position'] - 1) % len(COLOURS)]}"
        label = Text(row["label"] or str(row["position"]), style=style)
        table.add_row(label, f"{row['share_read']:.0%}", Text(_left(row)))
    yield table


def _left(row: Row) -> str:
    if not row["share_read"]:
        return "nothing of it"
    if not row["unread"]:
        return "every word"
    runs = [f"“{_shortened(run, first=True, last=True)}”" for run in row["unread"]]
    more = f" and {len(runs) - RUNS} more" if len(runs) > RUNS else ""
    return f"not read: {', '.join(runs[:RUNS])}{more}"
