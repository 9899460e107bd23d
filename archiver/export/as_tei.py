"""TEI: a transcription of speech by ISO 24624:2016, with the written release before it.

Every sentence is an ``annotationBlock`` with its utterance; words are tied to the timeline by ``anchor``, and the
paragraphs of the release by a ``spanGrp`` whose spans correspond to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml.builder import ElementMaker

import archiver
from archiver.export.document import Document, credit, display_names, first_transcribed, said_in
from archiver.export.grades import grade_of
from archiver.export.moments import link_times
from archiver.export.sound_address import sound_type
from archiver.export.xml import XML_ID, XML_LANG, xml_bytes, xml_text

NAMESPACE = "http://www.tei-c.org/ns/1.0"
CONVENTION = {"ident": "briefing-archiver"}  # the words are written as they are, without a transcriber's signs
T = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


class _Timeline:
    """The points in time that a transcript speaks of, each once."""

    def __init__(self) -> None:
        self.points: set[int] = {0}

    def at(self, seconds: float) -> str:
        """A pointer to a point in time, which the timeline has from now on."""
        milliseconds = round(seconds * 1000)
        self.points.add(milliseconds)
        return f"#T{milliseconds}"

    def element(self) -> etree._Element:
        """The timeline; all its points are counted from the first."""
        first = T.when({XML_ID: "T0"}, absolute="00:00:00")
        others = (
            T.when({XML_ID: f"T{point}"}, interval=f"{point / 1000:.3f}", since="#T0")
            for point in sorted(self.points)
            if point
        )
        return T.timeline(first, *others, unit="s", origin="#T0")


def render_tei(document: Document) -> bytes:
    """Write the newest transcript of the first recording that has one. Raises ``UsageError`` if there is none."""
    release, (recording, transcript) = document["release"], first_transcribed(document)
    timeline, speakers = _Timeline(), {label: f"SPK{n}" for n, label in enumerate(display_names(transcript), 1)}
    blocks = [_block(segment, speakers, timeline) for segment in transcript["segments"]]
    text = T.text(T.front(_release(release)), T.body(timeline.element(), *blocks))
    if transcript["language"]:
        text.set(XML_LANG, transcript["language"])
    return xml_bytes(T.TEI(_header(release, recording, transcript, speakers), text))


def _header(release: Document, recording: Document, transcript: Document, speakers: dict[str, str]) -> etree._Element:
    names = display_names(transcript)
    people = [
        T.person(T.persName(xml_text(names[label])), {XML_ID: key}, n=xml_text(label))
        for label, key in speakers.items()
    ]
    listed = T.particDesc(T.listPerson(*people)) if people else T.particDesc(T.p("Nobody told the voices apart."))
    languages = sorted({one["language"] for one in transcript["segments"] if one["language"]})
    profile = T.profileDesc(listed)
    if languages:
        profile.insert(0, T.langUsage(*(T.language(code, ident=code) for code in languages)))
    version = ".".join(archiver.__version__.split(".")[:3])
    application = T.application(T.label("briefing archiver"), T.desc(xml_text(credit(transcript))))
    application.attrib.update({"ident": "briefing-archiver", "version": version})
    return T.teiHeader(
        T.fileDesc(
            T.titleStmt(T.title(xml_text(release["title"]))),
            T.publicationStmt(
                T.publisher(xml_text(release["issuer"]) or "unknown"), *_date(release), *_idno(release["url"])
            ),
            T.sourceDesc(T.recordingStmt(_recording(recording))),
        ),
        T.encodingDesc(T.appInfo(application), T.transcriptionDesc(T.desc("Spelling as in writing."), CONVENTION)),
        profile,
    )


def _date(release: Document) -> list[etree._Element]:
    return [T.date(release["date"], when=release["date"])] if release["date"] else []


def _idno(url: str | None) -> list[etree._Element]:
    return [T.idno(xml_text(url), type="URL")] if url else []


def _recording(recording: Document) -> etree._Element:
    address = xml_text(recording["url"]) or f"urn:sha256:{recording['sha256']}"
    media = T.media(mimeType=sound_type(recording), url=address)
    found = T.recording(media, type="audio")
    if recording["duration"]:
        found.set("dur", f"PT{recording['duration']:.3f}S")
    return found


def _release(release: Document) -> etree._Element:
    """The written text, each paragraph with the id that sentences refer to."""
    written = T.div(T.head(xml_text(release["title"])), type="release")
    if release["language"]:
        written.set(XML_LANG, release["language"])
    for paragraph in release["paragraphs"]:
        text = T.p(xml_text(paragraph["text"]), {XML_ID: f"p{paragraph['position']}"})
        if paragraph["label"]:
            text.set("n", xml_text(paragraph["label"]))
        written.append(text)
    return written


def _block(segment: Document, speakers: dict[str, str], timeline: _Timeline) -> etree._Element:
    """A sentence: who says it when, its words, and the paragraphs that it is on."""
    key = f"u{segment['position']}"
    utterance = T.u({XML_ID: key}, *_words(segment, timeline))
    if segment["language"]:
        utterance.set(XML_LANG, segment["language"])
    block = T.annotationBlock(utterance)
    if segment["speaker"] in speakers:
        block.set("who", f"#{speakers[segment['speaker']]}")
    if segment["start"] is not None and segment["end"] is not None:
        block.set("start", timeline.at(segment["start"]))
        block.set("end", timeline.at(segment["end"]))
    if segment["links"]:
        spans = (_span(key, segment, link, timeline) for link in segment["links"])
        block.append(T.spanGrp(*spans, type="paragraph"))
    return block


def _words(segment: Document, timeline: _Timeline) -> Iterator[etree._Element | str]:
    """The words, each behind an anchor where it was timed; where there are none, the sentence's text."""
    if not segment["words"]:
        yield xml_text(said_in(segment))
    for word in segment["words"]:
        if word["start"] is not None:
            yield T.anchor(synch=timeline.at(word["start"]))
        if text := xml_text(word["word"]):
            yield T.w(text)
            yield " "
    if segment["words"] and segment["end"] is not None:
        yield T.anchor(synch=timeline.at(segment["end"]))


def _span(key: str, segment: Document, link: Document, timeline: _Timeline) -> etree._Element:
    told = f"{link['relation'] or 'talked about'}, {grade_of(link)}"
    span = T.span(told, {"from": f"#{key}", "to": f"#{key}"}, corresp=f"#p{link['paragraph']}")
    start, end = link_times(link, segment)
    if start is not None and end is not None:
        span.set("synch", f"{timeline.at(start)} {timeline.at(end)}")
    return span
