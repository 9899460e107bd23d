"""Why sentences are on their paragraphs: what was heard otherwise, what was not read, and how it looks."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from export_documents import document, link, recording, segment, transcribed, transcript
from rich.console import Console

from archiver.errors import UsageError
from archiver.export.reasons import deviations, explain_links, read_of_each, sentence_of
from archiver.models import Span
from archiver.terminal.why import Paper, marked, render_why, render_why_one, score_lines

WRITTEN = "The Council condemns the use of force."  # as paragraph 1 of the examples
PAIRS = {"The": "The", "Counsel": "Council", "condemns": "condemns", "use": "use", "of": "of", "force": "force"}


def why(said: str, pairs: dict[str, str], basis: str = "words", **parts: float) -> dict[str, Any]:
    matched = [[place(said, one), place(WRITTEN, other)] for one, other in pairs.items()]
    counts = {"words matched": 6, "words said": 7, "words written": 7, "density": 0.857}
    return {"basis": basis, "matched": matched, "parts": parts or counts, "staying": 0.0, "margin": 0.61}


def place(text: str, word: str) -> list[int]:
    begin = text.index(word)
    return [begin, begin + len(word)]


def read(said: str = "The Counsel condemns use of force.", pairs: dict[str, str] = PAIRS, **other: Any) -> Any:
    """A document with one sentence that was read, and its link."""
    known = {"span": [0, len(WRITTEN)], "why": why(said, pairs), "decided": None}
    return transcribed(segment(said, links=[link(1, **{**known, **other})]))


def shown(found: Any, width: int = 80, segment: int | None = None, **options: Any) -> str:
    paper = StringIO()
    console = Console(file=paper, width=width, highlight=False)
    own = Paper(width, colour=False)
    for part in render_why_one(found, own, segment, **options) if segment else render_why(found, own):
        console.print(part)
    return "\n".join(line.rstrip() for line in paper.getvalue().splitlines())


@pytest.mark.parametrize(
    ("said", "pairs", "begin", "found"),
    [
        ("The Counsel condemns use of force.", PAIRS, "The", [("Counsel", "Council"), ("", "the")]),
        ("condemns force", {"condemns": "condemns", "force": "force"}, "condemns", [("", "the use of")]),
        # What was put in between is told, what stands around is the speaker's own.
        ("Well, use of brutal force, I say", {"use": "use", "of": "of", "force": "force"}, "use", [("brutal", "")]),
        # Words at an edge that were taken in since both sides had some left.
        ("Harms of force", {"of": "of", "force": "force"}, "use", [("Harms", "use")]),
    ],
)
def test_what_was_heard_otherwise(said: str, pairs: dict[str, str], begin: str, found: list[tuple[str, str]]) -> None:
    made = link(1, span=[WRITTEN.index(begin), len(WRITTEN)], why=why(said, pairs))
    assert [(one.heard, one.written) for one in deviations(made, said, WRITTEN)] == found


def test_words_not_said_were_not_read() -> None:
    first, second = read_of_each(read())
    assert first == {"position": 1, "label": "1.", "share_read": 1.0, "unread": ["the"]}
    assert second == {"position": 2, "label": None, "share_read": 0.0, "unread": ["A review has begun"]}
    (part, _) = read_of_each(read(span=[0, 20], why=None))
    assert part["unread"] == ["the use of force"]


def test_rows() -> None:
    rows = explain_links(read())
    (row,) = rows["links"]
    assert (row["segment"], row["recording"], row["written"]) == (7, 2, WRITTEN)
    assert [one["written"] for one in row["differences"]] == ["Council", "the"]
    assert explain_links(read(), 8) == {"links": [], "paragraphs": []}
    assert len(rows["paragraphs"]) == 2


def test_a_sentence_that_is_not_there() -> None:
    assert sentence_of(read(), 7)["heard"] == "The Counsel condemns use of force."
    with pytest.raises(UsageError, match="sentence 8 is in none of the newest transcripts"):
        sentence_of(read(), 8)


@pytest.mark.parametrize(("width", "beside"), [(80, False), (140, True)])
def test_both_texts_beside_or_above_each_other(width: int, beside: bool) -> None:
    text = shown(read(), width)
    assert "00:01–00:02  sentence 7  paragraph 1.  read out  certain, 0.97" in text
    said, there = "[The] [Counsel] [condemns use of force].", "[The] [Council] [condemns] the [use of force]."
    (line,) = [line for line in text.splitlines() if said in line]
    assert (there in line) is beside
    assert there in text
    assert "  heard ≙ written: Counsel ≙ Council\n  not said: the\n" in text
    assert "score 0.97: 6 words matched, of 7 said and 7 written (86%)" in text
    assert "1.  100%  not read: “the”" in text
    assert "2   0%    nothing of it" in text


@pytest.mark.parametrize(
    ("made", "lines"),
    [
        ({"by": "human", "decided": "2026-03-01T10:00:00Z", "why": None}, ["as decided by hand"]),
        ({"why": None}, ["made by an earlier version; `archiver align RELEASE` tells why"]),
        (
            {"why": why("", {}, "order", **{"gained a word": 2.314, "needed a word": 0.35})},
            ["score 0.97: each word is worth 2.31 there, 0.35 would do (log-likelihood ratio)"],
        ),
        (
            {"why": why("", {}, "meaning", constant=-5.0, likeness=3.5, lead=0.01) | {"staying": 1.5}},
            [
                "score 0.97: likelier than anything else by 0.61, with what is said around it (log-odds)",
                "by itself −1.49 = constant −5.00, likeness +3.50",
                "it stays with what it follows +1.50",
                "no word has its like there: it is the meaning of the whole that is alike",
            ],
        ),
        (
            {"why": why("Use it", {"Use": "use"}, "meaning", constant=-5.0) | {"margin": -4.5}},
            [
                "no link: what was chosen is likelier by 4.50, with what is said around it (log-odds)",
                "by itself −5.00 = constant −5.00",
            ],
        ),
    ],
)
def test_what_a_score_is_made_of(made: dict[str, Any], lines: list[str]) -> None:
    assert score_lines(link(1, **made)) == lines


def test_a_link_by_hand_tells_when() -> None:
    text = shown(read(by="human", decided="2026-03-01T10:00:00Z", why=None, relation="paraphrase"))
    assert "in other words  by hand, 2026-03-01" in text


def test_a_sentence_on_no_paragraph() -> None:
    found = transcribed(segment("What use is it?"))
    nearly = link(1, "paraphrase", span=[0, 38], score=0.2, decided=None)
    nearly["why"] = why("What use is it?", {"use": "use"}, "meaning", constant=-5.0, likeness=3.5)
    text = shown(found, segment=7, closest=nearly)
    assert "sentence 7 is on no paragraph\n  closest: paragraph 1.\n" in text
    assert "What [use] is it?" in text
    assert text.endswith("not enough: more speaks against it than for it")
    assert "cannot be told" in shown(found, segment=7)
    assert "by hand, 2026-03-01" in shown(found, segment=7, decided="2026-03-01T10:00:00Z")
    assert "sentence 7" not in shown(found)


@pytest.mark.parametrize(
    ("places", "text"),
    [
        ([], "one two three four " * 9),
        ([(4, 7)], "one [two] three"),
        ([(4, 7), (4, 7)], "one [two] three"),  # one word for two of the other side
        ([(4, 7), (620, 624)], "one [two] three four one"),
    ],
)
def test_what_is_far_from_the_words_in_common_is_left_out(places: list[Span], text: str) -> None:
    written = "one two three four " * 60
    line = marked(written, places, ["bold"] * len(places), colour=False, joined=False).plain
    assert line.startswith(text)
    assert line.endswith("…")
    assert len(line) < 400
    assert marked("short", [], [], colour=True, joined=True).plain == "short"


def test_neighbours_of_one_style_make_one_mark() -> None:
    places, styles = [(0, 3), (4, 7), (8, 13)], ["a", "a", "b"]
    assert marked("one two three", places, styles, colour=False, joined=True).plain == "[one two] [three]"
    assert marked("one two three", places, styles, colour=False, joined=False).plain == "[one] [two] [three]"


def test_two_links_to_one_recording_are_told_once() -> None:
    own = recording(transcript(segment("A.", links=[link(1, why=None, decided=None)])))
    assert len(explain_links(document(own, own))["links"]) == 1
