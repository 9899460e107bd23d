"""Why each sentence is linked to its paragraph, in a terminal: both texts with the words in common, and the score."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from archiver.display import clock
from archiver.export.document import Document, newest_transcripts
from archiver.export.grades import RELATION_WORDS, grade_of
from archiver.export.moments import link_times
from archiver.export.reasons import deviations, read_of_each, sentence_of
from archiver.models import Span
from archiver.terminal.release_view import TERMINAL_COLOURS, paragraph_label
from archiver.tokens import WORD, fold

WIDE_COLUMNS = 100  # from which two texts stand side by side
SHOWN_AROUND = 60  # code points shown around words in common
LEAST_LOG_ODDS = 0.05  # what adds less to a score explains nothing
UNREAD_RUNS = 6  # that are listed; of a paragraph that was hardly read there are many


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed on.

    width: in columns
    colour: whether it has any, else marked words stand in brackets
    """

    width: int
    colour: bool


def render_why(document: Document, paper: Paper) -> Iterator[RenderableType]:
    """What `archiver show --why` prints: every link, then what was read of each paragraph."""
    yield Text(document["release"]["title"], style="bold")
    paragraphs = _by_position(document)
    for recording, transcript in newest_transcripts(document):
        linked = [sentence for sentence in transcript["segments"] if sentence["links"]]
        if linked:
            yield _source(recording, transcript)
        for sentence in linked:
            yield from _links(sentence, paragraphs, paper)
    yield Text("\nWhat was read of each paragraph", style="bold")
    table = Table.grid(padding=(0, 2))
    for row in read_of_each(document):
        table.add_row(paragraph_label(row), f"{row['share_read']:.0%}", Text(_words_left(row)))
    yield table


def render_why_one(
    document: Document, paper: Paper, segment_id: int, *, closest: Document | None = None, decided: str | None = None
) -> Iterator[RenderableType]:
    """What `archiver show --why --segment` prints of one sentence.

    closest: the link that was nearly made for it
    decided: when a person said that it belongs to no paragraph (ISO 8601)
    """
    yield Text(document["release"]["title"], style="bold")
    sentence, paragraphs = sentence_of(document, segment_id), _by_position(document)
    if sentence["links"]:
        for recording, transcript in newest_transcripts(document):
            if any(own["id"] == segment_id for own in transcript["segments"]):
                yield _source(recording, transcript)
        yield from _links(sentence, paragraphs, paper)
        return
    times = f"{clock(sentence['start'])}–{clock(sentence['end'])}"
    yield Text(f"\n{times}  sentence {segment_id} is on no paragraph", style="bold")
    if decided:
        yield Text(f"  “{sentence['heard']}”\n  by hand, {decided[:10]}")
    elif not closest:
        yield Text(f"  “{sentence['heard']}”")
        reasons = (
            "a long meeting is followed as a whole, a judge was asked, a translation was compared, or nothing was said"
        )
        yield Text(f"  What came closest cannot be told: {reasons}.")
    else:
        yield from _nearly(sentence, closest, paragraphs[closest["paragraph"]], paper)


def _by_position(document: Document) -> dict[int, Document]:
    return {paragraph["position"]: paragraph for paragraph in document["release"]["paragraphs"]}


def _source(recording: Document, transcript: Document) -> Text:
    return Text(f"{recording['label']} · {transcript['engine']} {transcript['model']}", style="dim")


def _links(sentence: Document, paragraphs: dict[int, Document], paper: Paper) -> Iterator[RenderableType]:
    for link in sentence["links"]:
        paragraph = paragraphs[link["paragraph"]]
        yield Text()
        yield _heading(sentence, link, paragraph)
        yield _texts(sentence["heard"], link, paragraph["text"], paper)
        for line in [*_deviating(link, sentence["heard"], paragraph["text"]), *score_lines(link)]:
            yield Text(f"  {line}")


def _nearly(sentence: Document, closest: Document, paragraph: Document, paper: Paper) -> Iterator[RenderableType]:
    yield Text(f"  closest: paragraph {paragraph['label'] or paragraph['position']}")
    yield _texts(sentence["heard"], closest, paragraph["text"], paper)
    for line in score_lines(closest):
        yield Text(f"  {line}")
    against = sum(closest["why"]["parts"].values()) < 0
    reason = "more speaks against it than for it" if against else "what was said around it speaks for something else"
    yield Text(f"  not enough: {reason}")


def _heading(sentence: Document, link: Document, paragraph: Document) -> Text:
    start, end = link_times(link, sentence)
    line = Text(f"{clock(start)}–{clock(end)}  sentence {sentence['id']}  ", style="bold")
    label = paragraph_label(paragraph)
    line.append(f"paragraph {label.plain}", style=label.style)
    score = f"by hand, {link['decided'][:10]}" if link["by"] == "human" else f"{grade_of(link)}, {link['score']:.2f}"
    return line.append(f"  {RELATION_WORDS[link['relation']]}  {score}")


def _texts(heard: str, link: Document, written: str, paper: Paper) -> Table:
    """What was heard and what is written, beside each other or one above the other."""
    pairs = link["why"]["matched"] if link["why"] else []
    read = bool(link["why"]) and link["why"]["basis"] == "words"
    same = [fold(heard[slice(*said)]) == fold(written[slice(*place)]) for said, place in pairs]
    numbers = [int(not own) for own in same] if read else [n % len(TERMINAL_COLOURS) for n in range(len(pairs))]
    styles = [f"bold {TERMINAL_COLOURS[number]}" for number in numbers]
    begin, end = link["span"]
    said = marked(heard, [pair[0] for pair in pairs], styles, colour=paper.colour, joined=read)
    places = [(pair[1][0] - begin, pair[1][1] - begin) for pair in pairs]
    there = marked(written[begin:end], places, styles, colour=paper.colour, joined=read)
    heads = Text("heard", style="dim"), Text("written", style="dim")
    if paper.width >= WIDE_COLUMNS:
        table = Table.grid(padding=(0, 2), expand=True)
        for _ in heads:
            table.add_column(ratio=1)
        table.add_row(*heads)
        table.add_row(said, there)
        return table
    table = Table.grid(padding=(0, 2))
    table.add_row(heads[0], said)
    table.add_row(heads[1], there)
    return table


def marked(text: str, places: Sequence[Span], styles: Sequence[str], *, colour: bool, joined: bool) -> Text:
    """A text with words marked, and what lies far from all of them left out.

    joined: whether words of one style next to each other make one mark
    """
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
    room = 2 * SHOWN_AROUND if first == last else SHOWN_AROUND
    if len(text) <= room + SHOWN_AROUND:
        return text
    head = "" if first and not last else text[: SHOWN_AROUND * (3 if first else 1)].rsplit(" ", 1)[0] + " "
    tail = "" if last else " " + text[-SHOWN_AROUND:].split(" ", 1)[-1]
    return f"{head}…{tail}"


def _deviating(link: Document, heard: str, written: str) -> Iterator[str]:
    """The lines about words that were read otherwise than they stand there."""
    found = deviations(link, heard, written)
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


def score_lines(link: Document) -> list[str]:
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
    if why["basis"] == "translation":
        return [f"{score}: on the same paragraph of the release in the language that was spoken ({', '.join(parts)})"]
    ordered = sorted(parts.items(), key=lambda part: -abs(part[1]))
    sums = ", ".join(f"{name} {_signed(value)}" for name, value in ordered if abs(value) >= LEAST_LOG_ODDS)
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


def _words_left(row: Document) -> str:
    if not row["share_read"]:
        return "nothing of it"
    if not row["unread"]:
        return "every word"
    runs = [f"“{_shortened(run, first=True, last=True)}”" for run in row["unread"]]
    more = f" and {len(runs) - UNREAD_RUNS} more" if len(runs) > UNREAD_RUNS else ""
    return f"not read: {', '.join(runs[:UNREAD_RUNS])}{more}"
