"""The files and the log of an archive as PREMIS 3 in XML, the language in which archives hand on provenance."""

from __future__ import annotations

from xml.etree import ElementTree

from archiver.archive.files import named_hash
from archiver.archive.premis import EVENT_TYPES, OUTCOMES
from archiver.archive.store import Archive, Row
from archiver.display import visible

NAMESPACE = "http://www.loc.gov/premis/v3"
VERSION = {"version": "3.0"}  # at every object, event and agent, too: others read them one by one
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
FILES = """
    select path, size, format from recordings where path is not null
    union select path, iif(warc_offset is null, size, null), iif(warc_offset is null, media_type, 'application/warc')
    from captures order by path
"""
EVENTS = """
    select events.*, coalesce(recordings.path, captures.path) as path from events
    left join recordings on recordings.id = events.recording
    left join releases on releases.id = events.release left join captures on captures.id = releases.capture
    order by events.id
"""
PROGRAM = "briefing archiver"


def premis_xml(archive: Archive) -> bytes:
    """Every file with its hash, and every event with its type, time, words, outcome, file and program."""
    ElementTree.register_namespace("premis", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}premis", VERSION)
    _add_object(root, "intellectualEntity", "db/archive.db")  # what is known of the files, also of those that are gone
    for row in archive.rows(FILES):
        _add_file(root, row)
    for row in archive.rows(EVENTS):
        _add_event(root, row)
    for row in archive.rows("select distinct version from events order by version"):
        _add_program(root, row["version"])
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True))


def _add_object(root: ElementTree.Element, category: str, path: str) -> ElementTree.Element:
    """An object that is known by its place in the bag; path: relative to the archive's folder."""
    described = _add(root, "object", **VERSION)
    described.set(XSI_TYPE, f"premis:{category}")
    _add_identifier(described, "objectIdentifier", "path", f"data/{path}")
    return described


def _add_file(root: ElementTree.Element, row: Row) -> None:
    figures = _add(_add_object(root, "file", row["path"]), "objectCharacteristics")
    fixity = _add(figures, "fixity")
    _add(fixity, "messageDigestAlgorithm", "SHA-256")
    _add(fixity, "messageDigest", named_hash(row["path"]))
    if row["size"] is not None:
        _add(figures, "size", str(row["size"]))
    named = _add(_add(figures, "format"), "formatDesignation")
    _add(named, "formatName", row["format"] or row["path"].rpartition(".")[2])


def _add_event(root: ElementTree.Element, row: Row) -> None:
    event = _add(root, "event", **VERSION)
    _add_identifier(event, "eventIdentifier", "SHA-256 of the event", row["sha256"] or f"event {row['id']}")
    _add(event, "eventType", EVENT_TYPES.get(row["action"], row["action"]))
    _add(event, "eventDateTime", row["at"])
    _add(_add(event, "eventDetailInformation"), "eventDetail", f"{row['action']}: {row['message']}")
    _add(_add(event, "eventOutcomeInformation"), "eventOutcome", OUTCOMES.get(row["outcome"], row["outcome"]))
    _add_identifier(event, "linkingAgentIdentifier", "program", f"{PROGRAM} {row['version']}")
    if row["path"]:
        _add_identifier(event, "linkingObjectIdentifier", "path", f"data/{row['path']}")


def _add_program(root: ElementTree.Element, version: str) -> None:
    agent = _add(root, "agent", **VERSION)
    _add_identifier(agent, "agentIdentifier", "program", f"{PROGRAM} {version}")
    _add(agent, "agentName", PROGRAM)
    _add(agent, "agentType", "software")
    _add(agent, "agentVersion", version)


def _add_identifier(parent: ElementTree.Element, name: str, kind: str, value: str) -> None:
    identifier = _add(parent, name)
    _add(identifier, f"{name}Type", kind)
    _add(identifier, f"{name}Value", value)


def _add(parent: ElementTree.Element, name: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = None if text is None else visible(text)
    return element
