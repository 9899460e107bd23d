"""EPUB 3 with Media Overlays: the release, read aloud in the voice that read it, sentence by sentence.

Written with ``zipfile`` and lxml: the library that there is for it, EbookLib, is under the AGPL and knows no overlays.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree
from lxml.builder import ElementMaker

from archiver.errors import UsageError
from archiver.export.addresses import release_address
from archiver.export.document import Document, credit, newest_transcripts
from archiver.export.sound_address import is_web_address
from archiver.export.xml import XML_LANG, whole_text, xml_bytes, xml_text

Cut = Callable[[int, Sequence[tuple[float, float]]], tuple[bytes, Sequence[tuple[float, float]]]]
"""Cuts pieces (start, end in seconds) out of the recording of a transcript, by its id, as one MP3; returns that and
where in it each piece lies, in seconds. Raises ``UsageError`` or ``DamagedFile`` where there is no sound."""

EPUB, OPS = "http://www.idpf.org/2007/opf", "http://www.idpf.org/2007/ops"
XHTML, SMIL, DC = "http://www.w3.org/1999/xhtml", "http://www.w3.org/ns/SMIL", "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
MIMETYPE = b"application/epub+zip"
LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the day of all files within, so that one document is one file, byte for byte
UNKNOWN_DAY = "1970-01-01T00:00:00Z"
READING = "reading"  # the class of what is being read aloud
STYLE = f"""
body {{ margin: 5%; line-height: 1.5; }} h1 {{ font-size: 1.4em; line-height: 1.2; }} h2 {{ font-size: 1.1em; }}
.facts, .credit {{ font-size: .85em; }} .{READING} {{ background: #ffe9a8; color: #1b1b1b; }}
"""
X = ElementMaker(namespace=XHTML, nsmap={None: XHTML, "epub": OPS})
S = ElementMaker(namespace=SMIL, nsmap={None: SMIL, "epub": OPS})
P = ElementMaker(namespace=EPUB, nsmap={None: EPUB, "dc": DC})
D = ElementMaker(namespace=DC)


@dataclass(frozen=True, slots=True)
class ReadSentence:
    """A part of a paragraph that was read out.

    span: of the paragraph's text
    start, end: seconds into the recording of the transcript
    """

    paragraph: int
    span: tuple[int, int]
    transcript: int
    start: float
    end: float

    @property
    def key(self) -> str:
        """Its id in the book."""
        return f"p{self.paragraph}-{self.span[0]}"


@dataclass(frozen=True, slots=True)
class Clip:
    """The sound of a sentence in the book.

    start, end: seconds into the file
    """

    sentence: ReadSentence
    file: str
    start: float
    end: float


def read_sentences(document: Document) -> list[ReadSentence]:
    """What was read out, in the order of the text; of what was read twice, the first reading that is complete."""
    found = [
        ReadSentence(
            link["paragraph"], (link["span"][0], link["span"][1]), transcript["id"], link["start"], link["end"]
        )
        for _, transcript in newest_transcripts(document)
        for segment in transcript["segments"]
        for link in segment["links"]
        if link["relation"] == "verbatim" and (link["start"] or 0) < (link["end"] or 0)
    ]
    kept: list[ReadSentence] = []
    for one in sorted(found, key=lambda s: (s.paragraph, s.span[0] - s.span[1], s.start)):  # the longest first
        if not any(one.paragraph == k.paragraph and one.span[0] < k.span[1] and k.span[0] < one.span[1] for k in kept):
            kept.append(one)
    return sorted(kept, key=lambda s: (s.paragraph, s.span))


def render_epub(document: Document, cut: Cut) -> bytes:
    """Write the book.

    Raises ``UsageError`` where nobody read anything of the release out.
    """
    sentences = read_sentences(document)
    if not sentences:
        raise UsageError(
            "nobody read the release out in what is archived, so no book can read it aloud",
            hint="--format html has the text and what was said about it",
        )
    sounds, clips = _sounds(sentences, cut)
    pages = {
        "release.xhtml": _page(document, sentences),
        "nav.xhtml": _contents(document["release"]),
        "release.smil": _overlay(clips),
        "package.opf": _package(document, clips, list(sounds)),
    }
    files = {f"EPUB/{name}": xml_bytes(page) for name, page in pages.items()}
    files["META-INF/container.xml"] = xml_bytes(_container())
    files["EPUB/style.css"] = STYLE.encode()
    return _zipped({**files, **{f"EPUB/{name}": data for name, data in sounds.items()}})


def _sounds(sentences: Sequence[ReadSentence], cut: Cut) -> tuple[dict[str, bytes], list[Clip]]:
    """A file for every transcript whose recording has read sentences, and where in it each lies."""
    sounds, clips = {}, []
    for transcript in sorted({one.transcript for one in sentences}):
        own = sorted((one for one in sentences if one.transcript == transcript), key=lambda one: one.start)
        name = f"sound-{transcript}.mp3"
        sounds[name], places = cut(transcript, [(one.start, one.end) for one in own])
        clips += [Clip(one, name, *place) for one, place in zip(own, places, strict=True)]
    return sounds, sorted(clips, key=lambda clip: sentences.index(clip.sentence))


def _zipped(files: dict[str, bytes]) -> bytes:
    """The container; the first file in it must be its type, stored as it is."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as book:
        book.writestr(zipfile.ZipInfo("mimetype", LONG_AGO), MIMETYPE)
        for name, data in files.items():
            kind = zipfile.ZIP_STORED if name.endswith(".mp3") else zipfile.ZIP_DEFLATED
            book.writestr(zipfile.ZipInfo(name, LONG_AGO), data, kind)
    return written.getvalue()


def _container() -> etree._Element:
    C = ElementMaker(namespace=CONTAINER, nsmap={None: CONTAINER})  # noqa: N806 - as lxml's own E
    root = C.rootfile({"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"})
    return C.container(C.rootfiles(root), version="1.0")


def _page(document: Document, sentences: Sequence[ReadSentence]) -> etree._Element:
    """The release; what was read out is marked, so that it can be read aloud."""
    release = document["release"]
    facts = " · ".join(filter(None, (xml_text(release[key]) for key in ("issuer", "number", "date"))))
    body = X.body(X.h1(xml_text(release["title"])), X.p(facts, {"class": "facts"}))
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            body.append(X.h2(xml_text(paragraph["heading"])))
        above = paragraph["heading"]
        own = [one for one in sentences if one.paragraph == paragraph["position"]]
        body.append(X.p(*_marked(paragraph, own), id=f"p{paragraph['position']}"))
    credits = [credit(transcript) for _, transcript in newest_transcripts(document)]
    body.append(X.p(xml_text(". ".join(dict.fromkeys(credits)) + "."), {"class": "credit"}))
    if is_web_address(release["url"]):
        body.append(X.p(X.a(xml_text(release["url"]), href=xml_text(release["url"])), {"class": "credit"}))
    return _xhtml(release, body)


def _marked(paragraph: Document, own: Sequence[ReadSentence]) -> Iterator[etree._Element | str]:
    """A paragraph's text, in which every part that was read out is an element with an id."""
    text = paragraph["text"]
    if paragraph["label"]:
        yield f"{xml_text(paragraph['label'])} "
    edges = [0, *(edge for one in own for edge in one.span), len(text)]
    starts = {one.span[0]: one for one in own}
    for begin, end in pairwise(edges):
        part = whole_text(text[begin:end])
        if begin in starts and starts[begin].span[1] == end and part:
            yield X.span(part, id=starts[begin].key)
        elif part:
            yield part


def _xhtml(release: Document, body: etree._Element) -> etree._Element:
    head = X.head(X.title(xml_text(release["title"])), X.link(rel="stylesheet", type="text/css", href="style.css"))
    page = X.html(head, body)
    if release["language"]:
        page.set(XML_LANG, release["language"])
        page.set("lang", release["language"])
    return page


def _contents(release: Document) -> etree._Element:
    """The navigation: the title and every heading, or the title alone."""
    items = [X.li(X.a(xml_text(release["title"]), href="release.xhtml"))]
    above = None
    for paragraph in release["paragraphs"]:
        if paragraph["heading"] and paragraph["heading"] != above:
            items.append(X.li(X.a(xml_text(paragraph["heading"]), href=f"release.xhtml#p{paragraph['position']}")))
        above = paragraph["heading"]
    nav = X.nav(X.h1("Contents"), X.ol(*items), {f"{{{OPS}}}type": "toc"})
    return _xhtml(release, X.body(nav))


def _overlay(clips: Sequence[Clip]) -> etree._Element:
    """Which sound belongs to which part of the text."""
    pairs = [
        S.par(
            S.text(src=f"release.xhtml#{clip.sentence.key}"),
            S.audio(src=clip.file, clipBegin=_clock(clip.start), clipEnd=_clock(clip.end)),
            id=f"read-{clip.sentence.key}",
        )
        for clip in clips
    ]
    sequence = S.seq(*pairs, {f"{{{OPS}}}textref": "release.xhtml"}, id="reading")
    return S.smil(S.body(sequence), version="3.0")


def _package(document: Document, clips: Sequence[Clip], sounds: Sequence[str]) -> etree._Element:
    release = document["release"]
    created = [transcript.get("created") for _, transcript in newest_transcripts(document)]
    modified = max(filter(None, created), default=UNKNOWN_DAY)
    length = _clock(sum(clip.end - clip.start for clip in clips))
    metadata = P.metadata(
        D.identifier(xml_text(release_address(release)), id="id"),
        D.title(xml_text(release["title"])),
        D.language(release["language"] or "und"),
        *([D.creator(xml_text(release["issuer"]))] if release["issuer"] else []),
        *([D.date(release["date"])] if release["date"] else []),
        *([D.source(xml_text(release["url"]))] if release["url"] else []),
        P.meta(modified, property="dcterms:modified"),
        P.meta(length, property="media:duration"),
        P.meta(length, property="media:duration", refines="#overlay"),
        P.meta(READING, property="media:active-class"),
    )
    sound_items = [P.item({"media-type": "audio/mpeg"}, id=f"s{n}", href=name) for n, name in enumerate(sounds, 1)]
    page = {"media-type": "application/xhtml+xml", "media-overlay": "overlay"}
    manifest = P.manifest(
        P.item({"media-type": "application/xhtml+xml"}, id="nav", href="nav.xhtml", properties="nav"),
        P.item(page, id="release", href="release.xhtml"),
        P.item({"media-type": "application/smil+xml"}, id="overlay", href="release.smil"),
        P.item({"media-type": "text/css"}, id="style", href="style.css"),
        *sound_items,
    )
    spine = P.spine(P.itemref(idref="release"))
    return P.package({"unique-identifier": "id"}, metadata, manifest, spine, version="3.0")


def _clock(seconds: float) -> str:
    return f"{seconds:.3f}s"
