"""Casing: the release's spelling of a word, with the capital letter that its place in the sentence asks for."""

from __future__ import annotations

import re

from archiver.models import Span

OPENS = re.compile(r"(?:^|(?<!\b[A-Z])[.!?:…]['\"”’)]*\s+)[^\w]*$")  # what stands before the first word of a sentence
INITIALS = re.compile(r"(?:[^\W\d_]\.){2,}$")


def spelled(heard: str, place: Span, written: str, source: Span) -> str:
    """What is written at a source, as it has to be spelled at a place of what was heard."""
    own, text = heard[slice(*place)], written[slice(*source)]
    if INITIALS.search(text) and heard[place[1] :].startswith("."):
        text = text[:-1]  # the full stop that ends the sentence is there
    opens = _opens(heard, place[0]), _opens(written, source[0])
    if opens == (False, False) or text[1:] != text[1:].lower():
        return text
    return (text[:1].upper() if own[:1].isupper() else text[:1].lower()) + text[1:]


def is_shouted(written: str, heard: str) -> bool:
    """Whether capitals make another word of it: `WHO` is no `who`, and `US` is not `us`."""
    letters = [sign for sign in written if sign.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters)) and not any(map(str.isupper, heard))


def _opens(text: str, place: int) -> bool:
    return OPENS.search(text[:place]) is not None
