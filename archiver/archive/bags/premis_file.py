"""The files and the log of an archive as PREMIS 3 in XML, the language in which archives hand on provenance."""

from __future__ import annotations

from xml.etree import ElementTree

from archiver.archive.files import named_hash
from archiver.archive.premis import EVENT_TYPES, OUTCOMES
from archiver.archive.store import Archive, Row
from archiver.display import visible

NAMESPACE = "http://www.loc.gov/premis/v3"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
FILES = """
    select path, size, format from recordings where path is not null
    union select path, iif(warc_offset is null, size, null), iif(warc_offset is null, media_type, 'application/warc')
    from captures order by path
"""


def premis_xml(archive: Archive) -> bytes:
    """Every file with its hash, and every event with its type, time, words and outcome."""
    ElementTree.register_namespace("premis", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}premis", {"version": "3.0"})
    for row in archive.rows(FILES):
        _add_file(root, row)
    for row in archive.rows("select * from events order by id"):
        _add_event(root, row)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_file(root: ElementTree.Element, row: Row) -> None:
    file = _add(root, "object")
    file.set(XSI_TYPE, "premis:file")
    identifier = _add(file, "objectIdentifier")
    _add(identifier, "objectIdentifierType", "path")
    _add(identifier, "objectIdentifierValue", f"data/{row['path']}")
    figures = _add(file, "objectCharacteristics")
    fixity = _add(figures, "fixity")
    _add(fixity, "messageDigestAlgorithm", "SHA-256")
    _add(fixity, "messageDigest", named_hash(row["path"]))
    if row["size"] is not None:
        _add(figures, "size", str(row["size"]))
    named = _add(_add(figures, "format"), "formatDesignation")
    _add(named, "formatName", row["format"] or row["path"].rpartition(".")[2])


def _add_event(root: ElementTree.Element, row: Row) -> None:
    event = _add(root, "event")
    identifier = _add(event, "eventIdentifier")
    _add(identifier, "eventIdentifierType", "SHA-256 of the event")
    _add(identifier, "eventIdentifierValue", row["sha256"] or f"event {row['id']}")
    _add(event, "eventType", EVENT_TYPES.get(row["action"], row["action"]))
    _add(event, "eventDateTime", row["at"])
    _add(_add(event, "eventDetailInformation"), "eventDetail", f"{row['action']}: {row['message']}")
    _add(_add(event, "eventOutcomeInformation"), "eventOutcome", OUTCOMES.get(row["outcome"], row["outcome"]))


def _add(parent: ElementTree.Element, name: str, text: str | None = None) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = None if text is None else visible(text)
    return element
