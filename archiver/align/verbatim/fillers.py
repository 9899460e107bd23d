"""Fillers: what a speaker says while thinking, which some engines write down and others leave out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from archiver.tokens import Stream, Token

FILLERS = {
    "en": frozenset({"um", "uh", "er", "erm", "uhm", "umm", "uhh", "ah", "hm", "hmm", "mm", "mhm"}),
    "fr": frozenset({"euh", "heu", "hum", "hein", "ben"}),
}
IDLE_PAIRS = {"en": frozenset({("you", "know"), ("i", "mean")})}  # between words that were read


def without_fillers(stream: Stream, written: Iterable[Sequence[Token]], language: str) -> Stream:
    """The words that were said, without fillers; but what the release has too, it means."""
    known = {token.form for own in written for token in own}
    forms = [token.form for token in stream.tokens]
    idle = [form in FILLERS.get(language, ()) and form not in known for form in forms]
    for number, pair in enumerate(pairwise(forms)):
        if pair in IDLE_PAIRS.get(language, ()) and stream.owners[number] == stream.owners[number + 1]:
            idle[number : number + 2] = [True, True]
    kept = [number for number, silent in enumerate(idle) if not silent]
    return Stream([stream.tokens[number] for number in kept], [stream.owners[number] for number in kept])
