"""Captions in XML: TTML with its profiles and its older namespaces (DFXP), and YouTube's own (srv1 to srv3)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any, TypeAlias

from archiver.models import Word
from archiver.transcript.captions.cue import Cue, Line, Reading, clock_seconds, plain_lines, until_next, untimed
from archiver.transcript.captions.languages import language_code

Element: TypeAlias = Any
"""lxml tells no types."""

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
FRAMES = re.compile(r"(\d+:\d+:\d+)[:;](\d+(?:\.\d+)?)")


def is_xml_captions(text: str) -> bool:
    """Whether a text is XML whose root is TTML's or YouTube's."""
    begun = re.sub(r"<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>", "", text[:4000], flags=re.DOTALL).lstrip()
    return re.match(r"<(?:\w+:)?(?:tt|timedtext|transcript)[\s>]", begun) is not None


def read_xml(text: str) -> Reading:
    """Read XML of captions. Raises ``ValueError`` where it is not well formed."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(text.lstrip().encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"its XML is broken: {error}") from error
    if _tag(root) == "tt":
        return _ttml(root)
    return Reading("youtube xml", [*(_srv3(root) if _tag(root) == "timedtext" else _srv1(root))])


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _attribute(element: Element, name: str) -> str | None:
    """An attribute, whichever namespace it is in: TTML's changed twice."""
    return next((value for key, value in element.attrib.items() if key.rpartition("}")[2] == name), None)


def _ttml(root: Element) -> Reading:
    rates = _rate(root, "frameRate", 30.0), _rate(root, "tickRate", 1.0)
    if multiplier := _attribute(root, "frameRateMultiplier"):
        over, under = re.split(r"[\s:]+", multiplier)
        rates = rates[0] * float(over) / float(under), rates[1]
    agents = {
        _attribute(one, "id"): " ".join("".join(one.itertext()).split()) for one in root.iter() if _tag(one) == "agent"
    }
    doubts: list[str] = []
    cues = [cue for one in root.iter() if _tag(one) == "p" for cue in _paragraph(one, rates, agents, doubts)]
    return Reading("ttml", cues, language_code(root.get(XML_LANG) or None), doubts)


def _rate(root: Element, name: str, otherwise: float) -> float:
    given = _attribute(root, name)
    return float(given) if given else otherwise


def _paragraph(
    element: Element, rates: tuple[float, float], agents: dict[str | None, str], doubts: list[str]
) -> Iterator[Cue]:
    """The cues of a paragraph: one, or one for each part of it that has times of its own."""
    agent = _attribute(element, "agent")
    speaker = (agents.get(agent) or agent) if agent else None
    language = next((code for one in (element, *element.iterancestors()) if (code := one.get(XML_LANG))), None)
    spans = [one for one in element.iter() if _tag(one) == "span" and one.get("begin")]
    for part in spans if spans and element.get("begin") is None else [element]:
        try:
            start, end = _interval(part, rates)
        except ValueError as error:
            doubts.append(f"line {part.sourceline}: {error}; the words stand between the cues before and after")
            start, end = None, None
        lines = plain_lines(_text(part), speaker, language_code(language))
        if lines:
            yield Cue(start, end, lines)


def _interval(element: Element, rates: tuple[float, float]) -> tuple[float | None, float | None]:
    """When an element is shown; times count from the beginning of those around it."""
    within = 0.0
    for outer in element.iterancestors():
        if outer.get("begin"):
            within += _seconds(outer.get("begin"), rates)
    if not element.get("begin"):
        return (within, _seconds(element.get("end"), rates)) if within and element.get("end") else (None, None)
    start = within + _seconds(element.get("begin"), rates)
    if element.get("end"):
        return start, within + _seconds(element.get("end"), rates)
    return start, start + _seconds(element.get("dur"), rates) if element.get("dur") else None


def _seconds(given: str, rates: tuple[float, float]) -> float:
    """``00:01:02.5``, ``00:01:02:12`` with frames, ``62.5s``, ``1860f``, ``620000t``."""
    given = given.strip()
    if found := OFFSET.fullmatch(given):
        count, unit = float(found[1]), found[2]
        return round(count / rates[unit == "t"] if unit in "ft" else count * UNITS[unit], 6)
    if found := FRAMES.fullmatch(given):
        return round(clock_seconds(found[1]) + float(found[2]) / rates[0], 6)
    if not re.fullmatch(r"(?:\d+:){1,2}\d+(?:[.,]\d+)?", given):
        raise ValueError(f"{given!r} is no time that we can read")
    return clock_seconds(given)


def _text(element: Element) -> str:
    """The text of an element, a break for each ``br``."""
    text = re.sub(r"\s+", " ", element.text or "")
    for child in element:
        text += "\n" if _tag(child) == "br" else _text(child) if _tag(child) == "span" else ""
        text += re.sub(r"\s+", " ", child.tail or "")
    return text


def _srv3(root: Element) -> Iterator[Cue]:
    for one in root.iter():
        if _tag(one) != "p" or one.get("t") is None:
            continue
        start = int(one.get("t")) / 1000
        end = start + int(one.get("d")) / 1000 if one.get("d") else None
        timed = [part for part in one if _tag(part) == "s" and part.get("t")]
        if not timed:
            yield Cue(start, end, plain_lines("".join(one.itertext())))
            continue
        words = [word for part in one if _tag(part) == "s" for word in _srv3_words(part, start)]
        yield Cue(start, end, until_next([Line(tuple(words))], end))


def _srv3_words(part: Element, start: float) -> Iterator[Word]:
    text = part.text or ""
    for number, word in enumerate(untimed(text)):
        stuck = not number and part.get("t") and not text[0].isspace()
        yield Word(
            word.heard.strip() if stuck else word.heard,
            None if number else round(start + int(part.get("t") or 0) / 1000, 3),
        )


def _srv1(root: Element) -> Iterator[Cue]:
    for one in root.iter():
        if _tag(one) == "text" and one.get("start"):
            start = float(one.get("start"))
            end = start + float(one.get("dur")) if one.get("dur") else None
            yield Cue(start, end, plain_lines(html.unescape("".join(one.itertext()))))
