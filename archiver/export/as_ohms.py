"""OHMS XML 6.0: the synchronised index and transcript of the Oral History Metadata Synchronizer.

The index has a point for every passage on a paragraph; the transcript is WebVTT, as since version 6.
"""

from __future__ import annotations

import textwrap

from lxml import etree
from lxml.builder import ElementMaker

from archiver.display import timestamp
from archiver.export.as_vtt import render_vtt
from archiver.export.document import Document, display_names, first_transcribed
from archiver.export.moments import Passage, timed_passages
from archiver.export.sound_address import is_web_address, sound_address
from archiver.export.xml import xml_bytes, xml_text

NAMESPACE = "https://www.weareavp.com/nunncenter/ohms"
TITLE_LENGTH = 80  # characters
WITHOUT_DAY = "1970-01-01"  # a record must have a day
OHMS = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def render_ohms(document: Document) -> bytes:
    """Write the newest transcript of the first recording that has one. Raises ``UsageError`` if there is none."""
    release, (recording, transcript) = document["release"], first_transcribed(document)
    voices = sorted(set(display_names(transcript).values()))
    index = OHMS.index(*(_point(release, transcript, passage) for passage in timed_passages(transcript)))
    parts = [
        OHMS.version("6.0"),
        OHMS.date(value=release["date"] or "", format="yyyy-mm-dd"),
        OHMS.date_nonpreferred_format(),
        *_texts(cms_record_id=str(release["id"]), title=release["title"], accession=release["number"]),
        *_texts(duration=timestamp(round((recording["duration"] or 0) * 1000), ".").partition(".")[0]),
        *_texts(collection_id="", collection_name="", series_id="", series_name="", repository=release["issuer"]),
        *_texts(funding="", repository_url=release["url"]),
        *(OHMS.interviewee(xml_text(voice)) for voice in voices or [""]),
        *_texts(interviewer="", format="audio", file_name="", transcript_alt_lang="", translate="0", media_id=""),
        *_texts(media_url=sound_address(recording) or ""),
        OHMS.mediafile(
            *_texts(host="Other", avalon_target_domain="", host_account_id="", host_player_id="", host_clip_id=""),
            *_texts(clip_format="audio"),
        ),
        *_texts(kembed="", language=transcript["language"], user_notes=""),
        index,
        *_texts(type="press briefing", description=recording["label"], rel=""),
        OHMS.vtt_transcript(_lines(render_vtt(document))),
        *_texts(rights="", fmt="audio", usage="", userestrict="0", xmllocation="", xmlfilename=""),
        *_texts(collection_link="", series_link=""),
    ]
    day = release["date"] or WITHOUT_DAY
    return xml_bytes(OHMS.ROOT(OHMS.record(*parts, id=str(release["id"]), dt=day)))


def _point(release: Document, transcript: Document, passage: Passage) -> etree._Element:
    """An entry of the index: a paragraph, when it is talked about, and how that begins."""
    paragraph = next(one for one in release["paragraphs"] if one["position"] == passage.paragraph)
    title = textwrap.shorten(
        xml_text(f"{paragraph['label'] or ''} {paragraph['text']}"), TITLE_LENGTH, placeholder=" …"
    )
    spoken = (
        segment["text"]
        for segment in transcript["segments"]
        if segment["start"] is not None and passage.start <= segment["start"] < passage.end
    )
    address = f"{release['url']}#p{passage.paragraph}" if is_web_address(release["url"]) else ""
    return OHMS.point(
        *_texts(time=str(int(passage.start)), title=title, title_alt="", partial_transcript=" ".join(spoken)),
        *_texts(partial_transcript_alt="", synopsis=paragraph["text"], synopsis_alt="", keywords="", keywords_alt=""),
        *_texts(subjects=paragraph["heading"], subjects_alt=""),
        OHMS.gpspoints(*_texts(gps="", gps_zoom="", gps_text="", gps_text_alt="")),
        OHMS.hyperlinks(
            *_texts(hyperlink=address, hyperlink_text=release["title"] if address else "", hyperlink_text_alt="")
        ),
    )


def _texts(**told: str | None) -> list[etree._Element]:
    return [OHMS(name, xml_text(text)) for name, text in told.items()]


def _lines(text: str) -> str:
    """Text of several lines, each of which XML can hold."""
    return "\n".join(map(xml_text, text.splitlines()))
