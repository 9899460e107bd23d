"""How the reader's time grows on pages that are all of one thing, a quarter of a megabyte and a whole one."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress

from archiver.errors import NoParagraphs
from archiver.release import read_release

SMALL, LARGE = 250_000, 1_000_000  # bytes
SENTENCE = "The quays are lit. "


def filled(piece: str, before: str = "", after: str = f"<p>{SENTENCE}") -> Callable[[int], str]:
    """A page of as many pieces as it has room for."""
    return lambda size: before + piece * ((size - len(before) - len(after)) // len(piece)) + after


SHAPES = {
    "nested elements": lambda size: "<div>" * (size // 11) + SENTENCE + "</div>" * (size // 11),
    "nested lists": filled("<ul><li>"),
    "nested numbers": filled("<ol><li>boats"),
    "open fonts": filled("<p>The quays are lit.", "".join(f"<font color={number}>" for number in range(2_000))),
    "line breaks": filled("The quays are lit<br>"),
    "one line": filled(SENTENCE, after=""),
    "table cells": filled("<td>12 boats", "<table><tr>", f"</table><p>{SENTENCE}"),
    "nested tables": filled("<table><tr><td>"),
    "typed cells": filled("| a | b | c 12 |\n", after=f"\n{SENTENCE}\n"),
    "typed numbers": lambda size: "".join(f"{number % 999}. {SENTENCE}\n\n" for number in range(size // 26)),
    "typed bullets": filled("  - boats are lit;\n", "1. Boats:\n", ""),
    "links": filled("<p><a href=/boats>The quays are lit</a></p>"),
    "media labels": filled("<p><a href=a.mp3>Talk (.MP3/20.036kb)</a>"),
    "players": filled("""<div data-audio='{"src":"/a.mp3"}'></div><a href=# onclick="play('/b.mp3')">Listen</a>"""),
    "script of sounds": filled("'/a/b.mp3',", f"<p>{SENTENCE}<script>jwplayer(", ")</script>"),
    "sound beside": filled("<div><a href=/a.mp3>Listen</a>", f"<main><p>{SENTENCE}</main>"),
    "broken words": filled("the boats are inter-\nnational and lit\n", after=SENTENCE),
    "mojibake": filled("todayâ€™s quays are lit. ", after=""),
    "turns": filled("Q: What now? MR. MILLER: Fine. ", after=""),
    "days in lines": filled("<p>Ada Stone | 4 May 2021</p>"),
    "signatures": filled("<p>Yours sincerely,</p><p>Ada Stone</p>"),
    "captions": filled("<figcaption>The quays</figcaption>", "<figure>"),
    "feed entries": filled(
        "<item><title>T</title><description>The quays are lit.</description></item>",
        "<?xml version='1.0'?><rss><channel>",
        "</channel></rss>",
    ),
}


def seconds(page: str) -> float:
    """Processor time that reading takes, or finding out that there is nothing to read."""
    data, began = page.encode(), time.process_time()
    with suppress(NoParagraphs):
        read_release(data)
    return time.process_time() - began


def report() -> None:
    """Print a row for every shape: seconds for both, and how many times as long the larger takes."""
    print(f"{'':16} {SMALL // 1000} kB  {LARGE // 1000} kB")
    for name, shape in SHAPES.items():
        seconds(shape(10_000))  # what is loaded once
        small, large = seconds(shape(SMALL)), seconds(shape(LARGE))
        print(f"{name:16} {small:5.2f} s {large:6.2f} s  {large / small:4.1f} times", flush=True)
