"""Web Annotation (W3C, 2017): every link of a sentence to a paragraph as an annotation of a piece of the sound.

The body is the place in the written release, the target the media fragment; both have to be named by an address, so a
release or a recording without one is named by its SHA-256 or its id, as a URN or below ``archive.invalid``.
"""

from __future__ import annotations

import json
from typing import Any

from archiver.export.addresses import release_address, sound_id
from archiver.export.document import Document, newest_transcripts, said_in
from archiver.export.grades import grade_of
from archiver.export.moments import link_times
from archiver.export.sound_address import fragment
from archiver.export.xml import xml_text

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA_FRAGMENTS = "http://www.w3.org/TR/media-frags/"
AROUND = 32  # characters before and behind a quote, by which it is found again when the page has changed


def render_webannotation(document: Document) -> str:
    """Write an annotation page with all links of the newest transcript of every recording."""
    release = document["release"]
    base = release_address(release)
    items = [
        _annotation(base, release, recording, segment, number)
        for recording, transcript in newest_transcripts(document)
        for segment in transcript["segments"]
        for number in range(len(segment["links"]))
        if segment["links"][number]["start"] is not None or segment["start"] is not None
    ]
    page = {"@context": CONTEXT, "id": f"{base}#annotations", "type": "AnnotationPage", "items": items}
    return json.dumps(page, ensure_ascii=False, indent=2) + "\n"


def _annotation(base: str, release: Document, recording: Document, segment: Document, number: int) -> dict[str, Any]:
    link = segment["links"][number]
    text = next(one["text"] for one in release["paragraphs"] if one["position"] == link["paragraph"])
    told = {"type": "TextualBody", "value": xml_text(said_in(segment)), "format": "text/plain", "purpose": "describing"}
    place = {"source": base, "purpose": "linking", "selector": _selectors(link, text)}
    return {
        "id": f"{base}#r{recording['id']}-s{segment['position']}-{number + 1}",
        "type": "Annotation",
        "motivation": "linking",
        "body": [place, {**told, **({"language": segment["language"]} if segment["language"] else {})}, *_tags(link)],
        "target": {
            "source": sound_id(release, recording),
            "selector": {
                "type": "FragmentSelector",
                "conformsTo": MEDIA_FRAGMENTS,
                "value": f"t={fragment(*link_times(link, segment))}",
            },
        },
    }


def _tags(link: Document) -> list[dict[str, str]]:
    """How the sentence is tied to the paragraph, and how sure that is."""
    told = filter(None, (link["relation"], grade_of(link)))
    return [{"type": "TextualBody", "value": value, "purpose": "tagging"} for value in told]


def _selectors(link: Document, text: str) -> list[dict[str, Any]]:
    """The paragraph by its anchor, and in it the words by what they say."""
    begin, end = link["span"]
    quote = {"type": "TextQuoteSelector", "exact": text[begin:end] or text}
    around = {"prefix": text[max(0, begin - AROUND) : begin], "suffix": text[end : end + AROUND]}
    named = {"type": "FragmentSelector", "value": f"p{link['paragraph']}"}
    return [named, {**quote, **{name: words for name, words in around.items() if words}}]
