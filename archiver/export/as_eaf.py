"""EAF 3.0: the tiers of ELAN, with words and paragraphs below each speaker's sentences."""

from __future__ import annotations

from itertools import count

from lxml import etree
from lxml.builder import E

from archiver.export.document import Document, credit, first_transcribed
from archiver.export.sound_address import sound_type
from archiver.export.tiers import Interval, Tier, tiers_of
from archiver.export.xml import xml_bytes, xml_text

SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
UNKNOWN_DAY = "1970-01-01T00:00:00Z"  # the format demands a day
TYPES = (  # of tiers: name, what ties them to their parent, whether their annotations have times of their own
    ("sentence", None, "true"),
    ("word", "Included_In", "true"),
    ("paragraph", "Symbolic_Association", "false"),
)
CONSTRAINTS = {
    "Included_In": "Time alignable annotations within the parent annotation's time interval, gaps are allowed",
    "Symbolic_Association": "1-1 association with a parent annotation",
}


def render_eaf(document: Document) -> bytes:
    """Write the newest transcript of the first recording that has one. Raises ``UsageError`` if there is none."""
    recording, transcript = first_transcribed(document)
    writer = _Writer()
    for tier in tiers_of(transcript):
        writer.add(tier)
    root = E.ANNOTATION_DOCUMENT(
        _header(document["release"], recording, next(writer.number)), writer.times, *writer.tiers, *_types()
    )
    root.set("{http://www.w3.org/2001/XMLSchema-instance}noNamespaceSchemaLocation", SCHEMA)
    attributes = {"AUTHOR": xml_text(credit(transcript)), "DATE": transcript.get("created") or UNKNOWN_DAY}
    for name, value in {**attributes, "FORMAT": "3.0", "VERSION": "3.0"}.items():
        root.set(name, value)
    return xml_bytes(root)


def _header(release: Document, recording: Document, last: int) -> etree._Element:
    """Where the sound is, and what it is about."""
    header = E.HEADER(MEDIA_FILE="", TIME_UNITS="milliseconds")
    if recording["url"]:
        header.append(E.MEDIA_DESCRIPTOR(MEDIA_URL=xml_text(recording["url"]), MIME_TYPE=sound_type(recording)))
    told = {"title": release["title"], "url": release["url"], "sha256": recording["sha256"]}
    told["lastUsedAnnotationId"] = str(last)
    header.extend(E.PROPERTY(xml_text(value), NAME=name) for name, value in told.items() if value)
    return header


class _Writer:
    """Time slots, annotations and tiers, with the ids by which they know each other."""

    def __init__(self) -> None:
        self.times = E.TIME_ORDER()
        self.tiers: list[etree._Element] = []
        self.number, self.slots = count(1), count(1)

    def add(self, tier: Tier) -> None:
        """Add a speaker's three tiers; those without annotations are left out."""
        name = xml_text(tier.speaker)
        sentences = E.TIER(TIER_ID=name, PARTICIPANT=name, LINGUISTIC_TYPE_REF="sentence")
        words = E.TIER(TIER_ID=f"{name} words", PARENT_REF=name, LINGUISTIC_TYPE_REF="word")
        links = E.TIER(TIER_ID=f"{name} paragraphs", PARENT_REF=name, LINGUISTIC_TYPE_REF="paragraph")
        for one in tier.sentences:
            parent = self._aligned(sentences, one.interval)
            for word in one.words:
                self._aligned(words, word)
            if one.links:
                value = E.ANNOTATION_VALUE(xml_text(one.links))
                own = E.REF_ANNOTATION(value, ANNOTATION_ID=f"a{next(self.number)}", ANNOTATION_REF=parent)
                links.append(E.ANNOTATION(own))
        self.tiers += [one for one in (sentences, words, links) if len(one)]

    def _aligned(self, tier: etree._Element, interval: Interval) -> str:
        """An annotation with times of its own; returns its id."""
        name = f"a{next(self.number)}"
        value = E.ANNOTATION_VALUE(xml_text(interval.label))
        own = E.ALIGNABLE_ANNOTATION(value, ANNOTATION_ID=name)
        own.set("TIME_SLOT_REF1", self._slot(interval.start))
        own.set("TIME_SLOT_REF2", self._slot(interval.end))
        tier.append(E.ANNOTATION(own))
        return name

    def _slot(self, milliseconds: int) -> str:
        name = f"ts{next(self.slots)}"
        self.times.append(E.TIME_SLOT(TIME_SLOT_ID=name, TIME_VALUE=str(milliseconds)))
        return name


def _types() -> list[etree._Element]:
    kinds = []
    for name, constraint, alignable in TYPES:
        kinds.append(E.LINGUISTIC_TYPE(LINGUISTIC_TYPE_ID=name, TIME_ALIGNABLE=alignable, GRAPHIC_REFERENCES="false"))
        if constraint:
            kinds[-1].set("CONSTRAINTS", constraint)
    return kinds + [E.CONSTRAINT(STEREOTYPE=name, DESCRIPTION=told) for name, told in CONSTRAINTS.items()]
